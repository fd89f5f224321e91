"""Who the peers of a place are, and where its figure lies among theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries import peers
from queries.peers import Rule, compare, members, rule_of, similar, told_apart
from queries.run import Ask, run

SQL = "SELECT * FROM (VALUES {rows}) t(place, period, persons)"


@pytest.fixture
def house(draw):
    """Two regions; cities A to G and a village V; A has 100 persons, B 50, C 200, D 201, E 49, F and G unknown."""
    places = [draw.place("NP", "country", None), draw.place("NP01", "region", "NP"), draw.place("NP02", "region", "NP")]
    sizes = {"A": 100, "B": 50, "C": 200, "D": 201, "E": 49, "F": None, "G": None}
    for name, persons in sizes.items():
        region = "NP01" if name in "ABC" else "NP02"
        places.append(draw.place(f"NP-{name}", "local", region, persons=persons, category="city"))
    places += [draw.place("NP-V", "local", "NP01", persons=100, category="village"),
               draw.place("NP-A-01", "ward", "NP-A"), draw.place("NP-A-02", "ward", "NP-A"),
               draw.place("NP-B-01", "ward", "NP-B")]  # fmt: skip
    rows = ", ".join(f"('NP-{name}', '2021', {number})" for number, name in enumerate("ABCDEFGV"))
    module = draw.module([draw.indicator("persons", numerator="persons")])
    return draw.house(module, SQL.format(rows=rows), places, [draw.group("corridor", ["NP-A", "NP02"])])


def codes(*names):
    return {f"NP-{name}" for name in names}


def test_peers_are_of_one_category_unless_the_rule_says_otherwise(house):
    assert rule_of(house, "NP-A", "") == (Rule(("category",)), ())
    assert members(house, "NP-A", Rule(("category",))) == codes(*"BCDEFG")
    assert members(house, "NP-A", Rule()) == codes(*"BCDEFGV")
    assert members(house, "NP-A", Rule(("region",))) == codes("B", "C", "V")
    assert members(house, "NP-A", Rule(("category", "region"))) == codes("B", "C")


def test_similar_population_is_from_a_half_to_twice_and_never_where_it_is_not_known(house):
    assert members(house, "NP-A", Rule(("population",))) == codes("B", "C", "V")  # 50, 200, 100; not 49 and 201
    assert not similar(None, 100) and not similar(100, None) and similar(100, 50) and not similar(100, 49)


def test_a_ward_has_the_wards_of_its_own_local_unit(house):
    assert rule_of(house, "NP-A-01", "") == (Rule(("parent",)), ())
    assert members(house, "NP-A-01", Rule(("parent",))) == {"NP-A-02"}
    assert peers.within(house, "NP-A-01", Rule(("parent",))) == "NP-A"
    assert members(house, "NP-A-01", Rule()) == {"NP-A-02", "NP-B-01"}


def test_a_cluster_brings_all_that_lies_in_its_members(house):
    assert rule_of(house, "NP-A", "corridor") == (Rule(group="corridor"), ())
    assert members(house, "NP-A", Rule(group="corridor")) == codes("D", "E", "F", "G")
    assert rule_of(house, "NP-B", "corridor") == (Rule(("category",)), ("corridor",))  # B is no member of it


def test_chosen_places_are_kept_and_others_are_told(house):
    assert rule_of(house, "NP-A", "list.NP-B.NP-C") == (Rule(chosen=("NP-B", "NP-C")), ())
    assert rule_of(house, "NP-A", "list.NP-B.NP-X.NP-A-01.NP-A") == (
        Rule(chosen=("NP-B",)),
        ("NP-X", "NP-A-01", "NP-A"),  # unknown, of another level, itself
    )
    assert rule_of(house, "NP-A", "list") == (Rule(("category",)), ("list",))


@given(st.sets(st.sampled_from(("category", "population", "region"))), st.booleans())
def test_a_rule_comes_back_from_its_link(same, chosen):
    rule = Rule(chosen=("NP-B", "NP-C")) if chosen else Rule(tuple(n for n in peers.CRITERIA if n in same))
    assert len(rule.text) < 700 and ".." not in rule.text
    if not chosen:
        assert rule.text == (".".join(rule.same) or "all")


def row(place, value, error=None, state=None):
    found = state or ("value" if value is not None else "no_data")
    return {"place": place, "value": value, "standard_error": error, "state": found}


def test_lower_higher_and_equal_peers_make_the_percentile():
    rows = [row("b", 1), row("c", 2), row("d", 3), row("e", 3), row("f", 9), row("x", 0)]
    found = compare(row("a", 3), rows, frozenset("bcdef"))  # x is no peer
    assert (found.lower, found.equal, found.higher, found.undecided) == (2, 2, 1, 0)
    assert found.percentiles == (60, 60)  # (2 + 2 / 2) of 5
    assert found.quartiles == (2, 3, 3) and found.enough


def test_a_hidden_peer_does_not_count_and_fewer_than_five_are_no_comparison():
    rows = [row("b", 1), row("c", 2), row("d", 3), row("e", 4), row("f", None, state="hidden")]
    found = compare(row("a", 3), rows, frozenset("bcdef"))
    assert (found.count, found.listed, found.enough) == (4, 5, False)
    assert compare(row("a", None, state="hidden"), rows, frozenset("bcdef")) is None


def test_estimates_that_cannot_be_told_apart_are_counted_as_neither():
    # z for 5 comparisons at 95 %: the normal quantile of 1 - 0.05 / 2 / 5 = 0.995, 2.576; errors 3 and 4 make 5.
    assert told_apart(row("a", 20, 3), row("b", 20 + 12.8, 4), 5) is False  # 12.8 < 2.576 * 5 = 12.88
    assert told_apart(row("a", 20, 3), row("b", 20 + 12.9, 4), 5) is True
    assert told_apart(row("a", 20), row("b", 20.001), 5) is None
    rows = [row(name, value, 4) for name, value in zip("bcdef", (20, 30, 32, 60, 0), strict=True)]
    found = compare(row("a", 20, 3), rows, frozenset("bcdef"))
    assert (found.lower, found.higher, found.undecided) == (1, 1, 3)
    assert found.percentiles == (20, 80)


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40),
    st.floats(-1e6, 1e6),
    st.one_of(st.none(), st.floats(0, 50)),
)
def test_every_peer_is_counted_once(values, own, error):
    rows = [row(str(number), value, error) for number, value in enumerate(values)]
    found = compare(row("me", own, error), rows, frozenset(str(number) for number in range(len(values))))
    assert found.lower + found.higher + found.equal + found.undecided == found.count == len(values)
    low, high = found.percentiles
    assert 0 <= low <= high <= 100


def test_rows_of_an_answer_can_be_compared_as_they_are(house):
    rows = run(house, Ask("drawn/one", "local", peers.within(house, "NP-A", Rule()))).rows
    own = next(one for one in rows if one["place"] == "NP-D")
    found = compare(own, rows, members(house, "NP-D", Rule()))
    assert (found.lower, found.higher) == (3, 4)  # D has 3: A, B, C less; E, F, G, V more
