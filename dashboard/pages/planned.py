"""The cards of what was planned: places by steps, and what came of what was planned."""

from dashboard.asking import indicators_by, values_of
from dashboard.figures import matrix as matrix_figure
from dashboard.figures import planned_against_actual, table
from dashboard.figures.subject import sorted_rows
from dashboard.markup import Element, el
from dashboard.pages import cards
from dashboard.pages.breakdowns import values_table
from dashboard.words import say, text_of


def matrix(drawn) -> Element | None:
    """The rows of the ranking by the values of the dimension that the card names; its table is that of the dimension."""
    dimension = drawn.choice.module.card.matrix
    card = drawn.choice.module.dimensions[dimension]
    columns = [(value, text_of(text, drawn.reader)) for value, text in card.values.items()]
    found = values_of(drawn.house, drawn.choice, dimension, drawn.view.by)
    places = [row["place"] for row in sorted_rows(drawn.rows)]
    title = say("matrix.title", drawn.reader, indicator=drawn.subject.title, by=text_of(card.title, drawn.reader))
    line = drawn.line(drawn.unit(drawn.rows), (dimension,))
    body = matrix_figure.grid(
        places, columns, found, drawn.subject, drawn.ranking_title(drawn.view.by), f"{title}: {line}"
    )
    if body is None:
        return None
    if drawn.view.is_table("matrix"):
        body = values_table(drawn, dimension)
    return cards.card("matrix", title, line, [body], told=matrix_figure.sentence(columns, found, places, drawn.subject),
                      tabs=cards.tabs(drawn.view, "matrix", "chart", drawn.reader), kind="wide",
                      marks=cards.marks(drawn.asked.ranked, [], drawn.reader),
                      foot=drawn.foot(f"values-{dimension}", drawn.asked.ranked, "matrix"))  # fmt: skip


def planned(drawn) -> Element | None:
    """What came of what was planned in the scope, for each value of the dimension that the card names."""
    card = drawn.choice.module.card.planned
    dimension = drawn.choice.module.dimensions[card.dimension]
    answer = indicators_by(drawn.house, drawn.choice, card.indicators(), card.dimension)
    rows = {(row[card.dimension], row["indicator"]): row for row in answer.rows if row["place"] == drawn.choice.scope}
    lines = [planned_against_actual.Line(text_of(text, drawn.reader), *(rows[value, name] for name in card.indicators()))
             for value, text in dimension.values.items()
             if all((value, name) in rows for name in card.indicators())]  # fmt: skip
    body = planned_against_actual.bars(lines, drawn.reader)
    if body is None:
        return None
    if drawn.view.is_table("planned"):
        titles = {name: text_of(drawn.choice.module.indicators[name].title, drawn.reader) for name in card.indicators()}
        values = {value: text_of(text, drawn.reader) for value, text in dimension.values.items()}
        body = table.table([{**row, "part": row["indicator"]} for row in rows.values()], drawn.subject,
                           {card.dimension: values, "part": titles},
                           {card.dimension: text_of(dimension.title, drawn.reader), "part": say("planned.what", drawn.reader)})  # fmt: skip
    unit = say("unit_words.persons", drawn.reader)
    return cards.card("planned", say("planned.title", drawn.reader), drawn.line(unit, (card.dimension,)),
                      [body, el("p.note", say("planned.how", drawn.reader))],
                      told=planned_against_actual.sentence(lines, drawn.reader), kind="wide",
                      tabs=cards.tabs(drawn.view, "planned", "chart", drawn.reader),
                      marks=cards.marks(answer, [], drawn.reader), foot=drawn.foot("planned", answer))  # fmt: skip
