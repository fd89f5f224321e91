"""The map of a page: the element with its legend, and the same values and texts as answers of their own.

What colours a place is worked out here once, from the rows of the page's own answer, whether the page carries it or a
browser asks for it: protection and states cannot differ.
"""

from functools import cached_property

from dashboard.asking import ask
from dashboard.choice import Choice, choose
from dashboard.figures import circles, legend
from dashboard.figures import map as drawing
from dashboard.figures import pockets as pocket_figures
from dashboard.figures.choropleth import shape_of
from dashboard.figures.classes import classes
from dashboard.figures.subject import has_value
from dashboard.markup import Element, el
from dashboard.pages.flow_laid import FlowLaid
from dashboard.pages.laid import Laid
from dashboard.pages.pockets import Pockets
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import say
from queries import peers
from queries.run import AskError
from queries.series import stretch

WORDS = ("zoom_in", "zoom_out", "fit", "keys", "failed")
SHOWN = 12  # characters of a snapshot's digest in an address


class Map:
    """The map of one page of pictures. `pockets` colours it by pocket instead of by value."""

    def __init__(self, drawn: Laid, pockets: Pockets | None = None):
        self.drawn, self.reader, self.view, self.choice = drawn, drawn.reader, drawn.view, drawn.choice
        self.rows, self.subject, self.units = drawn.fine, drawn.subject, drawn.asked.units
        self.pockets = pockets if self.view.colour == "pockets" else None

    @cached_property
    def classes(self):
        """Of the values of all periods that may be compared with the one shown."""
        indicator, country = self.choice.indicator, self.choice.country
        own = stretch(indicator, self.view.period, country)
        pooled = [row["value"] for row in self.drawn.asked.fine.rows
                  if has_value(row) and stretch(indicator, row["period"], country) == own]  # fmt: skip
        return classes(pooled, indicator.better, indicator.decimals)

    @cached_property
    def symbols(self) -> bool:
        """Whether it has circles by size: for a count, unless it shows pockets or too many places."""
        return self.choice.indicator.is_count and not self.pockets and len(self.rows) <= circles.MOST_CIRCLES

    @cached_property
    def painted(self):
        """The classes in the colours in which they are drawn, or what stands for them."""
        if self.pockets:
            return pocket_figures.painted(self.pockets.told)
        return circles.painted(self.rows, self.choice.indicator.better) if self.symbols else self.classes

    def element(self, simple: bool = False) -> Element | None:
        """The map in its frame; None where nothing of it has an outline. `simple`: the first tap opens a place's page."""
        bounds = self.drawn.bounds()
        label = say("access.map", self.reader, indicator=self.subject.title, place=self.subject.scope_name,
                    period=self.subject.period_text)  # fmt: skip
        made = drawing.figure(
            self.rows, self.painted, self.subject, self.drawn.site.shapes_of, units=self.units,
            ground=self.drawn.ground(), selected=self.view.selected, outline=self.drawn.outline(), bounds=bounds,
            dim=self._dim, class_of=self._class_of, links=self._links(simple), extras=self.extras(),
            label=label)  # fmt: skip
        return el("div.map", made, style={"aspectRatio": f"{shape_of(bounds):.3f}"}) if made else None

    def legend(self) -> Element:
        land = self.drawn.shows_protected_land()
        if self.pockets:
            return pocket_figures.legend(self.rows, self.pockets.told, land)
        if self.symbols:
            return circles.legend(self.rows, self.subject, land)
        return legend.legend(self.rows, self.classes, self.subject, land)

    def values(self, digest: str) -> bytes | None:
        """The values of the layer whose shapes have this digest; None where the map has no such layer."""
        for shapes, rows in self._layers(digest):
            return drawing.values_of(shapes, rows, self.painted, self.units, self._dim, self._class_of, self.symbols)
        return None

    def texts(self, digest: str) -> list[list[str]] | None:
        """The lines about each place of such a layer, in the order of the values."""
        told = pocket_figures.hover(self.pockets.told) if self.pockets else self.drawn.told
        for shapes, rows in self._layers(digest):
            return drawing.texts_of(shapes, rows, self.subject, self.units, told)
        return None

    @property
    def _class_of(self):
        return self.painted.of if self.pockets or self.symbols else None

    @property
    def _dim(self) -> bool:
        return self.drawn.pale_outside()

    def _layers(self, digest: str):
        layers = drawing.by_layer(self.rows, self.drawn.site.shapes_of)
        return [pair for pair in layers if pair[0].digest == digest]

    def _links(self, simple: bool) -> drawing.Links:
        view, house = self.view, self.drawn.house
        drill = view.to(place="__CODE__", by="", detail="", selected="") if self.choice.deeper else None
        page = view.other("place", place="__CODE__")
        place = house.places.get(self.choice.scope)
        above = place.parent if place else self.choice.country
        climb = view.to(place=above, by="", detail="", selected="").to_url() if above else ""
        own = {"place": self.choice.scope, "by": view.by, "detail": view.detail, "indicator": view.indicator,
               "period": view.period, "where": view.where, "colour": view.colour, "snapshot": house.digest[:SHOWN]}  # fmt: skip
        return drawing.Links(
            select=view.to(selected="__CODE__").to_url(), drill=(drill or page).to_url(), open=page.to_url() if simple else "",
            climb="" if simple else climb,
            values="/values/__SHAPES__" + View(page=view.page, **own).to_url(),
            texts="/texts/__SHAPES__" + View(page=view.page, lang=view.lang, digits=view.digits, calendar=view.calendar, **own).to_url())  # fmt: skip

    def extras(self) -> drawing.Extras:
        """What the map shows beside its values."""
        selected, house = self.view.selected, self.drawn.house
        compare = ()
        if selected in house.places and self.view.peers:
            compare = peers.rule_of(house, selected, self.view.peers)[0].chosen
        return drawing.Extras(
            compare=compare, numbers=self.pockets.numbers() if self.pockets else (),
            name=self.subject.name(selected) if selected else "", flows=self.drawn.arrows(),
            symbols=self.symbols, sizes=circles.keys(self.rows, self.subject) if self.symbols else (),
            words={word: say(f"map_use.{word}", self.reader) for word in WORDS})  # fmt: skip


def map_of(site: Site, view: View) -> Map | None:
    """The map that a theme's page of this View shows; None where there is none."""
    choice = choose(site.house, view) if view.page in site.house.registry.themes else None
    if not isinstance(choice, Choice):
        return None
    try:
        drawn = (FlowLaid if choice.module.kind == "flow" else Laid)(site, choice, ask(site.house, choice))
    except AskError:
        return None
    return Map(drawn, Pockets.of(drawn))
