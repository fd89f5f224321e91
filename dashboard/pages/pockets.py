"""The parts of a theme page about pockets: the switch of the map, the sentence below the headline, the card with the list."""

from dashboard.asking import sibling, with_pockets
from dashboard.figures import pockets as figures
from dashboard.markup import Element, el
from dashboard.pages import cards
from dashboard.pages.laid import Laid
from dashboard.pages.scope_bar import segments
from dashboard.words import say
from geo.places import ancestor_at
from queries.pockets import Pocket


class Pockets:
    """The pockets of one page of pictures (`Laid`), which must have some to show: `of` gives None otherwise."""

    def __init__(self, drawn: Laid):
        self.drawn, self.reader, self.view = drawn, drawn.reader, drawn.view
        number = sibling(drawn.choice)
        unit = number.unit if number and number.denominator is None else ""
        self.told = figures.Told(drawn.subject, drawn.choice.module.card.hot_spots, drawn.choice.pockets, unit)
        self.answer, self.found = drawn.asked.pockets

    @classmethod
    def of(cls, drawn: Laid) -> "Pockets | None":
        made = cls(drawn) if drawn.asked.pockets else None
        return made if made and made.found.places else None

    def switch(self) -> Element:
        """Colour by value or by pocket."""
        links = [(self.view.to(colour="").to_url(), say("pockets.by_value", self.reader), not self.view.colour),
                 (self.view.to(colour="pockets").to_url(), say("pockets.by_pockets", self.reader), bool(self.view.colour))]  # fmt: skip
        return segments(links, say("pockets.colour_by", self.reader))

    def line(self) -> Element | None:
        """The sentence below the headline, a link to the map of it."""
        text = figures.line(self.found, self.told)
        return el("p.pocket-line", el("a", text, href=self.view.to(colour="pockets").to_url())) if text else None

    def numbers(self) -> list[tuple[str, str]]:
        """The numbers of the pockets on the map: (code of a place, text)."""
        places = self.drawn.house.places

        def point_of(code: str):
            place = places[code]
            return (place.lon, place.lat) if place.lon is not None else None

        return figures.numbers(self.found.pockets, self.told, point_of)

    def card(self) -> Element:
        """The list of pockets with what they hold, or all their places as a table."""
        reader, subject = self.reader, self.drawn.subject
        told = " ".join(figures.sentences(self.found, self.told))
        if self.view.is_table("pockets"):
            rows = with_pockets(self.drawn.house, self.drawn.choice).rows
            body = [figures.table([row for row in rows if row["period"] == self.view.period], self.told)]
        else:
            none = say("pockets.line_none", reader, name=self.told.high, scope=subject.scope_name)
            listed = figures.listed(self.found.pockets, self.told, self._where)
            body = [listed if self.found.pockets else el("p.empty", none)]
        body += [el("p.note", say("pockets.density_by", reader)), el("p.note", say("pockets.how", reader))]
        return cards.card("pockets", self.told.high, figures.rule(self.told), body, told=told,
                          tabs=cards.tabs(self.view, "pockets", "list", reader), marks=cards.marks(self.answer, [], reader),
                          foot=cards.foot(self.answer, subject, self.view, self.drawn.house, "pockets"), kind="wide")  # fmt: skip

    def _where(self, pocket: Pocket) -> str:
        """The districts a pocket lies in, or the local units where the page shows one district or less."""
        places = self.drawn.house.places
        scope = places.get(self.drawn.choice.scope)
        wide = scope is None or scope.level in ("country", "region")
        codes = [ancestor_at(places, code, "district" if wide else "local") or code for code in pocket.places]
        return figures.names_of(codes, self.drawn.subject.name, self.reader)
