"""Which figures of a brief read otherwise than on the data it was collected on."""

from dataclasses import dataclass

from dashboard.archive import NotOpened, resolve
from dashboard.briefs.brief import Brief
from dashboard.briefs.collecting import document
from dashboard.briefs.content import Figure, Missing
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import Reader


@dataclass(frozen=True)
class Changed:
    """A figure (`number` of its item, from 0) and what it said before and says now."""

    number: int
    title: str
    before: str
    now: str


def since(site: Site, brief: Brief, place: str, reader: Reader) -> list[Changed] | None:
    """What differs from the brief's own snapshot; None where it has none, it is the current one, or it is kept no more."""
    if not brief.snapshot or site.house.digest.startswith(brief.snapshot):
        return None
    found = resolve(site, View(snapshot=brief.snapshot))
    if isinstance(found, NotOpened):
        return None
    old, now = (document(one, brief, place, reader).pieces for one in (found[0], site))
    pairs = enumerate(zip(old, now, strict=True))
    return [_changed(number, one, other) for number, (one, other) in pairs if _content(one) != _content(other)]


def _content(piece) -> tuple:
    return (piece.told, piece.rows) if isinstance(piece, Figure) else (piece,)


def _changed(number: int, old, now) -> Changed:
    """The sentence where that differs, else the first row that does."""
    if not (isinstance(old, Figure) and isinstance(now, Figure)):
        return Changed(number, getattr(now, "title", getattr(old, "title", "")), _said(old), _said(now))
    if old.told != now.told:
        return Changed(number, now.title, old.told, now.told)
    before = next((row for row in old.rows if row not in now.rows), ())
    after = next((row for row in now.rows if row not in old.rows), ())
    return Changed(number, now.title, ", ".join(before), ", ".join(after))


def _said(piece) -> str:
    if isinstance(piece, Missing):
        return piece.why
    return piece.told if isinstance(piece, Figure) else ""
