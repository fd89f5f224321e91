"""What an extract's card asks of its rows beyond types and key: the `[[audits]]` of the card, read and checked.

Every audit has a `kind` and `says`, the sentence that is told when it fails. Imports nothing heavy, as `data/cards.py`.
"""

import difflib
from dataclasses import dataclass
from pathlib import Path

LEVELS = ("country", "region", "district", "local", "ward", "town")
PROVENANCES = ("published", "reported", "illustrative")
NUMBER = (int, float)


@dataclass(frozen=True)
class Audit:
    """One audit: its kind, its sentence, where it stands, and its other keys as the card has them (`asks`).

    `where` (column -> values) limits it to some rows, `provenance` to extracts of that provenance.
    """

    kind: str
    says: str
    file: Path
    line: int
    where: dict[str, tuple[str, ...]]
    provenance: tuple[str, ...]
    asks: dict


@dataclass(frozen=True)
class Kind:
    """The keys a kind of audit needs and may have, each with what it holds (see `_WRONG`)."""

    needed: dict[str, str]
    allowed: dict[str, str]


COMMON = {"kind": "text", "says": "text", "where": "where", "provenance": "provenances"}
KINDS = {
    "parts": Kind(
        {"whole": "whole"}, {"parts": "numbers", "value": "number", "over": "column", "tolerance": "least 0"}
    ),
    "nested": Kind({"columns": "numbers"}, {"tolerance": "least 0"}),
    "unique": Kind({"columns": "columns"}, {}),
    "coverage": Kind(
        {"level": "level", "country": "text", "least": "share"},
        {"vintage": "text", "within": "text", "column": "column"},
    ),
    "vintage": Kind({"vintage": "text"}, {"level": "level"}),
    "jump": Kind({"column": "number", "most": "least 0"}, {"least_value": "least 0"}),
    "range": Kind({"column": "number"}, {"least": "bound", "most": "bound"}),
}


def read(check, content: list, columns: dict, key: tuple[str, ...]) -> tuple[Audit, ...]:
    """The audits of a card; everything wrong is told to `check` (of `data/cards.py`), such audits are left out."""
    if not isinstance(content, list) or not all(isinstance(entry, dict) for entry in content):
        check.say(("audits",), "audits is no list of tables.", "Write each as [[audits]] with kind and says.")
        return ()
    reader = _Reader(check, columns, key)
    return tuple(audit for number, entry in enumerate(content) if (audit := reader.audit(number, entry)))


class _Reader:
    def __init__(self, check, columns: dict, key: tuple[str, ...]):
        self.check, self.columns, self.key = check, columns, key
        self.numbers = [name for name, column in columns.items() if column.type in ("BIGINT", "DOUBLE")]
        self.wrong = False

    def say(self, number: int, name: str, message: str, hint: str):
        self.wrong = True
        self.check.say(("audits", number, name), f"audit {number + 1}: {message}", hint)

    def audit(self, number: int, entry: dict) -> Audit | None:
        self.wrong = False
        kind = KINDS.get(entry.get("kind"))
        if kind is None:
            found = f"kind is {entry['kind']!r}." if "kind" in entry else "kind is missing."
            self.say(number, "kind", found, _near(entry.get("kind"), KINDS))
            return None
        if not isinstance(entry.get("says"), str) or not entry["says"].strip():
            self.say(number, "says", "says is missing or no text.", 'Add says = "..." (what must hold, in words).')
        known = {**COMMON, **kind.needed, **kind.allowed}
        for name in kind.needed:
            if name not in entry:
                self.say(
                    number, "kind", f"{name} is missing.", f"A {entry['kind']} audit needs {', '.join(kind.needed)}."
                )
        for name, value in entry.items():
            if name not in known:
                self.say(number, name, f"{name!r} is no key of a {entry['kind']} audit.", _near(name, known))
            elif hint := self.hint(known[name], value):
                self.say(number, name, f"{name} is {value!r}.", hint)
        self.together(number, entry)
        if self.wrong:
            return None
        asks = {name: value for name, value in entry.items() if name not in COMMON}
        where = {name: tuple(_list(wanted)) for name, wanted in entry.get("where", {}).items()}
        says, line = entry["says"].strip().rstrip("."), self.check.line("audits", number)
        return Audit(entry["kind"], says, self.check.path, line, where, tuple(entry.get("provenance", ())), asks)

    def together(self, number: int, entry: dict):
        """What single keys do not show: which of them go together, and which columns the kind needs the card to have."""
        kind = entry["kind"]
        if kind == "parts" and ("parts" in entry) == ("value" in entry):
            self.say(number, "kind", "needs parts or value, and not both.",
                     "parts names columns that add up to the column `whole`; value names one column whose rows do.")  # fmt: skip
        elif kind == "parts" and "value" in entry and "over" not in entry and isinstance(entry.get("whole"), str):
            self.say(number, "whole", f"whole is {entry['whole']!r}.",
                     "Give the number that all rows add up to, or with over = a column that value of it which is the whole.")  # fmt: skip
        elif kind == "parts" and "parts" in entry and entry.get("whole") not in self.numbers:
            self.say(number, "whole", f"whole is {entry.get('whole')!r}.", _near(entry.get("whole"), self.numbers))
        if kind == "range" and not {"least", "most"} & set(entry):
            self.say(number, "kind", "least or most is missing.", "Say between what the column must lie.")
        if kind in ("nested", "coverage", "vintage", "jump") and "place" not in self.columns:
            self.say(number, "kind", f"a {kind} audit needs a column place.", "This card has none.")
        if kind in ("coverage", "jump") and "period" not in self.columns:
            self.say(number, "kind", f"a {kind} audit needs a column period.", "This card has none.")

    def hint(self, holds: str, value) -> str:
        """What to do about the value of a key; nothing where it is right."""
        is_number = isinstance(value, NUMBER) and not isinstance(value, bool)
        if holds in ("columns", "numbers"):
            return self.names(value, self.numbers if holds == "numbers" else self.columns)
        if holds in ("column", "number"):
            allowed = self.numbers if holds == "number" else list(self.columns)
            return "" if value in allowed else _near(value, allowed)
        if holds == "bound":
            return "" if is_number or value in self.numbers else "Expected a number or a column of numbers."
        if holds == "whole":
            return "" if is_number or isinstance(value, str) else "Expected a column, a value, or a number."
        if holds == "least 0":
            return "" if is_number and value >= 0 else "Expected a number, 0 or more."
        if holds == "share":
            return "" if is_number and 0 <= value <= 1 else "Expected a share from 0 to 1."
        if holds == "level":
            return "" if value in LEVELS else _near(value, LEVELS)
        if holds == "provenances":
            return self.names(value, PROVENANCES)
        if holds == "where":
            return self.filter(value)
        return "" if isinstance(value, str) and value.strip() else "Expected a text in quotes."

    def names(self, value, allowed) -> str:
        if not isinstance(value, list) or not value:
            return f"Expected a list of some of: {', '.join(allowed)}."
        return next((_near(name, allowed) for name in value if name not in allowed), "")

    def filter(self, value) -> str:
        if not isinstance(value, dict) or not value:
            return 'Expected { column = "value" } or { column = ["value", "value"] }.'
        for name, wanted in value.items():
            if name not in self.columns or self.columns[name].type != "VARCHAR":
                return _near(name, [name for name, column in self.columns.items() if column.type == "VARCHAR"])
            if not _list(wanted) or not all(isinstance(one, str) for one in _list(wanted)):
                return "Expected texts in quotes for each column."
            known = self.columns[name].values
            hints = [_near(one, known) for one in _list(wanted) if known and one not in known]
            if hints:
                return hints[0]
        return ""


def _list(value) -> list:
    return value if isinstance(value, list) else [value]


def _near(text, known) -> str:
    close = difflib.get_close_matches(str(text), list(known), 1)
    return f"Did you mean {close[0]!r}?" if close else f"Expected one of: {', '.join(known) or 'none'}."
