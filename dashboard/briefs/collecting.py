"""From a brief, a place and a language to a document: each item is asked for as its page would, and taken from its cards.

Nothing is computed here. What a card says is said, its table is the table, and what native charts are drawn from are the
rows that its CSV has. An item that cannot be made becomes a `Missing` and the others are made.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dashboard import asking, citation, downloads, panels
from dashboard.archive import NotOpened, resolve
from dashboard.briefs import chart, fonts, map_picture, world_picture
from dashboard.briefs.brief import Brief, Item
from dashboard.briefs.content import Document, Figure, Heading, Missing, PageBreak, Picture, Text
from dashboard.briefs.elements import classes_of, every, outside, text_of
from dashboard.choice import Choice, choose
from dashboard.figures.subject import has_value, sorted_rows
from dashboard.markup import Element, children_of
from dashboard.pages import cards, errors, sheet
from dashboard.pages import peers as peers_page
from dashboard.pages import place as place_page
from dashboard.pages.flows import FlowDrawn
from dashboard.pages.frame import sentences_of
from dashboard.pages.pictures import Drawn
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import Reader, say
from dashboard.words import format as words
from dashboard.words import text_of as worded
from geo.places import ancestors
from queries.indicator import TOTAL, Indicator, is_written
from queries.run import Answer, AskError

HEADLINE, SHEET = (
    "headline",
    "place",
)  # the sentence and figures at the top of a page; a place's figures against its peers
WHOLE_TABLE = 40  # rows that are printed; a longer table is in the CSV
DIGEST = 12
BETWEEN = "; "  # what stands below one another in a cell


def document(site: Site, brief: Brief, place: str, reader: Reader, home: str = "") -> Document:
    """The brief made for a place ("" for one that needs none). `home` is the address of this site, for links."""
    codes = _codes(site, place)
    name = site.namer(reader)
    names = {level: name(code) for level, code in codes.items()}
    asked = [item for item in brief.items if item.only_in in ("", codes.get("country", item.only_in))]
    pieces = [piece for item in asked for piece in _pieces(site, item, codes, names, reader, home)]
    data = say("briefs.data", reader, date=words.date(reader, site.house.date), digest=site.house.digest[:DIGEST])
    return Document(_filled(brief.title, names, reader), names.get("place", ""), reader, data, pieces)


def _codes(site: Site, place: str) -> dict[str, str]:
    """What an address may name: the place, and its district, region and country."""
    if not place:
        return {}
    known = site.house.places.get(place)
    found = {"place": place}
    if known:
        above = {one.level: one.code for one in ancestors(site.house.places, place)} | {known.level: place}
        found |= {level: above[level] for level in ("district", "region") if level in above}
        found["country"] = known.country
    return found


def _filled(texts: dict[str, str], names: dict[str, str], reader: Reader) -> str:
    return worded({language: text.format_map(_Named(names)) for language, text in texts.items()}, reader)


class _Named(dict):
    """A name that this place has none for (a town's district) is left out of a text rather than ending it."""

    def __missing__(self, key: str) -> str:
        return ""


def _pieces(site: Site, item: Item, codes, names, reader: Reader, home: str) -> Iterator:
    if item.page_break:
        yield PageBreak()
    elif item.heading:
        yield Heading(_filled(item.heading, names, reader))
    elif item.text:
        text = _filled(item.text, names, reader)
        yield Text(tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip()))
    else:
        yield _figure(site, item, codes, names, reader, home)


def _figure(site: Site, item: Item, codes, names, reader: Reader, home: str) -> Figure | Missing:
    try:
        address = item.view.format(**codes)
    except KeyError as error:
        return Missing(item.view, say("briefs.no_such_level", reader, level=str(error.args[0])))
    note = _filled(item.note, names, reader) if item.note else ""
    return figure_of(site, View.from_url(address), item, reader, home, note)


def figure_of(site: Site, view: View, item: Item, reader: Reader, home: str = "", note: str = "") -> Figure | Missing:
    """One picture of a page, named by `item`, for a reader; `view` is the page's."""
    view = view.to(lang=reader.language, digits=reader.digits, tab="")
    opened = resolve(site, view)  # an address with a snapshot keeps the figures of that one
    if isinstance(opened, NotOpened):
        return Missing(view.to_url(), errors.sentence_of(opened, reader))
    site, view = opened
    try:
        if view.page in site.house.registry.themes:
            return _of_theme(site, view, item, note, reader, home)
        if view.page == "place" and view.place in site.house.places:
            return _of_place(site, view, note, reader, home)
    except AskError as error:
        return Missing(view.to_url(), str(error))
    return Missing(view.to_url(), say("briefs.no_such_page", reader))


def _of_theme(site: Site, view: View, item: Item, note: str, reader: Reader, home: str) -> Figure | Missing:
    choice = choose(site.house, view)
    if not isinstance(choice, Choice):
        theme = worded(site.house.registry.themes[view.page].title, reader)
        return Missing(theme, say("briefs.nothing_known", reader))
    if view.indicator != choice.view.indicator and _indicator(site, view):
        return Missing(_asked(site, view, reader), say("briefs.nothing_known", reader))
    told = sentences_of(site, view, choice.told, reader)
    if told:  # a page may say so beside its figures; what is printed must not be of another place or period
        return Missing(_asked(site, view, reader), " ".join(told))
    kind = FlowDrawn if choice.module.kind == "flow" else Drawn
    drawn = kind(site, choice, asking.ask(site.house, choice))
    if item.picture == HEADLINE:
        return _headline(drawn, item, note, home)
    names = _names(drawn)
    if item.picture not in names:
        return Missing(_asked(site, view, reader),
                       say("briefs.no_such_picture", reader, picture=item.picture, known=", ".join(names)))  # fmt: skip
    card = drawn.picture(names[item.picture]) if names[item.picture] else drawn.lead.element()
    if card is None:
        return Missing(f"{drawn.subject.title}, {drawn.subject.scope_name}", say("briefs.nothing_known", reader))
    tabbed = kind(site, choose(site.house, choice.view.to(tab=item.picture)), drawn.asked)
    as_table = tabbed.picture(names[item.picture]) if names[item.picture] else tabbed.lead.element()
    if item.picture == "register":  # its tab is no table but all periods
        as_table = card
    found = downloads.table_of(site, choice.view, item.picture)
    answers = found[0].answers if found else [drawn.asked.ranked]
    filters = found[0].filters if found else ""
    its_chart = _chart(drawn, item.picture, found)
    its_chart = its_chart and replace(its_chart, decimals=drawn.subject.indicator.decimals)
    picture = {"map": map_picture, "world": world_picture}.get(item.picture)
    shown = its_chart, _drawable(picture.of(drawn) if picture else None, reader)
    in_full = tuple(name for name in choice.module.dimensions if name in item.picture.split("-")[1:])
    return _made(drawn, card, as_table or card, *shown, item.table, note, filters, answers, in_full, home)


def _drawable(picture: Picture | None, reader: Reader) -> Picture | None:
    """The picture, or none where this machine lacks a font for its letters: then the table is shown, never empty boxes."""
    return None if picture and fonts.missing([picture.svg], reader) else picture


def _indicator(site: Site, view: View) -> Indicator | None:
    """The indicator that a view names; None where there is none of that name, any more perhaps."""
    module, _, name = view.indicator.partition(".")
    known = site.house.registry.modules.get(f"{view.page}/{module}")
    return known.indicators.get(name) if known else None


def _asked(site: Site, view: View, reader: Reader) -> str:
    """What a view asks for in words, as far as it is known: its indicator, or else its theme, and its place."""
    named = _indicator(site, view) or site.house.registry.themes[view.page]
    return ", ".join(part for part in (worded(named.title, reader), site.namer(reader)(view.place)) if part)


def _names(drawn: Drawn) -> dict[str, str]:
    """The id of every picture of a page -> its name among the panels ("" for what the page opens with)."""
    found = {panels.id_of(name): name for name in panels.panels(drawn.choice)}
    if drawn.choice.module.kind == "flow":
        found |= {"flows": "flows", "matrix": "matrix"} | ({"selected": "selected"} if drawn.of_selected_place else {})
    elif drawn.lead:
        found[drawn.lead.element()["props"]["id"].removeprefix("card-")] = ""
    return found


def _made(drawn, card: Element, tabled: Element, its_chart, picture, as_table: bool, note: str, filters: str,
          answers: Sequence[Answer], in_full: Sequence[str], home: str) -> Figure:  # fmt: skip
    """`in_full` are the dimensions of which the card has each value: what the page chose of them is not said."""
    reader, subject = drawn.reader, replace(drawn.subject, heading=drawn.heading(in_full))
    title, marks = _title(card)
    columns, rows, numeric, left_out = _table(tabled)
    whole = f"{subject.title}: {title}" if subject.title not in title else title
    link = home + drawn.view.to(snapshot=drawn.house.digest[:DIGEST]).to_url()
    of = citation.cited(f"{whole}, {subject.scope_name}", subject.period_text, answers, [subject.country], link)
    return Figure(
        whole, _text(card, "sub"), _text(card, "says"), marks, columns, rows, numeric, its_chart, picture, as_table, note,
        _notes(card, reader), _definition(subject.indicator, reader), filters,
        _text(card, "source"), _licences(of, reader), citation.long(of, reader), _snapshot(answers[0], reader),
        ", ".join(dict.fromkeys(answer.module["id"] for answer in answers)), link, card["props"]["id"].removeprefix("card-"),
        indicator=subject.title, left_out=left_out,
    )  # fmt: skip


def _headline(drawn: Drawn, item: Item, note: str, home: str) -> Figure:
    """The sentence at the top of a page with the figures below it, as a table of two columns."""
    reader, subject, answer = drawn.reader, drawn.subject, drawn.asked.own
    heading = text_of(next(every(drawn.headline(), "H1")))
    figures = [[text_of(part) for part in children_of(one)] for one in _figures(drawn.figures())]
    rows = tuple((label, value) for value, label, *_ in figures)
    badge, mind = drawn.badge(), drawn.mind()
    marks = tuple(text_of(one) for one in every(badge, "Summary")) if badge else ()
    notes = tuple(text_of(one) for one in children_of(mind)) if mind else ()
    link = home + drawn.view.to(snapshot=drawn.house.digest[:DIGEST]).to_url()
    of = citation.cited(
        f"{subject.title}, {subject.scope_name}", subject.period_text, [answer], [subject.country], link
    )
    columns = (say("table.indicator", reader), say("table.value", reader))
    return Figure(
        subject.title, drawn.line(drawn.unit(drawn.fine)), heading, marks, columns, rows, (False, True), None, None, True,
        note, notes, _definition(subject.indicator, reader),
        citation.choices(answer.in_period(drawn.view.period), drawn.house, subject.country, reader, subject.name),
        cards.source_line(answer, subject.country, reader), _licences(of, reader),
        citation.long(of, reader), _snapshot(answer, reader), answer.module["id"], link,
        indicator=subject.title,
    )  # fmt: skip


def _of_place(site: Site, view: View, note: str, reader: Reader, home: str) -> Figure | Missing:
    """A place's figures against its peers, as its printed sheet has them."""
    lines = place_page.lines_of(site, view)
    found = peers_page.compared(site, view, view.place, lines)
    name = site.namer(reader)(view.place)
    made = sheet.table(site, view, found, most=1)
    if made is None:
        return Missing(name, say("briefs.nothing_known", reader))
    columns, rows, numeric, left_out = _table(made)
    shown = [one.line for one in sheet.first_of_modules(sheet.different(found), 1)][:WHOLE_TABLE]
    answers = list({id(line.answer): line.answer for line in shown}.values())
    link = home + view.to(snapshot=site.house.digest[:DIGEST]).to_url()
    country = site.house.places[view.place].country
    periods = ", ".join(dict.fromkeys(line.subject.period_text for line in shown))
    of = citation.cited(name, periods, answers, [country], link)
    summary = sheet.summary(found, reader)
    told = [cards.source_line(answer, country, reader) for answer in answers]
    sources = "; ".join(dict.fromkeys(source for line in told if line for source in line.split("; ")))
    marks = tuple({say(f"provenance.{of.provenance}", reader)} if of.provenance != "published" else ())
    return Figure(
        say("place.against_peers", reader), name, text_of(summary) if summary else "", marks, columns, rows, numeric, None,
        None, True, note, tuple(text_of(one) for one in outside(made, "sub") if "left-out" not in classes_of(one)), (), "", sources, _licences(of, reader),
        citation.short(of, reader), _snapshot(answers[0], reader),
        ", ".join(dict.fromkeys(answer.module["id"] for answer in answers)), link, left_out=left_out,
    )  # fmt: skip


def _chart(drawn: Drawn, picture: str, table) -> chart.Chart | None:
    """What an office program draws of a picture, from the rows of its CSV; None for what it cannot draw."""
    if table is None:
        return None
    rows, subject, choice = table[0].rows, drawn.subject, drawn.choice
    if picture == "ranking":
        return chart.of_ranking(rows, subject.name, subject.title, choice.view.selected, subject.bare)
    if picture == "trend":
        places = [code for code in (choice.view.selected, choice.scope) if code]
        others = [row["place"] for row in sorted_rows(rows) if has_value(row)]  # the highest first, as on the page
        periods = [(period, words.period(drawn.reader, period, choice.country)) for period in choice.periods]
        return chart.of_trend(rows, periods, list(dict.fromkeys([*places, *others])), subject.name, places,
                              asking.trend_of(drawn.house, choice).breaks, subject.bare)  # fmt: skip
    name = picture.removeprefix("values-")
    if picture.startswith("values-") and name in choice.module.dimensions and choice.module.kind != "flow":
        titles = {value: worded(text, drawn.reader) for value, text in choice.module.dimensions[name].values.items()
                  if value != TOTAL}  # fmt: skip
        stacked = panels.may_stack(choice, name)
        if not stacked:  # bars of the scope itself, as on the page
            found = asking.values_of(drawn.house, choice, name, choice.scope_level)
            rows = [row for by_place in found.values() for row in by_place.values()]
        inside = [row["place"] for row in drawn.rows] if stacked else [choice.scope]
        categories = {code: subject.name(code) for code in dict.fromkeys(inside)}
        unit = next((row["unit"] for row in rows if has_value(row)), "")
        return chart.of_parts(rows, name, titles, "place", categories, unit, stacked, subject.bare)
    return None


def _definition(indicator, reader: Reader) -> tuple[tuple[str, str], ...]:
    texts = {"card.formula": indicator.formula, "card.why": indicator.why, "card.caveats": indicator.caveats}
    return tuple((say(key, reader), worded(text, reader)) for key, text in texts.items() if text and is_written(text))


def _licences(of: citation.Cited, reader: Reader) -> str:
    found = (source["licence"] or say("data.licence_unknown", reader) for source in of.sources)
    return "; ".join(dict.fromkeys(found))


def _snapshot(answer: Answer, reader: Reader) -> str:
    return f"{words.date(reader, answer.date)}, {answer.snapshot[:DIGEST]}"


def _text(element: Element, name: str) -> str:
    return next((text_of(one) for one in outside(element, name)), "")


def _figures(element: Element | None) -> Iterable[Element]:
    return [one for one in children_of(element) if isinstance(one, dict)] if element else []


def _notes(card: Element, reader: Reader) -> tuple[str, ...]:
    """What a card says below its picture and of figures to be used with care, but for what tells fingers what to do."""
    told = dict.fromkeys(text_of(one) for one in outside(card, "note"))
    told |= {text_of(one): None for one in outside(card, "with-care")}
    return tuple(text for text in told if text != say("map.tap_hint", reader))


def _title(card: Element) -> tuple[str, tuple[str, ...]]:
    """The title of a card without its badges, and the badges' words."""
    heading = next(every(card, "H2"))
    title = " ".join(text_of(child) for child in children_of(heading) if not isinstance(child, dict))
    return title, tuple(text_of(one) for one in every(heading, "Summary"))


def _table(element: Element) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[bool, ...], int]:
    """Columns, rows, which columns hold numbers, and how many rows are left out, of the table of a card; of a list its
    lines, in one column.
    """
    table = next(every(element, "Table"), None)
    if table is None:
        return ("",), tuple((text_of(one, BETWEEN),) for one in every(element, "Li")), (False,), 0
    found = list(every(table, "Tr"))
    lines = [list(children_of(line)) for line in found if "more" not in classes_of(line)]
    if not lines:
        return (), (), (), 0
    head, body = lines[0], [line for line in lines[1:] if len(line) == len(lines[0])]
    kept = [0, *(place for place in range(1, len(head)) if _tells(body, place))]
    if len(kept) == 1:  # the same of all of them, as that there are no figures, is what it tells
        kept += [place for place in range(1, len(head)) if _has_words(body, place)]
    numeric = tuple("num" in classes_of(head[place]) for place in kept)
    rows = tuple(tuple(text_of(line[place], BETWEEN) for place in kept) for line in body[:WHOLE_TABLE])
    return (
        tuple(text_of(head[place]) for place in kept),
        rows,
        numeric,
        max(len(body) - WHOLE_TABLE, 0) + len(found) - len(lines),
    )


def _tells(body: list[list[Element]], place: int) -> bool:
    """Whether a column has room on paper: no codes, and not the same in every row, which badge and line say already."""
    return _has_words(body, place) and (len({text_of(line[place]) for line in body}) > 1 or len(body) == 1)


def _has_words(body: list[list[Element]], place: int) -> bool:
    """Whether a column holds anything that is for people to read."""
    cells = [line[place] for line in body]
    return not all("code" in classes_of(cell) for cell in cells) and any(map(text_of, cells))
