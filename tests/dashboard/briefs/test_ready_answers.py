"""The figures of the ready-made briefs are those of the answers they came from: each module is asked again for the view that
the figure's link leads to, and each row of its table compared, with place, state and digits; and each number in a chart.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

from openpyxl import load_workbook
from pptx import Presentation

from dashboard.briefs.card_words import WHOLE_TABLE
from dashboard.briefs.chart import LINE, MOST_BARS
from dashboard.briefs.collecting import HEADLINE
from dashboard.briefs.content import Figure
from dashboard.choice import Choice, choose, cut
from dashboard.downloads import table_of
from dashboard.figures.register import shown_columns
from dashboard.figures.subject import sorted_rows
from dashboard.pages.laid import short_names
from dashboard.state import View
from dashboard.words import format as words
from dashboard.words import say, text_of
from queries.indicator import TOTAL
from queries.run import Ask, run

KNOWN = ("value", "unreliable")


@dataclass(frozen=True)
class Seen:
    """A figure of a ready-made brief, and how what is behind it is asked for and written."""

    ready: object
    figure: Figure

    @cached_property
    def reader(self):
        return self.ready.document.reader

    @cached_property
    def house(self):
        return self.ready.site.house

    @cached_property
    def view(self) -> View:
        """What the link leads to, on the snapshot that the figure says."""
        view = View.from_url(self.figure.link[self.figure.link.index("/", len("https://")) :])
        assert self.house.digest.startswith(view.snapshot) and view.snapshot in self.figure.snapshot
        return view.to(snapshot="")

    @cached_property
    def choice(self) -> Choice:
        return choose(self.house, self.view)

    @property
    def picture(self) -> str:
        return "place" if self.view.page == "place" else self.figure.card or HEADLINE

    def rows(
        self, by: str | None, period: str | None = "", opened: str = "", indicators: tuple[str, ...] = ()
    ) -> list[dict]:
        """The rows of an answer inside the scope: of the page's period and indicator, and its filters but for `opened`."""
        choice = self.choice
        where = tuple(pair for pair in choice.where if pair[0] != opened and (by or pair[1] != TOTAL))
        total = tuple(name for name in choice.total if name != opened) if by else ()
        ask = Ask(choice.module.id, by, choice.scope, choice.view.period if period == "" else period, where, total,
                  indicators or (choice.indicator.id,))  # fmt: skip
        return run(self.house, ask).rows

    def name(self, code: str) -> str:
        return short_names(self.ready.site, self.choice)(code)

    def period(self, row: dict) -> str:
        return words.period(self.reader, row["period"], self.choice.country)

    def number(self, row: dict, **options) -> str:
        """The number of a row as it is written; "" for a state."""
        known = row["state"] in KNOWN
        return words.shown_row(self.reader, row, self.choice.indicator.decimals, **options) if known else ""

    def cells(self, row: dict) -> dict[str, str]:
        """What stands in the columns of a table for a row."""
        title = lambda key: say(f"table.{key}", self.reader)  # noqa: E731
        whole = {key: "" if row[key] is None or row["state"] not in KNOWN else
                 words.number(self.reader, row[key], 0 if float(row[key]).is_integer() else 1) for key in ("numerator", "denominator")}  # fmt: skip
        ends = {key: "" if row[key] is None or row["state"] not in KNOWN else
                words.number(self.reader, row[key], self.choice.indicator.decimals) for key in ("low", "high")}  # fmt: skip
        found = {"place": self.name(row["place"]), "period": self.period(row), "value": self.number(row),
                 "state": say(f"states.{row['state']}", self.reader), **whole, **ends}  # fmt: skip
        return {title(key): text for key, text in found.items()}

    @property
    def table(self) -> list[dict[str, str]]:
        return [dict(zip(self.figure.columns, row, strict=True)) for row in self.figure.rows]

    def column(self, key: str) -> list[str]:
        return [line[say(f"table.{key}", self.reader)] for line in self.table]


def every(ready, *pictures: str) -> list[Seen]:
    found = [Seen(ready, figure) for figure in ready.document.figures]
    return [one for one in found if not pictures or one.picture.partition("-")[0] in pictures]


def of_rows(seen: Seen, rows: list[dict]) -> None:
    """A table has these rows and no others, but for those that it counts; in whatever order."""
    columns = [name for name in seen.figure.columns if name in seen.cells(rows[0])]
    states = {row["state"] for row in sorted_rows(rows)[:WHOLE_TABLE]}
    assert say("table.value", seen.reader) in columns or states.isdisjoint(KNOWN)
    assert say("table.state", seen.reader) in columns or states == {"value"}
    wanted = Counter(tuple(seen.cells(row)[name] for name in columns) for row in rows)
    found = Counter(tuple(line[name] for name in columns) for line in seen.table)
    assert found - wanted == Counter(), seen.figure.title
    assert len(rows) == len(seen.table) + seen.figure.left_out and len(seen.table) == min(len(rows), WHOLE_TABLE)


def ranking(seen: Seen) -> None:
    rows = seen.rows(seen.choice.view.by)
    of_rows(seen, rows)
    known = sorted((row["value"] for row in rows if row["state"] in KNOWN), reverse=True)
    assert seen.column("place")[0] in {seen.name(row["place"]) for row in rows if not known or row["value"] == known[0]}


def on_map(seen: Seen) -> None:
    of_rows(seen, seen.rows(seen.choice.view.detail))


def trend(seen: Seen) -> None:
    choice = seen.choice
    rows = [row for row in seen.rows(choice.view.by, None) if row["period"] in choice.periods]
    if choice.indicator.over_places not in ("sum", "distinct") and choice.scope not in {row["place"] for row in rows}:
        rows += [row for row in seen.rows(choice.scope_level, None) if row["place"] == choice.scope]
    of_rows(seen, rows)


def headline(seen: Seen) -> None:
    [own] = [row for row in seen.rows(seen.choice.scope_level) if row["place"] == seen.choice.scope]
    assert own["state"] in KNOWN and seen.number(own, word=False) in seen.column("value")[0]
    assert (
        seen.number(own) in seen.figure.told or seen.choice.indicator.headline
    )  # a sentence of its own, as of pockets


def values(seen: Seen) -> None:
    """The scope's own rows by the values of a dimension."""
    name = seen.picture.partition("-")[2]
    dimension = seen.choice.module.dimensions[name]
    rows = [row for row in seen.rows(seen.choice.scope_level, opened=name)
            if row["place"] == seen.choice.scope and row[name] != TOTAL]  # fmt: skip
    title = text_of(dimension.title, seen.reader)
    wanted = Counter((text_of(dimension.values[row[name]], seen.reader), seen.number(row)) for row in rows)
    assert Counter((line[title], line[say("table.value", seen.reader)]) for line in seen.table) == wanted


def bands(seen: Seen) -> None:
    of_all = seen.choice.module.card.bands.all()
    rows = [row for row in seen.rows(seen.choice.scope_level, indicators=of_all) if row["place"] == seen.choice.scope]
    assert Counter(seen.column("value")) == Counter(seen.number(row) for row in rows) and len(rows) == len(of_all)


def register(seen: Seen) -> None:
    """Each thing once, with its place; of the page's period."""
    first, *_ = shown_columns(seen.choice.module.card)
    rows = seen.rows(None)
    places = [seen.name(row["place"]) for row in rows]
    told = say("table.place", seen.reader) in seen.figure.columns  # not where it is the same of all
    assert told or len(set(places)) == 1
    wanted = Counter((row[first], place) for row, place in zip(rows, places, strict=True))
    shown = seen.column("place") if told else places[: len(seen.figure.rows)]
    found = Counter((row[0], place) for row, place in zip(seen.figure.rows, shown, strict=True))
    assert found - wanted == Counter() and len(rows) == sum(found.values()) + seen.figure.left_out


def funnel(seen: Seen) -> None:
    """A stage was reached by what is there and at all later ones."""
    by = seen.choice.module.card.funnel.by
    stages = list(seen.choice.module.dimensions[by].values)
    at = Counter(stages.index(row[by]) for row in seen.rows(None, None, opened=by))
    reached = [sum(at[later] for later in range(stage, len(stages))) for stage in range(len(stages))]
    assert [row[1] for row in seen.figure.rows] == [words.number(seen.reader, count) for count in reached]


def plan_chapter(seen: Seen) -> None:
    """To how many municipalities each sector is pressing."""
    card = seen.choice.module.card.plan_chapter
    rows, titles = seen.rows(None), seen.choice.module.dimensions[card.by].values
    for sector, pressing, *_ in seen.figure.rows:
        [value] = [key for key, text in titles.items() if text_of(text, seen.reader) == sector]
        towns = {row["place"] for row in rows if row[card.by] == value and row[card.priority] in card.pressing}
        assert pressing == words.number(seen.reader, len(towns)), sector
    assert len(seen.figure.rows) == len({row[card.by] for row in rows})


def flows(seen: Seen) -> None:
    """The value of each flow that has both its ends for a name."""
    rows, namer = seen.rows(seen.choice.view.by), seen.ready.site.namer(seen.reader)
    wanted = Counter((namer(row["origin"]), namer(row["destination"]), seen.number(row, word=False)) for row in rows)
    found = Counter(zip(*map(seen.column, ("origin", "destination", "value")), strict=True))
    assert found - wanted == Counter() and len(found) == WHOLE_TABLE


def sheet(seen: Seen) -> None:
    """Each indicator of a place: its own figure of the period that is printed."""
    place, checked = seen.view.place, 0
    for module in (seen.house.registry.modules[name] for name in seen.figure.module.split(", ")):
        for indicator in module.indicators.values():
            title = text_of(indicator.title, seen.reader)
            lines = [
                row
                for row in seen.figure.rows
                if row[0].partition(" *")[0].partition(" (")[0] == title.partition(" (")[0]
            ]
            if not lines:
                continue
            where, total = cut(module, indicator, (), [])
            level = seen.house.places[place].level
            rows = run(seen.house, Ask(module.id, level, place, None, where, total, (indicator.id,))).rows
            money = [replace_unit(row) for row in rows if row["place"] == place]
            texts = {(words.shown_row(seen.reader, row, indicator.decimals, word=is_money(row), short=is_money(row)),
                      words.period(seen.reader, row["period"], seen.house.places[place].country)) for row in money}  # fmt: skip
            assert any((line[1].partition(" (")[0], line[-1]) in texts for line in lines), (title, lines, texts)
            checked += len(lines)
    assert checked >= len(seen.figure.rows)


def is_money(row: dict) -> bool:
    return row["unit"].startswith(("npr", "bdt", "inr"))


def replace_unit(row: dict) -> dict:
    """Money of a person is written as money: its column says of whom."""
    return {**row, "unit": row["unit"].removesuffix("_per_person") if is_money(row) else row["unit"]}


TABLES: dict[str, Callable[[Seen], None]] = {
    "ranking": ranking, "map": on_map, "trend": trend, HEADLINE: headline, "values": values, "bands": bands,
    "register": register, "funnel": funnel, "plan_chapter": plan_chapter, "flows": flows, "place": sheet,
}  # fmt: skip


def test_the_table_of_each_figure_has_the_rows_of_its_answer(ready_made):
    for seen in every(ready_made):
        TABLES[seen.picture.partition("-")[0]](seen)


# Charts


def drawn(ready) -> list[tuple[Seen, object]]:
    """Each figure that is a chart on its slide, with the chart."""
    slides = [one for one in Presentation(BytesIO(ready.files["pptx"])).slides if one.has_notes_slide]
    pairs = zip(every(ready), slides, strict=True)
    return [(seen, shape.chart) for seen, slide in pairs for shape in slide.shapes if shape.has_chart]


def in_workbook(chart) -> tuple[list[str], list[tuple]]:
    """The categories and the columns of the workbook inside a chart; an empty cell is None."""
    sheet = load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
    _, *rows = sheet.iter_rows(values_only=True)
    return [row[0] for row in rows], list(zip(*(row[1:] for row in rows), strict=True))


def in_chart(chart) -> dict[str, dict[str, float | None]]:
    """Series -> category -> number, of the stretches of a line together; None for a gap."""
    found: dict[str, dict[str, float | None]] = {}
    for series in chart.plots[0].series:
        numbers = found.setdefault(series.name, {})
        for category, value in zip(chart.plots[0].categories, series.values, strict=True):
            numbers[category] = value if numbers.get(category) is None else numbers[category]
    return found


def value(row: dict) -> float | None:
    return row["value"] if row["state"] in KNOWN else None


def in_file(seen: Seen) -> dict[str, float]:
    """What the CSV of largest flows, of bands, or of a funnel has: words -> number."""
    rows, reader, module = table_of(seen.ready.site, seen.view, seen.picture)[0].rows, seen.reader, seen.choice.module
    if seen.picture == "flows":
        return {say("flows.from_to", reader, origin=row["origin_name"], destination=row["destination_name"]): row["value"]
                for row in rows if "origin_name" in row and "destination_name" in row}  # fmt: skip
    if seen.picture == "bands":
        return {text_of(module.indicators[row["indicator"]].title, reader): row["value"] for row in rows}
    titles = module.dimensions[module.card.funnel.by].values
    return {text_of(titles[row["stage"]], reader): row["reached"] for row in rows}


def test_each_chart_of_a_slide_has_the_unrounded_numbers_of_its_answer_and_gaps_where_there_is_none(ready_made):
    for seen, chart in drawn(ready_made):
        choice, name = seen.choice, seen.picture.partition("-")[2]
        found = in_chart(chart)
        if seen.picture == "ranking":
            known = [row for row in seen.rows(choice.view.by) if value(row) is not None]
            [bars] = found.values()
            assert sorted(bars.values(), reverse=True) == sorted(map(value, known), reverse=True)[:MOST_BARS]
            assert bars.items() <= {seen.name(row["place"]): value(row) for row in known}.items()
        elif seen.picture == "trend":
            own = [row for row in seen.rows(choice.scope_level, None) if row["place"] == choice.scope]
            every_row = seen.rows(choice.view.by, None) + own
            known = {(seen.name(row["place"]), seen.period(row)): value(row) for row in every_row}
            lines = {(line, period): number for line, points in found.items() for period, number in points.items()}
            assert lines == {key: known.get(key) for key in lines} and any(lines.values())
            assert len(found) + seen.figure.chart.left_out == len(
                {line for line, _ in known if any(known[key] is not None for key in known if key[0] == line)}
            )
        elif not name:  # bars of other things than the values of a dimension
            [bars] = found.values()
            known = in_file(seen)
            assert bars == {text: known[text] for text in bars} and len(bars) > 1
        else:
            titles = choice.module.dimensions[name].values
            rows = [row for row in seen.rows(choice.scope_level, opened=name) if row["place"] == choice.scope]
            known = {text_of(titles[row[name]], seen.reader): value(row) for row in rows if row[name] != TOTAL}
            [bars] = found.values()
            assert bars == {text: known.get(text) for text in bars} and len(bars) > 1


def test_the_workbook_in_a_chart_has_what_the_chart_shows(ready_made):
    for _, chart in drawn(ready_made):
        categories, columns = in_workbook(chart)
        plot = chart.plots[0]
        assert categories == list(plot.categories)
        shown = [tuple(series.values) for series in plot.series]
        assert columns[: len(shown)] == shown  # after them come how far intervals reach


def test_there_are_charts_of_bars_and_of_lines(ready_made):
    wanted = {LINE for seen in every(ready_made, "trend")} | {"bar" for seen in every(ready_made, "ranking")}
    assert {seen.figure.chart.kind for seen, _ in drawn(ready_made)} >= wanted
