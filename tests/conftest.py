"""Fixtures that many rooms use."""

import json
import os
import pickle
import shutil
import time
from functools import partial
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
    """Whoever needs a whole snapshot is slow, and need not say so. The slow ones go first: of two processes, the second
    begins with the quick ones while the first builds the snapshot that both need.
    """
    for item in items:
        if {"bundled_snapshot", "real_snapshot"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


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
def real_snapshot(tmp_path_factory, shared_data, serve_bundled) -> Path:
    """A snapshot made of all real source files, after the bundled one: what is the same in both is built once."""
    return _built_once(tmp_path_factory, "real", shared_data, serve_bundled)


def _built_once(tmp_path_factory, name: str, sources: Path | None, before=lambda out: None) -> Path:
    """The folder, which nobody may change."""
    from dashboard.building import build

    def made(folder: Path) -> Path:
        before(folder)
        return build(folder, sources).folder

    return _made_once(tmp_path_factory, name, made)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """`made_once(name, make)` gives what `make(folder)` gives: the first of several test processes makes it, in a folder of
    its own, the others wait and read it.
    """
    return partial(_made_once, tmp_path_factory)


def _made_once(tmp_path_factory, name: str, make):
    import fcntl

    alone = os.environ.get("PYTEST_XDIST_WORKER") is None
    shared = tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent
    done = shared / f"{name}.made"
    with open(shared / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            done.write_bytes(pickle.dumps(make(shared / name)))
        return pickle.loads(done.read_bytes())


@pytest.fixture(scope="session")
def serve_bundled(bundled_snapshot):
    """`serve_bundled(out)` lets a copy of the bundled snapshot serve in a folder, under another digest: the next build there
    is a new one, and takes from it what did not change. Gives the folder of the copy.
    """
    from data import snapshots

    def serve(out: Path, digest: str = "f00d" * 16) -> Path:
        folder = out / "snapshots" / f"2026-01-01-{digest[:12]}"
        shutil.copytree(bundled_snapshot, folder, copy_function=shutil.copyfile)
        manifest = json.loads((folder / "manifest.json").read_text("utf-8")) | {"digest": digest}
        (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
        snapshots.switch(out, folder)
        return folder

    return serve


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


REPORT_CARD = """\
title = { en = "Jobs of towns", ne = "सहरका काम", bn = "শহরের কাজ" }
description.en = "Drawn for tests."
grain = "one row for each town, fiscal year and job"
disclosure = "public"
key = ["place", "period", "job"]
sources_hint = { file = "workbooks", publisher = "the towns", where = "from them" }
columns.place = { type = "VARCHAR", meaning = "town" }
columns.period = { type = "VARCHAR", meaning = "fiscal year" }
columns.job = { type = "VARCHAR", meaning = "what is done", values = ["drains", "water_supply"] }
columns.sites = { type = "BIGINT", unit = "places", meaning = "how many sites" }
columns.open_sites = { type = "BIGINT", unit = "places", meaning = "of them open" }
columns.cost_thousand = { type = "BIGINT", unit = "currency_thousand", meaning = "cost", missing = "not known" }
columns.share = { type = "DOUBLE", unit = "percent", meaning = "share done", missing = "not known" }
columns.begun_on = { type = "DATE", meaning = "first day", missing = "not begun" }
columns.agreed = { type = "BOOLEAN", meaning = "whether the council agreed" }
columns.remark = { type = "VARCHAR", meaning = "what else", missing = "nothing" }

[[audits]]
kind = "range"
says = "no more are open than there are"
column = "open_sites"
least = 0
most = "sites"

[template]
levels = ["local"]
countries = ["NP"]
period = "fiscal_year"

[template.columns]
job = { example = "drains", title = { en = "Job", ne = "काम", bn = "কাজ" }, values = { drains = { en = "drains", ne = "ढल", bn = "নালা" }, water_supply = { en = "water supply", ne = "खानेपानी", bn = "পানি সরবরাহ" } } }
sites = { example = "4", title = { en = "Sites", ne = "स्थल", bn = "স্থান" } }
open_sites = { example = "1", title = { en = "Open sites", ne = "खुला स्थल", bn = "খোলা স্থান" } }
cost_thousand = { example = "900", title = { en = "Cost", ne = "लागत", bn = "খরচ" } }
share = { example = "12.5", title = { en = "Share done", ne = "सकिएको", bn = "শেষ হওয়া অংশ" } }
begun_on = { example = "2024-01-31", title = { en = "Begun on", ne = "सुरु", bn = "শুরু" } }
agreed = { example = "true", title = { en = "Agreed", ne = "सहमत", bn = "সম্মত" } }
remark = { example = "bridge", title = { en = "Remark", ne = "कैफियत", bn = "মন্তব্য" } }
"""
COLUMNS_OF_REPORT = ("job", "sites", "open_sites", "cost_thousand", "share", "begun_on", "agreed", "remark")
LETTERS = dict(zip(COLUMNS_OF_REPORT, "CDEFGHIJ", strict=True))


def drawn_town(code: str, name: str, nepali: str, wards: int) -> dict:
    """A municipality of the district NP0548 and its wards."""
    from geo.places import Place

    def place(code, level, name, name_ne, parent):
        return Place(code, "NP", level, "2017", None, name, name_ne, None, (), None, parent, None, None, None, (), None,
                     None, None, None, False)  # fmt: skip

    found = {code: place(code, "local", name, nepali, "NP0548")}
    for number in range(1, wards + 1):
        found[f"{code}-{number:02d}"] = place(f"{code}-{number:02d}", "ward", f"{name} {number}", None, code)
    return found


@pytest.fixture(scope="session")
def report_card(tmp_path_factory):
    """A card with a template that has a column of each kind, drawn above."""
    from data.cards import read

    path = tmp_path_factory.mktemp("cards") / "town_jobs.toml"
    path.write_text(REPORT_CARD, "utf-8")
    card, problems = read(path)
    assert problems == []
    return card


@pytest.fixture(scope="session")
def report_places() -> dict:
    """Two towns with wards, and two that share a name."""
    towns = [("NP0548201", "Butwal", "बुटवल", 3), ("NP0548302", "Tansen", "तानसेन", 2), ("NP0548303", "Madi", "माडी", 1),
             ("NP0548304", "Madi", "मादी", 1)]  # fmt: skip
    return {code: place for town in towns for code, place in drawn_town(*town).items()}


@pytest.fixture(scope="session")
def report_known(report_card, report_places):
    """What a workbook of the drawn card is read by."""
    from dashboard.workbooks.telling import words
    from data.receiving import Known

    cards = {report_card.name: report_card}
    return Known(cards, report_places, words(cards, {}))


@pytest.fixture(scope="session")
def drawn_template(report_card, report_known):
    """The template of the drawn card as a file, made once for each language and place."""
    from functools import cache

    from dashboard.workbooks.template import write

    return cache(lambda language, place: write(report_card, report_known, language, place))


@pytest.fixture
def fill(tmp_path, drawn_template):
    """`fill({"C10": "drains"}, top=("Butwal", "2080/81"))`: a template with these cells written into it, saved as a file.

    `change(book)` may do anything else to the workbook; `row(10, sites=5)` below gives the cells of a whole line.
    """
    from io import BytesIO

    from openpyxl import load_workbook

    def do(cells: dict, top=("Butwal", "2080/81"), language="en", place="", change=None, name="sent.xlsx") -> Path:
        book = load_workbook(BytesIO(drawn_template(language, place)))
        sheet = book.worksheets[1]
        for address, value in {"C2": top[0], "C3": top[1], **cells}.items():
            sheet[address] = value
        if change:
            change(book)
        book.save(tmp_path / name)
        return tmp_path / name

    return do


@pytest.fixture(scope="session")
def report_line():
    """The cells of one line, by address: all columns right unless they are given."""

    def do(number: int, **given) -> dict:
        usual = {"job": "drains", "sites": 5, "open_sites": 2, "cost_thousand": 800, "share": 40, "begun_on": "2080-01-01",
                 "agreed": "yes", "remark": "pipes"}  # fmt: skip
        return {f"{LETTERS[name]}{number}": value for name, value in {**usual, **given}.items()}

    return do
