"""The lines of a template's sheet with figures, as cells: what is asked above, the heads, the example, lines that stand ready.

A sheet that was sent back is a list of lines of the same kind, so that one function draws both (`drawing.py`).
"""

from itertools import product

from dashboard.words import Reader, say, text_of
from dashboard.words.format import unit_word
from data.cards import Column, ExtractCard
from data.cells import MONEY
from data.receiving import (
    COLUMNS,
    EXAMPLE,
    LINE,
    PERIOD,
    SCALE,
    SENDER,
    STAMP,
    TITLES,
    UNITS,
    VERSION,
    Known,
    example,
)
from data.sending_places import Senders


def lines(card: ExtractCard, known: Known, language: str, place: str = "") -> list[list]:
    """The cells of a fresh template, line by line; `place` is the code of the municipality it is made for, if any."""
    reader, fields = Reader(language), card.template.fields
    senders = Senders(known.places, card.template)
    stamp = f"{STAMP} {VERSION} {card.name} {language} {place or '-'}"
    found = [
        [stamp, card.title(language)],
        [SENDER, say("template.municipality", reader), senders.entry(place, language) if place else ""],
    ]
    if card.template.period and "period" not in fields:
        found.append([PERIOD, say(f"template.{card.template.period}", reader), ""])
    money = [column.unit for name in fields if MONEY.fullmatch((column := card.columns[name]).unit)]
    if money:
        scale = MONEY.fullmatch(money[0])[1] or "one"
        found.append([SCALE, say("template.amounts", reader), say(f"amounts.{scale}", reader)])
    drawn = example(card, known, language)
    found += [
        [],
        [COLUMNS, "", *fields],
        [TITLES, "", *(text_of(field.titles, reader) for field in fields.values())],
        [UNITS, "", *(kind(card, name, reader) for name in fields)],
        [EXAMPLE, say("template.example", reader), *(drawn[name] for name in fields)],
    ]
    ready = [[(name, value) for value in card.columns[name].values] for name in card.template.lines]
    for values in product(*ready) if ready else ():
        words = {name: word_of(known, card, name, value, language) for name, value in values}
        found.append([LINE, "", *(words.get(name, "") for name in fields)])
    return found


def word_of(known: Known, card: ExtractCard, name: str, value: str, language: str) -> str:
    """A value of a column in words; its id with spaces where it has none."""
    titles = known.words_of(card.name, name).get(value, {})
    return titles.get(language) or titles.get("en") or value.replace("_", " ")


def kind(card: ExtractCard, name: str, reader: Reader) -> str:
    """What is to be written into a column: "whole number: grievances", "choose from the list"."""
    column: Column = card.columns[name]
    if name == "place":
        return say(
            "template.kind_ward" if card.template.fields[name].level == "ward" else "template.kind_place", reader
        )
    if name == "period":
        return say(f"template.{card.template.period}", reader)
    if column.values:
        return say("template.kind_list", reader)
    if column.type in ("BOOLEAN", "DATE", "VARCHAR"):
        plain = {"BOOLEAN": "template.kind_yes_no", "DATE": "template.kind_date", "VARCHAR": "template.kind_text"}
        return say(plain[column.type], reader)
    if MONEY.fullmatch(column.unit):
        return say("template.kind_amount", reader)
    if column.unit.startswith("fraction"):
        return say("template.kind_fraction", reader)
    key = "template.kind_whole" if column.type == "BIGINT" else "template.kind_number"
    return say(key, reader, unit=unit_word(reader, column.unit))
