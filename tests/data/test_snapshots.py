"""The folder of snapshots: one pointer, switched by a rename; what is half done counts for nothing."""

import json
import os

import duckdb
import pytest

from data import snapshots
from data.problems import ContentError


@pytest.fixture
def snapshot(tmp_path):
    """Makes a snapshot of this name with one file, and switches to it."""

    def do(name: str, text: str = "1"):
        folder = tmp_path / "snapshots" / name
        folder.mkdir(parents=True)
        (folder / "places.txt").write_text(text)
        files = {"places.txt": snapshots.digest_of(folder / "places.txt")}
        content = {"format": snapshots.FORMAT, "files": files, "extracts": {}}
        (folder / snapshots.MANIFEST).write_text(json.dumps(content))
        snapshots.switch(tmp_path, folder)
        return folder

    return do


def test_a_new_folder_has_no_current_snapshot(tmp_path):
    assert snapshots.current(tmp_path) is None
    assert snapshots.current(tmp_path / "nothing") is None


def test_the_pointer_names_the_current_snapshot(tmp_path, snapshot):
    snapshot("one")
    second = snapshot("two")
    assert snapshots.current(tmp_path) == second


@pytest.mark.parametrize("pointer", ["", "\n", "gone", "../one", "..", "/etc"])
def test_a_pointer_that_leads_nowhere_is_no_snapshot(tmp_path, snapshot, pointer):
    snapshot("one")
    (tmp_path / "current").write_text(pointer)
    assert snapshots.current(tmp_path) is None


def test_a_sound_snapshot_has_no_damage(snapshot):
    assert snapshots.damage(snapshot("one")) == []


def test_a_file_cut_short_and_a_file_missing_are_damage(snapshot):
    folder = snapshot("one")
    (folder / "places.txt").write_text("")
    assert [problem.message for problem in snapshots.damage(folder)] == [
        "was changed or cut short after it was published."
    ]
    (folder / "places.txt").unlink()
    assert [problem.message for problem in snapshots.damage(folder)] == ["is missing from the snapshot."]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format": 99, "files": {}, "extracts": {}}'])
def test_a_damaged_manifest_is_one_sentence(snapshot, text):
    folder = snapshot("one")
    (folder / snapshots.MANIFEST).write_text(text)
    with pytest.raises(ContentError, match=r"manifest.json:1: .*Run `nagar build` to make a new snapshot."):
        snapshots.manifest(folder)


def test_the_digest_depends_on_content_and_not_on_time(tmp_path):
    (tmp_path / "a.json").write_text('{"made_at": "today", "rows": 1}')
    before = snapshots.content_digest(tmp_path, [])
    (tmp_path / "a.json").write_text('{"rows": 1, "made_at": "tomorrow"}')
    assert snapshots.content_digest(tmp_path, []) == before
    (tmp_path / "a.json").write_text('{"rows": 2, "made_at": "today"}')
    assert snapshots.content_digest(tmp_path, []) != before


def test_the_digest_depends_on_names_other_files_and_problems(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"1")
    digests = {snapshots.content_digest(tmp_path, []), snapshots.content_digest(tmp_path, ["broken"])}
    (tmp_path / "a.parquet").rename(tmp_path / "b.parquet")
    digests.add(snapshots.content_digest(tmp_path, []))
    (tmp_path / "b.parquet").write_bytes(b"2")
    digests.add(snapshots.content_digest(tmp_path, []))
    assert len(digests) == 4


def test_two_builds_at_once_do_not_meet(tmp_path):
    with (
        snapshots.locked(tmp_path),
        pytest.raises(ContentError, match=r"another build is writing into this folder. Wait until it has ended"),
        snapshots.locked(tmp_path),
    ):
        pass
    with snapshots.locked(tmp_path):
        pass


def test_the_three_newest_are_kept_and_always_the_current_one(tmp_path, snapshot):
    folders = [snapshot(name) for name in "abcde"]
    for age, folder in enumerate(folders):
        os.utime(folder, (1000 + age, 1000 + age))
    snapshots.switch(tmp_path, folders[0])
    snapshots.prune(tmp_path)
    assert sorted(path.name for path in (tmp_path / "snapshots").iterdir()) == ["a", "d", "e"]


@pytest.mark.parametrize(("keep", "left"), [(0, "e"), (1, "e"), (2, "de"), (9, "abcde")])
def test_so_many_are_kept_as_are_asked_for_and_at_least_the_current_one(tmp_path, snapshot, keep, left):
    for age, name in enumerate("abcde"):
        os.utime(snapshot(name), (1000 + age, 1000 + age))
    removed = snapshots.prune(tmp_path, keep)
    assert sorted(path.name for path in (tmp_path / "snapshots").iterdir()) == list(left)
    assert sorted(removed) == sorted(set("abcde") - set(left))


def test_the_pointer_remembers_what_was_served_before_and_is_still_there(tmp_path, snapshot):
    one, two = snapshot("one"), snapshot("two")
    snapshot("three")
    assert snapshots.earlier(tmp_path) == [two, one]
    snapshots.remove(two)
    assert snapshots.earlier(tmp_path) == [one]
    snapshots.switch(tmp_path, one)
    assert (tmp_path / "current").read_text() == "one\nthree\n"


def test_a_disk_that_duckdb_finds_full_is_told_as_any_other(tmp_path):
    text = 'IO Error: Async write failed: {"exception_type":"IO","exception_message":"Could not write","errno":"28"}'
    with pytest.raises(ContentError, match="cannot be written: No space left on device"), snapshots.writable(tmp_path):
        raise duckdb.IOException(text)


def test_another_mistake_of_duckdb_is_no_full_disk(tmp_path):
    with pytest.raises(duckdb.IOException), snapshots.writable(tmp_path):
        duckdb.execute("SELECT * FROM read_parquet('/nowhere.parquet')")


def test_what_killed_builds_left_is_cleared(tmp_path, snapshot):
    folder = snapshot("one")
    (tmp_path / "snapshots" / ".building-7").mkdir()
    (tmp_path / "snapshots" / ".removing-x").mkdir()
    (tmp_path / "current.new").write_text("half")
    snapshots.clear_leftovers(tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*") if path.name.startswith(".")) == []
    assert not (tmp_path / "current.new").exists()
    assert snapshots.current(tmp_path) == folder


def test_a_damaged_current_snapshot_stays_until_the_switch(tmp_path, snapshot):
    old = snapshot("one")
    building = tmp_path / "snapshots" / ".building-1"
    building.mkdir()
    new = snapshots.put_in_place(building, tmp_path, "one")
    assert (new.name, old.exists()) == ("one-2", True)


def test_a_file_system_without_links_gets_copies(tmp_path, monkeypatch):
    def refuse(source, target):
        raise OSError("no links here")

    monkeypatch.setattr(snapshots.os, "link", refuse)
    (tmp_path / "a").write_text("1")
    snapshots.link_or_copy(tmp_path / "a", tmp_path / "deep" / "b")
    assert (tmp_path / "deep" / "b").read_text() == "1"


def test_the_default_folder_comes_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("NAGAR_DATA", str(tmp_path))
    assert snapshots.default_folder() == tmp_path
    monkeypatch.delenv("NAGAR_DATA")
    assert "nagar" in str(snapshots.default_folder())
