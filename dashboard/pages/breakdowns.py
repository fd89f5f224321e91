"""What a figure is made of: 100 % bars of the parts of a whole or of the values of a dimension, by place or by another
dimension; plain bars where they do not add up. Each takes what is drawn (`pictures.Drawn`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from dashboard import asking
from dashboard.figures import breakdown, contrast, ranking, sentence, table
from dashboard.markup import Element, el
from dashboard.pages import cards
from dashboard.panels import may_stack
from dashboard.words import say, text_of
from queries.indicator import TOTAL


@dataclass(frozen=True)
class Stack:
    """100 % bars: `parts` are (id, title, bar -> row), `bars` those that are drawn and `name` what one is called; `around` the
    bar of the area around the others ("": none), `ordered` all but that.
    """

    parts: list[tuple[str, str, dict[str, dict]]]
    bars: list[str]
    name: Callable[[str], str]
    around: str
    ordered: list[str]

    @property
    def rows(self) -> list[dict]:
        return [row for _, _, by_bar in self.parts for row in by_bar.values()]


def stack_of_parts(drawn) -> Stack:
    """The module's indicators that are parts of a whole, by place."""
    found = asking.parts_of(drawn.house, drawn.choice)
    return _by_place(drawn, [(part, text_of(drawn.choice.module.indicators[part].title, drawn.reader), rows)
                             for part, rows in found.items()])  # fmt: skip


def stack_of_values(drawn, dimension: str) -> Stack | None:
    """The values of a dimension by place; None where they do not add up, or only one place is shown."""
    if not may_stack(drawn.choice, dimension) or len(drawn.rows) < 2:
        return None
    card = drawn.choice.module.dimensions[dimension]
    found = asking.values_of(drawn.house, drawn.choice, dimension, drawn.view.by)
    around = (
        asking.values_of(drawn.house, drawn.choice, dimension, drawn.choice.scope_level) if card.parts_of_whole else {}
    )
    titled = [(value, text_of(card.values[value], drawn.reader), {**around.get(value, {}), **rows})
              for value, rows in found.items()]  # fmt: skip
    return _by_place(drawn, titled, drawn.choice.scope if around else "")


def stack_across(drawn, name: str, other: str) -> Stack:
    """The parts of one dimension for each value of another, all of them first."""
    cards_of = drawn.choice.module.dimensions
    titles = {value: text_of(text, drawn.reader) for value, text in cards_of[other].values.items()}
    titles = {TOTAL: say("scope.all_values", drawn.reader), **titles}
    found = asking.across(drawn.house, drawn.choice, name, other)
    titled = [(value, text_of(cards_of[name].values[value], drawn.reader), rows) for value, rows in found.items()]
    shown = [value for value in titles if any(value in rows for _, _, rows in titled)]
    return Stack(titled, shown, titles.get, shown[0] if shown else "", shown[1:])


def own_values(drawn, dimension: str) -> list[tuple[str, dict]]:
    """`(title, row)` of each value of a dimension, of the scope itself."""
    card = drawn.choice.module.dimensions[dimension]
    found = asking.values_of(drawn.house, drawn.choice, dimension, drawn.choice.scope_level)
    return [(text_of(card.values[value], drawn.reader), rows[drawn.choice.scope])
            for value, rows in found.items() if drawn.choice.scope in rows]  # fmt: skip


def _by_place(drawn, parts: list, around: str = "") -> Stack:
    """Bars of the places that the ranking shows, of the area `around` them first."""
    ordered = [row["place"] for row in sorted(drawn.rows, key=lambda row: -(row["value"] or 0))]
    shown = ordered[: ranking.SHOWN]
    if drawn.view.selected in ordered[ranking.SHOWN :]:
        shown.append(drawn.view.selected)
    return Stack(parts, [around, *shown] if around else shown, drawn.subject.name, around, ordered)


def parts(drawn) -> Element | None:
    """100 % bars by place where the module's indicators are parts of a whole."""
    return _stacked(drawn, "parts", say("card.breakdown", drawn.reader), stack_of_parts(drawn))


def values(drawn, dimension: str) -> Element | None:
    """One dimension: 100 % bars by place where its values add up, else plain bars of the scope itself."""
    title, id = text_of(drawn.choice.module.dimensions[dimension].title, drawn.reader), f"values-{dimension}"
    stack = stack_of_values(drawn, dimension)
    made = _stacked(drawn, id, title, stack) if stack else None
    if made:
        return made
    if drawn.choice.module.card.histogram == dimension:
        return None  # the scope's own classes have a picture of their own, in their order
    parts = own_values(drawn, dimension)
    body = breakdown.bars(parts, drawn.subject) if len(parts) > 1 else None
    if body is None:
        return None
    if drawn.view.is_table(id):
        body = values_table(drawn, dimension)
    return cards.card(id, title, drawn.line(drawn.unit([row for _, row in parts]), (dimension,)),
                      [body, drawn.hidden_note([row for _, row in parts])], told=sentence.named(parts, drawn.subject),
                      tabs=cards.tabs(drawn.view, id, "chart", drawn.reader),
                      marks=cards.marks(drawn.asked.own, [], drawn.reader), foot=drawn.foot(id, drawn.asked.own))  # fmt: skip


def across(drawn, names: str) -> Element | None:
    """100 % bars of the scope itself: the parts of one dimension for each value of another, all of them first."""
    name, _, other = names.partition(":")
    cards_of, id = drawn.choice.module.dimensions, f"across-{name}-{other}"
    stack = stack_across(drawn, name, other)
    body = breakdown.stacked(stack.bars, stack.parts, drawn.subject, name=stack.name) if len(stack.bars) > 1 else None
    if body is None:
        return None
    title = say("card.parts_by", drawn.reader, parts=text_of(cards_of[name].title, drawn.reader),
                by=text_of(cards_of[other].title, drawn.reader))  # fmt: skip
    if drawn.view.is_table(id):
        words_of = {
            name: {value: text for value, text, _ in stack.parts},
            other: {bar: stack.name(bar) for bar in stack.bars},
        }
        body = table.table(stack.rows, drawn.subject, words_of,
                           {one: text_of(cards_of[one].title, drawn.reader) for one in words_of})  # fmt: skip
    told = sentence.stack(
        stack.parts,
        stack.ordered,
        replace(drawn.subject, name=stack.name),
        lambda number: say("sentence.bars", drawn.reader, count=number),
        stack.around,
    )
    return cards.card(id, title, drawn.line(say("unit_words.percent", drawn.reader), (name, other)),
                      [body, drawn.hidden_note(stack.rows)], told=told, tabs=cards.tabs(drawn.view, id, "chart", drawn.reader),
                      marks=cards.marks(drawn.asked.own, [], drawn.reader), foot=drawn.foot(id, drawn.asked.own),
                      kind="wide")  # fmt: skip


def _stacked(drawn, id: str, title: str, stack: Stack) -> Element | None:
    """The bars by place, and in sentences what differs most from the area around them."""
    body = breakdown.stacked(stack.bars, stack.parts, drawn.subject, drawn.view.selected)
    if body is None:
        return None
    called_out = contrast.contrasts(stack.parts, stack.ordered, stack.around, drawn.subject) if stack.around else []
    told = sentence.stack(stack.parts, stack.ordered, drawn.subject,
                          lambda number: ranking.level_word(drawn.view.by, drawn.subject, number), stack.around)  # fmt: skip
    if drawn.view.is_table(id):
        rows = [{**row, "part": part} for part, _, by_place in stack.parts for row in by_place.values()]
        body = table.table(
            rows, drawn.subject, {"part": {part: text for part, text, _ in stack.parts}}, {"part": title}
        )
    return cards.card(id, title, drawn.line(say("unit_words.percent", drawn.reader), (id.removeprefix("values-"),)),
                      [*(el("p.contrast", text) for text in called_out), body, drawn.hidden_note(stack.rows)], told=told,
                      tabs=cards.tabs(drawn.view, id, "chart", drawn.reader),
                      marks=cards.marks(drawn.asked.ranked, [], drawn.reader),
                      foot=drawn.foot(id, drawn.asked.ranked), kind="wide")  # fmt: skip


def values_table(drawn, dimension: str) -> Element:
    """The scope's rows by the values of a dimension."""
    card = drawn.choice.module.dimensions[dimension]
    found = asking.values_of(drawn.house, drawn.choice, dimension, drawn.choice.scope_level)
    rows = [row for by_place in found.values() for row in by_place.values() if row["place"] == drawn.choice.scope]
    return table.table(rows, drawn.subject, {dimension: {v: text_of(t, drawn.reader) for v, t in card.values.items()}},
                       {dimension: text_of(card.title, drawn.reader)})  # fmt: skip
