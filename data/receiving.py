"""Reads a workbook that a municipality filled: rows of the extract's columns, and everything that is wrong, cell by cell.

A pure function of a file: nothing is kept and nothing published here (`data/received.py` does), and nothing is said in
words, for what is wrong is told in the sender's language (`dashboard/workbooks`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data import cells, workbook
from data.cards import LANGUAGES, ExtractCard
from data.cells import Wrong, shown
from data.row_reading import RowReader, in_words
from data.sending_places import Senders
from data.workbook import Sheet
from data.workbook_cells import address

# What stands in the hidden first column of a template and says which line is which: the words of the others may change.
STAMP, VERSION = "nagar", "1"
COLUMNS, SENDER, PERIOD, SCALE = "columns", "municipality", "period", "amounts"
TITLES, UNITS, EXAMPLE, LINE = "titles", "units", "example", "line"
NOT_FIGURES = (SENDER, PERIOD, SCALE, COLUMNS, TITLES, UNITS)
ANSWER = 3  # the column, from 1, in which what is asked above is answered; figures begin there too


@dataclass(frozen=True)
class Known:
    """What a workbook is read by: cards, places, and for each (extract, column) the words of its values by language.

    The words of `true` and `false` stand under `("", "boolean")`, those of scales of money under `("", "amounts")`.
    """

    cards: Mapping[str, ExtractCard]
    places: Mapping
    words: Mapping[tuple[str, str], Mapping[str, Mapping[str, str]]]

    def words_of(self, extract: str, column: str) -> Mapping[str, Mapping[str, str]]:
        """Value -> its words by language."""
        return self.words.get((extract, column), {})


@dataclass(frozen=True, order=True)
class Fault:
    """Something to be told of a cell (or, without one, of a sheet or the file): the key of a sentence and its values.

    A `note` does not stop the workbook; anything else does.
    """

    sheet: str
    row: int
    column: int
    key: str
    values: tuple[tuple[str, str | int], ...] = ()
    note: bool = False

    @property
    def cell(self) -> str:
        """Its address, "" where it has none."""
        return address(self.row, self.column) if self.row and self.column else ""


@dataclass
class Received:
    """What a file holds: the `extract` and `sender` (a place's code) it is of, the typed rows, and what is to be told.

    `rows` have all columns of the card; `origins` are their (sheet, row). `sheets` are those with figures, for the
    annotated copy. `language` is that of the template.
    """

    extract: str = ""
    language: str = "en"
    sender: str = ""
    rows: list[dict] = field(default_factory=list)
    origins: list[tuple[str, int]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)

    @property
    def wrong(self) -> list[Fault]:
        """What stops it from being approved."""
        return [fault for fault in self.faults if not fault.note]

    def say(self, sheet: str, row: int, column: int, key: str, note: bool = False, **values: str | int):
        self.faults.append(Fault(sheet, row, column, key, tuple(sorted(values.items())), note))


def receive(path: Path, known: Known, sender: str = "") -> Received:
    """Reads a file; `workbook.Unreadable` where it cannot be opened safely.

    `sender` is the code of the municipality that is known to have sent it, if it is known: figures of another are wrong.
    """
    found, received = workbook.sheets(path, workbook.RECEIVED), Received()
    stamped = [(sheet, stamp) for sheet in found if (stamp := _stamp(sheet))]
    if not stamped:
        received.say("", 0, 0, "not_a_template")
        return received
    first = stamped[0][1]
    received.extract, received.language = first[1], first[2] if first[2] in LANGUAGES else LANGUAGES[0]
    card = known.cards.get(received.extract)
    if card is None or card.template is None:
        received.say(stamped[0][0].name, 0, 0, "unknown_template", name=received.extract)
        return received
    for sheet, stamp in stamped:
        if stamp[1] != received.extract:
            received.say(sheet.name, 0, 0, "two_templates", name=stamp[1])
            continue
        received.sheets.append(sheet)
        _Reading(received, sheet, stamp[3], card, known, sender).read()
    _others(received, found, stamped)
    if not received.rows and not received.wrong:
        received.say(received.sheets[0].name, 0, 0, "no_rows")
    _doubled(received, card, card.key, "doubled")
    for audit in card.audits:
        if audit.kind == "unique" and not audit.where:
            _doubled(received, card, audit.asks["columns"], "repeated")
    _incomplete(received, card, known)
    received.faults.sort()
    return received


def example(card: ExtractCard, known: Known, language: str) -> dict[str, str | int | float]:
    """The cells of the example line of a template by column: values in words, numbers as numbers."""
    found = {}
    for name, field_of in card.template.fields.items():
        text = field_of.example
        words = known.words_of(card.name, name) or (
            known.words_of("", "boolean") if card.columns[name].type == "BOOLEAN" else {}
        )
        titles = words.get(text, {})
        is_number = card.columns[name].type in ("BIGINT", "DOUBLE") and text.replace(".", "", 1).isdecimal()
        found[name] = titles.get(language) or titles.get("en") or (_number(text) if is_number else text)
    return found


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _stamp(sheet: Sheet) -> tuple[str, ...] | None:
    """What the first cell says of a template: `nagar 1`, extract, language, the municipality it was made for or `-`."""
    first = str(sheet.rows[0][0]).split() if sheet.rows and sheet.rows[0] else []
    return (first[1], *first[2:]) if len(first) == 5 and first[:2] == [STAMP, VERSION] else None


def _others(received: Received, found: list[Sheet], stamped: list):
    """Sheets that are not the template's own and hold something: nobody shall believe they were read."""
    known = {id(sheet) for sheet, _ in stamped}
    for sheet in found:
        own = sheet.rows and sheet.rows[0] and str(sheet.rows[0][0]).startswith(f"{STAMP}:")
        if id(sheet) not in known and not own and any(cell != "" for row in sheet.rows for cell in row):
            received.say(sheet.name, 0, 0, "hidden_sheet_not_read" if sheet.hidden else "sheet_not_read", note=True)


def _doubled(received: Received, card: ExtractCard, columns: Iterable[str], key: str):
    """Two lines that are the same in all of some columns are told at both: in the key (the same entry), or in what an audit
    asks to be different, whose names stand in the sentence.
    """
    asked = [name for name in columns if name in card.template.fields]
    titles = [card.template.fields[name].titles for name in asked]
    words = (
        {"columns": ", ".join(one.get(received.language) or one["en"] for one in titles)} if key != "doubled" else {}
    )
    seen: dict[tuple, tuple[str, int]] = {}
    for row, (sheet, number) in zip(received.rows, received.origins, strict=True):
        if any(row.get(name) is None for name in asked):
            continue  # told where it is missing; what is asked above is the same for all lines
        first = seen.setdefault(tuple(row.get(name) for name in columns), (sheet, number))
        if first != (sheet, number):
            where = f"{first[0]}!{first[1]}" if first[0] != sheet else str(first[1])
            received.say(sheet, number, ANSWER, key, line=where, **words)
            received.say(first[0], first[1], ANSWER, key, line=str(number), **words)


def _incomplete(received: Received, card: ExtractCard, known: Known):
    """Of a column of which every value is to be given, those that are missing beside the others of a line."""
    for name in card.template.every:
        given: dict[tuple, set] = {}
        first: dict[tuple, tuple[str, int]] = {}
        for row, origin in zip(received.rows, received.origins, strict=True):
            entry = tuple(row[other] for other in card.key if other != name)
            given.setdefault(entry, set()).add(row[name])
            first.setdefault(entry, origin)
        for entry, values in given.items():
            absent = [value for value in card.columns[name].values if value not in values]
            if absent and None not in (*entry, *values):  # else it is told what is wrong with the line
                titles = (known.words_of(card.name, name).get(value, {}) for value in absent)
                words = [
                    title.get(received.language) or title.get("en") or value
                    for title, value in zip(titles, absent, strict=True)
                ]
                received.say(*first[entry], ANSWER, "values_missing", values=", ".join(words))


class _Reading:
    """One sheet with figures, read line by line."""

    def __init__(self, received: Received, sheet: Sheet, made_for: str, card: ExtractCard, known: Known, sender: str):
        self.received, self.sheet, self.made_for, self.card, self.known = received, sheet, made_for, card, known
        self.must_be_of = sender
        self.senders = Senders(known.places, card.template)
        self.marks = {number: str(row[0]).strip() for number, row in enumerate(sheet.rows, 1) if row}
        self.columns: dict[str, int] = {}

    def say(self, row: int, column: int, key: str, note: bool = False, **values):
        self.received.say(self.sheet.name, row, column, key, note, **values)

    def cell(self, row: int, column: int):
        """What stands in a cell, `""` where nothing does."""
        line = self.sheet.rows[row - 1] if row else []
        return line[column - 1] if column <= len(line) else ""

    def read(self):
        if self.sheet.hidden:
            self.say(0, 0, "hidden_template")
        if not self.find_columns():
            return
        sender = self.asked_sender()
        country = self.known.places[sender].country if sender else ""
        period = self.asked_period(country)
        scale = self.asked_scale()
        reader = RowReader(self, self.card, self.known, self.senders, sender, period, scale)
        for number in self.lines():
            row = reader.row(number)
            if row is not None:
                self.received.rows.append(row)
                self.received.origins.append((self.sheet.name, number))
        self.merged()
        self.beside()

    def line_of(self, mark: str) -> int:
        return next((number for number, text in self.marks.items() if text == mark), 0)

    def find_columns(self) -> bool:
        """Where the columns stand, by their names in the hidden line: they may have been moved."""
        line, wanted = self.line_of(COLUMNS), self.card.template.fields
        for number, name in enumerate(self.sheet.rows[line - 1] if line else [], 1):
            if name in wanted:
                self.columns.setdefault(name, number)
        missing = [name for name in wanted if name not in self.columns]
        for name in missing:
            titles = wanted[name].titles
            self.say(0, 0, "no_column", name=titles.get(self.received.language) or titles["en"])
        return not missing

    def asked_sender(self) -> str:
        """The municipality above the table; "" where it is not known, which is told."""
        row = self.line_of(SENDER)
        found = self.answer(row, lambda cell: self.senders.sender(cell))
        if not found:
            return ""
        for other, key in ((self.made_for, "made_for_another"), (self.must_be_of, "sent_by_another")):
            if other not in ("", "-", found):
                names = [self.senders.name(code, self.received.language) for code in (other, found)]
                self.say(row, ANSWER, key, other=names[0], name=names[1])
        if self.received.sender not in ("", found):
            self.say(row, ANSWER, "two_senders", name=self.senders.name(found, self.received.language))
        self.received.sender = self.received.sender or found
        return found

    def asked_period(self, country: str) -> str:
        template = self.card.template
        if not template.period or "period" in template.fields:
            return ""
        read = (lambda cell: cells.period(cell, template.period, country)) if country else (lambda cell: "")
        return self.answer(self.line_of(PERIOD), read) or ""

    def asked_scale(self) -> str:
        if not any(cells.MONEY.fullmatch(self.card.columns[name].unit) for name in self.columns):
            return "one"
        titles = self.known.words_of("", "amounts")
        words = {  # also as it stands in amounts: crore and करोड beside crores and करोडमा
            scale: {**titles.get(scale, {}), **{f"typed {word}": word for word in typed}}
            for scale, (_, typed) in cells.SCALES.items()
        }
        return self.answer(self.line_of(SCALE), lambda cell: self.senders.choice(cell, tuple(words), words)) or ""

    def answer(self, row: int, convert):
        """What is asked above the table, converted; None where it is wrong, which is told."""
        cell = self.cell(row, ANSWER)
        if not row or cell == "" or not shown(cell).strip():
            self.say(row, ANSWER if row else 0, "not_answered")
            return None
        try:
            return convert(cell)
        except Wrong as wrong:
            told = in_words(wrong, self.known.words_of("", "amounts"), self.received.language)
            self.say(row, ANSWER, told.key, **told.values)
            return None

    def lines(self) -> list[int]:
        """The lines that hold figures. The example counts for nothing, unless somebody wrote figures over it, and a line
        that stood ready only where something was added to it.
        """
        found, unanswered = [], 0
        for number in range(self.line_of(COLUMNS) + 1, len(self.sheet.rows) + 1):
            mark = self.marks.get(number, "")
            ready = self.card.template.lines if mark == LINE else ()
            filled = {name for name, at in self.columns.items() if self.is_filled(number, at)}
            if mark in NOT_FIGURES or not filled:
                continue
            if mark == EXAMPLE:
                self.example(number)
            elif filled <= set(ready):
                unanswered += 1
            else:
                found.append(number)
        if unanswered and found:
            self.say(0, 0, "lines_left", note=True, count=unanswered)
        return found

    def is_filled(self, number: int, at: int) -> bool:
        """Whether somebody wrote into a cell: also what has no value, an error or a formula without a result."""
        at_all = (number, at) in self.sheet.errors or (number, at) in self.sheet.formulas
        return at_all or bool(shown(self.cell(number, at)).strip())

    def example(self, number: int):
        drawn = example(self.card, self.known, self.received.language)
        if any(shown(self.cell(number, at)) != shown(drawn[name]) for name, at in self.columns.items()):
            self.say(number, ANSWER, "example_changed")

    def merged(self):
        """Merged cells hide all values but the first."""
        used, start = set(self.columns.values()), self.line_of(COLUMNS)
        for top, left, bottom, right in self.sheet.merged:
            if bottom > start and used & set(range(left, right + 1)):
                self.say(max(top, 1), left, "merged", cells=f"{address(top, left)}:{address(bottom, right)}")

    def beside(self):
        """What stands outside the columns was not read; lines that cannot be seen were. Both are told."""
        start, used = self.line_of(COLUMNS), {1, 2, *self.columns.values()}
        for number in range(start + 1, len(self.sheet.rows) + 1):
            for column, cell in enumerate(self.sheet.rows[number - 1], 1):
                if column not in used and cell != "":
                    self.say(number, column, "beside", note=True)
        read = {number for sheet, number in self.received.origins if sheet == self.sheet.name}
        for number in self.sheet.hidden_rows:
            if number in read:
                self.say(number, ANSWER, "hidden_line_read", note=True)
