"""The start page of a country and of a network: its own figures, what changed, and whose reports are late."""

import re

from dashboard.markup import find, text_of
from dashboard.pages import home
from dashboard.state import View
from queries.run import Ask, run


def main_of(site, address: str):
    page = home.draw(site, View.from_url(address))
    return next(child for child in page.children if child and child["props"].get("id") == "main")


def test_a_network_has_its_own_figures(site):
    main = main_of(site, "/?place=mithila-circuit")
    asked = Ask("people/population", "nepal-clusters", "mithila-circuit", "2021", indicators=("persons",))
    (own,) = [row for row in run(site.house, asked).rows if row["place"] == "mithila-circuit"]
    persons = re.sub(r"\D", "", text_of(find(main, className="theme-figure")[0]).split("Population")[0])
    assert int(persons) == own["value"] < 1_000_000
    assert "How are the towns of Mithila Circuit doing?" in text_of(main)


def test_every_network_of_the_country_can_be_chosen_and_none_of_another(site):
    links = {link["props"]["href"] for link in find(main_of(site, "/")) if "href" in link["props"]}
    assert {"/?place=mithila-circuit", "/?place=siddhartha-corridor", "/?place=NP", "/?place=BD"} <= links
    assert not {link for link in links if link.startswith("/?place=mab-")}


def test_who_has_not_reported_is_told_of_the_country_and_of_the_network(site):
    country, network = (text_of(main_of(site, address)) for address in ("/", "/?place=mithila-circuit"))
    assert "of 753 local governments have not reported" in country
    assert re.search(r"\d of 8 local governments", network)  # the eight of twelve members that are known


def test_a_place_that_is_no_network_shows_its_country(site):
    assert "How are the towns of this network doing?" in text_of(main_of(site, "/?place=NP03"))
