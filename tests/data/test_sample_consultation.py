"""The illustrative consultation goes stage by stage, and what regions ask for is heard and decided in that order."""

import pandas
import pytest

from data import sample_consultation
from data.sample_consultation import STAGES


@pytest.fixture(scope="module")
def stages(known_places):
    return sample_consultation.stages(known_places)


def test_no_stage_is_done_before_the_one_before_it(stages):
    for _, of_region in stages.groupby("place"):
        assert of_region["stage"].tolist() == list(STAGES)
        done = of_region["done_on"].dropna().tolist()
        assert done == sorted(done) and of_region["done_on"].notna().tolist() == [True] * len(done) + [False] * (
            6 - len(done)
        )


def test_regions_are_at_different_stages_and_nobody_has_an_answer_that_is_not_due(stages):
    assert len(stages) == 18 * 6
    assert stages.groupby("place")["done_on"].count().nunique() > 2
    assert stages.loc[stages["stage"] == "answered", "done_on"].isna().all()


def test_what_holds_a_stage_up_is_named_where_it_is_late_and_nowhere_else(stages):
    late = [(row.done_on if pandas.notna(row.done_on) else row.seen_on) > row.due_on for row in stages.itertuples()]
    named = stages["bottleneck"].notna()
    assert named.any() and named.equals(stages["bottleneck_kind"].notna()) and not (named & ~pandas.Series(late)).any()


def test_inputs_are_of_regions_that_met_and_decided_only_where_they_were_sent(known_places, stages):
    inputs = sample_consultation.inputs(known_places)
    done = stages.set_index(["region", "stage"])["done_on"]
    assert inputs["input_id"].is_unique
    assert all(row.heard_on == done[row.region, "meeting_held"] for row in inputs.itertuples())
    open_ones = {row.region for row in inputs.itertuples() if row.outcome == "open"}
    assert open_ones == {row.region for row in inputs.itertuples() if pandas.isna(done[row.region, "sent_to_ministry"])}
    assert all(row.target.startswith(row.goal.removeprefix("sdg_") + ".") for row in inputs.itertuples())
