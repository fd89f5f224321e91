"""Documents are kept whole under their digest, by name, and nothing a name says leads elsewhere."""

import hashlib

import pandas
import pytest

from data import cards, documents, extract
from data.cards import Built
from data.problems import ContentError

MINUTES = b"Minutes of a meeting (example)"
DIGEST = hashlib.sha256(MINUTES).hexdigest()


@pytest.mark.parametrize("name", ["minutes.pdf", "Minutes 2024 Q1.TXT", "बैठक १.docx", "गर्\u200dयो.pdf", "সভা.odt", "a" * 196 + ".pdf",
                                  "<img src=x onerror=alert(1)>.png", "a.pdf.txt"])  # fmt: skip
def test_a_name_of_a_file_that_is_kept_is_sound(name):
    assert documents.refused(name) == ""


@pytest.mark.parametrize(("name", "why"), [
    ("../current", "holds a folder"), ("../../etc/passwd.txt", "holds a folder"), ("/etc/a.txt", "holds a folder"),
    ("a\\b.pdf", "holds a folder"), ("..pdf", "holds a folder"), (".hidden.pdf", "holds a folder"), ("a\n.pdf", "nobody sees"),
    ("a\x00.pdf", "nobody sees"), ("fdp.\u202eexe.pdf", "nobody sees"), ("a\u200b.pdf", "nobody sees"), (" a.pdf", "nobody sees"),
    ("a\u2028.pdf", "nobody sees"), ("a" * 197 + ".pdf", "more than 200 letters"), ("a.html", "does not end like"),
    ("a.svg", "does not end like"), ("a.pdf.exe", "does not end like"), ("pdf", "does not end like"), ("", "does not end like"),
])  # fmt: skip
def test_a_name_that_is_none_is_refused_with_the_reason(name, why):
    assert why in documents.refused(name)


def test_files_are_given_by_name_and_a_link_out_of_the_folder_is_not(write, tmp_path):
    write("given/a.pdf", "A")
    write("given/program.exe", "B")
    write("given/below/c.pdf", "C")
    (tmp_path / "given" / "link.txt").symlink_to(write("secret.txt", "S"))
    assert list(documents.given(tmp_path / "given")) == ["a.pdf"]
    assert documents.given(tmp_path / "nowhere") == {}


def test_a_document_is_kept_under_its_digest_and_read_back(tmp_path):
    kept, notes = documents.keep(tmp_path, ["minutes.txt"], {"minutes.txt": MINUTES})
    assert (kept, notes) == ({"minutes.txt": {"digest": DIGEST, "bytes": len(MINUTES)}}, [])
    assert documents.read(tmp_path, DIGEST) == MINUTES
    assert documents.all_kept(tmp_path, kept)


def test_a_corrected_document_of_the_same_name_leaves_the_first_as_it_was(tmp_path):
    documents.keep(tmp_path, ["a.txt"], {"a.txt": MINUTES})
    kept, _ = documents.keep(tmp_path, ["a.txt"], {"a.txt": b"corrected"})
    assert documents.read(tmp_path, DIGEST) == MINUTES
    assert documents.read(tmp_path, kept["a.txt"]["digest"]) == b"corrected"


def test_what_is_kept_already_is_not_written_again(tmp_path):
    documents.keep(tmp_path, ["a.txt"], {"a.txt": MINUTES})
    path = tmp_path / documents.STORE / DIGEST
    before = path.stat().st_ino
    documents.keep(tmp_path, ["b.txt"], {"b.txt": MINUTES})
    assert path.stat().st_ino == before and [one.name for one in path.parent.iterdir()] == [DIGEST]


def test_a_document_that_was_changed_is_refused_and_mended_by_what_is_given(tmp_path):
    kept, _ = documents.keep(tmp_path, ["a.txt"], {"a.txt": MINUTES})
    (tmp_path / documents.STORE / DIGEST).write_bytes(MINUTES + b"!")
    assert not documents.all_kept(tmp_path, kept)
    with pytest.raises(ContentError, match="is not the document that was kept"):
        documents.read(tmp_path, DIGEST)
    documents.keep(tmp_path, ["a.txt"], {"a.txt": MINUTES})
    assert documents.read(tmp_path, DIGEST) == MINUTES


def test_what_is_not_there_is_none(tmp_path):
    assert documents.read(tmp_path, DIGEST) is None


def test_what_is_named_and_absent_too_large_or_named_by_no_row_is_a_note(tmp_path, monkeypatch, write):
    monkeypatch.setattr(documents, "LARGEST", len(MINUTES) - 1)
    found = {"large.txt": write("large.txt", MINUTES.decode()), "small.txt": MINUTES[:-1], "spare.txt": b""}
    kept, notes = documents.keep(tmp_path, ["absent.pdf", "large.txt", "small.txt"], found)
    assert list(kept) == ["small.txt"]
    assert notes == ["1 documents are named, and not given: absent.pdf.", "1 documents are of more than 0 MB, and not kept: large.txt.",
                     "1 documents are given, and named by no row: spare.txt."]  # fmt: skip
    assert documents.inputs(tmp_path / "nowhere") == [] and documents.inputs(tmp_path)[0] == ["large.txt", "too large"]


# In the card of an extract


@pytest.fixture
def card(write, card_text):
    text = card_text + '\n[columns.minutes]\ntype = "VARCHAR"\nmeaning = "minutes"\nmissing = "none"\ndocument = true\n'
    found, problems = cards.read(write("cards/towns.toml", text))
    assert problems == []
    return found


def built(minutes, **more) -> Built:
    rows = [("A", "2021", 1, minutes), ("B", "2021", 2, None)]
    frame = pandas.DataFrame(rows, columns=["place", "period", "persons", "minutes"])
    return Built(frame, "published", "O", "L", "towns.csv", "R", "2021", [], **more)


def test_an_extract_says_which_digest_the_names_in_its_rows_stand_for(card, tmp_path):
    rows = built("a.txt", documents={"a.txt": MINUTES, "b.txt": b"spare"})
    completed = extract.write(tmp_path, card, rows, {"A": None, "B": None}, "", store=tmp_path / "out")
    assert completed["documents"] == {"a.txt": {"digest": DIGEST, "bytes": len(MINUTES)}}
    assert documents.read(tmp_path / "out", DIGEST) == MINUTES
    assert cards.read_completed(tmp_path / "extracts" / "towns.json").documents == completed["documents"]


def test_a_row_whose_document_has_no_sound_name_is_named(card, tmp_path):
    with pytest.raises(ContentError, match=r"'\.\./a\.txt' is no name of a document: it holds a folder.*\(row 1\)"):
        extract.write(tmp_path, card, built("../a.txt"), {"A": None, "B": None}, "")


def test_only_a_column_of_texts_names_documents(write, card_text):
    found, problems = cards.read(write("towns.toml", card_text + "document = true\n"))
    assert found is None and "columns.persons.document is True. true, of a column of texts." in str(problems[0])
