"""What the card of an extract says of the workbook in which municipalities send it in: its `[template]`, read and checked.

The workbook itself is made from the card: columns, units, values, places. Only what the card cannot know stands here:
who sends, which period is meant, how each column is called in three languages, and an example. Imports nothing heavy.
"""

from dataclasses import dataclass, field

LANGUAGES = ("en", "ne", "bn")
LEVELS = ("local", "town")  # kinds of municipality that send
COUNTRIES = ("NP", "BD")
PERIODS = ("fiscal_year", "month", "year")
KEYS = ("levels", "countries", "period", "due_days", "lines", "every", "columns")
COLUMN_KEYS = ("title", "help", "example", "level", "own_number", "values")
PLACE_LEVELS = ("ward", "local")
DUE_DAYS, RENEWED_DAYS = 60, 365  # after the end of its period; of what has no period, after it was sent


@dataclass(frozen=True)
class Field:
    """A column of the workbook: its heading and what else to say of it, by language, and what the example line shows.

    `level` (of the column `place` only): `ward` of the sender, written as its number, or any `local`. `own_number`: the
    sender writes a number or name of its own, kept with the sender's code in front, so that two senders never clash.
    `words` are those of values that no question shows (`queries/value_words.py` has the others).
    """

    titles: dict[str, str]
    helps: dict[str, str]
    example: str
    level: str = ""
    own_number: bool = False
    words: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Template:
    """`levels` and `countries` of those who send; the kind of `period`; `lines` are columns whose values stand ready in the
    sheet, a line each; `every` are those of which a report gives every value, 0 where there was none, for all else that it
    tells of. `fields` are the columns of the sheet in the card's order: without `place` (then it is the
    municipality that sends) and without `period` (then it is asked once, above) unless these stand in it too.
    `due_days` is how long after its period a report is late; of what has no period, how long after it was sent it is old.
    """

    levels: tuple[str, ...]
    countries: tuple[str, ...]
    period: str
    lines: tuple[str, ...]
    fields: dict[str, Field]
    every: tuple[str, ...] = ()
    due_days: int = DUE_DAYS


def read(check, content, columns: dict, key: tuple[str, ...], bundled: dict | None) -> Template | None:
    """The template of a card, None where it has none; everything wrong is told to `check` (of `data/cards.py`)."""
    if content is None:
        return None
    if not isinstance(content, dict):
        check.say(
            ("template",), "template is no table.", "Write [template], with levels, and [template.columns.<name>]."
        )
        return None
    check.unknown(("template",), content, KEYS)
    if bundled is not None:
        check.say(("template",), "has [bundled] rows and a [template].",
                  "What is sent in would have to replace published rows: keep one of the two.")  # fmt: skip
    if "place" not in columns:
        check.say(("template",), "a template needs a column place: figures are sent in by a municipality.", "Add it.")
    reader = _Reader(check, columns)
    levels = reader.some("levels", content.get("levels"), LEVELS)
    countries = reader.some("countries", content.get("countries", list(COUNTRIES)), COUNTRIES)
    period = content.get("period", "")
    if ("period" in columns) != (period in PERIODS):
        hint = f"Expected one of: {', '.join(PERIODS)}." if "period" in columns else "This card has no column period."
        check.say(("template", "period"), f"template.period is {period!r}.", hint)
    listed = [name for name, column in columns.items() if column.values]
    lines, every = (reader.some(part, content[part], listed) if part in content else () for part in ("lines", "every"))
    due_days = content.get("due_days", DUE_DAYS if period else RENEWED_DAYS)
    if not isinstance(due_days, int) or isinstance(due_days, bool) or due_days < 1:
        check.say(("template", "due_days"), f"template.due_days is {due_days!r}.", "Expected a number of days.")
        due_days = DUE_DAYS
    return Template(levels, countries, period, lines, reader.fields(content.get("columns")), every, due_days)


class _Reader:
    def __init__(self, check, columns: dict):
        self.check, self.columns = check, columns

    def some(self, name: str, value, allowed) -> tuple[str, ...]:
        if isinstance(value, list) and value and all(one in allowed for one in value):
            return tuple(value)
        hint = f"Expected a list of some of: {', '.join(allowed) or 'none'}."
        self.check.say(("template", name), f"template.{name} is {value!r}.", hint)
        return ()

    def fields(self, table) -> dict[str, Field]:
        where = ("template", "columns")
        if not isinstance(table, dict):
            self.check.say(where, "template.columns is missing.", "Give each column a title and an example.")
            return {}
        self.check.unknown(where, table, tuple(self.columns))
        asked_above = {"place", "period"}
        for name in self.columns:
            if name not in table and name not in asked_above:
                hint = (
                    f'Add [template.columns.{name}] with title = {{ en = "...", ne = "...", bn = "..." }} and example.'
                )
                self.check.say(where, f"the column {name!r} is not in the template.", hint)
        return {name: self.field(name, table[name]) for name in self.columns if isinstance(table.get(name), dict)}

    def field(self, name: str, entry: dict) -> Field:
        where = ("template", "columns", name)
        self.check.unknown(where, entry, COLUMN_KEYS)
        titles, helps = (self.words((*where, part), entry.get(part)) for part in ("title", "help"))
        if not titles:
            self.check.say((*where, "title"), f"{'.'.join(where)}.title is missing.", "Give it in en, ne and bn.")
        example, level = entry.get("example", ""), entry.get("level", "")
        if not isinstance(example, str) or (not example and not self.columns[name].missing):
            self.check.say((*where, "example"), f"{'.'.join(where)}.example is {entry.get('example')!r}.",
                           "Give what a person would write into the cell, in quotes.")  # fmt: skip
        if self.columns[name].values and example and example not in self.columns[name].values:
            hint = f"Expected one of: {', '.join(self.columns[name].values)}."
            self.check.say((*where, "example"), f"{'.'.join(where)}.example is {example!r}.", hint)
        if (name == "place") != (level in PLACE_LEVELS):
            hint = f"Of place: {' or '.join(PLACE_LEVELS)}; of other columns none."
            self.check.say((*where, "level"), f"{'.'.join(where)}.level is {level!r}.", hint)
        own = entry.get("own_number", False)
        if own is not False and (own is not True or self.columns[name].type != "VARCHAR"):
            self.check.say((*where, "own_number"), f"own_number is {own!r}.", "true, of a column of texts.")
        words = entry.get("values", {})
        known = self.columns[name].values
        if not isinstance(words, dict) or not words.keys() <= set(known):
            self.check.say(
                (*where, "values"), f"values is {words!r}.", f"Give words for some of: {', '.join(known) or 'none'}."
            )
            words = {}
        words = {value: self.words((*where, "values", value), titles) for value, titles in words.items()}
        return Field(titles, helps, example if isinstance(example, str) else "", level, own is True, words)

    def words(self, where: tuple[str, ...], table) -> dict[str, str]:
        if table is None:
            return {}
        if not isinstance(table, dict) or not all(isinstance(text, str) and text.strip() for text in table.values()):
            self.check.say(where, f"{'.'.join(where)} is {table!r}.", "Expected texts by language, en, ne and bn.")
            return {}
        self.check.unknown(where, table, LANGUAGES)
        absent = [language for language in LANGUAGES if language not in table]
        if "en" in absent:
            self.check.say(where, f"{'.'.join(where)}.en is missing.", "English is needed.")
        elif absent:
            message = f"{'.'.join(where)} is not translated into {' and '.join(absent)}; English is shown."
            self.check.say(where, message, "Translate it.", warning=True)
        return dict(table)
