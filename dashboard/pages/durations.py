"""The cards of a register's durations: how long until things are done, and what is overdue, by how long."""

from dashboard.asking import run, things_of
from dashboard.figures import follow_through, sentence_of_counts
from dashboard.figures.choropleth import CONFIG
from dashboard.markup import Element, el, graph
from dashboard.pages import cards
from dashboard.pages.laid import Laid
from dashboard.words import format as words
from dashboard.words import say, text_of
from queries.follow_through import LEAST
from queries.indicator import TOTAL
from queries.run import Answer, Ask


def done_after(laid: Laid, name: str) -> Element | None:
    """The share done after so many days, of all periods; nothing where the figures are filtered, since it is of all things."""
    choice, reader, house = laid.choice, laid.reader, laid.house
    found = steps_of(laid, name)
    if found is None:
        return None
    answer, rows, beside = found
    title = say("follow_through.title", reader, duration=text_of(choice.module.card.durations[name].title, reader))
    line = say("follow_through.line", reader, place=laid.subject.scope_name)
    if not rows:
        few = say("follow_through.few", reader, least=words.number(reader, LEAST))
        return cards.card(f"done-{name}", title, line, [el("p.empty", few)])
    told = follow_through.sentence(rows, reader)
    id = f"done-{name}"
    if laid.view.is_table(id):
        body = follow_through.table(rows, reader, f"{title}: {line}")
    else:
        body = el("div.chart", graph(id, follow_through.figure(rows, beside, reader), CONFIG), role="img",
                  aria_label=f"{title}: {line}. {told}")  # fmt: skip
    note = (
        el("p.note", say("follow_through.beside", reader, country=laid.subject.name(choice.country)))
        if beside
        else None
    )
    return cards.card(id, title, line, [body, note], told=told, tabs=cards.tabs(laid.view, id, "chart", reader),
                      marks=cards.marks(answer, [], reader), foot=cards.foot(answer, laid.subject, laid.view, house, id))  # fmt: skip


def steps_of(laid: Laid, name: str) -> tuple[Answer, list[dict], list[dict]] | None:
    """The answer, the steps of the scope, and where it is a part of a country those of the country; None where there is no
    such picture.
    """
    choice, house = laid.choice, laid.house
    filtered = any(value != TOTAL for _, value in choice.where)
    if "durations" not in house.worked_out.get(choice.module.id, ()) or filtered:
        return None

    def rows_of(answer: Answer) -> list[dict]:
        return [row for row in answer.rows if row["duration"] == name]

    answer = run(house, Ask(choice.module.id, within=choice.scope, about="durations"))
    if choice.scope == choice.country:
        return answer, rows_of(answer), []
    return answer, rows_of(answer), rows_of(run(house, Ask(choice.module.id, within=choice.country, about="durations")))


def overdue(laid: Laid, name: str) -> Element | None:
    """What is open beyond its due day, by how long, of all periods; nothing for things without a due day."""
    choice, reader = laid.choice, laid.reader
    if not choice.module.card.durations[name].due:
        return None
    answer = things_of(laid.house, choice, every_period=True)
    if not answer.rows:
        return None
    line = say("follow_through.line", reader, place=laid.subject.scope_name)
    return cards.card(f"overdue-{name}", say("follow_through.overdue", reader), line,
                      [follow_through.overdue(answer.rows, name, reader)],
                      told=sentence_of_counts.overdue(answer.rows, name, reader), marks=cards.marks(answer, [], reader),
                      foot=cards.foot(answer, laid.subject, laid.view.to(tab="register"), laid.house, "register",
                                      image=f"overdue-{name}"))  # fmt: skip
