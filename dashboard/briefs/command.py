"""What `nagar brief` does: lists the ready-made briefs, or makes the files of one and tells what could not be made."""

import os
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dashboard.briefs import brief as briefs
from dashboard.briefs import changes, making
from dashboard.briefs.making import Made, Wanted
from dashboard.settings import settings
from dashboard.site import Site
from dashboard.words import LANGUAGES, Reader, text_of
from data.problems import ContentError
from data.snapshots import current

TOLD = 5  # files that are named when few are made


def brief(options) -> int:
    """0 where every file was made, 1 where one was not; each is told."""
    if not options.brief:
        return _listed()
    path = _found(options.brief)
    setting = settings()
    snapshot = current(setting.data)
    if snapshot is None:
        raise ContentError(f"There is no snapshot in {setting.data}. Run `nagar build` first.")
    content = briefs.read(path)
    site = making.opened(setting.data, snapshot)
    wanted = Wanted(path.stem, path.read_text("utf-8-sig"), _places(site, options), _languages(options.lang, setting.language),
                    _kinds(options.to), options.digits or "", options.calendar or "", (options.address or setting.address).rstrip("/"),
                    options.template)  # fmt: skip
    making.check(site, wanted)
    if wanted.template and not wanted.template.is_file():
        raise ContentError(f"There is no file {wanted.template}. Give the PPTX whose look the slides take.")
    out = options.out or Path.cwd()
    _tell_changes(site, content, wanted)
    made = _make(setting.data, snapshot, wanted, out, options.workers)
    return _told(made, out)


def _listed() -> int:
    english = Reader("en")
    for name, path in briefs.ready().items():
        one = briefs.read(path)
        made_for = f" (for {', '.join(one.made_for)})" if one.made_for else ""
        print(f"{name:20} {text_of(one.title, english)}{made_for}")
    print(f"\nThey lie in {briefs.READY}. Copy one and change it, or collect one on the pages.")
    return 0


def _found(text: str) -> Path:
    path = Path(text)
    if path.is_file():
        return path
    known = briefs.ready()
    if text not in known:
        raise ContentError(
            f"There is no file {text!r}, and no ready-made brief of that name. Ready: {', '.join(known)}."
        )
    return known[text]


def _places(site: Site, options) -> list[str]:
    if options.each:
        return making.targets(site, options.each, options.within or "")
    if options.within:
        raise ValueError("--within says where, --each what: --each local --within mithila-circuit.")
    return [options.place or ""]


def _languages(text: str, usual: str) -> list[str]:
    found = [part.strip() for part in (text or usual).split(",") if part.strip()]
    wrong = [part for part in found if part not in LANGUAGES]
    if wrong or not found:
        raise ValueError(f"--lang {text!r}: expected some of {', '.join(LANGUAGES)}, with commas between.")
    return list(dict.fromkeys(found))


def _kinds(text: str) -> list[str]:
    found = [part.strip().lower() for part in text.split(",") if part.strip()]
    wrong = [part for part in found if part not in making.WRITERS]
    if wrong or not found:
        raise ValueError(f"--to {text!r}: expected some of {', '.join(making.WRITERS)}, with commas between.")
    return list(dict.fromkeys(found))


def _tell_changes(site: Site, content: briefs.Brief, wanted: Wanted) -> None:
    """Where the brief was collected on other data: which of its figures read otherwise now, for the first place."""
    found = changes.since(site, content, wanted.places[0], Reader("en"))
    if found is None:
        return
    print(
        f"note: collected on snapshot {content.snapshot[:12]}; {len(found)} of its figures read otherwise now.",
        file=sys.stderr,
    )
    for one in found:
        print(f"note: {one.title}: {one.before} is now {one.now}", file=sys.stderr)
    if found:
        print(f"note: to keep an old figure, add snapshot={content.snapshot[:12]} to its view.", file=sys.stderr)


def _make(data: Path, snapshot: Path, wanted: Wanted, out: Path, workers: int | None) -> list[Made]:
    count = len(wanted.places) * len(wanted.languages)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=count < 2) as shown:
        task = shown.add_task(wanted.name, total=count)

        return making.make(
            data, snapshot, wanted, out, workers or os.cpu_count() or 1, lambda _made: shown.update(task, advance=1)
        )


def _told(made: list[Made], out: Path) -> int:
    files, kept = [path for one in made for path in one.files], [path for one in made for path in one.kept]
    for path in files[:TOLD] if len(files) <= TOLD else ():
        print(f"wrote {path}")
    missing: dict[str, list[str]] = {}
    for one in made:
        for text in one.missing:
            missing.setdefault(text, []).append(one.place or one.language)
    for text, places in missing.items():
        where = f" ({len(places)} of {len(made)}: {', '.join(places[:TOLD])}{', ...' if len(places) > TOLD else ''})"
        print(f"note: left out{where if len(made) > 1 else ''}: {text}", file=sys.stderr)
    failed = [one for one in made if one.error]
    told = [f"{len(files)} written"] + ([f"{len(kept)} stood there already"] if kept else [])
    print(f"{out}: {', '.join(told)}." + (f" {len(failed)} could not be made:" if failed else ""))
    for one in failed:
        print(f"{' '.join(filter(None, (one.place, one.language)))}: {one.error}", file=sys.stderr)
    return 1 if failed else 0
