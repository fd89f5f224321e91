"""Open projects, those that need a look first: work done and money spent as two bars, the agreed time that is gone as a mark."""

from collections.abc import Callable, Sequence

from dashboard.markup import Element, el
from dashboard.words import Reader, isolated, say
from dashboard.words import format as words
from queries.progress import BEHIND, Project

SHOWN = 8  # projects; the list of the register has all


def bars(
    projects: Sequence[Project], title: str, due: str, name: Callable[[str], str] | None, reader: Reader
) -> Element | None:
    """`title` and `due` are the columns with what is built and the day it is due; `name` names places, None where all are
    in one. None where no project is open.
    """
    if not projects:
        return None
    key = el("ul.key", el("li", el("i.swatch"), say("projects.physical", reader)),
             el("li", el("i.soft"), say("projects.financial", reader)),
             el("li", el("s"), say("projects.time", reader)))  # fmt: skip
    return el("div.projects", key, el("ol.ranking.breakdown", [
        _project(one, title, due, name, reader) for one in projects[:SHOWN]]))  # fmt: skip


def _project(project: Project, title: str, due: str, name: Callable[[str], str] | None, reader: Reader) -> Element:
    row = project.row
    where = el("small", name(row["place"])) if name else None
    return el("li", el("p.project", el("b", isolated(row[title])), where, el("span", _status(project, due, reader))),
              _bar(project, "physical", "i", reader), _bar(project, "financial", "i.soft", reader))  # fmt: skip


def _status(project: Project, due: str, reader: Reader) -> str:
    if project.days_over:
        return say("projects.over", reader, count=project.days_over)
    if project.row[due] is None:
        return ""
    key = "projects.behind" if project.is_behind else "projects.due"
    return say(key, reader, date=words.date(reader, project.row[due]))


def _bar(project: Project, which: str, tag: str, reader: Reader) -> Element:
    """One of the two bars, both with the mark; the share of time is spoken once."""
    share = getattr(project, which)
    time = project.time
    mark = el("s", style={"left": f"{time:.1f}%"}) if time is not None else None
    bar = el(tag, style={"width": f"{min(share, 100):.1f}%"}) if share is not None else None
    number = words.percent(reader, share, 0) if share is not None else say("register.not_given", reader)
    spoken = None
    if which == "physical" and time is not None:
        spoken = el("span.visually-hidden", say("projects.time_gone", reader, share=words.percent(reader, time, 0)))
    return el("div.bar-row", el("span.name", say(f"projects.{which}", reader)), el("span.bar", bar, mark, aria_hidden="true"),
              el("span.num", number, spoken))  # fmt: skip


def sentence(projects: Sequence[Project], whole: int, reader: Reader) -> str:
    """How many of the `whole` are open, and of these overdue or behind the time."""
    if not whole:
        return ""
    told = [say("projects.open", reader, count=len(projects), total=words.number(reader, whole))]
    over, behind = sum(bool(one.days_over) for one in projects), sum(one.is_behind for one in projects)
    if over:
        told.append(say("projects.overdue", reader, count=over))
    if behind:
        told.append(say("projects.lagging", reader, count=behind, points=words.number(reader, BEHIND)))
    if projects and not over and not behind:
        told.append(say("projects.in_time", reader))
    return " ".join(told)
