"""A place against its peers, its region, its clusters and its country: the rule in words, how to change it, the strips."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dashboard.asking import only, run
from dashboard.figures.dots import Strip, strip
from dashboard.figures.subject import Subject, has_value
from dashboard.markup import Element, el
from dashboard.pages import cards
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import Reader, say, text_of
from dashboard.words import format as words
from geo.places import ancestor_at, inside
from queries import peers
from queries.peers import Rule
from queries.run import Answer, Ask, AskError

COMPARABLE = ("ratio", "weighted_mean")  # a sum over a region is no measure for one place
OPENED = 2  # themes whose strips are seen at once; dozens of others wait below their title
NEAR = ("local", "district", "town")  # levels of which a region has many


@dataclass(frozen=True)
class Line:
    """One indicator of the place: its row among all rows of its level, and the question they answer."""

    module: object
    subject: Subject
    own: dict
    rows: list[dict]
    answer: Answer
    ask: Ask


@dataclass(frozen=True)
class Compared:
    """One line of the place with what it is compared with."""

    line: Line
    strip: Strip

    @property
    def percentiles(self) -> tuple[float, float] | None:
        """Where it lies among its peers; None where these are too few."""
        return self.strip.peers.percentiles if self.strip.peers and self.strip.peers.enough else None


def unread(site: Site, view: View, code: str) -> list:
    """What of the link's rule cannot be had for this place, for the page to tell."""
    if not view.peers or code not in site.house.places:
        return []
    _, pieces = peers.rule_of(site.house, code, view.peers)
    return [("unknown_choice", {"text": f"peers={piece}"}) for piece in pieces]


def kind_word(place, reader: Reader, number: int) -> str:
    """What places like this one are called: "sub-metropolitan cities", "wards"."""
    if place.category:
        return say(f"peers.{place.category}", reader, count=number)
    return cards.level_name(reader, place.level, place.country, number)


def rule_text(site: Site, code: str, rule: Rule, reader: Reader, number: int = 2) -> str:
    """The rule in words: "other municipalities of Bagmati with half to twice its population"."""
    place, name = site.house.places[code], site.namer(reader)
    if rule.chosen:
        return say("compare.rule_chosen", reader, places=cards.level_name(reader, place.level, place.country, number))
    if "category" in rule.same:
        kind = kind_word(place, reader, number)
    else:
        kind = cards.level_name(reader, place.level, place.country, number)
    if rule.group:
        area = group_name(site, code, rule.group, reader)
    else:
        area = name(peers.within(site.house, code, rule))
    key = "compare.rule_population" if "population" in rule.same else "compare.rule"
    return say(key, reader, places=kind, area=area)


def group_name(site: Site, code: str, group: str, reader: Reader) -> str:
    """The name of a cluster, with a question mark where membership is assumed."""
    unit = next(unit for unit in peers.clusters(site.house, code) if unit.id == group)
    text = text_of(unit.titles, reader)
    return text if unit.certain else say("place.group_uncertain", reader, group=text)


def assumed_groups(site: Site, code: str, reader: Reader) -> list[str]:
    """The names of the clusters of a place of which membership is assumed."""
    return [group_name(site, code, unit.id, reader) for unit in peers.clusters(site.house, code) if not unit.certain]


def panel(site: Site, view: View, code: str, found: Sequence[Compared], table: Element | None = None, title: str = "",
          foot: Sequence[Element] = ()) -> Element | None:  # fmt: skip
    """The card: who the peers are and how to change that, then a strip for each line, below its theme; or, where its tab is
    open, the `table` that stands for them.
    """
    if not found:
        return None
    reader = site.reader(view)
    rule, _ = peers.rule_of(site.house, code, view.peers)
    head = el("h2", title or say("place.against_peers", reader), id="title-peers")
    tabs = cards.tabs(view, "peers", "chart", reader) if table else None
    body = (
        [table]
        if table and view.is_table("peers")
        else [_key(site, code, rule, reader), *_strips(site, view, code, found)]
    )
    return el("section.panel.peers", el("div.card-head", head, tabs),
              el("p.rule", who(site, view, code)), None if site.in_copy else _editor(site, view, code, rule, reader), body,
              el("footer.card-foot", list(foot)) if foot else None, id="card-peers")  # fmt: skip


def who(site: Site, view: View, code: str) -> str:
    """Who the peers are, and how many: "Peers: 10 other sub-metropolitan cities of Nepal." """
    reader, (rule, _) = site.reader(view), peers.rule_of(site.house, code, view.peers)
    count = len(peers.members(site.house, code, rule))
    return say("compare.who", reader, count=count, rule=rule_text(site, code, rule, reader, count))


def rows_of(site: Site, view: View, one: Compared) -> list[dict]:
    """The rows that a strip shows: the place's own, and those of its peers."""
    code = one.line.own["place"]
    rule, _ = peers.rule_of(site.house, code, view.peers)
    shown = peers.members(site.house, code, rule) | {code}
    return [row for row in one.line.rows if row["place"] in shown]


def _key(site: Site, code: str, rule: Rule, reader: Reader) -> Element:
    name, around = site.namer(reader), _around(site, code, rule)
    key = [
        el("i.me"),
        name(code),
        el("i.dot"),
        say("compare.a_peer", reader),
        el("s"),
        say("compare.middle_half", reader),
    ]
    return el("p.key", key, [el("i.med"), say("figures.median_of", reader, place=name(around))] if around else None)


def _strips(site: Site, view: View, code: str, found: Sequence[Compared]) -> list[Element]:
    """A strip for each line; of several themes each has its title and number, and the first ones are open."""
    reader, by_theme = site.reader(view), {}
    for one in found:
        by_theme.setdefault(one.line.module.theme, []).append(_strip(site, view, code, one))
    if len(by_theme) == 1:
        return next(iter(by_theme.values()))
    return [
        el("details.of-theme",
           el("summary", el("h3", f"{text_of(site.house.registry.themes[theme].title, reader)} · {words.number(reader, len(its))}")),
           its, open=position < OPENED)
        for position, (theme, its) in enumerate(by_theme.items())
    ]  # fmt: skip


def _around(site: Site, code: str, rule: Rule) -> str | None:
    """The region whose middle place is marked: not where the rule already keeps to it."""
    place = site.house.places[code]
    return ancestor_at(site.house.places, code, "region") if place.level in NEAR and "region" not in rule.same else None


def compared(site: Site, view: View, code: str, lines: Iterable[Line]) -> list[Compared]:
    """Every line that has a figure, with what it is compared with."""
    return [Compared(line, _beside_peers(site, view, code, line)) for line in lines if has_value(line.own)]


def _beside_peers(site: Site, view: View, code: str, line: Line) -> Strip:
    """One line of a place beside its peers, the places of its region, and its region, clusters and country."""
    reader, house, own = site.reader(view), site.house, line.own
    name, place = site.namer(reader), house.places[code]
    rule, _ = peers.rule_of(house, code, view.peers)
    around = _around(site, code, rule)
    area = inside(house.places, around) if around else frozenset()
    return Strip(
        own, peers.compare(own, line.rows, peers.members(house, own["place"], rule)),
        rule_text(site, code, rule, reader), [row for row in line.rows if row["place"] in area],
        name(around) if around else "", cards.level_name(reader, place.level, place.country, 2),
        tuple(_beside(site, code, line, reader)),
    )  # fmt: skip


def _strip(site: Site, view: View, code: str, one: Compared) -> Element:
    reader, line, own, place = site.reader(view), one.line, one.line.own, site.house.places[code]
    href = view.other(
        line.module.theme, place=code, indicator=f"{line.module.name}.{line.subject.indicator.id}"
    ).to_url()
    marks = cards.marks(line.answer, [own], reader)
    if own["place"] != code:
        marks = [*marks, el("span.src", say("notes.earlier_place", reader, code=own["place"]))]
    return strip(one.strip, line.subject, cards.publishers(line.answer, place.country, reader), href, marks)


def _beside(site: Site, code: str, line: Line, reader: Reader) -> Iterable[tuple[str, dict]]:
    """The rows of its region, its clusters and its country, for what can be compared with one place."""
    if line.subject.indicator.over_places not in COMPARABLE:
        return
    place, name = site.house.places[code], site.namer(reader)
    above = [
        level for level in ("region", "country") if ancestor_at(site.house.places, code, level) not in (None, code)
    ]
    for level in above:
        yield from _of(site, line, level, place.country, [ancestor_at(site.house.places, code, level)], name)
    held = {unit.id: unit for unit in peers.clusters(site.house, code)}
    for group_set in site.house.sets.values():
        groups = [group.id for group in group_set.groups if group.id in held]
        if groups:
            yield from _of(site, line, group_set.id, place.country, groups,
                           lambda group: group_name(site, code, group, reader))  # fmt: skip


def _of(site: Site, line: Line, by: str, country: str, wanted: list[str], name) -> Iterable[tuple[str, dict]]:
    try:
        answer = run(site.house, replace(line.ask, by=by, within=country))  # one question for all lines of a module
    except AskError:  # the module has no such level: there is nothing to set beside it
        return
    rows = [row for row in answer.rows if row["indicator"] == line.subject.indicator.id]
    for code in wanted:
        row = only(rows, code)
        if row and has_value(row):
            yield name(code), row


def _editor(site: Site, view: View, code: str, rule: Rule, reader: Reader) -> Element:
    """Other rules as links: criteria to put in or take out, clusters, and a list of one's own choosing."""
    house, chips = site.house, []
    for criterion in peers.possible_criteria(house, code):
        same = set(rule.same) ^ {criterion}
        other = Rule(tuple(name for name in peers.CRITERIA if name in same))
        chips.append(_chip(view, other, say(f"compare.{criterion}", reader), criterion in rule.same))
    for unit in peers.clusters(house, code):
        chips.append(_chip(view, peers.default_rule(house, code) if rule.group == unit.id else Rule(group=unit.id),
                           group_name(site, code, unit.id, reader), rule.group == unit.id))  # fmt: skip
    near = _candidates(site, code, rule)
    name = site.namer(reader)
    listed = [_chip(view, _toggled(rule, one), name(one), one in rule.chosen) for one in near]
    chosen = el("details.choose", el("summary", say("compare.choose", reader)),
                el("p.sub", say("compare.choose_hint", reader)), el("p.chips", listed), open=bool(rule.chosen))  # fmt: skip
    return el("details.rule-of", el("summary", say("compare.change", reader)),
              el("p.chips", chips) if chips else None, chosen if near else None, open=bool(rule.chosen))  # fmt: skip


def _chip(view: View, rule: Rule, text: str, on: bool) -> Element:
    return el("a.chip.on" if on else "a.chip", text, href=view.to(peers=rule.text).to_url(),
              aria_pressed="true" if on else "false", role="button")  # fmt: skip


def _toggled(rule: Rule, code: str) -> Rule:
    rest = tuple(one for one in rule.chosen if one != code)
    return Rule(chosen=rest if code in rule.chosen else (*rest, code)[-peers.MOST_CHOSEN :])


def _candidates(site: Site, code: str, rule: Rule) -> list[str]:
    """Places one may choose: those of its region or palika and of its clusters, and the chosen ones."""
    house, place = site.house, site.house.places[code]
    near = Rule(("parent",)) if place.level == "ward" else Rule(("region",) if place.level in NEAR else ())
    found = set(peers.members(house, code, near)) | set(rule.chosen)
    for unit in peers.clusters(house, code):
        found |= peers.members(house, code, Rule(group=unit.id))
    return sorted(found, key=lambda one: (house.places[one].name_en, one))
