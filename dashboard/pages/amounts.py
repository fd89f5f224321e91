"""Pictures of rates with their numbers and of amounts: where support should go first, bands of weights, a treemap."""

from dashboard.asking import indicators_of, sibling
from dashboard.figures import bands as band_figures
from dashboard.figures import choropleth, sentence_of_counts, table
from dashboard.figures import reach as reach_figures
from dashboard.figures import treemap as treemap_figures
from dashboard.markup import Element, el, graph
from dashboard.pages import cards
from dashboard.pages.breakdowns import own_values, values_table
from dashboard.words import say, text_of
from queries.reach import reach as reach_of
from queries.run import Answer


def reach(drawn) -> Element | None:
    """Where support should go first: what the first of the places that the map draws reach."""
    found = reach_of(drawn.fine)
    if found is None:
        return None
    told = reach_told(drawn)
    body = reach_figures.table(found, told) if drawn.view.is_table("reach") else reach_figures.bars(found, told)
    return cards.card("reach", say("reach.title", drawn.reader), drawn.line(drawn.unit(drawn.fine)),
                      [body, el("p.note", say("reach.how", drawn.reader))], told=reach_figures.sentence(found, told),
                      tabs=cards.tabs(drawn.view, "reach", "chart", drawn.reader),
                      marks=cards.marks(drawn.asked.fine, [], drawn.reader), foot=drawn.foot("map", drawn.asked.fine, "reach"))  # fmt: skip


def reach_told(drawn) -> reach_figures.Told:
    """The words in which it is told."""
    number = sibling(drawn.choice)
    unit = number.unit if number and number.denominator is None else ""
    return reach_figures.Told(drawn.subject, drawn.choice.module.card.reach, drawn.view.detail, unit)


def bands(drawn) -> Element | None:
    """The scope's shares with how far they would move under other weights."""
    answer, lines = band_lines(drawn)
    body = band_figures.bars(lines, drawn.reader)
    if body is None:
        return None
    if drawn.view.is_table("bands"):
        rows = [{**row, "part": row["indicator"]} for row in answer.rows if row["place"] == drawn.choice.scope]
        titles = {row["part"]: text_of(drawn.choice.module.indicators[row["part"]].title, drawn.reader) for row in rows}
        body = table.table(rows, drawn.subject, {"part": titles}, {"part": say("bands.share", drawn.reader)})
    return cards.card("bands", say("bands.title", drawn.reader), drawn.line(say("unit_words.percent", drawn.reader)),
                      [body, el("p.note", say("bands.how", drawn.reader))], told=sentence_of_counts.bands(lines, drawn.reader),
                      tabs=cards.tabs(drawn.view, "bands", "chart", drawn.reader),
                      marks=cards.marks(answer, [], drawn.reader), foot=drawn.foot("bands", answer))  # fmt: skip


def band_lines(drawn) -> tuple[Answer, list[band_figures.Line]]:
    """The answer, and each share of the scope with the rows of its low and its high end, where it has them."""
    card, indicators = drawn.choice.module.card.bands, drawn.choice.module.indicators
    answer = indicators_of(drawn.house, drawn.choice, card.all())
    rows = {row["indicator"]: row for row in answer.rows if row["place"] == drawn.choice.scope}
    names = [name for name in (*card.of, *card.beside) if name in rows]
    return answer, [(text_of(indicators[name].title, drawn.reader), rows[name],
                     *(rows.get(end) for end in card.of.get(name, (None, None)))) for name in names]  # fmt: skip


def treemap(drawn) -> Element | None:
    """What the scope's amount is made of, as areas; its table is that of the dimension."""
    dimension = drawn.choice.module.card.treemap
    card = drawn.choice.module.dimensions[dimension]
    parts = own_values(drawn, dimension)
    figure = treemap_figures.figure(parts, drawn.subject)
    if figure is None:
        return None
    title = text_of(card.title, drawn.reader)
    label = say("access.chart", drawn.reader, indicator=f"{drawn.subject.title}, {title}",
                place=drawn.subject.scope_name, period=drawn.subject.period_text)  # fmt: skip
    body = el("div.chart", graph("treemap", figure, choropleth.CONFIG), role="img", aria_label=label)
    if drawn.view.is_table("treemap"):
        body = values_table(drawn, dimension)
    return cards.card("treemap", say("treemap.title", drawn.reader, indicator=drawn.subject.title, part=title),
                      drawn.line(drawn.unit([row for _, row in parts])), [body],
                      told=sentence_of_counts.areas(parts, drawn.subject),
                      tabs=cards.tabs(drawn.view, "treemap", "chart", drawn.reader),
                      marks=cards.marks(drawn.asked.own, [], drawn.reader),
                      foot=drawn.foot(f"values-{dimension}", drawn.asked.own, "treemap"))  # fmt: skip
