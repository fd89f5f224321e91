"""Which fonts this machine has for the letters of a picture, how wide a text is in them, and what is told where one lacks.

A picture is drawn without a browser, so nothing looks for another font when a letter has none: it would be an empty box.
Each letter is therefore given the font of its script, and what no font here can write is named before anything is drawn.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

from dashboard.words import Reader, say

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "/System/Library/Fonts",
           "/Library/Fonts", "~/Library/Fonts", "C:/Windows/Fonts")  # fmt: skip
ENDINGS = (".ttf", ".otf", ".ttc")
LATIN, DEVANAGARI, BENGALI = "latin", "devanagari", "bengali"
# Names of files without their ending, the best first: of letters, and of bold ones.
FILES = {
    LATIN: (("NotoSans-Regular", "NotoSans-Bold"), ("NotoSans-VF",) * 2, ("NotoSans[wdth,wght]",) * 2,
            ("DejaVuSans", "DejaVuSans-Bold"), ("LiberationSans-Regular", "LiberationSans-Bold"), ("arial", "arialbd"),
            ("Arial", "Arial Bold")),
    DEVANAGARI: (("NotoSansDevanagari-Regular", "NotoSansDevanagari-Bold"), ("NotoSansDevanagari-VF",) * 2,
                 ("NotoSansDevanagari[wdth,wght]",) * 2, ("Lohit-Devanagari",) * 2, ("Nirmala", "NirmalaB"),
                 ("mangal", "mangalb"), ("DevanagariMT", "DevanagariMT")),
    BENGALI: (("NotoSansBengali-Regular", "NotoSansBengali-Bold"), ("NotoSansBengali-VF",) * 2,
              ("NotoSansBengali[wdth,wght]",) * 2, ("Lohit-Bengali",) * 2, ("Nirmala", "NirmalaB"), ("vrinda", "vrindab")),
}  # fmt: skip
ALSO = (("DejaVuSans", "DejaVuSans-Bold"), ("NotoSansSymbols-Regular",) * 2, ("NotoSansSymbols2-Regular",) * 2,
        ("NotoSansMath-Regular",) * 2)  # fmt: skip
NEEDED = {LATIN: "Noto Sans", DEVANAGARI: "Noto Sans Devanagari", BENGALI: "Noto Sans Bengali"}
BLOCKS = {DEVANAGARI: range(0x0900, 0x0980), BENGALI: range(0x0980, 0x0A00)}
SHARED = (0x0964, 0x0965)  # the danda, which ends a sentence in Bangla as in Nepali
JOINERS = "\u200c\u200d"  # they say how letters of both scripts join
TOGETHER, ALL_TOGETHER = "\u00a0", "\u00a0\u202f\u2007"  # spaces at which no line breaks
MEASURED = 200  # pixels: so large that rounding to pixels does not count
TOLD = 5  # letters that are named where no font has them


@dataclass(frozen=True)
class Font:
    """A font of this machine: its name, and the files of its usual and of its bold letters."""

    family: str
    usual: Path
    bold: Path

    def has(self, letter: str) -> bool:
        """Whether it draws this letter itself."""
        return _has(self.usual, letter)


def clean(text: str) -> str:
    """A text without what nobody sees or what no XML can hold; of spaces there is one that lines break at and one that not."""
    return "".join(map(_cleaned, str(text)))


@lru_cache(maxsize=4096)
def _cleaned(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in ("Zs", "Zl", "Zp") or sign in "\t\n\r":
        return TOGETHER if sign in ALL_TOGETHER else " "
    return sign if sign in JOINERS or kind not in ("Cc", "Cf", "Cs", "Co", "Cn") else ""


def missing(texts: Iterable[str], reader: Reader | None = None) -> list[str]:
    """A sentence for each script of the texts that no font of this machine can write: which font it needs, and whence."""
    lost: dict[str, list[str]] = {}
    for letter in _letters(texts):
        if font_of(letter) is None:
            lost.setdefault(_needed(letter), []).append(letter)
    reader = reader or Reader("en")
    return [
        say("pictures.no_font", reader, font=font, letters=" ".join(letters[:TOLD])) for font, letters in lost.items()
    ]


def _letters(texts: Iterable[str]) -> list[str]:
    """The letters that are to be drawn, each once: a map has millions, nearly all of them numbers."""
    found = {_cleaned(sign).replace(TOGETHER, " ") for text in texts for sign in set(text)}
    return sorted(found - {""})


def runs(text: str) -> list[tuple[str, Font | None]]:
    """The parts of a text with the font that each is written in; None for letters that no font has."""
    found: list[tuple[str, Font | None]] = []
    for letter in clean(text).replace(TOGETHER, " "):
        font = font_of(letter, found[-1][1] if found else None)
        if found and found[-1][1] == font:
            found[-1] = (found[-1][0] + letter, font)
        else:
            found.append((letter, font))
    return found


def font_of(letter: str, before: Font | None = None) -> Font | None:
    """The font of a letter; what belongs to no script, as a space or a number, stays in that of the letter `before` it."""
    if before and not _script(letter) and before.has(letter):
        return before
    return _font_of(letter)


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide a text is, in the unit of `size`."""
    return sum(_width(part, font, bold) for part, font in runs(text)) * size / MEASURED


def wrapped(text: str, size: float, wide: float, bold: bool = False) -> list[str]:
    """The lines of a text that is to be no wider than `wide`; a word that is wider is broken between letters."""
    lines: list[str] = []
    space, used = width(" ", size, bold), 0.0
    for word in filter(None, clean(text).split(" ")):
        for piece in _pieces(word, size, wide, bold):
            needed = width(piece, size, bold)
            if lines and used + space + needed <= wide:
                lines[-1] += f" {piece}"
                used += space + needed
            else:
                lines.append(piece)
                used = needed
    return lines


def cut(text: str, size: float, wide: float, bold: bool = False) -> str:
    """The text on one line, its end left out where it is wider."""
    text = " ".join(filter(None, clean(text).split(" ")))
    if width(text, size, bold) <= wide:
        return text
    found, used = "", width("…", size, bold)
    for cluster in _clusters(text):
        used += width(cluster, size, bold)
        if used > wide:
            break
        found += cluster
    return found.rstrip() + "…"


def files(text: str) -> list[str]:
    """The files of fonts that a text needs, usual and bold."""
    found = {path for letter in _letters([text]) if (font := font_of(letter)) for path in (font.usual, font.bold)}
    first = _font(FILES[LATIN])
    return sorted(str(path) for path in found | ({first.usual, first.bold} if first else set()))


def _pieces(word: str, size: float, wide: float, bold: bool) -> list[str]:
    if width(word, size, bold) <= wide:
        return [word]
    found, used = [""], 0.0
    for cluster in _clusters(word):
        needed = width(cluster, size, bold)
        if found[-1] and used + needed > wide:
            found.append("")
            used = 0.0
        found[-1] += cluster
        used += needed
    return found


def _clusters(text: str) -> list[str]:
    """The letters of a text, each with the signs that belong to it and what a sign without a vowel joins to it."""
    found: list[str] = []
    for letter in text:
        joins = found and (found[-1][-1] in JOINERS or unicodedata.combining(found[-1][-1]) == 9)  # 9: a virama
        if found and (joins or letter in JOINERS or unicodedata.category(letter).startswith("M")):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _script(letter: str) -> str:
    """The script that a letter belongs to alone; "" for numbers, signs and spaces."""
    number = ord(letter)
    if number in SHARED or letter in JOINERS:
        return ""
    for script, block in BLOCKS.items():
        if number in block:
            return script
    return LATIN if letter.isalpha() else ""


@lru_cache(maxsize=4096)
def _font_of(letter: str) -> Font | None:
    script = _script(letter) or (DEVANAGARI if ord(letter) in SHARED else LATIN)
    wanted = [FILES[script], *(FILES[other] for other in FILES if other != script), *((pair,) for pair in ALSO)]
    name = "".join(part.title() for part in _script_name(letter).split())
    wanted.append(((f"NotoSans{name}-Regular", f"NotoSans{name}-Bold"), (f"NotoSans{name}-Regular",) * 2))
    return next((font for pairs in wanted if (font := _font(pairs)) and font.has(letter)), None)


def _script_name(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0]


def _needed(letter: str) -> str:
    return NEEDED.get(_script(letter) or LATIN) if ord(letter) < 0x0A00 else f"Noto Sans {_script_name(letter).title()}"


@cache
def _font(pairs: tuple[tuple[str, str], ...]) -> Font | None:
    """The first of the pairs that the machine has; one without a bold file is bold nowhere."""
    here = _here()
    for usual, bold in pairs:
        if usual.lower() in here:
            path = here[usual.lower()]
            return Font(ImageFont.truetype(str(path), 10).getname()[0], path, here.get(bold.lower(), path))
    return None


@cache
def _here() -> dict[str, Path]:
    """Name of a file of a font without its ending, in small letters -> where it lies; looked for once."""
    found: dict[str, Path] = {}
    for folder in (Path(folder).expanduser() for folder in FOLDERS):
        if folder.is_dir():
            for path in sorted(folder.rglob("*")):
                if path.suffix.lower() in ENDINGS:
                    found.setdefault(path.stem.lower(), path)
    return found


@lru_cache(maxsize=16)
def _opened(path: Path) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), MEASURED)


@lru_cache(maxsize=8192)
def _has(path: Path, letter: str) -> bool:
    """Whether a file has a letter: what it lacks is drawn as that which no font has."""
    if letter in JOINERS or letter.isspace():
        return True
    font = _small(path)
    return bytes(font.getmask(letter)) != bytes(font.getmask("\U0010ffff"))


@lru_cache(maxsize=16)
def _small(path: Path) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), 24, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=16384)
def _width(text: str, font: Font | None, bold: bool) -> float:
    if font is None:
        return MEASURED * 0.6 * len(text)
    return _opened(font.bold if bold else font.usual).getlength(text)
