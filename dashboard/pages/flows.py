"""The pictures of flows: arrows on the map, the largest of each direction, the matrix, and what places gain and lose."""

from dataclasses import replace
from functools import cached_property

from dashboard.asking import streams_of
from dashboard.figures import breakdown, sentence, sentence_of_counts, table
from dashboard.figures import flows as figures
from dashboard.figures.subject import Subject, has_value
from dashboard.markup import Element, el
from dashboard.pages import cards
from dashboard.pages.flow_laid import FlowLaid
from dashboard.pages.pictures import Drawn
from dashboard.words import format as words
from dashboard.words import say, text_of
from geo.places import ancestors
from queries.balance import added, matrix
from queries.flows import ELSEWHERE, OTHER

MOST_ENDS = 16  # rows and columns of a matrix that can still be read


class FlowDrawn(FlowLaid, Drawn):
    """The pictures of one page of flows."""

    @cached_property
    def wholes(self) -> dict[str, dict]:
        return added(self.listed, "direction")

    def headline(self) -> Element:
        return figures.headline(self.listed, self.wholes, self.moved)

    def figures(self) -> Element | None:
        return figures.figures(self.wholes, self.moved, self.view.by)

    def main(self) -> list[Element]:
        """The map and the largest flows; groups that lie on no map have in its place what they gain."""
        return [self.map() if self._has_map else self.ranking(), self.largest()]

    @property
    def _has_map(self) -> bool:
        return any(self.site.shapes_of(row["place"]) for row in self.rows)

    def others(self) -> list[Element]:
        dimensions = [self.streams(name) for name in self.choice.module.dimensions]
        own, ranking = self.of_selected(), self.ranking() if self._has_map else None
        narrow = (own, ranking, self.matrix()) if own else (self.matrix(), ranking)  # two narrow ones side by side
        found = (*narrow, *dimensions)
        return [one for one in found if one]

    def picture(self, name: str) -> Element | None:
        """The card of one picture of flows: `map`, `ranking`, `flows`, `selected`, `matrix`, `values:<dimension>`."""
        kind, _, dimension = name.partition(":")
        if dimension:
            return self.streams(dimension)
        return {"map": self.map, "ranking": self.ranking, "flows": self.largest, "selected": self.of_selected,
                "matrix": self.matrix}[kind]()  # fmt: skip

    def largest(self) -> Element:
        """The largest flows of each direction, with the others of it, as bars or as a table."""
        if self.view.is_table("flows"):
            body = figures.table(self.listed, self.moved)
        else:
            rows = figures.shortened(self.listed)
            body = figures.largest(rows, self.wholes, self.moved, self._select, self.view.selected)
        told = sentence_of_counts.largest_flows(self.listed, self.wholes, self.moved)
        return self._flow_card("flows", say("flows.largest_title", self.reader), body, self.asked.flows, told)

    def of_selected(self) -> Element | None:
        """The largest flows from and to the selected place."""
        answer, code = self.of_selected_place, self.view.selected
        if answer is None:
            return None
        rows = answer.rows
        shown = figures.shortened(rows)
        body = figures.table(rows, self.moved) if self.view.is_table("selected") else figures.largest(
            shown, added(rows, "direction"), self._about(code), self._select)  # fmt: skip
        title = say("flows.of_place", self.reader, place=self.end_name(code))
        told = sentence_of_counts.flows_of_place(rows, self.moved)
        return self._flow_card("selected", title, body, answer, told, place=self.end_name(code))

    def _about(self, code: str) -> Subject:
        """The subject of what moves from and to one place."""
        return replace(self.moved, scope=code)

    @cached_property
    def cells(self) -> list[dict]:
        """The matrix of the units between which most moves, in the order of the regions they lie in; without all others where
        nothing goes between them and the units.
        """
        cells = matrix(self.house, self.asked.flows, self._ends())
        outside = [[row[end] == OTHER for end in ("origin", "destination")] for row in cells]
        crossing = any(
            any(ends) and not all(ends) and row["value"] != 0 for row, ends in zip(cells, outside, strict=True)
        )
        if crossing or len(self._ends()) < len(self.rows):
            return cells
        return [row for row, ends in zip(cells, outside, strict=True) if not any(ends)]

    def _ends(self) -> list[str]:
        """Units of the scope with the most that comes and goes, ordered by region, then by code."""
        known = [row for row in self.rows if has_value(row) and row["place"] != ELSEWHERE]
        known.sort(key=lambda row: (-(row["arrived"] + row["departed"]), row["place"]))
        places = self.house.places

        def place(code: str) -> tuple:
            above = [one.code for one in ancestors(places, code) if one.level == "region"] if code in places else []
            return (*above, code)

        return sorted((row["place"] for row in known[:MOST_ENDS]), key=place)

    def matrix(self) -> Element | None:
        if len(self._ends()) < 2:
            return None
        rest = sum(row["place"] not in self._ends() for row in self.rows)
        notes = [say("flows.matrix_note", self.reader)]
        if rest:
            notes.append(say("flows.matrix_rest", self.reader, count=MOST_ENDS, others=rest))
        body = [figures.matrix(self.cells, self.moved, self.view.selected), *(el("p.note", note) for note in notes)]
        told = sentence_of_counts.matrix(self.cells, self.moved, self.kept)
        return self._flow_card("matrix", say("flows.matrix", self.reader), body, self.asked.flows, told, tabs=False)

    def streams(self, dimension: str) -> Element | None:
        """All that moves in the scope, by the values of a dimension."""
        card, found = self.choice.module.dimensions[dimension], streams_of(self.house, self.choice, dimension)
        titles = {value: text_of(text, self.reader) for value, text in card.values.items()}
        parts = [(titles[value], row) for value, row in found.items()]
        body = breakdown.bars(parts, self.moved) if len(parts) > 1 else None
        if body is None:
            return None
        id = f"values-{dimension}"
        if self.view.is_table(id):
            body = table.table([row for _, row in parts], self.moved, {dimension: titles},
                               {dimension: text_of(card.title, self.reader)})  # fmt: skip
        return self._flow_card(
            id, text_of(card.title, self.reader), body, self.asked.flows, sentence.named(parts, self.moved)
        )

    def map_told(self) -> str:
        return sentence_of_counts.gains(self.rows, self.subject, self.kept)

    def map_title(self) -> str:
        return say("given.map_title" if self.kept else "flows.map_title", self.reader)

    def ranking_title(self, level: str) -> str:
        return f"{self.subject.title}: {super().ranking_title(level)}"

    def _flow_card(self, id: str, title: str, body, answer, told: str, tabs: bool = True, place: str = "") -> Element:
        kind = "wide" if id == "matrix" else ""
        line = say("card.line", self.reader, place=self._where(place or self.subject.scope_name), period=self.subject.period_text,
                   unit=words.unit_word(self.reader, self.choice.indicator.unit))  # fmt: skip
        return cards.card(id, title, line, body if isinstance(body, list) else [body], told=told,
                          tabs=cards.tabs(self.view, id, "chart", self.reader) if tabs else None,
                          marks=cards.marks(answer, [], self.reader),
                          foot=cards.foot(answer, self.moved, self.view, self.house, id,
                                          notes=cards.notes_of(self.house, answer, self.moved)), kind=kind)  # fmt: skip

    def _where(self, place: str) -> str:
        chosen = [text_of(self.choice.module.dimensions[name].values[value], self.reader)
                  for name, value in self.choice.where]  # fmt: skip
        return ", ".join([place, *chosen])
