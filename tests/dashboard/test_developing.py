"""The development server: an edited query is served, a broken one leaves the last good version and is shown."""

import json
import shutil
import time
from dataclasses import replace

import pytest

from dashboard import developing
from dashboard.developing import VERSION, Workshop
from dashboard.pages.router import draw
from dashboard.site import open_site
from dashboard.state import View
from data import snapshots
from queries import registry
from queries.run import Ask, run

pytestmark = pytest.mark.slow


@pytest.fixture
def watched(bundled_snapshot, tmp_path):
    """A workshop over a copy of the questions on people; its app is the site it would serve."""
    shutil.copytree(registry.QUERIES / "people", tmp_path / "people")
    made = Workshop(
        bundled_snapshot.parent.parent,
        lambda house, working, _kept: replace(open_site(house), working=working),
        tmp_path,
    )
    yield made
    made.close()


@pytest.fixture
def workshop(watched):
    """The same, looking at its files when a test says so, not when its thread comes to it."""
    watched.ended.set()
    watched.thread.join()
    return watched


def write(workshop, old, new, name="people/population.sql"):
    path = workshop.queries / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def edit(workshop, *change):
    """Change a file, and have the workshop look at it: all it does after a change is done when this returns."""
    before = workshop.working.version
    write(workshop, *change)
    workshop._look()
    assert workshop.working.version > before


def persons(workshop) -> float:
    rows = run(workshop.app.house, Ask("people/population", by="country", indicators=("persons",))).rows
    return next(row["value"] for row in rows if row["place"] == "NP")


def page(workshop, address="/people") -> str:
    return json.dumps(draw(workshop.app, View.from_url(address)).children)


def told_version(workshop) -> int:
    said = {}
    body = b"".join(workshop({"PATH_INFO": VERSION}, lambda status, headers: said.update(status=status)))
    assert said["status"] == "200 OK"
    return json.loads(body)["version"]


def test_edit_break_and_mend(workshop, bundled_snapshot):
    files = {name: snapshots.digest_of(bundled_snapshot / name) for name in snapshots.files_in(bundled_snapshot)}
    assert persons(workshop) == 28_925_480 and told_version(workshop) == workshop.working.version
    edit(workshop, "period, persons, male", "period, 2 * persons AS persons, male")
    assert persons(workshop) == 2 * 28_925_480
    edit(workshop, "2 * persons", "2 * persns")
    assert persons(workshop) == 2 * 28_925_480  # the last good version
    for address in ("/people", "/", "/data"):
        assert "population.sql:2: DuckDB refuses people/population" in page(workshop, address)
    edit(workshop, "2 * persns AS persons", "persons")
    assert persons(workshop) == 28_925_480
    assert "population.sql:" not in page(workshop)
    assert files == {
        name: snapshots.digest_of(bundled_snapshot / name) for name in snapshots.files_in(bundled_snapshot)
    }


def test_a_file_that_cannot_be_read_is_told_at_once_and_words_are_served(workshop):
    edit(workshop, 'kind = "series"', "kind = series", "people/population.toml")
    assert "population.toml:1: is not valid TOML" in page(workshop) and persons(workshop) == 28_925_480
    edit(workshop, "kind = series", 'kind = "series"', "people/population.toml")
    edit(workshop, 'en = "People"', 'en = "Inhabitants"', "people/theme.toml")
    assert "Inhabitants" in page(workshop) and "population.toml:" not in page(workshop)


def test_an_example_that_does_not_come_out_is_shown_beside_the_new_version(workshop):
    edit(workshop, "period, persons, male", "period, 3 * persons AS persons, male")
    assert "the SELECT does not give the expected row" in page(workshop) and persons(workshop) == 3 * 28_925_480


def test_the_watch_follows_a_change_by_itself(watched, until):
    begun = time.monotonic()
    write(watched, "period, persons, male", "period, 2 * persons AS persons, male")
    until(lambda: persons(watched) == 2 * 28_925_480)
    print(f"{time.monotonic() - begun:.1f} s")


def test_a_page_of_the_server_for_everybody_has_no_bar(bundled_house):
    site = open_site(bundled_house)
    assert '"id": "dev"' not in json.dumps(draw(site, View.from_url("/people")).children)


def test_python_that_cannot_be_read_is_told_and_the_process_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(developing.os, "execv", lambda *_: pytest.fail("it must not begin anew"))
    broken, told = tmp_path / "page.py", []
    broken.write_text("def page(:\n    pass\n")
    developing._begin_anew([broken], told.extend)
    assert [problem.line for problem in told] == [1] and "is not Python" in told[0].message


def test_the_program_begins_anew_with_its_own_arguments(tmp_path, monkeypatch):
    begun = []
    monkeypatch.setattr(developing.os, "execv", lambda *arguments: begun.append(arguments))
    monkeypatch.setattr(developing.sys, "argv", ["nagar", "serve", "--dev", "--port", "8067"])
    (tmp_path / "page.py").write_text("x = 1\n")
    developing._begin_anew([tmp_path / "page.py"], lambda problems: pytest.fail("there is nothing to tell"))
    assert begun[0][1][1:] == ["-m", "dashboard", "serve", "--dev", "--port", "8067"]
