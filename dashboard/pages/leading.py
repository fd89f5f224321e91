"""What opens the page of a register that has an answer of its own: the draft table of a plan chapter, or a funnel.

Its sentence is the headline and its figures stand below it; the card comes before map and ranking.
"""

from collections.abc import Sequence

from dashboard.asking import chapter_of, stages_of
from dashboard.figures import funnel as funnel_figures
from dashboard.figures import plan_chapter as chapter_figures
from dashboard.markup import Element, el
from dashboard.pages import cards
from dashboard.pages.laid import Laid
from dashboard.words import say, text_of
from queries import funnel as funnels
from queries import plan_chapter as chapters
from queries.run import Answer

BOLD = {"most", "count", "done"}
FUNNEL, CHAPTER = "funnel", "plan_chapter"


class Chapter:
    """The draft table of what is shown: the lines of its period, and who answered."""

    def __init__(self, laid: Laid):
        self.laid, self.card, self.answer = (
            laid,
            laid.choice.module.card.plan_chapter,
            chapter_of(laid.house, laid.choice),
        )
        self.lines = chapters.lines(self.answer.rows, self.card)
        self.answered = len({row["place"] for row in self.answer.rows})
        validated = [row for row in self.answer.rows if row[self.card.validation] == self.card.validated]
        self.validated = len({row["place"] for row in validated})
        self.titles = _titles(laid, self.card.by)

    def headline(self) -> Sequence[tuple[str, str]]:
        subject = self.laid.subject
        return chapter_figures.headline(self.lines, self.answered, self.titles, self.laid.reader, subject.scope_name,
                                        subject.period_text)  # fmt: skip

    def figures(self) -> Sequence[tuple[str, str]]:
        return chapter_figures.figures(
            self.lines, self.answered, self.validated, self.laid.reader, self.laid.choice.country
        )

    def element(self) -> Element:
        laid, reader = self.laid, self.laid.reader
        title = say("plan_chapter.title", reader)
        line = say("plan_chapter.line", reader, place=laid.subject.scope_name, period=laid.subject.period_text,
                   count=self.answered)  # fmt: skip
        heading = text_of(laid.choice.module.dimensions[self.card.by].title, reader)
        body = chapter_figures.table(self.lines, self.titles, reader, laid.subject.name, laid.choice.country, heading,
                                     f"{title}: {line}")  # fmt: skip
        return cards.card(CHAPTER, title, line, [body, el("p.note", say("plan_chapter.draft", reader))], kind="whole",
                          marks=cards.marks(self.answer, [], reader),
                          foot=cards.foot(self.answer, laid.subject, laid.view, laid.house, CHAPTER))  # fmt: skip


class Stages:
    """The funnel of what is shown, of all periods: a thing of one year may go on in the next."""

    def __init__(self, laid: Laid):
        self.laid, self.card = laid, laid.choice.module.card.funnel
        self.answer = stages_of(laid.house, laid.choice)
        self.titles = _titles(laid, self.card.by)
        self.lines = steps_of(self.answer, laid.choice.module) if self.answer.rows else []

    def headline(self) -> Sequence[tuple[str, str]]:
        return funnel_figures.headline(self.lines, self.card, self.laid.reader, self.laid.subject.scope_name)

    def figures(self) -> Sequence[tuple[str, str]]:
        return funnel_figures.figures(self.lines, self.card, self.titles, self.laid.reader)

    def element(self) -> Element:
        laid, reader = self.laid, self.laid.reader
        title = say("funnel.title", reader)
        line = say("funnel.line", reader, place=laid.subject.scope_name)
        if laid.view.is_table(FUNNEL):
            body = funnel_figures.table(self.lines, self.titles, reader, f"{title}: {line}")
        else:
            body = funnel_figures.bars(self.lines, self.titles, reader)
        return cards.card(FUNNEL, title, line, [body, el("p.note", say("funnel.how", reader))], kind="whole",
                          told=funnel_figures.sentence(self.lines, self.titles, reader),
                          tabs=cards.tabs(laid.view, FUNNEL, "chart", reader), marks=cards.marks(self.answer, [], reader),
                          foot=cards.foot(self.answer, laid.subject, laid.view, laid.house, FUNNEL))  # fmt: skip


def of(laid: Laid) -> Chapter | Stages | None:
    """What opens the page; None where its card names nothing, or nothing is listed."""
    card = laid.choice.module.card
    found = Chapter(laid) if card.plan_chapter else Stages(laid) if card.funnel else None
    return found if found and found.lines else None


def headline(found: Chapter | Stages) -> Element:
    """The sentence as a heading, with what it names set bold."""
    return el("div.headline", el("h1", [el("em", text) if name in BOLD else text for name, text in found.headline()]))


def figures(found: Chapter | Stages) -> Element:
    return el("dl.figures", [el("div", el("dd", big), el("dt", small)) for big, small in found.figures()])


def steps_of(answer: Answer, module) -> list[funnels.Step]:
    """The steps of an answer's things, by the stages of the module's card."""
    by = module.card.funnel.by
    return funnels.steps(answer.rows, by, list(module.dimensions[by].values))


def _titles(laid: Laid, dimension: str) -> dict[str, str]:
    return {
        value: text_of(text, laid.reader) for value, text in laid.choice.module.dimensions[dimension].values.items()
    }
