"""How is my town doing? One page of all indicators of a place against its peers and its region."""

from dataclasses import replace

from dashboard.asking import are_siblings, only, run
from dashboard.choice import Choice, choose, cut, known_periods
from dashboard.citation import date_text
from dashboard.figures.subject import Subject, has_value, heading_of_row
from dashboard.markup import Element, el
from dashboard.pages import cards, gaps, government, held, pictures, sheet
from dashboard.pages.frame import Page, kind_of, page
from dashboard.pages.peers import Line, compared, panel, unread
from dashboard.pages.scope_bar import breadcrumb
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import count as so_many
from dashboard.words import digits, isolated, say, text_of
from dashboard.words import format as words
from geo.places import before, children, name_of
from queries import peers
from queries.run import Answer, Ask, AskError

AREAS = "place_areas"  # the extract with what each place's area was measured from
OF_A_MODULE = 4  # indicators shown of one module; the theme page has them all
UNCOMPARED = ("flow", "register")  # the things of registers are listed, not set against those of peers
UNKNOWN = 6  # of what is not known yet that is told at first
CHILD_LEVELS = ("country", "region", "district", "local", "ward", "town")


def draw(site: Site, view: View) -> Page:
    """The page of a place; for an unknown code what to do, and its surroundings never blank."""
    if view.place not in site.house.places:
        return unknown(site, view)
    reader, code = site.reader(view), view.place
    name = site.namer(reader)
    lines = lines_of(site, view)
    found = compared(site, view, code, lines)
    table = sheet.table(site, view, found)
    left = [
        element for element in (where_people_live(site, view), inside_of(site, view), do_with(site, view)) if element
    ]
    body = [
        el("div.scope", breadcrumb(site, view.other(_first_theme(site), place=code),
                                   code, site.house.places[code].country, reader)),
        heading(site, view), lead(site, view, lines), sheet.summary(found, reader),
        el("div.grid.place", el("div", left),
           el("div", panel(site, view, code, found, table, foot=cards.files_of(view, "place", site.reader(view))),
              held.registers(site, view), not_known(site, view, lines))),
        sheet.printed(site, view, lines, found, table),
    ]  # fmt: skip
    return page(site, view, say("titles.place", reader, place=name(code)), body, unread(site, view, code))


def _first_theme(site: Site) -> str:
    return next(iter(site.house.registry.themes), "home")


def unknown(site: Site, view: View) -> Page:
    """No such place, or none chosen yet."""
    reader = site.reader(view)
    told = [("unknown_place", {"text": view.place})] if view.place else []
    body = [el("div.headline", el("h1", say("place.choose", reader)), el("p", say("place.choose_hint", reader)))]
    shown = view.other("place", problems=view.problems)
    return page(site, shown, say("titles.place", reader, place=say("frame.place", reader)), body, told, not view.place)


def heading(site: Site, view: View) -> Element:
    """Name, its name in the other script, kind and code; then the groups it belongs to."""
    reader, house = site.reader(view), site.house
    place, name = house.places[view.place], site.namer(reader)
    other = name_of(place, {"NP": "ne", "BD": "bn"}.get(place.country, "en"))
    if other == name_of(place, reader.language):
        other = place.name_en if place.name_en != name_of(place, reader.language) else None
    small = " · ".join(part for part in (other and isolated(other), kind_of(place, reader), place.code) if part)
    chips = [_chip(site, view, unit, reader) for unit in house.memberships(place.code)
             if unit.id not in house.places and not unit.id.startswith(("np-", "bd-"))]  # fmt: skip
    notes = []
    if place.linked:
        notes.append(say("place.linked", reader, place=name(place.linked)))
    if place.valid_to and place.successors:
        notes.append(say("place.no_longer", reader, place=name(place.code), date=words.date(reader, place.valid_to),
                         successors=words.listing(reader, [name(code) for code in place.successors])))  # fmt: skip
    areas = house.extracts.get(AREAS)
    if place.area_km2 and areas:
        notes.append(say("place.area", reader, area=words.number(reader, place.area_km2, 1), source=areas.publisher,
                         date=date_text(areas.data_date, reader)))  # fmt: skip
    if place.old_names:
        notes.append(say("place.old_names", reader, names=words.listing(reader, map(isolated, place.old_names[:6]))))
    return el("div.heading", el("h1", name(place.code), el("small", small)), el("p.chips", chips) if chips else None,
              government.line(site, view), el("p.note", " ".join(notes)) if notes else None)  # fmt: skip


def _chip(site: Site, view: View, unit, reader) -> Element:
    text = text_of(unit.titles, reader)
    if not unit.certain:
        text = say("place.group_uncertain", reader, group=text)
    href = view.other(_first_theme(site), place=unit.id).to_url()
    return el("a.chip", text, href=href, title=None if unit.certain else say("place.group_uncertain_text", reader))


def lines_of(site: Site, view: View) -> list[Line]:
    """The main indicators of every module that has rows of this place's level, each with all its peers' rows."""
    house, found = site.house, []
    place = house.places[view.place]
    within = peers.within(house, place.code, peers.rule_of(house, place.code, view.peers)[0])
    for module in house.registry.modules.values():
        if not house.has_data(module.id) or module.kind in UNCOMPARED:
            continue
        for ask in questions(house, module, place.level, within, place.country):
            answer = answer_of(site, ask)
            of_module = (module.indicators[name] for name in ask.indicators)
            found += [line for indicator in of_module if (line := _line(site, view, module, indicator, answer, ask))]
    return found


def questions(house, module, by: str, within: str, country: str) -> list[Ask]:
    """What to ask for the main indicators of a module in the last period each has in the country: those of one period
    together.
    """
    asked: dict[Ask, list[str]] = {}
    for indicator in main_indicators(module):
        periods = known_periods(house, module, indicator, country)
        if periods:
            where, total = cut(module, indicator, (), [])
            asked.setdefault(Ask(module.id, by, within, periods[-1], where, total), []).append(indicator.id)
    return [replace(ask, indicators=tuple(names)) for ask, names in asked.items()]


def _line(site: Site, view: View, module, indicator, answer: Answer | None, ask: Ask) -> Line | None:
    place = site.house.places[view.place]
    rows = [row for row in answer.rows if row["indicator"] == indicator.id] if answer else []
    earlier = before(site.house.places, place.code)
    own = only(rows, place.code) or (only(rows, earlier.code) if earlier else None)
    if own is None:
        return None
    reader = site.reader(view)
    subject = Subject(reader, indicator, own["period"], place.code, place.country, site.namer(reader),
                      heading_of_row(indicator, module.dimensions, own, reader))  # fmt: skip
    return Line(module, subject, own, rows, answer, ask)


def answer_of(site: Site, ask: Ask) -> Answer | None:
    """The answer; None where the module cannot be asked so."""
    try:
        return run(site.house, ask)
    except AskError:  # a level this module cannot be asked by: the place simply has no such line
        return None


def main_indicators(module) -> list:
    """The first few indicators of a module: of parts only the first, of a rate and its number only the first."""
    shown = []
    for indicator in module.indicators.values():
        if indicator.id in module.card.parts[1:]:
            continue
        if indicator.unit == "towns" or any(are_siblings(other, indicator) for other in shown):
            continue
        shown.append(indicator)
    return shown[:OF_A_MODULE]


def lead(site: Site, view: View, lines: list[Line]) -> Element | None:
    """One or two sentences: who lives here, and the first figure of another theme."""
    reader = site.reader(view)
    by_id = {line.subject.indicator.id: line for line in lines if has_value(line.own)}
    told = []
    if "persons" in by_id:
        persons = by_id["persons"]
        if "household_size" in by_id and by_id["household_size"].own["denominator"]:
            households = words.value(reader, by_id["household_size"].own["denominator"], "households")
            told.append(
                say(
                    "place.people_live",
                    reader,
                    persons=persons.subject.shown(persons.own),
                    households=households,
                    period=persons.subject.period_text,
                )
            )
        else:
            told.append(say("headline.value", reader, indicator=persons.subject.title, place=persons.subject.scope_name,
                            period=persons.subject.period_text, value=persons.subject.shown(persons.own)))  # fmt: skip
    other = next((line for line in lines if line.module.theme != "people" and has_value(line.own)
                  and line.answer.provenance != "illustrative"), None)  # fmt: skip
    if other:
        told.append(say("headline.value", reader, indicator=other.subject.title, place=other.subject.scope_name,
                        period=other.subject.period_text, value=other.subject.with_interval(other.own, short=True)))  # fmt: skip
    return el("p.lead", " ".join(told)) if told else None


def not_known(site: Site, view: View, lines: list[Line]) -> Element | None:
    """What is missing for this place, why, and what would fill it."""
    reader, items = site.reader(view), []
    place, seen = site.house.places[view.place], set()
    name = site.namer(reader)
    if place.level in ("local", "town") and government.line(site, view) is None:
        items.append(_gap(say("place.government", reader), say("place.government_text", reader), "no_data", reader))
    for line in lines:
        if has_value(line.own) or line.module.id in seen:
            continue
        seen.add(line.module.id)
        state = line.own["state"]
        why = say(f"state_texts.{state}", reader)
        items.append(_gap(line.subject.title, f"{line.subject.period_text}: {why}", state, reader))
    shown = {line.module.id for line in lines}
    for module in site.house.registry.modules.values():
        if module.id in shown or site.house.has_data(module.id):
            continue
        items.append(_gap(text_of(module.card.title, reader), gaps.waiting(site, module, reader), "no_data", reader))
    for module in site.house.registry.modules.values():
        if module.id in shown or module.kind in UNCOMPARED or not site.house.has_data(module.id):
            continue
        grains = {(land, level) for found in site.house.cubes[module.id].grains.values() for land, level, _ in found}
        levels = sorted((level for land, level in grains if land == place.country), key=CHILD_LEVELS.index)[::-1]
        if levels:
            finest = say("empty.no_data_level", reader, place=name(place.code),
                         level=cards.level_name(reader, levels[0], place.country))  # fmt: skip
            items.append(_gap(text_of(module.card.title, reader), finest, "no_data", reader))
    if not items:
        return None
    more = items[UNKNOWN:]
    rest = el("details", el("summary", say("table.show_all", reader, count=len(items))), el("div.gaps.more", more)) if more else None  # fmt: skip
    return el(
        "section.panel.unknown", el("h2", say("place.not_known_yet", reader)), el("div.gaps", items[:UNKNOWN]), rest
    )


def _gap(title: str, text: str, state: str, reader) -> Element:
    return el("div.gap", el("b", title), el("span", text), el("span.state", say(f"states.{state}", reader)))


def where_people_live(site: Site, view: View) -> Element | None:
    """The map of the level below (or of the neighbours), by the first indicator of the first theme that has one."""
    place = site.house.places[view.place]
    if place.level == "town":
        return None
    for themed in site.house.registry.themes:
        choice = choose(site.house, view.other(themed, place=view.place))
        if isinstance(choice, Choice):
            drawn = pictures.drawn_from(site, choice)
            return drawn.map(simple=True) if drawn else None
    return None


def inside_of(site: Site, view: View) -> Element | None:
    """Links to the places directly inside."""
    reader, house = site.reader(view), site.house
    name, place = site.namer(reader), house.places[view.place]
    found = [
        child
        for child in children(house.places, place.code)
        if child.valid_to is None and child.vintage not in ("v02",)
    ]
    if place.level == "country":
        found = [child for child in found if child.level == "region"]
    if not found:
        return None
    title = say("place.inside", reader, place=name(place.code))
    groups = []
    for level in CHILD_LEVELS:
        here = [child for child in found if child.level == level]
        if here:
            links = [el("a", _short(child, reader, name), href=view.to(place=child.code).to_url()) for child in here]
            groups.append(el("details.inside", el("summary", so_many(reader, len(here), level, place.country)),
                             el("p.links", links), open=len(here) <= 20))  # fmt: skip
    return el("section.panel", el("h2", title), groups)


def _short(place, reader, name) -> str:
    if place.level == "ward":
        return say("scope.ward_number", reader, number=digits(reader, str(int(place.code.rpartition("-")[2]))))
    return name(place.code)


def do_with(site: Site, view: View) -> Element:
    """What can be taken away from this page."""
    reader = site.reader(view)
    themes = [el("a", text_of(one.title, reader), href=view.other(one.id, place=view.place).to_url())
              for one in site.house.registry.themes.values()]  # fmt: skip
    link = view.to(snapshot=site.house.digest[:12]).to_url()
    return el("section.panel", el("h2", say("place.do_with_page", reader)), el("p.links", [
        el("a.copy", say("card.link", reader), href=link, data_copied=say("card.link_copied", reader)),
        el("a", say("card.csv", reader), href=cards.csv_url(view, "place"), download="nagar.csv"),
        cards.excel_link(view, reader),
        el("button.collect", say("card.collect", reader), type="button", data_of="place", data_view=view.to().to_url()),
        el("a", say("side_by_side.with", reader), href=view.other("compare", places=view.place).to_url()), *themes]))  # fmt: skip
