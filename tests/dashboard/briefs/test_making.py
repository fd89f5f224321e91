"""Files of a brief: for many places and languages, not again what is there, and one that fails stops no other."""

import errno
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard import codes
from dashboard.briefs import making
from dashboard.briefs.content import Document, Figure, Missing
from dashboard.briefs.making import Wanted
from dashboard.words import Reader
from data.problems import ContentError

TEXT = """title = { en = "People of {place}", ne = "{place}" }
[[items]]
view = "/people?place={place}&indicator=population.persons"
"""


@pytest.fixture
def wanted() -> Wanted:
    return Wanted("people", TEXT, ["NP0548201", "NP0331201"], ["en", "ne"], ["html"], address="https://nagar.example")


@pytest.fixture(scope="module")
def snapshot(bundled_snapshot) -> Path:
    return bundled_snapshot


def run(snapshot: Path, wanted: Wanted, out: Path, workers: int = 1) -> list[making.Made]:
    return making.make(out.parent / "data", snapshot, wanted, out, workers, lambda made: None)


def test_each_place_and_language_has_its_file_and_a_second_run_makes_none(snapshot, wanted, tmp_path):
    out = tmp_path / "out"
    made = run(snapshot, wanted, out)
    names = [path.name for one in made for path in one.files]
    assert names == [
        "people-NP0548201-en.html",
        "people-NP0548201-ne.html",
        "people-NP0331201-en.html",
        "people-NP0331201-ne.html",
    ]
    assert sorted(path.name for path in out.iterdir() if not path.name.startswith(".")) == sorted(names)
    before = {path: path.read_bytes() for path in out.iterdir()}
    again = run(snapshot, wanted, out)
    assert [len(one.kept) for one in again] == [1, 1, 1, 1] and {
        path: path.read_bytes() for path in out.iterdir()
    } == before


def test_what_was_changed_or_is_gone_is_made_again(snapshot, wanted, tmp_path):
    out = tmp_path / "out"
    wanted = replace(wanted, places=["NP0548201"])
    run(snapshot, wanted, out)
    (out / "people-NP0548201-en.html").write_text("cut off", "utf-8")
    (out / "people-NP0548201-ne.html").unlink()
    assert [len(one.files) for one in run(snapshot, wanted, out)] == [1, 1]
    in_bs = run(snapshot, replace(wanted, calendar="bs"), out)
    assert [len(one.files) for one in in_bs] == [1, 1] and "calendar=bs" in in_bs[0].files[0].read_text("utf-8")
    assert [len(one.files) for one in run(snapshot, replace(wanted, text=TEXT.replace("People", "Persons")), out)] == [
        1,
        1,
    ]


def test_two_processes_make_the_same_bytes_as_one(snapshot, wanted, tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    run(snapshot, wanted, one)
    run(snapshot, wanted, two, workers=2)
    assert {path.name: path.read_bytes() for path in one.iterdir()} == {
        path.name: path.read_bytes() for path in two.iterdir()
    }


def test_a_place_that_fails_is_told_and_the_others_are_made(snapshot, wanted, tmp_path, monkeypatch):
    genuine = making.document

    def failing(site, brief, place, *others):
        if place == "NP0548201":
            raise RuntimeError("no such thing")
        return genuine(site, brief, place, *others)

    monkeypatch.setattr(making, "document", failing)
    made = run(snapshot, wanted, tmp_path / "out")
    assert [bool(one.error) for one in made] == [True, True, False, False] and "no such thing" in made[0].error
    assert len(list((tmp_path / "out").glob("*.html"))) == 2


def test_a_full_disk_leaves_no_half_file(snapshot, wanted, tmp_path, monkeypatch):
    genuine = Path.write_bytes

    def full(path, content):
        if path.suffix != ".json" and "people" in path.name:
            genuine(path, content[:10])
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return genuine(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    made = run(snapshot, wanted, tmp_path / "out")
    told = f"Nothing can be written into the folder {tmp_path / 'out'}: No space left on device."
    assert (
        all(told in one.error and "people-" not in one.error for one in made)
        and list((tmp_path / "out").iterdir()) == []
    )


def test_a_template_that_cannot_be_used_loses_the_slides_alone(snapshot, wanted, tmp_path):
    template = tmp_path / "look.pptx"
    template.write_text("no slides", "utf-8")
    asked = replace(wanted, places=["NP0548201"], languages=["en"], kinds=["pptx", "html"], template=template)
    [made] = run(snapshot, asked, tmp_path / "out")
    assert [path.name for path in made.files] == ["people-NP0548201-en.html"] and "is no PPTX" in made.error


def test_every_figure_has_a_code_that_opens_its_card(tmp_path):
    figure = Figure(*("",) * 3, (), (), (), (), None, None, False, "", (), (), *("",) * 6,
                    "https://nagar.example/people?place=NP", "ranking")  # fmt: skip
    its = Document("", "", Reader("en"), "", [figure, Missing("a", "b")])
    coded = making.with_codes(its, tmp_path, "https://nagar.example")
    assert (
        codes.find(tmp_path, coded.pieces[0].code) == "/people?place=NP#card-ranking"
        and coded.pieces[1] == its.pieces[1]
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"places": [""]}, "is made for a place"),
        ({"places": ["NP9999999"]}, "no place or group 'NP9999999'"),
        ({"text": 'made_for = ["country"]\n' + TEXT}, "made for country; NP0548201 is a local"),
        ({"places": ["NP0548201"] * 6_000}, "at most 5,000"),
    ],
)
def test_what_cannot_be_made_for_a_place_is_told_before_any_is(site, wanted, changes, told):
    with pytest.raises(ContentError, match=told):
        making.check(site, replace(wanted, **changes))


def test_targets_are_the_places_of_a_level_or_the_groups_of_a_set(site):
    found = making.targets(site, "local", "mithila-circuit")
    assert len(found) == 8 and all(site.house.places[code].level == "local" for code in found)
    assert "mithila-circuit" in making.targets(site, "nepal-clusters", "")
    for each, within, told in (("local", "atlantis", "no place or group"), ("continent", "NP05", "Its levels are")):
        with pytest.raises(ContentError, match=told):
            making.targets(site, each, within)
