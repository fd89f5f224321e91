"""View: what the reader looks at, to and from the URL, and nothing else.

`View.from_url` never raises: a piece that cannot be read is left out and named in `problems`, which the page tells.
Whether a place, theme or period exists is not known here; `dashboard/scope.py` asks the snapshot that.
"""

import re
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, quote, unquote

LONGEST_URL = 2_000  # characters; browsers and mail programs cut links not far above
NAME = r"[a-z][a-z0-9_-]{0,60}"
CODE = r"[A-Za-z0-9][A-Za-z0-9-]{0,60}"
PATTERNS = {
    "place": CODE,
    "by": NAME,
    "detail": NAME,
    "indicator": r"[a-z][a-z0-9_]{0,60}\.[a-z][a-z0-9_]{0,60}",
    "period": r"[0-9]{4}([/-][0-9]{2})?",
    "colour": r"pockets",
    "selected": CODE,
    "places": rf"{CODE}(\.{CODE}){{0,9}}",
    "tab": NAME,
    "peers": r"[A-Za-z0-9][A-Za-z0-9.-]{0,700}",
    "lang": r"en|ne|bn",
    "digits": r"latin|devanagari|bangla",
    "calendar": r"ad|bs",
    "snapshot": r"[0-9a-f]{6,64}",
}
WHERE = r"([a-z][a-z0-9_]{0,60})=([A-Za-z0-9][A-Za-z0-9_.-]{0,60})"
EVERY_TABLE = "*"  # a tab that no address names: every card shows its table
SHOWN = 40  # characters of a bad piece that are repeated to the reader


@dataclass(frozen=True)
class Unread:
    """A piece of a URL that could not be used: `key` says which, `text` its beginning as found."""

    key: str
    text: str


@dataclass(frozen=True)
class View:
    """`page` is `home`, `data`, `place`, `compare` (of `places`, codes with dots between them), or a theme; `by` a level or a group set; `detail` the level the map draws.

    `colour` is `pockets` where the map shows pockets and not values;
    `indicator` is `module.indicator` inside the theme; `where` holds (dimension, value) pairs; `tab` the card that
    shows its table; `peers` the rule of comparison (`queries.peers`); `lang` and `digits` are empty for the server's
    default, `calendar` is `bs` for days in Bikram Sambat and empty for AD; `snapshot` is the digest of a shared link: pages of the current snapshot are drawn without it, those of an
    older one keep it in all their links.
    """

    page: str = "home"
    place: str = ""
    by: str = ""
    detail: str = ""
    indicator: str = ""
    period: str = ""
    where: tuple[tuple[str, str], ...] = ()
    colour: str = ""
    selected: str = ""
    places: str = ""
    tab: str = ""
    peers: str = ""
    lang: str = ""
    digits: str = ""
    calendar: str = ""
    snapshot: str = ""
    problems: tuple[Unread, ...] = field(default=(), compare=False)

    def __post_init__(self):
        if self.calendar == "ad":  # everybody's: it stands in no address
            object.__setattr__(self, "calendar", "")

    def to_url(self) -> str:
        """Path and query; equal views give equal URLs."""
        path, skipped = _path(self)
        pairs = [(name, value) for name in PATTERNS if (value := getattr(self, name)) and name != skipped]
        pairs += [("where", f"{dimension}={value}") for dimension, value in self.where]
        return path + ("?" + "&".join(f"{key}={quote(value, safe='/=')}" for key, value in pairs) if pairs else "")

    @classmethod
    def from_url(cls, url: str) -> "View":
        """The view of a path with or without a query. Never raises; what cannot be read stands in `problems`."""
        if len(url) > LONGEST_URL:
            path = url.partition("?")[0]
            kept = cls.from_url(path) if len(path) <= LONGEST_URL else cls(problems=(Unread("page", path[:SHOWN]),))
            return replace(kept, problems=(*kept.problems, Unread("long", str(len(url)))))
        path, _, query = url.partition("#")[0].partition("?")
        found, problems = _read_path(unquote(path))
        where = []
        for key, value in _pairs(query):
            if key == "where":
                read = re.fullmatch(WHERE, value)
                where += [read.groups()] if read else []
                problems += [] if read else [Unread("where", value[:SHOWN])]
            elif key not in PATTERNS:
                problems.append(Unread("query", "") if (key, value) == TOO_MANY else Unread("key", key[:SHOWN]))
            elif re.fullmatch(PATTERNS[key], value):
                found[key] = value
            elif value:
                problems.append(Unread(key, value[:SHOWN]))
        return cls(**found, where=tuple(where), problems=tuple(problems))

    def to(self, **changes) -> "View":
        """The view one click away: told problems are left behind."""
        return replace(self, **{"problems": (), **changes})

    def is_table(self, card: str) -> bool:
        """Whether the card shows its table."""
        return self.tab in (card, EVERY_TABLE)

    def other(self, page: str, **choices) -> "View":
        """Another page for the same reader, on the same snapshot: language, digits, calendar and digest stay, all else is new."""
        return View(
            page=page, lang=self.lang, digits=self.digits, calendar=self.calendar, snapshot=self.snapshot, **choices
        )


def _path(view: View) -> tuple[str, str]:
    if view.page == "home":
        return "/", ""
    if view.page == "place":
        return f"/place/{view.place}" if view.place else "/place", "place"
    return f"/{view.page}", ""


def _read_path(path: str) -> tuple[dict[str, str], list[Unread]]:
    parts = [part for part in path.split("/") if part]
    if not parts:
        return {}, []
    if parts[0] == "place" and len(parts) <= 2:
        if len(parts) == 2 and not re.fullmatch(CODE, parts[1]):
            return {"page": "place"}, [Unread("place", parts[1][:SHOWN])]
        return {"page": "place", **({"place": parts[1]} if len(parts) == 2 else {})}, []
    if len(parts) == 1 and re.fullmatch(NAME, parts[0]):
        return {"page": parts[0]}, []
    return {}, [Unread("page", path[:SHOWN])]


TOO_MANY = ("query", "")  # stands for a query with more fields than any view has


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=50, errors="replace")
    except ValueError:  # more fields than any view has
        return [TOO_MANY]
