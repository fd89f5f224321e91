"""What may be wrong with the rows of an extract, whether they are in memory or in a file: told by line or row."""

from data import documents
from data.cards import Built, ExtractCard
from data.periods import span
from data.problems import Problem, shown

FIRST = 10  # so many row numbers are named; the rest is counted
MOST = 1_000_000  # row numbers of one fault that are looked for; more are told as `many`
PLACED = ("place", "origin", "destination")  # columns that hold codes of places


def problems_of_rows(card: ExtractCard, built: Built, connection, places: dict) -> list[Problem]:
    """What is wrong with the rows of the table `extract`, which has the card's columns and each row's `_position`;
    doubled keys are told apart.
    """
    say = _Rows(card, built)
    for name, column in card.columns.items():
        if name in card.key or not column.missing:
            sql = f'SELECT _position FROM extract WHERE "{name}" IS NULL ORDER BY 1 LIMIT {MOST}'
            empty = connection.execute(sql).fetchall()
            hint = f"If it may be, say what that means: missing = ... in {shown(card.file)}."
            told = (
                (" is part of the key and is empty", "Fill it in the source.")
                if name in card.key
                else (" is empty", hint)
            )
            say.rows(empty, f"the column {name!r}{told[0]}", told[1])
        if column.type == "DOUBLE":
            sql = f'SELECT _position FROM extract WHERE isinf("{name}") ORDER BY 1 LIMIT {MOST}'
            endless = connection.execute(sql).fetchall()
            say.rows(endless, f"the column {name!r} is infinite", "Was something divided by zero?")
    for column in card.columns.values():
        if column.values:
            wrong = _wrong(connection, column.name, lambda value, known=column.values: value not in known)
            found = ", ".join(sorted({repr(value) for _, value in wrong})[:FIRST])
            say.rows(wrong, f"the column {column.name!r} holds {found}", f"Expected: {', '.join(column.values)}.")
    for name in documents.columns(card):
        wrong = _wrong(connection, name, documents.refused)
        sentences = " ".join(sorted({documents.refused(text) for _, text in wrong}))
        say.rows(wrong, sentences, "Write the name of the file alone, and call the file by it.")
    if "period" in card.columns:
        wrong = _wrong(connection, "period", _no_period)
        sentences = " ".join(sorted({_no_period(period) for _, period in wrong}))
        say.rows(wrong, sentences, "Write periods as data/periods.py says.")
    for name in PLACED:
        wrong = _wrong(connection, name, lambda code: code not in places) if name in card.columns else []
        if wrong:
            codes = sorted({code for _, code in wrong})
            count = connection.execute(f"SELECT count(DISTINCT {name}) FROM extract").fetchone()[0]
            message = f"{len(codes)} of {count} codes are no place we know: {', '.join(codes[:FIRST])}"
            say.rows(wrong, message, "Are they of another vintage? Correct the recipe's matching.")
    if not connection.execute("SELECT 1 FROM extract LIMIT 1").fetchall():
        say.problems.append(Problem(built.source, 1, f"{card.name}: there are no rows.", "Is the source complete?"))
    return say.problems


def problems_of_doubled(card: ExtractCard, built: Built, doubled: list[tuple]) -> list[Problem]:
    """A problem for each of the first doubled keys, given as (first position, last position, times, key values)."""
    say = _Rows(card, built)
    for first, last, count, *values in doubled[:FIRST]:
        shown_key = ", ".join(map(str, values))
        message = f"the key ({', '.join(card.key)}) = ({shown_key}) occurs {count} times"
        say.rows([(first,), (last,)], message, "Each key stands once.")
    return say.problems


def _wrong(connection, name: str, is_wrong) -> list[tuple]:
    """(position, value) of the rows whose value in this column is wrong; missing values are not looked at."""
    values = connection.execute(f'SELECT DISTINCT "{name}" FROM extract WHERE "{name}" IS NOT NULL').fetchall()
    wrong = [value for (value,) in values if is_wrong(value)]
    if not wrong:
        return []
    sql = f'SELECT _position, "{name}" FROM extract WHERE "{name}" IN (SELECT unnest(?)) ORDER BY 1 LIMIT {MOST}'
    return connection.execute(sql, [wrong]).fetchall()


def _no_period(text: str) -> str:
    try:
        span(text)
    except ValueError as error:
        return str(error)
    return ""


class _Rows:
    """Says which rows are wrong, by the line of the source file where the frame's index is named `line`."""

    def __init__(self, card: ExtractCard, built: Built):
        self.card, self.built, self.problems = card, built, []

    def rows(self, positions: list[tuple], message: str, hint: str):
        if not positions:
            return
        index = None if self.built.frame is None else self.built.frame.index
        in_source = index is not None and index.name == "line"
        numbers = sorted({int(index[position]) if in_source else position + 1 for position, *_ in positions})
        more = f" and {len(numbers) - FIRST} more" if len(numbers) > FIRST else ""
        more = " and many more" if len(positions) == MOST else more
        word = "line" if in_source else "row"
        listed = f"{word}{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers[:FIRST]))}{more}"
        line = numbers[0] if in_source else 1
        self.problems.append(Problem(self.built.source, line, f"{self.card.name}: {message} ({listed}).", hint))
