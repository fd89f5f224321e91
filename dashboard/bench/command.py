"""`nagar bench`: runs the measurements asked for, prints table or JSON, keeps history, and says what has become worse."""

import importlib
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from dashboard.bench import history, running, table, uncached
from dashboard.bench.client import InProcess
from dashboard.bench.machine import machine, versions
from dashboard.bench.recording import Recording
from dashboard.bench.rows import BY_ID, GROUPS, group_of
from dashboard.bench.travel import Travel
from dashboard.bench.views import Views, views_of
from data.problems import ContentError
from data.snapshots import current
from queries.run import House, open_house

SHORT = ("bytes", "cubes", "flight", "server")
USUAL = (*SHORT, "pages", "peers")
LONG = ("room", "soak")
README = Path(__file__).resolve().parents[2] / "README.md"


@dataclass
class Bench:
    """What a measurement may use: `data` the folder of snapshots, `folder` one for its own files, `environment` where the
    peers' Python is or shall be, `film` where the film-strip goes, `minutes` how long many visitors stay, `room` a
    folder that `--make` filled, `raw_rows` how many rows its largest extract has.
    """

    data: Path
    folder: Path
    short: bool = False
    environment: Path | None = None
    film: Path | None = None
    minutes: float = 10
    room: Path | None = None
    raw_rows: int = 0
    open: ExitStack = field(default_factory=ExitStack)

    @property
    def seconds(self) -> float:
        """How long the rounds of one comparison may take together."""
        return 4 if self.short else 40

    @cached_property
    def house(self) -> House:
        return open_house(current(self.data))

    @cached_property
    def views(self) -> Views:
        return views_of(self.house)

    @cached_property
    def server(self) -> tuple:
        """The process and the port of a `nagar serve` that several measurements ask, started with the first."""
        return self.open.enter_context(running.nagar(self.folder, self.data))

    @cached_property
    def in_process(self) -> tuple[Travel, Recording, House]:
        """The app in this process over a house that remembers its statements and forgets its answers: how it is asked,
        the recording, the house (for `uncached.fresh`).
        """
        from dashboard.app import create_app

        recording = Recording(self.house.connection)
        house = uncached.forgetful(replace(self.house, connection=recording))
        return Travel(InProcess(create_app(house).server)), recording, house


def bench(options) -> int:
    """The act of the command line; 0, or 1 where something is above what it may be today (`LIMITS`)."""
    from dashboard.settings import settings

    if options.make:
        return _make(options)
    data = settings().data
    _must_have_snapshot(data)
    names = options.only or (SHORT if options.short else (*USUAL, *(LONG if options.long else ())))
    with tempfile.TemporaryDirectory(prefix="nagar-bench-") as folder:
        asked = Bench(data, Path(folder), options.short, options.peers or data / "bench-peers", options.film,
                      options.minutes, options.room)  # fmt: skip
        with asked.open:
            run = measured(asked, names)
    file = options.history or data / history.FILE
    before = history.last(file, run["machine"]["id"])
    history.add(file, run)
    if options.json:
        import orjson

        told = {group: run[group] for group in ("bytes", "ratios", "counts")} if options.short else run
        print(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())
    else:
        print(table.text(run))
    if options.readme:
        table.write(options.readme, run)
        tell(f"Wrote the table into {options.readme}.")
    for fall in history.fallen(before, run) if before else ():
        tell(f"Fell since the last run on this machine: {history.told(fall, before, run)}")
    wrong = above(run, limits(names))
    for sentence in wrong:
        tell(sentence)
    return 1 if wrong else 0


def tell(text: str) -> None:
    """What a person should know meanwhile."""
    print(text, file=sys.stderr, flush=True)


def _must_have_snapshot(data: Path) -> None:
    if current(data) is None:
        raise ContentError(f"There is no snapshot in {data} to measure. Run `nagar build` first.")


def measured(asked: Bench, names) -> dict:
    """Runs the measurements of these names, each for itself: one that fails says why, and the others are made."""
    house = asked.house
    run = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "measured": list(names),
        "machine": machine(),
        "versions": versions(),
        "snapshot": house.digest[:12],
        "raw_rows": max((card.rows for card in house.extracts.values()), default=0),
        "palikas": asked.views.palikas,
        "wards": asked.views.ward_count,
        **{group: {} for group in GROUPS},
        "not_measured": {},
    }
    for name in names:
        tell(f"Measuring: {name} ...")
        begin = time.perf_counter()
        module = importlib.import_module(f"dashboard.bench.measure_{name}")
        try:
            found = module.measure(asked)
        except (
            Exception
        ) as error:  # whatever a server, a browser or a peer comes up with: the other rows are still worth it
            first = next(iter(str(error).strip().splitlines()), "")
            found = dict.fromkeys(module.GIVES, f"{type(error).__name__} {first}".strip())
        for row, value in found.items():
            if isinstance(value, str):
                run["not_measured"][row] = value
            else:
                run[group_of(row)][row] = round(value, 6)
        tell(f"  took {time.perf_counter() - begin:.0f} s")
    run["raw_rows"] = max(run["raw_rows"], asked.raw_rows)
    for row in BY_ID:
        if not any(row in run[group] for group in (*GROUPS, "not_measured")):
            run["not_measured"][row] = "not asked for in this run"
    return run


def limits(names) -> dict[str, float]:
    """What bytes and counts may be at most today: the `LIMITS` of the measurements."""
    found: dict[str, float] = {}
    for name in names:
        found |= getattr(importlib.import_module(f"dashboard.bench.measure_{name}"), "LIMITS", {})
    return found


def above(run: dict, most: dict[str, float]) -> list[str]:
    """A sentence for each figure that is above its limit, or was not measured."""
    found = []
    for name, limit in most.items():
        value = run[group_of(name)].get(name)
        if value is None:
            found.append(f"{name} was not measured: {run['not_measured'].get(name, 'no reason is known')}.")
        elif value > limit:
            found.append(f"{name} is {value:,.0f}; at most {limit:,.0f} is allowed (LIMITS beside its measurement).")
    return found


def _make(options) -> int:
    """`--make`: extracts of a country's size, made by `dashboard/bench/make.py`."""
    from dashboard.bench.make import make

    def progress(text: str, done: int, total: int) -> None:
        tell(f"[{done}/{total}] {text}")

    make(options.make, options.rows, options.records, options.wards, options.seed, progress)
    print(f"Made {options.rows:,} budget lines and {options.records:,} migration records in {options.make}.")
    return 0
