"""Pages as they go over the wire: JSON by GET with a tag, or only what differs from the page that a browser shows.

The tag is a digest of all that a page follows from: the program, the snapshot, the reader's language, digits and
calendar, and the address in its one form. Equal tags mean equal pages, so a browser's own copy is confirmed (304) without drawing.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import orjson

from dashboard.archive import NotOpened, resolve
from dashboard.delta import delta
from dashboard.markup import el, packed, sheet, to_html, unpacked
from dashboard.pages.frame import Part
from dashboard.pages.router import draw, status_of
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import format as words
from dashboard.words import say
from queries.ask import TooLong
from queries.shelf import Shelf

MOST_BYTES = 24_000_000  # of pages kept by a process: about 600
FIRST = "first"  # the id of the HTML that stands there before the scripts draw the same
PROGRAM = (".py", ".toml", ".sql")


@dataclass(frozen=True)
class Written:
    """A page, or a part of it, as JSON. One that does not last (an error, a page that is none) has no tag and is kept by nobody."""

    text: bytes
    status: int
    tag: str = ""

    def html(self) -> tuple[str, str]:
        """The page as HTML without scripts, and the style sheet that goes with it."""
        read, styles = orjson.loads(self.text), {}
        children = [unpacked(one) for one in read["tree"]]
        return to_html(el("div", children, id=FIRST), styles), sheet(styles, FIRST)


class Answers:
    """The pages of one site, those asked for last kept as they were written."""

    def __init__(self, site: Site):
        self.site = site
        self._kept = Shelf(MOST_BYTES, lambda made: len(made.text) if made.tag else None)

    def tag(self, view: View, part: Part = Part.FIRST) -> str:
        """What tells this part of a page from every other."""
        site, reader, found = self.site, self.site.reader(view), resolve(self.site, view)
        data = found.why if isinstance(found, NotOpened) else found[0].house.digest
        problems = [(problem.key, problem.text) for problem in view.problems]
        version = site.working.version if site.working else 0
        of = [program_digest(), site.house.digest, site.house.folder.name, data, reader.language, reader.digits,
              reader.calendar, view.to_url(), problems, version, part.value]  # fmt: skip
        return hashlib.sha256(orjson.dumps(of)).hexdigest()[:20]

    def written(self, view: View, part: Part = Part.FIRST) -> Written:
        """A part of the page of a View. `TooLong` where its questions take too long."""
        tag = self.tag(view, part)
        return self._kept.get(tag, lambda: self._write(view, part, tag))

    def _write(self, view: View, part: Part, tag: str) -> Written:
        page = draw(self.site, view, part)
        status = status_of(self.site, view)
        found = resolve(self.site, view)
        house, reader = (self.site if isinstance(found, NotOpened) else found[0]).house, self.site.reader(view)
        lost, day = say("errors.offline", reader), words.date(reader, house.date)
        content = {
            "title": page.title, "lang": page.language, "snapshot": house.digest[:12],
            "kept": " ".join((lost, say("offline.kept", reader, date=day))),
            "none": " ".join((lost, say("offline.none", reader))),
            "drawing": say("loading.picture", reader),
            "picture": " ".join((say("errors.picture", reader), say("errors.picture_hint", reader))),
            "tree": [packed(child) for child in page.children if child is not None],
        }  # fmt: skip
        # As it stands in a document, too: nothing in it may end the element around it.
        text = orjson.dumps(content).replace(b"<", b"\\u003c")
        return Written(text, status, tag if page.found and status == 200 else "")

    def difference(self, shown: str, new: Written, part: Part = Part.FIRST) -> tuple[str, bytes] | None:
        """What a browser needs that shows this part of another page: its tag, and the difference (`delta`).

        `shown` is the tag and the address of that page. None where it is not (any more) the page of that tag.
        """
        tag, _, address = shown.partition(" ")
        view = View.from_url(address)
        if not tag or not new.tag or self.tag(view, part) != tag:
            return None
        try:
            old = self.written(view, part)
        except TooLong:
            return None
        return (tag, delta(old.text, new.text)) if old.tag else None


@cache
def program_digest() -> str:
    """A digest of the program and of the words it speaks: another version may write another page of the same data."""
    root, found = Path(__file__).resolve().parent.parent, hashlib.sha256()
    for room in ("data", "geo", "queries", "dashboard"):
        for path in sorted(path for path in (root / room).rglob("*") if path.suffix in PROGRAM):
            found.update(path.read_bytes())
    return found.hexdigest()
