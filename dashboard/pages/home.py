"""How are the towns of this network doing? A map, one figure a core theme, what changed most, what is new."""

from dataclasses import dataclass

from dashboard.asking import only, run
from dashboard.choice import Choice, choose, country_of_group, cut, known_periods, place_of
from dashboard.figures.badge import badges
from dashboard.figures.subject import Subject, has_value, heading
from dashboard.markup import Element, el
from dashboard.pages import cards, pictures
from dashboard.pages.frame import Page, page
from dashboard.pages.scope_bar import menu, segments
from dashboard.pages.silence import late
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import format as words
from dashboard.words import say, text_of
from geo.places import countries
from queries.run import Answer, Ask, AskError
from queries.series import series

MAP_THEME = "poverty"  # the first core theme; another takes its place where it has no figures
FIGURES = 5  # people, and the four core themes; the others are in the bar
CHANGED = 6
NEW = 5
LATE = 5  # questions with late reports that are told here; the Data page has them all
TOWN_LEVELS = ("local", "town")


def draw(site: Site, view: View) -> Page:
    """The start page of a country, or of a network of its towns."""
    reader, told = site.reader(view), []
    view, country = place_of(site.house, view, told)
    name = site.namer(reader)
    scope = view.place if view.place in _networks(site, country) else country
    nations = [(view.to(place=code).to_url(), name(code), code == country)
                 for code in countries(site.house.places) if site.house.places[code].has_shape]  # fmt: skip
    networks = [(view.to(place=code).to_url(), name(code), code == scope) for code in _networks(site, country)]
    chosen = name(scope) if scope != country else say("home.network", reader)
    drawn = _map(site, view, scope)
    title = say("home.title", reader) if scope == country else say("home.title_of", reader, network=name(scope))
    body = [el("div.scope", el("div.choices", segments(nations, say("scope.country", reader)),
                               menu(chosen, networks, say("home.network", reader)) if networks else None)),
            el("div.headline", el("h1", title)), theme_figures(site, view, scope, country),
            el("div.grid.home", drawn.map(simple=True) if drawn else None,
               el("div", changed_most(site, view, scope, country), not_in_time(site, view, scope, country),
                  new_in_data(site, view)))]  # fmt: skip
    return page(site, view, say("titles.home", reader), body, told)


def _networks(site: Site, country: str) -> list[str]:
    """The groups with members of their own in the country; a set's rest, as non-programme towns, is no network."""
    return [group.id for one in site.house.sets.values() for group in one.groups if not group.complement_of
            and (group.country or country_of_group(site.house, group.id)) == country]  # fmt: skip


def _map(site: Site, view: View, scope: str):
    """The pictures of the first theme with a figure to draw there."""
    themes = sorted(site.house.registry.themes, key=lambda name: name != MAP_THEME)
    for name in themes:
        choice = choose(site.house, view.other(name, place=scope))
        drawable = isinstance(choice, Choice) and choice.module.kind != "flow"
        drawn = pictures.drawn_from(site, choice) if drawable else None
        if drawn and any(map(has_value, drawn.fine)):
            return drawn
    return None


def theme_figures(site: Site, view: View, scope: str, country: str) -> Element:
    """One figure for each of the first themes, with its badge and a way in."""
    reader, items = site.reader(view), []
    for one in list(site.house.registry.themes.values())[:FIGURES]:
        target = view.other(one.id, place=scope)
        choice = choose(site.house, target)
        if not isinstance(choice, Choice) or choice.module.kind == "flow":  # what stays in the country flows nowhere
            continue
        try:
            answer = run(site.house, Ask(choice.module.id, choice.scope_level, scope, choice.view.period, choice.where,
                                         choice.total, (choice.indicator.id,)))  # fmt: skip
        except AskError:
            continue
        subject = Subject(reader, choice.indicator, choice.view.period, scope, country, site.namer(reader),
                          heading(choice.indicator, choice.module.dimensions, choice.where, reader))  # fmt: skip
        row = only(answer.rows, scope)
        big = subject.big(row, short=True) if row and has_value(row) else say("states.no_data", reader)
        interval = subject.interval(row) if row else ""
        marks = badges(answer.provenance, [], reader)
        official = pictures.official_sentence(site.house, choice, subject, row)
        items.append(el("li", el("a.theme-figure", el("small.theme-name", text_of(one.title, reader)), el("b", big),
                                 el("span", f"{subject.title}, {subject.period_text}", f" ({interval})" if interval else None), href=target.to_url()),
                        el("small.official", official) if official else None, *marks))  # fmt: skip
    return el("ul.theme-figures", items, aria_label=say("home.figures", reader))


@dataclass(frozen=True)
class Changed:
    """The towns whose figure changed most: (change, row before, row now), the largest first, and the answer they are from."""

    answer: Answer
    subject: Subject
    before: str  # the period before that of the subject
    rows: list[tuple[float, dict, dict]]

    @property
    def unit(self) -> str:
        """In which the changes are counted."""
        indicator = self.subject.indicator
        return "percentage_points" if indicator.unit == "percent" else indicator.unit_in(self.subject.country)

    def line(self) -> str:
        """What changed, between which periods, in which unit."""
        reader, country = self.subject.reader, self.subject.country
        return say("card.line", reader, place=self.subject.title, unit=words.unit_word(reader, self.unit), period=say(
            "period.between", reader, start=words.period(reader, self.before, country), end=self.subject.period_text))  # fmt: skip


def changed_of(site: Site, view: View, scope: str, country: str) -> Changed | None:
    """Towns whose figure changed most between the last two periods, for the first indicator that has two."""
    chosen = _with_two_periods(site, country)
    if chosen is None:
        return None
    module, indicator, level, periods = chosen
    where, total = cut(module, indicator, (), [])
    found = series(site.house, Ask(module.id, level, scope, None, where, total, (indicator.id,)), country, run)
    now = {row["place"]: row for row in found.rows if row["period"] == periods[-1] and has_value(row)}
    then = {row["place"]: row for row in found.rows if row["period"] == periods[-2] and has_value(row)}
    same = [code for code in now if code in then and not found.broken(code, periods[-2], periods[-1])]
    changes = sorted(((now[code]["value"] - then[code]["value"], code) for code in same),
                     key=lambda change: (-abs(change[0]), change[1]))[:CHANGED]  # fmt: skip
    reader = site.reader(view)
    subject = Subject(reader, indicator, periods[-1], country, country, site.namer(reader),
                      heading(indicator, module.dimensions, where, reader))  # fmt: skip
    return Changed(found.answer, subject, periods[-2], [(change, then[code], now[code]) for change, code in changes]) if changes else None  # fmt: skip


def changed_most(site: Site, view: View, scope: str, country: str) -> Element | None:
    """The card of the towns that changed most."""
    found, reader = changed_of(site, view, scope, country), site.reader(view)
    if found is None:
        return None
    rows = [_change(change, then, now, found.subject, view) for change, then, now in found.rows]
    here = view.to(place=scope)
    foot = [
        el("span.source", cards.source_line(found.answer, country, reader)),
        *cards.files_of(here, "changed", reader),
    ]
    return cards.card("changed", say("home.changed_most", reader), found.line(), [el("ol.ranking.changes", rows)],
                      marks=cards.marks(found.answer, [], reader), foot=foot)  # fmt: skip


def not_in_time(site: Site, view: View, scope: str, country: str) -> Element | None:
    """Who should have reported for the last period and has not."""
    reader = site.reader(view)
    lines = late(site, reader, scope, country)
    if lines is None:
        return None
    more = len(lines) - LATE
    text = say("home.late_more", reader, count=more) if more > 0 else say("frame.data", reader)
    link = el("a", text, href=view.other("data").to_url())
    body = lines[:LATE] or [el("p", say("data.not_reported_none", reader))]
    return cards.card("late", say("home.late", reader), None, body, foot=[link])


def _with_two_periods(site: Site, country: str):
    for module in site.house.registry.modules.values():
        if not site.house.has_data(module.id) or module.kind != "series":
            continue
        facts = site.house.cubes[module.id]
        for indicator in module.indicators.values():
            periods = known_periods(site.house, module, indicator, country)
            if len(periods) < 2 or indicator.over_places != "ratio" or indicator.standard_error:
                continue  # where figures have errors, which changed most cannot be said
            levels = [{level for land, level, _ in facts.grains[period] if land == country} for period in periods[-2:]]
            level = next((one for one in TOWN_LEVELS if all(one in has for has in levels)), None)
            if level:
                return module, indicator, level, periods
    return None


def _change(change: float, then: dict, now: dict, subject: Subject, view: View) -> Element:
    big = words.signed(subject.reader, change, subject.indicator.decimals)
    text = f"{subject.big(then, short=True)} → {subject.big(now, short=True)}"
    href = view.other("place", place=now["place"]).to_url()
    return el("li", el("a.bar-row.change", el("span.name", subject.name(now["place"])), el("span.from-to", text),
                       el("span.num", big), href=href))  # fmt: skip


def new_in_data(site: Site, view: View) -> Element:
    """The extracts with the latest date of data."""
    reader = site.reader(view)
    latest = sorted(
        site.house.extracts.values(), key=lambda card: (str(card.read_at), str(card.data_date)), reverse=True
    )
    ordered = sorted(latest, key=lambda card: str(card.data_date), reverse=True)[:NEW]
    rows = [el("li", el("b", text_of(card.titles, reader)), el("span", f"{card.publisher} · {cards.date_text(card.data_date, reader)}"),
               *badges(card.provenance, [], reader)) for card in ordered]  # fmt: skip
    link = el("a", say("frame.data", reader), href=view.other("data").to_url())
    return cards.card("new", say("home.new_in_data", reader), None, [el("ul.news", rows)], foot=[link])
