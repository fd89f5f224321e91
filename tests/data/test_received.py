"""What was sent is kept byte for byte; what is approved is published once, and a correction takes the place of what it corrects."""

import hashlib
import json
import os
from dataclasses import replace
from types import SimpleNamespace

import duckdb
import pytest

from data import publish, received
from data.problems import ContentError
from data.receiving import receive
from data.snapshots import digest_of


@pytest.fixture
def room(tmp_path, report_card, report_known):
    """A folder of snapshots, and what one does with files that were sent: `take` keeps, `approve` approves, `build`
    publishes the drawn extract (where nothing was approved it is illustrative).
    """
    out = tmp_path / "out"

    def take(path) -> received.Record:
        read = receive(path, report_known)
        record = received.record_of(path, path.name, report_card, read, "Butwal")
        return received.keep(out, path, record, read, b"a copy")

    def approve(record, by="NURP"):
        return received.approve(out, record.digest, by, report_card, report_known.places)

    class Sample:
        __file__ = str(report_card.file)

        def build(self, places, names, built):
            return {}

    def build():
        return publish.publish(out, None, report_known.places, extracts_folder=report_card.file.parent,
                               recipes_folder=tmp_path / "recipes", sample=Sample())  # fmt: skip

    return SimpleNamespace(
        out=out, take=take, approve=approve, build=build, card=report_card, places=report_known.places
    )


def published(done) -> list[tuple]:
    path = done.folder / "extracts" / "town_jobs.parquet"
    return duckdb.execute(f"SELECT place, period, job, sites FROM '{path}' ORDER BY ALL").fetchall()


def test_a_file_is_kept_byte_for_byte_under_its_digest(room, fill, report_line):
    path = fill(report_line(10))
    record = room.take(path)
    folder = room.out / "received" / hashlib.sha256(path.read_bytes()).hexdigest()
    assert (folder / "sent.xlsx").read_bytes() == path.read_bytes()
    assert (folder / "checked.xlsx").read_bytes() == b"a copy"
    assert (record.state, record.name, record.bytes, record.rows) == ("sound", "sent.xlsx", path.stat().st_size, 1)
    assert (record.sender, record.reports) == ("NP0548201", (("NP0548201", "2080/81"),))
    assert received.found(room.out, record.digest) == record


def test_a_wrong_file_is_kept_too_and_cannot_be_approved(room, fill, report_line):
    record = room.take(fill(report_line(10, sites="many")))
    assert (record.state, record.faults) == ("wrong", 1)
    assert (received.folder_of(room.out, record.digest) / "sent.xlsx").is_file()
    with pytest.raises(ContentError, match="sent.xlsx is not in order, and cannot be approved."):
        room.approve(record)


def test_a_file_that_could_not_be_opened_is_kept_with_the_reason(room, tmp_path, report_card):
    path = tmp_path / "letter.xlsx"
    path.write_bytes(b"Dear all")
    record = received.record_of(path, path.name, None, None, "", "It is no Excel workbook.")
    received.keep(room.out, path, record, None, None)
    kept = received.found(room.out, digest_of(path))
    assert (kept.state, kept.reason) == ("unreadable", "It is no Excel workbook.")
    assert (received.folder_of(room.out, kept.digest) / "sent.xlsx").read_bytes() == b"Dear all"


def test_nothing_is_published_before_it_is_approved(room, fill, report_line):
    room.take(fill(report_line(10)))
    assert "town_jobs" not in room.build().manifest["extracts"]


def test_what_is_approved_is_published_as_reported_dated_and_named(room, fill, report_line):
    record = room.approve(room.take(fill(report_line(10))))
    done = room.build()
    assert published(done) == [("NP0548201", "2080/81", "drains", 5)]
    entry = done.manifest["extracts"]["town_jobs"]
    assert entry["provenance"] == "reported"
    today = record.approved_at[:10]
    assert entry["notes"] == [
        f"Butwal (NP0548201) sent sent.xlsx on {today}, approved by NURP on {today} (digest {record.digest[:12]})."
    ]
    assert done.manifest["sources"] == [{"extract": "town_jobs", "file": "sent.xlsx", "digest": record.digest}]
    card = json.loads((done.folder / "extracts" / "town_jobs.json").read_text("utf-8"))
    assert (card["publisher"], card["data_date"]) == ("Butwal", today)
    told = {"lines": 1, "received_on": today, "approved_on": today, "approved_by": "NURP"}
    assert card["reports"] == [{"sender": "NP0548201", "period": "2080/81", **told}]


def test_sent_twice_is_kept_and_published_once(room, fill, report_line):
    path = fill(report_line(10))
    first = room.approve(room.take(path))
    again = room.take(path)
    assert again == first and room.approve(again) == first
    assert len(received.all_of(room.out)) == 1
    assert len(published(room.build())) == 1


def test_a_file_that_comes_again_before_it_is_approved_keeps_its_day_and_takes_what_is_known_now(
    room, fill, report_line, report_known
):
    path = fill(report_line(10))
    read = receive(path, report_known, sender="NP0548302")  # as if another town had sent it
    wrong = received.record_of(path, path.name, room.card, read, "Butwal")
    received.keep(room.out, path, replace(wrong, received_at="2026-01-01T00:00:00+00:00"), read, None)
    again = room.take(path)
    assert (wrong.state, again.state, again.received_at[:10]) == ("wrong", "sound", "2026-01-01")
    assert room.approve(again).number == 1


def test_the_same_figures_in_another_file_are_recognised(room, fill, report_line):
    first = room.approve(room.take(fill(report_line(10))))
    again = room.take(fill(report_line(12), name="again.xlsx"))
    assert again.digest != first.digest
    assert received.same_figures(room.out, again) == first
    assert received.same_figures(room.out, room.take(fill(report_line(10, sites=6), name="other.xlsx"))) is None


def test_a_correction_takes_the_place_of_the_whole_report(room, fill, report_line):
    room.approve(room.take(fill(report_line(10) | report_line(11, job="water supply"))))
    corrected = room.take(fill(report_line(10, sites=7), name="corrected.xlsx"))
    assert [record.name for record in received.replaced(room.out, corrected)] == ["sent.xlsx"]
    room.approve(corrected)
    assert published(room.build()) == [("NP0548201", "2080/81", "drains", 7)]
    assert [record.name for record in received.standing(room.out, "town_jobs")] == ["corrected.xlsx"]
    assert len(received.all_of(room.out)) == 2


def test_another_year_and_another_town_stand_beside_it(room, fill, report_line):
    room.approve(room.take(fill(report_line(10))))
    room.approve(room.take(fill(report_line(10, sites=3), top=("Butwal", "2079/80"), name="earlier.xlsx")))
    room.approve(room.take(fill(report_line(10, sites=2, open_sites=1), top=("Tansen", "2080/81"), name="tansen.xlsx")))
    assert published(room.build()) == [
        ("NP0548201", "2079/80", "drains", 3), ("NP0548201", "2080/81", "drains", 5), ("NP0548302", "2080/81", "drains", 2),
    ]  # fmt: skip


def test_the_order_of_approval_decides_not_that_of_arrival(room, fill, report_line):
    first = room.take(fill(report_line(10, sites=4)))
    second = room.take(fill(report_line(10, sites=9), name="second.xlsx"))
    room.approve(second)
    room.approve(first)
    assert published(room.build()) == [("NP0548201", "2080/81", "drains", 4)]


def test_rows_that_would_stop_a_build_are_not_approved(room, fill, report_line, report_card):
    """An audit over rows that are fine one by one: here, that no job costs the same twice."""
    from data.audit_cards import Audit

    audit = Audit("unique", "no two jobs have as many sites", report_card.file, 1, {}, (), {"columns": ["sites"]})
    strict = replace(report_card, audits=(*report_card.audits, audit))
    record = room.take(fill(report_line(10) | report_line(11, job="water supply")))
    with pytest.raises(ContentError, match="no two jobs have as many sites"):
        received.approve(room.out, record.digest, "NURP", strict, room.places)
    assert received.found(room.out, record.digest).number == 0


def test_an_approval_needs_a_name(room, fill, report_line):
    record = room.take(fill(report_line(10)))
    with pytest.raises(ContentError, match="needs the name of the organisation"):
        room.approve(record, "  ")


def test_rows_changed_behind_its_back_stop_the_build(room, fill, report_line):
    record = room.approve(room.take(fill(report_line(10))))
    rows = received.folder_of(room.out, record.digest) / "rows.json"
    rows.write_text(rows.read_text("utf-8").replace('"sites": 5', '"sites": 6'), "utf-8")
    with pytest.raises(ContentError, match="was changed after it was approved"):
        room.build()


def test_an_unchanged_extract_is_taken_from_the_snapshot_before(room, fill, report_line):
    room.approve(room.take(fill(report_line(10))))
    room.build()
    assert not room.build().changed
    assert room.approve(room.take(fill(report_line(10, sites=6), name="b.xlsx"))).number == 2
    assert room.build().changed


def test_what_was_approved_and_has_no_card_any_more_is_told(room, fill, report_line, tmp_path):
    room.approve(room.take(fill(report_line(10))))
    (tmp_path / "empty").mkdir()
    done = publish.publish(
        room.out, None, room.places, extracts_folder=tmp_path / "empty", recipes_folder=tmp_path / "recipes"
    )
    assert "What was sent in and approved of town_jobs is not published: it has no sound card." in done.notes


def test_a_damaged_record_is_named(room, fill, report_line):
    record = room.take(fill(report_line(10)))
    path = received.folder_of(room.out, record.digest) / "record.json"
    path.write_text("{", "utf-8")
    with pytest.raises(ContentError, match="record.json:1: is not the record of a file that was sent"):
        received.all_of(room.out)


def test_what_a_killed_process_left_half_made_counts_for_nothing(room, fill, report_line):
    half = room.out / "received" / ".receiving-abc"
    half.mkdir(parents=True)
    (half / "record.json").write_text("{", "utf-8")
    assert received.all_of(room.out) == []
    room.take(fill(report_line(10)))
    assert half.exists()  # it may be another process that is just at work
    os.utime(half, (0, 0))
    room.take(fill(report_line(11), name="b.xlsx"))
    assert not half.exists()
