"""The sentence beside a picture of values: ends, ties, states, what intervals forbid, the selected place, change."""

import pytest

from dashboard.figures import sentence
from dashboard.words import LANGUAGES
from queries.series import Break


def said(text: str) -> str:
    return text.replace("\u00a0", " ")


def districts(row, *values):
    return [row(f"D{number}", value) for number, value in enumerate(values, 1)]


def places(rows, subject, selected="") -> str:
    return said(sentence.places(rows, subject, "district", selected))


def test_the_highest_and_the_lowest_are_named_with_their_values(row, subject):
    rows = [row("NP0331", 18.6), row("NP0320", 30.5), row("NP0327", 0.4)]
    assert places(rows, subject) == "Highest: Sindhuli (30.5 %). Lowest: Kathmandu (0.4 %)."


def test_ties_are_told_as_ties_and_many_are_counted(row, subject):
    told = places(districts(row, 9.0, 9.0, 1.0, 1.0, 1.0, 1.0), subject)
    assert told == "Highest: D1 and D2 (9.0 % each). Lowest: 4 districts (1.0 % each)."
    assert places(districts(row, 2.0, 2.0), subject) == "All 2 districts have the same figure: 2.0 %."
    assert places(districts(row, 2.04, 1.96), subject) == "All 2 districts have the same figure: 2.0 %."


def test_where_one_figure_is_hidden_no_order_is_told(row, subject):
    rows = [*districts(row, 50.0, 1.0), row("NP0331", None, "hidden")]
    assert places(rows, subject) == "Which is highest or lowest is not told: 1 figure is hidden."


def test_who_has_no_figure_is_counted_by_state_and_zero_is_a_figure(row, subject):
    rows = [*districts(row, 5.0, 0.0, 3.0, 2.0), row("X", None, "not_reported")]
    assert places(rows, subject) == "Highest: D1 (5.0 %). Lowest: D2 (0.0 %). Without a figure: 1 not reported."


@pytest.mark.parametrize(("known", "alone"), [(4, False), (3, True)])  # 4 of 5 are four fifths, 3 of 5 fewer
def test_where_fewer_than_four_fifths_have_a_figure_the_order_is_of_these_alone(row, subject, known, alone):
    rows = districts(row, *[float(number) for number in range(known)], *[None] * (5 - known))
    assert (f"Only {known} of 5 districts have a figure" in places(rows, subject)) == alone


def test_one_figure_is_no_order_and_none_is_only_missing(row, subject):
    assert places([row("NP0331", 4.0)], subject) == "Makwanpur: 4.0 %."
    assert places([row("NP0331")], subject) == "Without a figure: 1 no data."
    assert places([], subject) == ""


def test_an_unreliable_figure_is_no_end(row, subject):
    rows = [*districts(row, 5.0, 3.0), row("NP0331", 99.0, "unreliable")]
    assert (
        places(rows, subject)
        == "1 unreliable figure is left out of the order. Highest: D1 (5.0 %). Lowest: D2 (3.0 %)."
    )


def test_estimates_are_ordered_only_where_their_intervals_allow_it(estimate, subject):
    apart = [estimate("NP0331", 10.0, 0.1), estimate("NP0320", 20.0, 0.1), estimate("NP0327", 30.0, 0.1)]
    assert "Highest, beyond doubt: Kathmandu (30.0 %)." in places(apart, subject)
    alike = [estimate("NP0331", 10.0, 9.0), estimate("NP0320", 11.0, 9.0)]  # 1 apart, errors of 9
    assert places(alike, subject) == "These estimates cannot tell any two of the 2 districts apart."


def test_the_selected_place_is_told_with_its_rank_unless_something_is_hidden(row, subject):
    rows = [row("NP0331", 18.6), row("NP0320", 30.5), row("NP0327", 0.4)]
    assert places(rows, subject, "NP0331").endswith("Makwanpur: 18.6 %, 2nd of 3 districts.")
    hidden = [*rows, row("X", None, "hidden")]
    assert places(hidden, subject, "NP0331").endswith("hidden. Makwanpur: 18.6 %.")
    missing = [*rows, row("NP03", None, "not_reported")]
    assert "not reported. The place should have sent" in places(missing, subject, "NP03")


def test_a_map_beside_its_ranking_tells_the_middle_half(row, subject):
    rows = districts(row, *map(float, range(9)))  # quartiles of 0 to 8: 2 and 6
    assert said(sentence.on_map(rows, subject, "district", True)) == (
        "The middle half of the 9 districts with a figure lies between 2.0 % and 6.0 %."
    )
    assert said(sentence.on_map(rows, subject, "district", False)).startswith("Highest: D9 (8.0 %).")
    same = districts(row, *[1.0] * 7, 5.0)
    assert "At least half of the 8 districts with a figure have 1.0 %" in said(
        sentence.on_map(same, subject, "district", True)
    )
    hidden = [*rows, row("X", None, "hidden")]
    assert said(sentence.on_map(hidden, subject, "district", True)).endswith("Without a figure: 1 hidden.")


def test_parts_are_named_by_their_titles(row, subject):
    parts = [("marriage", row("NP03", 38.7)), ("work", row("NP03", 16.2)), ("study", row("NP03", 4.9))]
    assert said(sentence.named(parts, subject)) == "Highest: marriage (38.7 %). Lowest: study (4.9 %)."


def test_a_change_is_told_in_points_in_percent_of_money_or_not_at_all(row, estimate, subject):
    def change(before, after):
        return sentence.change(before, after, subject)

    assert change(row("A", 10.0), row("A", 7.5)) == "−2.5 percentage points"
    assert change(row("A", 10.0), row("A", 10.04)) == "unchanged"  # 0.04 rounds to nothing
    money = {"unit": "npr"}
    assert said(change(row("A", 200.0, **money), row("A", 250.0, **money))) == "+25.0 %"  # 50 of 200
    assert (
        change(row("A", 19.06), row("A", 18.74)) == "−0.3 percentage points, before rounding"
    )  # printed 19.1 and 18.7
    assert change(row("A", 10.04), row("A", 10.06)) == "unchanged, before rounding"  # printed 10.0 and 10.1
    assert change(row("A", 0.0, **money), row("A", 250.0, **money)) is None
    assert change(estimate("A", 10.0, 2.0), estimate("A", 11.0, 2.0)) == "no sure change"
    assert change(row("A", 10.0, "unreliable"), row("A", 1.0)) is None
    assert change(row("A", None, "hidden"), row("A", 1.0)) is None


PERIODS = ["2001", "2011", "2021"]


def over_time(rows, subject, breaks=(), looked_at=("NP03",)):
    return said(sentence.over_time(rows, subject, PERIODS, looked_at, "district", breaks))


def test_a_line_tells_where_it_began_and_ended_and_without_one_the_others_their_ends(row, subject):
    rows = [row("NP03", value, period=period) for value, period in zip((9.0, 8.0, 5.0), PERIODS, strict=True)]
    rows += [row("NP0331", 7.0, period="2021"), row("NP0320", 2.0, period="2021")]
    assert over_time(rows, subject) == "Bagmati: 9.0 % in 2001, 5.0 % in 2021 (−4.0 percentage points)."
    others = over_time(rows[2:], subject, looked_at=("NP03", "NP0331"))  # of neither are there two periods
    assert others == "2021 – Highest: Makwanpur (7.0 %). Lowest: Sindhuli (2.0 %)."


def test_what_lies_before_a_break_is_not_compared(row, subject):
    rows = [row("NP03", value, period=period) for value, period in zip((9.0, 8.0, 5.0), PERIODS, strict=True)]
    method = Break("method", "2001", "2011", why={"en": "New."})
    assert over_time(rows, subject, [method]) == "Bagmati: 8.0 % in 2011, 5.0 % in 2021 (−3.0 percentage points)."
    at_the_end = Break("method", "2011", "2021", why={"en": "New."})
    assert over_time(rows, subject, [at_the_end]) == ""  # one figure after it
    of_another = Break("boundary", "2001", "2011", frozenset({"NP0331"}), ("x",), ("NP0331",))
    assert "9.0 % in 2001" in over_time(rows, subject, [of_another])


def stacked(row, shares: dict[str, tuple], **more):
    """Parts a, b of each bar."""
    return [(part, part.upper(), {bar: row(bar, pair[at], **more) for bar, pair in shares.items()})
            for at, part in enumerate("ab")]  # fmt: skip


def stack(parts, bars, subject, around=""):
    return said(sentence.stack(parts, bars, subject, lambda number: "bars", around))


def test_bars_tell_which_part_leads_and_where_its_share_has_its_ends(row, subject):
    shares = {"NP03": (60.0, 40.0), "D1": (70.0, 30.0), "D2": (55.0, 45.0), "D3": (20.0, 80.0), "D4": (90.0, 10.0)}
    told = stack(stacked(row, shares), ["D1", "D2", "D3", "D4"], subject, "NP03")
    assert told == ("Bagmati: largest part A (60.0 %). In 3 of 4 bars the largest part is A. "
                    "Its share – Highest: D4 (90.0 %). Lowest: D3 (20.0 %).")  # fmt: skip


def test_counts_become_shares_of_their_bar_and_few_bars_are_told_one_by_one(row, subject):
    parts = stacked(row, {"D1": (1.0, 3.0), "D2": (2.0, 2.0)}, unit="persons")  # 3 of 4; 2 of 4 each
    assert stack(parts, ["D1", "D2"], subject) == "D1: largest part B (75.0 %). D2: largest part A and B (50.0 %)."


def test_a_bar_with_an_unknown_part_is_no_bar_and_a_hidden_one_forbids_the_ends(row, subject):
    shares = {f"D{number}": (60.0 + number, 40.0 - number) for number in range(1, 6)}
    parts = stacked(row, shares)
    parts[0][2]["D5"] = row("D5", None, "no_data")
    told = stack(parts, list(shares), subject)
    assert told.endswith("Highest: D4 (64.0 %). Lowest: D1 (61.0 %). 1 has no bar: a part of it is not known.")
    parts[0][2]["D5"] = row("D5", None, "hidden")
    assert "Highest" not in stack(parts, list(shares), subject)


def test_shares_of_estimates_have_no_order(estimate, subject):
    parts = [(part, part, {"D1": estimate("D1", value, 2.0)}) for part, value in (("a", 40.0), ("b", 60.0))]
    assert stack(parts, ["D1"], subject) == "These are shares of estimates: no order is told."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_digits_and_names_the_same_places(row, subject_of, language):
    told = places([row("NP0331", 18.6), row("NP0320", 30.5)], subject_of(language))
    thirty = {"en": "30.5", "ne": "३०.५", "bn": "৩০.৫"}[language]
    assert told.index("Sindhuli") < told.index(thirty) < told.index("Makwanpur")
