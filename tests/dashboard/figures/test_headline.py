"""The sentence at the top says what a mayor would ask, from the answer alone."""

from statistics import NormalDist

from hypothesis import given
from hypothesis import strategies as some

from dashboard.figures.headline import Found, figures, headline, sentence
from dashboard.markup import text_of
from queries.ranking import told_apart

CARD = {
    "above": 50,
    "sentence": {"en": "In {count} of {scope}'s {total} more than half; {top_count} of them in {top_place}."},
}


def said(found, subject) -> str:
    return "".join(text for _, text in sentence(found, subject)).replace("\u00a0", " ")


def wards(row, values, district):
    return [row(f"{district}401-{index:02}", value, level="ward") for index, value in enumerate(values, 1)]


def test_the_cards_own_sentence_counts_places_above_its_threshold(row, subject_of):
    fine = wards(row, [60, 70, 20], "NP0331") + wards(row, [55, 10], "NP0320") + wards(row, [None], "NP0327")
    units = {item["place"]: item["place"][:6] for item in fine}
    rows = [row("NP0331", 50.0), row("NP0320", 30.0)]
    found = Found(fine, rows, units=units, fine_level="ward", row_level="district")
    assert said(found, subject_of(headline=CARD)) == "In 3 of Bagmati's 5 wards more than half; 2 of them in Makwanpur."


def test_where_each_place_is_a_row_of_its_own_none_is_said_to_hold_most_of_them(row, subject_of):
    rows = wards(row, [60, 70, 20], "NP0331")
    found = Found(rows, rows, units={one["place"]: one["place"] for one in rows}, fine_level="ward", row_level="ward")
    text = said(found, subject_of(headline=CARD))
    assert "2 of 3 wards" in text and "of them in" not in text


def test_exactly_the_threshold_is_not_above_it(row, subject_of):
    fine = wards(row, [50, 50], "NP0331")
    found = Found(
        fine, [row("NP0331", 50.0), row("NP0320", 1.0)], units={i["place"]: "NP0331" for i in fine}, fine_level="ward"
    )
    assert "None of the 2 wards" in said(found, subject_of(headline=CARD))


def test_without_a_card_the_scope_and_its_ends_are_told(row, subject):
    rows = [row("NP0331", 18.6), row("NP0320", 30.5), row("NP0327", 0.4)]
    text = said(Found(rows, rows, own=row("NP03", 8.5)), subject)
    assert "8.5 %" in text and "Bagmati" in text
    assert "Sindhuli (30.5 %)" in text and "Kathmandu (0.4 %)" in text


def test_equal_places_are_not_ranked(row, subject):
    rows = [row("NP0331", 5.0), row("NP0320", 5.0)]
    text = said(Found(rows, rows), subject)
    assert "5.0 % in all 2 places" in text and "Sindhuli" not in text


def test_figures_that_are_told_alike_are_ties_at_either_end(row, subject):
    rows = [row("NP0331", 5.04), row("NP0320", 4.96), row("NP0327", 1.0)]
    text = said(Found(rows, rows), subject)
    assert "Makwanpur and Sindhuli (5.0 % each)" in text and "Kathmandu" not in text
    rows = [row("NP0331", 5.0), row("NP0320", 1.04), row("NP0327", 0.96)]
    assert "Sindhuli and Kathmandu (1.0 %)" in said(Found(rows, rows), subject)


def test_no_figure_is_said_and_no_zero_invented(row, subject):
    text = said(Found([row("NP0331", None, "not_reported")], [row("NP0331", None, "not_reported")]), subject)
    assert "not known" in text and "0" not in text.replace("2021", "")


def test_the_selected_place_is_told_with_its_state_or_its_standing(row, subject):
    rows = [row("NP0331", 18.6), row("NP0320", 30.5), row("NP0327", None, "no_data")]
    found = Found(rows, rows, row_level="district")
    assert "2nd of 2 districts" in text_of(headline(found, subject, "NP0331"))
    assert "no data" in text_of(headline(found, subject, "NP0327"))


def test_beside_a_hidden_figure_nothing_is_highest_and_nothing_has_a_rank(row, subject):
    """What is hidden may be of any size: it may have been joined with a small one."""
    rows = [row(f"NP033{number}", 18.6 + number) for number in range(9)] + [row("NP0327", None, "hidden")]
    found = Found(rows, rows, row_level="district")
    assert "Highest" not in said(found, subject) and "highest" not in said(found, subject)
    text = text_of(headline(found, subject, "NP0331"))
    assert "19.6" in text and "of 9" not in text
    assert "hidden" in text_of(headline(found, subject, "NP0327"))


def test_an_interval_without_an_error_forbids_a_rank(row, subject):
    rows = [row("NP0331", 18.6, low=10.0, high=27.2), row("NP0320", 30.5)]
    text = text_of(headline(Found(rows, rows), subject, "NP0331"))
    assert "10.0–27.2" in text and "2nd" not in text


def test_the_change_of_a_rate_is_in_percentage_points(row, subject):
    rows = [row("NP0331", 18.6)]
    found = Found(rows, rows, own=row("NP03", 8.5), before=row("NP03", 10.8, period="2011"))
    text = text_of(figures(found, subject))
    assert "−2.3 percentage points" in text and "2011" in text


def test_a_change_too_small_to_show_is_none(row, subject):
    rows = [row("NP0331", 18.6)]
    found = Found(rows, rows, own=row("NP03", 8.5), before=row("NP03", 8.51, period="2011"))
    assert "unchanged" in text_of(figures(found, subject))


def test_half_of_the_whole_is_held_by_few(row, subject_of):
    rows = [row(f"NP{index:04}", 1.0, numerator=count) for index, count in enumerate([500, 300, *[20] * 10])]
    text = text_of(figures(Found(rows, rows, fine_level="local"), subject_of(denominator=None, over_places="sum")))
    assert "1 local government" in text and "half" in text


def test_words_follow_the_reader(row, subject_of):
    rows = [row("NP0331", 18.6), row("NP0320", 30.5)]
    text = said(Found(rows, rows, own=row("NP03", 8.5)), subject_of("ne"))
    assert "८.५" in text and "8.5" not in text


def test_money_is_short_in_the_sentence_and_whole_in_the_figures(row, subject_of):
    card = subject_of(unit="currency_thousand", decimals=0, denominator=None, over_places="sum", better="neither")
    amounts = [row("NP0331", 585_834, unit="npr_thousand"), row("NP0320", 21_000, unit="npr_thousand")]
    found = Found(amounts, amounts, own=row("NP03", 225_054_591, unit="npr_thousand"))
    assert "2.25 kharba" in said(found, card) and "58.6 crore" in said(found, card)
    assert "2,25,05,45,91,000" in text_of(figures(found, card))


def test_no_superlative_is_claimed_where_most_places_are_not_known(row, subject, subject_of):
    rows = [row("NP0331", 18.6), row("NP0320", 30.5), *(row(f"NP032{n}", None) for n in range(1, 7))]  # 2 of 8
    assert "Sindhuli" not in said(Found(rows, rows, own=row("NP03", 8.5)), subject)
    assert "8.5 %" in said(Found(rows, rows, own=row("NP03", 8.5)), subject)
    told = "is known for 2 of 8 districts: from 18.6 % in Makwanpur to 30.5 % in Sindhuli."
    assert said(Found(rows, rows), subject).endswith(told)
    many = [*rows, *(row(f"NP033{number}", 30.5) for number in (3, 4, 5))]  # four with 30.5: none stands for them
    assert said(Found(many, many), subject).endswith("is known for 5 of 11 districts: from 18.6 % to 30.5 %.")
    hidden = [*rows, row("NP0327", None, "hidden")]  # which may lie beyond both ends
    assert "not known" in said(Found(hidden, hidden), subject)
    fine = wards(row, [60, 70] + [None] * 8, "NP0331")  # 2 of 10 wards: "2 of 2" would say too much
    units = {item["place"]: "NP0331" for item in fine}
    found = Found(fine, [row("NP0331", None)], units=units, fine_level="ward", row_level="district")
    assert "more than half" not in said(found, subject_of(headline=CARD))


def test_half_of_what_is_known_is_not_half_of_the_whole(row, subject_of):
    rows = [row(f"NP{index:04}", 1.0, numerator=count) for index, count in enumerate([500, 300, *[20] * 10])]
    subject = subject_of(denominator=None, over_places="sum")
    for state, told in (("no_data", False), ("not_reported", False), ("not_applicable", True)):
        fine = [*rows, row("NP9999", None, state)]
        assert ("half" in text_of(figures(Found(fine, fine, fine_level="local"), subject))) == told


# Figures with errors: nothing is claimed that the intervals do not support.


def test_the_highest_is_named_only_beyond_doubt(estimate, row, subject):
    clear = [estimate("NP0331", 60.0, 1.0), estimate("NP0320", 30.0, 1.0), estimate("NP0327", 10.0, 1.0)]
    text = said(Found(clear, clear, own=row("NP03", 33.0)), subject)
    assert "Highest, beyond doubt: Makwanpur (60.0 %)" in text and "Lowest, beyond doubt: Kathmandu (10.0 %)" in text
    close = [estimate("NP0331", 60.0, 9.0), estimate("NP0320", 55.0, 9.0), estimate("NP0327", 10.0, 1.0)]
    text = said(Found(close, close), subject)
    assert "The highest is one of Makwanpur and Sindhuli" in text and "Highest" not in text.replace("The highest", "")


def test_many_that_may_be_the_highest_are_only_counted(estimate, subject):
    rows = [estimate(f"NP{index:04}", 40.0 + index, 5.0, level="district") for index in range(6)]
    rows.append(estimate("NP0327", 1.0, 0.5))
    text = said(Found(rows, rows), subject)
    assert "6 of 7 districts may be the highest" in text and "Lowest, beyond doubt: Kathmandu" in text
    rows += [estimate(f"NP{index:04}", 1.0, 0.5, level="district") for index in range(10, 14)]
    text = said(Found(rows, rows), subject)
    assert "any of 6 of 11 districts may be, and any of 5 may be the lowest" in text
    same = rows[:6]
    assert "cannot tell any two of the 6 districts apart" in said(Found(same, same), subject)


def test_places_above_a_threshold_are_counted_from_the_sure_to_the_possible(estimate, subject_of):
    fine = [
        estimate("NP0331401-01", 70.0, 2.0),
        estimate("NP0331401-02", 55.0, 5.0),
        estimate("NP0331401-03", 20.0, 2.0),
    ]
    found = Found(fine, [estimate("NP0331", 50.0, 2.0)], units={i["place"]: "NP0331" for i in fine}, fine_level="ward")
    text = said(found, subject_of(headline=CARD))
    assert "1 of 3 wards surely lies above 50 %, at most 2 do" in text and "Makwanpur" not in text


def test_a_change_within_the_errors_is_no_change(estimate, row, subject):
    rows = [row("NP0331", 18.6)]
    before = estimate("NP03", 10.0, 1.0, period="2011")
    for now, told in ((12.0, "no sure change"), (13.0, "+3.0 percentage points")):  # 1.96 x sqrt(1 + 1) = 2.77
        assert told in text_of(figures(Found(rows, rows, own=estimate("NP03", now, 1.0), before=before), subject))
    half_known = Found(rows, rows, own=row("NP03", 50.0), before=before)
    assert "no sure change" in text_of(figures(half_known, subject))


def test_which_places_hold_half_is_not_said_of_estimates(estimate, subject_of):
    rows = [estimate(f"NP{index:04}", 1.0, 0.1, numerator=count) for index, count in enumerate([500, 300, *[20] * 10])]
    assert "half" not in text_of(
        figures(Found(rows, rows, fine_level="local"), subject_of(denominator=None, over_places="sum"))
    )


def test_the_selected_place_is_told_between_ranks(estimate, subject):
    rows = [estimate("NP0331", 60.0, 9.0), estimate("NP0320", 55.0, 9.0), estimate("NP0327", 10.0, 1.0)]
    found = Found(rows, rows, row_level="district")
    assert "Makwanpur: 60.0 % (42.4–77.6); between rank 1 and 2 of 3 districts." in text_of(
        headline(found, subject, "NP0331")
    ).replace("\u00a0", " ")
    assert "3rd of 3 districts" in text_of(headline(found, subject, "NP0327"))


def test_the_figures_carry_their_interval(estimate, subject):
    rows = [estimate("NP0331", 60.0, 9.0)]
    assert "(6.5–10.5 %)" in text_of(figures(Found(rows, rows, own=estimate("NP03", 8.5, 1.02)), subject)).replace(
        "\u00a0", " "
    )


@given(some.lists(some.tuples(some.integers(1, 99), some.floats(0.2, 20)), min_size=2, max_size=9))
def test_whatever_is_named_as_highest_differs_from_all_others_by_the_corrected_test(estimate, subject_of, drawn):
    rows = [estimate(f"NP{index:04}", float(value), error) for index, (value, error) in enumerate(drawn)]
    told = sentence(Found(rows, rows), subject_of())
    count = len(rows) * (len(rows) - 1)
    least = NormalDist().inv_cdf(1 - 0.05 / count)  # where no test has left the correction yet; at most this much
    last = NormalDist().inv_cdf(1 - 0.05 / (count / 2 + 1))  # of each pair one test at most is ever rejected
    text = "".join(part for _, part in told)
    named = [part for name, part in told if name == "top_place"]
    assert not [name for name, _ in told if name in ("highest", "lowest")]
    for place, end in zip(named, [end for end in ("Highest", "Lowest") if f"{end}, beyond doubt" in text], strict=True):
        own = next(row for row in rows if row["place"] == place)
        others = [row for row in rows if row is not own]
        assert own["value"] == (max if end == "Highest" else min)(row["value"] for row in rows)
        assert all(told_apart(own, other, last) for other in others)
    first, second = sorted(rows, key=lambda row: -row["value"])[:2]
    if all(told_apart(first, other, least) for other in rows if other is not first):
        assert f"Highest, beyond doubt: {first['place']}" in text
    if not told_apart(first, second, last):
        assert "Highest, beyond doubt" not in text
