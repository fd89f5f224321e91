"""How figures add up, drawn small enough to be worked out by hand."""

import pytest

from queries.run import Ask, AskError, run


def only(answer, **wanted):
    """The one row that has these values."""
    rows = [row for row in answer.rows if all(row[name] == value for name, value in wanted.items())]
    assert len(rows) == 1, rows
    return rows[0]


@pytest.fixture
def land(draw):
    """A country, two regions; region A has three local units, B has one."""
    return [
        draw.place("NP", "country", None, persons=1000),
        draw.place("A", "region", "NP", persons=900),
        draw.place("B", "region", "NP", persons=100),
        draw.place("A1", "local", "A", persons=500),
        draw.place("A2", "local", "A", persons=300),
        draw.place("A3", "local", "A", persons=100),
        draw.place("B1", "local", "B", persons=100),
    ]


CUBE = """
    SELECT * FROM (VALUES
        ('A1', '2021', 10, 100), ('A2', '2021', 30, 60), ('A3', '2021', 5, 20), ('B1', '2021', 0, 50)
    ) AS t(place, period, poor, all_households)
"""


def test_a_rate_of_a_group_is_the_ratio_of_sums_never_the_mean_of_rates(draw, land):
    rate = draw.indicator("rate", unit="percent", numerator="poor", denominator="all_households", over_places="ratio")
    house = draw.house(draw.module([rate]), CUBE, land)
    row = only(run(house, Ask("drawn/one", by="region")), place="A")
    assert (row["numerator"], row["denominator"]) == (10 + 30 + 5, 100 + 60 + 20)
    assert row["value"] == pytest.approx(100 * 45 / 180)
    assert row["value"] != pytest.approx((10 + 50 + 25) / 3)  # the mean of the rates


def test_zero_is_a_value(draw, land):
    rate = draw.indicator("rate", unit="percent", numerator="poor", denominator="all_households", over_places="ratio")
    house = draw.house(draw.module([rate]), CUBE, land)
    row = only(run(house, Ask("drawn/one", by="region")), place="B")
    assert (row["value"], row["state"]) == (0.0, "value")


def test_a_rate_of_nothing_is_not_applicable(draw, land):
    rate = draw.indicator("rate", unit="percent", numerator="poor", denominator="all_households", over_places="ratio")
    cube = "SELECT 'A1' AS place, '2021' AS period, 0 AS poor, 0 AS all_households"
    row = only(run(draw.house(draw.module([rate]), cube, land), Ask("drawn/one")), place="A1")
    assert (row["value"], row["state"]) == (None, "not_applicable")


def test_parts_sum_to_the_whole_at_every_level(draw, land):
    count = draw.indicator("count", numerator="poor")
    house = draw.house(draw.module([count]), CUBE, land)
    totals = [
        sum(row["value"] for row in run(house, Ask("drawn/one", by=by)).rows)
        for by in (None, "local", "region", "country")
    ]
    assert totals == [10 + 30 + 5 + 0] * 4


@pytest.mark.parametrize(
    ("missing", "value", "state", "coverage"),
    [
        # of A's 500 + 300 + 100 persons of reference, A3's 100 are without a figure: 800 / 900 covers enough
        ("A3", 40, "value", 800 / 900),
        # without A1 only 400 / 900 are covered: less than the 0.8 that is asked for
        ("A1", None, "no_data", 400 / 900),
    ],
)
def test_a_group_needs_its_least_coverage(draw, land, missing, value, state, coverage):
    count = draw.indicator("count", numerator="poor", least_coverage=0.8)
    cube = f"SELECT * FROM ({CUBE}) WHERE place <> '{missing}'"
    row = only(run(draw.house(draw.module([count]), cube, land), Ask("drawn/one", by="region")), place="A")
    assert (row["value"], row["state"]) == (value, state)
    assert row["coverage"] == pytest.approx(coverage)
    assert (row["places_with_value"], row["places_known"], row["places_expected"]) == (2, 3, 3)


@pytest.mark.parametrize(("declared", "state"), [("no_data", "no_data"), ("not_reported", "not_reported")])
def test_a_place_without_a_row_is_listed_with_the_state_its_card_declares(draw, land, declared, state):
    count = draw.indicator("count", numerator="poor")
    cube = f"SELECT * FROM ({CUBE}) WHERE place <> 'A1'"
    row = only(run(draw.house(draw.module([count], missing=declared), cube, land), Ask("drawn/one")), place="A1")
    assert (row["value"], row["state"]) == (None, state)


def test_a_place_that_did_not_exist_yet_is_not_applicable_and_nobody_waits_for_it(draw, land):
    from datetime import date

    later = draw.place("A4", "local", "A", persons=50, valid_from=date(2022, 1, 1))
    count = draw.indicator("count", numerator="poor")
    house = draw.house(draw.module([count]), CUBE, [*land, later])
    assert only(run(house, Ask("drawn/one")), place="A4")["state"] == "not_applicable"
    region = only(run(house, Ask("drawn/one", by="region")), place="A")
    assert (region["places_known"], region["coverage"]) == (3, 1.0)


def test_what_does_not_add_up_is_refused_politely(draw, land):
    index = draw.indicator("index", unit="index", value="poor", over_places="none")
    house = draw.house(draw.module([index]), CUBE, land)
    assert only(run(house, Ask("drawn/one")), place="A2")["value"] == 30
    refused = only(run(house, Ask("drawn/one", by="region")), place="A")
    assert (refused["value"], refused["state"]) == (None, "cannot_be_added")
    assert only(run(house, Ask("drawn/one", by="region")), place="B")["state"] == "cannot_be_added"


def test_a_printed_rate_without_numbers_stands_alone_but_cannot_be_added(draw, land):
    rate = draw.indicator(
        "rate", unit="percent", numerator="poor", denominator="persons", value="rate", over_places="ratio"
    )
    cube = """
        SELECT * FROM (VALUES ('A1', '2001', 0.5, NULL::DOUBLE, NULL::BIGINT), ('A2', '2001', 0.25, NULL, NULL),
            ('A1', '2011', 0.4, 40.0, 100), ('A2', '2011', 0.2, 60.0, 300), ('A3', '2011', 0.0, 0.0, 100))
        AS t(place, period, rate, poor, persons)
    """
    house = draw.house(draw.module([rate]), cube, land)
    assert only(run(house, Ask("drawn/one")), place="A1", period="2001")["value"] == pytest.approx(50)
    assert only(run(house, Ask("drawn/one", by="region")), place="A", period="2001")["state"] == "cannot_be_added"
    whole = only(run(house, Ask("drawn/one", by="region")), place="A", period="2011")
    assert whole["value"] == pytest.approx(100 * (40 + 60 + 0) / (100 + 300 + 100))


def test_a_weighted_mean_uses_its_weight(draw, land):
    mean = draw.indicator("mean", unit="index", value="poor", weight="all_households", over_places="weighted_mean")
    row = only(run(draw.house(draw.module([mean]), CUBE, land), Ask("drawn/one", by="region")), place="A")
    assert row["value"] == pytest.approx((10 * 100 + 30 * 60 + 5 * 20) / (100 + 60 + 20))


def test_an_interval_travels_with_the_printed_place_only(draw, land):
    rate = draw.indicator("rate", unit="percent", numerator="poor", denominator="all_households", over_places="ratio",
                          standard_error="error", unreliable_above=0.3)  # fmt: skip
    cube = f"SELECT *, 0.02 AS error FROM ({CUBE})"
    house = draw.house(draw.module([rate]), cube, land)
    row = only(run(house, Ask("drawn/one")), place="A1")  # 10 %, standard error 2 points
    assert (row["low"], row["high"]) == (pytest.approx(10 - 1.96 * 2, abs=0.01), pytest.approx(10 + 1.96 * 2, abs=0.01))
    assert row["state"] == "value"  # 2 / 10 is not above 0.3
    assert only(run(house, Ask("drawn/one", by="region")), place="A")["low"] is None


def test_an_unreliable_value_says_so_and_keeps_its_value(draw, land):
    rate = draw.indicator("rate", unit="percent", numerator="poor", denominator="all_households", over_places="ratio",
                          standard_error="error", unreliable_above=0.3)  # fmt: skip
    cube = f"SELECT *, 0.04 AS error FROM ({CUBE})"
    row = only(run(draw.house(draw.module([rate]), cube, land), Ask("drawn/one")), place="A1")  # 4 / 10 > 0.3
    assert (row["state"], row["value"]) == ("unreliable", pytest.approx(10))


@pytest.fixture
def by_sex(draw, land):
    count = draw.indicator("count", numerator="n", over_dimensions="sum")
    share = draw.indicator("share", unit="percent", numerator="n", denominator="all_sexes", over_places="ratio",
                           over_dimensions={"sex": "none"})  # fmt: skip
    cube = """
        SELECT * FROM (VALUES ('A1', '2021', 'male', 40, 100), ('A1', '2021', 'female', 60, 100),
            ('A2', '2021', 'male', 10, 50), ('A2', '2021', 'female', 40, 50),
            ('A3', '2021', 'male', 1, 3), ('A3', '2021', 'female', 2, 3)) AS t(place, period, sex, n, all_sexes)
    """
    return draw.house(draw.module([count, share], dimensions={"sex": ["male", "female"]}), cube, land)


def test_a_dimension_is_listed_with_its_total_where_it_adds_up(by_sex):
    rows = [row for row in run(by_sex, Ask("drawn/one", by="region", within="A")).rows if row["indicator"] == "count"]
    assert [(row["sex"], row["value"]) for row in rows] == [("male", 51), ("female", 102), ("total", 153)]


def test_a_dimension_that_does_not_add_up_has_no_total(by_sex):
    rows = [row for row in run(by_sex, Ask("drawn/one", by="region", within="A")).rows if row["indicator"] == "share"]
    assert [(row["sex"], row["value"]) for row in rows] == [
        ("male", pytest.approx(100 * 51 / 153)), ("female", pytest.approx(100 * 102 / 153))]  # fmt: skip


def test_total_gives_the_total_alone_and_where_gives_one_value(by_sex):
    total = run(by_sex, Ask("drawn/one", by="region", within="A", total=("sex",), indicators=("count",))).rows
    assert [(row["sex"], row["value"]) for row in total] == [("total", 153)]
    male = run(by_sex, Ask("drawn/one", by="region", within="A", where=(("sex", "male"),), indicators=("count",))).rows
    assert [(row["sex"], row["value"]) for row in male] == [("male", 51)]


def test_groups_count_their_members_and_take_the_weakest_provenance(draw, land):
    count = draw.indicator("count", numerator="poor")
    groups = [
        draw.group("known", ["A1", "A2"], expected=2),
        draw.group("partly", ["A2", "B"], expected=5, certain=False, provenance="illustrative"),
    ]
    answer = run(draw.house(draw.module([count]), CUBE, land, groups), Ask("drawn/one", by="drawn-set"))
    known, partly = only(answer, place="known"), only(answer, place="partly")
    assert (known["value"], known["provenance"], known["certain"]) == (10 + 30, "published", True)
    assert (partly["value"], partly["provenance"], partly["certain"]) == (30 + 0, "illustrative", False)  # B brings B1
    assert (partly["places_with_value"], partly["places_known"], partly["places_expected"]) == (2, 2, 5)
    assert answer.provenance == "illustrative"


def test_real_figures_by_illustrative_extract_are_illustrative(draw, land):
    count = draw.indicator("count", numerator="poor")
    answer = run(draw.house(draw.module([count]), CUBE, land, provenance="illustrative"), Ask("drawn/one"))
    assert {row["provenance"] for row in answer.rows} == {"illustrative"}


def test_a_straddling_district_is_in_no_region_and_coverage_says_so(draw):
    places = [
        draw.place("NP", "country", None, persons=1000),
        draw.place("A", "region", "NP", persons=600),
        draw.place("B", "region", "NP", persons=400),
        draw.place("A1", "district", "A", persons=500, vintage="2011", successors=("a1",)),
        draw.place("S", "district", "NP", persons=200, vintage="2011", successors=("s1", "s2")),
        draw.place("B1", "district", "B", persons=300, vintage="2011", successors=("b1",)),
        draw.place("a1", "district", "A", persons=500),
        draw.place("s1", "district", "A", persons=100),
        draw.place("s2", "district", "B", persons=100),
        draw.place("b1", "district", "B", persons=300),
    ]
    count = draw.indicator("count", numerator="n")
    cube = "SELECT * FROM (VALUES ('A1', '2011', 5), ('S', '2011', 7), ('B1', '2011', 11)) AS t(place, period, n)"
    house = draw.house(draw.module([count], grain=["district"]), cube, places)
    answer = run(house, Ask("drawn/one", by="region"))
    region = only(answer, place="A")
    assert (region["value"], region["places_with_value"], region["places_known"]) == (5, 1, 2)
    assert region["coverage"] == pytest.approx(500 / (500 + 100))
    assert answer.notes[0]["code"] == "places_in_no_unit" and answer.notes[0]["places"] == ["S"]
    assert only(run(house, Ask("drawn/one", by="country")), place="NP")["value"] == 5 + 7 + 11


def test_a_figure_published_by_district_is_not_given_to_a_palika(draw):
    places = [
        draw.place("NP", "country", None),
        draw.place("D", "district", "NP"),
        draw.place("L", "local", "D"),
    ]
    cube = "SELECT 'D' AS place, '2021' AS period, 5 AS n"
    house = draw.house(draw.module([draw.indicator("count", numerator="n")], grain=["district"]), cube, places)
    answer = run(house, Ask("drawn/one", by="local", within="L"))
    assert answer.rows == []
    assert (answer.notes[0]["code"], answer.notes[0]["grain"]) == ("published_above", ["district"])


@pytest.fixture
def meetings(draw, land):
    events = draw.indicator("events", unit="events", numerator="thing", over_places="distinct", over_periods="distinct",
                            over_dimensions="distinct")  # fmt: skip
    made = draw.module([events], kind="event", missing="zero", dimensions={"kind": ["talk", "visit"]})
    cube = """
        SELECT * FROM (VALUES ('e1', 'office 1', 'A1', DATE '2021-02-01', 'host', '2021', 'talk'),
            ('e1', 'office 2', 'A2', DATE '2021-02-01', 'guest', '2021', 'talk'),
            ('e2', 'office 1', 'A1', DATE '2022-02-01', 'host', '2022', 'visit'))
        AS t(thing, actor, place, date, role, period, kind)
    """
    return draw.house(made, cube, land)


def test_an_event_with_two_towns_counts_once_in_their_region(meetings):
    rows = run(meetings, Ask("drawn/one", by="region", period="2021", total=("kind",))).rows
    assert {row["place"]: row["value"] for row in rows} == {"A": 1, "B": 0}
    towns = run(meetings, Ask("drawn/one", by="local", period="2021", total=("kind",))).rows
    assert {row["place"]: row["value"] for row in towns} == {"A1": 1, "A2": 1, "A3": 0, "B1": 0}


def test_events_are_distinct_over_years_too(meetings):
    rows = run(meetings, Ask("drawn/one", by="region", total=("kind", "period"))).rows
    assert {row["place"]: (row["period"], row["value"]) for row in rows} == {"A": ("total", 2), "B": ("total", 0)}


def test_without_by_the_events_themselves_are_listed(meetings):
    rows = run(meetings, Ask("drawn/one", within="A", period="2021")).rows
    assert [(row["thing"], row["actor"], row["role"]) for row in rows] == [
        ("e1", "office 1", "host"), ("e1", "office 2", "guest")]  # fmt: skip


def test_everything_wrong_with_a_question_is_told_at_once(by_sex):
    ask = Ask("drawn/one", by="distrikt", within="Nowhere", period="1066", where=(("age", "old"),), total=("colour",),
              indicators=("cont",))  # fmt: skip
    with pytest.raises(AskError) as told:
        run(by_sex, ask)
    sentences = "\n".join(map(str, told.value.problems))
    for part in ("'distrikt'", "Did you mean 'district'", "'Nowhere'", "'1066'", "2021", "'age'", "'colour'", "'cont'"):
        assert part in sentences


def test_adding_over_periods_is_refused_where_it_makes_no_sense(by_sex):
    with pytest.raises(AskError, match="cannot be added over periods"):
        run(by_sex, Ask("drawn/one", total=("period",)))


def test_currencies_are_named_by_country(draw, land):
    money = draw.indicator("money", unit="currency_thousand", numerator="poor")
    rows = run(draw.house(draw.module([money]), CUBE, land), Ask("drawn/one", by="country")).rows
    assert [(row["unit"], row["value"]) for row in rows] == [("npr_thousand", 45)]


def test_a_cluster_of_palikas_has_no_figure_published_by_district_and_says_so(draw):
    places = [
        draw.place("NP", "country", None),
        draw.place("D", "district", "NP"),
        draw.place("L", "local", "D"),
        draw.place("M", "local", "D"),
    ]
    cube = "SELECT 'D' AS place, '2021' AS period, 5 AS n"
    made = draw.module([draw.indicator("count", numerator="n")], grain=["district"])
    answer = run(draw.house(made, cube, places, [draw.group("pair", ["L", "M"])]), Ask("drawn/one", by="drawn-set"))
    row = only(answer, place="pair")
    assert (row["value"], row["state"], row["coverage"]) == (None, "no_data", 0)
    assert (row["places_with_value"], row["places_known"]) == (0, 2)
    assert answer.notes[0]["code"] == "published_above" and answer.notes[0]["places"] == ["D"]


def test_a_printed_rate_without_its_numbers_does_not_count_as_covered(draw, land):
    rate = draw.indicator(
        "rate", unit="percent", numerator="poor", denominator="persons", value="rate", over_places="ratio"
    )
    cube = """
        SELECT * FROM (VALUES ('A1', '2011', 0.4, NULL::DOUBLE, NULL::BIGINT), ('A2', '2011', 0.2, 60.0, 300),
            ('A3', '2011', 0.1, 10.0, 100)) AS t(place, period, rate, poor, persons)
    """
    house = draw.house(draw.module([rate]), cube, land)
    row = only(run(house, Ask("drawn/one", by="region")), place="A")
    # A1 has 500 of the 900 persons of reference; its rate is printed, but cannot enter a sum
    assert (row["state"], row["places_with_value"]) == ("no_data", 2)
    assert row["coverage"] == pytest.approx((300 + 100) / 900)
    assert only(run(house, Ask("drawn/one")), place="A1")["value"] == pytest.approx(40)


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        ({"where": (("sex", "male"), ("sex", "female"))}, "more than one value"),
        ({"where": (("sex", "male"),), "total": ("sex",)}, "cannot be both 'male' and its total"),
        ({"period": "2021", "total": ("period",)}, "cannot be both '2021' and the total"),
        ({"within": ""}, "'' is no place"),
        ({"period": ""}, "has no period ''"),
    ],
)
def test_a_question_that_contradicts_itself_is_refused(by_sex, ask, told):
    with pytest.raises(AskError, match=told):
        run(by_sex, Ask("drawn/one", **ask))


def test_a_filter_that_finds_nothing_never_says_that_the_total_is_zero(meetings):
    row = only(run(meetings, Ask("drawn/one", by="local", period="2022", where=(("kind", "talk"),))), place="A1")
    assert (row["kind"], row["value"]) == ("talk", 0)  # the visit of 2022 is no talk


def test_a_total_that_is_forbidden_is_refused_and_never_zero(draw, land):
    events = draw.indicator("events", unit="events", numerator="thing", over_places="distinct")
    made = draw.module([events], kind="event", missing="zero", dimensions={"kind": ["talk", "visit"]})
    cube = "SELECT 'e1' AS thing, 'x' AS actor, 'A1' AS place, DATE '2021-02-01' AS date, 'host' AS role, '2021' AS period, 'talk' AS kind"
    rows = run(draw.house(made, cube, land), Ask("drawn/one", by="region", total=("kind",))).rows
    assert {row["place"]: (row["value"], row["state"]) for row in rows} == {
        "A": (None, "cannot_be_added"), "B": (0, "value")}  # fmt: skip


def test_a_missing_figure_is_never_zero_where_absence_is(draw, land):
    from datetime import date

    count = draw.indicator("count", numerator="n")
    rate = draw.indicator("rate", unit="percent", numerator="n", denominator="n", over_places="ratio")
    later = draw.place("A4", "local", "A", persons=50, valid_from=date(2022, 1, 1))
    cube = "SELECT * FROM (VALUES ('A1', '2021', NULL::INT), ('A2', '2021', 5)) AS t(place, period, n)"
    house = draw.house(draw.module([count, rate], missing="zero"), cube, [*land, later])
    rows = run(house, Ask("drawn/one")).rows
    counts = {row["place"]: (row["value"], row["state"]) for row in rows if row["indicator"] == "count"}
    assert counts == {"A1": (None, "no_data"), "A2": (5, "value"), "A3": (0, "value"), "A4": (None, "not_applicable"),
                      "B1": (0, "value")}  # fmt: skip
    rates = {row["place"]: row["state"] for row in rows if row["indicator"] == "rate"}
    assert (rates["A3"], rates["B1"]) == ("no_data", "no_data")


def test_a_gap_in_one_value_of_a_dimension_is_a_gap_in_the_total(draw, land):
    count = draw.indicator("count", numerator="n", over_dimensions="sum")
    cube = """
        SELECT * FROM (VALUES ('A1', '2021', 'x', 7), ('A1', '2021', 'y', NULL), ('A2', '2021', 'x', 1),
            ('A2', '2021', 'y', 2), ('A3', '2021', 'x', 3), ('A3', '2021', 'y', 4), ('B1', '2021', 'x', 1), ('B1', '2021', 'y', 1))
        AS t(place, period, part, n)
    """
    house = draw.house(draw.module([count], dimensions={"part": ["x", "y"]}), cube, land)
    answer = run(house, Ask("drawn/one"))
    assert only(answer, place="A1", part="x")["value"] == 7
    assert only(answer, place="A1", part="total")["state"] == "no_data"
    whole = only(run(house, Ask("drawn/one", by="region")), place="A", part="total")
    assert (whole["places_with_value"], whole["state"]) == (2, "no_data")  # 2 of 3 are below the 0.8 asked for


def test_money_of_two_countries_is_never_one_sum(draw, land):
    foreign = [draw.place("BD", "country", None, country="BD"), draw.place("B9", "local", "BD", country="BD")]
    money = draw.indicator("money", unit="currency_thousand", numerator="n")
    cube = "SELECT * FROM (VALUES ('A1', '2021', 5), ('B9', '2021', 7)) AS t(place, period, n)"
    group = draw.group("both", ["A1", "B9"])
    house = draw.house(draw.module([money]), cube, [*land, *foreign], [group])
    row = only(run(house, Ask("drawn/one", by="drawn-set")), place="both")
    assert (row["value"], row["state"]) == (None, "cannot_be_added")


def test_a_member_without_a_place_of_the_grain_lowers_coverage(draw, land):
    ward = draw.place("W", "ward", "A1", persons=10)
    count = draw.indicator("count", numerator="poor", least_coverage=0)
    group = draw.group("mixed", ["W", "A2"])
    house = draw.house(draw.module([count]), CUBE, [*land, ward], [group])
    row = only(run(house, Ask("drawn/one", by="drawn-set")), place="mixed")
    assert (row["places_with_value"], row["places_known"], row["coverage"]) == (1, 2, 0.5)


def test_a_total_over_periods_is_made_country_by_country(draw, land):
    foreign = [draw.place("BD", "country", None, country="BD"), draw.place("B9", "local", "BD", country="BD")]
    count = draw.indicator("count", numerator="n", over_periods="sum", least_coverage=0)
    newest = draw.indicator("newest", numerator="n", over_periods="last", least_coverage=0)
    cube = "SELECT * FROM (VALUES ('A1', '2020', 5), ('A1', '2021', 6), ('B9', '2011', 7)) AS t(place, period, n)"
    house = draw.house(draw.module([count, newest]), cube, [*land, *foreign])
    answer = run(house, Ask("drawn/one", by="country", total=("period",)))
    assert only(answer, indicator="count", place="NP")["value"] == 5 + 6
    assert only(answer, indicator="count", place="BD")["value"] == 7
    assert only(answer, indicator="newest", place="NP")["value"] == 6
    assert only(answer, indicator="newest", place="BD")["period"] == "2011"


def test_an_area_that_cuts_a_straddling_district_says_so(draw):
    places = [
        draw.place("NP", "country", None), draw.place("A", "region", "NP"), draw.place("B", "region", "NP"),
        draw.place("S", "district", "NP", vintage="2011", successors=("s1", "s2")),
        draw.place("A1", "district", "A", vintage="2011"),
        draw.place("s1", "district", "A"), draw.place("s2", "district", "B"),
    ]  # fmt: skip
    cube = "SELECT * FROM (VALUES ('S', '2011', 7), ('A1', '2011', 5)) AS t(place, period, n)"
    house = draw.house(draw.module([draw.indicator("count", numerator="n")], grain=["district"]), cube, places)
    answer = run(house, Ask("drawn/one", within="A"))
    assert [row["place"] for row in answer.rows] == ["A1"]
    assert [(note["code"], note["places"]) for note in answer.notes] == [("places_in_no_unit", ["S"])]
