"""Fixtures that many rooms use."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no fault of what is tested; and every run tries the same, but for `make fuzz`, which looks for more.
settings.register_profile("calm", deadline=None, derandomize="FUZZ_URLS" not in os.environ,
                          suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
settings.load_profile("calm")
PATIENCE_SECONDS = 120  # of a busy machine, until what was waited for is taken not to come

ROOT = Path(__file__).resolve().parent.parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Whoever needs a whole snapshot is slow, and need not say so."""
    for item in items:
        if {"bundled_snapshot", "real_snapshot"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session", autouse=True)
def patience():
    """Queries may take as long as a busy machine needs; that they are stopped is tested by itself (`test_guard.py`)."""
    from queries import native

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(native, "MOST_SECONDS", PATIENCE_SECONDS)
        yield


@pytest.fixture(scope="session")
def until():
    """`until(condition)` waits for what another thread or process does: as long as it takes, but not for ever."""

    def wait(condition) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            assert time.monotonic() < end, "what was waited for did not come"
            time.sleep(0.01)

    return wait


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The founders' folder of real source files, beside the checkout here and in CI only."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"the real source files are not beside this checkout ({folder})")
    return folder


@pytest.fixture(scope="session")
def known_places():
    """All places of the checkout by code."""
    from geo import places

    return places.load()


@pytest.fixture(scope="session")
def bundled_snapshot(tmp_path_factory) -> Path:
    """A snapshot made of what is bundled: the real census, the facts, and illustrative extracts."""
    return _built_once(tmp_path_factory, "bundled", None)


@pytest.fixture(scope="session")
def real_snapshot(tmp_path_factory, shared_data) -> Path:
    """A snapshot made of all real source files."""
    return _built_once(tmp_path_factory, "real", shared_data)


def _built_once(tmp_path_factory, name: str, sources: Path | None) -> Path:
    """The first of several test processes builds; the others wait and open the same folder, which nobody may change."""
    import fcntl

    from dashboard.building import build
    from data.snapshots import current

    alone = os.environ.get("PYTEST_XDIST_WORKER") is None
    shared = tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent
    with open(shared / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return current(shared / name) or build(shared / name, sources).folder


@pytest.fixture(scope="session")
def bundled_house(bundled_snapshot):
    """The house opened on the bundled snapshot."""
    from queries.run import open_house

    return open_house(bundled_snapshot)


@pytest.fixture(scope="session")
def real_house(real_snapshot):
    """The house opened on the real snapshot."""
    from queries.run import open_house

    return open_house(real_snapshot)


WICKED = [
    "<img src=x onerror=alert(1)>", "\"><script>alert(2)</script>", "</title><script>alert(3)</script>",
    "=cmd|' /C calc'!A0", "x;=1+1", "\u202egnp.exe", "\u2069 \u2067مرحبا", "%{hovertext}%{z}<extra>", "__CODE__ $& $`",
    "{count} {place} {%scripts%} {%config%}", "<b>fat</b><a href='javascript:alert(4)'>x</a>", "&lt;b&gt; &amp; &#60;",
    "nul\0 bell\x07",
]  # fmt: skip


@pytest.fixture(scope="session")
def wicked_names() -> list[str]:
    """Names that something on the way to a screen could take for something else than a text; no digits in most."""
    return WICKED


@pytest.fixture(scope="session")
def house_of_names():
    """A house as another, but the thirteen districts of Bagmati have wicked names in every language."""
    from dataclasses import replace

    from queries.shelf import Shelf

    def named(house):
        codes = [code for code, place in house.places.items()
                 if place.parent == "NP03" and place.level == "district" and place.vintage == "2017"]  # fmt: skip
        names = dict(zip(codes, WICKED, strict=True))
        places = {
            code: replace(place, name_en=names[code], name_ne=names[code], name_bn=names[code])
            if code in names
            else place
            for code, place in house.places.items()
        }
        return replace(house, digest="bad" * 20, places=places, shelf=Shelf())

    return named
