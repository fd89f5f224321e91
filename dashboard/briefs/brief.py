"""A brief: what somebody collected from the pages, in order, with words of their own; a small TOML file that can be mailed.

```toml
title = { en = "Profile of {place}" }
snapshot = "ab12cd34ef56"

[[items]]
heading = { en = "Where poor households live" }

[[items]]
view = "/poverty?place={district}&by=local&selected={place}"
picture = "ranking"
note = { en = "To be discussed with the wards." }

[[items]]
text = { en = "..." }

[[items]]
page_break = true
```

An address may hold `{place}`, `{region}`, `{district}` and `{country}`, which are codes of the place it is made for; in
words they are its names.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from dashboard.state import View
from data.problems import ContentError, Problem, shown
from queries.faults import checked
from queries.indicator import Card

READY = Path(__file__).with_name("ready")
MOST_ITEMS = 200
LONGEST_TEXT = 5_000  # characters of one own text; a longer one is left out
LARGEST_FILE = 500_000  # bytes
LEVELS = ("place", "region", "district", "country")  # what an address and a text may name
NAMED = re.compile(
    rf"\{{\{{|\}}\}}|\{{({'|'.join(LEVELS)})\}}"
)  # in a text; all other braces stand as they are written


def _named(text: str) -> set[str]:
    return {name for _, name, *_ in Formatter().parse(text) if name is not None}


def filled(text: str, names: Mapping[str, str]) -> str:
    """An own text with the names of a place; a name that this place has none for (a town's district) is left out."""
    return NAMED.sub(lambda found: names.get(found[1], "") if found[1] else found[0][0], text)


def has_names(text: str) -> bool:
    """Whether an own text speaks of the place it is made for."""
    return any(found[1] for found in NAMED.finditer(text))


def _wrong_names(text: str) -> str:
    """What is wrong with the braces of a text; empty where nothing is."""
    try:
        unknown = sorted(_named(text) - set(LEVELS))
    except ValueError:
        return "has a brace that is not closed; write {{ and }} for braces that are meant as such"
    return f"{{{unknown[0]}}} is none of {', '.join(LEVELS)}; correct it" if unknown else ""


def _address(text: str) -> str:
    told = _wrong_names(text)
    if told:
        raise ValueError(told)
    if not text.startswith("/") or text.startswith("//"):
        raise ValueError("is no address of this site, which begins with one /; copy it from a page")
    view = View.from_url(text.format(**dict.fromkeys(LEVELS, "NP")))
    if view.problems:
        raise ValueError(
            f"cannot be read ({', '.join(problem.text for problem in view.problems)}); copy it from a page"
        )
    return text


Words = Annotated[dict[Literal["en", "ne", "bn"], str], Field(min_length=1)]  # one language will do
Address = Annotated[str, AfterValidator(_address)]


class Item(Card):
    """One thing of a brief: a `heading`, a `text`, a `page_break`, or the `picture` of a page (`view`), with a `note`.

    `picture` is the name by which the picture's CSV is asked for (`ranking`, `trend`, `values-reason`); `table` shows its
    table instead. `only_in` is the country (`NP`, `BD`, `IN`) whose places alone have it.
    """

    heading: Words | None = None
    text: Words | None = None
    view: Address | None = None
    picture: str = "ranking"
    table: bool = False
    note: Words | None = None
    page_break: bool = False
    only_in: Literal["", "NP", "BD", "IN"] = ""

    @model_validator(mode="after")
    def _is_one_thing(self):
        given = [name for name in ("heading", "text", "view") if getattr(self, name)] + ["page_break"] * self.page_break
        if len(given) != 1:
            raise ValueError(f"is {' and '.join(given) or 'nothing'}; give one of heading, text, view, page_break")
        if self.note and not self.view:
            raise ValueError("a note belongs to a picture; give its view, or make it a text")
        return self


class Brief(Card):
    """`snapshot` is the digest of the data it was collected on; `made_for` the levels of places it can be made for, where
    it is the same for each of many.
    """

    title: Words
    items: list[Item] = Field(min_length=1, max_length=MOST_ITEMS)
    snapshot: Annotated[str, Field(pattern=r"^[0-9a-f]{0,64}$")] = ""
    made_for: list[str] = []

    def to_toml(self) -> str:
        """The file that `read` reads."""
        head = [f"title = {_inline(self.title)}"]
        head += [f"snapshot = {_quoted(self.snapshot)}"] if self.snapshot else []
        head += [f"made_for = [{', '.join(map(_quoted, self.made_for))}]"] if self.made_for else []
        return "\n".join([*head, *(_item(item) for item in self.items)]) + "\n"


def _item(item: Item) -> str:
    lines = ["", "[[items]]"]
    for name in ("heading", "text", "view", "picture", "table", "note", "page_break", "only_in"):
        value, usual = getattr(item, name), Item.model_fields[name].default
        if value != usual and value is not None:
            lines.append(f"{name} = {_inline(value) if isinstance(value, dict) else _quoted(value)}")
    return "\n".join(lines)


def _inline(texts: dict[str, str]) -> str:
    return "{ " + ", ".join(f"{language} = {_quoted(text)}" for language, text in texts.items()) + " }"


def _quoted(value: str | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    escaped = "".join(
        f"\\u{ord(sign):04x}" if ord(sign) < 32 or ord(sign) == 127 else f"\\{sign}" if sign in '"\\' else sign
        for sign in value
    )
    return f'"{escaped}"'


def ready() -> dict[str, Path]:
    """The ready-made briefs by name."""
    return {path.stem: path for path in sorted(READY.glob("*.toml"))}


def read(path: Path) -> Brief:
    """The brief of a file; `ContentError` tells everything that is wrong with it, with lines."""
    path = Path(path)
    if path.stat().st_size > LARGEST_FILE:
        raise ContentError(Problem(shown(path), 1, f"has more than {LARGEST_FILE:,} bytes.", "Make two briefs of it."))
    return parse(path.read_text("utf-8-sig"), path)


def parse(text: str, path: Path = Path("brief.toml")) -> Brief:
    """The brief of a text, as `read`; `path` is what problems name."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(
            Problem(shown(path), 1, f"is no TOML: {error}.", "Correct it, or collect it anew.")
        ) from None
    found, problems = checked(Brief, content, path, text)
    if problems:
        raise ContentError(problems)
    return found
