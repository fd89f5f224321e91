"""The cards of projects and of waiting: open projects with what is done and spent; how long answers took, by class."""

from dataclasses import replace

from dashboard.asking import classes_of, run
from dashboard.figures import histogram as histogram_figures
from dashboard.figures import project_progress
from dashboard.markup import Element, el
from dashboard.pages import cards
from dashboard.pages.breakdowns import values_table
from dashboard.words import say, text_of
from queries.indicator import TOTAL
from queries.progress import Project, open_projects
from queries.query import Module
from queries.run import Answer, Ask


def progress(drawn) -> Element | None:
    """The open projects of the page's register, or of the register that its card shows, those to look at first."""
    choice, reader, house = drawn.choice, drawn.reader, drawn.house
    listed = projects_of(drawn)
    if listed is None:
        return None
    module, answer, found = listed
    card = module.card
    name = drawn.subject.name if len({one.row["place"] for one in found}) > 1 else None
    body = project_progress.bars(
        found, next(iter(card.columns)), card.durations[card.progress.duration].due, name, reader
    )
    indicator = next(iter(module.indicators.values()))
    view = choice.view.to(indicator=f"{module.name}.{indicator.id}", tab="register")
    if body is None:
        body = el("p.empty", say("projects.none_open", reader))
    every = el("a.show-all", say("table.show_all", reader, count=len(answer.rows)), href=view.to_url())
    subject = replace(drawn.subject, indicator=indicator, heading="")
    line = say("register.line", reader, place=drawn.subject.scope_name, period=drawn.subject.period_text,
               count=len(answer.rows))  # fmt: skip
    return cards.card("progress", say("projects.title", reader), line, [body, el("p", every)],
                      told=project_progress.sentence(found, len(answer.rows), reader), marks=cards.marks(answer, [], reader),
                      foot=cards.foot(answer, subject, view, house, "register", image="progress"))  # fmt: skip


def projects_of(drawn) -> tuple[Module, Answer, list[Project]] | None:
    """The register of projects that a page shows, its answer, and the open ones; None where there is none."""
    choice, house = drawn.choice, drawn.house
    module = house.registry.modules.get(f"{choice.module.theme}/{choice.module.card.shows or choice.module.name}")
    if module is None or not house.has_data(module.id):
        return None
    fixed = tuple(pair for pair in choice.where if pair[0] in module.dimensions and pair[1] != TOTAL)
    answer = run(house, Ask(module.id, within=choice.scope, period=choice.view.period, where=fixed))
    card = module.card
    return module, answer, open_projects(answer.rows, card.progress, card.durations[card.progress.duration])


def classes(drawn, dimension: str) -> tuple[Answer, histogram_figures.Parts, dict | None, int | None]:
    """The answer, the counts of the scope by class of time, that of all classes, and the number of the class of the median."""
    card = drawn.choice.module.dimensions[dimension]
    answer, rows = classes_of(drawn.house, drawn.choice, dimension)
    parts = [(text_of(titles, drawn.reader), rows.get(value)) for value, titles in card.values.items()]
    return answer, parts, rows.get(TOTAL), histogram_figures.median_of(parts, rows.get(TOTAL))


def histogram(drawn, dimension: str) -> Element | None:
    """Counts of the scope by class of time, with the class of the median; only for what is counted over the classes."""
    card = drawn.choice.module.dimensions[dimension]
    answer, parts, total, median = classes(drawn, dimension)
    body = histogram_figures.bars(parts, median, drawn.subject)
    if body is None:
        return None
    shown = [row for _, row in parts if row]
    if drawn.view.is_table("histogram"):
        body = values_table(drawn, dimension)
    title = say("histogram.title", drawn.reader, time=text_of(card.title, drawn.reader))
    return cards.card("histogram", title, drawn.line(drawn.unit(shown), (dimension,)), [body, drawn.hidden_note(shown)],
                      tabs=cards.tabs(drawn.view, "histogram", "chart", drawn.reader),
                      told=histogram_figures.sentence(parts, total, median, drawn.subject),
                      marks=cards.marks(answer, [], drawn.reader), foot=drawn.foot(f"values-{dimension}", answer, "histogram"))  # fmt: skip
