"""What a figure is made of: 100 % bars of the parts of a whole or of the values of a dimension, by place or by another
dimension; plain bars where they do not add up. Each takes what is drawn (`pictures.Drawn`).
"""

from dataclasses import replace

from dashboard import asking
from dashboard.figures import breakdown, contrast, ranking, sentence, table
from dashboard.markup import Element, el
from dashboard.pages import cards
from dashboard.panels import may_stack
from dashboard.words import say, text_of
from queries.indicator import TOTAL


def parts(drawn) -> Element | None:
    """100 % bars by place where the module's indicators are parts of a whole."""
    found = asking.parts_of(drawn.house, drawn.choice)
    titled = [(part, text_of(drawn.choice.module.indicators[part].title, drawn.reader), rows)
              for part, rows in found.items()]  # fmt: skip
    return _stacked(drawn, "parts", say("card.breakdown", drawn.reader), titled)


def values(drawn, dimension: str) -> Element | None:
    """One dimension: 100 % bars by place where its values add up, else plain bars of the scope itself."""
    card = drawn.choice.module.dimensions[dimension]
    title = text_of(card.title, drawn.reader)
    if may_stack(drawn.choice, dimension) and len(drawn.rows) > 1:
        found = asking.values_of(drawn.house, drawn.choice, dimension, drawn.view.by)
        around = (
            asking.values_of(drawn.house, drawn.choice, dimension, drawn.choice.scope_level)
            if card.parts_of_whole
            else {}
        )
        titled = [(value, text_of(card.values[value], drawn.reader), {**around.get(value, {}), **rows})
                  for value, rows in found.items()]  # fmt: skip
        made = _stacked(drawn, f"values-{dimension}", title, titled, drawn.choice.scope if around else "")
        if made:
            return made
    if drawn.choice.module.card.histogram == dimension:
        return None  # the scope's own classes have a picture of their own, in their order
    found = asking.values_of(drawn.house, drawn.choice, dimension, drawn.choice.scope_level)
    parts = [(text_of(card.values[value], drawn.reader), rows[drawn.choice.scope])
             for value, rows in found.items() if drawn.choice.scope in rows]  # fmt: skip
    body = breakdown.bars(parts, drawn.subject) if len(parts) > 1 else None
    if body is None:
        return None
    id = f"values-{dimension}"
    if drawn.view.is_table(id):
        body = values_table(drawn, found, dimension)
    return cards.card(id, title, drawn.line(drawn.unit([row for _, row in parts])),
                      [body, drawn.hidden_note([row for _, row in parts])], told=sentence.named(parts, drawn.subject),
                      tabs=cards.tabs(drawn.view, id, "chart", drawn.reader),
                      marks=cards.marks(drawn.asked.own, [], drawn.reader), foot=drawn.foot(id, drawn.asked.own))  # fmt: skip


def across(drawn, names: str) -> Element | None:
    """100 % bars of the scope itself: the parts of one dimension for each value of another, all of them first."""
    name, _, other = names.partition(":")
    cards_of, id = drawn.choice.module.dimensions, f"across-{name}-{other}"
    titles = {value: text_of(text, drawn.reader) for value, text in cards_of[other].values.items()}
    titles = {TOTAL: say("scope.all_values", drawn.reader), **titles}
    found = asking.across(drawn.house, drawn.choice, name, other)
    titled = [(value, text_of(cards_of[name].values[value], drawn.reader), rows) for value, rows in found.items()]
    shown = [value for value in titles if any(value in rows for _, _, rows in titled)]
    body = breakdown.stacked(shown, titled, drawn.subject, name=titles.get) if len(shown) > 1 else None
    if body is None:
        return None
    rows = [row for _, _, by_value in titled for row in by_value.values()]
    title = say("card.parts_by", drawn.reader, parts=text_of(cards_of[name].title, drawn.reader),
                by=text_of(cards_of[other].title, drawn.reader))  # fmt: skip
    if drawn.view.is_table(id):
        words_of = {name: {value: text for value, text, _ in titled}, other: titles}
        body = table.table(rows, drawn.subject, words_of,
                           {one: text_of(cards_of[one].title, drawn.reader) for one in words_of})  # fmt: skip
    told = sentence.stack(
        titled,
        shown[1:],
        replace(drawn.subject, name=titles.get),
        lambda number: say("sentence.bars", drawn.reader, count=number),
        shown[0],
    )
    return cards.card(id, title, drawn.line(say("unit_words.percent", drawn.reader), (name, other)),
                      [body, drawn.hidden_note(rows)], told=told, tabs=cards.tabs(drawn.view, id, "chart", drawn.reader),
                      marks=cards.marks(drawn.asked.own, [], drawn.reader), foot=drawn.foot(id, drawn.asked.own),
                      kind="wide")  # fmt: skip


def _stacked(drawn, id: str, title: str, titled: list, around: str = "") -> Element | None:
    """The bars of the ranking's places; where the area `around` them has parts too, its own first, and in sentences
    what differs most from it.
    """
    ordered = [row["place"] for row in sorted(drawn.rows, key=lambda row: -(row["value"] or 0))]
    shown = ordered[: ranking.SHOWN]
    if drawn.view.selected in ordered[ranking.SHOWN :]:
        shown.append(drawn.view.selected)
    called_out = contrast.contrasts(titled, ordered, around, drawn.subject) if around else []
    told = sentence.stack(
        titled, ordered, drawn.subject, lambda number: ranking.level_word(drawn.view.by, drawn.subject, number), around
    )
    body = breakdown.stacked([around, *shown] if around else shown, titled, drawn.subject, drawn.view.selected)
    if body is None:
        return None
    if drawn.view.is_table(id):
        rows = [{**row, "part": part} for part, _, by_place in titled for row in by_place.values()]
        body = table.table(rows, drawn.subject, {"part": {part: text for part, text, _ in titled}}, {"part": title})
    rows = [row for _, _, by_place in titled for row in by_place.values()]
    return cards.card(id, title, drawn.line(say("unit_words.percent", drawn.reader), (id.removeprefix("values-"),)),
                      [*(el("p.contrast", text) for text in called_out), body, drawn.hidden_note(rows)], told=told,
                      tabs=cards.tabs(drawn.view, id, "chart", drawn.reader),
                      marks=cards.marks(drawn.asked.ranked, [], drawn.reader),
                      foot=drawn.foot(id, drawn.asked.ranked), kind="wide")  # fmt: skip


def values_table(drawn, found: dict, dimension: str) -> Element:
    """The scope's rows by the values of a dimension."""
    card = drawn.choice.module.dimensions[dimension]
    rows = [row for by_place in found.values() for row in by_place.values() if row["place"] == drawn.choice.scope]
    return table.table(rows, drawn.subject, {dimension: {v: text_of(t, drawn.reader) for v, t in card.values.items()}},
                       {dimension: text_of(card.title, drawn.reader)})  # fmt: skip
