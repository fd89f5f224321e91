"""Which cards have a picture that no office program draws."""

import pytest

from dashboard.asking import ask
from dashboard.briefs import card_picture
from dashboard.choice import choose
from dashboard.pages.pictures import Drawn
from dashboard.panels import panels
from dashboard.state import View

CARDS = [
    ("/budget?place=NP&indicator=sources.funds", "treemap"),
    ("/alliance?place=NP&indicator=participation.events", "network"),
    ("/alliance?place=NP&indicator=participation.events", "attendance"),
    ("/alliance?place=NP&indicator=events.events", "over_time-topic"),
    ("/needs?place=NP&indicator=sectors.pressing_share", "agreement"),
    ("/events?place=NP&indicator=webinar_mix.within_plan_share", "planned"),
    ("/poverty?place=NP05&by=local&selected=NP0548201&indicator=wealth_quintiles.poorest_fifth_share", "peers"),
]


@pytest.mark.parametrize(("address", "picture"), CARDS, ids=[picture for _, picture in CARDS])
def test_each_is_drawn_from_its_card_and_its_table_is_not(site, address, picture):
    def made(tab: str):
        choice = choose(site.house, View.from_url(address).to(tab=tab))
        drawn = Drawn(site, choice, ask(site.house, choice))
        name = next(name for name in panels(choice) if name.replace(":", "-") == picture)
        return card_picture.of(drawn, picture, drawn.picture(name))

    found = made("")
    assert found.svg.startswith("<svg") and found.width > 100 and found.height > 50
    if picture in ("treemap", "network", "planned", "peers"):  # others are tables anyway
        assert made(picture) is None


def test_a_list_has_no_picture(site):
    choice = choose(site.house, View.from_url("/alliance?place=NP&indicator=participation.events"))
    drawn = Drawn(site, choice, ask(site.house, choice))
    assert card_picture.of(drawn, "never_seen", drawn.picture("never_seen")) is None
