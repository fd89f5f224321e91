"""What is kept, what goes when there is no room, and who makes it when many ask at once."""

import threading

import pytest

from dashboard.shelf import Shelf


def test_what_is_there_is_not_made_again_and_the_least_lately_used_goes():
    shelf, made = Shelf(10), []

    def ask(key: str):
        return shelf.get(key, lambda: made.append(key) or key * 5)

    assert [ask("a"), ask("b"), ask("a"), ask("c"), ask("a"), ask("b")] == [
        "aaaaa",
        "bbbbb",
        "aaaaa",
        "ccccc",
        "aaaaa",
        "bbbbb",
    ]
    assert made == ["a", "b", "c", "b"] and shelf.bytes == 10


def test_what_is_too_large_or_must_not_be_kept_is_made_each_time():
    shelf, made = Shelf(10, lambda value: None if value == "error" else len(value)), []
    for value in ("x" * 11, "error", "x" * 10):
        for _ in range(2):
            assert shelf.get(value, lambda value=value: made.append(value) or value) == value
    assert [made.count(value) for value in ("x" * 11, "error", "x" * 10)] == [2, 2, 1]


def test_of_many_who_ask_at_once_one_makes_it_and_an_error_reaches_all_and_is_not_kept():
    shelf, begun, go_on, made, told = Shelf(100), threading.Event(), threading.Event(), [], []

    def make():
        made.append(1)
        begun.set()
        assert go_on.wait(60)
        raise ValueError("once")

    def ask():
        try:
            shelf.get("key", make)
        except ValueError as error:
            told.append(str(error))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    threads[0].start()
    assert begun.wait(60)
    for thread in threads[1:]:
        thread.start()
    while threading.active_count() < 8:  # all of them are inside
        pass
    go_on.set()
    for thread in threads:
        thread.join()
    assert told == ["once"] * 8 and len(made) <= 2  # a thread that came after the error made it once more
    assert shelf.get("key", lambda: "value") == "value"


def test_an_interrupted_making_leaves_the_place_free():
    shelf = Shelf(100)
    with pytest.raises(KeyboardInterrupt):
        shelf.get("key", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
    assert shelf.get("key", lambda: "value") == "value"
