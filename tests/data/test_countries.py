"""Countries by code: one list, names in three languages, and back from an English name."""

from data import countries


def test_every_country_has_a_name_in_each_language():
    assert len(countries.codes()) == len(set(countries.codes())) == 249  # ISO 3166-1
    unnamed = [code for code in countries.codes() for name in countries.names(code).values() if name == code]
    assert unnamed == []


def test_a_name_leads_back_to_its_code_and_another_name_to_none():
    assert countries.code_of("United States") == "US"
    assert countries.code_of("America") is None
