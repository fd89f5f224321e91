"""The scope bar: where, grouped by what, which period and indicator; every choice is a link that changes the URL."""

from dashboard.asking import sibling
from dashboard.choice import Choice, having_data, known_periods, levels_of, trail
from dashboard.figures.subject import period_text
from dashboard.markup import Element, el
from dashboard.pages.cards import level_name
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import Reader, say, text_of
from geo.places import countries
from queries.indicator import TOTAL, Indicator
from queries.query import Module

NARROW = {"by": "", "detail": "", "selected": ""}


def scope_bar(site: Site, choice: Choice, reader: Reader) -> Element:
    """All choices of a theme page, in the order people ask them: where, by what, which figure, when."""
    return el("div.scope", breadcrumb(site, choice.view, choice.scope, choice.country, reader, choice),
              el("div.choices", grouped_by(site, choice, reader), indicator_menu(site, choice, reader),
                 rate_or_number(choice, reader), period_menu(choice, reader), *dimension_menus(choice, reader)),
              role="group", aria_label=say("access.scope", reader))  # fmt: skip


def breadcrumb(
    site: Site, view: View, scope: str, country: str, reader: Reader, choice: Choice | None = None
) -> Element:
    """Country > region > district > town: each leads up; the country opens a choice of countries; the last is here."""
    name, house = site.namer(reader), site.house
    shown = house.remember(("area", "countries", view.page), lambda: [
        code for code in countries(house.places) if house.places[code].has_shape or having_data(house, view.page, code)])  # fmt: skip
    links = [(view.to(place=code, **NARROW).to_url(), name(code), code == country) for code in shown]
    codes = trail(house, scope)
    steps = [menu(name(codes[0]), links, say("scope.country", reader))]
    for code in codes[1:]:
        here = code == scope
        steps.append(el("b", name(code)) if here else el("a", name(code), href=view.to(place=code, **NARROW).to_url()))
    if choice and choice.view.by in choice.levels:
        down = _children(site, choice)
        if down:
            word = say("scope.all_of", reader, places=level_name(reader, choice.view.by, country, 2))
            steps.append(menu(word, [(view.to(place=code, **NARROW).to_url(), text, False) for code, text in down],
                              say("scope.place", reader)))  # fmt: skip
    if choice and scope in house.places:
        steps.append(el("a.open-place", say("scope.open_place", reader, place=name(scope)),
                        href=view.other("place", place=scope).to_url()))  # fmt: skip
    return el("nav.crumb", el("ol", [el("li", step) for step in steps]), aria_label=say("access.breadcrumb", reader))


def _children(site: Site, choice: Choice) -> list[tuple[str, str]]:
    """Places one level down that can be opened, by name."""
    from geo.places import inside

    if not choice.deeper or choice.scope not in site.house.places:
        return []
    reader = site.reader(choice.view)
    name, places = site.namer(reader), site.house.places
    level = choice.view.by
    codes = site.house.remember(("area", "below", choice.scope, level), lambda: [
        code for code in inside(places, choice.scope) if places[code].level == level and places[code].valid_to is None])  # fmt: skip
    if len(codes) > 140:
        return []
    return sorted(((code, name(code)) for code in codes), key=lambda pair: pair[1])


def menu(label: str, links: list[tuple[str, str, bool]], title: str, hint: str | None = None) -> Element:
    """A small disclosure with links: `(address, text, is it chosen)`."""
    entries = [el("a.on" if here else "a", text, href=href, aria_current="true" if here else None)
               for href, text, here in links]  # fmt: skip
    return el("details.menu", el("summary", el("small", f"{hint} ") if hint else None, label, title=title),
              el("div.options", entries))  # fmt: skip


def segments(links: list[tuple[str, str, bool]], label: str) -> Element:
    """Two to four choices side by side."""
    return el("nav.segments", [el("a.on" if here else "a", text, href=href, aria_current="true" if here else None)
                               for href, text, here in links], aria_label=label)  # fmt: skip


def level_title(reader: Reader, level: str, country: str) -> str:
    """The level as a choice: "Province", "Division", "District", "Ward"."""
    key = {("region", "NP"): "province", ("region", "BD"): "division"}.get((level, country), level)
    return say(f"scope.{key}", reader)


def grouped_by(site: Site, choice: Choice, reader: Reader) -> Element | None:
    """Levels side by side, then the sets of groups in a menu."""
    view, links = choice.view, []
    for level in choice.levels:
        links.append((view.to(by=level, detail="", selected="").to_url(), level_title(reader, level, choice.country),
                      view.by == level))  # fmt: skip
    sets = [(view.to(by=key, detail="", selected="").to_url(), text_of(site.house.sets[key].titles, reader), view.by == key)
            for key in choice.sets]  # fmt: skip
    if len(links) + len(sets) < 2:
        return None
    chosen = next((text for _, text, here in sets if here), None)
    group = menu(chosen or say("scope.by_cluster", reader), sets, say("scope.grouped_by", reader)) if sets else None
    if group and chosen:
        group["props"]["className"] += " on"
    return el("div.grouping", segments(links, say("scope.grouped_by", reader)) if links else None, group)


def indicator_menu(site: Site, choice: Choice, reader: Reader) -> Element:
    """All indicators of the theme with a figure in this country, below the question of their module."""
    entries, last = [], None
    for module, indicator in having_data(site.house, choice.view.page, choice.country):
        if module.id != last:
            entries.append(el("p.heading", text_of(module.card.title, reader)))
            last = module.id
        key = f"{module.name}.{indicator.id}"
        here = key == choice.view.indicator
        detail = _kept_detail(site, choice, module, indicator)
        href = choice.view.to(indicator=key, period="", by=choice.view.by, detail=detail, where=()).to_url()
        entries.append(el("a.on" if here else "a", text_of(indicator.title, reader), href=href,
                          aria_current="true" if here else None))  # fmt: skip
    return el("details.menu.indicator", el("summary", text_of(choice.indicator.title, reader),
              title=say("scope.indicator", reader)), el("div.options", entries))  # fmt: skip


def _kept_detail(site: Site, choice: Choice, module: Module, indicator: Indicator) -> str:
    """The map's level for another indicator: the one the reader chose where it has figures of it, else "" for its own."""
    if choice.view.detail == choice.own_detail:
        return ""
    period = known_periods(site.house, module, indicator, choice.country)[-1]
    levels = levels_of(site.house, module, indicator, period, choice.country)
    return choice.view.detail if {choice.view.detail, choice.view.by} - set(choice.sets) <= set(levels) else ""


def rate_or_number(choice: Choice, reader: Reader) -> Element | None:
    """The switch of denominator, where the module has the same thing both ways."""
    other = sibling(choice)
    if other is None:
        return None
    pair = sorted((choice.indicator, other), key=lambda indicator: indicator.denominator is None)
    links = []
    for indicator in pair:
        key = "scope.rate" if indicator.denominator else "scope.number"
        if indicator.unit.endswith("per_km2"):
            key = "scope.density"
        href = choice.view.to(indicator=f"{choice.module.name}.{indicator.id}").to_url()
        links.append((href, say(key, reader), indicator.id == choice.indicator.id))
    return segments(links, say("scope.measure", reader))


def period_menu(choice: Choice, reader: Reader) -> Element:
    """The periods with a figure, latest first; a plain text where there is one only."""
    shown = [(choice.view.to(period=period).to_url(), period_text(reader, choice.indicator, period, choice.country),
              period == choice.view.period) for period in reversed(choice.periods)]  # fmt: skip
    chosen = next(text for _, text, here in shown if here)
    if len(shown) == 1:
        return el("span.fixed", chosen)
    return menu(chosen, shown, say("scope.period", reader))


def dimension_menus(choice: Choice, reader: Reader) -> list[Element]:
    """For each dimension: its values and, where it adds up, all of them together."""
    menus, chosen = [], dict(choice.where)
    for name, dimension in choice.module.dimensions.items():
        own = chosen.get(name)
        links = []
        if name in choice.total or own is None:
            links.append((_with(choice, name, None), say("scope.all_values", reader), True))
        elif choice.module.kind != "published" and choice.indicator.rule_over(name) != "none":
            links.append((_with(choice, name, None), say("scope.all_values", reader), False))
        for value, texts in dimension.values.items():
            links.append((_with(choice, name, value), text_of(texts, reader), value == own))
        label = text_of(dimension.values[own], reader) if own in dimension.values else say("scope.all_values", reader)
        if own == TOTAL and own not in dimension.values:
            label = say("scope.total", reader)
        if len(links) > 1:
            menus.append(
                menu(label, links, text_of(dimension.title, reader), hint=f"{text_of(dimension.title, reader)}:")
            )
    return menus


def _with(choice: Choice, name: str, value: str | None) -> str:
    where = tuple(pair for pair in choice.view.where if pair[0] != name)
    return choice.view.to(where=where + (((name, value),) if value else ())).to_url()
