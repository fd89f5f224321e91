"""Which municipality, ward or word of a list a person means: by code, by number, or by a name in any script, never by guess."""

import difflib
import re
from collections.abc import Mapping
from functools import cached_property

from data.cells import Wrong, alike, plain, shown
from data.template_cards import Template

PRESENT = {"NP": {"local": "2017"}, "BD": {"local": "v03", "town": "2011"}}  # vintages that send: those of today
CODE = re.compile(r"[A-Z]{2}-?\d[\w-]*$")
NAMED = 4  # so many are named where a name means several
WARD = re.compile(r"(?:^|[^\d-])0?(\d{1,2})$")


class Senders:
    """The municipalities that may send a template, and how they are called.

    `places` is code -> place with country, level, vintage, parent, valid_to, name_en, name_ne, name_bn, old_names.
    """

    def __init__(self, places: Mapping, template: Template):
        self.places, self.template = places, template

    @cached_property
    def codes(self) -> list[str]:
        """The codes of those that send: of the template's countries and levels, as they are today."""
        return [
            code
            for code, place in self.places.items()
            if place.country in self.template.countries
            and place.level in self.template.levels
            and PRESENT[place.country].get(place.level) == place.vintage
            and place.valid_to is None
        ]

    @cached_property
    def by_name(self) -> dict[str, set[str]]:
        """A name as `alike` has it -> the codes that go by it, in any script, old spellings among them."""
        table: dict[str, set[str]] = {}
        for code in self.codes:
            place = self.places[code]
            for name in (place.name_en, place.name_ne, place.name_bn, *place.old_names):
                if name:
                    table.setdefault(alike(name), set()).add(code)
        return table

    def name(self, code: str, language: str) -> str:
        """A place's name in a language, in Latin letters where it has none in it."""
        place = self.places[code]
        return {"ne": place.name_ne, "bn": place.name_bn}.get(language) or place.name_en

    def entry(self, code: str, language: str) -> str:
        """How a municipality stands in a list: its name, its district's, its code."""
        above = self.places.get(self.places[code].parent)
        district = f", {self.name(above.code, language)}" if above is not None else ""
        return f"{self.name(code, language)}{district} · {code}"

    def sender(self, cell) -> str:
        """The code of the municipality that a cell names; `Wrong` for none and for several."""
        written = plain(cell)
        code = CODE.search(written.upper().replace(" ", ""))
        if code:
            if code[0] in set(self.codes):
                return code[0]
            raise Wrong("no_such_place", text=shown(cell))
        names = (alike(written), alike(written.partition(",")[0]))
        found = next((self.by_name[name] for name in names if name in self.by_name), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            listed = "; ".join(self.entry(code, "en") for code in sorted(found)[:NAMED])
            raise Wrong("several_places", text=shown(cell), places=listed)
        near = difflib.get_close_matches(names[0], self.by_name, 1, 0.75)
        if near:
            raise Wrong("place_near", text=shown(cell), near=self.entry(sorted(self.by_name[near[0]])[0], "en"))
        raise Wrong("no_such_place", text=shown(cell))

    def ward(self, cell, sender: str) -> str:
        """The code of a ward of the municipality: by its number, as in `5` or `Ward 5`, or by its whole code."""
        written = plain(cell).upper()
        code = CODE.search(written)
        if code and code[0] in self.places:
            if self.places[code[0]].parent == sender:
                return code[0]
            raise Wrong("ward_elsewhere", text=shown(cell))
        found = WARD.search(written)
        code_found = f"{sender}-{int(found[1]):02d}" if found else ""
        if code_found not in self.places:
            raise Wrong("no_such_ward", text=shown(cell), count=len(self.wards(sender)))
        return code_found

    def wards(self, sender: str) -> list[str]:
        """The codes of the wards of a municipality."""
        return [code for code in self.places if code.startswith(f"{sender}-")]

    def choice(self, cell, allowed: tuple[str, ...], words: Mapping[str, Mapping[str, str]]) -> str:
        """The value of a list that a cell names, by its id or its words in any language."""
        written, table = alike(shown(cell)), {}
        for value in allowed:
            for text in (value, *words.get(value, {}).values()):
                table.setdefault(alike(text), value)
        if written in table:
            return table[written]
        near = difflib.get_close_matches(written, table, 1, 0.75)
        if near:
            raise Wrong("value_near", text=shown(cell), value=table[near[0]])
        raise Wrong("not_in_list", text=shown(cell))
