"""Groups: those of the checkout, and every mistake a hand can make in a card, with its file and line."""

from datetime import date

import pytest

from geo import groups as geo_groups
from geo.groups import group_of, load, memberships, units

TODAY = date(2026, 1, 1)
SETS = """
[clusters]
country = "NP"
order = 2
title.en = "Clusters"
title.ne = "क्लस्टर"

[towns]
country = "NP"
order = 1
title.en = "Towns"
title.ne = "नगर"
"""
GOOD = """\
set = "clusters"
provenance = "published"
source = "A page of the programme."
members = [
    { place = "NP0548201" },
    { place = "NP0439101" },
]
[title]
en = "Two towns"
ne = "दुई नगर"
"""


@pytest.fixture(scope="session")
def real(places):
    return load(places)


@pytest.fixture
def drawn(places, tmp_path):
    """Write cards into an empty folder and load them: `drawn(one=TEXT)` is the file one.toml."""

    def write_and_load(**cards):
        (tmp_path / "_sets.toml").write_text(cards.pop("_sets", SETS), "utf-8")
        for name, text in cards.items():
            (tmp_path / f"{name.replace('_', '-')}.toml").write_text(text, "utf-8")
        return load(places, tmp_path)

    return write_and_load


def told(problems):
    return [f"{problem.file.rsplit('/')[-1]}:{problem.line}: {problem.message} {problem.hint}" for problem in problems]


def test_the_groups_of_the_checkout_have_no_problem(real):
    sets, problems = real

    assert [str(problem) for problem in problems] == []
    assert list(sets) == [
        "nepal-provinces",
        "bangladesh-divisions",
        "urban-category",
        "nepal-clusters",
        "programme-towns",
        "mab-regions",
    ]


def test_what_is_known_of_each_cluster(real, places):
    found = {
        unit.id: (len(unit.members), unit.expected, unit.certain, unit.provenance)
        for unit in units(real[0]["nepal-clusters"], places, TODAY)
    }

    assert found == {
        "mithila-circuit": (8, 12, False, "illustrative"),
        "nurp-targets": (3, 3, True, "published"),
        "siddhartha-corridor": (15, 15, False, "illustrative"),
    }


def test_members_that_are_certain(real):
    certain = {group.id: [m.place for m in group.members if m.certain] for group in real[0]["nepal-clusters"].groups}

    assert certain["mithila-circuit"] == ["NP0217201"]
    assert sorted(certain["nurp-targets"]) == ["NP0217201", "NP0439101", "NP0548201"]
    assert certain["siddhartha-corridor"] == []


def test_nurp_targets_had_902395_persons_in_the_ward_census(real, places):
    (unit,) = [unit for unit in units(real[0]["nepal-clusters"], places, TODAY) if unit.id == "nurp-targets"]

    assert sum(places[code].persons_reference for code in unit.members) == 902_395


def test_the_example_of_the_siddhartha_corridor_is_of_towns_in_lumbini(real, places):
    members = [places[member.place] for member in group_of(real[0], "siddhartha-corridor").members]

    assert {place.code[:4] for place in members} == {"NP05"}
    assert "np-rural-municipality" not in {place.category for place in members}


def test_programme_and_other_towns_together_are_all_urban_units(real, places):
    programme, other = units(real[0]["programme-towns"], places, TODAY)

    assert (programme.id, len(programme.members), len(other.members)) == ("programme-towns", 27, 293 - 27)
    assert not programme.members & other.members
    assert (other.certain, other.provenance) == (False, "illustrative")


def test_mabs_eleven_regions_hold_every_district_once(real, places):
    regions = units(real[0]["mab-regions"], places, TODAY)
    members = [code for unit in regions for code in unit.members]

    assert len(regions) == 11
    assert sorted(members) == sorted(p.code for p in places.values() if p.country == "BD" and p.level == "district")
    assert {(unit.certain, unit.provenance) for unit in regions} == {(False, "illustrative")}


def test_provinces_and_divisions_are_their_own_members(real, places):
    provinces, divisions = (units(real[0][name], places, TODAY) for name in ("nepal-provinces", "bangladesh-divisions"))

    assert [unit.id for unit in provinces] == [f"NP0{number}" for number in range(1, 8)]
    assert (len(divisions), divisions[0].members) == (8, {"BD10"})
    assert provinces[4].titles == {"en": "Lumbini", "ne": "लुम्बिनी"}


def test_categories_hold_the_places_that_have_them(real, places):
    found = {unit.id: len(unit.members) for unit in units(real[0]["urban-category"], places, TODAY)}

    assert (found["np-metropolitan-city"], found["np-municipality"], found["bd-city-corporation"]) == (6, 276, 12)


def test_the_groups_of_a_ward_are_those_of_the_places_above_it(real, places):
    every = [unit for one in real[0].values() for unit in units(one, places, TODAY)]
    found = {unit.id for unit in memberships(every, places, "NP0548201-04")}

    assert found == {"NP05", "np-sub-metropolitan-city", "nurp-targets", "siddhartha-corridor", "programme-towns"}


def test_a_good_card_is_a_group_with_titles_and_country_of_its_set(drawn):
    sets, problems = drawn(two_towns=GOOD)

    group = group_of(sets, "two-towns")
    assert problems == []
    assert list(sets) == ["towns", "clusters"]
    assert (group.set, group.country, group.titles["ne"]) == ("clusters", "NP", "दुई नगर")
    assert [member.place for member in group.members] == ["NP0548201", "NP0439101"]
    assert group_of(sets, "nobody") is None


def test_members_as_tables_read_the_same(drawn):
    inline = drawn(one=GOOD)[0]["clusters"].groups[0]
    head, tail = GOOD.split("members = [")[0], GOOD.split("]\n", 1)[1]
    tables = '[[members]]\nplace = "NP0548201"\n\n[[members]]\nplace = "NP0439101"\n'

    assert drawn(one=head + tables + tail)[0]["clusters"].groups[0].members == inline.members


def test_a_group_with_an_inferred_member_is_illustrative(drawn, places):
    card = GOOD.replace('"NP0439101" }', '"NP0439101", certain = false }')
    sets, _ = drawn(one=card)

    (unit,) = units(sets["clusters"], places, TODAY)
    assert (unit.certain, unit.provenance) == (False, "illustrative")


def test_a_member_belongs_from_its_first_to_its_last_day(drawn, places):
    card = GOOD.replace('"NP0439101" }', '"NP0439101", from = 2020-01-01, to = "2021-12-31" }')
    sets, problems = drawn(one=card)

    days = (date(2019, 12, 31), date(2020, 1, 1), date(2021, 12, 31), date(2022, 1, 1))
    assert problems == []
    assert [len(units(sets["clusters"], places, day)[0].members) for day in days] == [1, 2, 2, 1]


def test_a_place_may_come_back_later(drawn):
    card = GOOD.replace('{ place = "NP0548201" }', '{ place = "NP0439101", to = 2019-12-31 }').replace(
        '"NP0439101" }', '"NP0439101", from = 2020-01-01 }'
    )

    assert drawn(one=card)[1] == []


MISTAKES = [
    ("NP0439101", "NP0439109", "one.toml:6: 'NP0439109' is no place. Did you mean NP0439"),
    ("NP0439101", "Pokhara", "one.toml:6: 'Pokhara' is no place. Did you mean NP0439101 (Pokhara)?"),
    ("NP0439101", "NP0548201", "one.toml:6: NP0548201 stands here and in line 5, in overlapping dates."),
    ("NP0439101", "NP0548", "one.toml:6: NP0548 and NP0548201 (line 5) hold one another."),
    ("NP0439101", "NP0548201-04", "one.toml:6: NP0548201-04 and NP0548201 (line 5) hold one another."),
    ("NP0439101", "BD2015", "one.toml:6: BD2015 (Chattogram) lies in BD, the group in NP."),
    ('"NP0439101" }', '"NP0439101", from = "2020-13-01" }', "one.toml:6: `from` is no date: '2020-13-01'."),
    ('"NP0439101" }', '"NP0439101", to = 2020 }', "one.toml:6: `to` is no date: 2020."),
    (
        '"NP0439101" }',
        '"NP0439101", from = 2021-01-01, to = 2020-01-01 }',
        "one.toml:6: the member ends (2020-01-01) before",
    ),
    ('"NP0439101" }', '"NP0439101", certian = false }', "one.toml:6: unknown key `certian`. Did you mean `certain`?"),
    ('"NP0439101" }', '"NP0439101", certain = "no" }', "one.toml:6: `certain` must be true or false, found 'no'."),
    ('{ place = "NP0439101" }', '{ basis = "a page" }', "one.toml:6: a member has no `place`."),
    ('source = "A page of the programme."', "", "one.toml:1: `source` is missing."),
    ('"A page of the programme."', '"  "', "one.toml:3: `source` is missing."),
    ("source =", "sauce =", "one.toml:3: unknown key `sauce`. Did you mean `source`?"),
    ('"clusters"', '"cluster"', "one.toml:1: unknown set 'cluster'. Did you mean 'clusters'?"),
    ('"clusters"', '"xyz"', "one.toml:1: unknown set 'xyz'. Add it to _sets.toml."),
    ('"published"', '"guessed"', "one.toml:2: `provenance` must be one of published, illustrative; found 'guessed'."),
    (
        'provenance = "published"',
        "expected = 1\nprovenance = 'published'",
        "one.toml:2: 1 members are expected, but 2 are listed.",
    ),
    (
        'provenance = "published"',
        "expected = 0\nprovenance = 'published'",
        "one.toml:2: `expected` must be a whole number",
    ),
    ('en = "Two towns"', "", "one.toml:8: `title.en` is missing."),
    ('ne = "दुई नगर"', 'nepali = "दुई नगर"', "one.toml:10: unknown key `nepali`."),
    ("set =", "complement_of = 'two'\nset =", "a group has members or is a complement, not both."),
    ("set =", "categories = ['np-municipality']\nset =", "one.toml:1: `categories` goes with `complement_of` only."),
    ("[title]", "[title", "one.toml:8: is not valid TOML"),
]


@pytest.mark.parametrize(("right", "wrong", "sentence"), MISTAKES, ids=[sentence[:60] for _, _, sentence in MISTAKES])
def test_a_mistake_is_told_with_its_line_and_leaves_out_only_its_own_file(drawn, right, wrong, sentence):
    assert right in GOOD

    sets, problems = drawn(one=GOOD.replace(right, wrong), sound=GOOD)

    assert any(sentence in line for line in told(problems)), told(problems)
    assert all(problem.hint for problem in problems)
    assert [group.id for group in sets["clusters"].groups] == ["sound"]


def test_all_mistakes_of_all_files_are_told_together(drawn):
    first = GOOD.replace("NP0439101", "NP9").replace('"published"', '"guessed"')

    _, problems = drawn(one=first, two=GOOD.replace('"clusters"', '"nothing"'))

    assert {(problem.file.rsplit("/")[-1], problem.line) for problem in problems} == {
        ("one.toml", 6),
        ("one.toml", 2),
        ("two.toml", 1),
    }


def test_a_card_without_members_is_told(drawn):
    card = GOOD.split("members")[0] + "[title]\nen = 'None'\nne = 'छैन'\n"

    assert told(drawn(one=card)[1])[0].startswith("one.toml:1: `members` is missing")


def test_a_missing_title_in_the_countrys_language_is_a_warning_only(drawn):
    sets, problems = drawn(one=GOOD.replace('ne = "दुई नगर"\n', ""))

    assert [(problem.message, problem.warning) for problem in problems] == [("`title.ne` is missing.", True)]
    assert group_of(sets, "one") is not None


def test_a_file_name_that_cannot_be_an_id(places, tmp_path):
    (tmp_path / "_sets.toml").write_text(SETS, "utf-8")
    (tmp_path / "Two Towns.toml").write_text(GOOD, "utf-8")

    sets, problems = load(places, tmp_path)

    assert "cannot be an id" in problems[0].message
    assert sets["clusters"].groups == ()


REST = """\
set = "towns"
provenance = "published"
source = "All others."
complement_of = "first"
categories = ["np-metropolitan-city"]
[title]
en = "The rest"
ne = "बाँकी"
"""


def test_a_complement_is_what_its_group_leaves_and_changes_with_it(drawn, places):
    first = GOOD.replace('"clusters"', '"towns"').replace('"NP0439101" }', '"NP0439101", to = 2020-12-31 }')
    sets, problems = drawn(first=first, a_rest=REST)

    before, after = (units(sets["towns"], places, day) for day in (date(2020, 12, 31), date(2021, 1, 1)))
    assert problems == []
    assert [unit.id for unit in before] == ["first", "a-rest"]
    assert after[1].members - before[1].members == {"NP0439101"}
    assert (len(before[1].members), len(after[1].members)) == (6 - 1, 6)
    assert after[1].certain and after[1].provenance == "published"


def test_a_complement_of_a_group_that_is_broken_or_of_another_set_is_told(drawn):
    sets, problems = drawn(first=GOOD, a_rest=REST)

    assert told(problems)[0].startswith("a-rest.toml:4: 'first' is no sound group of the set 'towns'.")
    assert sets["towns"].groups == ()


def test_an_unknown_category_suggests_the_nearest(drawn):
    first = GOOD.replace('"clusters"', '"towns"')
    _, problems = drawn(first=first, rest=REST.replace("np-metropolitan-city", "np-metropolitan"))

    assert told(problems) == ["rest.toml:5: unknown category 'np-metropolitan'. Did you mean 'np-metropolitan-city'?"]


def test_a_set_by_an_unknown_attribute_is_told(drawn):
    card = 'attribute = "size"\nsource = "Us."\n[title]\nen = "By size"\n'
    sets, problems = drawn(by_size=card)

    assert told(problems)[0].startswith("by-size.toml:1: `attribute` must be one of region, category; found 'size'.")
    assert "by-size" not in sets


def test_a_category_without_title_and_a_title_without_category_are_told(drawn):
    card = 'attribute = "category"\nsource = "Us."\n[title]\nen = "Kind"\n[values.np-city]\nen = "City"\n'
    lines = told(drawn(kind=card)[1])

    assert "kind.toml:5: no place has the category 'np-city'. Remove or correct it." in lines
    assert any("category 'np-metropolitan-city' has no title." in line for line in lines)


def test_an_unknown_key_in_the_sets_file_is_told(drawn):
    _, problems = drawn(_sets=SETS.replace("order = 2", "ordre = 2"), one=GOOD)

    assert told(problems) == ["_sets.toml:4: unknown key `ordre`. Did you mean `order`?"]


def test_editing_the_file_is_all_it_takes(drawn, places, tmp_path):
    assert len(units(drawn(one=GOOD)[0]["clusters"], places, TODAY)[0].members) == 2

    sets, _ = drawn(one=GOOD.replace('    { place = "NP0548201" },\n', ""))

    assert units(sets["clusters"], places, TODAY)[0].members == {"NP0439101"}


def test_every_group_of_the_checkout_stays_short():
    assert all(len(path.read_text("utf-8").splitlines()) <= 60 for path in geo_groups.GROUPS.glob("*.toml"))
