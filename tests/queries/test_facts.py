"""What a cube holds is written when publishing: what a look through the cube finds, each set of places once."""

from types import SimpleNamespace

import duckdb
import pytest

from data import snapshots
from data.publish import Context
from queries import facts
from queries.registry import Registry

ROWS = [("A", "2021", 5, 9), ("B", "2021", None, 9), ("A", "2011", 4, 8), ("B", "2011", 3, 8)]


@pytest.fixture
def drawn(draw, tmp_path):
    """A module whose cube of four rows lies in a folder; `publish` writes what it holds."""
    places = [draw.place("NP", "country", None), *(draw.place(code, "local", "NP") for code in "AB")]
    share = draw.indicator("share", numerator="poor", denominator="persons", over_places="ratio", unit="percent")
    module = draw.module([share, draw.indicator("persons", numerator="persons")], grain=("local",),
                         sql="SELECT place, period, poor, persons FROM drawn")  # fmt: skip

    class Drawn:
        folder, known, made = tmp_path, {place.code: place for place in places}, module
        cards = {"drawn": SimpleNamespace(disclosure="public")}

        def cube(self, rows=ROWS):
            (self.folder / "cubes/drawn").mkdir(parents=True, exist_ok=True)
            with duckdb.connect() as connection:
                connection.execute("CREATE TABLE c (place VARCHAR, period VARCHAR, poor BIGINT, persons BIGINT)")
                connection.executemany("INSERT INTO c VALUES (?, ?, ?, ?)", rows)
                connection.execute(f"COPY c TO '{self.folder}/cubes/drawn/one.parquet' (FORMAT parquet)")

        def publish(self, previous=None, before=None):
            context = Context(self.known, self.cards, {}, previous, before or {}, lambda *_: None)
            context.cubes = {"drawn/one": {}}
            facts.publish(self.folder, context, Registry({}, {"drawn/one": self.made}, []))

        def manifest(self):
            return {
                "files": {name: snapshots.digest_of(self.folder / name) for name in snapshots.files_in(self.folder)}
            }

        def saved(self, module=None):
            return facts.saved(self.folder, self.manifest(), module or self.made, self.known)

    found = Drawn()
    found.cube()
    return found


def test_what_is_written_is_what_a_look_through_the_cube_finds(drawn):
    drawn.publish()
    found = drawn.saved()
    assert found.periods == ("2011", "2021")
    assert found.present == {"2011": {"A", "B"}, "2021": {"A", "B"}}
    assert found.valued["share", "2021"] == {"A"}  # of B nobody knows how many are poor
    assert found.valued["persons", "2021"] == found.valued["share", "2011"] == {"A", "B"}
    assert found.full == {"persons"} and found.types["poor"] == "BIGINT"
    assert found.grains == dict.fromkeys(found.periods, {("NP", "local", "2017")})
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW \"drawn/one\" AS SELECT * FROM '{drawn.folder}/cubes/drawn/one.parquet'")
        assert facts.facts_of(connection, drawn.made, drawn.known) == found


def test_a_set_of_places_is_held_once_and_so_is_each_code(drawn):
    drawn.publish()
    found = drawn.saved()
    both = found.present["2021"]
    assert found.present["2011"] is both and found.valued["persons", "2011"] is both
    assert {id(code) for code in both} == {id(drawn.known[code].code) for code in "AB"}


def test_facts_of_another_cube_or_of_other_rules_count_for_nothing(drawn, draw):
    assert drawn.saved() is None
    drawn.publish()
    assert drawn.saved() is not None
    assert drawn.saved(drawn.made.model_copy(update={"sql": "SELECT 1"})) is None
    drawn.cube(ROWS[:1])
    assert drawn.saved() is None
    (drawn.folder / "facts/drawn/one.json").write_text("cut sho")
    assert drawn.saved() is None


def test_they_are_taken_over_while_the_cube_is_the_same(drawn, tmp_path, monkeypatch):
    drawn.publish()
    previous, before = drawn.folder, drawn.manifest()
    drawn.folder = tmp_path / "next"
    drawn.cube()
    monkeypatch.setattr(facts, "facts_of", None)  # it cannot be looked through any more
    drawn.publish(previous, before)
    assert drawn.saved().valued["share", "2021"] == {"A"}
    monkeypatch.undo()
    drawn.cube(ROWS[:1])
    drawn.publish(previous, before)
    assert drawn.saved().present == {"2021": {"A"}}


def test_the_facts_of_every_bundled_cube_are_those_of_its_rows(bundled_house):
    manifest = snapshots.manifest(bundled_house.folder)
    for name in bundled_house.cubes:
        module = bundled_house.registry.modules[name]
        found = facts.saved(bundled_house.folder, manifest, module, bundled_house.places)
        assert found == facts.facts_of(bundled_house.connection.cursor(), module, bundled_house.places)
    assert len(bundled_house.cubes) > 3
