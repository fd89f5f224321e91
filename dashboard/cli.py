"""The command `nagar`. Exit codes: 0 fine, 1 the content has problems (each is listed), 2 wrong usage."""

import argparse
import gc
import os
import sys
from dataclasses import replace

from dashboard import flags
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
TEMPLATE_EXAMPLE = """example:
  nagar template                                 lists what municipalities may report
  nagar template budget_quarters --lang ne --place NP0548201 --out butwal.xlsx"""
RECEIVE_EXAMPLE = """example:
  nagar receive butwal.xlsx                      what is wrong with it, cell by cell, and a copy that says so
  nagar receive butwal.xlsx --approve "NURP"     publishes it, if nothing is wrong, as reported and approved by NURP"""
BRIEF_EXAMPLE = """example:
  nagar brief                                    lists the ready-made briefs
  nagar brief profile --place NP0548201 --lang ne --to pdf,pptx
  nagar brief profile --each local --within mithila-circuit --lang en,ne --to pdf,pptx --out profiles
  nagar brief my-workshop.toml --to html         one that was collected on the pages"""
OFFLINE_EXAMPLE = """example:
  nagar offline --within mithila-circuit --out mithila.html
  nagar offline --within NP0548201 --lang ne,en --out butwal.html     opens in Nepali; only these two languages"""
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
    for name, (does, example, function, add_flags) in ACTS.items():
        made = acts.add_parser(
            name, help=does, description=does, epilog=example, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        made.set_defaults(act=function)
        add_flags(made)
    return top


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
    gc.disable()  # until the server answers; see `serving`
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
              tuple(options.indicator), options.pockets, options.carried, options.top, options.about or "")  # fmt: skip
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


def _template(options) -> int:
    from dashboard.workbooks.command import template

    return template(options)


def _receive(options) -> int:
    from dashboard.workbooks.command import receive

    return receive(options, lambda: _build(argparse.Namespace(out=None, sources=options.sources)))


def _brief(options) -> int:
    from dashboard.briefs.command import brief

    return brief(options)


def _offline(options) -> int:
    from dashboard.offline.command import offline

    return offline(options, _open())


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


# Act -> what it does, its example, its function, its flags.
ACTS = {
    "build": (
        "Make a checked snapshot of all extracts and cubes, and switch to it at once.",
        BUILD_EXAMPLE,
        _build,
        flags.build,
    ),
    "serve": ("Serve the current snapshot to browsers.", SERVE_EXAMPLE, _serve, flags.serve),
    "check": (
        "List every problem of cards, groups, contracts, examples and translations; with a snapshot also on real rows.",
        CHECK_EXAMPLE,
        _check,
        flags.check,
    ),
    "run": ("Ask a module a question and print the answer.", RUN_EXAMPLE, _run, flags.run),
    "diff": ("Say which published values differ between two snapshots, and why.", DIFF_EXAMPLE, _diff, flags.diff),
    "rollback": ("Serve an earlier snapshot again.", ROLLBACK_EXAMPLE, _rollback, flags.rollback),
    "explain": (
        "Walk one value back: its rule, the rows of its cube, the SELECT, the extract's rows, the source.",
        EXPLAIN_EXAMPLE,
        _explain,
        flags.explain,
    ),
    "bench": (
        "Measure how fast Nagar is here and now, against peers and floors.",
        BENCH_EXAMPLE,
        _bench,
        flags.bench,
    ),
    "template": (
        "Write a workbook in which a municipality reports, or list what there is.",
        TEMPLATE_EXAMPLE,
        _template,
        flags.template,
    ),
    "receive": (
        "Read workbooks that municipalities filled, say what is wrong, keep them, and publish what is approved.",
        RECEIVE_EXAMPLE,
        _receive,
        flags.receive,
    ),
    "brief": (
        "Make slides, documents, print and web pages of a brief, for one place or many, in several languages.",
        BRIEF_EXAMPLE,
        _brief,
        flags.brief,
    ),
    "offline": (
        "Write the pages of a place or group as one HTML file, which opens from disk without a network.",
        OFFLINE_EXAMPLE,
        _offline,
        flags.offline,
    ),
    "new": (
        "Write a first module from an extract's columns: two files, and the indicators it needs.",
        NEW_EXAMPLE,
        _new,
        flags.new,
    ),
}


if __name__ == "__main__":
    main()
