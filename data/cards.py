"""The card of an extract: what its columns mean, told once in TOML, checked here, and completed when it is published.

A card in `data/extracts/<name>.toml` is the contract; the completed card (JSON) beside the Parquet in a snapshot adds
where the numbers came from. Imports nothing heavy: the web server reads cards too.
"""

import difflib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from data import audit_cards, countries, template_cards
from data.audit_cards import Audit
from data.problems import ContentError, Problem, line_of, read_toml, shown
from data.template_cards import Template

TYPES = ("VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "DATE")
NUMBERS = ("BIGINT", "DOUBLE")
DISCLOSURES = ("public", "protected")
PROVENANCES = ("published", "reported", "illustrative")
LANGUAGES = ("en", "ne", "bn")
NAME = re.compile(r"[a-z][a-z0-9_]*")

CARD_KEYS = (
    "title",
    "description",
    "grain",
    "disclosure",
    "key",
    "sources_hint",
    "bundled",
    "columns",
    "audits",
    "template",
)
COLUMN_KEYS = ("type", "unit", "meaning", "missing", "values", "document", "values_of")
LISTS = {"countries": countries.codes}  # that a column may name in `values_of` instead of listing its values
SOURCES_HINT_KEYS = ("file", "publisher", "where", "licence")
BUNDLED_KEYS = ("provenance", "publisher", "licence", "source", "read_at", "data_date", "notes")


@dataclass(frozen=True)
class Column:
    """One column: its DuckDB `type`, `unit`, `meaning`, what a missing value means, the only values allowed, and whether it
    holds the name of a `document` (`data/documents.py`).


    `values_of` names the list they are, where the card does not write them out: `countries`, by their ISO codes.
    """

    name: str
    type: str
    meaning: str
    unit: str = ""
    missing: str = ""
    values: tuple[str, ...] = ()
    document: bool = False
    values_of: str = ""


@dataclass(frozen=True)
class ExtractCard:
    """What an extract holds, whether or not it is here: one of these for each `data/extracts/<name>.toml`.

    `disclosure` says whether its figures were printed for everybody (`public`) or speak of people and are hidden where
    they are few (`protected`, also where a card says nothing).
    """

    name: str
    titles: dict[str, str]
    descriptions: dict[str, str]
    grain: str
    disclosure: str
    key: tuple[str, ...]
    columns: dict[str, Column]
    sources_hint: dict[str, str]
    bundled: dict | None
    file: Path
    audits: tuple[Audit, ...] = ()
    template: Template | None = None

    def title(self, language: str) -> str:
        """The title in `language`, else in English."""
        return self.titles.get(language) or self.titles["en"]


@dataclass(frozen=True)
class CompletedCard:
    """A published extract's card: the columns it has, and where, when and by whom its numbers were made. `documents` are
    those kept of the ones its rows name: name -> `digest`, `bytes`.
    """

    name: str
    titles: dict[str, str]
    provenance: str
    publisher: str
    licence: str
    source: str
    read_at: str
    data_date: str
    made_at: str
    digest: str
    input_digest: str
    rows: int
    notes: tuple[str, ...]
    columns: dict[str, dict]
    grain: str
    disclosure: str
    key: tuple[str, ...]
    descriptions: dict[str, str]
    reports: tuple[dict, ...] = ()
    documents: dict[str, dict] = field(default_factory=dict)

    def title(self, language: str) -> str:
        """The title in `language`, else in English."""
        return self.titles.get(language) or self.titles["en"]


@dataclass
class Built:
    """What a recipe or `data/sample.py` hands over: the rows and where they came from.

    `frame` is a pandas DataFrame with the columns of the extract's card. `provenance` is published, reported or
    illustrative; `source` names the file, `read_at` where it is had, `data_date` what date the figures speak of;
    `notes` are sentences saying what could not be matched or balanced, with row numbers of the source file.
    `reports` says of rows that municipalities sent who sent them, of which period, and when (`data/received.py`).
    Where the rows are too many for a frame, `parquet` is the file they lie in, with the columns and types of the card.
    `documents` are those its rows may name, by name: where each lies, or its bytes.
    """

    frame: "pandas.DataFrame | None"  # noqa: F821  pandas is not imported here: the web server reads cards
    provenance: str
    publisher: str
    licence: str
    source: str
    read_at: str
    data_date: str
    notes: list[str] = field(default_factory=list)
    parquet: Path | None = None
    reports: list[dict] = field(default_factory=list)
    documents: dict[str, Path | bytes] = field(default_factory=dict)


def read(path: Path) -> tuple[ExtractCard | None, list[Problem]]:
    """The card in a TOML file and all that is wrong with it; no card when something is (warnings excepted)."""
    path = Path(path)
    content, text, problems = read_toml(path)
    if problems:
        return None, problems
    check = _Check(path, text)
    card = check.card(content)
    return (None if check.fatal else card), sorted(check.problems)


def read_completed(path: Path) -> CompletedCard:
    """A completed card of a snapshot; `ContentError` where the file is missing, cut short or of another format."""
    try:
        content = json.loads(Path(path).read_text("utf-8"))
        for name in ("notes", "key", "reports"):  # a kept snapshot from before there were reports has none
            content[name] = tuple(content.get(name, ()) if name == "reports" else content[name])
        return CompletedCard(**content)
    except (OSError, ValueError, TypeError, KeyError) as error:
        message = f"is not the card of a published extract ({type(error).__name__}: {error})."
        raise ContentError(Problem(shown(path), 1, message, "Run `nagar build` to make a new snapshot.")) from None


class _Check:
    """Collects what is wrong with one card, each with its line."""

    def __init__(self, path: Path, text: str):
        self.path, self.text, self.problems = path, text, []

    @property
    def fatal(self) -> bool:
        return any(not problem.warning for problem in self.problems)

    def line(self, *keys: str | int) -> int:
        return line_of(self.text, *keys)

    def say(self, keys: tuple[str | int, ...], message: str, hint: str = "", warning: bool = False):
        self.problems.append(Problem(shown(self.path), self.line(*keys), message, hint, warning))

    def card(self, content: dict) -> ExtractCard | None:
        name = self.path.stem
        if not NAME.fullmatch(name):
            self.say((), f"{name!r} is no name for an extract.", "Use small Latin letters, digits and underscores.")
        self.unknown((), content, CARD_KEYS)
        titles, descriptions = self.words(content, "title"), self.words(content, "description", LANGUAGES[:1])
        grain = self.sentence((), content, "grain", "what one row is")
        disclosure = self.choice((), {"disclosure": "protected", **content}, "disclosure", DISCLOSURES)
        columns = self.columns(content.get("columns"))
        key = self.key(content.get("key"), columns)
        hint = self.table(content, "sources_hint", SOURCES_HINT_KEYS, needed=("file", "publisher", "where"))
        bundled = None
        if "bundled" in content:
            bundled = self.table(content, "bundled", BUNDLED_KEYS, needed=BUNDLED_KEYS[:-1])
            self.choice(("bundled",), bundled, "provenance", PROVENANCES)
        audits = audit_cards.read(self, content.get("audits", []), columns, key)
        template = template_cards.read(self, content.get("template"), columns, key, bundled)
        return ExtractCard(
            name, titles, descriptions, grain, disclosure, key, columns, hint, bundled, self.path, audits, template
        )

    def unknown(self, where: tuple[str, ...], table: dict, known: tuple[str, ...]):
        for key in table:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                hint = f"Did you mean {near[0]!r}?" if near else f"Known here: {', '.join(known)}."
                place = f"[{'.'.join(where)}]" if where else "an extract's card"
                self.say((*where, key), f"{key!r} is no key of {place}.", hint)

    def words(self, content: dict, name: str, wanted: tuple[str, ...] = LANGUAGES) -> dict[str, str]:
        table = content.get(name)
        if not isinstance(table, dict) or not isinstance(table.get("en"), str) or not table["en"].strip():
            self.say((name,), f"{name}.en is missing.", f'Add {name}.en = "..." (English is needed).')
            return {}
        self.unknown((name,), table, LANGUAGES)
        for language in wanted:
            if not table.get(language):
                self.say((name,), f"{name}.{language} is missing; English is shown.", "Translate it.", warning=True)
        return {language: text for language, text in table.items() if isinstance(text, str)}

    def sentence(self, where: tuple[str, ...], table: dict, name: str, purpose: str) -> str:
        text = table.get(name)
        if isinstance(text, str) and text.strip():
            return text
        place = f" of {'.'.join(where)}" if where else ""
        self.say((*where, name), f"{name}{place} is missing or no text.", f'Add {name} = "..." ({purpose}).')
        return ""

    def choice(self, where: tuple[str, ...], table: dict, name: str, allowed: tuple[str, ...]) -> str:
        value = table.get(name)
        if value in allowed:
            return value
        found = "is missing" if value is None else f"is {value!r}"
        self.say((*where, name), f"{'.'.join((*where, name))} {found}.", f"Expected one of: {', '.join(allowed)}.")
        return ""

    def table(self, content: dict, name: str, known: tuple[str, ...], needed: tuple[str, ...]) -> dict:
        table = content.get(name)
        if not isinstance(table, dict):
            self.say((name,), f"[{name}] is missing.", f"Add it with {', '.join(needed)}.")
            return {}
        self.unknown((name,), table, known)
        for key in needed:
            self.sentence((name,), table, key, "it is shown as the source of the numbers")
        return table

    def columns(self, table) -> dict[str, Column]:
        if not isinstance(table, dict) or not table:
            self.say(("columns",), "no column is described.", "Add a table [columns.<name>] for each column.")
            return {}
        return {name: column for name, entry in table.items() if (column := self.column(name, entry))}

    def column(self, name: str, entry) -> Column | None:
        where = ("columns", name)
        if not NAME.fullmatch(name):
            self.say(where, f"{name!r} is no column name.", "Use small Latin letters, digits and underscores.")
        if not isinstance(entry, dict):
            self.say(where, f"columns.{name} is {entry!r}.", "Expected a table with type, unit and meaning.")
            return None
        self.unknown(where, entry, COLUMN_KEYS)
        kind = self.choice(where, entry, "type", TYPES)
        meaning = self.sentence(where, entry, "meaning", "what a reader should know of this column")
        unit = entry.get("unit", "")
        if kind in NUMBERS and not unit:
            self.say(where, f"columns.{name} is a number without a unit.", 'Add unit = "persons", "percent", ...')
        for key in ("unit", "missing"):
            if not isinstance(entry.get(key, ""), str):
                self.say((*where, key), f"columns.{name}.{key} is {entry[key]!r}.", "Expected a text in quotes.")
        values = entry.get("values", [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            self.say((*where, "values"), f"columns.{name}.values is {values!r}.", "Expected a list of texts.")
            values = []
        document = entry.get("document", False)
        if document not in (False, True) or (document and kind != "VARCHAR"):
            self.say((*where, "document"), f"columns.{name}.document is {document!r}.", "true, of a column of texts.")
        listed = entry.get("values_of", "")
        if listed and (listed not in LISTS or values):
            hint = f"Expected one of: {', '.join(LISTS)}; and then no values."
            self.say((*where, "values_of"), f"columns.{name}.values_of is {listed!r}.", hint)
        elif listed:
            values = LISTS[listed]()
        return Column(
            name, kind, meaning, str(unit), str(entry.get("missing", "")), tuple(values), document is True, str(listed)
        )

    def key(self, key, columns: dict[str, Column]) -> tuple[str, ...]:
        if not isinstance(key, list) or not key or not all(isinstance(name, str) for name in key):
            self.say(("key",), "key is missing or no list of columns.", 'Add key = ["place", "period"] or the like.')
            return ()
        for name in key:
            if name not in columns:
                near = difflib.get_close_matches(name, columns, 1)
                hint = f"Did you mean {near[0]!r}?" if near else f"The columns are {', '.join(columns) or 'none'}."
                self.say(("key",), f"the key names {name!r}, which is no column of this card.", hint)
        if len(set(key)) < len(key):
            self.say(("key",), f"the key {key} names a column twice.", "Name each once.")
        return tuple(key)
