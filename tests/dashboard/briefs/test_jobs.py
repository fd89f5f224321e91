"""Jobs of the pages: in turn, few of one, told of to the end, gone after a day."""

import json
import os
import time
import zipfile
from types import SimpleNamespace

import pytest

from dashboard.briefs import jobs
from dashboard.briefs.jobs import Busy, State

WANTED = {"name": "briefing", "places": [""], "languages": ["en"], "kinds": ["html"], "digits": "", "address": "",
          "text": 'title = { en = "A" }\n[[items]]\nview = "/people?place=NP"\n'}  # fmt: skip


@pytest.fixture
def begun(tmp_path, monkeypatch):
    """A folder of data; processes are not begun, and none gives way to others."""
    monkeypatch.setattr(jobs.subprocess, "Popen", lambda command, **_: SimpleNamespace(wait=lambda: None))
    monkeypatch.setattr(jobs.os, "nice", lambda by: 0)  # the process of the tests stays as quick as it is
    return tmp_path


def test_a_job_waits_until_its_process_has_told_otherwise(begun):
    id = jobs.start(begun, WANTED, "one")
    assert jobs.state(begun, id) == State("waiting") and jobs.result(begun, id) is None
    folder = begun / jobs.FOLDER / id
    assert json.loads((folder / jobs.WANTED).read_text("utf-8"))["places"] == [""]


def test_one_address_has_two_jobs_and_all_together_six(begun):
    for who in ("one", "one", "two", "two", "three", "three"):
        jobs.start(begun, WANTED, who)
    for who in ("one", "four"):
        with pytest.raises(Busy):
            jobs.start(begun, WANTED, who)


def test_whose_jobs_are_done_may_begin_another(begun):
    for _ in range(jobs.MOST_OF_ONE):
        id = jobs.start(begun, WANTED, "one")
    jobs._tell(begun / jobs.FOLDER / id, State("done", 1, 1))
    assert jobs.state(begun, jobs.start(begun, WANTED, "one")).state == "waiting"


def test_a_process_that_fell_silent_has_failed(begun):
    id = jobs.start(begun, WANTED, "one")
    path = begun / jobs.FOLDER / id / jobs.STATE
    long_ago = time.time() - jobs.MOST_SECONDS - 1
    os.utime(path, (long_ago, long_ago))
    assert jobs.state(begun, id).state == "failed"


def test_what_nobody_fetched_in_a_day_goes(begun):
    id = jobs.start(begun, WANTED, "one")
    folder = begun / jobs.FOLDER / id
    long_ago = time.time() - jobs.KEPT_SECONDS - 1
    os.utime(folder, (long_ago, long_ago))
    jobs.start(begun, WANTED, "two")
    assert not folder.exists() and jobs.state(begun, id) is None


@pytest.mark.parametrize("id", ["", "../..", "x" * 24, "a" * 24])
def test_what_is_no_job_is_not_known(begun, id):
    assert jobs.state(begun, id) is None and jobs.result(begun, id) is None


def test_several_files_come_as_one(tmp_path):
    files = [tmp_path / name for name in ("a.html", "b.html")]
    for path in files:
        path.write_text(path.name)
    jobs._gather(tmp_path, "briefing", files)
    with zipfile.ZipFile(tmp_path / "result.briefing.zip") as archive:
        assert archive.namelist() == ["a.html", "b.html"]


def test_the_process_makes_the_files_and_says_so(bundled_snapshot, begun):
    data = bundled_snapshot.parent.parent
    id = jobs.start(data, WANTED, "one")
    jobs.run(data / jobs.FOLDER / id)
    found = jobs.state(data, id)
    assert (found.state, found.done, found.count, found.errors) == ("done", 1, 1, [])
    assert jobs.result(data, id).name == "result.briefing-en.html"


def test_a_process_that_cannot_make_anything_says_why(bundled_snapshot, begun):
    data = bundled_snapshot.parent.parent
    id = jobs.start(data, {**WANTED, "places": ["NP99"]}, "two")
    jobs.run(data / jobs.FOLDER / id)
    assert jobs.state(data, id).state == "failed" and "NP99" in jobs.state(data, id).errors[0]
