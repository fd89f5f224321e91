"""Many files of one brief: for each place, language and kind, several at once, and not again what is there already.

A place that cannot be made does not stop the others: it is told at the end. Files are written beside their place and
renamed; which were made from what stands in a small record beside them, so that a run that was broken off goes on.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

from dashboard import codes
from dashboard.answers import program_digest
from dashboard.archive import Archive
from dashboard.briefs import brief as briefs
from dashboard.briefs.brief import Brief
from dashboard.briefs.collecting import document
from dashboard.briefs.content import Document, Figure
from dashboard.site import Site, open_site
from dashboard.words import Reader
from data.problems import ContentError
from geo import groups as grouping
from queries.house import open_house

WRITERS = {
    "pdf": "pdf",
    "docx": "text_document",
    "pptx": "slides",
    "html": "web_page",
}  # kind -> the module that writes it
RECORD = ".briefs.json"
MOST_FILES = 5_000


@dataclass(frozen=True)
class Wanted:
    """What is asked for: the brief with its text as it was read, for whom, in which languages, as which kinds of file.

    `places` are codes or group ids ("" for a brief that needs none), `address` that of the site for links, `template` a
    PPTX whose look is taken.
    """

    name: str
    text: str
    places: Sequence[str]
    languages: Sequence[str]
    kinds: Sequence[str]
    digits: str = ""
    calendar: str = ""
    address: str = ""
    template: Path | None = None

    @property
    def brief(self) -> Brief:
        return briefs.parse(self.text, Path(f"{self.name}.toml"))


@dataclass(frozen=True)
class Made:
    """One place in one language: the files that were written or stood there already, what of the brief could not be made,
    and why something is not there at all. `record` says of each new file from what (a digest) it was made, and the digest
    of its bytes.
    """

    place: str
    language: str
    files: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    missing: tuple[str, ...] = ()
    error: str = ""
    record: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def targets(site: Site, each: str, within: str) -> list[str]:
    """The places of a level inside a place or group, or the groups of a set; `ContentError` for what is none of them."""
    house = site.house
    if each in house.sets:
        return [unit.id for unit in house.units(each)]
    if within not in house.places and not grouping.group_of(house.sets, within):
        raise ContentError(f"There is no place or group {within!r}. Look its code up in the search of a page.")
    area = house.area(within)
    found = [code for code in sorted(house.places if area is None else area)
             if house.places[code].level == each and house.places[code].valid_to is None]  # fmt: skip
    if not found:
        levels = sorted({house.places[code].level for code in area or house.places})
        raise ContentError(f"Nothing in {within} is of the level {each!r}. Its levels are {', '.join(levels)}.")
    return found


def needs_place(brief: Brief) -> bool:
    """Whether an address or a text of it speaks of the place it is made for."""
    texts = (
        text
        for item in brief.items
        for texts in (item.text, item.heading, item.note)
        for text in (texts or {}).values()
    )
    return any(map(briefs.has_names, (*texts, *(item.view or "" for item in brief.items))))


def check(site: Site, wanted: Wanted) -> None:
    """`ContentError` where the brief cannot be made for one of its places, before any is made."""
    brief, house = wanted.brief, site.house
    if needs_place(brief) and "" in wanted.places:
        raise ContentError(f"{wanted.name} is made for a place. Name it: --place CODE, or --each LEVEL --within CODE.")
    for code in filter(None, wanted.places):
        group = grouping.group_of(house.sets, code)
        if code not in house.places and not group:
            raise ContentError(f"There is no place or group {code!r}. Look its code up in the search of a page.")
        level = "group" if group else house.places[code].level
        if brief.made_for and level not in brief.made_for:
            raise ContentError(
                f"{wanted.name} is made for {', '.join(brief.made_for)}; {code} is a {level}. Choose another brief or place."
            )
    count = len(wanted.places) * len(wanted.languages) * len(wanted.kinds)
    if count > MOST_FILES:
        raise ContentError(
            f"That is {count:,} files; at most {MOST_FILES:,} are made at once. Take a smaller --within."
        )


def make(
    data: Path, snapshot: Path, wanted: Wanted, out: Path, workers: int, told: Callable[[Made], None]
) -> list[Made]:
    """Make all files into `out`; `told` hears of each place and language as it is done. In the order asked for."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ContentError(f"The folder {out} cannot be made: {error.strerror}. Choose another with --out.") from None
    pairs = [(place, language) for place in wanted.places for language in wanted.languages]
    known, found = _known(out / RECORD), {}
    jobs = [_Job(data, snapshot, wanted, out, *pair, known) for pair in pairs]
    for made in _in_turn(jobs) if workers <= 1 or len(jobs) == 1 else _several(jobs, workers):
        found[made.place, made.language] = made
        if made.record:
            known.update(made.record)
            _write(out / RECORD, json.dumps(known, indent=1, sort_keys=True).encode())
        told(made)
    return [found[pair] for pair in pairs]


def _in_turn(jobs: Sequence["_Job"]) -> Iterator[Made]:
    return (job.done() for job in jobs)


def _several(jobs: Sequence["_Job"], workers: int) -> Iterator[Made]:
    """In processes of their own: one that dies takes those with it that it was at, and they are told."""
    with ProcessPoolExecutor(min(workers, len(jobs)), get_context("spawn")) as pool:
        running = {pool.submit(job.done): job for job in jobs}
        for future in as_completed(running):
            try:
                yield future.result()
            except BrokenProcessPool:
                job = running[future]
                yield Made(job.place, job.language, error="The process that made it ended. Try again with --workers 1.")


@cache
def opened(data: Path, snapshot: Path) -> Site:
    """The site over the current snapshot, with the kept ones, opened once a process."""
    return replace(open_site(open_house(snapshot)), archive=Archive(data / "snapshots"))


@dataclass(frozen=True)
class _Job:
    """One place in one language; `known` is the record of the folder."""

    data: Path
    snapshot: Path
    wanted: Wanted
    out: Path
    place: str
    language: str
    known: Mapping[str, Sequence[str]]

    def done(self) -> Made:
        """All its files; never raises for what a brief, a place or a full disk can be the cause of."""
        paths = {kind: self.out / self._name(kind) for kind in self.wanted.kinds}
        kept = tuple(kind for kind in paths if self._stands(paths[kind], kind))
        made = Made(self.place, self.language, kept=tuple(paths[kind] for kind in kept))
        if len(kept) == len(paths):
            return made
        try:
            its = self._document()
        except Exception as error:  # one bad place must not stop the others; what it was is told
            return replace(made, error=self._told(error))
        record: dict[str, tuple[str, str]] = {}
        errors = []
        for kind in (kind for kind in paths if kind not in kept):
            try:
                content = write(kind, its, self.wanted.template)
                _write(paths[kind], content)
                record[paths[kind].name] = self._made_from(kind), sha256(content).hexdigest()
            except Exception as error:  # nor one kind of file the other kinds
                errors.append(self._told(error))
        missing = tuple(f"{one.what}: {one.why}" for one in its.missing)
        files = tuple(self.out / name for name in record)
        return replace(made, files=files, record=record, missing=missing, error=" ".join(dict.fromkeys(errors)))

    def _told(self, error: Exception) -> str:
        """What went wrong, and what to do."""
        if isinstance(error, ContentError):
            return " ".join(str(one) for one in error.problems)
        if not isinstance(error, OSError):
            return f"It could not be made ({type(error).__name__}: {error})."
        why = error.strerror or str(error)
        if error.filename and Path(error.filename).parent != self.out:
            return f"{why}: {error.filename}."
        return f"Nothing can be written into the folder {self.out}: {why}. Make room or allow it, or choose another with --out."

    def _document(self) -> Document:
        wanted, reader = self.wanted, Reader(self.language, self.wanted.digits, self.wanted.calendar)
        its = document(opened(self.data, self.snapshot), wanted.brief, self.place, reader, wanted.address)
        return with_codes(its, self.data, wanted.address)

    def _name(self, kind: str) -> str:
        return "-".join(part for part in (self.wanted.name, self.place, self.language) if part) + f".{kind}"

    def _made_from(self, kind: str) -> str:
        """A digest of everything that the bytes of a file are made from."""
        wanted = self.wanted
        look = sha256(wanted.template.read_bytes()).hexdigest() if wanted.template and kind == "pptx" else ""
        reader = self.language, wanted.digits, wanted.calendar
        parts = (wanted.text, self.snapshot.name, self.place, *reader, kind, wanted.address, look)
        return sha256("\0".join((*parts, program_digest())).encode()).hexdigest()

    def _stands(self, path: Path, kind: str) -> bool:
        """Whether the file is there, whole, and made from the same."""
        entry = self.known.get(path.name)
        return (
            bool(entry)
            and path.is_file()
            and list(entry) == [self._made_from(kind), sha256(path.read_bytes()).hexdigest()]
        )


def write(kind: str, its: Document, template: Path | None = None) -> bytes:
    """The bytes of a document as one kind of file."""
    writer = import_module(f"dashboard.briefs.{WRITERS[kind]}").write
    return writer(its, template) if kind == "pptx" else writer(its)


def with_codes(its: Document, data: Path, address: str = "") -> Document:
    """The document whose figures each have the code that opens them again; `address` is that of the site."""

    def coded(piece):
        if not isinstance(piece, Figure):
            return piece
        link = piece.link.removeprefix(address) + (f"#card-{piece.card}" if piece.card else "")
        return replace(piece, code=codes.make(data, link))

    return replace(its, pieces=[coded(piece) for piece in its.pieces])


def _write(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _known(path: Path) -> dict[str, Sequence[str]]:
    """The record of a folder; none where it is damaged, and all is made anew."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
