"""What the pictures of one choice share: subject, rows, names, and what lies under and over the map."""

from collections.abc import Callable, Sequence

from dashboard.asking import Asked, only
from dashboard.choice import Choice, area_of_group
from dashboard.figures.choropleth import Ground, hover
from dashboard.figures.subject import Subject, heading
from dashboard.pages import cards
from dashboard.site import Site
from dashboard.words import digits, say
from dashboard.words import format as words
from geo.places import inside

NAMED = 5  # places that a note names before it only counts


def short_names(site: Site, choice: Choice) -> Callable[[str], str]:
    """Names for this page: inside one palika a ward is "Ward 11", not the palika's name again."""
    reader = site.reader(choice.view)
    name, places = site.namer(reader), site.house.places

    def short(code: str) -> str:
        place = places.get(code)
        if place is not None and place.level == "ward" and place.parent == choice.scope:
            return say("scope.ward_number", reader, number=digits(reader, str(int(code.rpartition("-")[2]))))
        return name(code)

    return short


class Laid:
    """One choice with its answers, for one reader; nothing in it changes."""

    def __init__(self, site: Site, choice: Choice, asked: Asked):
        self.site, self.choice, self.asked = site, choice, asked
        self.reader, self.view, self.house = site.reader(choice.view), choice.view, site.house
        self.subject = Subject(self.reader, choice.indicator, choice.view.period, choice.scope, choice.country,
                               short_names(site, choice), self.heading())  # fmt: skip
        self.fine = asked.rows("fine", self.view.period)
        self.rows = asked.rows("ranked", self.view.period)

    def page_of(self, code: str) -> str:
        """The address of the page of a place."""
        return self.view.other("place", place=code).to_url()

    def heading(self, shown: Sequence[str] = ()) -> str:
        """The indicator, with the values of dimensions that are chosen: "Main cause of migration (marriage)"; a dimension
        that is `shown` in full is not.
        """
        chosen = [(name, value) for name, value in self.choice.where if name not in shown]
        return heading(self.choice.indicator, self.choice.module.dimensions, chosen, self.reader)

    def told(self, row: dict, subject: Subject, unit: str | None) -> list[str]:
        """What is told of a place that is pointed at on the map, its name first."""
        return hover(row, subject, unit)

    def pale_outside(self) -> bool:
        """Whether places that belong to no row are pale on the map, so that groups stand out."""
        return self.view.by in self.choice.sets

    def arrows(self) -> list[tuple[str, str, float]]:
        """What leads from place to place on the map: from, to, size from 0 to 1."""
        return []

    def ground(self) -> Ground | None:
        """Outlines of the ranking's level over the map, or of the scope itself where the map shows the ranking's."""
        places, scope = self.house.places, self.choice.scope
        level = self.view.by if self.view.by in self.choice.levels and self.view.by != self.view.detail else None
        drawn = next((row["place"] for row in self.fine if self.site.shapes_url(row["place"], scope)), None)
        if scope in places and (level is None or level == "town"):
            return self._over((scope,), scope)
        if level is None or drawn is None:
            return None
        vintages = {places[row["place"]].vintage for row in self.rows if row["place"] in places}
        of_level = self.house.remember(("area", "sorted", scope, level), lambda: [
            code for code in sorted(self._area()) if places[code].level == level])  # fmt: skip
        return self._over([code for code in of_level if places[code].vintage in vintages], scope)

    def _over(self, codes, within: str) -> Ground | None:
        urls = {code: self.site.shapes_url(code, within) for code in codes}
        known = tuple(code for code, url in urls.items() if url)
        return Ground(urls[known[0]], known) if known else None

    def shows_protected_land(self) -> bool:
        """Whether land that belongs to no municipality shows through."""
        # Other countries' layers cover their land; where only some towns are expected the ground is all the others.
        return (
            self.choice.country == "NP"
            and self.view.detail in ("local", "ward")
            and not self.choice.module.card.expected
        )

    def bounds(self) -> tuple[float, float, float, float] | None:
        """Of the scope's own outline; of a group, of what is drawn."""
        scope = self.choice.scope
        own = (
            self.house.remember(("area", "bounds", scope), lambda: self.site.bounds([scope]))
            if scope in self.house.places
            else None
        )
        return own or self.site.bounds(row["place"] for row in self.fine)

    def outline(self) -> Ground | None:
        """Of the selected place."""
        return self._over((self.view.selected,), self.choice.scope) if self.view.selected in self.house.places else None

    def map_notes(self) -> list[str]:
        """How to use the map, what it cannot show, and whom to credit."""
        reader, notes = self.reader, [say("map.tap_hint", self.reader)] if not self.view.is_table("map") else []
        lost = [row["place"] for row in self.fine if row["place"] in self.house.places
                and not self.house.places[row["place"]].has_shape]  # fmt: skip
        if lost:
            names = words.listing(reader, [self.subject.name(code) for code in lost[:NAMED]])
            key = "map.wards_without_outline" if self.view.detail == "ward" else "map.no_shape"
            notes.append(say(key, reader, count=len(lost)) + f" ({names})")
        if self.view.detail == "ward":
            blank = [text for code, text in self.site.blank_outlines if code in self._area()]
            if blank:
                notes.append(
                    say("map.outlines_without_ward", reader, count=len(blank)) + f" ({words.listing(reader, blank)})"
                )
            notes.append(say("map.credit_osm", reader))
        return notes + [note for note in cards.notes_of(self.house, self.asked.fine, self.subject)
                        if self.asked.fine is not self.asked.ranked]  # fmt: skip

    def _area(self) -> frozenset[str]:
        scope = self.choice.scope
        return inside(self.house.places, scope) if scope in self.house.places else area_of_group(self.house, scope)

    def group_notes(self) -> list[str]:
        """How many members of a group are known, and that overlapping groups are no total."""
        own = only(self.asked.rows("own", self.view.period), self.choice.scope)
        rows = (
            self.rows if self.view.by in self.choice.sets else [own] if own and own["level"] in self.house.sets else []
        )
        notes = [
            say("notes.members_known", self.reader, known=words.number(self.reader, row["places_known"]),
                expected=words.number(self.reader, row["places_expected"]), group=self.subject.name(row["place"]))
            for row in rows if row["places_expected"] and row["places_expected"] > row["places_known"]
        ]  # fmt: skip
        if self.view.by not in self.choice.sets:
            return notes
        units = self.house.units(self.view.by)
        members = [code for unit in units for code in unit.members]
        return notes + ([say("notes.overlap", self.reader)] if len(members) > len(set(members)) else [])
