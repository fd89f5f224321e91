"""The card of a register whose things have a partner abroad: lines on the world, or the countries in a table."""

from dashboard import files
from dashboard.asking import things_of
from dashboard.figures import world
from dashboard.figures.choropleth import CONFIG
from dashboard.markup import Element, el, graph
from dashboard.pages import cards
from dashboard.pages.laid import Laid
from dashboard.words import say
from geo.places import ancestors
from geo.world import country_points, edges, flat

ID = "world"


def card(laid: Laid) -> Element | None:
    """The things of the page's place and period; None where there is none."""
    reader, column = laid.reader, laid.choice.module.card.world
    answer = things_of(laid.house, laid.choice)
    if not answer.rows:
        return None
    points = country_points()
    found = world.Found(answer.rows, column, points)
    title = say("world.title", reader)
    line = say("register.line", reader, place=laid.subject.scope_name, period=laid.subject.period_text,
               count=len(answer.rows))  # fmt: skip
    own = {place: _at(laid.house.places, place) for place, _ in found.lines}
    at = {place: point or points[laid.house.places[place].country] for place, point in own.items()}
    name, land = laid.subject.name, files.world().url
    drawn = world.figure(found, at, points, edges(), land, reader, name, laid.view.selected)
    told = world.sentence(found, reader)
    notes = world.notes(found, [name(place) for place, point in own.items() if point is None], reader)
    if laid.view.tab == ID or drawn is None:
        body = world.table(found, reader, name, f"{title}: {line}")
    else:
        figure, ratio = drawn
        body = el("div.chart", graph(ID, figure, CONFIG), role="img", aria_label=f"{title}: {line}. {told}",
                  style={"height": "auto", "aspectRatio": f"{ratio:.3f}"})  # fmt: skip
    return cards.card(ID, title, line, [body, *(el("p.note", note) for note in notes)], told=told,
                      tabs=cards.tabs(laid.view, ID, "map", reader), marks=cards.marks(answer, [], reader),
                      foot=cards.foot(answer, laid.subject, laid.view, laid.house, ID, image=laid.view.tab != ID))  # fmt: skip


def _at(places, code: str) -> tuple[float, float] | None:
    """Where a place lies: by its own point or that of the nearest place above it; None where none has one."""
    line = (places[code], *ancestors(places, code))
    return next((flat(place.lon, place.lat) for place in line if place.lon is not None), None)
