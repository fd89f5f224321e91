"""What is here, from whom, how old, how complete? Extracts, questions, indicators, groups, problems."""

from dashboard.figures.badge import badge
from dashboard.markup import Element, el
from dashboard.pages import gaps
from dashboard.pages.cards import csv_url, date_text
from dashboard.pages.frame import Page, page
from dashboard.pages.last_snapshot import since_last_snapshot
from dashboard.pages.promise import not_comparable_of, promise
from dashboard.pages.silence import late
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import Reader, say, text_of
from dashboard.words import format as words
from geo.places import countries
from queries.indicator import is_written

BETTER = {"higher": "better_higher", "lower": "better_lower", "neither": "better_none"}


def draw(site: Site, view: View) -> Page:
    """The page about the data itself."""
    reader = site.reader(view)
    body = [
        headline(site, reader), extracts(site, reader), since_last_snapshot(site, view, reader), missing(site, reader), not_reported(site, view, reader),
        hidden(site, reader), questions(site, view, reader), groups(site, view, reader), outlines(site, reader),
        problems(site, reader),
    ]  # fmt: skip
    return page(site, view, say("titles.data", reader), body)


def headline(site: Site, reader: Reader) -> Element:
    """Of which day the data are, and how many extracts there are."""
    house = site.house
    text = say("data.snapshot_text", reader, date=words.date(reader, house.date), count=len(house.extracts),
               digest=house.digest[:12])  # fmt: skip
    return el("div.headline", el("h1", say("data.title", reader)), el("p", text))


def in_short(site: Site, view: View) -> Page:
    """The page for a copy of a few places: whence the figures are and what is hidden, not every question."""
    reader = site.reader(view)
    body = [
        headline(site, reader),
        extracts(site, reader),
        not_reported(site, view, reader),
        hidden(site, reader),
        outlines(site, reader),
    ]
    return page(site, view, say("titles.data", reader), body)


def extracts(site: Site, reader: Reader) -> Element:
    """Each extract with its card: publisher, date, licence, rows, provenance, what could not be matched."""
    heads = ["extract", "publisher", "data_date", "licence", "rows", "provenance"]
    titles = [say("table.title", reader) if head == "extract" else say(f"data.{head}", reader) for head in heads]
    rows = []
    for name, card in site.house.extracts.items():
        notes = None
        if card.notes:
            notes = el(
                "details", el("summary", say("data.notes", reader)), el("ul", [el("li", note) for note in card.notes])
            )
        kind = badge(card.provenance, say(f"provenance.{card.provenance}_text", reader), reader)
        source = el("small", f"{say('data.read_at', reader)}: {card.read_at}. {card.source}")
        rows.append(el("tr", el("th", text_of(card.titles, reader), el("code", name), source, notes, scope="row"),
                       el("td", card.publisher, data_label=titles[1]),
                       el("td", date_text(card.data_date, reader), data_label=titles[2]),
                       el("td", card.licence, data_label=titles[3]),
                       el("td.num", words.number(reader, card.rows), data_label=titles[4]), el("td", kind)))  # fmt: skip
    table = el("div.table-wrap.whole", el("table.rows.cards-on-phone",
               el("thead", el("tr", [el("th", title, scope="col") for title in titles])), el("tbody", rows)),
               tabIndex=0, role="region", aria_label=say("data.extracts", reader))  # fmt: skip
    return el(
        "section.panel", el("h2", say("data.extracts", reader)), el("p.sub", say("data.extracts_text", reader)), table
    )


def missing(site: Site, reader: Reader) -> Element | None:
    """Extracts we have a card for and no data, and where they are had."""
    absent = [card for name, card in site.house.cards.items() if name not in site.house.extracts]
    if not absent:
        return None
    items = [el("li", el("b", text_of(card.titles, reader)), " ", say("data.filled_by", reader, source=_hint(card)))
             for card in absent]  # fmt: skip
    return el("section.panel", el("h2", say("data.missing", reader)), el("p.sub", say("data.missing_text", reader)),
              el("ul.gaps", items))  # fmt: skip


def _hint(card) -> str:
    return f"{card.sources_hint['file']} ({card.sources_hint['publisher']}; {card.sources_hint['where']})"


def not_reported(site: Site, view: View, reader: Reader) -> Element | None:
    """For questions whose places should report: how many have not for the last period, which, and since when."""
    house, name = site.house, site.namer(reader)
    asked = [
        lines
        for country in countries(house.places)
        if (lines := late(site, reader, country, country, name(country))) is not None
    ]
    if not asked:
        return None
    lines = [line for lines in asked for line in lines] or el("p", say("data.not_reported_none", reader))
    return el("section.panel", el("h2", say("data.not_reported", reader)), lines)


def hidden(site: Site, reader: Reader) -> Element | None:
    """For each protected indicator how much of it is hidden at its finest, and why."""
    items = []
    for id, told in site.house.hidden.items():
        module = site.house.registry.modules[id]
        dimensions = words.listing(reader, [text_of(one.title, reader) for one in module.dimensions.values()])
        for entry in told:
            titles = [text_of(module.indicators[name].title, reader) for name in entry["indicators"]]
            values = {"indicator": words.listing(reader, titles), **{key: words.number(reader, entry[key]) for key in (
                "joined", "all")}, "smallest": words.number(reader, entry["smallest_count"])}  # fmt: skip
            more = {"dimensions": dimensions} if entry["of"] == "values" else {}
            items.append(el("li", say(f"protection.{entry['of']}", reader, **values, **more)))
    if not items:
        return None
    return el("section.panel", el("h2", say("protection.title", reader)), el("p.sub", say("protection.text", reader)),
              el("ul", items))  # fmt: skip


def questions(site: Site, view: View, reader: Reader) -> Element:
    """Every module with its question; below it its indicators with formula and caveats."""
    found = []
    for module in site.house.registry.modules.values():
        href = view.other(module.theme)
        waiting = None if site.house.has_data(module.id) else el("p.note", gaps.waiting(site, module, reader))
        items = [
            el("div.definition", el("dt", el("a", text_of(one.title, reader),
               href=href.to(indicator=f"{module.name}.{one.id}").to_url()), el("small", f" {words.unit_word(reader, one.unit)} · "),
               el("a", say("card.csv", reader), href=csv_url(href.to(indicator=f"{module.name}.{one.id}"), "map"),
                  download="nagar.csv", title=say("card.download_csv", reader))),
               el("dd", text_of(one.formula, reader)),
               el("dd", el("b", say("card.caveats", reader)), " ", text_of(one.caveats, reader)) if is_written(one.caveats) else None,
               el("dd.note", say(f"card.{BETTER[one.better]}", reader)),
               el("dd", promise(one, not_comparable_of(site.house.registry, module.theme, one), reader)))
            for one in module.indicators.values()
        ]  # fmt: skip
        summary = el("summary", text_of(module.card.question, reader), el("code", module.id))
        found.append(el("details.question", summary, waiting, el("dl", items)))
    return el(
        "section.panel",
        el("h2", say("data.indicators", reader)),
        el("p.sub", say("data.indicators_text", reader)),
        found,
    )


def groups(site: Site, view: View, reader: Reader) -> Element:
    """Sets of groups with their members, source and whether they are certain."""
    name, found, first = site.namer(reader), [], next(iter(site.house.registry.themes), "home")
    for key, group_set in site.house.sets.items():
        by_id = {unit.id: unit for unit in site.house.units(key)}
        if not group_set.groups:
            continue
        items = []
        for group in group_set.groups:
            unit = by_id.get(group.id)
            if unit is None:
                continue
            members = words.listing(reader, [name(code) for code in sorted(unit.members)][:30])
            known = say("notes.members_known", reader, known=words.number(reader, len(unit.members)),
                        expected=words.number(reader, max(unit.expected, len(unit.members))), group=text_of(group.titles, reader))  # fmt: skip
            kind = None if unit.provenance == "published" else badge(
                unit.provenance, say("place.group_uncertain_text", reader), reader)  # fmt: skip
            href = view.other(first, place=group.id).to_url()
            items.append(el("div.definition", el("dt", el("a", text_of(group.titles, reader), href=href), " ", kind),
                            el("dd", known, " ", members), el("dd.note", group.source)))  # fmt: skip
        found.append(el("details.question", el("summary", text_of(group_set.titles, reader)), el("dl", items)))
    return el(
        "section.panel", el("h2", say("data.groups", reader)), el("p.sub", say("data.groups_text", reader)), found
    )


def outlines(site: Site, reader: Reader) -> Element:
    """Places without an outline, and outlines without a place: never dropped silently."""
    name = site.namer(reader)
    lost = [code for code, place in site.house.places.items() if not place.has_shape]
    wards = [code for code in lost if site.house.places[code].level == "ward"]
    others = [code for code in lost if code not in wards]
    texts = []
    if wards:
        texts.append(say("notes.wards_without_polygon", reader, count=len(wards),
                         places=words.listing(reader, map(name, wards))))  # fmt: skip
    if others:
        texts.append(say("map.no_shape", reader, count=len(others)) + f" ({words.listing(reader, map(name, others))})")
    if site.blank_outlines:
        names = words.listing(reader, [text for _, text in site.blank_outlines])
        texts.append(say("map.outlines_without_ward", reader, count=len(site.blank_outlines)) + f" ({names})")
    return el("section.panel", el("h2", say("card.map", reader)), [el("p", text) for text in texts])


def problems(site: Site, reader: Reader) -> Element:
    """What is wrong with cards, queries and groups, each with file and line."""
    house = site.house
    listed = [str(problem) for problem in house.registry.problems] + [str(problem) for problem in house.problems]
    listed = list(dict.fromkeys(listed))
    body = (
        el("ul", [el("li", el("code", text)) for text in listed])
        if listed
        else el("p", say("data.problems_none", reader))
    )
    return el("section.panel", el("h2", say("data.problems", reader)),
              el("p.sub", say("data.problems_text", reader)) if listed else None, body)  # fmt: skip
