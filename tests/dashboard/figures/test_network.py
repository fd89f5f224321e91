"""Who meets whom: what the picture draws, names and says."""

from dashboard.figures import network
from dashboard.markup import text_of
from dashboard.words import Reader

ENGLISH = Reader("en")


def town(place, between=0.0, bridge=False, weight=1.0, events=2):
    return {
        "place": place,
        "other": None,
        "events": events,
        "weight": weight,
        "between": between,
        "bridge": bridge,
        "x": 0.1,
        "y": 0.2,
    }


def tie(one, other, weight=1.0):
    return {
        "place": one,
        "other": other,
        "events": 1,
        "weight": weight,
        "between": None,
        "bridge": None,
        "x": None,
        "y": None,
    }


ROWS = [town("A"), town("B", 0.5, True), town("C"), town("D", weight=0.0), tie("A", "B"), tie("B", "C", 0.02)]


def name(code):
    return f"town {code}"


def test_closer_ties_are_thicker_and_the_loosest_are_not_drawn():
    figure = network.figure([*ROWS, tie("A", "C", 0.5)], ENGLISH, name)
    widths = [line["line"]["width"] for line in figure["data"] if line["mode"] == "lines"]
    assert widths == [network.THICKEST * 0.5, network.THICKEST]  # 0.02 is below FAINT of the closest


def test_without_a_tie_there_is_no_picture():
    assert network.figure([town("A"), town("B")], ENGLISH, name) is None


def test_it_says_who_bridges_who_is_needed_who_met_nobody_and_that_it_is_small():
    told = " ".join(network.sentences(ROWS, ENGLISH, name, least=20))
    assert "town B ties the towns together most: 50" in told
    assert "Without town B the network would fall apart." in told
    assert "town D met no other town." in told
    assert "With 4 towns, fewer than 20" in told
    assert "fewer than" not in " ".join(network.sentences(ROWS, ENGLISH, name, least=4))


def test_the_table_has_every_town_bridging_ones_first():
    said = text_of(network.table(ROWS, ENGLISH, name, "Who meets whom"))
    assert said.index("town B") < said.index("town A") < said.index("town D")


def test_of_a_cluster_it_says_whose_towns_they_are_and_who_met_none_of_them():
    told = network.sentences(ROWS, ENGLISH, name, 20, "Mithila Circuit")
    assert "town D met no other town of Mithila Circuit." in told
    assert any(one.startswith("Only the towns of Mithila Circuit are here") for one in told)
    assert not any("Only the towns" in one for one in network.sentences(ROWS, ENGLISH, name, 20))
