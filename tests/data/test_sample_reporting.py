"""The municipalities with illustrative lists: programme towns of Nepal and pourashavas that still stand."""

from data.sample_alliance import programme_towns
from data.sample_reporting import TOWNS_OF_BANGLADESH, reporting_towns


def test_all_programme_towns_and_as_many_pourashavas_as_said(known_places):
    towns = reporting_towns(known_places)
    assert towns[:27] == programme_towns(known_places) and len(set(towns)) == len(towns) == 27 + TOWNS_OF_BANGLADESH
    assert {known_places[code].level for code in towns[27:]} == {"town"}


def test_fewer_are_spread_over_both_countries(known_places):
    towns = reporting_towns(known_places, 8, 6)
    assert len({code[:4] for code in towns[:8]}) >= 4 and len({code[:4] for code in towns[8:]}) >= 5  # regions
