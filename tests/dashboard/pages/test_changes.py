"""What is said of lines that break, and that no picture joins what must not be joined."""

import csv
import io
from dataclasses import fields, is_dataclass

import pytest

from dashboard.app import create_app
from dashboard.figures import breakdown, choropleth, dots, ranking, table, trend
from dashboard.figures.classes import classes
from dashboard.markup import el, text_of
from dashboard.pages import changes, home, maps
from dashboard.pages.router import draw
from dashboard.site import open_site
from dashboard.state import View
from queries.run import Ask
from queries.series import Break, Series, series

NAMES = {"old": "Nawalparasi", "east": "Nawalparasi East", "west": "Nawalparasi West"}


@pytest.fixture
def names(subject):
    from dataclasses import replace

    return replace(subject, name=lambda code: NAMES.get(code, code))


def line(place, period, value=1.0, made_for=None):
    state = "no_data" if value is None else "value"
    return {"place": place, "period": period, "value": value, "state": state, "made_for": made_for or place}


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (Break("boundary", "2011", "2021", frozenset({"old", "east", "west"}), ("old",), ("east", "west")),
         "Nawalparasi (old) was divided into Nawalparasi East (east) and Nawalparasi West (west) after 2011"),
        (Break("boundary", "2011", "2021", frozenset({"old", "east"}), ("old",), ("east",)),
         "Nawalparasi (old) is now part of Nawalparasi East (east), which is not the same area"),
        (Break("boundary", "2011", "2021", frozenset({"R"}), ("old",), ("R",)),
         "R (R) cannot be compared between 2011 and 2021: only a part of Nawalparasi (old) lay in it."),
        (Break("grain", "2011", "2021", frozenset({"old", "east"}), ("old",), ("east",)), "another kind of place"),
        (Break("ended", "2011", "2021", frozenset({"old"}), ("old",)), "Nothing in our tables follows Nawalparasi (old)"),
        (Break("method", "2001", "2011", why={"en": "A new poverty line."}), "not compared with those before. A new poverty line."),
    ],
)  # fmt: skip
def test_each_kind_of_break_names_the_places_and_the_years(names, one, told):
    assert told in changes.sentence(one, names)


def test_only_breaks_of_lines_that_are_drawn_are_told(names):
    breaks = (
        Break("ended", "2011", "2021", frozenset({"old"}), ("old",)),
        Break("method", "2001", "2011", why={"en": "New."}),
    )
    found = Series(None, [], breaks, ("2001", "2011", "2021"))
    assert len(changes.sentences(found, names)) == 2
    assert len(changes.sentences(found, names, ["east"])) == 1


def test_a_changed_code_and_a_joining_are_told(names):
    rows = [line("east", "2011", made_for="old"), line("R", "2011", made_for="a+b"), line("R", "2021")]
    told = changes.sentences(Series(None, rows, (), ("2011", "2021")), names)
    assert told == [
        "R was made of a (a) and b (b): their figures are added up for the time before.",
        "1 place changed its code but not its area: its line goes on.",
    ]


POVERTY = "/poverty?indicator=headcount.headcount_rate&by=district&place=NP07"


@pytest.mark.parametrize(
    ("language", "told"), [("en", "made in another way"), ("ne", "अर्कै तरिकाले"), ("bn", "অন্যভাবে তৈরি")]
)
def test_poverty_of_2001_and_2011_is_drawn_apart_and_the_page_says_why(site, language, told):
    page = draw(site, View.from_url(f"{POVERTY}&lang={language}"))
    text = text_of(el("div", page.children))
    assert told in text
    assert text.count("2001") + text.count("२००१") + text.count("২০০১") > 1


def test_the_classes_of_a_map_are_of_one_method(site, monkeypatch):
    pooled = []
    monkeypatch.setattr(maps, "classes", lambda values, *rest: pooled.append(values) or classes(values, *rest))
    draw(site, View.from_url(f"{POVERTY}&place=NP"))
    assert [len(values) for values in pooled] == [75]  # the districts of 2011, not those of 2001 as well


def test_no_change_is_said_across_a_change_of_method(site):
    figures = text_of(el("div", draw(site, View.from_url(f"{POVERTY}&by=&place=NP")).children))
    assert "since 2001" not in figures


def test_a_change_is_said_where_nothing_lies_between(site):
    page = draw(site, View.from_url("/budget?indicator=grid.green_share&period=2081/82"))
    assert "since FY 2080/81" in text_of(el("div", page.children))


def test_towns_that_changed_most_are_not_compared_across_a_break(site, monkeypatch):
    view = View.from_url("/")
    assert home.changed_most(site, view, "NP", "NP") is not None
    breaks = (Break("method", "2080/81", "2081/82", why={"en": "New."}),)
    broken = lambda *given: (lambda found: Series(found.answer, found.rows, breaks, found.order))(series(*given))  # noqa: E731
    monkeypatch.setattr(home, "series", broken)
    assert home.changed_most(site, view, "NP", "NP") is None


def test_the_csv_of_a_trend_has_the_code_the_vintage_and_the_break(bundled_house):
    client = create_app(bundled_house).server.test_client()
    url = POVERTY.replace("/poverty?", "/csv/poverty?") + "&of=trend"
    head, _, body = client.get(url).get_data(as_text=True).partition("\r\n\r\n")
    assert "Break or change" in head and "new and higher poverty line" in head
    rows = list(csv.DictReader(io.StringIO(body)))
    assert {row["break_before"] for row in rows if row["period"] == "2001"} == {""}
    assert {row["break_before"] for row in rows if row["period"] == "2011" and row["place"] != "NP07"} == {"method"}
    assert {(row["made_for"], row["vintage"]) for row in rows if row["place"] == "NP2011-75"} == {("NP2011-75", "2011")}


PICTURES = [(trend, "figure"), (ranking, "ranking"), (choropleth, "figure"), (breakdown, "stacked"), (breakdown, "bars"),
            (dots, "strip"), (table, "table")]  # fmt: skip


def indicators_in(value) -> set[str]:
    """The indicators of all rows in what a picture is given."""
    if isinstance(value, dict):
        own = {value["indicator"]} if "indicator" in value and "place" in value else set()
        return own.union(*map(indicators_in, value.values()))
    if isinstance(value, (list, tuple)):
        return set().union(*map(indicators_in, value))
    if is_dataclass(value) and type(value).__name__ == "Strip":
        return set().union(*(indicators_in(getattr(value, one.name)) for one in fields(value)))
    return set()


@pytest.mark.slow
def test_no_picture_puts_what_is_not_comparable_on_one_scale(real_house, monkeypatch):
    """Every indicator of each theme that has such a pair (`nagar check` sees that pairs are of one theme), in both
    countries, and pages of places: each picture's rows are looked through.
    """
    modules = real_house.registry.modules.values()
    pairs = {
        frozenset((one.id, other)) for m in modules for one in m.indicators.values() for other in one.not_comparable
    }
    drawn = []

    def watched(function):
        def call(*given, **named):
            drawn.append((function.__name__, indicators_in(given)))
            return function(*given, **named)

        return call

    for module, name in PICTURES:
        monkeypatch.setattr(module, name, watched(getattr(module, name)))
    from dashboard.pages import peers

    monkeypatch.setattr(peers, "strip", watched(dots.strip))
    site = open_site(real_house)
    themes = {module.theme for module in modules for one in module.indicators.values() if one.not_comparable}
    assert len(pairs) > 2 and len(themes) > 1
    for module in (module for module in modules if module.theme in themes):
        for indicator in module.indicators:
            for country in ("NP", "BD"):
                draw(site, View(page=module.theme, place=country, indicator=f"{module.name}.{indicator}"))
    for place in ("NP0548201", "BD", "BD10", "NP03"):
        draw(site, View(page="place", place=place))
    assert {name for name, _ in drawn} >= {"figure", "ranking", "strip"} and len(drawn) > 100
    assert any(found == {"hies_headcount_rate"} for _, found in drawn)
    assert [(name, found) for name, found in drawn for pair in pairs if pair <= found] == []


@pytest.mark.slow
def test_the_survey_and_the_poverty_map_are_never_one_series(real_house):
    for name in ("hies_headcount_rate", "poverty_map_headcount_rate", "nlss_headcount_rate", "mpi_headcount_rate"):
        ask = Ask("poverty/headcount_published", "country", None, where=(("area", "total"),), indicators=(name,))
        found = series(real_house, ask, "BD")
        assert {row["indicator"] for row in found.rows} == {name}
    found = series(real_house, Ask("poverty/headcount_published", "country", "BD", None, (("area", "total"),), (),
                                   ("hies_headcount_rate",)), "BD")  # fmt: skip
    values = {row["period"]: row["value"] for row in found.rows if row["value"] is not None}
    assert values == {"2010": 31.5, "2016": 24.3, "2022": 18.7}
    assert found.broken("BD", "2010", "2016") is None and found.broken("BD", "2016", "2022").kind == "method"
