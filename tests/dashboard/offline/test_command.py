"""The command: languages, sizes, and a file that is whole or not there."""

import errno
import os
from types import SimpleNamespace

import pytest

from dashboard.offline.command import check_size, languages_of, themes_of, write
from dashboard.offline.copying import Copy
from data.problems import ContentError

COPY = Copy("Mithila: offline copy", "mithila-circuit", "/", b"", {"en": b"", "ne": b""}, {}, [], 3, False)


@pytest.mark.parametrize(
    "wanted, own, found", [(None, "en", ("en",)), (None, "ne", ("ne", "en")), ("ne, en,ne", "en", ("ne", "en"))]
)
def test_the_first_language_opens(wanted, own, found):
    assert languages_of(wanted, own) == found


@pytest.mark.parametrize("wanted", ["", ",", "fr", "en,xx"])
def test_other_languages_are_refused(wanted):
    with pytest.raises(ValueError, match="expected some of en, ne, bn"):
        languages_of(wanted, "en")


HOUSE = SimpleNamespace(registry=SimpleNamespace(themes=dict.fromkeys(("people", "poverty", "budget"))))


@pytest.mark.parametrize("wanted, found", [(None, ()), ("budget, people,budget", ("people", "budget"))])
def test_themes_stand_in_the_order_of_the_pages(wanted, found):
    assert themes_of(wanted, HOUSE) == found


@pytest.mark.parametrize("wanted", ["", "people,health"])
def test_other_themes_are_refused(wanted):
    with pytest.raises(ValueError, match="expected some of people, poverty, budget"):
        themes_of(wanted, HOUSE)


def test_a_file_that_is_too_large_says_what_takes_the_room_and_what_to_leave_out():
    with pytest.raises(ContentError) as told:
        check_size(31_000_000, {"code": 1_000_000, "pages-en": 16_000_000, "pages-ne": 14_000_000}, COPY, None)
    text = str(told.value)
    assert "31.0 MB, more than 25.0 MB" in text and "pages-en 16.0 MB, pages-ne 14.0 MB, code 1.0 MB" in text
    assert "--lang en" in text and "--themes" in text and "--within" in text


def test_a_file_of_the_most_that_is_asked_for_is_not_too_large():
    check_size(5_000_000, {}, COPY, 5)
    with pytest.raises(ContentError):
        check_size(5_000_001, {}, COPY, 5)


def test_a_full_disk_leaves_the_file_that_was_there(tmp_path, monkeypatch):
    path = tmp_path / "copy.html"
    path.write_bytes(b"before")

    def full(_handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ContentError, match="No space left on device"):
        write(path, b"after")
    assert path.read_bytes() == b"before" and [one.name for one in tmp_path.iterdir()] == ["copy.html"]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ContentError, match="cannot be written: No such file"):
        write(tmp_path / "none" / "copy.html", b"x")
