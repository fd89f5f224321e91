"""What office programs draw of a card: a native chart from the very rows that the page draws its picture from."""

from collections.abc import Mapping
from dataclasses import replace

from dashboard import asking
from dashboard.briefs import chart
from dashboard.briefs.chart import Chart
from dashboard.figures import flows, follow_through
from dashboard.figures.breakdown import COLOURS
from dashboard.figures.project_progress import SHOWN
from dashboard.figures.subject import Subject, has_value, sorted_rows
from dashboard.pages import amounts, breakdowns, durations, projects
from dashboard.pages.leading import Stages
from dashboard.pages.pictures import Drawn
from dashboard.words import format as words
from dashboard.words import isolated, say
from dashboard.words import text_of as worded
from queries.reach import reach


def of(drawn: Drawn, panel: str) -> Chart | None:
    """The chart of a picture by its name in `panels`, or `funnel`, `flows` and `selected`; None for what is no chart (a map, a
    table), and where nothing has a figure.
    """
    kind, _, dimension = panel.partition(":")
    make = OF_FLOWS.get(kind) if drawn.choice.module.kind == "flow" else OF_KINDS.get(kind)
    if make is None:
        return None
    found = make(drawn, dimension) if dimension else make(drawn)
    return replace(found, decimals=drawn.subject.indicator.decimals) if found and found.decimals is None else found


def _ranking(drawn: Drawn) -> Chart | None:
    subject = drawn.subject
    return chart.of_ranking(drawn.rows, subject.name, subject.title, drawn.view.selected, subject.bare)


def _trend(drawn: Drawn) -> Chart | None:
    choice, found = drawn.choice, asking.trend_of(drawn.house, drawn.choice)
    places = [code for code in (drawn.view.selected, choice.scope) if code]
    others = [
        row["place"] for row in sorted_rows(list(found.rows)) if has_value(row)
    ]  # the highest first, as on the page
    periods = [(period, words.period(drawn.reader, period, choice.country)) for period in choice.periods]
    return chart.of_trend(found.rows, periods, list(dict.fromkeys([*places, *others])), drawn.subject.name, places,
                          found.breaks, drawn.subject.bare)  # fmt: skip


def _values(drawn: Drawn, dimension: str) -> Chart | None:
    stack = breakdowns.stack_of_values(drawn, dimension)
    return (_of_stack(drawn, stack) if stack else None) or _bars(breakdowns.own_values(drawn, dimension), drawn.subject)


def _streams(drawn: Drawn, dimension: str) -> Chart | None:
    titles = drawn.choice.module.dimensions[dimension].values
    found = asking.streams_of(drawn.house, drawn.choice, dimension)
    return _bars([(worded(titles[value], drawn.reader), row) for value, row in found.items()], drawn.moved)


def _bars(parts: list[tuple[str, Mapping]], subject: Subject) -> Chart | None:
    """The longest first, but for a scale, such as ages, which keeps its order."""
    if len(parts) <= len(COLOURS):
        parts = sorted(parts, key=lambda part: -part[1]["value"] if has_value(part[1]) else float("inf"))
    return chart.of_bars(parts, subject.title, subject.bare)


def _parts(drawn: Drawn) -> Chart | None:
    return _of_stack(drawn, breakdowns.stack_of_parts(drawn))


def _across(drawn: Drawn, names: str) -> Chart | None:
    return _of_stack(drawn, breakdowns.stack_across(drawn, *names.split(":")))


def _of_stack(drawn: Drawn, stack: breakdowns.Stack) -> Chart | None:
    return chart.of_stack(stack.bars, stack.name, stack.parts, drawn.subject.bare)


def _histogram(drawn: Drawn, dimension: str) -> Chart | None:
    _, parts, _, median = projects.classes(drawn, dimension)
    marked = parts[median][0] if median is not None else ""
    return chart.of_bars(parts, drawn.subject.title, drawn.subject.bare, marked)


def _overdue(drawn: Drawn, name: str) -> Chart | None:
    rows = asking.things_of(drawn.house, drawn.choice, every_period=True).rows
    counted = follow_through.classes(rows, name, drawn.reader)
    title = say("follow_through.overdue", drawn.reader)
    return _counts(drawn, counted, title) if counted else None


def _funnel(drawn: Drawn) -> Chart | None:
    found = drawn.lead
    if not isinstance(found, Stages):
        return None
    return _counts(
        drawn, [(found.titles[step.stage], step.reached) for step in found.lines], say("funnel.title", drawn.reader)
    )


def _counts(drawn: Drawn, counted: list[tuple[str, int]], title: str) -> Chart:
    names, counts = zip(*counted, strict=True)
    made = chart.of_numbers(names, [(title, counts)], lambda value: words.number(drawn.reader, value), "")
    return replace(made, decimals=0)


def _done_after(drawn: Drawn, name: str) -> Chart | None:
    found = durations.steps_of(drawn, name)
    if found is None or not found[1]:
        return None
    lines = [(drawn.subject.scope_name, found[1]), (drawn.subject.name(drawn.choice.country), found[2])]
    return chart.of_steps([line for line in lines if line[1]], say("follow_through.axis", drawn.reader))


def _reach(drawn: Drawn) -> Chart | None:
    found, reader = reach(drawn.fine), drawn.reader
    if found is None:
        return None
    told = amounts.reach_told(drawn)
    series = [(say(f"reach.{order}", reader), [100 * getattr(step, order) for step in found.steps])
              for order in ("by_number", "by_rate")]  # fmt: skip
    names = [say("reach.first", reader, places=told.places(step.places)) for step in found.steps]
    return replace(_shares(drawn, names, series), decimals=0)


def _bands(drawn: Drawn) -> Chart | None:
    _, lines = amounts.band_lines(drawn)
    ends = [{"low": low["value"], "high": high["value"]} if low and high and has_value(low) and has_value(high)
            else {"low": None, "high": None} for _, _, low, high in lines]  # fmt: skip
    rows = [(title, {**row, **end}) for (title, row, *_), end in zip(lines, ends, strict=True)]
    made = chart.of_bars(rows, say("bands.title", drawn.reader), drawn.subject.bare)
    return replace(made, reach_of="weights") if made else None


def _progress(drawn: Drawn) -> Chart | None:
    found = projects.projects_of(drawn)
    if found is None or not found[2]:
        return None
    module, _, every = found
    shown, title = every[:SHOWN], next(iter(module.card.columns))
    several = len({one.row["place"] for one in every}) > 1
    names = [
        isolated(one.row[title]) + (f", {drawn.subject.name(one.row['place'])}" if several else "") for one in shown
    ]
    series = [(say(f"projects.{which}", drawn.reader), [getattr(one, which) for one in shown])
              for which in ("physical", "financial", "time")]  # fmt: skip
    more = len(every) - len(shown)
    told = (say("projects.more", drawn.reader, count=more),) if more else ()
    return replace(_shares(drawn, names, series), decimals=0, remarks=told)


def _shares(drawn: Drawn, names: list[str], series: list) -> Chart:
    return chart.of_numbers(names, series, lambda value: words.percent(drawn.reader, value, 0), "percent")


def _largest(drawn) -> Chart | None:
    return _of_flows(drawn, drawn.listed)


def _selected(drawn) -> Chart | None:
    return _of_flows(drawn, drawn.of_selected_place.rows) if drawn.of_selected_place else None


def _of_flows(drawn, rows: list[dict]) -> Chart | None:
    """The flows that the page names; the others of each direction are told, and so is what stays inside."""
    listed, moved = flows.shortened(rows), drawn.moved
    named = [(flows.name_of(row, moved), row) for row in listed if row["rank_shown"] and row["direction"] != "inside"]
    made = chart.of_bars(named, moved.title, moved.bare)
    if made is None:
        return None
    rest = [row for row in listed if not row["rank_shown"] and flows.any_moved(row)]
    told = tuple(f"{flows.direction_text(row['direction'], moved, row['level'])}: {flows.name_of(row, moved)}: {moved.shown(row)}"
                 for row in rest)  # fmt: skip
    return replace(made, remarks=told)


OF_KINDS = {
    "ranking": _ranking, "trend": _trend, "values": _values, "parts": _parts, "across": _across, "histogram": _histogram,
    "overdue": _overdue, "funnel": _funnel, "done_after": _done_after, "reach": _reach, "bands": _bands,
    "progress": _progress,
}  # fmt: skip
OF_FLOWS = {"ranking": _ranking, "flows": _largest, "selected": _selected, "values": _streams}
