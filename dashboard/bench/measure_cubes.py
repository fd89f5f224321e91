"""What an answer costs above its SQL, and its SQL above SELECT 1: in this process, on the snapshot's cubes."""

from collections.abc import Callable
from dataclasses import replace

from dashboard.bench import rounds, uncached
from dashboard.bench.client import InProcess, Reply
from dashboard.bench.recording import Recording, Statement
from dashboard.bench.travel import Travel
from queries.run import Ask, House, run

ROUNDS, SAMPLES, SAMPLES_OF_PAGES = 9, 60, 3
GIVES = ("cube_vs_select1", "flows_vs_select1", "uncached_vs_bare_sql")
FLOW_ROWS = "the snapshot has no module of kind flow"


def measure(bench) -> dict:
    """`cube_vs_select1`, `flows_vs_select1` and `uncached_vs_bare_sql`."""
    return {
        "cube_vs_select1": _above_select1(bench, _of_map(bench.house, bench.views)),
        "flows_vs_select1": _flows(bench),
        "uncached_vs_bare_sql": _above_sql(bench),
    }


def statements_of(house: House, ask: Ask) -> list[Statement]:
    """What one question sends to the cubes."""
    recording = Recording(house.connection)
    run(bench_house(house, recording), ask)
    return recording.taken()


def bench_house(house: House, recording: Recording) -> House:
    """The house with a connection that remembers."""
    return replace(house, connection=recording)


def _of_map(house: House, views) -> list[Statement]:
    return statements_of(house, Ask(views.module.id, "local", "NP", None, (), (), views.indicators[:1]))


def _above_select1(bench, statements: list[Statement]) -> float:
    house = bench.house

    def one():
        return house.connection.cursor().execute("SELECT 1").fetchall()

    def cube():
        return [statement.again(house.connection) for statement in statements]

    one(), cube()
    found = rounds.interleaved({"one": one, "cube": cube}, ROUNDS, SAMPLES, bench.seconds)
    return rounds.ratio(found["cube"], found["one"])


def _flows(bench) -> float | str:
    house = bench.house
    flow = next((module for module in house.registry.modules.values() if module.kind == "flow"), None)
    if flow is None or flow.id not in house.cubes:
        return FLOW_ROWS
    top = Ask(flow.id, "region", None, None, (), (), tuple(flow.indicators)[:1])
    return _above_select1(bench, statements_of(house, top))


def _above_sql(bench) -> float | str:
    """An answer through the whole server, in one process, against the statements it sent."""
    ask_page, recording, house = in_process(bench)
    statements: list[Statement] = []

    def answer():
        uncached.fresh(house)
        ask_page(bench.views.first)
        statements[:] = recording.taken()

    def bare():
        for statement in statements:
            statement.again(recording.connection)

    answer()
    answer()
    if not statements:
        return "the statements of an interaction could not be recorded"
    bare()
    found = rounds.interleaved({"answer": answer, "bare": bare}, ROUNDS, SAMPLES_OF_PAGES, bench.seconds)
    return rounds.ratio(found["answer"], found["bare"])


def in_process(bench) -> tuple[Callable[[str], Reply], Recording, House]:
    """The app in this process over a house that remembers its statements: how to ask for a page, the recording, the house."""
    from dashboard.app import create_app

    recording = Recording(bench.house.connection)
    app = create_app(bench_house(bench.house, recording))
    travel = Travel(InProcess(app.server))
    return travel.page, recording, app.site.house
