"""Lines over time: what goes on under a new code, what is added up, and what must never be joined."""

from datetime import date

import pytest

from queries.run import Ask, run
from queries.series import series, stretch

NEW_CODES = date(2015, 1, 1)  # the last day of the codes of old


@pytest.fixture
def land(draw):
    """Districts of 2011 in two regions and what became of them by 2021.

    a-old has another code, b1-old and b2-old were joined, c-old was divided over both regions, d1-old wholly and a part
    of d2-old make d-new, the rest of d2-old e-new; f-old has nothing that follows.
    """

    def old(code, parent, *successors):
        more = {"vintage": "2011", "valid_to": NEW_CODES, "successors": successors}
        return draw.place(code, "district", parent, persons=100, **more)

    return [
        draw.place("NP", "country", None),
        draw.place("R", "region", "NP"),
        draw.place("S", "region", "NP"),
        *(draw.place(code, "district", "R", persons=100) for code in ("a", "b", "c1", "d", "e")),
        draw.place("c2", "district", "S", persons=100),
        draw.place("s", "district", "S", persons=100),
        old("a-old", "R", "a"), old("b1-old", "R", "b"), old("b2-old", "R", "b"), old("c-old", "NP", "c1", "c2"),
        old("d1-old", "R", "d"), old("d2-old", "R", "d", "e"), old("f-old", "R"), old("s-old", "S", "s"),
    ]  # fmt: skip


CUBE = """
    SELECT * FROM (VALUES
        ('a-old', '2011', 10, 100), ('b1-old', '2011', 10, 20), ('b2-old', '2011', 30, 180), ('c-old', '2011', 5, 50),
        ('d1-old', '2011', 1, 10), ('d2-old', '2011', 2, 10), ('f-old', '2011', 3, 10), ('s-old', '2011', 4, 10),
        ('a', '2021', 20, 100), ('b', '2021', 50, 100), ('c1', '2021', 6, 10), ('c2', '2021', 7, 10),
        ('d', '2021', 8, 10), ('e', '2021', 9, 10), ('s', '2021', 5, 10)
    ) AS t(place, period, poor, persons)
"""
RATE = {"unit": "percent", "numerator": "poor", "denominator": "persons", "over_places": "ratio"}


@pytest.fixture
def lines(draw, land):
    """The series of an indicator over the drawn land, by district unless told otherwise."""

    def ask(
        by="district", cube=CUBE, kind="series", places=land, within=None, groups=(), grain=("district",), **fields
    ):
        made = draw.module([draw.indicator("one", **fields)], kind=kind, grain=grain)
        house = draw.house(made, cube, places, groups)
        return series(house, Ask("drawn/one", by, within, indicators=("one",)), "NP")

    return ask


def line(found, place):
    return {row["period"]: row["value"] for row in found.rows if row["place"] == place and row["value"] is not None}


def row_of(found, place, period):
    (row,) = (row for row in found.rows if (row["place"], row["period"]) == (place, period))
    return row


def test_one_to_one_goes_on_under_the_present_code_and_keeps_the_code_it_was_made_for(lines):
    found = lines(numerator="poor")
    assert line(found, "a") == {"2011": 10, "2021": 20}
    assert line(found, "a-old") == {}
    assert found.broken("a", "2011", "2021") is None
    told = row_of(found, "a", "2011")
    assert (told["made_for"], told["vintage"], told["place_name"]) == ("a-old", "2011", "a")
    assert (row_of(found, "a", "2021")["made_for"], row_of(found, "a", "2021")["vintage"]) == ("a", "2017")


def test_several_that_became_one_are_added_up(lines):
    found = lines(numerator="poor")
    assert line(found, "b") == {"2011": 10 + 30, "2021": 50}
    assert row_of(found, "b", "2011")["made_for"] == "b1-old+b2-old"
    assert found.broken("b", "2011", "2021") is None


def test_a_rate_of_several_is_the_ratio_of_their_sums(lines):
    found = lines(**RATE)
    assert line(found, "b")["2011"] == pytest.approx(100 * (10 + 30) / (20 + 180))
    assert line(found, "b")["2011"] != pytest.approx((50 + 100 * 30 / 180) / 2)  # the mean of their rates


def test_several_of_which_one_is_missing_are_no_figure(lines):
    found = lines(cube=f"SELECT * FROM ({CUBE}) WHERE place <> 'b2-old'", numerator="poor")
    assert row_of(found, "b", "2011")["state"] == "no_data"  # half of its people, and 0.8 are asked for
    assert line(found, "b") == {"2021": 50}


def test_what_cannot_be_added_is_refused_and_never_joined(lines):
    """One printed figure stands as it was printed under the new code, two never make one."""
    found = lines(value="poor", over_places="none")
    assert line(found, "a") == {"2011": 10, "2021": 20}
    assert row_of(found, "b", "2011")["state"] == "cannot_be_added"


def test_a_divided_place_breaks_and_keeps_its_own_code(lines):
    found = lines(numerator="poor")
    assert (line(found, "c-old"), line(found, "c1"), line(found, "c2")) == ({"2011": 5}, {"2021": 6}, {"2021": 7})
    (one,) = [b for b in found.breaks if b.earlier == ("c-old",)]
    assert (one.kind, one.after, one.at, one.later) == ("boundary", "2011", "2021", ("c1", "c2"))
    assert one.lines == {"c-old", "c1", "c2"}


def test_where_areas_overlap_in_part_nothing_is_carried(lines):
    """d-new is all of d1-old and a part of d2-old: neither of them alone, nor both together."""
    found = lines(numerator="poor")
    assert (line(found, "d"), line(found, "e")) == ({"2021": 8}, {"2021": 9})
    assert (line(found, "d1-old"), line(found, "d2-old")) == ({"2011": 1}, {"2011": 2})
    assert {b.earlier: b.later for b in found.breaks if "d" in b.later} == {
        ("d1-old",): ("d",),
        ("d2-old",): ("d", "e"),
    }


def test_a_place_that_nothing_follows_ends(lines):
    (one,) = [b for b in lines(numerator="poor").breaks if b.kind == "ended"]
    assert (one.earlier, one.after, one.lines) == (("f-old",), "2011", {"f-old"})


def test_a_region_breaks_where_a_district_of_then_lay_partly_in_it(lines, land, draw):
    found = lines(by="region", numerator="poor")
    assert line(found, "R") == {"2011": 10 + 10 + 30 + 1 + 2 + 3, "2021": 20 + 50 + 6 + 8 + 9}
    broken = found.broken("R", "2011", "2021")
    assert (broken.kind, broken.earlier, broken.later) == ("boundary", ("c-old",), ("R",))
    whole = [place for place in land if place.code not in ("c-old", "c1", "c2")]
    found = lines(by="region", places=whole, cube=f"SELECT * FROM ({CUBE}) WHERE place NOT LIKE 'c%'", numerator="poor")
    assert found.breaks == ()  # all of its districts of then lay in it, whatever became of them


def test_a_group_breaks_where_a_place_of_then_lay_partly_in_it(lines, draw):
    group = draw.group("half", ["a", "b", "c1"])
    found = lines(by="drawn-set", groups=(group,), numerator="poor", least_coverage=0.5)
    assert line(found, "half") == {"2011": 10 + 10 + 30, "2021": 20 + 50 + 6}
    assert found.broken("half", "2011", "2021").earlier == ("c-old",)
    whole = draw.group("whole", ["a", "b"])
    assert lines(by="drawn-set", groups=(whole,), numerator="poor").breaks == ()


def test_a_change_of_method_breaks_every_line_and_says_why(lines):
    cube = "SELECT 'a' AS place, unnest(['2001', '2011', '2021']) AS period, unnest([1, 2, 3]) AS poor"
    why = {"en": "Another poverty line."}
    found = lines(cube=cube, numerator="poor", breaks=[{"at": "2010", "why": why}])
    (one,) = found.breaks
    assert (one.kind, one.after, one.at, one.why, one.lines) == ("method", "2001", "2011", why, frozenset())
    assert found.broken("a", "2001", "2011") is found.broken("a", "2001", "2021") is one
    assert found.broken("a", "2011", "2021") is None


def test_periods_of_two_methods_are_in_two_stretches(draw):
    breaks = [{"at": "2011", "why": {"en": "x"}}, {"at": "2022", "why": {"en": "y"}}]
    one = draw.indicator("one", numerator="poor", breaks=breaks)
    assert [stretch(one, period) for period in ("2001", "2010", "2011", "2021", "2022", "2023")] == [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize("at", ["2000", "2001", "2022"])
def test_a_change_of_method_before_or_after_all_figures_breaks_nothing(lines, at):
    cube = "SELECT 'a' AS place, unnest(['2001', '2021']) AS period, unnest([1, 2]) AS poor"
    assert lines(cube=cube, numerator="poor", breaks=[{"at": at, "why": {"en": "x"}}]).breaks == ()


def test_a_town_that_became_part_of_a_city_corporation_ends_since_it_is_another_kind_of_place(draw, lines):
    places = [
        draw.place("BD", "country", None, country="BD"),
        draw.place("city", "local", "BD", country="BD"),
        draw.place("t1", "town", "BD", country="BD", valid_to=NEW_CODES, successors=("city",)),
        draw.place("t2", "town", "BD", country="BD"),
    ]
    cube = "SELECT * FROM (VALUES ('t1', '2011', 1), ('t2', '2011', 2), ('t2', '2021', 3)) AS t(place, period, poor)"
    found = lines(by="town", cube=cube, places=places, grain=("town",), numerator="poor")
    assert (line(found, "t1"), line(found, "t2")) == ({"2011": 1}, {"2011": 2, "2021": 3})
    (one,) = found.breaks
    assert (one.kind, one.earlier, one.later) == ("grain", ("t1",), ("city",))
    assert found.broken("t2", "2011", "2021") is None


def test_what_is_printed_goes_on_one_to_one_and_is_never_added(lines):
    cube = f"SELECT place, period, poor AS one FROM ({CUBE})"
    found = lines(kind="published", cube=cube, over_places="none")
    assert line(found, "a") == {"2011": 10, "2021": 20}
    assert (row_of(found, "a", "2011")["made_for"], len(found.rows)) == ("a-old", len({*map(str, found.rows)}))
    assert line(found, "b") == {"2021": 50} and line(found, "b1-old") == {"2011": 10}
    assert {b.earlier for b in found.breaks if "b" in b.lines} == {("b1-old",), ("b2-old",)}


def test_a_listing_and_a_series_of_one_vintage_stay_on_it(draw, land, lines):
    old = f"SELECT * FROM ({CUBE}) WHERE period = '2011'"
    both = f"{old} UNION ALL SELECT place, '2001', poor + 1, persons FROM ({old})"
    house = draw.house(draw.module([draw.indicator("one", numerator="poor")], grain=("district",)), CUBE, land)
    listed = {row["place"] for row in run(house, Ask("drawn/one", "district", period="2011")).rows}
    assert "a-old" in listed and "a" not in listed
    found = lines(cube=both, numerator="poor")
    assert line(found, "a-old") == {"2001": 11, "2011": 10}
    assert row_of(found, "a-old", "2001")["vintage"] == "2011"
    assert line(found, "a") == {} and found.breaks == ()


def test_the_column_of_breaks_names_the_kind_and_the_earlier_place(lines):
    told = {(row["place"], row["period"]): row["break_before"] for row in lines(numerator="poor").with_breaks()}
    assert told["c1", "2021"] == "boundary: c-old"
    assert told["a", "2021"] == told["a", "2011"] == told["b", "2021"] == ""


@pytest.fixture
def districts(draw, known_places):
    """A count of every district of 2011 in 2011 and of every one of today in 2021, on the real places of Nepal."""
    codes = {
        period: [
            p.code for p in known_places.values() if (p.country, p.level, p.vintage) == ("NP", "district", vintage)
        ]
        for period, vintage in (("2011", "2011"), ("2021", "2017"))
    }
    rows = ", ".join(f"('{code}', '{period}', 7)" for period, found in codes.items() for code in found)
    made = draw.module([draw.indicator("one", numerator="poor")], grain=("district",))
    cube = f"SELECT * FROM (VALUES {rows}) AS t(place, period, poor)"
    return draw.house(made, cube, known_places.values())


def test_73_districts_go_on_and_nawalparasi_and_rukum_break(districts):
    found = series(districts, Ask("drawn/one", "district", "NP", indicators=("one",)), "NP")
    two = {row["place"] for row in found.rows if row["period"] == "2011"} & {
        row["place"] for row in found.rows if row["period"] == "2021"
    }
    assert len(two) == 73 and not any(found.broken(code, "2011", "2021") for code in two)
    assert {one.earlier[0]: one.later for one in found.breaks} == {
        "NP2011-47": ("NP0447", "NP0547"), "NP2011-52": ("NP0552", "NP0652"),
    }  # fmt: skip
    assert {one.kind for one in found.breaks} == {"boundary"}


def test_the_three_provinces_with_a_share_in_them_break_and_the_other_four_go_on(districts):
    found = series(districts, Ask("drawn/one", "region", "NP", indicators=("one",)), "NP")
    known = {row["place"] for row in found.rows}
    assert {code for code in known if found.broken(code, "2011", "2021")} == {"NP04", "NP05", "NP06"}
    assert sum(len(one.lines) for one in found.breaks) == 3


def test_of_544_upazilas_of_v02_459_go_on_in_v03_and_23_were_divided(draw, known_places):
    rows = ", ".join(
        f"('{p.code}', '{'2011' if p.vintage == 'v02' else '2022'}', 1)"
        for p in known_places.values() if (p.country, p.level) == ("BD", "local")
    )  # fmt: skip
    made = draw.module([draw.indicator("one", numerator="poor")])
    house = draw.house(made, f"SELECT * FROM (VALUES {rows}) AS t(place, period, poor)", known_places.values())
    found = series(house, Ask("drawn/one", "local", "BD", indicators=("one",)), "BD")
    periods = {}
    for row in found.rows:
        periods.setdefault(row["place"], set()).add(row["period"])
    assert sum(1 for both in periods.values() if len(both) == 2) == 459
    kinds = [one.kind for one in found.breaks]
    assert (kinds.count("boundary"), kinds.count("ended"), len(kinds)) == (23, 61 + 1, 85)  # thanas, and Shantiganj
    gazipur = next(one for one in found.breaks if one.earlier == ("BD303330",))
    assert gazipur.later == ("BD30330030", "BD30333300")  # the upazila, and the city corporation
    whole = series(house, Ask("drawn/one", "region", "BD", indicators=("one",)), "BD")
    assert whole.breaks == ()  # districts and divisions kept their areas


def test_belwa_ends_and_the_palikas_of_later_begin_without_a_break(draw, known_places):
    palikas = [p for p in known_places.values() if (p.country, p.level) == ("NP", "local")]
    later = {p.code for p in palikas if p.valid_from and p.valid_from.isoformat() == "2017-07-17"}
    rows = [(p.code, "2074/75") for p in palikas if p.code not in later]
    rows += [(p.code, "2079/80") for p in palikas if p.code != "NP-8016373"]
    made = draw.module([draw.indicator("one", numerator="poor")])
    values = ", ".join(f"('{code}', '{period}', 1)" for code, period in rows)
    house = draw.house(made, f"SELECT * FROM (VALUES {values}) AS t(place, period, poor)", known_places.values())
    found = series(house, Ask("drawn/one", "local", "NP", indicators=("one",)), "NP")
    assert (len(later), [(one.kind, one.earlier) for one in found.breaks]) == (10, [("ended", ("NP-8016373",))])
