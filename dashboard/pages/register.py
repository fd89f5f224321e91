"""The card with the things of a register themselves: those of the scope and the period, or of every period."""

from dashboard.asking import things_of
from dashboard.figures import register, sentence_of_counts
from dashboard.markup import Element, el
from dashboard.pages import cards
from dashboard.pages.laid import Laid
from dashboard.words import format as words
from dashboard.words import say, text_of

ID = "register"


def card(laid: Laid) -> Element:
    """The list, with links that switch between the period of the page and all of them."""
    reader, choice, every = laid.reader, laid.choice, laid.view.is_table(ID)
    answer = things_of(laid.house, choice, every)
    title = text_of(choice.module.card.title, reader)
    period = say("register.every_period", reader) if every or len(choice.periods) == 1 else laid.subject.period_text
    line = say("register.line", reader, place=laid.subject.scope_name, period=period, count=len(answer.rows))
    table = register.listed(
        answer.rows, choice.module.card, reader, laid.subject.name, laid.page_of, f"{title}: {line}"
    )
    notes = [el("p.note", note) for note in cards.notes_of(laid.house, answer, laid.subject)]
    seen = [row[duration.seen_until] for duration in choice.module.card.durations.values() for row in answer.rows]
    if seen:
        notes.append(el("p.note", say("register.as_of", reader, date=words.date(reader, max(seen)))))
    foot = cards.foot(answer, laid.subject, laid.view, laid.house, ID)
    told = sentence_of_counts.register(answer.rows, choice.module.card, reader, laid.subject.name)
    return cards.card(ID, title, line, [table, *notes], told=told, label=f"{title}, {say('card.list', reader)}", tabs=_periods(laid, every), foot=foot, kind="whole",
                      marks=cards.marks(answer, [], reader))  # fmt: skip


def _periods(laid: Laid, every: bool) -> Element | None:
    """Only the period of the page, or every period; nothing where there is one only."""
    if len(laid.choice.periods) < 2:
        return None
    reader = laid.reader
    links = [
        el("a" if every else "a.on", laid.subject.period_text, href=laid.view.to(tab="").to_url(),
           aria_current=None if every else "true"),
        el("a.on" if every else "a", say("register.every_period", reader), href=laid.view.to(tab=ID).to_url(),
           aria_current="true" if every else None),
    ]  # fmt: skip
    return el("nav.tabs", links, aria_label=say("table.period", reader))
