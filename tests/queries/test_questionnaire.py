"""Who is asked for what, who has answered and who is late: by the snapshot's day, for a country and for one municipality."""

from dataclasses import replace
from datetime import date

import pytest

from queries.questionnaire import ANSWERED, LATE, OPEN, questionnaires
from queries.registry import Registry

BUTWAL, TANSEN, MADI, OTHER_MADI = "NP0548201", "NP0548302", "NP0548303", "NP0548304"


def report(sender: str, period: str, received_on="2025-01-10") -> dict:
    return {"sender": sender, "period": period, "lines": 3, "received_on": received_on, "approved_on": "2025-02-01", "approved_by": "NURP"}  # fmt: skip


@pytest.fixture
def house(draw, report_card, report_places):
    """A house on 2 January 2026 in which one question reads the drawn extract: FY 2081/82 ended on 16 July 2025."""

    def do(*reports, expected=None, period=True, day=date(2026, 1, 2)):
        district = draw.place("NP0548", "district", "NP")
        places = [draw.place("NP", "country", None), district, *report_places.values()]
        group = draw.group("programme", [BUTWAL, TANSEN])
        module = draw.module([draw.indicator("sites", numerator="sites")], expected=expected)
        drawn = draw.house(module, "SELECT 'NP0548201' AS place, '2081/82' AS period, 5 AS sites", places, [group])
        template = report_card.template if period else replace(report_card.template, period="", due_days=365)
        theme = type("Theme", (), {"order": 1})
        registry = Registry({"drawn": theme}, {module.id: module.model_copy(update={"tables": ("town_jobs",)})}, [])
        extract = replace(drawn.extracts["drawn"], name="town_jobs", reports=reports)
        return replace(drawn, date=day, registry=registry, extracts={"town_jobs": extract},
                       cards={"town_jobs": replace(report_card, template=template)})  # fmt: skip

    return do


def states(house, scope="NP") -> dict:
    [found] = questionnaires(house, scope, "NP")
    return dict(found.states)


def test_asked_is_everybody_who_may_send_or_whom_the_question_expects(house):
    assert set(states(house())) == {BUTWAL, TANSEN, MADI, OTHER_MADI}
    assert set(states(house(expected="programme"))) == {BUTWAL, TANSEN}


def test_a_report_of_the_period_that_is_due_is_an_answer_and_an_older_one_is_not(house):
    found = states(house(report(BUTWAL, "2081/82"), report(TANSEN, "2080/81")))
    assert found == {BUTWAL: ANSWERED, TANSEN: LATE, MADI: LATE, OTHER_MADI: LATE}


def test_the_period_that_is_due_changes_with_the_day(house):
    [before] = questionnaires(house(day=date(2025, 9, 14)), "NP", "NP")  # 16 July 2025 and 60 days
    [after] = questionnaires(house(day=date(2025, 9, 15)), "NP", "NP")
    assert (before.period, after.period, after.due_on) == ("2080/81", "2081/82", date(2025, 9, 14))


def test_without_periods_nobody_is_late_before_the_first_answer_and_an_old_answer_is_late(house):
    found = states(house(report(BUTWAL, "", "2025-01-02"), report(TANSEN, "", "2025-01-01"), period=False))
    assert found == {BUTWAL: ANSWERED, TANSEN: LATE, MADI: OPEN, OTHER_MADI: OPEN}  # 365 and 366 days


@pytest.mark.parametrize("scope", [BUTWAL, f"{BUTWAL}-02"])
def test_one_municipality_and_each_of_its_wards_have_what_it_is_asked(house, scope):
    drawn = house(report(BUTWAL, "2081/82"), report(TANSEN, "2081/82"))
    [found] = questionnaires(drawn, scope, "NP")
    assert dict(found.states) == {BUTWAL: ANSWERED}
    assert [(one.sender, one.lines, one.approved_by) for one in found.reports] == [(BUTWAL, 3, "NURP")]


def test_the_newest_answer_comes_first(house):
    drawn = house(report(BUTWAL, "2080/81", "2024-09-01"), report(TANSEN, "2081/82", "2025-09-01"))
    [found] = questionnaires(drawn, "NP", "NP")
    assert [one.sender for one in found.reports] == [TANSEN, BUTWAL]


def test_nothing_is_asked_where_nobody_sends(house):
    assert questionnaires(house(), "NP", "BD") == []
