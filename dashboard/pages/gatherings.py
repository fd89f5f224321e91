"""The cards of events: which town was at which, who was never seen, who meets whom, and what was spoken of when."""

from dashboard.asking import expected_of, happened_of, run, values_over_time
from dashboard.figures import attendance, network, over_time, sentence_of_counts
from dashboard.figures.choropleth import CONFIG
from dashboard.figures.subject import period_text
from dashboard.markup import Element, el, graph
from dashboard.pages import cards
from dashboard.pages.laid import Laid
from dashboard.words import format as words
from dashboard.words import say, text_of
from queries.indicator import TOTAL
from queries.run import Ask
from queries.worked_out import scope_of_network


def attended(laid: Laid) -> Element | None:
    """Towns by events of the period; the tab lists the events."""
    reader, answer = laid.reader, happened_of(laid.house, laid.choice)
    if not answer.rows:
        return None
    title = say("attendance.title", reader)
    events = attendance.happened(answer.rows)
    line = say(
        "attendance.line", reader, place=laid.subject.scope_name, period=laid.subject.period_text, count=len(events)
    )
    expected = [row["place"] for row in expected_of(laid.house, laid.choice).rows]
    if laid.view.is_table("attendance"):
        body = [attendance.listed(answer.rows, reader, laid.subject.name, f"{title}: {line}")]
    else:
        body = [attendance.matrix(answer.rows, expected, reader, laid.subject.name, f"{title}: {line}")]
    if len(events) > attendance.MOST_EVENTS:
        body.append(
            el(
                "p.note",
                say("attendance.more", reader, count=len(events), shown=words.number(reader, attendance.MOST_EVENTS)),
            )
        )
    told = sentence_of_counts.attended(answer.rows, expected, reader, laid.subject.name)
    return cards.card("attendance", title, line, body, told=told, tabs=cards.tabs(laid.view, "attendance", "chart", reader), kind="whole",
                      marks=cards.marks(answer, [], reader),
                      foot=cards.foot(answer, laid.subject, laid.view, laid.house, "attendance"))  # fmt: skip


def never_seen(laid: Laid) -> Element | None:
    """The towns that should take part and never did, in any period there are figures of."""
    module, reader = laid.choice.module, laid.reader
    if not module.card.expected or module.card.missing != "zero":
        return None
    answer = expected_of(laid.house, laid.choice)
    every = answer.rows
    absent = [row["place"] for row in every if row["value"] == 0]
    if not every:
        return None
    first, last = (period_text(reader, laid.choice.indicator, period, laid.choice.country)
                   for period in (laid.choice.periods[0], laid.choice.periods[-1]))  # fmt: skip
    told = say(
        "never_seen.some", reader, count=len(absent), total=words.number(reader, len(every)), first=first, last=last
    )
    if not absent:
        told = say("never_seen.none", reader, count=len(every), first=first, last=last)
    links = [
        el("li", el("a", laid.subject.name(code), href=laid.page_of(code)))
        for code in sorted(absent, key=laid.subject.name)
    ]
    return cards.card("never_seen", say("never_seen.title", reader), say("never_seen.line", reader, place=laid.subject.scope_name),
                      [el("ul.links", links) if links else None], told=told,
                      marks=cards.marks(answer, [], reader),
                      foot=cards.foot(answer, laid.subject, laid.view, laid.house, "never_seen"))  # fmt: skip


def met(laid: Laid) -> Element | None:
    """Who meets whom in the period, of the towns of the scope; nothing where the figures are filtered, since it is of all
    events.
    """
    module, reader, choice = laid.choice.module, laid.reader, laid.choice
    if "network" not in laid.house.worked_out.get(module.id, ()) or any(value != TOTAL for _, value in choice.where):
        return None
    answer = run(laid.house, Ask(module.id, within=choice.scope, period=laid.view.period, about="network"))
    scope, whole = scope_of_network(laid.house, choice.scope), choice.country
    figure = network.figure(answer.rows, reader, laid.subject.name, laid.view.selected)
    if figure is None and (scope == whole or not answer.rows):
        return None
    title, towns = say("network.title", reader), network.parted(answer.rows)[0]
    place = laid.subject.name(scope)
    line = say("network.line", reader, place=place, period=laid.subject.period_text, count=len(towns))
    of = "" if scope == whole else place
    told = network.sentences(answer.rows, reader, laid.subject.name, module.card.network.least, of)
    if laid.view.is_table("network") or figure is None:
        body = network.table(answer.rows, reader, laid.subject.name, f"{title}: {line}")
    else:
        body = el(
            "div.chart.tall",
            graph("network", figure, CONFIG),
            role="img",
            aria_label=f"{title}: {line}. {' '.join(told)}",
        )
    return cards.card("network", title, line, [body, *(el("p.note", one) for one in told[1:])], told=told[0],
                      tabs=cards.tabs(laid.view, "network", "chart", reader), marks=cards.marks(answer, [], reader),
                      foot=cards.foot(answer, laid.subject, laid.view, laid.house, "network"))  # fmt: skip


def by_period(laid: Laid, dimension: str) -> Element | None:
    """A dimension's values over all periods, of the scope."""
    reader, choice = laid.reader, laid.choice
    if len(choice.periods) < 2:
        return None
    card = choice.module.dimensions[dimension]
    answer = values_over_time(laid.house, choice, dimension)
    values = [
        (text_of(text, reader), {row["period"]: row for row in answer.rows if row[dimension] == value and row["place"] == choice.scope})
        for value, text in card.values.items()
    ]  # fmt: skip
    periods = [(period, period_text(reader, choice.indicator, period, choice.country)) for period in choice.periods]
    title = say("over_time.title", reader, dimension=text_of(card.title, reader))
    line = say("over_time.line", reader, indicator=laid.subject.title, place=laid.subject.scope_name)
    absent_is_zero = choice.module.card.missing == "zero"
    heading = text_of(card.title, reader)
    body = over_time.shaded(values, periods, laid.subject, heading, f"{title}: {line}", absent_is_zero)
    if body is None:
        return None
    told = sentence_of_counts.by_period(values, periods, laid.subject, absent_is_zero)
    return cards.card(f"over_time-{dimension}", title, line, [body], told=told, marks=cards.marks(answer, [], reader),
                      foot=cards.foot(answer, laid.subject, laid.view, laid.house, f"over_time-{dimension}"))  # fmt: skip
