"""What a killed build had finished is taken up by the next, where it is sound and was made from the same."""

import json

import pytest

from data import unfinished

FILE = "cubes/one.txt"


@pytest.fixture
def left(tmp_path):
    """What a build left that was killed after its first part, as the next build finds it."""
    building = tmp_path / "snapshots" / f"{unfinished.BUILDING}1-0"
    (building / "cubes").mkdir(parents=True)
    (building / FILE).write_text("figures")
    unfinished.Journal(building).add("cubes", "one", {"input_digest": "d"}, [FILE])
    return building


def test_a_finished_part_is_taken_up(left, tmp_path):
    (earlier,) = unfinished.leftovers(tmp_path)
    assert earlier.take("cubes", "one", "d", [FILE], tmp_path / "new") == {"input_digest": "d"}
    assert (tmp_path / "new" / FILE).read_text() == "figures"


@pytest.mark.parametrize(("name", "digest"), [("one", "another"), ("two", "d")])
def test_what_was_made_from_something_else_is_not(left, tmp_path, name, digest):
    (earlier,) = unfinished.leftovers(tmp_path)
    assert earlier.take("cubes", name, digest, [FILE], tmp_path / "new") is None


def test_a_torn_file_is_not(left, tmp_path):
    (left / FILE).write_text("figu")
    (earlier,) = unfinished.leftovers(tmp_path)
    assert earlier.take("cubes", "one", "d", [FILE], tmp_path / "new") is None
    assert not (tmp_path / "new").exists()


def test_a_torn_line_of_the_journal_counts_for_nothing(left, tmp_path):
    journal = unfinished.Journal(left)
    with open(journal.path, "a", encoding="utf-8") as file:
        file.write(json.dumps({"kind": "cubes", "name": "two", "entry": {}, "files": {}})[:-9])
    (earlier,) = unfinished.leftovers(tmp_path)
    assert list(earlier.parts) == [("cubes", "one")]


def test_a_build_that_ended_leaves_nothing(left, tmp_path):
    unfinished.Journal(left).remove()
    assert list((tmp_path / "snapshots").iterdir()) == [] and unfinished.leftovers(tmp_path) == []
