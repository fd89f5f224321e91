"""A new snapshot is served without a restart; a bad one never takes the place of a good one."""

import weakref

import pytest

from dashboard import switching
from data.problems import ContentError
from data.snapshots import current


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of two snapshots, `one` being current, looked at a hundred times a second."""
    monkeypatch.setattr(switching, "LOOK_SECONDS", 0.01)
    for name in ("one", "two"):
        (tmp_path / "snapshots" / name).mkdir(parents=True)
        (tmp_path / "snapshots" / name / "manifest.json").write_text("{}")
    (tmp_path / "current").write_text("one")
    return tmp_path


def test_a_new_snapshot_is_served_once_it_is_open(folder, until):
    app = switching.Switching(folder, lambda found: lambda environ, start: found.name)
    assert app({}, None) == "one"
    (folder / "current").write_text("two")
    until(lambda: app({}, None) == "two")


def test_the_one_before_is_forgotten_though_its_parts_know_one_another(folder, until):
    class App:
        def __init__(self, name):
            self.name, self.itself = name, self  # as a Flask app and its routes

        def __call__(self, environ, start):
            return self.name

    made = []

    def make(found):
        app = App(found.name)
        made.append(weakref.ref(app))
        return app

    switching.Switching(folder, make)
    (folder / "current").write_text("two")
    until(lambda: len(made) == 2 and made[0]() is None)
    assert made[1]().name == "two"


def test_a_snapshot_that_cannot_be_opened_leaves_the_old_one_serving(folder, until, capsys, monkeypatch):
    looks = []

    def look(out):
        if out == folder:  # those who watch for the tests before look too
            looks.append((out / "current").read_text())
        return current(out)

    def make(found):
        if found.name == "two":
            raise ContentError("cut short")
        return lambda environ, start: found.name

    monkeypatch.setattr(switching, "current", look)
    app = switching.Switching(folder, make)
    (folder / "current").write_text("two")
    until(lambda: looks.count("two") > 3)  # the first of these looks has tried it
    assert app({}, None) == "one"
    assert capsys.readouterr().err.count("cut short") == 1
