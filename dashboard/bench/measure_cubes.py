"""What an answer costs above its SQL, and its SQL above SELECT 1: in this process, on the snapshot's cubes."""

import time
from dataclasses import replace
from statistics import median

from dashboard.bench import rounds, uncached
from dashboard.bench.recording import Recording, Statement
from queries.query import Module
from queries.run import Ask, House, run

ROUNDS, SAMPLES, SAMPLES_OF_PAGES = 9, 60, 3
GIVES = ("cube_vs_select1", "flows_vs_select1", "uncached_vs_bare_sql")
FLOW_ROWS = "the snapshot has no module of kind flow"
SMALL_ROOM = (20_000, 200_000)  # budget lines and records of moves, made in seconds


def measure(bench) -> dict:
    """`cube_vs_select1`, `flows_vs_select1` and `uncached_vs_bare_sql`."""
    return {
        "cube_vs_select1": above_select1(bench.house, _of_map(bench.house, bench.views), bench.seconds),
        "flows_vs_select1": _flows(bench),
        **_above_sql(bench),
    }


def statements_of(house: House, ask: Ask) -> list[Statement]:
    """What one question sends to the cubes."""
    recording = Recording(house.connection)
    run(replace(house, connection=recording), ask)
    return recording.taken()


def _of_map(house: House, views) -> list[Statement]:
    return statements_of(house, Ask(views.module.id, "local", "NP", None, (), (), views.indicators[:1]))


def above_select1(house: House, statements: list[Statement], seconds: float) -> float:
    """How many times the time of SELECT 1 the statements take together, each with its rows fetched."""

    def one():
        return house.connection.cursor().execute("SELECT 1").fetchall()

    def cube():
        for statement in statements:
            statement.again(house.connection)

    one(), cube()
    found = rounds.interleaved({"one": one, "cube": cube}, ROUNDS, SAMPLES, seconds, time.process_time)
    return rounds.ratio(found["cube"], found["one"])


def _flows(bench) -> float | str:
    """Of the snapshot's own flows; where it has none, and there is time, of a small room's."""
    house = bench.house
    flow = next((module for module in house.registry.modules.values() if module.kind == "flow"), None)
    if flow is not None and flow.id in house.cubes and flow.flows.by:
        return of_flows(house, flow, bench.seconds)
    if bench.short:
        return FLOW_ROWS
    from dashboard.bench.make import make
    from dashboard.building import build_room, house_of_room

    room = make(bench.folder / "small-room", *SMALL_ROOM)
    house = house_of_room(room, build_room(room, bench.folder / "small-room-published").folder)
    return of_flows(house, next(one for one in house.registry.modules.values() if one.kind == "flow"), bench.seconds)


def of_flows(house: House, module: Module, seconds: float) -> float:
    """The largest flows of everywhere between units of the finest level that is kept, against SELECT 1."""
    finest, last = module.flows.by[-1], house.cubes[module.id].periods[-1]
    ask = Ask(module.id, finest, None, last, (), tuple(module.dimensions), tuple(module.indicators)[:1])
    return above_select1(house, statements_of(house, ask), seconds)


def _above_sql(bench) -> dict:
    """An answer through the whole server, in one process, against the statements it sent; and the seconds of both."""
    travel, recording, house = bench.in_process
    statements: list[Statement] = []

    def answer():
        uncached.fresh(house)
        travel.page(bench.views.first)
        statements[:] = recording.taken()

    def bare():
        for statement in statements:
            statement.again(recording.connection)

    answer()
    answer()
    if not statements:
        return {"uncached_vs_bare_sql": "the statements of an interaction could not be recorded"}
    bare()
    found = rounds.interleaved(
        {"answer": answer, "bare": bare}, ROUNDS, SAMPLES_OF_PAGES, bench.seconds, time.process_time
    )
    return {
        "uncached_vs_bare_sql": rounds.ratio(found["answer"], found["bare"]),
        "uncached_answer_seconds": median(found["answer"]),
        "its_bare_sql_seconds": median(found["bare"]),
    }
