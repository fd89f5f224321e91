"""What each act of the `nagar` command can be told: a function an act, each adds its flags to a parser."""

import argparse
from pathlib import Path


def build(act: argparse.ArgumentParser) -> None:
    act.add_argument(
        "--sources", type=Path, metavar="DIR", help="folder of source files (default: NAGAR_SOURCES, or none)"
    )
    act.add_argument("--out", type=Path, metavar="DIR", help="folder of snapshots (default: NAGAR_DATA)")


def serve(act: argparse.ArgumentParser) -> None:
    act.add_argument("--host", help="address to listen on (default: NAGAR_HOST, or 127.0.0.1)")
    act.add_argument("--port", type=int, help="port to listen on (default: NAGAR_PORT, or 8050)")
    act.add_argument("--workers", type=int, default=1, help="processes (default: 1); each has NAGAR_THREADS threads")
    act.add_argument("--dev", action="store_true", help="debug server that reloads; for the person who writes modules")


def check(act: argparse.ArgumentParser) -> None:
    act.add_argument("module", nargs="?", metavar="THEME/NAME", help="only this module")
    act.add_argument("--strict", action="store_true", help="warnings count as problems")
    act.add_argument("--quick", action="store_true", help="look at the files only, not at the current snapshot")


def run(act: argparse.ArgumentParser) -> None:
    act.add_argument("module", metavar="THEME/NAME")
    act.add_argument(
        "--by", metavar="LEVEL|SET", help="what a row is: country, region, district, local, ward, town, or a set"
    )
    act.add_argument("--within", metavar="PLACE|GROUP", help="only inside this place (a code) or group")
    act.add_argument("--period", metavar="P", help="only this period")
    act.add_argument("--where", metavar="DIM=VALUE", action="append", default=[], help="only this value of a dimension")
    act.add_argument("--total", metavar="DIM", action="append", default=[], help="give only the total of a dimension")
    act.add_argument(
        "--pockets", action="store_true", help="say of each place whether it lies in a pocket, and how sure"
    )
    act.add_argument("--carried", action="store_true", help="give a place whose code changed as the place of today")
    act.add_argument(
        "--top", type=int, metavar="N", help="of flows: list so many of the largest, the others as one row"
    )
    act.add_argument(
        "--about", choices=("network", "durations"), help="a statistic worked out when publishing, instead of figures"
    )
    act.add_argument("--indicator", metavar="ID", action="append", default=[], help="only this indicator of the module")
    act.add_argument("--snapshot", metavar="DIGEST", default="", help="from this kept snapshot instead of the current")
    act.add_argument("--format", choices=("table", "csv", "json", "parquet"), default="table")
    act.add_argument("--out", type=Path, metavar="FILE", help="write here instead of printing (parquet needs it)")


def diff(act: argparse.ArgumentParser) -> None:
    act.add_argument("old", nargs="?", default="previous", metavar="OLD",
                      help="digest (its beginning), folder, current or previous (default: previous)")  # fmt: skip
    act.add_argument("new", nargs="?", default="current", metavar="NEW", help="the same (default: current)")
    act.add_argument("--all", action="store_true", help="every value, not the largest changes alone")
    act.add_argument("--format", choices=("table", "csv", "json"), default="table")
    act.add_argument("--out", type=Path, metavar="FILE", help="write here instead of printing")


def rollback(act: argparse.ArgumentParser) -> None:
    act.add_argument("snapshot", nargs="?", default="previous", metavar="DIGEST",
                          help="digest (its beginning) or folder of a snapshot that is kept (default: the one before)")  # fmt: skip


def explain(act: argparse.ArgumentParser) -> None:
    act.add_argument("value", metavar="THEME/NAME[.INDICATOR]", help="without an indicator: the module's first")
    act.add_argument("--place", required=True, metavar="PLACE|GROUP", help="a place's code or a group's id")
    act.add_argument("--to", metavar="PLACE|GROUP", help="of a flow: where it goes; --place is where it begins")
    act.add_argument("--period", metavar="P", help="the period (default: the last that has a value)")
    act.add_argument("--where", metavar="DIM=VALUE", action="append", default=[], help="a value of a dimension")
    act.add_argument("--format", choices=("text", "json"), default="text")


def template(act: argparse.ArgumentParser) -> None:
    act.add_argument("name", nargs="?", metavar="NAME", help="the extract that is reported; without it: a list")
    act.add_argument("--lang", choices=("en", "ne", "bn"), help="language of the workbook (default: NAGAR_LANG, or en)")
    act.add_argument(
        "--place", metavar="CODE", default="", help="made for this municipality: its name and wards stand in it"
    )
    act.add_argument("--out", type=Path, metavar="FILE", help="write here (default: NAME.LANG.xlsx)")


def receive(act: argparse.ArgumentParser) -> None:
    act.add_argument("files", nargs="+", type=Path, metavar="FILE", help="an .xlsx file that was sent in")
    act.add_argument(
        "--approve", metavar="ORGANISATION", help="publish what is in order, in the name of this organisation"
    )
    act.add_argument(
        "--place", metavar="CODE", default="", help="the municipality that sent it: figures of another are wrong"
    )
    act.add_argument(
        "--lang", choices=("en", "ne", "bn"), help="language of what is told of a file that cannot be opened"
    )
    act.add_argument(
        "--sources", type=Path, metavar="DIR", help="folder of source files for the build (default: NAGAR_SOURCES)"
    )


def brief(act: argparse.ArgumentParser) -> None:
    act.add_argument(
        "brief", nargs="?", metavar="BRIEF", help="a TOML file, or the name of a ready-made one; without: list"
    )
    act.add_argument("--place", metavar="PLACE|GROUP", help="for this place (a code) or group")
    act.add_argument("--each", metavar="LEVEL|SET", help="for each place of a level, or each group of a set")
    act.add_argument("--within", metavar="PLACE|GROUP", help="with --each LEVEL: only inside this place or group")
    act.add_argument("--lang", default="", metavar="LIST", help="languages, as in en,ne,bn (default: NAGAR_LANG)")
    act.add_argument("--digits", choices=("latin", "devanagari", "bangla"), help="other digits than the language's own")
    act.add_argument("--calendar", choices=("ad", "bs"), help="days in AD (ad, the default) or in Bikram Sambat (bs)")
    act.add_argument("--to", default="pdf", metavar="LIST", help="kinds of file: pdf, docx, pptx, html (default: pdf)")
    act.add_argument("--template", type=Path, metavar="FILE.pptx", help="slides in the look of this presentation")
    act.add_argument("--address", metavar="URL", help="of this site, for links (default: NAGAR_ADDRESS)")
    act.add_argument("--out", type=Path, metavar="DIR", help="folder for the files (default: this one)")
    act.add_argument("--workers", type=int, metavar="N", help="how many are made at once (default: one a processor)")


def offline(act: argparse.ArgumentParser) -> None:
    act.add_argument("--within", required=True, metavar="PLACE|GROUP", help="the place (a code) or group it is about")
    act.add_argument("--out", type=Path, required=True, metavar="FILE", help="the HTML file to write")
    act.add_argument("--lang", metavar="LANG,LANG", help="en, ne, bn; the first opens (default: NAGAR_LANG, and en)")
    act.add_argument("--calendar", choices=("ad", "bs"), help="days in AD (ad, the default) or in Bikram Sambat (bs)")
    act.add_argument("--themes", metavar="THEME,THEME", help="the pages of only these themes (default: all)")
    act.add_argument("--most", type=float, metavar="MB", help="write nothing larger (default: 25)")
    act.add_argument("--workers", type=int, metavar="N", help="how many processes draw (default: one a processor)")


def new(act: argparse.ArgumentParser) -> None:
    act.add_argument("module", metavar="THEME/NAME")
    act.add_argument("--from", dest="extract", required=True, metavar="EXTRACT")


def bench(act: argparse.ArgumentParser) -> None:
    act.add_argument("--short", action="store_true", help="under a minute: no peers, no browser")
    act.add_argument("--long", action="store_true", help="also what takes long: publishing a large room, many visitors")
    act.add_argument("--minutes", type=float, default=10, metavar="N", help="how long many visitors stay (default: 10)")
    act.add_argument("--only", action="append", metavar="NAME", default=[],
                       choices=("bytes", "cubes", "flight", "server", "pages", "peers", "room", "soak"),
                       help="only this: %(choices)s")  # fmt: skip
    act.add_argument("--json", action="store_true", help="print JSON instead of the table")
    act.add_argument("--history", type=Path, metavar="FILE", help="JSON lines of all runs (default: in NAGAR_DATA)")
    act.add_argument("--readme", type=Path, metavar="FILE", nargs="?", const=Path("README.md"),
                       help="write the table into this file, between its markers (default: README.md)")  # fmt: skip
    act.add_argument("--film", type=Path, metavar="PNG", help="write a film-strip of a phone's first five seconds")
    act.add_argument("--peers", type=Path, metavar="DIR", help="the peers' own environment, made there if absent "
                       "(default: in NAGAR_DATA)")  # fmt: skip
    act.add_argument("--room", type=Path, metavar="DIR", help="what --make filled, for --long to publish and ask")
    act.add_argument("--make", type=Path, metavar="DIR", help="measure nothing; make large extracts in this folder")
    act.add_argument("--rows", type=int, default=100_000_000, metavar="N", help="budget lines to make")
    act.add_argument("--records", type=int, default=50_000_000, metavar="N", help="migration records to make")
    act.add_argument("--wards", type=int, default=6_743, metavar="N", help="wards to make; 6743 are Nepal's own")
    act.add_argument("--seed", type=int, default=1, metavar="N", help="makes the same again")
