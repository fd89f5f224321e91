"""The generic theme page: made from the registry, the same for every folder of questions."""

from dashboard.asking import ask
from dashboard.choice import Choice, choose, having_data, place_of
from dashboard.markup import el, rest_of
from dashboard.pages import cards, register
from dashboard.pages.flows import FlowDrawn
from dashboard.pages.frame import Page, Part, page
from dashboard.pages.gaps import absent, broken
from dashboard.pages.peers import unread
from dashboard.pages.pictures import Drawn
from dashboard.pages.scope_bar import breadcrumb, scope_bar
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import say, text_of
from geo.places import countries
from queries.run import AskError


def draw(site: Site, view: View, part: Part = Part.WHOLE) -> Page:
    """The page of a theme for a View, or a part of it; never raises for anything a URL can hold."""
    choice = choose(site.house, view)
    reader = site.reader(view)
    theme = site.house.registry.themes[view.page]
    if isinstance(choice, tuple):
        return without_figures(site, view, choice)
    try:
        asked = ask(site.house, choice)
    except AskError as error:
        body = [scope_bar(site, choice, reader), el("p.empty", str(error))]
        return page(site, view, _title(site, choice, theme), body, choice.told)
    drawn = (FlowDrawn if choice.module.kind == "flow" else Drawn)(site, choice, asked)
    if part is Part.REST:
        return Page([cards.grid(drawn.others())], _title(site, choice, theme), reader.language)
    if not any(row["period"] == choice.view.period for row in asked.fine.rows):
        # Things of the scope itself can be listed where nothing below it can be drawn.
        listed = choice.module.kind == "register" and asked.rows("own", choice.view.period)
        pictures = [cards.grid([register.card(drawn)]) if listed else _above(site, choice, asked, reader)]
    else:
        main = drawn.main()
        later = main and part is Part.FIRST
        below = rest_of(choice.view.to_url(), say("loading.rest", reader)) if later else cards.grid(drawn.others())
        lead = drawn.lead.element() if drawn.lead else None
        pictures = [cards.grid([lead]) if lead else None, el("div.grid", main) if main else None, below]
    body = [scope_bar(site, choice, reader), drawn.headline(), drawn.pockets and drawn.pockets.line(), drawn.badge(), drawn.figures(), drawn.mind(), *pictures,
            el("p.links", *cards.file_links(choice.view, reader, choice.module.kind != "flow"), cards.collect_headline(choice.view, reader)), broken(site, view.page, reader), absent(site, view.page, choice.country, reader)]  # fmt: skip
    told = [*choice.told, *unread(site, view, view.selected)]
    return page(site, choice.view.to(problems=view.problems, snapshot=view.snapshot), _title(site, choice, theme), body,
                told)  # fmt: skip


def _above(site: Site, choice: Choice, asked, reader):
    """Where there are figures around an area that has none of its own."""
    name = site.namer(reader)
    codes = [code for note in asked.fine.notes if note["code"] == "published_above" for code in note.get("places", ())]
    place = site.house.places.get(choice.view.place)
    if not codes and place:
        codes = list(place.successors) or [code for code in (place.parent,) if code]
    links = [el("a.button", name(code), href=choice.view.to(place=code, by="", detail="").to_url())
             for code in dict.fromkeys(codes)]  # fmt: skip
    return el("p.empty", links or say("empty.no_rows", reader))


def _title(site: Site, choice: Choice, theme) -> str:
    reader = site.reader(choice.view)
    name = site.namer(reader)
    return say("titles.theme", reader, theme=text_of(theme.title, reader), place=name(choice.scope))


def without_figures(site: Site, view: View, told) -> Page:
    """A theme that has no figure in this country: why, what would fill it, and where there are some."""
    reader, notes = site.reader(view), list(told)
    view, country = place_of(site.house, view, [])
    name = site.namer(reader)
    theme = site.house.registry.themes[view.page]
    others = [code for code in countries(site.house.places)
              if code != country and having_data(site.house, view.page, code)]  # fmt: skip
    links = [el("a.button", say("empty.show_country", reader, country=name(code)), href=view.to(place=code).to_url())
             for code in others]  # fmt: skip
    title = text_of(theme.title, reader)
    nothing = say("headline.nothing_here", reader, place=name(view.place))
    if not site.house.registry.of_theme(view.page) and not site.house.registry.broken:
        nothing = say("empty.theme_empty", reader)
    body = [el("div.scope", breadcrumb(site, view, view.place, country, reader)),
            el("div.headline", el("h1", f"{title}: {nothing}"), el("p", text_of(theme.introduction, reader)),
               el("p", links) if links else None),
            absent(site, view.page, country, reader), broken(site, view.page, reader)]  # fmt: skip
    return page(site, view, say("titles.theme", reader, theme=title, place=name(view.place)), body, notes)
