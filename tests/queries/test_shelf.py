"""What is kept is bounded in bytes, and what many ask for at once is made once."""

import threading
import tracemalloc

import pytest

from queries.run import Ask, run
from queries.shelf import Shelf, bytes_of

MANY = 32


def test_what_was_made_is_given_again():
    shelf = Shelf()
    assert shelf.get("a", lambda: [1]) is shelf.get("a", lambda: [2])


def test_the_bytes_are_bounded_and_the_longest_unused_goes_first():
    shelf = Shelf(10, size_of=len)
    shelf.get("a", lambda: "aaaa")
    shelf.get("b", lambda: "bbbb")
    shelf.get("a", lambda: "used again")
    shelf.get("c", lambda: "cccc")  # 12 bytes would be too many
    assert (len(shelf), shelf.bytes) == (2, 8)
    assert shelf.get("a", lambda: "new") == "aaaa" and shelf.get("b", lambda: "new") == "new"


def test_what_is_larger_than_all_room_is_given_and_not_kept():
    shelf = Shelf(3, size_of=len)
    shelf.get("a", lambda: "aaa")
    assert shelf.get("b", lambda: "bbbb") == "bbbb"
    assert (len(shelf), shelf.bytes) == (1, 3)


def test_a_size_of_none_keeps_nothing():
    shelf = Shelf(100, size_of=lambda value: None)
    assert [shelf.get("a", lambda: 1), shelf.get("a", lambda: 2), len(shelf)] == [1, 2, 0]


def at_once(ask, many: int = MANY) -> list:
    """What each of many threads gets that ask at the same moment; an error is its text."""
    start, found = threading.Barrier(many), []

    def visit():
        start.wait()
        try:
            found.append(ask())
        except Exception as error:
            found.append(str(error))

    threads = [threading.Thread(target=visit) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


class Counted:
    """A key that knows how often it was looked up: twice by each who asks, and once more by the one who makes."""

    def __init__(self):
        self.times = 0

    def __hash__(self):
        self.times += 1
        return 7

    def has_all(self) -> bool:
        return self.times == 2 * MANY + 1


def test_many_at_once_wait_for_one(until):
    shelf, made, key = Shelf(), [], Counted()

    def make():
        made.append(1)
        until(key.has_all)
        return object()

    found = at_once(lambda: shelf.get(key, make))
    assert len(made) == 1 and len({id(one) for one in found}) == 1 and len(found) == MANY


def test_an_error_reaches_all_who_wait_and_the_next_tries_again(until):
    shelf, made, key = Shelf(), [], Counted()

    def fail():
        made.append(1)
        until(key.has_all)
        raise ValueError("too long")

    assert at_once(lambda: shelf.get(key, fail)) == ["too long"] * MANY
    assert len(made) == 1 and shelf.get(key, lambda: "now") == "now"


def test_other_keys_do_not_wait():
    shelf, inside, go_on = Shelf(), threading.Event(), threading.Event()

    def slow():
        inside.set()
        assert go_on.wait(60)
        return "slow"

    thread = threading.Thread(target=lambda: shelf.get("slow", slow))
    thread.start()
    assert inside.wait(60) and shelf.get("quick", lambda: "quick") == "quick"
    go_on.set()
    thread.join()
    assert shelf.get("slow", lambda: "again") == "slow"


def test_what_is_made_from_itself_is_told_and_not_waited_for():
    shelf = Shelf()
    with pytest.raises(RuntimeError, match="'a' is made from itself"):
        shelf.get("a", lambda: shelf.get("a", lambda: 1))
    assert shelf.get("a", lambda: shelf.get("b", lambda: 1)) == 1


class Behind:
    """A place behind a shelf that counts how often it is asked."""

    def __init__(self):
        self.kept, self.asked = {}, 0

    def find(self, key):
        self.asked += 1
        return self.kept.get(key)

    def keep(self, key, value):
        self.kept[key] = value


def test_what_another_process_made_is_found_behind_and_asked_for_once():
    behind, made = Behind(), []
    first, second = Shelf(behind=behind), Shelf(behind=behind)

    def make():
        made.append(1)
        return "made"

    assert [first.get("a", make), second.get("a", make), second.get("a", make)] == ["made"] * 3
    assert (len(made), behind.asked) == (1, 2)


@pytest.mark.slow
@pytest.mark.parametrize("ask", [
    Ask("people/population", by="ward", within="NP"), Ask("poverty/wealth_quintiles", by="district", within="NP03"),
    Ask("services/grievances", by="local", within="NP03"),
])  # fmt: skip
def test_the_size_of_an_answer_is_told_within_a_factor_of_two(bundled_house, ask):
    run(bundled_house, ask)  # what it needs of the house is there already
    tracemalloc.start()
    answer = run(bundled_house, ask)
    real, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert real / 2 < bytes_of(answer) < real * 2
