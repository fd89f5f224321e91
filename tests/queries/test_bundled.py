"""What the program says without any source file: real where it can be, illustrative and marked elsewhere."""

import pytest

from queries.run import Ask, run

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("theme", ["people", "poverty", "migration", "budget", "alliance"])
def test_no_core_theme_is_empty(bundled_house, theme):
    modules = bundled_house.registry.of_theme(theme)
    assert any(run(bundled_house, Ask(module.id)).rows for module in modules if bundled_house.has_data(module.id))


@pytest.mark.parametrize(
    ("query", "provenance"),
    [("people/population", "published"), ("people/published_totals", "published"),
     ("poverty/headcount_published", "published"), ("poverty/wealth_quintiles", "illustrative"),
     ("poverty/headcount", "illustrative"), ("migration/in_migrants_by_reason", "illustrative"),
     ("budget/grid", "illustrative"), ("alliance/participation", "illustrative")],
)  # fmt: skip
def test_each_answer_says_what_it_rests_on(bundled_house, query, provenance):
    answer = run(bundled_house, Ask(query, by="country"))
    assert answer.provenance == provenance
    assert {row["provenance"] for row in answer.rows} == {provenance}


def test_transfers_wait_for_their_source(bundled_house):
    answer = run(bundled_house, Ask("budget/transfers"))
    assert (answer.rows, answer.missing) == ([], ("nepal_transfers_2074_75",))


def test_an_absent_source_of_one_country_is_named_and_the_other_answers(bundled_house):
    answer = run(bundled_house, Ask("people/population", by="country", indicators=("persons",)))
    assert answer.missing == ("bangladesh_census_2011",)
    assert {row["place"]: row["value"] for row in answer.rows} == {"NP": 28_925_480}


def test_four_programme_towns_never_took_part_and_count_as_zero(bundled_house):
    ask = Ask("alliance/participation", by="local", total=("period", "event_kind", "stakeholder", "government_level"),
              indicators=("events",))  # fmt: skip
    rows = run(bundled_house, ask).rows
    programme = next(group for group in bundled_house.sets["programme-towns"].groups if group.id == "programme-towns")
    members = {member.place for member in programme.members}
    assert len(members) == 27 and members <= {row["place"] for row in rows}  # guests from outside are listed too
    assert (
        sum(row["value"] == 0 for row in rows) == sum(row["value"] == 0 for row in rows if row["place"] in members) == 4
    )
    assert all(row["state"] == "value" for row in rows)


def test_palikas_that_have_not_reported_their_budget_say_so(bundled_house):
    rows = run(bundled_house, Ask("budget/grid", by="local", within="NP", period="2081/82", total=("function",),
                                  indicators=("plan",))).rows  # fmt: skip
    states = [row["state"] for row in rows]
    assert states.count("not_reported") == 753 - states.count("value") > 0


def test_a_module_that_changed_since_the_build_is_not_read_by_new_rules(bundled_snapshot, tmp_path):
    import shutil

    from queries import registry
    from queries.run import AskError, open_house

    queries = tmp_path / "queries"
    shutil.copytree(registry.QUERIES / "poverty", queries / "poverty")
    card = queries / "poverty" / "indicators.toml"
    card.write_text(card.read_text().replace('value = "headcount_rate"', 'value = "headcount_rate"\nscale = 1'))
    house = open_house(bundled_snapshot, queries)
    with pytest.raises(AskError, match="has changed since this snapshot was built"):
        run(house, Ask("poverty/headcount"))
    assert run(house, Ask("poverty/wealth_quintiles", by="region")).rows


def test_what_the_deprivations_contribute_makes_up_the_whole_index(bundled_house):
    rows = run(bundled_house, Ask("poverty/mpi_contributions", indicators=("mpi_contribution",))).rows
    by_country = {place: [row["value"] for row in rows if row["place"] == place] for place in ("BD", "NP")}
    assert {place: (len(values), sum(values)) for place, values in by_country.items()} == {
        "BD": (11, pytest.approx(100)), "NP": (10, pytest.approx(100)),
    }  # fmt: skip
    assert {row["provenance"] for row in rows} == {"illustrative"}


def test_where_priorities_are_lost_and_where_they_are_not_is_all_of_them(bundled_house):
    parts = ("aligned_share", "lost_at_programme_share", "lost_at_budget_share")
    rows = run(bundled_house, Ask("budget/alignment", by="region", total=("sector",), indicators=parts)).rows
    found = [row for row in rows if row["place"].startswith("NP") and row["period"] == "2081/82"]
    assert len(found) == 7 * 3 and {row["provenance"] for row in found} == {"illustrative"}
    assert all(
        sum(row["value"] for row in found if row["place"] == place) == pytest.approx(100)
        for place in {row["place"] for row in found}
    )


def test_every_palika_has_one_letter_or_one_reason(bundled_house):
    rows = run(bundled_house, Ask("budget/pefa_scores", by="country", within="NP")).rows
    one = [row for row in rows if row["outturn_score"] != "total" and row["variance_score"] == "total"]
    assert sum(row["value"] for row in one if row["value"] is not None) == 753
