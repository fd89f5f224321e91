"""One sentence below a ranking says who has not reported; behind it stand the places by how long."""

from dashboard.markup import children_of, text_of
from dashboard.pages.silence import silent_places
from dashboard.words import Reader
from queries.silence import Silence, Silent

FOUND = Silence("2081/82", (Silent("D", None, None, 3), Silent("B", "2079/80", None, 2), Silent("A", "2079/80", None, 2),
                            Silent("C", None, "2082/83", 3)), 753)  # fmt: skip


def shown(found: Silence, language="en", what="") -> tuple[str, list[str]]:
    element = silent_places(found, {"A": "Tansen", "B": "Butwal", "C": "Kalaiya", "D": "Siraha"}.get, "local", "NP",
                            Reader(language), what)  # fmt: skip
    summary, listed = children_of(element)
    return text_of(summary), [text_of(child) for child in children_of(listed)]


def test_the_sentence_counts_them_and_the_list_says_since_when():
    summary, listed = shown(FOUND)
    assert summary == "4 of 753 local governments have not reported for FY 2081/82. 1 of them never has."
    assert listed == ["Never: 3 years without a report", "Siraha", "Nothing since FY 2079/80: 2 years", "Butwal and Tansen",
                      "Not before FY 2082/83", "Kalaiya"]  # fmt: skip


def test_one_place_is_told_in_the_singular():
    summary, listed = shown(Silence("2081/82", (Silent("A", "2080/81", None, 1),), 12), what="Nepal, budgets")
    assert summary == "Nepal, budgets: 1 of 12 local governments has not reported for FY 2081/82."
    assert listed == ["Nothing since FY 2080/81: 1 year", "Tansen"]


def test_months_are_told_as_months():
    _, listed = shown(Silence("2081/82", (Silent("A", "2080/81", None, 1), Silent("B", None, None, 5)), 12, "months"))
    assert [text.rpartition(": ")[2] for text in listed[::2]] == ["1 month", "5 months without a report"]


def test_of_many_places_the_first_are_named_and_the_rest_is_counted():
    found = Silence("2081/82", tuple(Silent("A", None, None, 1) for _ in range(63)), 753)
    _, listed = shown(found)
    assert listed[1].count("Tansen") == 60 and listed[1].endswith("and 3 more")


def test_it_is_told_in_nepali_with_nepali_digits():
    summary, listed = shown(FOUND, "ne")
    assert "७५३ मध्ये ४" in summary and "२०७९/८०" in listed[2]


def test_nothing_is_said_where_all_have_reported():
    assert silent_places(Silence("2081/82", (), 753), str, "local", "NP", Reader("en")) is None
