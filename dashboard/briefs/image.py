"""Any figure of a page as one picture that stands alone."""

from functools import cache

from dashboard.briefs import fonts
from dashboard.words import Reader


class CannotBeDrawn(ValueError):
    """A picture that would have empty boxes for letters; its text says in the reader's words what the machine lacks."""


def png(picture: str, wide: int, reader: Reader | None = None) -> bytes:
    """An SVG as PNG so many pixels wide; `CannotBeDrawn` where no font of this machine has some of its letters."""
    import resvg_py

    lost = fonts.missing([picture], reader)
    if lost:
        raise CannotBeDrawn(" ".join(lost))
    used = fonts.files(picture)
    return resvg_py.svg_to_bytes(svg_string=picture, width=wide, skip_system_fonts=True, font_files=used,
                                 font_family=_first_family(), sans_serif_family=_first_family())  # fmt: skip


@cache
def _first_family() -> str:
    font = fonts.font_of("a")
    return font.family if font else "sans-serif"
