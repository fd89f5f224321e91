"""A drawn house: a few places, one module, a cube of a few rows, so that a test can be read aloud."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from data.cards import CompletedCard
from geo.groups import Group, GroupSet, Member
from geo.places import Place
from queries import atoms, zeros
from queries.facts import facts_of
from queries.house import House
from queries.indicator import Indicator
from queries.query import Module, QueryCard
from queries.registry import Registry

EN = {"en": "drawn"}


def place(code, level, parent, *, country="NP", persons=None, **more) -> Place:
    """A place with the fields a test does not care about left empty."""
    fields = {
        "code": code, "country": country, "level": level, "vintage": "2017", "second_code": None, "name_en": code,
        "name_ne": None, "name_bn": None, "old_names": (), "category": None, "parent": parent, "linked": None,
        "valid_from": None, "valid_to": None, "successors": (), "area_km2": None, "lon": None, "lat": None,
        "persons_reference": persons, "has_shape": False,
    }  # fmt: skip
    return Place(**{**fields, **more})


def indicator(name, **fields) -> Indicator:
    """An indicator with harmless defaults."""
    return Indicator(**{"id": name, "title": EN, "unit": "persons", "decimals": 0, "better": "neither", "formula": EN,
                        "why": EN, "caveats": EN, "owner": "An office", "review": date(2027, 1, 1),
                        "over_places": "sum", **fields})  # fmt: skip


def module(
    indicators,
    *,
    kind="series",
    grain=("local",),
    dimensions=None,
    absent=None,
    sql="SELECT 1",
    protected=False,
    **card,
) -> Module:
    """A module `drawn/one` over an extract `drawn`, which is `protected` or not; `absent` by dimension, as cards say it."""
    values = {
        name: {"title": EN, "values": {value: EN for value in found}, "absent": (absent or {}).get(name)}
        for name, found in (dimensions or {}).items()
    }
    made = QueryCard(kind=kind, grain=list(grain), title=EN, question=EN, indicators=[i.id for i in indicators],
                     dimensions=values, **card)  # fmt: skip
    return Module(id="drawn/one", theme="drawn", card=made, indicators={i.id: i for i in indicators}, sql=sql,
                  sql_file=Path("queries/drawn/one.sql"), card_file=Path("queries/drawn/one.toml"), tables=("drawn",), protected=protected)  # fmt: skip


def house_of(made: Module, cube_sql: str, places, groups=(), provenance="published") -> House:
    """The house over one cube, given as a SELECT of rows; with its atoms where the module is protected."""
    known = {p.code: p for p in places}
    connection = duckdb.connect(config={"threads": 1})
    if made.protected:
        rows = duckdb.sql(cube_sql).to_arrow_table()
        assert zeros.audit(made, rows) == []
        cube, _ = atoms.with_atoms(made, zeros.explicit(made, rows, known, None), known)
        connection.register("cube", cube)
        cube_sql = "SELECT * FROM cube"
    connection.execute(f'CREATE TABLE "{made.id}" AS {cube_sql}')
    sets = {}
    for group in groups:
        before = sets[group.set].groups if group.set in sets else ()
        sets[group.set] = GroupSet(group.set, EN, None, "NP", 1, (*before, group), {})
    card = CompletedCard(
        name="drawn", titles=EN, descriptions=EN, provenance=provenance, publisher="An office", licence="facts",
        source="drawn.csv", read_at="here", data_date="2026-01-01", made_at="2026-01-01", digest="d1",
        input_digest="d2", rows=1, notes=(), columns={}, grain="a place", disclosure="public", key=("place",),
    )  # fmt: skip
    registry = Registry({}, {made.id: made}, [])
    facts = facts_of(connection, made, known)
    return House(Path("."), "digest", date(2026, 1, 1), known, sets, registry, {}, {"drawn": card}, {made.id: facts},
                 connection)  # fmt: skip


def group_of(name, members, *, expected=None, certain=True, provenance="published") -> Group:
    """A group of the set `drawn-set`."""
    found = tuple(Member(code, None, None, certain, "") for code in members)
    return Group(name, "drawn-set", {"en": name}, expected, provenance, "a page", found, "NP", "", "")


@pytest.fixture
def draw():
    """The drawing tools, by one name: `draw.place`, `draw.indicator`, `draw.module`, `draw.house`, `draw.group`."""

    class Tools:
        pass

    tools = Tools()
    tools.place, tools.indicator, tools.module = place, indicator, module
    tools.house, tools.group = house_of, group_of
    return tools
