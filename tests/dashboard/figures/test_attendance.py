"""The matrix of towns by events."""

from datetime import date

from dashboard.figures import attendance
from dashboard.markup import children_of, find, text_of
from dashboard.words import Reader

ENGLISH = Reader("en")


def row(thing, place, role="participant", day=1, title="Waste"):
    return {"thing": thing, "place": place, "role": role, "date": date(2024, 5, day), "title": title}


ROWS = [row("E2", "A", "guest", 2), row("E1", "A", "participant"), row("E1", "A", "host"), row("E1", "B", "speaker")]


def test_a_town_with_several_parts_is_shown_with_the_first():
    assert attendance.parts_of(ROWS) == {("E2", "A"): "guest", ("E1", "A"): "host", ("E1", "B"): "speaker"}
    assert attendance.parts_of(ROWS[::-1])["E1", "A"] == "host"


def test_events_stand_in_order_of_time_and_towns_by_how_often_they_came():
    made = attendance.matrix(ROWS, ["C"], ENGLISH, str.lower, "Who was there")
    assert [event["thing"] for event in attendance.happened(ROWS)] == ["E1", "E2"]
    lines = [text_of(line) for code in "ABC" for line in find(made, data_code=code)]
    assert lines == ["a 2 ● ○", "b 1 •", "c 0"]
    (line,) = find(made, data_code="B")
    assert len(children_of(line)) == 2 + 2  # name, count, and a cell for each event


def test_of_too_many_events_the_last_are_shown_and_counted():
    many = [row(f"E{number:03}", "A", day=1 + number // 10) for number in range(attendance.MOST_EVENTS + 5)]
    made = attendance.matrix(many, [], ENGLISH, str, "Who")
    assert text_of(find(made, data_code="A")[0]).startswith(f"A {attendance.MOST_EVENTS} ")


def test_the_list_has_the_last_event_first_with_its_towns():
    said = text_of(attendance.listed(ROWS, ENGLISH, str, "Events"))
    assert said.index("2 May 2024") < said.index("1 May 2024 Waste A and B")
