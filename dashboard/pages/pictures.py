"""The pictures of one choice: map, ranking, trend, breakdowns, each in its card with its table, source and badge."""

from functools import cached_property, partial

from dashboard.asking import (
    ask,
    by,
    comparable_before,
    official_row,
    only,
    run,
    sibling,
    trend_of,
)
from dashboard.choice import Choice
from dashboard.figures import choropleth, headline, ranking, sentence, table, trend
from dashboard.figures import pockets as pocket_figures
from dashboard.figures.badge import is_partial
from dashboard.figures.subject import Subject, has_value, period_text
from dashboard.markup import Element, el, graph
from dashboard.pages import (
    agreement,
    amounts,
    breakdowns,
    cards,
    changes,
    durations,
    gatherings,
    leading,
    peers,
    planned,
    projects,
    register,
    sheet,
    world,
)
from dashboard.pages.laid import Laid
from dashboard.pages.maps import Map
from dashboard.pages.pockets import Pockets
from dashboard.pages.promise import not_comparable_of, promise
from dashboard.pages.scope_bar import level_title, segments
from dashboard.pages.silence import silent_places
from dashboard.panels import panels
from dashboard.site import Site
from dashboard.words import digits, pieces, say, text_of
from dashboard.words import format as words
from geo.places import before
from queries import peers as peers_of
from queries.indicator import TOTAL, is_written
from queries.protect import smallest_count
from queries.run import Ask, AskError
from queries.silence import silence

OF_KINDS = {  # pictures that files of their own make, from what is drawn and, some, the name of a duration or dimension
    "register": register.card, "done_after": durations.done_after, "overdue": durations.overdue,
    "attendance": gatherings.attended, "never_seen": gatherings.never_seen, "network": gatherings.met,
    "over_time": gatherings.by_period, "reach": amounts.reach, "bands": amounts.bands, "treemap": amounts.treemap,
    "matrix": planned.matrix, "planned": planned.planned, "progress": projects.progress, "histogram": projects.histogram,
    "agreement": agreement.card, "parts": breakdowns.parts, "values": breakdowns.values, "across": breakdowns.across,
}  # fmt: skip


def drawn_from(site: Site, choice: Choice) -> "Drawn | None":
    """The pictures of a choice for another page; None where it cannot be asked."""
    try:
        return Drawn(site, choice, ask(site.house, choice))
    except AskError:
        return None


def official_sentence(house, choice: Choice, subject: Subject, own: dict | None) -> str:
    """Our figure beside the one an office prints for the same place and period; nothing where there is none."""
    official = official_row(house, choice) if own and has_value(own) else None
    if official is None:
        return ""
    sentence = text_of(choice.indicator.official.sentence, subject.reader)
    values = {"value": subject.shown(own), "official": words.shown_row(subject.reader, official, word=False)}
    return "".join(digits(subject.reader, literal) + values.get(name, "") for literal, name in pieces(sentence))


class Drawn(Laid):
    """The pictures of one page."""

    @cached_property
    def pockets(self) -> Pockets | None:
        """The pockets of what is shown; None where there are none."""
        return Pockets.of(self)

    def found(self) -> headline.Found:
        """What the headline is made from."""
        own = only(self.asked.rows("own", self.view.period), self.choice.scope)
        before = comparable_before(self.house, self.choice)
        country = only(self.asked.rows("country", self.view.period), self.choice.country)
        return headline.Found(
            self.fine, self.rows, own, country, before, self.asked.units, self.view.detail, self.view.by
        )

    @cached_property
    def lead(self) -> leading.Chapter | leading.Stages | None:
        """What the page opens with before map and ranking, where its card names it."""
        return leading.of(self)

    def headline(self) -> Element:
        if self.lead:
            return leading.headline(self.lead)
        return headline.headline(self.found(), self.subject, self.view.selected)

    def figures(self) -> Element:
        if self.lead:
            return leading.figures(self.lead)
        other, pair = sibling(self.choice), None
        if other:
            rows = by(self.house, self.choice, self.choice.scope_level, other.id).rows
            row = only([row for row in rows if row["period"] == self.view.period], self.choice.scope)
            subject = Subject(
                self.reader, other, self.view.period, self.choice.scope, self.choice.country, self.subject.name
            )
            pair = (subject, row) if row else None
        return headline.figures(self.found(), self.subject, pair)

    def badge(self) -> Element | None:
        """What the sentence and the figures rest on, beside them, where it is not published."""
        found = self._marks(self.asked.own if self.asked.own.rows else self.asked.fine, [])
        return el("p.marks", found) if found else None

    def mind(self) -> Element | None:
        """What to mind of the indicator, beside its figures and not only behind a tap."""
        caveats = self.choice.indicator.caveats
        text = text_of(caveats, self.reader) if is_written(caveats) else ""
        own = only(self.asked.rows("own", self.view.period), self.choice.scope)
        told = [el("p", el("b", say("card.caveats", self.reader)), ": ", text)] if text else []
        official = official_sentence(self.house, self.choice, self.subject, own)
        if official:
            told.insert(0, el("p.official", official))
        if own and is_partial([own]) and self.choice.module.card.missing != "zero":
            told.append(el("p", say("coverage.counted", self.reader,
                                    places_with_value=words.number(self.reader, own["places_with_value"]),
                                    places_known=words.number(self.reader, own["places_known"]))))  # fmt: skip
        told += [el("p", note) for note in cards.notes_of(self.house, self.asked.own, self.subject)]
        return el("div.mind", told) if told else None

    def pocket_card(self) -> Element | None:
        return self.pockets.card() if self.pockets else None

    def main(self) -> list[Element]:
        """The pictures a page opens with: the world of partners abroad or the map, and the ranking; where the scope is its
        own and only row, the world alone or none.
        """
        abroad = world.card(self) if self.choice.module.card.world else None
        if self.view.by == self.choice.scope_level:
            return [abroad] if abroad else []
        return [abroad or self.map(), self.ranking()]

    def map(self, simple: bool = False) -> Element:
        """The map card: shapes by URL, legend with counts, what is not drawn said below. `simple`: without controls."""
        shown = Map(self, self.pockets)
        if self.view.is_table("map"):
            body = [table.table(self.rows if self.view.detail == self.view.by else self.fine, self.subject)]
        else:
            drawn = shown.element(simple)
            if drawn is None:
                return self._card("map", self.asked.fine, self.fine, self.view.detail,
                                  [el("p.empty", say("empty.no_map", self.reader))], "map")  # fmt: skip
            body = [drawn, shown.legend()]
        details = None
        if len(self.choice.details) > 1:
            links = [(self.view.to(detail=level).to_url(), level_title(self.reader, level, self.choice.country),
                      level == self.view.detail) for level in self.choice.details]  # fmt: skip
            details = segments(links, say("card.map", self.reader))
        switch = el("div.switches", details, self.pockets.switch()) if self.pockets else details
        notes = [el("p.note", note) for note in self.map_notes()]
        if self.asked.fine is self.asked.ranked:  # else it is among the notes of the answer
            notes.append(self.hidden_note(self.fine))
        if simple:
            link = el("a", say("home.open_theme", self.reader, theme=self.subject.title), href=self.view.to().to_url())
            return cards.card("map", self.subject.title, self.line(self.unit(self.fine)), [*body, *notes], told=self.map_told(),
                              marks=cards.marks(self.asked.fine, self.fine, self.reader),
                              foot=[el("span.source", cards.source_line(self.asked.fine, self.choice.country, self.reader)), link,
                                    *cards.files_of(self.view, "map", self.reader)])  # fmt: skip
        return self._card("map", self.asked.fine, self.fine, self.view.detail, [switch, *body, *notes], "map",
                          pocket_figures.rule(shown.pockets.told) if shown.pockets else None, told=self.map_told())  # fmt: skip

    def map_told(self) -> str:
        """What the map shows, in a sentence; where the ranking beside it has the same places it tells of their ends."""
        if self.view.colour and self.pockets and not self.view.is_table("map"):
            return pocket_figures.line(self.pockets.found, self.pockets.told) or ""
        same = self.view.detail == self.view.by
        return sentence.on_map(self.fine, self.subject, self.view.detail, same)

    def ranking(self) -> Element:
        if self.view.is_table("ranking"):
            body = [table.table(self.rows, self.subject)]
        else:
            body = [ranking.ranking(self.rows, self.subject, self._tap, self.view.selected)]
            if len(self.rows) > ranking.SHOWN + ranking.SPARE:
                text = say("table.show_all", self.reader, count=len(self.rows))
                body.append(el("p", el("a.show-all", text, href=self.view.to(tab="ranking").to_url())))
        notes = cards.notes_of(self.house, self.asked.ranked, self.subject) + self.group_notes()
        body += [self.silent(), *(el("p.note", note) for note in dict.fromkeys(notes))]
        told = sentence.places(self.rows, self.subject, self.view.by, self.view.selected)
        return self._card("ranking", self.asked.ranked, self.rows, self.view.by, body, "chart", told=told)

    def map_title(self) -> str:
        return self.subject.title

    def ranking_title(self, level: str) -> str:
        """What a row of the ranking is: "By province"."""
        if level in self.house.sets:
            return say("card.by_group", self.reader, set=text_of(self.house.sets[level].titles, self.reader))
        return say("card.by_level", self.reader, level=cards.level_name(self.reader, level, self.choice.country))

    def silent(self) -> Element | None:
        """Who has not reported for the period, below the ranking, where places should report."""
        module, country = self.choice.module, self.choice.country
        if module.card.missing != "not_reported":
            return None
        asked = (self.choice.scope, None, self.choice.indicator.id, self.choice.where)
        found = silence(self.house, module, self.view.period, *asked)
        levels = {self.house.places[one.place].level for one in found.places}
        return silent_places(
            found, self.subject.name, min(levels) if len(levels) == 1 else "place", country, self.reader
        )

    def others(self) -> list[Element]:
        """Trend and breakdowns, as kind and grain allow."""
        names = [name for name in panels(self.choice)[2:] if name != "map" or self.view.by != self.choice.scope_level]
        return [made for name in names if (made := self.picture(name))]

    def picture(self, name: str) -> Element | None:
        """The card of one picture by its name in `panels`; None where it has nothing to show."""
        kind, _, dimension = name.partition(":")
        own = {"map": self.map, "ranking": self.ranking, "trend": self.trend, "peers": self.peers,
               "pockets": self.pocket_card, "world": partial(world.card, self)}  # fmt: skip
        make = partial(OF_KINDS[kind], self) if kind in OF_KINDS else own[kind]
        return make(dimension) if dimension else make()

    @cached_property
    def compared(self) -> peers.Compared | None:
        """The selected place's figure, or that of what was there before it, with what it is compared with."""
        places, choice = self.house.places, self.choice
        if self.view.selected not in places:
            return None
        earlier = before(places, self.view.selected)
        for code in (self.view.selected, *((earlier.code,) if earlier else ())):
            rule, _ = peers_of.rule_of(self.house, code, self.view.peers)
            within = peers_of.within(self.house, code, rule)
            ask_for = Ask(choice.module.id, places[code].level, within, self.view.period, choice.where, choice.total,
                          (choice.indicator.id,))  # fmt: skip
            answer = run(self.house, ask_for)
            own = only(answer.rows, code)
            if own:
                line = peers.Line(choice.module, self.subject, own, answer.rows, answer, ask_for)
                return next(iter(peers.compared(self.site, self.view, code, [line])), None)
        return None

    def peers(self) -> Element | None:
        """The selected place against its peers, its region, its clusters and its country."""
        found = self.compared
        if found is None:
            return None
        code = found.line.own["place"]
        title = say("compare.selected", self.reader, place=self.subject.name(code))
        table = sheet.table(self.site, self.view.to(place=code), [found], most=1)
        foot = self.foot("peers", found.line.answer)
        return peers.panel(self.site, self.view, code, [found], table, title=title, foot=foot)

    def trend(self) -> Element | None:
        found = trend_of(self.house, self.choice)
        rows = found.rows
        figure = trend.figure(rows, self.subject, self.choice.periods, [self.view.selected, self.choice.scope],
                              found.breaks)  # fmt: skip
        if figure is None:
            return None
        drawn = [line["meta"]["place"] for line in figure["data"] if "place" in line["meta"]]
        notes = [el("p.note", note) for note in [*self._unlike(rows), *changes.sentences(found, self.subject, drawn)]]
        body = [table.table(rows, self.subject) if self.view.is_table("trend") else
                el("div.chart", graph("trend", figure, choropleth.CONFIG), role="img",
                   aria_label=say("access.chart", self.reader, indicator=self.subject.title,
                                  place=self.subject.scope_name, period=self._periods())), *notes]  # fmt: skip
        told = sentence.over_time(rows, self.subject, self.choice.periods, [self.choice.scope, self.view.selected],
                                  self.view.by, found.breaks)  # fmt: skip
        return cards.card("trend", say("card.trend", self.reader),
                          say("card.line", self.reader, place=self.subject.title, period=self._periods(),
                              unit=self.unit(rows)), body, told=told, tabs=cards.tabs(self.view, "trend", "chart", self.reader),
                          marks=cards.marks(self.asked.ranked, [], self.reader),
                          foot=self.foot("trend", self.asked.ranked))  # fmt: skip

    def _unlike(self, rows: list[dict]) -> list[str]:
        """The periods in which the scope's own line rests on some of its places only: its points are not of one set."""
        if self.choice.module.card.missing == "zero":
            return []
        reader = self.reader
        return [
            say("coverage.counted_in", reader, period=period_text(reader, self.choice.indicator, row["period"], self.choice.country),
                places_with_value=words.number(reader, row["places_with_value"]), places_known=words.number(reader, row["places_known"]))
            for row in rows if row["place"] == self.choice.scope and is_partial([row])
        ]  # fmt: skip

    def hidden_note(self, rows: list[dict]) -> Element | None:
        """How many of the figures in a picture are hidden, and why, where any is."""
        count = sum(row["state"] == "hidden" for row in rows)
        smallest = smallest_count(self.choice.module, {row["indicator"] for row in rows})
        return el("p.note", cards.hidden_text(count, len(rows), smallest, self.reader)) if count else None

    def _card(self, id: str, answer, rows, level: str, body: list, picture: str, line: str | None = None,
              told: str = "") -> Element:  # fmt: skip
        title = self.map_title() if line is None else say("pockets.title", self.reader, indicator=self.subject.title)
        if id == "ranking":
            title = self.ranking_title(level)
        return cards.card(id, title, line or self.line(self.unit(rows)), body, told=told,
                          tabs=cards.tabs(self.view, id, picture, self.reader), marks=self._marks(answer, rows),
                          foot=self.foot(id, answer))  # fmt: skip

    def _marks(self, answer, rows) -> list[Element]:
        # Where a missing row means none, coverage says who took part, not what is known.
        return cards.marks(answer, [] if self.choice.module.card.missing == "zero" else rows, self.reader)

    def foot(self, id: str, answer, image: str = "") -> list[Element]:
        """What stands below a picture: source, date, the menu."""
        notes = cards.notes_of(self.house, answer, self.subject)
        others = not_comparable_of(self.house.registry, self.choice.module.theme, self.choice.indicator)
        promised = promise(self.choice.indicator, others, self.reader)
        own = only(self.asked.rows("own", self.view.period), self.choice.scope)
        shown = answer if id == "trend" else answer.in_period(self.view.period)
        return cards.foot(shown, self.subject, self.view, self.house, id, notes=notes, promised=promised, image=image,
                          own=own)  # fmt: skip

    def line(self, unit: str, shown: tuple[str, ...] = ()) -> str:
        """Place, filters, period and unit; a dimension that is `shown` in full is not filtered."""
        filters = [text_of(self.choice.module.dimensions[name].values[value], self.reader)
                   for name, value in self.choice.where if value in self.choice.module.dimensions[name].values
                   and value != TOTAL and name not in shown]  # fmt: skip
        place = ", ".join([self.subject.scope_name, *filters])
        return say("card.line", self.reader, place=place, period=self.subject.period_text, unit=unit)

    def unit(self, rows: list[dict]) -> str:
        """The unit of rows, as it stands over a column."""
        unit = next((row["unit"] for row in rows if has_value(row)), self.choice.indicator.unit_in(self.choice.country))
        # Amounts are written in full with their currency, not in the thousands the source counts in.
        return words.unit_word(
            self.reader, unit.replace("_thousand", "") if unit[:3] in ("npr", "bdt", "inr") else unit
        )

    def _periods(self) -> str:
        first, last = self.choice.periods[0], self.choice.periods[-1]
        return say("period.between", self.reader, start=words.period(self.reader, first, self.choice.country),
                   end=words.period(self.reader, last, self.choice.country))  # fmt: skip

    def _tap(self, code: str) -> str:
        return self._drill(code) if code == self.view.selected else self._select(code)

    def _select(self, code: str) -> str:
        return self.view.to(selected=code).to_url()

    def _drill(self, code: str) -> str:
        if self.choice.deeper:
            return self.view.to(place=code, by="", detail="", selected="").to_url()
        return self.page_of(code)
