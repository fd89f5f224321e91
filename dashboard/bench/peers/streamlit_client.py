"""Clients of a Streamlit page, which speaks over web sockets: `python streamlit_client.py PORT CLIENTS COUNT INDICATOR...`.

Each client opens a session of its own, chooses one indicator after the other, and waits each time until the script has
run. Prints JSON: the seconds of all choices, the wall seconds they took together, and how many failed.
"""

import asyncio
import json
import sys
import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

LARGEST = 1 << 28  # bytes of a message
LABEL = "Indicator"


async def ran(socket) -> str:
    """Reads until the script has run; gives the id of the drop-down if it was told."""
    found = ""
    while True:
        message = ForwardMsg()
        message.ParseFromString(await socket.recv())
        if message.WhichOneof("type") == "delta" and message.delta.new_element.WhichOneof("type") == "selectbox":
            box = message.delta.new_element.selectbox
            found = box.id if box.label == LABEL else found
        if message.WhichOneof("type") == "script_finished":
            return found


def choice(widget: str, value: str) -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = ""
    if widget:
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.string_value = widget, value
    return message.SerializeToString()


async def visit(port: int, turns, values: list[str], ready: asyncio.Barrier, seconds: list[float]) -> None:
    async with connect(f"ws://127.0.0.1:{port}/_stcore/stream", max_size=LARGEST) as socket:
        await socket.send(choice("", ""))
        widget = await ran(socket)
        await ready.wait()
        for turn in turns:
            begin = time.perf_counter()
            await socket.send(choice(widget, values[(turn + 1) % len(values)]))
            await ran(socket)
            seconds.append(time.perf_counter() - begin)


async def main() -> None:
    port, clients, count = map(int, sys.argv[1:4])
    seconds: list[float] = []
    ready, turns = asyncio.Barrier(clients + 1), iter(range(count))
    tasks = [asyncio.create_task(visit(port, turns, sys.argv[4:], ready, seconds)) for _ in range(clients)]
    await ready.wait()
    begin = time.perf_counter()
    failed = [error for error in await asyncio.gather(*tasks, return_exceptions=True) if error]
    print(json.dumps({"seconds": seconds, "wall": time.perf_counter() - begin, "errors": len(failed)}))


asyncio.run(main())
