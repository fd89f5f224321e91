"""`nagar template` and `nagar receive` as a person types them; the workbooks are drawn, the building is counted."""

import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from dashboard.workbooks import command, telling
from data import received
from data.problems import ContentError


@pytest.fixture(autouse=True)
def drawn(monkeypatch, report_known, tmp_path):
    """The drawn card in place of those of the checkout, and a folder of snapshots of its own."""
    monkeypatch.setattr(telling, "known", lambda: report_known)
    monkeypatch.setenv("NAGAR_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("NAGAR_LANG", raising=False)


@pytest.fixture
def run(capsys):
    """`run(file, ..., approve="NURP")`: exit code, what was printed, what was said on the screen of errors, builds."""

    def do(*files, approve=None, place="", lang=None):
        builds = []
        options = SimpleNamespace(files=[Path(file) for file in files], approve=approve, place=place, lang=lang)
        code = command.receive(options, lambda: builds.append(1) or 0)
        told = capsys.readouterr()
        return SimpleNamespace(code=code, out=told.out, err=told.err, builds=len(builds))

    return do


def test_templates_are_listed_and_written(capsys, tmp_path):
    command.template(SimpleNamespace(name=None, lang="ne", place="", out=None))
    assert capsys.readouterr().out == "town_jobs  सहरका काम\n"
    out = tmp_path / "jobs.xlsx"
    assert command.template(SimpleNamespace(name="town_jobs", lang=None, place="NP0548201", out=out)) == 0
    assert out.read_bytes()[:2] == b"PK"


def test_an_unknown_template_or_place_says_what_there_is():
    with pytest.raises(ContentError, match="There is no template 'jobs'. There are: town_jobs."):
        command.template(SimpleNamespace(name="jobs", lang=None, place="", out=None))
    with pytest.raises(ContentError, match="NP05 is no municipality that reports town_jobs"):
        command.template(SimpleNamespace(name="town_jobs", lang=None, place="NP05", out=None))


def test_a_sound_file_is_kept_and_waits_for_approval(run, fill, report_line, tmp_path):
    path = fill(report_line(10))
    done = run(path)
    assert (done.code, done.err, done.builds) == (0, "", 0)
    assert f"{path}: Jobs of towns; Butwal; 1 lines, nothing to correct." in done.out
    (record,) = received.all_of(tmp_path / "data")
    assert (record.state, record.number) == ("sound", 0)


def test_a_wrong_one_is_told_cell_by_cell_in_the_senders_language(run, fill, report_line, tmp_path):
    path = fill(report_line(10, sites="धेरै", agreed=True), language="ne")
    done = run(path, approve="NURP")
    assert (done.code, done.builds) == (1, 0)
    assert done.err == f"{path}: विवरण!D10: “धेरै” सङ्ख्या होइन। अङ्क मात्र लेख्नुहोस्, जस्तै १,९४,३३५।\n"
    (record,) = received.all_of(tmp_path / "data")
    assert (received.folder_of(tmp_path / "data", record.digest) / "checked.xlsx").read_bytes()[:2] == b"PK"


def test_approval_names_the_organisation_and_builds_once_for_all_files(run, fill, report_line, tmp_path):
    files = [fill(report_line(10)), fill(report_line(10), top=("Tansen", "2080/81"), name="tansen.xlsx")]
    done = run(*files, approve="NURP secretariat")
    assert (done.code, done.builds) == (0, 1)
    assert "tansen.xlsx: approved by NURP secretariat; 1 lines." in done.out
    assert [record.approved_by for record in received.approved(tmp_path / "data", "town_jobs")] == [
        "NURP secretariat"
    ] * 2


def test_of_several_files_the_wrong_one_stops_no_other(run, fill, report_line, tmp_path):
    files = [fill(report_line(10, sites="many")), fill(report_line(10), name="good.xlsx"), tmp_path / "absent.xlsx"]
    done = run(*files, approve="NURP")
    assert (done.code, done.builds) == (1, 1)
    assert [record.name for record in received.approved(tmp_path / "data", "town_jobs")] == ["good.xlsx"]
    assert "absent.xlsx: cannot be read: No such file or directory." in done.err


def test_sent_twice_says_so_and_changes_nothing(run, fill, report_line):
    path = fill(report_line(10))
    run(path, approve="NURP")
    done = run(path, approve="NURP")
    assert (done.code, done.builds) == (0, 0)
    assert "this same file was received on" in done.out and "and approved by NURP on" in done.out
    assert "sent.xlsx: is approved already." in done.out


def test_the_same_figures_saved_anew_change_nothing(run, fill, report_line):
    run(fill(report_line(10)), approve="NURP")
    done = run(fill(report_line(11), name="saved.xlsx"), approve="NURP")
    assert (done.code, done.builds) == (0, 0)
    assert "saved.xlsx: has the same figures as sent.xlsx, approved on" in done.out


def test_a_correction_says_what_it_takes_the_place_of(run, fill, report_line):
    run(fill(report_line(10) | report_line(11, job="water supply")), approve="NURP")
    done = run(fill(report_line(10, sites=7), name="corrected.xlsx"), approve="NURP")
    assert (done.code, done.builds) == (0, 1)
    assert "corrected.xlsx: takes the place of sent.xlsx of" in done.out and "(2080/81; 2 lines)." in done.out


def test_sent_for_another_town_than_the_sender_is_told(run, fill, report_line):
    done = run(fill(report_line(10)), place="NP0548302", approve="NURP")
    assert (done.code, done.builds) == (1, 0)
    assert "Figures!C2: It was sent for Tansen, and here stands Butwal." in done.err


def test_a_copy_of_the_file_of_another_town_is_asked_about(run, fill, report_line):
    lines = report_line(10) | report_line(11, job="water supply")
    run(fill(lines))
    few = run(fill(lines, top=("Tansen", "2080/81"), name="tansen.xlsx"))
    assert "same figures" not in few.out  # two lines may be alike by chance

    def copy(book):
        book.copy_worksheet(book.worksheets[1])["C3"] = "2079/80"

    run(fill(lines, change=copy, name="four.xlsx"))
    done = run(fill(lines, top=("Tansen", "2080/81"), change=copy, name="copied.xlsx"))
    assert done.code == 0
    assert "copied.xlsx: has the same figures as four.xlsx of Butwal. Was another file meant?" in done.out


@pytest.mark.parametrize(
    ("lang", "told"),
    [(None, "It is no Excel workbook. Save it as .xlsx and send it again."), ("ne", "यो एक्सेल कार्यपुस्तिका होइन।"), ("bn", "এটি এক্সেল ওয়ার্কবুক নয়।")],
)  # fmt: skip
def test_a_file_that_is_not_opened_is_kept_and_told(run, tmp_path, lang, told):
    path = tmp_path / "letter.xlsx"
    path.write_bytes(b"Dear all")
    done = run(path, lang=lang)
    assert done.code == 1 and f"{path}: {told}" in done.err
    (record,) = received.all_of(tmp_path / "data")
    assert (record.state, record.name) == ("unreadable", "letter.xlsx")


def test_a_workbook_with_macros_is_kept_as_it_is_and_not_read(run, fill, report_line, tmp_path):
    path = fill(report_line(10))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"a program")
    done = run(path, approve="NURP")
    assert (done.code, done.builds) == (1, 0)
    assert "It carries macros, which are a program. Save it as .xlsx, without macros, and send that." in done.err
    (record,) = received.all_of(tmp_path / "data")
    folder = received.folder_of(tmp_path / "data", record.digest)
    assert (folder / "sent.xlsx").read_bytes() == path.read_bytes()
    assert not (folder / "rows.json").exists()


def test_an_approval_without_a_name_is_wrong_usage(run, fill, report_line):
    with pytest.raises(ValueError, match="needs the name"):
        run(fill(report_line(10)), approve=" ")
