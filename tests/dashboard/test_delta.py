"""A page and what differs from another: undone, it is that page again, whatever the two are."""

import zlib

from hypothesis import given
from hypothesis import strategies as st

from dashboard.delta import WINDOW, delta, parts

CARD = '["section",{"className":"panel","id":"card-%s"},"%s"]'
TEXTS = st.text(alphabet="ab<&अক\u2028", max_size=40)
PAGES = st.builds(
    lambda head, cards: (head + "".join(CARD % card for card in cards)).encode(),
    TEXTS, st.lists(st.tuples(st.sampled_from(["map", "ranking", "trend", "a-b"]), TEXTS), max_size=5),
)  # fmt: skip


@given(PAGES, PAGES)
def test_undone_it_is_the_new_page(undone, old, new):
    assert undone(old, delta(old, new)) == new


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_what_is_no_page_at_all_comes_back_too(undone, old, new):
    assert undone(old, delta(old, new)) == new


def letters(count: int, seed: int) -> str:
    """Text in which nothing occurs twice that deflate could use."""
    return "".join(zlib.crc32(f"{seed} {number}".encode()).to_bytes(4).hex() for number in range(count // 8))


def test_pages_longer_than_deflate_looks_back_differ_by_little_when_one_card_does(undone):
    cards = {name: letters(30_000, number) for number, name in enumerate(("map", "ranking", "trend"))}
    old = "".join(CARD % card for card in cards.items()).encode()
    new = "".join(CARD % card for card in (cards | {"ranking": cards["ranking"].replace("7", "x", 3)}).items()).encode()
    assert len(old) > 2 * WINDOW and len(delta(old, new)) < 900
    assert undone(old, delta(old, new)) == new


def test_a_stored_block_has_an_end_and_an_old_card_may_be_longer(undone):
    old, new = letters(200_000, 1).encode(), letters(200_000, 1)[-30_000:].encode()
    assert undone(old, delta(old, new)) == new and len(delta(old, new)) < 400


def test_the_parts_of_a_page_are_its_cards_by_name():
    text = b'head["section",{"id":"card-map"},1]["section",{"id":"other"},2]'
    assert [(name, text[start:end]) for name, start, end in parts(text)] == [
        (b"", b"head"), (b"card-map", b'["section",{"id":"card-map"},1]'), (b"", b'["section",{"id":"other"},2]'),
    ]  # fmt: skip
