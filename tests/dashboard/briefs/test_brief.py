"""A brief as a file: what it may hold, what is told of one that is wrong, and that it comes back as it was written."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.briefs.brief import Brief, Item, filled, has_names, parse, read
from data.problems import ContentError

TEXT = """\
title = { en = "Profile of {place}", ne = "{place}" }
snapshot = "ab12cd34ef56"

[[items]]
heading = { en = "Where poor households live" }

[[items]]
view = "/poverty?place={district}&by=local&selected={place}"
note = { en = "For the wards." }

[[items]]
page_break = true
"""


def test_it_is_a_list_of_headings_texts_pictures_and_breaks():
    brief = parse(TEXT)
    assert [item.heading is not None for item in brief.items] == [True, False, False]
    assert (brief.items[1].picture, brief.items[1].note, brief.items[2].page_break) == ("ranking", {"en": "For the wards."}, True)  # fmt: skip


WORDS = st.dictionaries(st.sampled_from(["en", "ne", "bn"]),
                        st.text(min_size=1, max_size=40).filter(lambda text: text.strip() and "{" not in text and "}" not in text))  # fmt: skip
ITEMS = st.one_of(
    st.builds(Item, heading=WORDS.map(lambda words: {"en": "x", **words})),
    st.builds(
        Item,
        view=st.sampled_from(["/people", "/poverty?place={place}", "/place/{place}"]),
        picture=st.sampled_from(["map", "trend"]),
        table=st.booleans(),
    ),
    st.just(Item(page_break=True)),
)


@given(WORDS, st.lists(ITEMS, min_size=1, max_size=5))
def test_what_is_written_is_read_again(title, items):
    brief = Brief(title={"en": "A", **title}, items=items, snapshot="ab12")
    assert parse(brief.to_toml()) == brief


@pytest.mark.parametrize(
    ("right", "wrong", "line", "told"),
    [
        ('heading = { en = "Where poor households live" }', "", 4, "is nothing; give one of heading, text, view, page_break"),
        ("page_break = true", 'page_break = true\ntext = { en = "x" }', 11, "is text and page_break"),
        ('view = "/poverty?', 'view = "/poverty/x/y?', 8, "cannot be read"),
        ('view = "/poverty', 'view = "//poverty', 8, "begins with one /"),
        ('view = "/poverty', 'view = "javascript:poverty', 8, "begins with one /"),
        ("selected={place}", "selected={town}", 8, "{town} is none of place, region, district, country"),
        ('en = "For the wards."', 'fr = "x"', 9, "note"),
        ("page_break", "page_brake", 12, "Did you mean 'page_break'?"),
        ('"ab12cd34ef56"', '"latest"', 2, "snapshot"),
        ("[[items]]", "[[item]]", 4, "is no key"),
        ("title = {", "title = ", 1, "is no TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(right, wrong, line, told):
    assert right in TEXT
    with pytest.raises(ContentError) as error:
        parse(TEXT.replace(right, wrong, 1))
    problems = [problem for problem in error.value.problems if told in str(problem)]
    assert problems and problems[0].line == line, [str(problem) for problem in error.value.problems]


def test_a_file_that_is_far_too_large_is_not_read(tmp_path):
    path = tmp_path / "large.toml"
    path.write_text("#" * 600_000)
    with pytest.raises(ContentError, match="has more than 500,000 bytes"):
        read(path)


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(ContentError) as error:
        parse('title = { fr = "x" }\n[[items]]\npage_brake = true\n', Path("mine.toml"))
    assert len(error.value.problems) > 1 and {problem.file for problem in error.value.problems} == {"mine.toml"}


@pytest.mark.parametrize(
    ("text", "shown", "speaks"),
    [
        ("Budget {draft} of {place}", "Budget {draft} of Butwal", True),
        ("Budget {draft}", "Budget {draft}", False),
        ("open { and {{place}}", "open { and {place}", False),
        ("{place.__class__}{0}{}", "{place.__class__}{0}{}", False),
        ("{district}!", "!", True),
    ],
)
def test_only_braces_around_what_a_text_may_name_are_filled(text, shown, speaks):
    assert (filled(text, {"place": "Butwal"}), has_names(text)) == (shown, speaks)
