"""The first version of a register, for an extract whose rows are things with an id (`queries/new.py` writes the others)."""

import json
from collections.abc import Mapping

from data.cards import ExtractCard
from data.problems import ContentError
from queries.query import ANSWER_COLUMNS

PLAIN = {"VARCHAR": "text", "DATE": "date", "BIGINT": "number", "DOUBLE": "number"}
TAKEN = ("thing", "place", "period", *ANSWER_COLUMNS)


def fits(card: ExtractCard) -> bool:
    """Whether a row of the extract is one thing: one column of text is its id, and it has a place and a time."""
    (first, *more), columns = card.key, card.columns
    timed = "period" in columns or any(column.type == "DATE" for column in columns.values())
    is_id = not more and first not in ("place", "period") and columns[first].type == "VARCHAR"
    return is_id and timed and "place" in columns


def sql(card: ExtractCard, question: str) -> str:
    """The SELECT: id, place, period, dimensions, then all else as it stands."""
    (thing,) = card.key
    day = next((name for name, column in card.columns.items() if column.type == "DATE"), "")
    period = "period" if "period" in card.columns else f"CAST(year({day}) AS VARCHAR) AS period"
    lines = [f"{thing} AS thing", "place", period, *_dimensions(card)]
    lines += [_column(name, column.type) for name, column in _others(card).items()]
    return f"-- {question}\nSELECT\n    " + ",\n    ".join(lines) + f"\nFROM {card.name}\n"


def card_text(card: ExtractCard, question: str, indicator: str, grain: list[str], words) -> str:
    """The card; `words` turns a column's name into a title."""
    if card.disclosure == "protected":
        raise ContentError(
            f"{card.name} is protected, and a register would list its rows as they stand. "
            "Write a SELECT that counts them by place and period, as a series."
        )
    lines = ['kind = "register"', "order = 90  # after the theme's own modules; the smallest order is what the page opens with",
             f"grain = {json.dumps(grain)}", f"indicators = {json.dumps([indicator])}", "", "[title]"]  # fmt: skip
    lines += [f"{language} = {json.dumps(title, ensure_ascii=False)}" for language, title in card.titles.items()]
    lines += ["", "[question]", f"en = {json.dumps(question, ensure_ascii=False)}", "", "[columns]"]
    for name, column in _others(card).items():
        kind = "link" if name.endswith(("address", "link", "url")) else PLAIN.get(column.type, "text")
        kind = "document" if column.document else kind
        lines.append(f'{_name(name)} = {{ type = "{kind}", title = {{ en = {json.dumps(words(name))} }} }}')
    for name, values in _dimensions(card).items():
        lines += ["", f"[dimensions.{name}]", f"title.en = {json.dumps(words(name))}", f"[dimensions.{name}.values]"]
        lines += [f"{json.dumps(value)} = {{ en = {json.dumps(words(value))} }}" for value in values]
    return "\n".join(lines) + "\n"


def indicator_text(name: str, card: ExtractCard, title: str, promised: list[str]) -> str:
    """The indicator that counts the things."""
    count = 'unit = "entries"\ndecimals = 0\nbetter = "neither"\nnumerator = "thing"\nleast_coverage = 0'
    rules = "\n".join(f'over_{axis} = "distinct"' for axis in ("places", "periods", "dimensions"))
    words = f"title.en = {json.dumps(title, ensure_ascii=False)}\nformula.en = {json.dumps('Different rows by ' + card.key[0] + ', each counted once.')}"
    return "\n".join([f"[{name}]", count, rules, words, *promised]) + "\n"


def _dimensions(card: ExtractCard) -> Mapping[str, tuple[str, ...]]:
    return {name: column.values for name, column in card.columns.items()
            if len(column.values) > 1 and not column.values_of and not column.missing and name not in (*card.key, *TAKEN)}  # fmt: skip


def _others(card: ExtractCard) -> dict:
    left_out = (*card.key, "place", "period", *_dimensions(card))
    return {name: column for name, column in card.columns.items() if name not in left_out}


def _name(name: str) -> str:
    return f"its_{name}" if name in TAKEN else name


def _column(name: str, kind: str) -> str:
    given = f"CAST({name} AS VARCHAR)" if kind == "BOOLEAN" else name
    return given if given == _name(name) else f"{given} AS {_name(name)}"
