"""What are municipalities asked for, who has answered, and what is late? The workbooks to fill, and how to send them."""

from collections.abc import Iterable
from itertools import groupby

from dashboard.choice import place_of
from dashboard.markup import Element, el
from dashboard.pages.cards import files_of, grid
from dashboard.pages.frame import Page, page
from dashboard.pages.scope_bar import breadcrumb, menu
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import LANGUAGES, Reader, say, text_of
from dashboard.words import format as words
from geo.places import children
from queries.questionnaire import ANSWERED, LATE, OPEN, Questionnaire, Report, questionnaires

STEPS = ("step_take", "step_fill", "step_send", "step_checked", "step_shown")
BELOW = (("region",), ("district",), ("local", "town"))  # levels that a reader goes down by
SHOWN = 50  # answers listed; the CSV has them all
MOST_NAMED = 60  # municipalities named in one line; others are counted


def draw(site: Site, view: View) -> Page:
    """The page of a country, a region, a group or one municipality."""
    reader, told = site.reader(view), []
    view, country = place_of(site.house, view, told)
    name = site.namer(reader)
    found = questionnaires(site.house, view.place, country)
    body = [
        el("div.scope", breadcrumb(site, view, view.place, country, reader), below(site, view)),
        el("div.headline", el("h1", headline(found, name(view.place), reader)), el("p", say("questionnaire.text", reader))),
        asked(site, view, found, country) if found else el("p.empty", say("questionnaire.none_asked", reader)),
        grid([how_to(reader), answers(site, view, found, country)]),
    ]  # fmt: skip
    return page(site, view, say("titles.questionnaire", reader, place=name(view.place)), body, told)


def below(site: Site, view: View) -> Element | None:
    """The places that lie in this one, to choose from; None where there are none, or too many to choose from."""
    reader, name, places = site.reader(view), site.namer(site.reader(view)), site.house.places
    inner = [one for one in children(places, view.place) if one.valid_to is None] if view.place in places else []
    for level in BELOW:
        codes = [one.code for one in inner if one.level in level]
        if codes:
            links = sorted((name(code), view.to(place=code).to_url()) for code in codes)
            return el("div.choices", menu(say("questionnaire.choose", reader), [(href, text, False) for text, href in links],
                                          say("scope.place", reader)))  # fmt: skip
    return None


def headline(found: list[Questionnaire], place: str, reader: Reader) -> str:
    """What has come and what is late, in a sentence."""
    came = sum(len(one.reports) for one in found)
    late = [len(one.having(LATE)) for one in found]
    if is_of_one(found):
        of = [state for one in found for state in one.states.values()]
        answered = say("questionnaire.of_one", reader, place=place, count=len(of), answered=words.number(reader, of.count(ANSWERED)))  # fmt: skip
    elif came:
        answered = say("questionnaire.came", reader, place=place, count=came)
    else:
        return " ".join((say("questionnaire.none_came", reader, place=place),
                         say("questionnaire.past_due", reader, count=sum(map(bool, late)), total=words.number(reader, len(found)))))  # fmt: skip
    return " ".join((answered, say("questionnaire.late_now", reader, count=sum(late)) if any(late) else ""))


def is_of_one(found: list[Questionnaire]) -> bool:
    """Whether what is shown is of one municipality alone."""
    return len({code for one in found for code in one.states}) == 1


def asked(site: Site, view: View, found: list[Questionnaire], country: str) -> Element:
    """A line for each questionnaire: what is due, how many have answered, who is late, and its workbook."""
    reader, alone = site.reader(view), is_of_one(found)
    keys = ("questionnaire", "due", "state" if alone else "answered", "workbook")
    heads = [say(f"questionnaire.{key}", reader) for key in keys]
    bodies = []
    for theme, ones in groupby(found, key=lambda one: one.theme):
        title = text_of(site.house.registry.themes[theme].title, reader)
        link = el("a", title, href=view.other(theme, place=view.place).to_url())
        bodies.append(el("tr.theme-head", el("th", link, colSpan=len(keys), scope="rowgroup")))
        bodies += [_line(site, view, one, heads, country, alone) for one in ones]
    title = say("questionnaire.asked", reader)
    table = el("table.rows.cards-on-phone",
               el("thead", el("tr", [el("th", head, scope="col") for head in heads])), el("tbody", bodies))  # fmt: skip
    return el("section.panel", el("h2", title), el("p.sub", say("questionnaire.as_of", reader, date=words.date(reader, site.house.date))),
              el("div.table-wrap.whole", table, tabIndex=0, role="region", aria_label=title), id="card-asked")  # fmt: skip


def _line(site: Site, view: View, one: Questionnaire, heads: list[str], country: str, alone: bool) -> Element:
    reader = site.reader(view)
    state = _state(one, reader) if alone else _counted(site, one, reader)
    return el("tr", el("th", text_of(one.card.titles, reader), scope="row"),
              el("td", _due(one, country, reader), data_label=heads[1]), el("td", state, data_label=heads[2]),
              el("td", _workbooks(view, one, alone), data_label=heads[3]))  # fmt: skip


def _due(one: Questionnaire, country: str, reader: Reader) -> str:
    if one.due_on is None:
        return say("questionnaire.renewed", reader, count=one.card.template.due_days)
    period = words.period(reader, one.period, country)
    return say("questionnaire.due_by", reader, period=period, date=words.date(reader, one.due_on))


def _state(one: Questionnaire, reader: Reader) -> list:
    """Of one municipality: answered, late, or not yet; and when it last answered."""
    [state] = one.states.values()
    kind = "b.is-overdue" if state == LATE else "b"
    newest = next(iter(one.reports), None)
    when = say("questionnaire.last", reader, date=words.date(reader, newest.received_on)) if newest else None
    return [el(kind, say(f"questionnaire.state_{state}", reader)), el("small", f" {when}") if when else None]


def _counted(site: Site, one: Questionnaire, reader: Reader) -> list:
    """Of many: how many have answered, and behind that who is late or has not answered yet."""
    name = site.namer(reader)
    told = [say("questionnaire.answered_of", reader, answered=words.number(reader, len(one.having(ANSWERED))), total=words.number(reader, len(one.states)))]  # fmt: skip
    for state in (LATE, OPEN):
        codes = one.having(state)
        if codes:
            names = sorted(map(name, codes))
            more = [say("snapshots.more", reader, count=len(names) - MOST_NAMED)] if len(names) > MOST_NAMED else []
            summary = el("summary.is-overdue" if state == LATE else "summary", say(f"questionnaire.count_{state}", reader, count=len(codes)))  # fmt: skip
            told.append(el("details", summary, el("p.note", words.listing(reader, [*names[:MOST_NAMED], *more]))))
    return told


def _workbooks(view: View, one: Questionnaire, alone: bool) -> Element:
    """The workbook in each language; for one municipality made for it."""
    reader_of = {language: Reader(language) for language in LANGUAGES}
    place = f"&place={next(iter(one.states))}" if alone else ""
    links = [el("a", say(f"frame.language_{language}", reader_of[language]), href=f"/template/{one.card.name}.xlsx?lang={language}{place}",
                download=f"{one.card.name}.{language}.xlsx", lang=language) for language in LANGUAGES]  # fmt: skip
    return el("span.workbooks", links)


def how_to(reader: Reader) -> Element:
    """From the workbook to the page, step by step."""
    return el("section.panel", el("h2", say("questionnaire.how", reader)),
              el("ol.steps", [el("li", say(f"questionnaire.{step}", reader)) for step in STEPS]))  # fmt: skip


def answers(site: Site, view: View, found: list[Questionnaire], country: str) -> Element:
    """Who has answered, the newest first."""
    reader, name = site.reader(view), site.namer(site.reader(view))
    rows = newest_first(found)
    titles = {one.card.name: text_of(one.card.titles, reader) for one in found}
    heads = [say(f"questionnaire.{key}", reader) for key in ("municipality", "questionnaire", "sent", "approved")]
    title = say("questionnaire.who", reader)
    if not rows:
        return el(
            "section.panel", el("h2", title), el("p.empty", say("questionnaire.nobody", reader)), id="card-answers"
        )
    body = []
    for one in rows[:SHOWN]:
        period = f", {words.period(reader, one.period, country)}" if one.period else ""
        approved = say("questionnaire.approved_by", reader, organisation=one.approved_by, date=words.date(reader, one.approved_on))  # fmt: skip
        href = view.to(place=one.sender).to_url()
        body.append(el("tr", el("th", el("a", name(one.sender), href=href), scope="row"),
                       el("td", f"{titles[one.extract]}{period}", data_label=heads[1]),
                       el("td", words.date(reader, one.received_on), data_label=heads[2]), el("td", approved, data_label=heads[3])))  # fmt: skip
    table = el("table.rows.cards-on-phone",
               el("thead", el("tr", [el("th", head, scope="col") for head in heads])), el("tbody", body))  # fmt: skip
    note = say("table.first_rows", reader, shown=SHOWN, count=len(rows)) if len(rows) > SHOWN else None
    return el("section.panel", el("h2", title), el("div.table-wrap", table, tabIndex=0, role="region", aria_label=title),
              el("p.sub", note) if note else None,
              el("footer.card-foot", files_of(view, "answers", reader)), id="card-answers")  # fmt: skip


def newest_first(found: list[Questionnaire]) -> list[Report]:
    """All reports of some questionnaires."""
    every = (report for one in found for report in one.reports)
    return sorted(every, key=lambda one: (one.received_on, one.extract, one.sender, one.period), reverse=True)


def extracts_of(reports: Iterable[Report]) -> list[str]:
    """The extracts that reports are in, each once."""
    return list(dict.fromkeys(one.extract for one in reports))
