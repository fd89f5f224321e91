"""The picture of where support should go first: its sentence, its bars and its table."""

import pytest

from dashboard.figures import reach as figures
from dashboard.markup import to_html
from queries.card_parts import Reach as Card
from queries.reach import reach


@pytest.fixture
def told(subject):
    text = "{places}: {by_number} of {whole} in {scope}, by rate {by_rate}; half in {half}."
    return figures.Told(subject, Card(indicators=["rate"], sentence={"en": text}), "district", "households")


@pytest.fixture
def found(row):
    def one(place, poor, all_of_them):
        return row(place, 100 * poor / all_of_them, numerator=poor, denominator=all_of_them)

    # 60 of 600, 30 of 50, 10 of 40: by number Makwanpur first, by rate Sindhuli
    return reach([one("NP0331", 60, 600), one("NP0320", 30, 50), one("NP0327", 10, 40)])


def test_the_sentence_is_the_cards(found, told):
    assert figures.sentence(found, told) == (
        "1 district: 60\u00a0% of 100 households in Bagmati, by rate 30\u00a0%; half in 1 district."
    )


def test_each_step_has_a_bar_for_both_orders(found, told):
    styles = {}
    html = to_html(figures.bars(found, told), styles)
    declared = " ".join([*styles, *styles.values()])
    assert "60.00%" in declared and "30.00%" in declared
    assert "in order of number" in html and "in order of rate" in html


def test_the_table_lists_the_places_by_number_with_the_running_share(found, told):
    html = to_html(figures.table(found, told))
    names = [html.index(name) for name in ("Makwanpur", "Sindhuli", "Kathmandu")]
    assert names == sorted(names)
    assert [share in html for share in ("60.0\u00a0%", "90.0\u00a0%", "100.0\u00a0%")] == [True] * 3  # 60, 60 + 30, all
