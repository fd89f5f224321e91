"""A small room of made-up extracts, made and published once for all tests of the benchmark."""

from types import SimpleNamespace

import pytest

from dashboard.bench.make import make
from dashboard.building import build_room, house_of_room
from data import heavy

SIZE = SimpleNamespace(lines=40_000, records=20_000, wards=900, seed=7)


@pytest.fixture(scope="session")
def room(tmp_path_factory):
    """A small room: 900 wards, 60 local units, 7 districts in one region."""
    return make(tmp_path_factory.mktemp("made"), SIZE.lines, SIZE.records, SIZE.wards, SIZE.seed)


@pytest.fixture(scope="session")
def room_size():
    """How many `lines`, `records` and `wards` the room has, and its `seed`."""
    return SIZE


@pytest.fixture(scope="session")
def published(room, tmp_path_factory):
    """The room published as if its files were large: rows are read where they lie, in little memory. What was built, the
    house over it, and what was told meanwhile.
    """
    told = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(heavy, "LARGE_BYTES", 0)
        done = build_room(room, tmp_path_factory.mktemp("out"), "300MB", lambda *progress: told.append(progress))
    return done, house_of_room(room, done.folder), told
