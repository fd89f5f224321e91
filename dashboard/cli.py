"""The command `nagar`. Exit codes: 0 fine, 1 the content has problems (each is listed), 2 wrong usage."""

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

from data.problems import ContentError, Problem, shown

BUILD_EXAMPLE = """example:
  nagar build                                    on what is bundled: real places and census, the rest illustrative
  nagar build --sources ../shared/data           real source files replace the illustrative extracts they stand for"""
SERVE_EXAMPLE = """example:
  nagar serve --port 8080                        at http://127.0.0.1:8080; builds a snapshot first if there is none
  nagar serve --dev                              with Dash's debug server, reloading on changes; never on a public host"""
CHECK_EXAMPLE = """example:
  nagar check                                    every card, contract, example and translation
  nagar check poverty/headcount --strict         one module; warnings count as problems"""
RUN_EXAMPLE = """example:
  nagar run poverty/wealth_quintiles --by district --within NP03
  nagar run migration/in_migrants_by_reason --by country --total sex --total age_group --format csv"""
DIFF_EXAMPLE = """example:
  nagar diff                                     what the current snapshot changed of the one before
  nagar diff 4723200e81f8 current --all --format csv --out changes.csv"""
ROLLBACK_EXAMPLE = """example:
  nagar rollback                                 serve the snapshot again that was served before
  nagar rollback 4723200e81f8                    serve this one, which is kept"""
EXPLAIN_EXAMPLE = """example:
  nagar explain poverty/wealth_quintiles.poorest_fifth_share --place NP0331
  nagar explain budget/grid.plan --place NP0548201 --period 2080/81 --where function=health --format json"""
BENCH_EXAMPLE = """example:
  nagar bench --short --json                     bytes, counts and ratios in under a minute, without peers and browser
  nagar bench --readme --film film.png           all of it, against peers and in Chromium; a quarter of an hour
  nagar bench --make DIR --rows 100000000        makes extracts of a country's size to measure with"""
NEW_EXAMPLE = """example:
  nagar new people/men_and_women --from nepal_ward_census_2021"""


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its exit code."""
    if hasattr(sys.stdout, "reconfigure"):  # a terminal that is not UTF-8 must not end the command
        sys.stdout.reconfigure(errors="replace")
    options = parser().parse_args(arguments)
    try:
        code = options.act(options)
    except ContentError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        code = 1
    except ValueError as error:  # a setting that makes no sense
        print(error, file=sys.stderr)
        code = 2
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def parser() -> argparse.ArgumentParser:
    """The parser of all acts; each has its `--help` with an example."""
    top = argparse.ArgumentParser(
        prog="nagar", description="Nagar: an analytics dashboard for networks of municipalities."
    )
    acts = top.add_subparsers(dest="act_name", required=True, metavar="ACT")

    def act(name, does, example, function):
        made = acts.add_parser(
            name, help=does, description=does, epilog=example, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        made.set_defaults(act=function)
        return made

    build = act(
        "build", "Make a checked snapshot of all extracts and cubes, and switch to it at once.", BUILD_EXAMPLE, _build
    )
    build.add_argument(
        "--sources", type=Path, metavar="DIR", help="folder of source files (default: NAGAR_SOURCES, or none)"
    )
    build.add_argument("--out", type=Path, metavar="DIR", help="folder of snapshots (default: NAGAR_DATA)")

    serve = act("serve", "Serve the current snapshot to browsers.", SERVE_EXAMPLE, _serve)
    serve.add_argument("--host", help="address to listen on (default: NAGAR_HOST, or 127.0.0.1)")
    serve.add_argument("--port", type=int, help="port to listen on (default: NAGAR_PORT, or 8050)")
    serve.add_argument("--workers", type=int, default=1, help="processes (default: 1); each has NAGAR_THREADS threads")
    serve.add_argument(
        "--dev", action="store_true", help="debug server that reloads; for the person who writes modules"
    )

    check = act(
        "check",
        "List every problem of cards, groups, contracts, examples and translations; with a snapshot also on real rows.",
        CHECK_EXAMPLE,
        _check,
    )
    check.add_argument("module", nargs="?", metavar="THEME/NAME", help="only this module")
    check.add_argument("--strict", action="store_true", help="warnings count as problems")
    check.add_argument("--quick", action="store_true", help="look at the files only, not at the current snapshot")

    run = act("run", "Ask a module a question and print the answer.", RUN_EXAMPLE, _run)
    run.add_argument("module", metavar="THEME/NAME")
    run.add_argument(
        "--by", metavar="LEVEL|SET", help="what a row is: country, region, district, local, ward, town, or a set"
    )
    run.add_argument("--within", metavar="PLACE|GROUP", help="only inside this place (a code) or group")
    run.add_argument("--period", metavar="P", help="only this period")
    run.add_argument("--where", metavar="DIM=VALUE", action="append", default=[], help="only this value of a dimension")
    run.add_argument("--total", metavar="DIM", action="append", default=[], help="give only the total of a dimension")
    run.add_argument(
        "--pockets", action="store_true", help="say of each place whether it lies in a pocket, and how sure"
    )
    run.add_argument("--carried", action="store_true", help="give a place whose code changed as the place of today")
    run.add_argument(
        "--top", type=int, metavar="N", help="of flows: list so many of the largest, the others as one row"
    )
    run.add_argument("--indicator", metavar="ID", action="append", default=[], help="only this indicator of the module")
    run.add_argument("--snapshot", metavar="DIGEST", default="", help="from this kept snapshot instead of the current")
    run.add_argument("--format", choices=("table", "csv", "json", "parquet"), default="table")
    run.add_argument("--out", type=Path, metavar="FILE", help="write here instead of printing (parquet needs it)")

    diff = act("diff", "Say which published values differ between two snapshots, and why.", DIFF_EXAMPLE, _diff)
    diff.add_argument("old", nargs="?", default="previous", metavar="OLD",
                      help="digest (its beginning), folder, current or previous (default: previous)")  # fmt: skip
    diff.add_argument("new", nargs="?", default="current", metavar="NEW", help="the same (default: current)")
    diff.add_argument("--all", action="store_true", help="every value, not the largest changes alone")
    diff.add_argument("--format", choices=("table", "csv", "json"), default="table")
    diff.add_argument("--out", type=Path, metavar="FILE", help="write here instead of printing")

    rollback = act("rollback", "Serve an earlier snapshot again.", ROLLBACK_EXAMPLE, _rollback)
    rollback.add_argument("snapshot", nargs="?", default="previous", metavar="DIGEST",
                          help="digest (its beginning) or folder of a snapshot that is kept (default: the one before)")  # fmt: skip

    explain = act(
        "explain",
        "Walk one value back: its rule, the rows of its cube, the SELECT, the extract's rows, the source.",
        EXPLAIN_EXAMPLE,
        _explain,
    )
    explain.add_argument("value", metavar="THEME/NAME[.INDICATOR]", help="without an indicator: the module's first")
    explain.add_argument("--place", required=True, metavar="PLACE|GROUP", help="a place's code or a group's id")
    explain.add_argument("--to", metavar="PLACE|GROUP", help="of a flow: where it goes; --place is where it begins")
    explain.add_argument("--period", metavar="P", help="the period (default: the last that has a value)")
    explain.add_argument("--where", metavar="DIM=VALUE", action="append", default=[], help="a value of a dimension")
    explain.add_argument("--format", choices=("text", "json"), default="text")

    _bench_options(
        act("bench", "Measure how fast Nagar is here and now, against peers and floors.", BENCH_EXAMPLE, _bench)
    )

    new = act(
        "new",
        "Write a first module from an extract's columns: two files, and the indicators it needs.",
        NEW_EXAMPLE,
        _new,
    )
    new.add_argument("module", metavar="THEME/NAME")
    new.add_argument("--from", dest="extract", required=True, metavar="EXTRACT")
    return top


def _bench_options(bench: argparse.ArgumentParser) -> None:
    bench.add_argument("--short", action="store_true", help="under a minute: no peers, no browser")
    bench.add_argument(
        "--long", action="store_true", help="also what takes long: publishing a large room, many visitors"
    )
    bench.add_argument(
        "--minutes", type=float, default=10, metavar="N", help="how long many visitors stay (default: 10)"
    )
    bench.add_argument("--only", action="append", metavar="NAME", default=[],
                       choices=("bytes", "cubes", "flight", "server", "pages", "peers", "room", "soak"),
                       help="only this: %(choices)s")  # fmt: skip
    bench.add_argument("--json", action="store_true", help="print JSON instead of the table")
    bench.add_argument("--history", type=Path, metavar="FILE", help="JSON lines of all runs (default: in NAGAR_DATA)")
    bench.add_argument("--readme", type=Path, metavar="FILE", nargs="?", const=Path("README.md"),
                       help="write the table into this file, between its markers (default: README.md)")  # fmt: skip
    bench.add_argument("--film", type=Path, metavar="PNG", help="write a film-strip of a phone's first five seconds")
    bench.add_argument("--peers", type=Path, metavar="DIR", help="the peers' own environment, made there if absent "
                       "(default: in NAGAR_DATA)")  # fmt: skip
    bench.add_argument("--room", type=Path, metavar="DIR", help="what --make filled, for --long to publish and ask")
    bench.add_argument("--make", type=Path, metavar="DIR", help="measure nothing; make large extracts in this folder")
    bench.add_argument("--rows", type=int, default=100_000_000, metavar="N", help="budget lines to make")
    bench.add_argument("--records", type=int, default=50_000_000, metavar="N", help="migration records to make")
    bench.add_argument("--wards", type=int, default=6_743, metavar="N", help="wards to make; 6743 are Nepal's own")
    bench.add_argument("--seed", type=int, default=1, metavar="N", help="makes the same again")


def _tell(problems: list[Problem], strict: bool = False) -> int:
    """Print problems (to the screen of errors) and give the exit code they mean."""
    for problem in problems:
        print(problem, file=sys.stderr)
    real = [problem for problem in problems if strict or not problem.warning]
    warnings = len(problems) - len(real)
    if problems:
        told = [f"{len(real)} problem{'s' * (len(real) != 1)}"] if real else []
        told += [f"{warnings} warning{'s' * (warnings != 1)}"] if warnings else []
        print(", ".join(told) + ".", file=sys.stderr)
    return 1 if real else 0


def _build(options) -> int:
    from dashboard import files
    from dashboard.building import build
    from dashboard.settings import settings

    setting = settings()
    out = options.out or setting.data
    published = build(out, options.sources or setting.sources, setting.keep, setting.memory)
    files.make(out / files.FOLDER, lambda told: print(f"note: {told}"))
    for note in published.notes:
        print(f"note: {note}")
    code = _tell(published.problems)
    word = "Serving from" if published.changed else "Nothing changed; still serving from"
    print(f"{word} {published.folder}")
    return code


def _serve(options) -> int:
    from dashboard.serving import serve
    from dashboard.settings import settings

    if options.workers < 1:
        raise ValueError(f"--workers is {options.workers}; expected 1 or more.")
    setting = settings()
    chosen = replace(setting, host=options.host or setting.host, port=options.port or setting.port)
    return serve(chosen, options.workers, options.dev)


def _check(options) -> int:
    from dashboard import words
    from dashboard.settings import settings
    from data.snapshots import current
    from geo import places
    from queries import registry
    from queries.check import check

    known = places.load()
    problems = check(known, options.module, snapshot=None if options.quick else current(settings().data))
    if options.module:
        if not any((registry.QUERIES / f"{options.module}{ending}").exists() for ending in (".sql", ".toml")):
            raise ContentError(f"There is no query {options.module!r} in queries/.")
    else:
        problems += words.missing()
    code = _tell(problems, options.strict)
    if not problems:
        print(f"{options.module or 'Everything'} is in order.")
    return code


def _open(snapshot: str = ""):
    """The house over the current snapshot, or over a kept one by its digest; a sentence where there is none."""
    from dashboard.settings import settings
    from data.snapshots import current
    from queries.run import open_house

    out = settings().data
    folder = current(out)
    if snapshot:
        from dashboard.archive import found, open_kept

        chosen = found(out / "snapshots", snapshot)
        if chosen != folder:
            return open_kept(chosen)
    if folder is None:
        raise ContentError(f"There is no snapshot in {out}. Run `nagar build` first.")
    return open_house(folder, patient=True)


def _run(options) -> int:
    from dashboard.printing import write
    from queries.run import Ask, run

    where = _pairs(options.where)
    house = _open(options.snapshot)
    ask = Ask(options.module, options.by, options.within, options.period, where, tuple(options.total),
              tuple(options.indicator), options.pockets, options.carried, options.top)  # fmt: skip
    answer = run(house, ask)
    write(answer, house, options.format, options.out)
    return 0


def _diff(options) -> int:
    from dashboard.difference import write
    from dashboard.settings import settings
    from data.kept import find
    from queries.diff import compare
    from queries.run import open_house

    out = settings().data
    folders = [find(out, text) for text in (options.old, options.new)]
    if folders[0].resolve() == folders[1].resolve():
        raise ContentError(f"Both are the snapshot {folders[0].name}; give two that differ.")
    old, new = (open_house(folder, patient=True) for folder in folders)
    write(compare(old, new), new, options.format, options.all, options.out)
    return 0


def _rollback(options) -> int:
    from dashboard.settings import settings
    from data.kept import roll_back
    from queries.run import open_house

    opened = []
    before, now = roll_back(settings().data, options.snapshot, check=lambda folder: opened.append(open_house(folder)))
    for problems in opened[0].registry.broken.values():
        print(f"note: {problems[0]}", file=sys.stderr)
    print(f"Serving from {now}" + (f" instead of {before.name}." if before else "."))
    print("A running server switches by itself in a moment.")
    if before:
        print(f"To undo: nagar rollback {before.name}")
    return 0


def _pairs(texts: list[str]) -> tuple[tuple[str, str], ...]:
    """The dimensions and values of `--where`."""
    found = []
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise ValueError(f"--where {text!r} is not DIM=VALUE, as in --where sex=female.")
        found.append((name, value))
    return tuple(found)


def _explain(options) -> int:
    from dashboard.explaining import as_text
    from queries.explain import explain

    where = _pairs(options.where)
    query, _, indicator = options.value.partition(".")
    told = explain(_open(), query, options.place, indicator, options.period, where, options.to)
    if options.format == "json":
        import orjson

        print(orjson.dumps(told.as_dict(), option=orjson.OPT_INDENT_2).decode())
    else:
        print(as_text(told))
    return 0


def _bench(options) -> int:
    from dashboard.bench.command import bench

    return bench(options)


def _new(options) -> int:
    from dashboard.settings import settings
    from data import catalogue
    from data.snapshots import current
    from geo import places
    from queries import new

    cards, _ = catalogue.cards()
    if options.extract not in cards:
        raise ContentError(f"There is no extract {options.extract!r}. Known: {', '.join(sorted(cards))}.")
    folder = current(settings().data)
    homes = [catalogue.EXTRACTS] + ([folder / "extracts"] if folder else [])
    found = [home / f"{options.extract}.parquet" for home in homes if (home / f"{options.extract}.parquet").is_file()]
    parquet = found[-1] if found else None
    if parquet is None:
        print(f"The current snapshot has no rows of {options.extract}, so no example can be computed.", file=sys.stderr)
    for path in new.write(options.module, cards[options.extract], parquet, places.load(), cards):
        print(f"wrote {shown(path)}")
    print(f"Now: nagar check {options.module}, then nagar build.")
    return 0


if __name__ == "__main__":
    main()
