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
    found = world.Found(answer.rows, column, country_points())
    title = say("world.title", reader)
    line = say("register.line", reader, place=laid.subject.scope_name, period=laid.subject.period_text,
               count=len(answer.rows))  # fmt: skip
    name, drawn = laid.subject.name, _figure(laid, found)
    told = world.sentence(found, reader)
    middle = [name(place) for place, point in _points(laid, found).items() if point is None]
    notes = world.notes(found, middle, reader)
    if laid.view.is_table(ID) or drawn is None:
        body = world.table(found, reader, name, f"{title}: {line}")
    else:
        lines, ratio = drawn
        body = el("div.chart", graph(ID, lines, CONFIG), role="img", aria_label=f"{title}: {line}. {told}",
                  style={"height": "auto", "aspectRatio": f"{ratio:.3f}"})  # fmt: skip
    return cards.card(ID, title, line, [body, *(el("p.note", note) for note in notes)], told=told,
                      tabs=cards.tabs(laid.view, ID, "map", reader), marks=cards.marks(answer, [], reader),
                      foot=cards.foot(answer, laid.subject, laid.view, laid.house, ID))  # fmt: skip


def figure(laid: Laid) -> tuple[dict, float] | None:
    """The lines on the world alone, and their width by height; None where none can be drawn."""
    rows = things_of(laid.house, laid.choice).rows
    return _figure(laid, world.Found(rows, laid.choice.module.card.world, country_points()))


def _figure(laid: Laid, found: world.Found) -> tuple[dict, float] | None:
    countries = country_points()
    at = {place: point or countries[laid.house.places[place].country] for place, point in _points(laid, found).items()}
    return world.figure(
        found, at, countries, edges(), files.world().url, laid.reader, laid.subject.name, laid.view.selected
    )


def _points(laid: Laid, found: world.Found) -> dict[str, tuple[float, float] | None]:
    """Where each place that a line begins at lies; None where nothing is known of it but its country."""
    return {place: _at(laid.house.places, place) for place, _ in found.lines}


def _at(places, code: str) -> tuple[float, float] | None:
    """Where a place lies: by its own point or that of the nearest place above it; None where none has one."""
    line = (places[code], *ancestors(places, code))
    return next((flat(place.lon, place.lat) for place in line if place.lon is not None), None)
