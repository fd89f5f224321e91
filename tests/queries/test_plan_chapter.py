"""The draft table of a plan chapter, from requests small enough to count by hand."""

from queries.plan_chapter import PlanChapter, as_rows, lines

CARD = PlanChapter(by="sector", priority="priority", first="first", pressing=["first", "high"], validation="validation",
                   validated="yes", cost="cost", request="request")  # fmt: skip


def ask(place, sector, priority, cost=None, validation="yes", request="Taps") -> dict:
    return {
        "place": place,
        "sector": sector,
        "priority": priority,
        "cost": cost,
        "validation": validation,
        "request": request,
    }


ROWS = [
    ask("A", "water", "first", 100), ask("B", "water", "high", None, "no", "A well"), ask("C", "water", "low", 900),
    ask("A", "schools", "high", 40), ask("B", "schools", "first", 60, "no"), ask("C", "roads", "high", 10),
]  # fmt: skip


def test_sectors_come_by_how_many_towns_find_them_pressing_then_name_them():
    found = lines(ROWS, CARD)
    assert [(line.value, line.pressing, line.first, line.named) for line in found] == [
        ("water", 2, 1, 3), ("schools", 2, 1, 2), ("roads", 1, 0, 1)]  # fmt: skip
    more = [*ROWS, ask("C", "schools", "low")]
    assert [line.value for line in lines(more, CARD)] == [
        "schools",
        "water",
        "roads",
    ]  # now both are named by three: by name


def test_a_low_need_is_named_and_neither_pressing_nor_paid_for():
    water = next(line for line in lines(ROWS, CARD) if line.value == "water")
    assert (water.named, water.pressing, water.first, water.validated) == (3, 2, 1, 1)
    assert (water.cost_thousand, water.without_cost) == (100, 1)  # not 100 + 900; B has no estimate


def test_a_sector_without_any_estimate_costs_nothing_that_is_known():
    found = lines([ask("A", "water", "high")], CARD)[0]
    assert (found.cost_thousand, found.without_cost) == (None, 1)


def test_what_is_first_is_asked_for_first_and_an_empty_request_is_left_out():
    rows = [ask("C", "water", "low", request="Pipes"), ask("B", "water", "high", request=None),
            ask("A", "water", "high", request="A well"), ask("D", "water", "first")]  # fmt: skip
    assert lines(rows, CARD)[0].requests == (("D", "Taps"), ("A", "A well"), ("C", "Pipes"))


def test_a_file_says_of_how_many_answers_each_line_is_and_each_request_once():
    row = as_rows(lines([*ROWS, ask("D", "water", "low")], CARD), CARD, 4)[0]
    assert (row["sector"], row["answered"], row["pressing"], row["requests"]) == ("water", 4, 2, "Taps; A well")


def test_nothing_asked_for_makes_no_line():
    assert lines([], CARD) == []
