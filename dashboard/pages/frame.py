"""What stands around every page: app bar, search, language, digits and calendar, bottom bar, and what has to be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from dashboard import codes
from dashboard.choice import Told, place_of
from dashboard.markup import Element, el, search_field
from dashboard.site import Site
from dashboard.state import Unread, View
from dashboard.words import LANGUAGES, Reader, digits, level, say, text_of
from dashboard.words import format as words
from dashboard.words.reader import OWN_DIGITS

ON_THE_BAR = 5  # of a phone
ON_A_WIDE_BAR = 9  # themes and data that fit beside the search in any language; the last is More where there are others
MOST_TOLD = 6
SEARCHED = 80  # letters of the search box


class Part(Enum):
    """A theme page travels in two: `FIRST` up to the pictures it opens with, `REST` what stands below them, which a browser
    asks for when its reader comes near. A page that is not parted is all `FIRST`.
    """

    WHOLE, FIRST, REST = "whole", "first", "rest"


@dataclass(frozen=True)
class Page:
    """A page as drawn: its elements, and what the browser's tab and the document say of it."""

    children: list
    title: str
    language: str
    found: bool = True


def page(site: Site, view: View, title: str, body: Sequence, told: Sequence[Told] = (), found: bool = True) -> Page:
    """The whole page around `body` (the content of main)."""
    reader = site.reader(view)
    children = [
        el("a.skip", say("frame.skip", reader), href="#main"),
        *working_bar(site, reader),
        app_bar(site, view, reader),
        el("main.page", older(site, view, reader), problems(site, view, told, reader), list(body), id="main", tabIndex=-1,
           aria_label=say("access.main", reader)),
        foot(site, reader),
        bottom_bar(site, view, reader),
    ]  # fmt: skip
    return Page(children, title, reader.language, found)


def elsewhere(view: View, page: str) -> View:
    """Another page, keeping the place, the period's freedom and the reader's choices; the rest is that page's own."""
    place = view.place if page not in ("home", "data") else ""
    return view.other(page, place=place)


def pages(site: Site, view: View, reader: Reader) -> list[tuple[str, str, bool]]:
    """(address, title, is it this one) of home and of each theme there is, in order."""
    found = [(elsewhere(view, "home").to_url(), say("frame.home", reader), view.page == "home")]
    for theme in site.house.registry.themes.values():
        found.append((elsewhere(view, theme.id).to_url(), text_of(theme.title, reader), view.page == theme.id))
    return found


def app_bar(site: Site, view: View, reader: Reader) -> Element:
    """Name, themes, search, language; what does not fit is behind More, on a phone in the bottom bar."""
    listed = pages(site, view, reader)
    themes = [*listed[1:], *_others_of_all(view, reader)]
    shown = themes if len(themes) <= ON_A_WIDE_BAR else themes[: ON_A_WIDE_BAR - 1]
    home = el("a.logo", el("i", aria_hidden="true"), say("frame.name", reader), href=listed[0][0],
              aria_current="page" if listed[0][2] else None)  # fmt: skip
    return el("header.app-bar", el("div.inner", home,
              el("nav.themes", [_link(*entry) for entry in shown], _others(themes[len(shown) :], reader), aria_label=say("access.navigation", reader)),
              questionnaire(view, reader), search_box(reader), languages(view, reader, short=True), digit_menu(view, reader),
              calendar_link(site, view, reader, short=True)))  # fmt: skip


def _others(entries: Sequence[tuple[str, str, bool]], reader: Reader) -> Element | None:
    """What stands behind More on a wide bar; it is called by the page that is open, where that is one of these."""
    if not entries:
        return None
    here = next((title for _, title, is_here in entries if is_here), "")
    return el("details.more", el("summary.on" if here else "summary", here or say("frame.more", reader)),
              el("div", [_link(*entry) for entry in entries]))  # fmt: skip


def _others_of_all(view: View, reader: Reader) -> list[tuple[str, str, bool]]:
    """The pages that are of no theme: the data, and what was collected for a briefing."""
    return [
        (elsewhere(view, page).to_url(), say(f"frame.{page}", reader), view.page == page)
        for page in ("data", "briefing")
    ]


def _link(href: str, text: str, here: bool) -> Element:
    return el("a.on" if here else "a", text, href=href, aria_current="page" if here else None)


def questionnaire(view: View, reader: Reader) -> Element:
    """The icon that leads to the workbooks municipalities fill, and to who has answered; its place stays chosen."""
    text, here = say("frame.questionnaire", reader), view.page == "questionnaire"
    return el("a.questionnaire.on" if here else "a.questionnaire", el("i", aria_hidden="true"), el("span", text), title=text,
              href=elsewhere(view, "questionnaire").to_url(), aria_current="page" if here else None)  # fmt: skip


def search_box(reader: Reader) -> Element:
    """The search for a place; suggestions come below it, arrow keys move among them, Enter opens."""
    field = search_field(id="search", placeholder=say("search.placeholder", reader), maxLength=SEARCHED)
    below = el("div.suggestions", id="suggestions")
    return el("div.search", field, below, role="search", aria_label=say("access.search", reader))


def suggestions(site: Site, view: View, text: str, limit: int = 8) -> list[Element]:
    """What the search offers for a text: links to places with what they are and where they lie."""
    from geo.places import search

    reader = site.reader(view)
    if len(text.strip()) < 2:
        return []
    name = site.namer(reader)
    found = search(site.house.places, text.strip(), limit)
    code = text.strip().lower()
    if not found and site.archive and codes.find(site.archive.folder.parent, code):
        link = el("a.suggestion", el("b", code), el("small", say("search.code", reader)), href=f"/f/{code}",
                  id="suggestion-0")  # fmt: skip
        return [el("div", [link], data_for=text.strip()[:SEARCHED])]
    if not found:
        return [el("p.empty", say("search.none", reader, text=text.strip()[:40]))]
    links = [
        el("a.suggestion", el("b", name(place.code)), el("small", kind_and_parents(site, place, reader)),
           href=_suggested(view, place.code).to_url(),
           id=f"suggestion-{number}")
        for number, place in enumerate(found)
    ]  # fmt: skip
    return [el("div", links, data_for=text.strip()[:SEARCHED])]  # Enter opens the first of the text it was pressed on


def _suggested(view: View, code: str) -> View:
    """Where a suggestion leads: to the place, or where places are compared, to the same with this one beside them; among
    the questionnaires, to those of the place.
    """
    if view.page == "compare":
        return view.to(places=".".join(filter(None, (view.places, code))))
    return view.other("questionnaire" if view.page == "questionnaire" else "place", place=code)


def kind_and_parents(site: Site, place, reader: Reader) -> str:
    """ "Sub-metropolitan city · Rupandehi · NP0548201": what a place is, where it lies, its code."""
    name = site.namer(reader)
    parent = name(place.parent) if place.parent else None
    return " · ".join(part for part in (kind_of(place, reader), parent, place.code) if part)


def kind_of(place, reader: Reader) -> str:
    """The category of a place, else the word for its level."""
    if place.category:
        return say(f"categories.{place.category}", reader, count=1)
    key = {("region", "NP"): "province", ("region", "BD"): "division"}.get((place.level, place.country), place.level)
    return say(f"scope.{key}", reader)


def languages(view: View, reader: Reader, short: bool) -> Element:
    """A link for each language; digits follow the language unless the reader has chosen them."""
    links = []
    for language in LANGUAGES:
        text = say(f"frame.language_{language}" + ("_short" if short else ""), reader)
        here = language == reader.language
        links.append(el("a.on" if here else "a", text, href=view.to(lang=language).to_url(), lang=language,
                        aria_current="true" if here else None, title=say(f"frame.language_{language}", reader)))  # fmt: skip
    return el("nav.languages", links, aria_label=say("access.language", reader))


def digit_menu(view: View, reader: Reader) -> Element:
    """The digits to read in: Latin, or those of the language."""
    return el("nav.digit-choice", digit_links(view, reader), aria_label=say("access.digits", reader))


def digit_links(view: View, reader: Reader) -> list[Element]:
    """A link for Latin digits and one for the language's own (for English: none to choose, so none shown)."""
    own = OWN_DIGITS[reader.language]
    choices = dict.fromkeys(("latin", own, reader.digits))
    if len(choices) < 2:
        return []
    return [
        el("a.on" if kind == reader.digits else "a", digits(Reader("en", kind), "123"),
           href=view.to(digits="" if kind == own else kind).to_url(), title=say(f"frame.digits_{kind}", reader),
           aria_label=say(f"frame.digits_{kind}", reader), aria_current="true" if kind == reader.digits else None)
        for kind in choices
    ]  # fmt: skip


def calendar_link(site: Site, view: View, reader: Reader, short: bool) -> Element | None:
    """The way to the other calendar of days; none for who looks at no place of Nepal and does not read Nepali.

    It is one link and not a choice of two: the bar has no room for more, and a date says of itself which calendar it is in.
    """
    if not (reader.language == "ne" or reader.calendar == "bs" or _of_nepal(site, view)):
        return None
    other = "ad" if reader.calendar == "bs" else "bs"
    long = say(f"calendar.{other}_long", reader)
    text, title = (say(f"calendar.{other}", reader), long) if short else (long, None)
    return el("a.calendar-choice", text, href=view.to(calendar=other).to_url(), title=title)


def _of_nepal(site: Site, view: View) -> bool:
    """Whether a place of the view lies in Nepal, where a page without a place is at home."""
    codes = [code for code in (view.place, *view.places.split(".")) if code] or [""]
    return any(place_of(site.house, view.to(place=code), [])[1] == "NP" for code in codes)


def bottom_bar(site: Site, view: View, reader: Reader) -> Element:
    """A phone's bar of five: home, three themes, and More with the rest."""
    listed = pages(site, view, reader)
    shown, rest = listed[: ON_THE_BAR - 1], listed[ON_THE_BAR - 1 :]
    rest += _others_of_all(view, reader)
    more = el("details.more", el("summary", say("frame.more", reader)),
              el("div.sheet", [_link(*entry) for entry in rest], languages(view, reader, short=False),
                 digit_menu(view, reader), calendar_link(site, view, reader, short=False)))  # fmt: skip
    return el("nav.bottom-bar", [_link(*entry) for entry in shown], more, aria_label=say("frame.pages", reader))


def foot(site: Site, reader: Reader) -> Element:
    """Which data the page shows."""
    house = site.house
    text = say("card.snapshot", reader, digest=house.digest[:12], date=words.date(reader, house.date))
    return el("footer.foot", text)


def older(site: Site, view: View, reader: Reader) -> Element | None:
    """On data that are not the current ones: of what day they are, and the way to the current ones."""
    now = site.current.house if site.current else None
    if now is None:
        return None
    shown = say("kept.shown", reader, date=words.date(reader, site.house.date), digest=site.house.digest[:8])
    key = "kept.newer" if now.date >= site.house.date else "kept.in_use"
    link = el("a", say("kept.open", reader), href=view.to(snapshot="").to_url())
    told = say(key, reader, date=words.date(reader, now.date), digest=now.digest[:8])
    return el("div.told.older", el("p", el("b", shown), " ", told, " ", link), role="status")


def working_bar(site: Site, reader: Reader) -> list[Element]:
    """Of a development server: what is wrong with the files, the last good version being shown; nothing elsewhere."""
    if site.working is None:
        return []
    told = site.working.problems
    sentences = [el("p", str(problem), lang="en") for problem in told]
    title = [el("b", say("dev.broken", reader, count=len(told))), el("p", say("dev.kept", reader))] if told else []
    return [el("div.dev.broken" if told else "div.dev", title, sentences, id="dev", role="status",
               data_version=str(site.working.version))]  # fmt: skip


def problems(site: Site, view: View, told: Sequence[Told], reader: Reader) -> Element | None:
    """What of the address could not be used, each with what to do; nothing of it is repeated as markup."""
    listed = sentences_of(site, view, told, reader)
    if not listed:
        return None
    return el("div.told", [el("p", text) for text in listed[:MOST_TOLD]], role="status")


def sentences_of(site: Site, view: View, told: Sequence[Told], reader: Reader) -> list[str]:
    """What of the address could not be read, and what of it is not known here."""
    return [_unread(problem, reader) for problem in view.problems] + [_told(site, entry, reader) for entry in told]


def _unread(problem: Unread, reader: Reader) -> str:
    if problem.key == "long":
        return f"{say('errors.address_too_long', reader)} {say('errors.address_too_long_hint', reader)}"
    if problem.key in ("query", "page"):
        return f"{say('errors.address', reader)} {say('errors.address_hint', reader)}"
    key = {"period": "unknown_period", "place": "unknown_place", "indicator": "unknown_indicator"}.get(problem.key)
    if key == "unknown_place":
        return f"{say('errors.unknown_place', reader, text=problem.text)} {say('errors.unknown_place_hint', reader)}"
    return say(f"errors.{key or 'unknown_choice'}", reader, text=problem.text)


def _told(site: Site, told: Told, reader: Reader) -> str:
    from geo.places import search

    key, values = told
    if key not in ("unknown_place", "unknown_period", "unknown_indicator", "unknown_level", "unknown_choice"):
        return say(key, reader, **values)
    text = say(f"errors.{key}", reader, text=values["text"])
    if key == "unknown_place":
        name = site.namer(reader)
        near = [f"{name(place.code)} ({place.code})" for place in search(site.house.places, values["text"], 3)]
        hint = say("errors.did_you_mean", reader, places=words.listing(reader, near)) if near else say(
            "errors.unknown_place_hint", reader)  # fmt: skip
        return f"{text} {hint}"
    if "periods" in values:
        return f"{text} {say('errors.unknown_period_hint', reader, periods=words.listing(reader, values['periods']))}"
    if "titles" in values:
        known = ", ".join(text_of(titles, reader) for titles in values["titles"][:8])
        return f"{text} {say('errors.unknown_indicator_hint', reader, indicators=known)}"
    if "levels" in values:
        known = ", ".join(level(reader, one, values["country"], 1) for one in values["levels"])
        return f"{text} {say('scope.grouped_by', reader)}: {known}."
    return text
