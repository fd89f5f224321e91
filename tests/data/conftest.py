"""Small drawn inputs that many tests of this room use."""

import csv
import io
from pathlib import Path
from types import SimpleNamespace

import pytest

CARD = """\
title.en = "Towns"
title.ne = "नगर"
title.bn = "শহর"
description.en = "Persons by town."
grain = "one row for each town"
disclosure = "public"
key = ["place", "period"]

[sources_hint]
file = "towns.csv"
publisher = "Office of Towns"
where = "at the office"

[columns.place]
type = "VARCHAR"
meaning = "town"

[columns.period]
type = "VARCHAR"
meaning = "year"

[columns.persons]
type = "BIGINT"
unit = "persons"
meaning = "persons in the town"
"""


@pytest.fixture
def card_text() -> str:
    """A sound card of an extract `towns` with the columns place, period, persons."""
    return CARD


@pytest.fixture
def write(tmp_path):
    """Writes a text to a file below the test's folder, making folders: `write("a/b.csv", "...")` gives its path."""

    def do(name: str, text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))
        return path

    return do


@pytest.fixture
def as_csv():
    """A header and rows as CSV text."""

    def do(header: list, rows: list[list]) -> str:
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows([header, *rows])
        return buffer.getvalue()

    return do


def place(code, country, level, vintage, parent=None, second_code=None, name_en="", old_names=()):
    return SimpleNamespace(
        code=code, country=country, level=level, vintage=vintage, parent=parent, second_code=second_code,
        name_en=name_en, old_names=old_names,
    )  # fmt: skip


def by_code(*places) -> dict:
    return {each.code: each for each in places}


@pytest.fixture
def nepal() -> dict:
    """Two palikas of Taplejung (its P-code says district 01, the census 1) and one of Achham (P-code 69, census 71).

    The wards are two of the first palika and one of each other; Achham and Chitwan also as districts of 2011.
    """
    return by_code(
        place("NP0101", "NP", "district", "2017", "NP01", "1", "Taplejung"),
        place("NP0769", "NP", "district", "2017", "NP07", "71", "Achham"),
        place("NP0101401", "NP", "local", "2017", "NP0101", "10101", "Phaktanlung"),
        place("NP0101301", "NP", "local", "2017", "NP0101", "10106", "Phungling"),
        place("NP0769302", "NP", "local", "2017", "NP0769", "70902", "Mangalsen"),
        place("NP-8016373", "NP", "local", "2017", "NP0101", None, "Belwa"),
        place("NP0101401-01", "NP", "ward", "2017", "NP0101401", "1010101"),
        place("NP0101401-02", "NP", "ward", "2017", "NP0101401", "1010102"),
        place("NP0101301-01", "NP", "ward", "2017", "NP0101301", "1010601"),
        place("NP0769302-11", "NP", "ward", "2017", "NP0769302", "7090211"),
        place("NP2011-35", "NP", "district", "2011", "NP03", "35", "Chitwan", ("Chitawan",)),
        place("NP2011-69", "NP", "district", "2011", "NP07", "69", "Achham"),
    )


@pytest.fixture
def bangladesh() -> dict:
    """One division with one district with two upazilas of 2011 (v02), of which one also as it is now (v03)."""
    return by_code(
        place("BD10", "BD", "region", "v03", "BD"),
        place("BD1004", "BD", "district", "v03", "BD10"),
        place("BD100409", "BD", "local", "v02", "BD1004"),
        place("BD100419", "BD", "local", "v02", "BD1004"),
        place("BD10040009", "BD", "local", "v03", "BD1004"),
    )


@pytest.fixture(scope="session")
def real_places() -> dict:
    """The places of the checkout."""
    from geo import places

    return places.load()


@pytest.fixture(scope="session")
def real(shared_data, real_places):
    """`real("nepal_ward_census_2021")`: what the recipe makes of the real file, once a session."""
    from data import sources

    recipes, made = sources.recipes(), {}
    sources.assign(shared_data, recipes, Path("/nowhere"), lambda text, done, total: None)

    def do(name: str):
        if name not in made:
            recipe = recipes[name]
            made[name] = recipe.module.build([recipe.paths[part] for part in sorted(recipe.paths)], real_places)
        return made[name]

    return do
