"""The search of a copy, in a browser, finds what the dashboard's finds, in the same order."""

import pytest

from dashboard.offline import searching
from geo.places import load, search
from geo.search import WARDS

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TYPED = (
    "Butwal", "  BUTWAL ", "बुटवल", "butw", "but", "kali", "pur", "nagar", "a", "ba",  # right, and beginnings
    "butwl", "kathmndu", "pokara", "Rupendehi", "chitagong", "बुटबल", "रुपन्देहि", "ঢাক", "চট্টগ্রম",  # slips and same sounds
    "Pokhara Lekhnath", "Lekhnath", "Chittagong", "coxs bazar", "Cox’s Bazar", "Comilla", "Kaski",  # old names and vintages
    "np0548201", "NP0548201-04", "50702", "५०७०२", "5070204", "Province 5", "प्रदेश ५",  # codes and digits
    "Butwal 4", "butwal-4", "बुटवल वडा नं. ४", "butwl 4", "butwal ward no 99", "kali 5",  # wards
    "ময়মনসিংহ", "ময\u09bcমনসিংহ", "Kāṭhmāṇḍu", "zzzzqqq", "'", "<b>", "़",
)  # fmt: skip


@pytest.fixture(scope="module")
def places():
    return load()


@pytest.fixture(scope="module")
def found(browser, places):
    """Text -> the codes that the script finds, at most eight."""
    page = browser.new_page()
    page.evaluate(
        f"([places, folding]) => {{ {searching.SCRIPT.read_text('utf-8')}\nwindow.find = nagarSearch(places, folding); }}",
        [searching.indexed(places.values()), searching.FOLDING],
    )
    codes = [place.code for place in searching.likelier_first(places.values())]
    yield lambda typed: [codes[number] for number in page.evaluate("typed => window.find(typed, 8)", typed)]
    page.close()


@pytest.mark.parametrize("typed", TYPED)
def test_it_finds_what_the_dashboard_finds_in_its_order(found, places, typed):
    assert found(typed) == [place.code for place in search(places, typed, 8)]


def test_the_texts_try_every_way_of_finding(places):
    found = {typed: search(places, typed, 8) for typed in TYPED}
    assert found["butwl"][0].name_en == "Butwal" and found["butwl 4"][0].code == "NP0548201-04"
    assert found["5070204"][0].level == "ward" and WARDS[1].fullmatch("5070204") and not found["zzzzqqq"]
