"""A room of made-up extracts of a country's size (`nagar bench --make`): publishing it, asking its cubes, serving it.

Publishing is measured against the statements it cannot do without (`bare.py`), under the same limit of memory. A cube is
measured against the very same statement over the module's SELECT, whose rows have to be the same ones. The server that is
measured has all of Nagar's own beside the room (`joined.py`).
"""

import time
from dataclasses import replace
from pathlib import Path

import duckdb

from dashboard.bench import bare, joined, measure_cubes, rounds, running
from dashboard.bench.client import Client
from dashboard.bench.rows import MB
from dashboard.bench.travel import Travel
from data.snapshots import current
from geo import places
from queries.contract import plain
from queries.run import Ask, run

MEMORY = "4GB"
ROUNDS, SAMPLES = 3, 5
GIVES = ("publish_vs_bare", "cube_vs_raw", "flows_vs_select1", "server_memory")
NO_ROOM = "give a folder made by --make with --room"
NO_MEMORY = "this system does not tell the memory of a process"


def measure(bench) -> dict:
    """`publish_vs_bare`, `cube_vs_raw`, `server_memory` and, where the room has a module of kind flow, `flows_vs_select1`;
    beside them how long and how large all of it was.
    """
    if bench.room is None:
        return dict.fromkeys(GIVES, NO_ROOM)
    from dashboard.building import build_room, house_of_room

    out = bench.folder / "room"
    begin = time.perf_counter()
    published = build_room(bench.room, out, MEMORY)
    took = time.perf_counter() - begin
    house = house_of_room(bench.room, published.folder)
    bench.raw_rows = max(card.rows for card in house.extracts.values())
    cards = {name: house.cards[name] for name in house.extracts}
    least = bare.seconds(bench.room, cards, house.registry.modules, bench.folder, MEMORY)
    found: dict = {"publish_seconds": took, "bare_seconds": least, "publish_vs_bare": took / least}
    for module in house.registry.modules.values():
        if module.kind == "flow":
            found["flows_vs_select1"] = measure_cubes.of_flows(house, module, bench.seconds)
        elif module.kind == "series" and not module.protected:
            found |= against_raw(house, module)
    house.connection.close()
    return found | _served(bench, out)


def against_raw(house, module) -> dict:
    """A question to the cube against the same over the module's SELECT; a sentence where their rows differ.

    The question is one indicator by region and year; beside it (`_palikas`) by palika in the last year. A question that
    is put to the cube's totals (`queries/totals.py`) has to be answered as from the cube, whose own rows are compared.
    """
    finest, last = tuple(module.dimensions), house.cubes[module.id].periods[-1]
    questions = {
        "": Ask(module.id, "region", total=finest),
        "_palikas": Ask(module.id, "local", None, last, total=finest),
    }
    raw = duckdb.connect()
    bare.see(raw, {name: house.folder / "extracts" / f"{name}.parquet" for name in house.extracts})
    raw.execute(f'CREATE VIEW "{module.id}" AS {plain(module.sql)}')
    found = {}
    for name, question in questions.items():
        ask = replace(question, indicators=tuple(module.indicators)[:1])
        found[f"cube_vs_raw{name}"] = _against(house, raw, ask)
    raw.close()
    return found


def _against(house, raw: duckdb.DuckDBPyConnection, ask: Ask) -> float | str:
    """How many times as long the raw rows take."""
    whole = replace(house, totals={})
    cube, scan = measure_cubes.statements_of(house, ask), measure_cubes.statements_of(whole, ask)

    def rows_of(connection) -> list:
        return [sorted(map(repr, statement.rows(connection))) for statement in scan]

    if rows_of(house.connection) != rows_of(raw) or run(house, ask).rows != run(whole, ask).rows:
        return f"the rows of {ask.query} over its cube and over its extract are not the same"

    def fetched(connection, statements) -> None:
        for statement in statements:
            statement.again(connection)

    tried = {"cube": lambda: fetched(house.connection, cube), "raw": lambda: fetched(raw, scan)}
    found = rounds.interleaved(tried, ROUNDS, SAMPLES)
    return rounds.ratio(found["raw"], found["cube"])


def _served(bench, out: Path) -> dict:
    """What a server takes that has the room beside all of Nagar's own, once it was asked for every page of both."""
    checkout = joined.checkout(bench.room, bench.folder / "checkout")
    begin = time.perf_counter()
    joined.build(checkout, out, MEMORY)
    found = {"joined_build_seconds": time.perf_counter() - begin}
    found["snapshot_bytes"] = float(sum(file.stat().st_size for file in current(out).rglob("*") if file.is_file()))
    begin = time.perf_counter()
    with running.nagar(bench.folder, out, root=checkout) as (process, port):
        client = Client(port)
        travel = Travel(client)
        found["start_seconds"] = time.perf_counter() - begin
        for address in (*bench.views.pages, *pages_of_room(bench.room)):
            travel.page(address)
        memory = running.memory_at_rest(process)
        client.close()
    return found | {"server_memory": NO_MEMORY if memory is None else memory / MB}


def pages_of_room(room: Path) -> list[str]:
    """The addresses of a room's themes: each country in parts of every level."""
    themes = [path.parent.name for path in sorted((room / "queries").glob("*/theme.toml"))]
    known = places.load_saved(room / "places.parquet").values()
    countries = dict.fromkeys(place.country for place in known if place.level == "ward")
    return [f"/{theme}?place={country}&detail={level}" for theme in themes for country in countries
            for level in ("region", "district", "local", "ward")]  # fmt: skip
