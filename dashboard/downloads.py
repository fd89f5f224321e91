"""Which rows stand behind each picture of a View, and what the CSV says above them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from dashboard import citation, panels
from dashboard.asking import (
    across,
    ask,
    chapter_of,
    every_flow_of,
    expected_of,
    happened_of,
    indicators_by,
    indicators_of,
    opened,
    parts_of,
    run,
    stages_of,
    streams_of,
    things_of,
    trend_of,
    values_of,
    values_over_time,
    with_pockets,
)
from dashboard.choice import Choice, choose, place_of
from dashboard.definitions import definitions
from dashboard.export import csv_text
from dashboard.figures.subject import Subject
from dashboard.limits import MOST_ROWS, TooMuch
from dashboard.pages import changes, home, peers
from dashboard.pages.cards import notes_of
from dashboard.pages.compare import chosen_of, figures_of
from dashboard.pages.flows import FlowDrawn
from dashboard.pages.frame import sentences_of
from dashboard.pages.leading import steps_of
from dashboard.pages.pictures import Drawn
from dashboard.pages.place import lines_of
from dashboard.pages.questionnaire import extracts_of, newest_first
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import format as words
from dashboard.words import say, text_of
from queries import plan_chapter
from queries.flows import ELSEWHERE, OTHER
from queries.questionnaire import questionnaires
from queries.run import Answer, Ask, AskError, counted


@dataclass(frozen=True)
class Table:
    """What a file holds: `title` and `period` in words, its rows, the answers they are from, and what must be said.

    What is read without a question has no answers but the `extracts` whose cards tell it.
    """

    title: str
    place: str
    country: str
    period: str
    rows: list[dict]
    answers: Sequence[Answer]
    notes: Sequence[str]
    filters: str = ""
    changes: Sequence[str] = ()
    extracts: Sequence[str] = ()


def download(site: Site, view: View, of: str, home: str = "") -> str | None:
    """The CSV of a picture (`map`, `ranking`, `register`, `world`, `attendance`, `never_seen`, `network`, `plan_chapter`, `funnel`, `agreement`, `done-<duration>`,
    `over_time-<dimension>`, `peers`, `pockets`, `bands`, `planned`, `trend`, `parts`, `values-<dimension>`, `across-<dimension>-<other>`,
    `place`, a theme of a comparison, the towns that `changed` most, the `answers` to questionnaires); None if there is none.

    `home` is the address of this site, for the link in the file. `AskError` tells what of the address is not known here,
    `TooMuch` that there are more than `MOST_ROWS` rows.
    """
    found = table_of(site, view, of)
    if found is None:
        return None
    table, shown = found
    if len(table.rows) > MOST_ROWS:
        raise TooMuch(say("guard.many_rows", site.reader(view), count=len(table.rows), most=MOST_ROWS))
    return csv_text(whole_header(site, shown, table, home), table.rows)


def table_of(site: Site, view: View, of: str) -> tuple[Table, View] | None:
    """What a picture holds, and the view with its blanks filled; None if there is no such picture. `AskError` as above."""
    if view.page == "place":
        table, shown = _place(site, view), view
    elif view.page == "compare":
        table, shown = _beside(site, view, of), view
    elif view.page == "home" and of == "changed":
        table, shown = _changed(site, view), view
    elif view.page == "questionnaire" and of == "answers":
        table, shown = _answered(site, view), view
    elif view.page in site.house.registry.themes:
        choice = _chosen(site, view)
        table, shown = _theme(site, choice, of), choice.view
    else:
        return None
    return (table, shown) if table else None


def pictures_of(site: Site, view: View) -> list[str]:
    """The names of all tables behind a page, in its order; a picture that has none of its own may be among them."""
    if view.page in site.house.registry.themes:
        choice = _chosen(site, view)
        flows = ["flows", "matrix"] if choice.module.kind == "flow" else []
        return flows + [panels.id_of(name) for name in panels.panels(choice)]
    if view.page == "compare":
        return list(site.house.registry.themes)
    return {"place": ["place"], "questionnaire": ["answers"]}.get(view.page, [])


def header(site: Site, view: View, table: Table, home: str) -> list[tuple[str, str]]:
    """What stands above the rows of a file, as (label, text): what, where, when, how chosen, and whence."""
    reader = site.reader(view)
    name = site.namer(reader)(table.place)
    header = [(say("csv.title", reader), table.title), (say("csv.place", reader), f"{name} ({table.place})"),
              (say("csv.period", reader), table.period), (say("csv.filters", reader), table.filters)]  # fmt: skip
    link = home + view.to(snapshot=site.house.digest[:12]).to_url()
    what = table.title if table.title == name else f"{table.title}, {name}"
    of = (citation.cited(what, table.period, table.answers, [table.country], link) if table.answers
          else citation.read_off(what, table.period, table.extracts, site.house, link))  # fmt: skip
    told = [line for line in header if line[1]] + [(say("csv.change", reader), text) for text in table.changes]
    return told + citation.lines(of, counted(table.rows), table.notes, reader)


def whole_header(site: Site, view: View, table: Table, home: str) -> list[tuple[str, str]]:
    """The header of a file that has no other page, with what its indicators and states mean."""
    told = definitions(site, table.answers, table.rows, site.reader(view))
    return header(site, view, table, home) + told


def _chosen(site: Site, view: View) -> Choice:
    choice, reader = choose(site.house, view), site.reader(view)
    if not isinstance(choice, Choice):
        place = site.namer(reader)(place_of(site.house, view, [])[0].place)
        raise AskError(say("headline.nothing_here", reader, place=place))
    wrong = sentences_of(site, view, choice.told, reader)
    if wrong:  # a page can say so beside its figures; a file that says it is of another place must not be made
        raise AskError(wrong)
    return choice


def _theme(site: Site, choice: Choice, of: str) -> Table | None:
    asked, reader, period = ask(site.house, choice), site.reader(choice.view), choice.view.period
    name, told = site.namer(reader), []
    subject = Subject(reader, choice.indicator, period, choice.scope, choice.country, name)
    if choice.module.kind == "flow":
        rows, answer = _flows(site, choice, asked, of)
    elif of == "map":
        rows, answer = asked.rows("fine", period), asked.fine
    elif of == "trend":
        found = trend_of(site.house, choice)
        rows, answer, told = found.with_breaks(), found.answer, changes.sentences(found, subject)
    elif of == "pockets" and asked.pockets:
        answer = with_pockets(site.house, choice)
        rows = [row for row in answer.rows if row["period"] == period]
    elif of == "peers":
        compared = Drawn(site, choice, asked).compared
        rows, answer = (
            (peers.rows_of(site, choice.view, compared), compared.line.answer) if compared else (None, asked.fine)
        )
    elif of == "bands" and choice.module.card.bands:
        answer = indicators_of(site.house, choice, choice.module.card.bands.all())
        rows = [row for row in answer.rows if row["place"] == choice.scope]
    elif of == "planned" and choice.module.card.planned:
        card = choice.module.card.planned
        answer = indicators_by(site.house, choice, card.indicators(), card.dimension)
        rows = [row for row in answer.rows if row["place"] == choice.scope]
    elif of == "parts":
        rows, answer = [row for part in parts_of(site.house, choice).values() for row in part.values()], asked.ranked
    elif of.startswith("values-") and of[7:] in choice.module.dimensions:
        levels = dict.fromkeys((choice.scope_level, choice.view.by))  # its own values, then those of the places in it
        found = [values_of(site.house, choice, of[7:], level) for level in levels]
        rows = [row for one in found for by_place in one.values() for row in by_place.values()]
        answer = _opened(choice, asked.ranked, of[7:])
    elif of.removeprefix("across-") in ("-".join(pair) for pair in panels.across(choice)):
        pair = next(pair for pair in panels.across(choice) if of == f"across-{'-'.join(pair)}")
        found = across(site.house, choice, *pair)
        rows, answer = (
            [row for by_value in found.values() for row in by_value.values()],
            _opened(choice, asked.own, *pair),
        )
    elif of in ("", "ranking"):
        rows, answer = asked.rows("ranked", period), asked.ranked
    else:
        rows, answer = _listed(site.house, choice, of)
    if rows is None:
        return None
    every = (
        of in ("trend", "never_seen", "funnel")
        or of.startswith(("done-", "over_time-"))
        or of == "register"
        and choice.view.tab == "register"
    )
    shown = ", ".join(choice.periods) if every else words.period(reader, period, choice.country)
    answer = answer if every else answer.in_period(period)
    filters = citation.choices(answer, site.house, choice.country, reader, name)
    return Table(text_of(choice.indicator.title, reader), choice.scope, choice.country, shown,
                 [_named(row, name) for row in rows], [answer], notes_of(site.house, answer, subject), filters, told)  # fmt: skip


def _opened(choice: Choice, answer: Answer, *dimensions: str) -> Answer:
    """The answer as asked for with each value of some dimensions, which its rows have: so that no filter of them is told."""
    where, total = opened(choice, *dimensions)
    return replace(answer, ask=replace(answer.ask, where=where, total=total))


def _listed(house, choice: Choice, of: str) -> tuple[list[dict] | None, Answer | None]:
    """The rows of a picture of events, of a register, or of what was worked out of them; None where there is no such
    picture.
    """
    module = choice.module
    if of == "attendance" and module.kind == "event":
        answer = happened_of(house, choice)
    elif of == "never_seen" and module.card.expected and module.card.missing == "zero":
        answer = expected_of(house, choice)
        return [row for row in answer.rows if row["value"] == 0], answer
    elif of == "network" and module.card.network:
        answer = run(house, Ask(module.id, within=choice.scope, period=choice.view.period, about="network"))
    elif of.startswith("done-") and of[5:] in module.card.durations:
        answer = run(house, Ask(module.id, within=choice.scope, about="durations"))
        return [row for row in answer.rows if row["duration"] == of[5:]], answer
    elif of.startswith("over_time-") and of[10:] in module.card.over_time:
        answer = values_over_time(house, choice, of[10:])
    elif of == "register" and module.kind == "register":
        answer = things_of(house, choice, every_period=choice.view.tab == "register")
    elif of == "world" and module.card.world:
        answer = things_of(house, choice)
    elif of == "plan_chapter" and module.card.plan_chapter:
        answer = chapter_of(house, choice)
        lines, answered = (
            plan_chapter.lines(answer.rows, module.card.plan_chapter),
            {row["place"] for row in answer.rows},
        )
        return plan_chapter.as_rows(lines, module.card.plan_chapter, len(answered)), answer
    elif of == "funnel" and module.card.funnel:
        answer = stages_of(house, choice)
        return [asdict(step) for step in steps_of(answer, module)], answer
    elif of == "agreement" and module.card.agreement:
        found = values_of(house, choice, module.card.agreement.by, choice.view.by)
        return [row for by_place in found.values() for row in by_place.values()], ask(house, choice).ranked
    else:
        return None, None
    return answer.rows, answer


def _flows(site: Site, choice: Choice, asked, of: str) -> tuple[list[dict] | None, Answer]:
    """The rows of a picture of flows; None where there is no such picture."""
    drawn = FlowDrawn(site, choice, asked)
    if of in ("", "map", "ranking"):
        return drawn.rows, asked.ranked
    if of == "flows":
        answer = every_flow_of(site.house, choice, choice.scope, MOST_ROWS)
        return answer.rows, answer
    if of == "matrix":
        return drawn.cells, asked.flows
    if of == "selected" and drawn.of_selected_place:
        answer = every_flow_of(site.house, choice, choice.view.selected, MOST_ROWS)
        return [row for row in answer.rows if row["direction"] != "between"], answer
    if of.startswith("values-") and of[7:] in choice.module.dimensions:
        return list(streams_of(site.house, choice, of[7:]).values()), asked.flows
    return None, asked.flows


def _place(site: Site, view: View) -> Table | None:
    if view.place not in site.house.places:
        return None
    reader = site.reader(view)
    name, lines = site.namer(reader), lines_of(site, view)
    answers = list({id(line.answer): line.answer for line in lines}.values())
    rows = [_named({"title": line.subject.title, **line.own}, name) for line in lines]
    notes = [note for line in lines for note in notes_of(site.house, line.answer, line.subject)]
    periods = dict.fromkeys(line.subject.period_text for line in lines)
    return Table(
        name(view.place), view.place, site.house.places[view.place].country, ", ".join(periods), rows, answers, notes
    )


def _changed(site: Site, view: View) -> Table | None:
    """Of the towns that changed most both rows, with the change."""
    view, country = place_of(site.house, view, [])
    found = home.changed_of(site, view, view.place, country)
    if found is None:
        return None
    rows = [_named({**row, "change": change}, found.subject.name) for change, *both in found.rows for row in both]
    periods = f"{found.before}, {found.subject.period}"
    return Table(found.subject.title, view.place, country, periods, rows, [found.answer],
                 notes_of(site.house, found.answer, found.subject))  # fmt: skip


def _beside(site: Site, view: View, theme: str) -> Table | None:
    """The places of a comparison by the indicators of one theme."""
    chosen, _ = chosen_of(site, view)
    found = [one for one in figures_of(site, view, chosen) if one.module.theme == theme]
    if not found:
        return None
    reader = site.reader(view)
    name = site.namer(reader)
    rows = [_named({"title": one.subject.title, **row}, name) for one in found for row in one.rows]
    answers = list({id(answer): answer for one in found for answer in one.answers}.values())
    notes = dict.fromkeys(
        note for one in found for answer in one.answers for note in notes_of(site.house, answer, one.subject)
    )
    periods = dict.fromkeys(one.subject.period_text for one in found)
    title = say("side_by_side.title", reader, places=words.listing(reader, map(name, chosen)))
    return Table(title, chosen[0], found[0].subject.country, ", ".join(periods), rows, answers, list(notes))


def _answered(site: Site, view: View) -> Table:
    """Who has answered which questionnaire, as the page lists it."""
    view, country = place_of(site.house, view, [])
    reader, name = site.reader(view), site.namer(site.reader(view))
    found = newest_first(questionnaires(site.house, view.place, country))
    rows = [_named({"place": one.sender, **asdict(one)}, name) for one in found]
    return Table(say("questionnaire.who", reader), view.place, country, words.date(reader, site.house.date), rows, [], (),
                 extracts=extracts_of(found))  # fmt: skip


def _named(row: dict, name) -> dict:
    ends = [end for end in ("place", "origin", "destination") if end in row and row[end] not in (OTHER, ELSEWHERE)]
    return {**row, **{f"{end}_name": name(row[end]) for end in ends}}
