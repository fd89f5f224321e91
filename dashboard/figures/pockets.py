"""Pockets on a map and in words: only what is significant has a colour, and the rule stands beside it. Pure."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.figures.choropleth import Told as ToldOf
from dashboard.figures.legend import states
from dashboard.figures.subject import Subject, has_value
from dashboard.markup import Element, el
from dashboard.words import count as so_many
from dashboard.words import digits, level, pieces, say, text_of
from dashboard.words import format as words
from queries.card_parts import HotSpots
from queries.pockets import Facts, Pocket, Summary

KINDS = ("high", "low", "none", "no_neighbours", "not_tested")  # of a place that is drawn, in the order of the legend
BAD, GOOD, DARK, LIGHT = "#984a31", "#2c7a75", "#16335c", "#b0aa86"
NEUTRAL = {"none": "#d6d3cb", "no_neighbours": "#b9b3a6", "not_tested": "#b9b3a6"}
NUMBERED = 9  # pockets that get their number on the map: the largest
LISTED = 8
NAMED = 3  # places that say where a pocket lies


@dataclass(frozen=True)
class Told:
    """What is known beside the rows: the card's words, what the pockets rest on, and the unit of the numerator
    (`households`, "" where the module has no such number).
    """

    subject: Subject
    card: HotSpots
    facts: Facts
    unit: str

    @property
    def high(self) -> str:
        return text_of(self.card.high, self.subject.reader)

    def word(self, kind: str) -> str:
        """What a kind of place is called."""
        if kind in ("high", "low"):
            return text_of(getattr(self.card, kind), self.subject.reader)
        return say(f"pockets.kind_{kind}", self.subject.reader)

    def colours(self) -> dict[str, str]:
        """Colour of each kind: the bad side warm, the good side green, blue and sand where neither is better."""
        ends = {"lower": (BAD, GOOD), "higher": (GOOD, BAD), "neither": (DARK, LIGHT)}[self.subject.indicator.better]
        return {"high": ends[0], "low": ends[1], **NEUTRAL}

    def places(self, number: int) -> str:
        """So many places of the level: "88 wards"."""
        return so_many(self.subject.reader, number, self.facts.level, self.subject.country)

    def number(self, value: float) -> str:
        """A number of what is counted: "132,835 households"."""
        reader = self.subject.reader
        return words.value(reader, value, self.unit, 0) if self.unit else words.number(reader, value)

    def density(self, per_km2: float | None) -> str:
        """So many per km2; "" where an area is not known."""
        if per_km2 is None:
            return ""
        reader = self.subject.reader
        if self.unit in ("households", "persons"):
            return words.value(reader, per_km2, f"{self.unit}_per_km2", 1)
        return say("pockets.per_km2", reader, number=words.number(reader, per_km2, 1))


@dataclass(frozen=True)
class Painted:
    """Stands for the classes of a map: one colour a kind."""

    colours: tuple[str, ...]

    def of(self, row: dict) -> int:
        return KINDS.index(row["pocket"]) if row["pocket"] in KINDS else KINDS.index("not_tested")


def painted(told: Told) -> Painted:
    """The colours of the map and which a row has."""
    return Painted(tuple(told.colours()[kind] for kind in KINDS))


def hover(told: Told) -> ToldOf:
    """The lines about a place: its name, whether it lies in a pocket, its rate, number and density, and what limits that."""

    def lines_of(row: dict, subject: Subject, unit: str | None) -> list[str]:
        name = subject.name(row["place"])
        if unit and unit != row["place"]:
            name += f", {subject.name(unit)}"
        lines = [name]
        if not has_value(row):
            return [name, subject.shown(row)]
        lines += [told.word(row["pocket"])] if row["pocket"] in KINDS else []
        lines += [subject.shown(row), told.number(row["numerator"]), told.density(row["per_km2"])]
        lines += [say(f"pockets.edge_{row['edge']}", subject.reader)] if row["edge"] else []
        return [line for line in lines if line]

    return lines_of


def rule(told: Told) -> str:
    """One line that says what a pocket is and how it was found."""
    facts, reader = told.facts, told.subject.reader
    return say(
        "pockets.rule", reader, place_kind=level(reader, facts.level, told.subject.country, 1),
        permutations=words.number(reader, facts.rule["permutations"]),
        share=words.percent(reader, facts.rule["false_discoveries"] * 100, 0),
        area=told.subject.name(facts.tested_in), places=told.places(facts.tested),
    )  # fmt: skip


def line(found: Summary, told: Told) -> str | None:
    """The sentence below the headline: how many places lie in pockets; None where no place here could be tested."""
    if not found.tested:
        return None
    reader, subject = told.subject.reader, told.subject
    if not found.pockets:
        return say("pockets.line_none", reader, name=told.high, scope=subject.scope_name)
    return say("pockets.line", reader, name=told.high, scope=subject.scope_name,
               inside=words.number(reader, found.inside), places=told.places(found.places),
               pockets=say("pockets.so_many", reader, count=len(found.pockets)))  # fmt: skip


def legend(rows: list[dict], told: Told, no_municipality: bool = False) -> Element:
    """One cell a kind that occurs, with its count; then the places at the edge, and the states."""
    reader = told.subject.reader
    counted = Counter(row["pocket"] for row in rows if has_value(row))
    colours = told.colours()
    cells = [
        el("li", el("i", style={"background": colours[kind]}, aria_hidden="true"), el("b", told.word(kind)),
           el("small", words.number(reader, counted[kind])))
        for kind in KINDS if counted[kind] or kind in ("high", "none")
    ]  # fmt: skip
    edge = sum(1 for row in rows if row["edge"] and row["pocket"] == "high")
    told_of = [say("pockets.at_edge", reader, count=edge)] if edge else []
    told_of += [say("pockets.without_outline", reader, count=counted["no_outline"])] if counted["no_outline"] else []
    return el("div.legend", el("ol.classes.pockets", cells, aria_label=say("legend.title", reader)),
              [el("p.sub", text) for text in told_of], states(rows, reader, no_municipality))  # fmt: skip


def numbers(
    found: Sequence[Pocket], told: Told, point_of: Callable[[str], tuple[float, float] | None]
) -> list[tuple[str, str]]:
    """The numbers of the largest pockets as (code, text): each at the place of it that lies nearest to its middle."""
    spots = [(spot, pocket.number) for pocket in found[:NUMBERED] if (spot := _middle(pocket, point_of))]
    if len(found) < 2:
        return []
    return [(code, words.number(told.subject.reader, number)) for code, number in spots]


def _middle(pocket: Pocket, point_of) -> str | None:
    points = {code: point for code in pocket.places if (point := point_of(code))}
    if not points:
        return None
    lon, lat = (sum(values) / len(points) for values in zip(*points.values(), strict=True))
    return min(points, key=lambda code: (points[code][0] - lon) ** 2 + (points[code][1] - lat) ** 2)


def sentences(found: Summary, told: Told) -> list[str]:
    """What pockets hold of the whole number, and how many high figures stand alone outside them."""
    reader, subject, held, said = told.subject.reader, told.subject, found.held, []
    if held and found.inside:
        values = {
            "places": told.places(found.inside), "share": words.percent(reader, held.share * 100, 0),
            "number": words.number(reader, held.number), "whole": told.number(held.whole), "scope": subject.scope_name,
            "highest_share": words.percent(reader, held.highest_share * 100, 0), "half": told.places(held.half),
        }  # fmt: skip
        template = text_of(told.card.held, reader)
        said.append("".join(digits(reader, literal) + values.get(name, "") for literal, name in pieces(template)))
    if found.above and found.pockets:
        threshold = words.value(reader, subject.indicator.headline.above, subject.indicator.unit_in(subject.country), 0)
        said.append(say("pockets.above", reader, inside=words.number(reader, found.above_inside),
                        places=told.places(found.above), threshold=threshold))  # fmt: skip
    return said


def listed(found: Sequence[Pocket], told: Told, where: Callable[[Pocket], str]) -> Element:
    """The largest pockets, one an item: where it lies, its places, rate, number and density."""
    reader, subject = told.subject.reader, told.subject
    items, unit = [], subject.indicator.unit_in(subject.country)
    for pocket in found[:LISTED]:
        rate = pocket.numerator / pocket.denominator * subject.indicator.factor
        facts = [told.places(len(pocket.places)), words.value(reader, rate, unit, subject.indicator.decimals),
                 told.number(pocket.numerator), told.density(pocket.per_km2)]  # fmt: skip
        items.append(el("li", el("i", words.number(reader, pocket.number), aria_hidden="true"),
                        el("b", where(pocket)), el("span", " · ".join(fact for fact in facts if fact))))  # fmt: skip
    rest = found[LISTED:]
    if rest:
        places = told.places(sum(len(pocket.places) for pocket in rest))
        more = say("pockets.so_many", reader, count=len(rest))
        items.append(el("li.rest", el("span", say("pockets.more", reader, pockets=more, places=places))))
    return el("ol.pocket-list", items)


def names_of(codes: list[str], name: Callable[[str], str], reader) -> str:
    """Where a pocket lies: the places with most of its members, at most `NAMED` of them."""
    counted = Counter(codes)
    ordered = [code for code, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]
    shown = [name(code) for code in ordered[:NAMED]]
    if len(ordered) > NAMED:
        shown[-1:] = [shown[-1], say("pockets.others", reader, count=len(ordered) - NAMED)]
    return words.listing(reader, shown)


COLUMNS = (
    "place",
    "pocket_number",
    "value",
    "numerator",
    "per_km2",
    "smoothed",
    "gi_star_z",
    "gi_star_q",
    "moran",
    "edge",
)
DECIMALS = {"gi_star_z": 2, "gi_star_q": 3, "per_km2": 1, "numerator": 0}


def table(rows: list[dict], told: Told) -> Element:
    """The places in pockets with all that was found of them, the largest pocket and the highest rate first."""
    reader, subject = told.subject.reader, told.subject
    inside = sorted((row for row in rows if row["pocket"] == "high"),
                    key=lambda row: (row["pocket_number"], -row["value"], row["place"]))  # fmt: skip
    if not inside:
        return el("p.empty", say("pockets.line_none", reader, name=told.high, scope=subject.scope_name))
    titles = {"place": say("table.place", reader), "value": say("table.value", reader),
              "numerator": say("table.numerator", reader)}  # fmt: skip
    titles = {name: titles[name] if name in titles else say(f"pockets.column_{name}", reader) for name in COLUMNS}
    heads = [el("th" if name in ("place", "moran", "edge") else "th.num",
                el("button.sort", title, type="button", title=say("table.sort_by", reader, column=title)), scope="col")
             for name, title in titles.items()]  # fmt: skip
    body = [el("tr", [_cell(name, row, told) for name in titles], data_code=row["place"]) for row in inside]
    caption = say("table.caption", reader, indicator=told.high, place=subject.scope_name, period=subject.period_text)
    return el("div.table-wrap", el("table.rows", el("caption", caption), el("thead", el("tr", heads)), el("tbody", body)),
              tabIndex=0, role="region", aria_label=caption)  # fmt: skip


def _cell(column: str, row: dict, told: Told) -> Element:
    reader, subject, value = told.subject.reader, told.subject, row[column]
    if column == "place":
        return el("th", subject.name(row["place"]), scope="row")
    if column in ("moran", "edge"):
        return el("td.whole", say(f"pockets.{column}_{value}", reader) if value else "")
    if value is None:
        return el("td.num", "")
    if column in ("value", "smoothed"):
        text = words.value(reader, value, row["unit"], subject.indicator.decimals)
    else:
        text = words.number(reader, value, DECIMALS.get(column, 0))
    return el("td.num", text, data_sort=repr(value))
