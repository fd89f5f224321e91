"""Which snapshot a word means, and the way back to one: nothing is switched to that is not whole."""

import json
import os

import pytest

from data import kept, snapshots
from data.problems import ContentError


@pytest.fixture
def snapshot(tmp_path):
    """Makes a snapshot of this digest on this day and switches to it; its folder is named as a build names it."""

    def do(digest: str, day: int = 1):
        folder = tmp_path / "snapshots" / f"2026-01-{day:02d}-{digest[:12]}"
        folder.mkdir(parents=True)
        (folder / "places.txt").write_text(digest)
        files = {"places.txt": snapshots.digest_of(folder / "places.txt")}
        content = {
            "format": snapshots.FORMAT,
            "digest": digest,
            "made_at": f"2026-01-{day:02d}T00:00:00",
            "files": files,
        }
        (folder / snapshots.MANIFEST).write_text(json.dumps({**content, "extracts": {}}))
        os.utime(folder, (1000 + day, 1000 + day))
        snapshots.switch(tmp_path, folder)
        return folder

    return do


@pytest.fixture
def three(tmp_path, snapshot):
    """Three snapshots, served one after the other."""
    return [snapshot(digest * 64, day) for day, digest in enumerate("abc", 1)]


def refused(call, *arguments) -> str:
    with pytest.raises(ContentError) as raised:
        call(*arguments)
    return str(raised.value)


@pytest.mark.parametrize(
    ("text", "number"),
    [("current", 2), ("previous", 1), ("a", 0), ("b" * 12, 1), ("c" * 64, 2), ("2026-01-01-aaaaaaaaaaaa", 0)],
)
def test_a_word_a_digest_or_a_name_means_a_snapshot(tmp_path, three, text, number):
    assert kept.find(tmp_path, text) == three[number]


def test_a_path_means_a_snapshot_wherever_it_lies(tmp_path, three):
    assert kept.find(tmp_path / "elsewhere", str(three[0])) == three[0]


def test_what_means_none_is_told_with_those_that_there_are(tmp_path, three):
    told = refused(kept.find, tmp_path, "f00")
    assert "there is no snapshot 'f00'. Kept are: 2026-01-03-cccccccccccc (being served), 2026-01-02-" in told
    assert "there is no snapshot ''" in refused(kept.find, tmp_path, "")


def test_the_beginning_of_two_digests_is_told_with_both(tmp_path, snapshot):
    snapshot("ab" * 32), snapshot("ac" * 32)
    told = refused(kept.find, tmp_path, "a")
    assert "'a' is the beginning of several digests: " in told and "acacacacacac, 2026-01-01-abab" in told


def test_two_folders_of_one_digest_are_the_same_snapshot(tmp_path, three):
    copy = three[2].with_name(three[2].name + "-2")
    os.rename(three[2], copy)
    snapshots.switch(tmp_path, copy)
    three[2].mkdir()
    (three[2] / snapshots.MANIFEST).write_text((copy / snapshots.MANIFEST).read_text())
    assert kept.find(tmp_path, "c") == copy


def test_without_any_snapshot_words_say_what_to_do(tmp_path):
    assert "Run `nagar build` first" in refused(kept.find, tmp_path, "current")
    assert "Run `nagar build` first" in refused(kept.roll_back, tmp_path)
    assert not (tmp_path / "build.lock").exists()


def test_the_previous_one_is_the_one_served_before_whatever_its_age(tmp_path, three):
    snapshots.switch(tmp_path, three[0])
    assert kept.previous(tmp_path) == three[2]


def test_a_pointer_without_a_past_leads_to_the_newest_of_the_older_ones(tmp_path, three):
    (tmp_path / "current").write_text(three[1].name)
    assert kept.previous(tmp_path) == three[0]
    (tmp_path / "current").write_text(three[0].name)
    assert kept.previous(tmp_path) is None


def test_rolling_back_goes_one_step_further_each_time(tmp_path, three):
    assert kept.roll_back(tmp_path) == (three[2], three[1])
    assert kept.roll_back(tmp_path) == (three[1], three[0])
    told = refused(kept.roll_back, tmp_path)
    assert "there is no earlier snapshot. Kept are: 2026-01-01-aaaaaaaaaaaa (being served)" in told
    assert snapshots.current(tmp_path) == three[0]


def test_rolling_back_is_undone_by_name_with_its_past(tmp_path, three):
    kept.roll_back(tmp_path)
    kept.roll_back(tmp_path, three[2].name)
    assert [snapshots.current(tmp_path), *snapshots.earlier(tmp_path)] == [three[2], three[1], three[0]]


def test_rolling_back_to_a_named_one_skips_those_between(tmp_path, three):
    kept.roll_back(tmp_path, "a")
    assert (snapshots.current(tmp_path), snapshots.earlier(tmp_path)) == (three[0], [])


def test_the_one_being_served_is_refused(tmp_path, three):
    assert "2026-01-03-cccccccccccc is the snapshot being served" in refused(kept.roll_back, tmp_path, "c")


def test_a_damaged_snapshot_is_refused_and_nothing_is_switched(tmp_path, three):
    (three[1] / "places.txt").write_text("cut")
    assert "was changed or cut short after it was published" in refused(kept.roll_back, tmp_path)
    assert snapshots.current(tmp_path) == three[2]


def test_one_that_cannot_be_opened_is_refused_and_nothing_is_switched(tmp_path, three):
    def check(folder):
        assert folder == three[1]
        raise ContentError("its cube is of another kind.")

    assert "its cube is of another kind." in refused(kept.roll_back, tmp_path, "previous", check)
    assert snapshots.current(tmp_path) == three[2]


def test_a_snapshot_of_another_folder_is_refused(tmp_path, three):
    away = tmp_path / "away"
    os.rename(three[0], away)
    assert "Only a snapshot that is kept there can be served" in refused(kept.roll_back, tmp_path, str(away))


def test_while_a_build_writes_nothing_is_switched(tmp_path, three):
    with snapshots.locked(tmp_path):
        assert "another build is writing" in refused(kept.roll_back, tmp_path)


def test_a_pointer_that_leads_nowhere_is_mended_by_rolling_back(tmp_path, three):
    (three[2] / snapshots.MANIFEST).unlink()
    assert kept.roll_back(tmp_path) == (None, three[1])


def test_the_snapshot_rolled_back_from_is_kept_by_the_next_build(tmp_path, three, snapshot):
    kept.roll_back(tmp_path)  # to b; c was found wrong
    new = snapshot("d" * 64, 4)
    assert snapshots.earlier(tmp_path) == [three[1], three[0]]
    assert snapshots.prune(tmp_path, 3) == [three[0].name]  # b is the way back, c is newer than a
    assert snapshots.kept(tmp_path) == [new, three[1], three[2]]
