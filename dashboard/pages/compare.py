"""Two to four places or groups side by side: every indicator they have, each on one scale, in the order they were chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dashboard.asking import only
from dashboard.choice import country_of_group
from dashboard.figures import ranking, sentence
from dashboard.figures.subject import Subject, has_value, heading_of_row
from dashboard.markup import Element, el
from dashboard.pages import cards
from dashboard.pages.frame import Page, page
from dashboard.pages.place import answer_of, questions
from dashboard.pages.promise import not_comparable_of, promise
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import Reader, say, text_of
from dashboard.words import format as words
from geo import groups as grouping
from geo.places import ancestors, children
from queries import peers
from queries.ranking import ranks
from queries.run import Answer

LEAST, MOST = 2, 4
MOST_OFFERED = 40  # places beside the last one that are offered to be put in


@dataclass(frozen=True)
class Figures:
    """One indicator: `rows` in the order the places were chosen, all in one unit, with the answers they are from."""

    module: object
    subject: Subject
    rows: list[dict]
    answers: list[Answer]


def draw(site: Site, view: View) -> Page:
    """The page; with fewer than two places it says how to choose them."""
    reader, (chosen, told) = site.reader(view), chosen_of(site, view)
    view = view.to(places=".".join(chosen), problems=view.problems, snapshot=view.snapshot)
    name = site.namer(reader)
    title = say("side_by_side.title", reader, places=words.listing(reader, map(name, chosen))) if chosen else say(
        "side_by_side.none", reader)  # fmt: skip
    hint = say("side_by_side.hint", reader) if len(chosen) < LEAST else None
    body = [el("div.headline", el("h1", title), el("p", hint) if hint else None), _choice(site, view, chosen, reader)]
    if len(chosen) >= LEAST:
        body += _themes(site, view, chosen, reader)
    return page(site, view, say("titles.compare", reader), body, told)


def chosen_of(site: Site, view: View) -> tuple[list[str], list]:
    """The known places and groups of a link, at most `MOST`, and what is to be told of the others."""
    named = list(dict.fromkeys(filter(None, view.places.split("."))))
    known = [code for code in named if _country(site, code)]
    told = [("unknown_place", {"text": code}) for code in named if code not in known]
    told += [("side_by_side.too_many", {"most": words.number(site.reader(view), MOST)})] if len(known) > MOST else []
    return known[:MOST], told


def _country(site: Site, code: str) -> str | None:
    """The country of a place or group; None where there is no such thing."""
    if code in site.house.places:
        return site.house.places[code].country
    group = grouping.group_of(site.house.sets, code)
    return group and (group.country or country_of_group(site.house, code))


def figures_of(site: Site, view: View, chosen: Iterable[str]) -> list[Figures]:
    """The main indicators of every module that has a row for at least two of the places, by unit."""
    house, reader, found = site.house, site.reader(view), []
    for module in house.registry.modules.values():
        rows: dict[tuple[str, str], list[tuple[dict, Answer]]] = {}
        for code in chosen:
            country, group = _country(site, code), grouping.group_of(house.sets, code)
            level = group.set if group else house.places[code].level
            for ask in (
                questions(house, module, level, code, country)
                if house.has_data(module.id) and module.kind != "flow"
                else ()
            ):
                answer = answer_of(site, ask)
                for name in ask.indicators if answer else ():
                    row = only([row for row in answer.rows if row["indicator"] == name], code)
                    if row:
                        rows.setdefault((name, row["unit"]), []).append((row, answer))
        for (name, _), pairs in rows.items():
            if sum(has_value(row) for row, _ in pairs) >= LEAST:
                first = pairs[0][0]
                indicator = module.indicators[name]
                subject = Subject(reader, indicator, first["period"], first["place"], _country(site, first["place"]),
                                  site.namer(reader), heading_of_row(indicator, module.dimensions, first, reader))  # fmt: skip
                found.append(Figures(module, subject, [row for row, _ in pairs], [answer for _, answer in pairs]))
    return found


def _themes(site: Site, view: View, chosen: list[str], reader: Reader) -> list[Element]:
    found, made = figures_of(site, view, chosen), []
    for theme in site.house.registry.themes.values():
        here = [one for one in found if one.module.theme == theme.id]
        if here:
            made.append(_card(site, view, theme, here, chosen, reader))
    return [cards.grid(made)] if made else [el("p.empty", say("side_by_side.nothing", reader))]


def _card(site: Site, view: View, theme, found: list[Figures], chosen: list[str], reader: Reader) -> Element:
    link = view.to(snapshot=site.house.digest[:12]).to_url()
    foot = [el("span.source", source_of(site, found, chosen, reader)),
            el("a.copy", say("card.link", reader), href=link, data_copied=say("card.link_copied", reader)),
            *cards.files_of(view, theme.id, reader, has_link=True)]  # fmt: skip
    return cards.card(f"beside-{theme.id}", text_of(theme.title, reader), None,
                      [_block(site, view, one) for one in found], foot=foot)  # fmt: skip


def source_of(site: Site, found: list[Figures], chosen: list[str], reader: Reader) -> str:
    """Whence the figures of the chosen places are, each source once."""
    answers = {answer.query: answer for one in found for answer in one.answers}
    lines = dict.fromkeys(cards.source_line(answer, _country(site, code), reader)
                          for answer in answers.values() for code in chosen)  # fmt: skip
    return "; ".join(filter(None, lines))


def _block(site: Site, view: View, one: Figures) -> Element:
    """An indicator: its title leads to its theme; bars on one scale; what cannot be told apart."""
    subject, reader = one.subject, one.subject.reader
    periods = {row["period"] for row in one.rows}
    named = subject if len(periods) == 1 else replace(subject, name=_with_period(one))
    line = [subject.period_text] if len(periods) == 1 else []
    line.append(words.unit_word(reader, one.rows[0]["unit"].replace("_thousand", "")))
    href = view.other(
        one.module.theme, indicator=f"{one.module.name}.{subject.indicator.id}", place=subject.scope
    ).to_url()
    weakest = next((answer for answer in one.answers if answer.provenance != "published"), one.answers[0])
    undecided = alike_note(one)
    return el("div.abreast", el("h3", el("a", subject.title, href=href), *cards.marks(weakest, one.rows, reader)),
              el("p.sub", " · ".join(line)), el("p.says", sentence.places(one.rows, named, "place")),
              ranking.bars(one.rows, named, lambda code: _opened(site, view, one, code)),
              _about(site, view, one),
              el("p.note", undecided) if undecided else None)  # fmt: skip


def _about(site: Site, view: View, one: Figures) -> Element:
    """How the number is computed and whence it is, for the first of the places with a figure; its answer holds its row."""
    row, answer = next((row, answer) for row, answer in zip(one.rows, one.answers, strict=True) if has_value(row))
    subject = replace(one.subject, period=row["period"], scope=row["place"])
    indicator = subject.indicator
    others = not_comparable_of(site.house.registry, one.module.theme, indicator)
    return cards.about(answer.in_period(row["period"]), subject, site.house, cards.notes_of(site.house, answer, subject),
                       promise(indicator, others, subject.reader), own=row,
                       link=view.to(snapshot=site.house.digest[:12]).to_url())  # fmt: skip


def _opened(site: Site, view: View, one: Figures, code: str) -> str:
    """Where a bar leads: to the page of its place; a group has its theme's page."""
    is_place = code in site.house.places
    return view.other("place" if is_place else one.module.theme, place=code).to_url()


def _with_period(one: Figures):
    periods: Mapping[str, str] = {row["place"]: row["period"] for row in one.rows}
    reader = one.subject.reader
    return lambda code: f"{one.subject.name(code)}, {words.period(reader, periods[code], one.subject.country)}"


def alike_note(one: Figures) -> str:
    """The places of which some other cannot be told apart, where figures have errors; "" where there is none."""
    found = ranks(one.rows)
    alike = [row["place"] for row in one.rows if has_value(row) and found.alike(row, one.rows)] if found else []
    reader = one.subject.reader
    return (
        say("side_by_side.alike", reader, places=words.listing(reader, map(one.subject.name, alike))) if alike else ""
    )


def _choice(site: Site, view: View, chosen: list[str], reader: Reader) -> Element:
    """The chosen ones, each to be taken out; others to be put in: those around the last one, the rest by the search."""
    name = site.namer(reader)
    out = [el("a.chip.on", name(code), " ×", href=_with(view, [one for one in chosen if one != code]),
              title=say("side_by_side.remove", reader, place=name(code)),
              aria_label=say("side_by_side.remove", reader, place=name(code))) for code in chosen]  # fmt: skip
    offered = _offered(site, chosen) if len(chosen) < MOST else []
    links = [el("a.chip", name(code), href=_with(view, [*chosen, code])) for code in offered]
    more = el("details.choose", el("summary", say("side_by_side.add", reader)), el("p.chips", links),
              open=len(chosen) < LEAST) if links else None  # fmt: skip
    return el("div.scope", el("p.chips", out) if out else None, more)


def _with(view: View, codes: list[str]) -> str:
    return view.to(places=".".join(codes)).to_url()


def _offered(site: Site, chosen: list[str]) -> list[str]:
    """What lies around the last chosen place: what it lies in, its clusters, then its neighbours in the same parent."""
    house = site.house
    last = next((code for code in reversed(chosen) if code in house.places), None)
    if last is None:
        return [code for code, place in house.places.items() if place.level == "region" and place.valid_to is None]
    place = house.places[last]
    near = [other.code for other in children(house.places, place.parent) if other.level == place.level
            and other.valid_to is None and other.vintage == place.vintage] if place.parent else []  # fmt: skip
    above = [other.code for other in ancestors(house.places, last)]
    clusters = [unit.id for unit in peers.clusters(house, last)]
    offered = [code for code in dict.fromkeys((*above, *clusters, *near)) if code not in chosen]
    return offered[:MOST_OFFERED]
