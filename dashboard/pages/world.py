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
    at = {place: _at(laid.house.places, place, points) for place, _ in found.lines}
    name, land = laid.subject.name, files.world().url
    drawn = world.figure(found, at, points, edges(), land, reader, name, laid.view.selected)
    told, notes = world.sentence(found, reader), world.notes(found, reader)
    if laid.view.tab == ID or drawn is None:
        body = world.table(found, reader, name, f"{title}: {line}")
    else:
        figure, ratio = drawn
        body = el("div.chart", graph(ID, figure, CONFIG), role="img", aria_label=f"{title}: {line}. {told}",
                  style={"height": "auto", "aspectRatio": f"{ratio:.3f}"})  # fmt: skip
    return cards.card(ID, title, line, [body, *(el("p.note", note) for note in notes)], told=told, kind="whole",
                      tabs=cards.tabs(laid.view, ID, "map", reader), marks=cards.marks(answer, [], reader),
                      foot=cards.foot(answer, laid.subject, laid.view, laid.house, ID, image=True))  # fmt: skip


def _at(places, code: str, points) -> tuple[float, float]:
    """Where a place lies: by its own point, that of the nearest place above it, or the middle of its country."""
    for place in (places[code], *ancestors(places, code)):
        if place.lon is not None:
            return flat(place.lon, place.lat)
    return points[places[code].country]
