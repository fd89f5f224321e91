"""From a brief, a place and a language to a document: each item is asked for as its page would, and taken from its cards.

Nothing is computed here. What a card says is said, its table is the table, and what native charts are drawn from are the
rows that its CSV has. An item that cannot be made becomes a `Missing` and the others are made.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dashboard import asking, citation, downloads, panels
from dashboard.archive import NotOpened, resolve
from dashboard.briefs import card_chart, card_picture, card_words, facts, fonts, other_pages
from dashboard.briefs.brief import LONGEST_TEXT, Brief, Item, filled
from dashboard.briefs.content import Document, Figure, Heading, Missing, PageBreak, Picture, Text
from dashboard.briefs.elements import classes_of, every, text_of
from dashboard.briefs.facts import DIGEST
from dashboard.choice import Choice, choose
from dashboard.markup import Element, children_of
from dashboard.pages import cards, errors
from dashboard.pages import peers as peers_page
from dashboard.pages.flows import FlowDrawn
from dashboard.pages.frame import sentences_of
from dashboard.pages.pictures import Drawn
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import Reader, say
from dashboard.words import format as words
from dashboard.words import text_of as worded
from geo.places import ancestors
from queries.indicator import Indicator
from queries.run import Answer, AskError

BEGINNING = 60  # characters by which a text that is left out is known
HEADLINE = "headline"  # the sentence and figures at the top of a page


def document(site: Site, brief: Brief, place: str, reader: Reader, home: str = "") -> Document:
    """The brief made for a place ("" for one that needs none). `home` is the address of this site, for links."""
    codes = _codes(site, place)
    name = site.namer(reader)
    names = {level: name(code) for level, code in codes.items()}
    asked = [item for item in brief.items if item.only_in in ("", codes.get("country", item.only_in))]
    pieces = [piece for item in asked for piece in _pieces(site, item, codes, names, reader, home)]
    data = say("briefs.data", reader, date=words.date(reader, site.house.date), digest=site.house.digest[:DIGEST])
    title = _filled(brief.title, names, reader)
    if isinstance(title, Missing):
        title, pieces = names.get("place") or say("frame.name", reader), [title, *pieces]
    return Document(title, names.get("place", ""), reader, data, pieces)


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


def _filled(texts: dict[str, str], names: dict[str, str], reader: Reader) -> str | Missing:
    text = worded(texts, reader)
    if len(text) <= LONGEST_TEXT:
        return filled(text, names)
    count, most = (words.number(reader, number) for number in (len(text), LONGEST_TEXT))
    return Missing(f"{text[:BEGINNING]}…", say("briefs.too_long", reader, characters=count, most=most))


def _pieces(site: Site, item: Item, codes, names, reader: Reader, home: str) -> Iterator:
    if item.page_break:
        yield PageBreak()
    elif item.heading:
        heading = _filled(item.heading, names, reader)
        yield heading if isinstance(heading, Missing) else Heading(heading)
    elif item.text:
        text = _filled(item.text, names, reader)
        paragraphs = () if isinstance(text, Missing) else text.split("\n\n")
        yield Text(tuple(" ".join(part.split()) for part in paragraphs if part.strip())) if paragraphs else text
    else:
        note = _filled(item.note, names, reader) if item.note else ""
        lost = isinstance(note, Missing)
        yield _figure(site, item, codes, "" if lost else note, reader, home)
        yield from [note] if lost else []


def _figure(site: Site, item: Item, codes, note: str, reader: Reader, home: str) -> Figure | Missing:
    try:
        address = item.view.format(**codes)
    except KeyError as error:
        return Missing(item.view, say("briefs.no_such_level", reader, level=str(error.args[0])))
    return figure_of(site, View.from_url(address), item, reader, home, note)


def figure_of(site: Site, view: View, item: Item, reader: Reader, home: str = "", note: str = "") -> Figure | Missing:
    """One picture of a page, named by `item`, for a reader; `view` is the page's."""
    view = view.to(lang=reader.language, digits=reader.digits, calendar=reader.calendar, tab="")
    opened = resolve(site, view)  # an address with a snapshot keeps the figures of that one
    if isinstance(opened, NotOpened):
        return Missing(view.to_url(), errors.sentence_of(opened, reader))
    site, view = opened
    try:
        if view.page in site.house.registry.themes:
            return _of_theme(site, view, item, note, reader, home)
        if view.page in other_pages.MAKERS:
            return other_pages.of(site, view, item.picture, note, reader, home)
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
    shown = (
        card_chart.of(drawn, names[item.picture] or item.picture),
        _drawable(card_picture.of(drawn, item.picture, card), reader),
    )
    in_full = tuple(name for name in choice.module.dimensions if name in item.picture.split("-")[1:])
    made = _made(drawn, card, as_table or card, *shown, item.table, note, filters, answers, in_full, home)
    return _of_peers(drawn, made) if item.picture == "peers" else made


def _of_peers(drawn: Drawn, figure: Figure) -> Figure:
    """The figure with the words of its strip, which are no card's."""
    found = drawn.compared
    told = next((text_of(one) for one in every(drawn.peers(), "P") if not classes_of(one)), "")
    who = peers_page.who(drawn.site, drawn.view, found.line.own["place"])
    marks = card_words.badges_of(cards.marks(found.line.answer, [found.line.own], drawn.reader))
    line = drawn.line(drawn.unit([found.line.own]))
    return replace(figure, line=line, told=told, marks=marks, notes=(who, *figure.notes))


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
    title, marks = card_words.title_of(card)
    columns, rows, numeric, left_out = card_words.table_of(tabled)
    whole = f"{subject.title}: {title}" if subject.title not in title else title
    link = home + drawn.view.to(snapshot=drawn.house.digest[:DIGEST]).to_url()
    of = citation.cited(f"{whole}, {subject.scope_name}", subject.period_text, answers, [subject.country], link)
    return Figure(
        whole, card_words.said(card, "sub"), card_words.said(card, "says"), marks, columns, rows, numeric, its_chart, picture, as_table, note,
        _with_scope(drawn, card_words.notes_of(card, reader)), facts.definition(subject.indicator, reader), filters,
        card_words.said(card, "source"), facts.licences(of, reader), citation.long(of, reader), facts.snapshot(of, reader),
        ", ".join(dict.fromkeys(answer.module["id"] for answer in answers)), link, card["props"]["id"].removeprefix("card-"),
        indicator=subject.title, left_out=left_out,
    )  # fmt: skip


def _with_scope(drawn: Drawn, notes: Iterable[str]) -> tuple[str, ...]:
    """The notes after that of the scope, which a page has once and each figure on paper needs."""
    of_scope = cards.scope_note(drawn.house, drawn.subject)
    return (*filter(None, [of_scope]), *(note for note in notes if note not in of_scope))


def _headline(drawn: Drawn, item: Item, note: str, home: str) -> Figure:
    """The sentence at the top of a page with the figures below it, as a table of two columns."""
    reader, subject, answer = drawn.reader, drawn.subject, drawn.asked.own
    heading = text_of(next(every(drawn.headline(), "H1")))
    figures = [[text_of(part) for part in children_of(one)] for one in card_words.figures_of(drawn.figures())]
    rows = tuple((label, value) for value, label, *_ in figures)
    badge, mind = drawn.badge(), drawn.mind()
    marks = card_words.badges_of([badge] if badge else [])
    notes = _with_scope(drawn, (text_of(one) for one in children_of(mind)) if mind else ())
    link = home + drawn.view.to(snapshot=drawn.house.digest[:DIGEST]).to_url()
    of = citation.cited(
        f"{subject.title}, {subject.scope_name}", subject.period_text, [answer], [subject.country], link
    )
    columns = (say("table.indicator", reader), say("table.value", reader))
    return Figure(
        subject.title, drawn.line(drawn.unit(drawn.fine)), heading, marks, columns, rows, (False, True), None, None, True,
        note, notes, facts.definition(subject.indicator, reader),
        citation.choices(answer.in_period(drawn.view.period), drawn.house, subject.country, reader, subject.name),
        cards.source_line(answer, subject.country, reader), facts.licences(of, reader),
        citation.long(of, reader), facts.snapshot(of, reader), answer.module["id"], link,
        indicator=subject.title,
    )  # fmt: skip
