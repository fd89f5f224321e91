"""Before it serves, a server looks through its snapshot; and then Python's collector works again."""

import gc
import shutil

import pytest

from dashboard import memory, serving
from data.problems import ContentError
from data.snapshots import current


def test_a_snapshot_with_a_changed_byte_is_not_served(bundled_snapshot, tmp_path):
    folder = tmp_path / "changed"
    shutil.copytree(bundled_snapshot, folder)
    serving._look_through(folder, bundled_snapshot.parent.parent)
    whole = (folder / "places.json").read_bytes()
    (folder / "places.json").write_bytes(whole[:-1] + b" ")
    with pytest.raises(ContentError, match=r"places\.json:1: was changed or cut short"):
        serving._look_through(folder, bundled_snapshot.parent.parent)


def test_the_collector_is_on_once_the_app_is_there(bundled_snapshot, monkeypatch):
    opened, kept = [], []

    def switching(out, make):  # without the thread that would look at the folder from here on
        opened.append((current(out), gc.isenabled()))
        return make(current(out))

    monkeypatch.setattr(serving, "Switching", switching)
    monkeypatch.setattr(memory, "Keeper", lambda: kept.append(gc.isenabled()))
    gc.disable()
    try:
        app = serving._app(bundled_snapshot.parent.parent, "a secret of thirty-two characters")
        assert gc.isenabled() and kept == [True] and opened == [(bundled_snapshot, False)]
    finally:
        gc.enable()
    assert app.test_client().get("/healthz").status_code == 200
