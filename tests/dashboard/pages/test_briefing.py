"""The tray speaks of pictures in words, for whoever reads no addresses."""

import pytest

from dashboard.briefs import brief as briefs
from dashboard.pages.briefing import labelled
from dashboard.words import LANGUAGES, Reader


def labels(site, items: str, language: str = "en") -> list[str]:
    found = labelled(site, briefs.parse(f'title = {{ en = "x" }}\n{items}'), Reader(language))
    return [item.get("label") for item in found["items"]]


def item(view: str, picture: str) -> str:
    return f'[[items]]\nview = "{view}"\npicture = "{picture}"\n'


def test_a_picture_is_called_by_its_indicator_and_what_it_is(site):
    of = "/poverty?place={place}&indicator=wealth_quintiles.poorest_fifth_share"
    made = labels(site, item(of, "map") + item(of, "headline") + item("/poverty?place=NP", "funnel"))
    assert made == [
        "Households in the poorest fifth · Map",
        "Households in the poorest fifth · Sentence and figures",
        "Poverty",
    ]
    assert labels(site, item("/place/{place}", "place")) == ["Against its peers"]
    assert labels(site, '[[items]]\nheading = { en = "x" }\n') == [None]
    assert labels(site, item("/gone?place=NP", "map")) == [""]  # then the address stands


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_picture_of_the_ready_made_briefs_has_a_label(site, language):
    for path in briefs.ready().values():
        for one in labelled(site, briefs.read(path), Reader(language))["items"]:
            assert "view" not in one or one["label"], (path.name, one)
