"""Headline figures of both countries: each keeps its series, publisher and place; none is dropped in silence."""

import pytest

from data import catalogue, extract
from data.problems import ContentError
from data.recipes import bangladesh_published_headlines, nepal_published_headlines

NEPAL = ["indicator", "area", "value", "unit", "year", "read_at", "note"]
BANGLADESH = [
    "unit", "indicator", "year", "value", "unit_of_measure", "source_url", "publisher_of_statistic", "how_read",
]  # fmt: skip
PLACES = dict.fromkeys(["NP", "NP01", "BD", "BD10", "BD20", "BD40", "BD50", "BD55", "BD60"])


@pytest.fixture
def no_bundle(monkeypatch, tmp_path):
    """As if no table of figures were bundled."""
    monkeypatch.setattr(catalogue, "EXTRACTS", tmp_path)


@pytest.fixture
def nepal_figures(write, as_csv):
    return lambda rows: nepal_published_headlines.build([write("published_headlines.csv", as_csv(NEPAL, rows))], PLACES)


@pytest.fixture
def bangladesh_figures(write, as_csv):
    return lambda rows: bangladesh_published_headlines.build(
        [write("headline_figures.csv", as_csv(BANGLADESH, rows))], PLACES
    )


def cells(made) -> list[list]:
    return made.frame[["place", "period", "series", "area", "value", "unit"]].values.tolist()


def test_an_indicator_and_its_area_become_a_series_a_place_and_a_part(nepal_figures, no_bundle):
    made = nepal_figures(
        [
            ["population", "Nepal", "29164578.0", "persons", "2021", "there", ""],
            ["poverty headcount (NLSS IV)", "Nepal urban", "18.34", "percent", "2022/23", "here", ""],
            ["households in municipalities", "Nepal", "4479662.0", "households", "2021", "here", ""],
            ["MPI headcount (MICS 2019)", "Province 1 (Koshi)", "15.9", "percent", "2019", "here", ""],
            ["total transfer, local levels", "Nepal", "225054591.0", "NPR thousand", "FY 2074/75", "here", ""],
        ]
    )
    assert cells(made) == [
        ["NP", "2021", "persons_census_published", "total", 29164578, "persons"],
        ["NP", "2022-23", "nlss_headcount_rate", "urban", 18.34, "percent"],
        ["NP", "2021", "households_census_published", "urban", 4479662, "households"],
        ["NP01", "2019", "mpi_headcount_rate", "total", 15.9, "percent"],
        ["NP", "2074/75", "transfers_total_published", "total", 225054591, "npr_thousand"],
    ]
    assert made.frame["read_at"].tolist()[:2] == ["there", "here"]


def test_a_figure_without_series_or_code_is_noted_with_its_line(nepal_figures, no_bundle):
    made = nepal_figures(
        [
            ["population", "Nepal", "29164578.0", "persons", "2021", "there", ""],
            ["wards", "Nepal", "6743.0", "units", "2021+", "there", ""],
            ["population", "Atlantis", "1.0", "persons", "2021", "there", ""],
        ]
    )
    assert len(made.frame) == 1
    assert (
        "2 figures have no series or no place with a code and were not taken: wards, Nepal (line 3); " in made.notes[0]
    )
    assert "population, Atlantis (line 4)." in made.notes[0]


def test_two_figures_for_one_thing_are_an_error_with_their_lines(nepal_figures, no_bundle):
    row = ["population", "Nepal", "29164578.0", "persons", "2021", "there", ""]
    with pytest.raises(ContentError, match=r"occur more than once \(lines 2, 3\)"):
        nepal_figures([row, [*row[:2], "29164579.0", *row[3:]]])


def test_a_figure_that_is_no_number_or_empty_is_an_error(nepal_figures, no_bundle):
    with pytest.raises(ContentError) as raised:
        nepal_figures(
            [
                ["population", "Nepal", "29 million", "persons", "2021", "there", ""],
                ["population", "Koshi", "", "persons", "2021", "there", ""],
            ]
        )
    assert "value: '29 million' is no number (line 2)." in str(raised.value)
    assert "the column 'value' is empty in line 3." in str(raised.value)


def test_hies_and_poverty_map_stay_two_series(bangladesh_figures, no_bundle):
    made = bangladesh_figures(
        [
            ["Bangladesh national", "poverty headcount, upper line, HIES", 2022, 18.7, "percent", "u", "BBS HIES", "p"],
            ["Bangladesh rural", "poverty headcount, upper line, HIES", 2022, 20.5, "percent", "u", "BBS HIES", "p"],
            ["Bangladesh", "poverty headcount, Poverty Map 2022", 2022, 19.2, "percent", "u", "BBS Map", "p"],
            ["Barishal division", "poverty headcount, lower line, HIES", 2022, 11.8, "percent", "u", "BBS HIES", "p"],
        ]
    )
    assert cells(made) == [
        ["BD", "2022", "hies_headcount_rate_upper", "total", 18.7, "percent"],
        ["BD", "2022", "hies_headcount_rate_upper", "rural", 20.5, "percent"],
        ["BD", "2022", "poverty_map_headcount_rate", "total", 19.2, "percent"],
        ["BD10", "2022", "hies_headcount_rate_lower", "total", 11.8, "percent"],
    ]
    assert made.frame["publisher"].tolist()[2] == "BBS Map"


def test_causes_of_migration_leave_out_the_dhaka_of_then(write, as_csv, no_bundle):
    header = ["factor", "cause", "Barishal", "Chattogram", "Dhaka", "Khulna", "Rajshahi", "Rangpur", "Sylhet", "Total"]
    rows = [["Push", "Natural calamity", 0.6, 4.3, 0.9, 1.4, 3.0, 10.9, 0.1, 2.1]]
    path = write("migration_causes_by_division_2011.csv", as_csv(header, rows))
    made = bangladesh_published_headlines.build([path], PLACES)
    values = made.frame.set_index("place")["value"].to_dict()
    assert values == {"BD": 2.1, "BD10": 0.6, "BD20": 4.3, "BD40": 1.4, "BD50": 3.0, "BD55": 10.9, "BD60": 0.1}
    assert any("the column Dhaka is the division of 2011 with Mymensingh in it" in note for note in made.notes)


def test_figures_that_the_file_lacks_stay_from_the_bundle_and_are_counted(nepal_figures):
    made = nepal_figures([["population", "Nepal", "29164579.0", "persons", "2021", "there", ""]])
    bundled = extract.read_bundled(
        catalogue.cards()[0]["nepal_published_headlines"], nepal_published_headlines.ALSO_READS[0]
    )
    assert len(made.frame) == len(bundled.frame)
    assert any(
        f"{len(bundled.frame) - 1} further published figures come from the bundled table" in n for n in made.notes
    )
    assert any("published_headlines.csv has 2.91646e+07, the bundled table" in note for note in made.notes)
    chosen = made.frame.query("series == 'persons_census_published' and place == 'NP' and period == '2021'")
    assert chosen["value"].tolist() == [29164579]


def value(made, place, series, period, area="total"):
    frame = made.frame
    found = frame[(frame["place"] == place) & (frame["series"] == series)]
    return found[(found["period"] == period) & (found["area"] == area)]["value"].item()


def test_the_real_figures_of_nepal(real):
    made = real("nepal_published_headlines")
    assert value(made, "NP", "persons_census_published", "2021") == 29_164_578
    assert value(made, "NP", "households_census_published", "2021") == 6_666_937
    assert value(made, "NP", "persons_in_institutions", "2021") == 239_098
    provinces = {
        "NP01": 4_961_412, "NP02": 6_114_600, "NP03": 6_116_866, "NP04": 2_466_427, "NP05": 5_122_078,
        "NP06": 1_688_412, "NP07": 2_694_783,
    }  # fmt: skip
    assert {code: value(made, code, "persons_census_published", "2021") for code in provinces} == provinces
    assert sum(provinces.values()) == 29_164_578
    poverty = {
        "NP": 20.27, "NP01": 17.19, "NP02": 22.53, "NP03": 12.59, "NP04": 11.88, "NP05": 24.35, "NP06": 26.69,
        "NP07": 34.16,
    }  # fmt: skip
    assert {code: value(made, code, "nlss_headcount_rate", "2022-23") for code in poverty} == poverty
    assert value(made, "NP", "mpi_headcount_rate", "2019") == 17.4


def test_the_real_absent_abroad_add_up(real):
    made = real("nepal_published_headlines")
    reasons = {
        "salary_or_wage": 1_450_538, "study": 209_377, "job_seeking": 242_384, "dependent": 227_072, "trade": 13_126,
        "other": 23_994, "not_stated": 24_101,
    }  # fmt: skip
    assert {reason: value(made, "NP", f"absent_abroad_{reason}", "2021") for reason in reasons} == reasons
    assert sum(reasons.values()) == 2_190_592 == value(made, "NP", "absent_abroad_total", "2021")


def test_the_real_figures_of_bangladesh(real):
    made = real("bangladesh_published_headlines")
    assert value(made, "BD", "persons_census_enumerated", "2022") == 165_158_616
    assert value(made, "BD", "persons_census_adjusted", "2022") == 169_828_911
    divisions = ["BD10", "BD20", "BD30", "BD40", "BD45", "BD50", "BD55", "BD60"]
    for series, total in (("persons_census_enumerated", 165_158_616), ("persons_census_adjusted", 169_828_911)):
        assert sum(value(made, code, series, "2022") for code in divisions) == total
    hies = [value(made, "BD", "hies_headcount_rate_upper", "2022", area) for area in ("total", "rural", "urban")]
    poverty_map = [
        value(made, "BD", "poverty_map_headcount_rate", "2022", area) for area in ("total", "rural", "urban")
    ]
    assert hies == [18.7, 20.5, 14.7]
    assert poverty_map == [19.2, 20.3, 16.5]
    headcount, intensity = (value(made, "BD", f"mpi_{name}", "2019") for name in ("headcount_rate", "intensity"))
    assert (headcount, intensity, value(made, "BD", "mpi_value", "2019")) == (24.05, 44.17, 0.106)
    assert round(headcount * intensity / 10_000, 3) == 0.106


def test_the_real_causes_of_migration(real):
    made = real("bangladesh_published_headlines")
    causes = {
        "marriage": 38.7, "employment_or_business": 16.2, "job_seeking": 12.8, "education": 4.9,
        "natural_calamity": 2.1, "family": 1.6, "others": 23.7,
    }  # fmt: skip
    assert {cause: value(made, "BD", f"migration_cause_{cause}_share", "2011") for cause in causes} == causes
    assert value(made, "BD55", "migration_cause_natural_calamity_share", "2011") == 10.9
    assert value(made, "BD60", "migration_cause_job_seeking_share", "2011") == 27.9
    assert "BD30" not in set(made.frame.query("series == 'migration_cause_marriage_share'")["place"])


@pytest.mark.parametrize("name", ["nepal_published_headlines", "bangladesh_published_headlines"])
def test_what_is_bundled_agrees_with_the_real_file(real, name):
    card = catalogue.cards()[0][name]
    bundled = extract.read_bundled(card, catalogue.EXTRACTS / f"{name}.csv").frame
    key = ["place", "period", "series", "area"]
    both = bundled.merge(real(name).frame, on=key, suffixes=("_bundled", "_real"))
    assert len(both) == len(bundled) == len(real(name).frame)
    assert (both["value_bundled"] == both["value_real"]).all()
