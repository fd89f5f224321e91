"""A build makes a whole new snapshot or changes nothing; what did not change is taken from the old one."""

import os
import shutil
import subprocess
import sys
import textwrap
from types import SimpleNamespace

import duckdb
import pandas
import pytest

from data import publish, snapshots
from data.cards import Built
from data.problems import ROOT, ContentError, Problem

pytestmark = pytest.mark.slow  # most of them build a small snapshot

PLACES = {"A": SimpleNamespace(code="A"), "B": SimpleNamespace(code="B")}
RECIPE = """
import pandas
from data.cards import Built
from data.recipes import _table as table
EXTRACT = "towns"
def recognise(path):
    return path.name == "towns.csv"
def build(paths, places):
    rows = table.read_csv(paths[0], ["place", "period", "persons"])
    rows = table.numbers(paths[0], rows, ["persons"])
    return Built(rows, "published", "Office", "CC0", paths[0].name, "at the office", "2021", [])
"""


class Sample:
    """Stands for `data.sample`: makes the illustrative extracts it is asked for, and remembers what it was asked."""

    def __init__(self, file):
        self.__file__, self.asked = str(file), []

    def build(self, places, names_wanted, built):
        self.asked.append(sorted(names_wanted))
        frame = pandas.DataFrame({"place": ["A"], "period": ["2021"], "persons": [99]})
        note = f"from {sorted(built)}"
        made = Built(frame, "illustrative", "Nagar", "CC0", "sample.py", "made", "2021", [note])
        return {name: made for name in names_wanted}


@pytest.fixture
def room(write, card_text, tmp_path):
    """A checkout in small: the card of `towns` (from a recipe) and of `areas` (bundled), and one source file."""
    bundled = '[bundled]\nprovenance = "published"\npublisher = "O"\nlicence = "L"\nsource = "areas.csv"\n'
    bundled += 'read_at = "R"\ndata_date = "2021"\n\n[columns.place]'
    write("cards/towns.toml", card_text)
    write("cards/areas.toml", card_text.replace("[columns.place]", bundled))
    write("cards/areas.csv", "place,period,persons\nB,2021,7\nA,2021,8\n")
    write("recipes/towns.py", RECIPE)
    write("given/towns.csv", "place,period,persons\nA,2021,1\nB,2021,2\n")
    sample = Sample(write("sample/sample.py", "seed = 1"))

    def build(
        given=True, steps=(), progress=lambda text, done, total: None, places=PLACES, out=tmp_path / "out", **more
    ):
        return publish.publish(
            out,
            tmp_path / "given" if given else None,
            places,
            steps,
            progress,
            extracts_folder=tmp_path / "cards",
            recipes_folder=tmp_path / "recipes",
            sample=sample,
            **more,
        )

    return SimpleNamespace(build=build, sample=sample, out=tmp_path / "out", folder=tmp_path)


def rows(published, name="towns"):
    path = published.folder / "extracts" / f"{name}.parquet"
    return duckdb.execute(f"SELECT place, persons FROM '{path}' ORDER BY place").fetchall()


def leftovers(out):
    return [path.name for path in (out / "snapshots").iterdir() if path.name.startswith(".")]


def test_a_snapshot_holds_source_and_bundled_extracts_and_a_manifest(room):
    done = room.build()
    assert publish.current(room.out) == done.folder
    assert (rows(done), rows(done, "areas")) == ([("A", 1), ("B", 2)], [("A", 8), ("B", 7)])
    manifest = snapshots.manifest(done.folder)
    assert done.folder.name == f"{manifest['date']}-{manifest['digest'][:12]}"
    assert sorted(manifest["files"]) == [
        f"extracts/{n}.{end}" for n in ("areas", "towns") for end in ("json", "parquet")
    ]
    assert [source["file"] for source in manifest["sources"]] == ["towns.csv"]
    assert manifest["extracts"]["towns"]["provenance"] == "published"
    assert snapshots.damage(done.folder) == []
    assert room.sample.asked == []


def test_without_a_source_the_extract_is_illustrative(room):
    done = room.build(given=False)
    assert rows(done) == [("A", 99)]
    assert done.manifest["extracts"]["towns"]["provenance"] == "illustrative"
    assert done.manifest["extracts"]["towns"]["notes"] == ["from ['areas']"]


def test_a_real_source_replaces_the_illustrative_extract_as_a_whole(room):
    room.build(given=False)
    done = room.build()
    assert rows(done) == [("A", 1), ("B", 2)]
    assert done.manifest["extracts"]["towns"]["provenance"] == "published"


def test_a_build_without_the_sources_of_before_says_so(room):
    room.build()
    done = room.build(given=False)
    assert [problem.warning for problem in done.problems] == [True]
    assert "towns is illustrative in the new snapshot; the one it replaces had it from towns.csv" in str(
        done.problems[0]
    )
    assert done.manifest["problems"] == []


def test_the_same_content_is_not_published_twice(room):
    first = room.build()
    second = room.build()
    assert (second.folder, second.digest, second.changed) == (first.folder, first.digest, False)
    assert len(list((room.out / "snapshots").iterdir())) == 1


def test_the_digest_is_the_same_in_another_folder_and_after_other_builds(room):
    one = room.build().digest
    room.build(given=False)
    assert room.build().digest == one
    assert room.build(out=room.folder / "elsewhere").digest == one


def test_what_did_not_change_is_linked_from_the_old_snapshot(room, write):
    first = room.build()
    write("given/towns.csv", "place,period,persons\nA,2021,1\nB,2021,3\n")
    second = room.build()
    same = [
        path.stat().st_ino
        for path in (folder / "extracts" / "areas.parquet" for folder in (first.folder, second.folder))
    ]
    assert same[0] == same[1]
    assert {name: entry["reused"] for name, entry in second.manifest["extracts"].items()} == {
        "areas": True,
        "towns": False,
    }
    assert (rows(first), rows(second)) == ([("A", 1), ("B", 2)], [("A", 1), ("B", 3)])


@pytest.mark.parametrize("change", ["recipe", "card", "places", "shared"])
def test_an_extract_is_made_again_when_what_it_is_made_from_changed(room, write, card_text, change):
    room.build()
    places = PLACES
    if change == "recipe":
        write("recipes/towns.py", RECIPE.replace('"Office"', '"Office of Towns"'))
    elif change == "shared":
        write("recipes/_shared.py", "more = 1")
    elif change == "card":
        write("cards/towns.toml", card_text.replace("Persons by town", "Persons of each town"))
    else:
        places = {**PLACES, "C": SimpleNamespace(code="C")}
    done = room.build(places=places)
    assert done.manifest["extracts"]["towns"]["reused"] is False


def test_illustrative_extracts_are_made_again_only_when_needed(room, write):
    room.build(given=False)
    room.build(given=False)
    assert room.sample.asked == [["towns"]]
    write("sample/sample.py", "seed = 2")
    room.build(given=False)
    write("cards/areas.csv", "place,period,persons\nB,2021,70\n")
    room.build(given=False)
    assert room.sample.asked == [["towns"]] * 3


def test_a_damaged_file_of_the_old_snapshot_is_not_taken_over(room):
    first = room.build()
    path = first.folder / "extracts" / "areas.parquet"
    path.write_bytes(path.read_bytes()[:50])
    done = room.build()
    assert done.changed
    assert (done.digest, done.folder) == (first.digest, first.folder.with_name(first.folder.name + "-2"))
    assert snapshots.damage(done.folder) == []


def test_a_damaged_manifest_of_the_old_snapshot_is_noted_and_built_anew(room):
    (room.build().folder / snapshots.MANIFEST).write_text("{")
    done = room.build()
    assert done.changed
    assert "The current snapshot is damaged" in done.notes[0]


WRONG_SOURCES = {
    "another file": ("name;value\nx;1\n", "towns.csv:1: the column 'place' is missing; found: name;value."),
    "empty": ("", "towns.csv:1: is empty."),
    "a column missing": ("place,period\nA,2021\n", "towns.csv:1: the column 'persons' is missing"),
    "a duplicate key": ("place,period,persons\nA,2021,1\nB,2021,2\nA,2021,3\n", "occurs 2 times (lines 2, 4)."),
    "an unknown place": ("place,period,persons\nA,2021,1\nX,2021,2\n", "no place we know: X (line 3)."),
    "a text for a number": ("place,period,persons\nA,2021,many\n", "persons: 'many' is no whole number (line 2)."),
    "cut short": ("place,period,persons\nA,2021,1\nB,20", "line 3 do not have the 3 cells of the header."),
}


@pytest.mark.parametrize("mistake", WRONG_SOURCES)
def test_a_wrong_source_is_named_and_the_old_snapshot_stays(room, write, mistake):
    old = room.build()
    text, message = WRONG_SOURCES[mistake]
    write("given/towns.csv", text)
    with pytest.raises(ContentError) as raised:
        room.build()
    assert message in str(raised.value)
    assert publish.current(room.out) == old.folder
    assert snapshots.damage(old.folder) == []
    assert leftovers(room.out) == []


def test_all_wrong_extracts_are_told_together(room, write):
    write("given/towns.csv", "place,period\nA,2021\n")
    write("cards/areas.csv", "place,period,persons\nX,2021,1\n")
    with pytest.raises(ContentError) as raised:
        room.build()
    assert len(raised.value.problems) == 2
    assert publish.current(room.out) is None


def test_a_recipe_that_fails_is_told_with_its_line_and_the_file(room, write):
    write("recipes/towns.py", RECIPE.replace("    rows = table.numbers", "    rows['none']\n    rows = table.numbers"))
    with pytest.raises(ContentError, match=r"towns.py:10: fails on towns.csv: KeyError: 'none'. Is the file as its"):
        room.build()


def test_files_that_nobody_knows_are_noted(room, write):
    write("given/letter.txt", "dear")
    assert "are no sources we know and were not read: letter.txt" in room.build().notes[0]


def test_a_missing_folder_of_sources_is_told(room):
    (room.folder / "given").rename(room.folder / "away")
    with pytest.raises(ContentError, match=r"given:1: does not exist: --sources names the folder"):
        room.build()


def test_an_illustrative_extract_that_calls_itself_published_is_a_mistake_of_the_program(room, monkeypatch):
    made = room.sample.build(PLACES, ["towns"], {})["towns"]
    made.provenance = "published"
    monkeypatch.setattr(room.sample, "build", lambda *given: {"towns": made})
    with pytest.raises(ValueError, match="not as illustrative"):
        room.build(given=False)


def test_an_extract_without_source_bundle_or_sample_is_absent(room, monkeypatch):
    monkeypatch.setattr(room.sample, "build", lambda *given: {})
    assert list(room.build(given=False).manifest["extracts"]) == ["areas"]


def test_a_broken_card_leaves_its_extract_out_and_is_told(room, write):
    write("cards/broken.toml", "key = ")
    done = room.build()
    assert list(done.manifest["extracts"]) == ["areas", "towns"]
    assert [problem["message"][:17] for problem in done.manifest["problems"]] == ["is not valid TOML"]
    assert not done.problems[0].warning


def test_a_typo_in_the_card_of_an_extract_being_served_keeps_the_old_snapshot(room, write, card_text):
    old = room.build()
    write("cards/towns.toml", card_text.replace("grain", "grian"))
    with pytest.raises(ContentError, match="Did you mean 'grain'?"):
        room.build()
    assert publish.current(room.out) == old.folder


def test_a_recipe_without_a_card_is_told(room, write):
    write("recipes/rivers.py", RECIPE.replace('"towns"', '"rivers"').replace("towns.csv", "rivers.csv"))
    assert "makes rivers, which has no sound card." in str(room.build().problems[0])


def write_cube(folder, context):
    """A step as the queries have: reads the extract, writes a cube, and takes it from the old snapshot if it may."""
    name = "cubes/towns.txt"
    digest = context.extracts["towns"]["digest"]
    if context.previous_manifest.get("cubes", {}).get("towns") != digest or not context.reuse(name, folder):
        (folder / "cubes").mkdir()
        (folder / name).write_text(digest)
        context.progress("made the cube", 1, 1)
    context.cubes["towns"] = digest


def test_steps_write_into_the_snapshot_and_the_manifest(room):
    done = room.build(steps=[write_cube])
    assert "cubes/towns.txt" in done.manifest["files"]
    assert done.manifest["cubes"]["towns"] == done.manifest["extracts"]["towns"]["digest"]


def test_a_step_takes_from_the_old_snapshot_what_did_not_change(room, write):
    told = []
    room.build(steps=[write_cube])
    write("cards/areas.csv", "place,period,persons\nB,2021,70\n")
    done = room.build(steps=[write_cube], progress=lambda text, *_: told.append(text))
    assert "made the cube" not in told
    assert (done.changed, "cubes/towns.txt" in done.manifest["files"]) == (True, True)


def test_a_problem_that_a_step_tells_is_kept_and_does_not_stop_the_build(room):
    def step(folder, context):
        context.problems.append(Problem("queries/x/y.sql", 3, "no such column."))

    done = room.build(steps=[step])
    assert done.changed
    assert [(problem["file"], problem["line"]) for problem in done.manifest["problems"]] == [("queries/x/y.sql", 3)]


def test_a_step_that_fails_keeps_the_old_snapshot(room, write):
    def step(folder, context):
        raise ContentError(Problem("cubes", 1, "the audit failed."))

    old = room.build()
    write("given/towns.csv", "place,period,persons\nA,2021,5\n")
    with pytest.raises(ContentError, match="the audit failed"):
        room.build(steps=[step])
    assert publish.current(room.out) == old.folder
    assert leftovers(room.out) == []


def test_progress_is_told_all_the_way(room):
    told = []
    room.build(steps=[write_cube], progress=lambda text, done, total: told.append((text, done, total)))
    assert [text for text, _, _ in told] == [
        "Looking at towns.csv",
        "Extract areas",
        "Extract towns",
        "Audits",
        "made the cube",
        "Checking the snapshot",
        "Putting the snapshot in place",
        "Switching to the new snapshot",
        "Serving the new snapshot",
    ]
    assert all(0 <= done <= total for _, done, total in told)


class Killed(BaseException):
    """What no except clause catches."""


STEPS = 8  # of the nine moments above, those before the switch


@pytest.mark.parametrize("moment", range(STEPS))
def test_a_build_broken_off_at_any_moment_leaves_the_old_one_serving(room, write, moment):
    old = room.build(steps=[write_cube])
    write("given/towns.csv", "place,period,persons\nA,2021,5\n")
    count = iter(range(100))

    def progress(text, done, total):
        if next(count) == moment:
            raise Killed

    with pytest.raises(Killed):
        room.build(steps=[write_cube], progress=progress)
    assert publish.current(room.out) == old.folder
    assert snapshots.damage(old.folder) == []
    assert all(name.startswith(".building-") for name in leftovers(room.out))  # what it had finished
    assert rows(room.build(steps=[write_cube])) == [("A", 5)]
    assert leftovers(room.out) == []


def test_what_an_interrupted_build_had_finished_is_taken_up(room, monkeypatch):
    """Interrupted while it made the cube, the build had the extract; the next needs neither recipe nor sample again."""

    def interrupted(folder, context):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        room.build(steps=[interrupted])
    monkeypatch.setattr(publish, "_run", None)  # no recipe can be run any more
    room.sample.build = None
    made = room.build(steps=[write_cube])
    assert all(not entry["reused"] for entry in made.manifest["extracts"].values())  # from no snapshot
    assert rows(made) == [("A", 1), ("B", 2)] and leftovers(room.out) == []


def test_a_cube_that_an_interrupted_build_had_finished_is_not_made_again(room):
    made = []

    def cube(folder, context):
        if not context.taken_over("towns", "cubes/towns.txt", "digest", folder):
            (folder / "cubes").mkdir()
            (folder / "cubes" / "towns.txt").write_text("figures")
            context.made("towns", "cubes/towns.txt", {"input_digest": "digest"})
            made.append(1)

    def interrupted(folder, context):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        room.build(steps=[cube, interrupted])
    done = room.build(steps=[cube])
    assert made == [1] and done.manifest["cubes"]["towns"] == {"input_digest": "digest"}
    assert (done.folder / "cubes" / "towns.txt").read_text() == "figures"


def test_audits_of_what_did_not_change_are_not_run_again(room, write, monkeypatch):
    room.build()
    asked = []
    monkeypatch.setattr(
        publish.audits, "problems", lambda connection, cards, extracts, places: asked.extend(extracts) or []
    )
    write("given/towns.csv", "place,period,persons\nA,2021,5\n")
    room.build()
    assert asked == ["towns"]


@pytest.mark.parametrize("moment", range(STEPS))
def test_a_build_killed_at_any_moment_leaves_the_old_one_serving(room, write, moment):
    old = room.build()
    write("given/towns.csv", "place,period,persons\nA,2021,5\n")
    code = f"""
        import os
        from pathlib import Path
        from types import SimpleNamespace
        from data import publish
        told = []
        def progress(text, done, total):
            told.append(text)
            if len(told) > {moment}:
                os._exit(9)
        def step(folder, context):
            (folder / "half.txt").write_text("half")
            context.progress("made the cube", 1, 1)
        room = Path({str(room.folder)!r})
        places = {{code: SimpleNamespace(code=code) for code in "AB"}}
        publish.publish(room / "out", room / "given", places, [step], progress,
                        extracts_folder=room / "cards", recipes_folder=room / "recipes")
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, check=False)
    assert done.returncode == 9
    assert publish.current(room.out) == old.folder
    assert snapshots.damage(old.folder) == []
    new = room.build()
    assert (rows(new), leftovers(room.out)) == ([("A", 5)], [])


def test_a_second_build_at_the_same_time_says_so(room):
    def step(folder, context):
        with pytest.raises(ContentError, match="another build is writing into this folder"):
            room.build()

    assert room.build(steps=[step]).changed


def test_only_three_snapshots_are_kept(room, write):
    for persons in range(5):
        write("given/towns.csv", f"place,period,persons\nA,2021,{persons}\n")
        done = room.build()
        os.utime(done.folder, (1000 + persons, 1000 + persons))
    assert len(list((room.out / "snapshots").iterdir())) == 3
    assert rows(room.build()) == [("A", 4)]


def test_as_many_are_kept_as_are_asked_for_and_what_goes_is_named(room, write):
    first = room.build()
    write("given/towns.csv", "place,period,persons\nA,2021,5\n")
    done = room.build(keep=1)
    assert done.notes == [f"The last 1 snapshots are kept (NAGAR_KEEP); removed: {first.folder.name}."]
    assert [path.name for path in (room.out / "snapshots").iterdir()] == [done.folder.name]


def test_a_build_that_changes_nothing_still_removes_what_is_too_much(room, write):
    first = room.build()
    write("given/towns.csv", "place,period,persons\nA,2021,5\n")
    room.build()
    done = room.build(keep=1)
    assert (done.changed, first.folder.exists()) == (False, False)


def test_older_snapshots_that_cannot_be_removed_do_not_undo_the_build(room, write, monkeypatch):
    def refuse(out, keep):
        raise OSError(28, "No space left on device")

    room.build()
    write("given/towns.csv", "place,period,persons\nA,2021,5\n")
    monkeypatch.setattr(snapshots, "prune", refuse)
    done = room.build()
    assert done.notes == ["Older snapshots could not be removed: [Errno 28] No space left on device."]
    assert publish.current(room.out) == done.folder


def test_what_changed_stands_beside_the_content_and_changes_no_digest(room, write):
    asked = []

    def compare(old, new):
        asked.append((old and old.name, new.name.startswith(".building"), (new / snapshots.MANIFEST).is_file()))
        return {"number": len(asked)}

    first = room.build(compare=compare)
    write("given/towns.csv", "place,period,persons\nA,2021,5\n")
    second = room.build(compare=compare)
    assert room.build(compare=compare).changed is False
    assert asked == [(None, True, True), (first.folder.name, True, True)]
    assert [(done.folder / snapshots.CHANGES).read_text() for done in (first, second)] == [
        '{\n "number": 1\n}\n', '{\n "number": 2\n}\n'
    ]  # fmt: skip
    assert snapshots.CHANGES not in second.manifest["files"]
    assert room.build(out=room.folder / "elsewhere").digest == second.digest


AUDIT = """
[[audits]]
kind = "range"
says = "no town has more than six people"
column = "persons"
most = 6
"""


def test_an_audit_that_fails_keeps_the_old_snapshot_and_names_the_rows(room, write, card_text):
    write("cards/towns.toml", card_text + AUDIT)
    old = room.build()
    write("given/towns.csv", "place,period,persons\nA,2021,5\nB,2021,7\n")
    with pytest.raises(ContentError, match=r"towns.toml:27: towns \(from towns.csv\) fails the audit 'no town has more"
                       r" than six people' once: B 2021: 7 is more than 6. Nothing was published."):  # fmt: skip
        room.build()
    assert publish.current(room.out) == old.folder
    assert leftovers(room.out) == []


def test_all_audits_that_fail_are_told_together(room, write, card_text):
    write("cards/towns.toml", card_text + AUDIT.replace("6", "1") + AUDIT.replace("most = 6", "least = 2"))
    with pytest.raises(ContentError) as raised:
        room.build()
    assert [problem.message.split(": ")[1] for problem in raised.value.problems] == ["B 2021", "A 2021"]
    assert publish.current(room.out) is None


def test_an_audit_added_to_a_card_is_asked_of_what_did_not_change(room, write, card_text):
    room.build()
    write("cards/towns.toml", card_text + AUDIT.replace("6", "1"))
    with pytest.raises(ContentError, match="no town has more than six people"):
        room.build()


def test_a_folder_that_may_not_be_written_is_told(room):
    room.out.write_text("a file stands here")
    with pytest.raises(ContentError, match="the snapshot cannot be written"):
        room.build()


def test_a_full_disk_is_told_and_the_old_snapshot_stays(room, write):
    def step(folder, context):
        raise OSError(28, "No space left on device")

    old = room.build()
    with pytest.raises(ContentError, match=r"No space left on device. Is there room on the disk"):
        room.build(steps=[step])
    assert publish.current(room.out) == old.folder


def test_an_extract_that_reads_back_differently_keeps_the_old_snapshot(room, write):
    old = room.build()
    write("given/towns.csv", "place,period,persons\nA,2021,5\n")

    def step(folder, context):
        context.extracts["towns"]["rows"] += 1

    with pytest.raises(ContentError, match="towns has 1 rows when read back, 2 were written"):
        room.build(steps=[step])
    assert publish.current(room.out) == old.folder


def test_the_checkout_builds_with_nothing_but_what_is_bundled(bundled_snapshot):
    manifest = snapshots.manifest(bundled_snapshot)
    provenance = {name: entry["provenance"] for name, entry in manifest["extracts"].items()}
    assert manifest["problems"] == []
    assert provenance == {
        "alliance_commitments": "illustrative",
        "alliance_influence": "published",
        "alliance_invitations": "illustrative",
        "alliance_list": "illustrative",
        "alliance_members": "illustrative",
        "alliance_participation": "illustrative",
        "bangladesh_net_migration_2001_2011": "published",
        "bangladesh_pourashava_budgets": "published",
        "bangladesh_published_headlines": "published",
        "budget_funding": "illustrative",
        "budget_quarters": "illustrative",
        "city_partnerships": "published",
        "consumer_prices": "published",
        "event_lessons": "illustrative",
        "grid_budget_lines": "illustrative",
        "infrastructure_projects": "illustrative",
        "judicial_cases": "illustrative",
        "media_coverage": "illustrative",
        "meeting_actions": "illustrative",
        "municipal_decisions": "illustrative",
        "municipal_governments": "illustrative",
        "municipal_priorities": "illustrative",
        "municipal_programmes": "illustrative",
        "municipal_tax_rates": "illustrative",
        "national_mpi_deprivations": "illustrative",
        "needs_answers": "illustrative",
        "nepal_birthplace_2011": "published",
        "nepal_in_migrants_2011_by_reason": "illustrative",
        "nepal_migration_flows_2021": "illustrative",
        "nepal_palika_growth_2011_2021": "illustrative",
        "nepal_poverty_district_2001_2011": "illustrative",
        "nepal_published_headlines": "published",
        "nepal_ward_census_2021": "published",
        "nepal_wealth_quintiles_2021": "illustrative",
        "newsletter_contents": "illustrative",
        "place_areas": "published",
        "policy_consultation": "illustrative",
        "policy_inputs": "illustrative",
        "practice_pilots": "illustrative",
        "practice_register": "illustrative",
        "practice_replications": "illustrative",
        "practice_scores": "illustrative",
        "practice_showings": "illustrative",
        "quarterly_meetings": "illustrative",
        "recommendation_letters": "illustrative",
        "susasan_grievances": "illustrative",
        "tool_adoption": "illustrative",
        "town_partnerships": "illustrative",
        "webinar_mix": "illustrative",
    }


def test_the_checkout_builds_with_the_real_sources(real_snapshot):
    manifest = snapshots.manifest(real_snapshot)
    entries = manifest["extracts"]
    illustrative = sorted(name for name, entry in entries.items() if entry["provenance"] == "illustrative")
    assert illustrative == [
        "alliance_commitments", "alliance_invitations", "alliance_list", "alliance_members", "alliance_participation",
        "budget_funding", "budget_quarters", "event_lessons", "grid_budget_lines", "infrastructure_projects",
        "judicial_cases", "media_coverage", "meeting_actions", "municipal_decisions", "municipal_governments",
        "municipal_priorities", "municipal_programmes", "municipal_tax_rates", "national_mpi_deprivations",
        "needs_answers", "nepal_migration_flows_2021", "nepal_palika_growth_2011_2021", "newsletter_contents",
        "policy_consultation", "policy_inputs", "practice_pilots", "practice_register", "practice_replications",
        "practice_scores", "practice_showings", "quarterly_meetings", "recommendation_letters", "susasan_grievances",
        "tool_adoption", "town_partnerships", "webinar_mix",
    ]  # fmt: skip
    assert entries["nepal_wealth_quintiles_2021"]["source"] == "HHwealth.xlsx"
    assert (entries["nepal_wealth_quintiles_2021"]["rows"], entries["bangladesh_census_2011"]["rows"]) == (1121, 616)
    assert manifest["problems"] == []


def test_the_real_sources_again_change_nothing_and_what_is_lost_without_them_is_told(
    shared_data, real_snapshot, real_places, tmp_path
):
    """Over the real snapshot: its extracts are taken from it, once without its cubes, then as they are."""
    out = shutil.copytree(real_snapshot.parents[1], tmp_path / "real", symlinks=True)
    done = publish.publish(out, shared_data, real_places)
    assert {name for name, entry in done.manifest["extracts"].items() if not entry["reused"]} == set()
    again = publish.publish(out, shared_data, real_places)
    assert (done.changed, again.changed, again.folder) == (True, False, done.folder)
    without = publish.publish(out, None, real_places)
    weaker = [problem for problem in without.problems if problem.warning]
    assert len(weaker) == 5
    assert any("nepal_transfers_2074_75 is not in the new snapshot" in str(problem) for problem in weaker)


PAPER = '\n[columns.paper]\ntype = "VARCHAR"\nmeaning = "minutes"\nmissing = "none"\ndocument = true\n'


@pytest.fixture
def papers(room, write, card_text):
    """The room, where towns name a document each; `give(text)` puts one of them into the folder for documents."""
    write("cards/towns.toml", card_text + PAPER)
    write("recipes/towns.py", RECIPE.replace('"persons"])\n', '"persons", "paper"])\n', 1))
    write("given/towns.csv", "place,period,persons,paper\nA,2021,1,a.txt\nB,2021,2,b.txt\n")
    room.give = lambda text: write("out/documents/towns/a.txt", text)
    return room


def kept(published):
    return {name: told["bytes"] for name, told in published.manifest["extracts"]["towns"]["documents"].items()}


def test_documents_that_rows_name_are_kept_and_one_that_is_absent_is_a_note(papers):
    papers.give("minutes")
    done = papers.build()
    assert kept(done) == {"a.txt": len("minutes")} and done.problems == []
    assert done.manifest["extracts"]["towns"]["notes"] == ["1 documents are named, and not given: b.txt."]


def test_a_document_given_or_corrected_later_makes_a_new_snapshot_and_the_old_one_keeps_its_own(papers):
    one = papers.build()
    papers.give("minutes")
    two = papers.build()
    papers.give("corrected")
    three = papers.build()
    assert [kept(one), kept(two), kept(three)] == [{}, {"a.txt": 7}, {"a.txt": 9}]
    assert len(list((papers.out / "kept_documents").iterdir())) == 2
    again = papers.build()
    assert not again.changed and again.folder == three.folder


def test_a_document_that_was_lost_from_the_store_is_kept_anew(papers):
    papers.give("minutes")
    papers.build()
    (lost,) = (papers.out / "kept_documents").iterdir()
    lost.unlink()
    assert not papers.build().changed and lost.read_text() == "minutes"


def test_illustrative_rows_never_name_a_document_that_somebody_gave(papers):
    papers.give("minutes")
    frame = pandas.DataFrame({"place": ["A", "B"], "period": "2021", "persons": 1, "paper": ["a.txt", "b.txt"]})
    made = Built(frame, "illustrative", "Nagar", "CC0", "sample.py", "made", "2021", documents={"b.txt": b"example"})
    papers.sample.build = lambda places, names, built: {"towns": made}
    assert kept(papers.build(given=False)) == {"b.txt": len("example")}
