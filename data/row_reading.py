"""One line of a template -> one row of the extract; each cell that is wrong is told, and the row goes on without it."""

from data import cells
from data.cells import Wrong, shown


def in_words(wrong: Wrong, words, language: str) -> Wrong:
    """The likely value that is told, as the sender's list has it instead of its id."""
    if "value" in wrong.values:
        titles = words.get(wrong.values["value"], {})
        wrong.values["value"] = titles.get(language) or titles.get("en") or wrong.values["value"]
    return wrong


class RowReader:
    """Reads the lines of one sheet. `reading` has `cell(row, column)`, `columns` (name -> column), `sheet` and `say`.

    `sender` is the code of the municipality, `period` what was asked above, "" where it was not or is wrong; `scale` is
    what plain amounts of money are counted in.
    """

    def __init__(self, reading, card, known, senders, sender: str, period: str, scale: str):
        self.reading, self.card, self.known, self.senders = reading, card, known, senders
        self.sender, self.period, self.scale = sender, period, scale
        self.country = known.places[sender].country if sender else card.template.countries[0]
        self.bounds = [audit for audit in card.audits if audit.kind == "range" and not audit.where]
        self.booleans = known.words_of("", "boolean")

    def row(self, number: int) -> dict:
        """The row of a line: every column of the card, None where nothing stands or what stands is wrong."""
        found = {name: None for name in self.card.columns}
        wrong = set()
        for name, at in self.reading.columns.items():
            cell = self.reading.cell(number, at)
            try:
                found[name] = self.value(name, cell, number, at)
            except Wrong as told:
                wrong.add(name)
                self.reading.say(number, at, told.key, **told.values)
        if "place" not in self.reading.columns:
            found["place"] = self.sender or None
        if "period" in found and "period" not in self.reading.columns:
            found["period"] = self.period or None
        self.within_bounds(found, number, wrong)
        return found

    def value(self, name: str, cell, number: int, at: int):
        """The value of a cell in the column's type, None for an empty one that may be; `Wrong` says what is wrong."""
        column = self.card.columns[name]
        error = self.reading.sheet.errors.get((number, at))
        if error is not None:
            raise Wrong("error_value", text=error)
        is_formula = (number, at) in self.reading.sheet.formulas
        if not shown(cell).strip():
            if is_formula:
                raise Wrong("formula_without_result")
            if name == "place" and self.sender and not self.senders.wards(self.sender):
                return self.sender  # the wards of a pourashava are no places here: it is told of as a whole
            if not column.missing:
                raise Wrong("empty")
            return None
        found = self.typed(name, column, cell, number, at)
        if is_formula:
            self.reading.say(number, at, "formula_read", note=True, text=shown(cell))
        return found

    def typed(self, name: str, column, cell, number: int, at: int):
        field = self.card.template.fields[name]
        if name == "place":
            return self.place(field, cell)
        if name == "period":
            return cells.period(cell, self.card.template.period, self.country)
        if column.values:
            return self.choice(name, column, cell)
        if column.type == "BOOLEAN":
            return self.truth(cell)
        if column.type == "DATE":
            return cells.day(cell, self.country)
        if column.document:  # two senders may call their files alike
            return f"{self.sender}-{cells.document(cell).removeprefix(f'{self.sender}-')}"
        if column.type == "VARCHAR":
            found = cells.text(cell)
            return f"{self.sender}/{found}" if field.own_number else found
        if cells.MONEY.fullmatch(column.unit) and column.type == "BIGINT":
            return self.money(column, cell, number, at)
        percent = (number, at) in self.reading.sheet.percent
        return cells.number(cell, column.type == "BIGINT", percent, column.unit)

    def place(self, field, cell):
        if field.level == "local":
            return self.senders.sender(cell)
        if not self.sender:
            raise Wrong("ward_of_nobody")
        return self.senders.ward(cell, self.sender)

    def choice(self, name: str, column, cell) -> str:
        words = self.known.words_of(self.card.name, name)
        try:
            return self.senders.choice(cell, column.values, words)
        except Wrong as wrong:
            raise in_words(wrong, words, self.reading.received.language) from None

    def truth(self, cell) -> bool:
        if isinstance(cell, bool):
            return cell
        try:
            return self.senders.choice(cell, ("true", "false"), self.booleans) == "true"
        except Wrong:
            raise Wrong("no_yes_or_no", text=shown(cell)) from None

    def money(self, column, cell, number: int, at: int) -> int | None:
        found, rounded = cells.amount(cell, self.scale or "one", column.unit)
        if not self.scale:
            return None  # what it is counted in is not known, which is told above the table
        if rounded:
            self.reading.say(number, at, "rounded", note=True, text=shown(cell), value=found)
        return found

    def within_bounds(self, row: dict, number: int, wrong: set[str]):
        """What the card's audits of kind `range` ask, told at the cell."""
        for audit in self.bounds:
            name = audit.asks["column"]
            value = row.get(name)
            if value is None or name in wrong or name not in self.reading.columns:
                continue
            for end, key, beyond in (
                ("least", "too_small", lambda a, b: a < b),
                ("most", "too_large", lambda a, b: a > b),
            ):
                bound = audit.asks.get(end)
                bound = row.get(bound) if isinstance(bound, str) else bound
                if bound is not None and beyond(value, bound):
                    self.reading.say(number, self.reading.columns[name], key, text=shown(value), bound=shown(bound))
