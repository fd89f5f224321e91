"""What slides are made on: our own plain master, made here, or somebody's own template, looked through before it is used.

Layouts are found by their placeholders, whatever they are called: one with a title and a subtitle begins the deck, one with a
title and a single place for content holds everything else. All sizes are taken from these placeholders.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATION
from pptx.oxml.ns import qn
from pptx.util import Inches

from dashboard.briefs.slide_master import SOFT, TITLES, WARM, dress, own
from dashboard.words import Reader
from data.problems import ContentError, Problem, shown

CONTENTS = (KIND.OBJECT, KIND.BODY)
INCH = Inches(1)
LEAST_WIDTH, LEAST_HEIGHT = Inches(5), Inches(3)  # of the place for content
LARGEST_FILE, LARGEST_CONTENT = 50_000_000, 200_000_000  # bytes of a template, and of what is packed in it


@dataclass(frozen=True)
class Deck:
    """A presentation without slides, and the layouts that its slides are made of; `soft` and `warm` are colours of letters,
    "" where a template's own can alone be read on its ground.
    """

    presentation: object
    opening: object
    section: object
    content: object
    reader: Reader
    soft: str = ""
    warm: str = ""


def opened(reader: Reader, template: Path | None = None) -> Deck:
    """A deck on our own master, or on a template; `ContentError` says what is wrong with a template and what to do."""
    if template is None:
        presentation = own(reader)
        return replace(_deck(presentation, presentation.slide_layouts, reader), soft=SOFT, warm=WARM)
    path = Path(template)
    _look_through(path)
    try:
        presentation = Presentation(str(path))
        layouts = [layout for master in presentation.slide_masters for layout in master.slide_layouts]
    except Exception as error:  # python-pptx and lxml raise of many kinds on a file that is none
        raise _wrong(
            path, f"is no presentation that can be read: {error}.", "Save it as .pptx and try again."
        ) from None
    deck = _deck(presentation, layouts, reader, path)
    _without_slides(presentation)
    return deck


def _wrong(path: Path, message: str, hint: str) -> ContentError:
    return ContentError(Problem(shown(path), 1, message, hint))


def _look_through(path: Path) -> None:
    """Refuses what is no PPTX, what is too large, and what can run."""
    try:
        size = path.stat().st_size
        with zipfile.ZipFile(path) as archive:
            content = sum(one.file_size for one in archive.infolist())
            names = [one.lower() for one in archive.namelist()]
            fits = size <= LARGEST_FILE and content <= LARGEST_CONTENT
            kinds = archive.read("[Content_Types].xml").lower() if fits else b""
    except OSError as error:
        raise _wrong(path, f"cannot be read: {error.strerror}.", "Is it a file, and may you read it?") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError):
        raise _wrong(path, "is no PPTX; a template is a PowerPoint file.", "Save the presentation as .pptx.") from None
    if not fits:
        raise _wrong(path, f"is too large: {size:,} bytes, unpacked {content:,}; at most {LARGEST_FILE:,} and {LARGEST_CONTENT:,} are taken.",
                     "Take the slides and pictures out that a template does not need.")  # fmt: skip
    if b"macroenabled" in kinds or any("vbaproject" in name or "activex" in name for name in names):
        raise _wrong(
            path, "has macros; a template must not hold anything that can run.", "Save it as .pptx, without macros."
        )
    if b"presentationml.template.main" in kinds:
        raise _wrong(path, "is a PowerPoint template (.potx); a presentation is expected.", "Save it as .pptx.")
    if b"presentationml.presentation.main" not in kinds:
        raise _wrong(path, "is no PPTX; a template is a PowerPoint file.", "Save the presentation as .pptx.")


def _deck(presentation, layouts: Iterable, reader: Reader, path: Path = Path("template.pptx")) -> Deck:
    layouts = list(layouts)
    opening = _first(layouts, lambda kinds: _has(kinds, TITLES) and KIND.SUBTITLE in kinds)
    plain = [one for one in layouts if one._element.get("type") != "secHead"]
    content = _first(plain, lambda kinds: _holds(kinds, KIND.OBJECT)) or _first(
        plain, lambda kinds: _holds(kinds, KIND.BODY)
    )
    if opening is None or content is None:
        wanted = "a title and a subtitle" if opening is None else "a title and one place for content"
        raise _wrong(path, f"has no layout with {wanted}; it has {_listed(layouts)}.",
                     "Add one in PowerPoint: View, Slide Master, Insert Layout.")  # fmt: skip
    wide, high = (edge or 0 for edge in (room(content).width, room(content).height))
    if wide < LEAST_WIDTH or high < LEAST_HEIGHT:
        raise _wrong(path, f"has only {wide / INCH:.1f} x {high / INCH:.1f} inches for content in “{content.name}”; "
                     f"{LEAST_WIDTH / INCH:.0f} x {LEAST_HEIGHT / INCH:.0f} are needed.", "Make its place for content larger.")  # fmt: skip
    section = next(
        (one for one in layouts if one._element.get("type") == "secHead" and _has(_kinds(one), TITLES)), opening
    )
    if not any(one.reltype == RELATION.NOTES_MASTER for one in presentation.part.rels.values()):
        dress(presentation.notes_master.part, reader)
    elif KIND.BODY not in _kinds(presentation.notes_master):
        raise _wrong(path, "has a notes page without a place for notes.", "Add one in PowerPoint: View, Notes Master.")
    return Deck(presentation, opening, section, content, reader)


def _listed(layouts: list) -> str:
    names = "; ".join(
        f"“{one.name}” ({', '.join(kind.name for kind in _kinds(one)) or 'no placeholders'})" for one in layouts[:15]
    )
    return names or "no layouts at all"


def _first(layouts: list, suits: Callable[[list], bool]):
    return next((one for one in layouts if suits(_kinds(one))), None)


def _kinds(layout) -> list:
    return [one.placeholder_format.type for one in layout.placeholders]


def _holds(kinds: list, content) -> bool:
    """Whether there is a title and one place for content, of this kind, and none for a picture."""
    return (
        _has(kinds, TITLES) and [kind for kind in kinds if kind in CONTENTS] == [content] and KIND.PICTURE not in kinds
    )


def _has(kinds: list, wanted: tuple) -> bool:
    return any(kind in wanted for kind in kinds)


def room(layout):
    """The placeholder of a layout that content stands in."""
    return next(one for one in layout.placeholders if one.placeholder_format.type in CONTENTS)


def _without_slides(presentation) -> None:
    """Takes a template's own slides out, and what names them."""
    root, slides = presentation.part._element, presentation.slides._sldIdLst
    for one in list(slides):
        presentation.part.drop_rel(one.rId)
        slides.remove(one)
    for name in ("p:custShowLst", "p:extLst"):  # own shows and sections list slides that are no more
        for one in root.findall(qn(name)):
            root.remove(one)
