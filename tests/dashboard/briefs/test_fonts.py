"""Which font each letter has, how lines are broken, and what is told where no font has a letter."""

import pytest

from dashboard.briefs import fonts
from dashboard.words import Reader

NEPALI, BANGLA = "सिद्धार्थ राजमार्ग", "সিদ্ধার্থ মহাসড়ক"


@pytest.fixture
def no_fonts(monkeypatch):
    """A machine without any font."""
    kept = (fonts._font, fonts._font_of)
    monkeypatch.setattr(fonts, "_here", dict)
    for one in kept:
        one.cache_clear()
    yield
    for one in kept:
        one.cache_clear()


@pytest.fixture(autouse=True)
def has_fonts(request):
    """Debian's fonts-noto-core, which a picture in the three scripts needs."""
    if "no_fonts" not in request.fixturenames and fonts.missing([NEPALI, BANGLA, "a"]):
        pytest.skip("no fonts for the three scripts are installed")


def test_each_script_has_a_font_of_its_own_and_spaces_stay_with_the_letter_before():
    found = fonts.runs(f"Road {NEPALI} and {BANGLA}।")
    assert [text for text, _ in found] == ["Road ", f"{NEPALI} ", "and ", f"{BANGLA}।"]
    assert len({font.family for _, font in found}) == 3
    assert fonts.missing([f"{NEPALI} {BANGLA} 12 %"]) == []


def test_a_machine_without_fonts_is_told_which_it_needs_and_whence(no_fonts):
    told = fonts.missing([f"a {NEPALI}", BANGLA])
    assert len(told) == 3 and all("fonts-noto-core" in sentence for sentence in told)
    assert [name in " ".join(told) for name in ("Noto Sans Devanagari", "Noto Sans Bengali")] == [True, True]
    assert "फन्ट" in fonts.missing([NEPALI], Reader("ne"))[0]


def test_letters_that_no_font_here_has_are_named():
    (told,) = fonts.missing(["a \U0001e922 b"]) or ("",)  # Adlam; a machine may have a font of it
    assert not told or "Adlam" in told


def test_lines_are_no_wider_than_they_may_be_and_lose_no_word():
    text = " ".join([NEPALI, "a road of Lumbini"] * 6)
    lines = fonts.wrapped(text, 20, 240)
    assert " ".join(lines) == text and len(lines) > 3
    assert max(fonts.width(line, 20) for line in lines) <= 240
    assert fonts.wrapped("", 20, 240) == []


def test_a_word_that_is_wider_than_a_line_is_broken_between_letters():
    lines = fonts.wrapped("क्षे" * 40, 20, 200)
    assert "".join(lines) == "क्षे" * 40 and max(fonts.width(line, 20) for line in lines) <= 200
    assert all(line.startswith("क्षे") for line in lines)  # what belongs to a letter stays with it


def test_a_number_stays_with_its_sign():
    assert fonts.wrapped("about 25.0\u00a0% of", 20, fonts.width("about 25.0", 20) + 1)[0] == "about"


def test_a_text_that_is_cut_says_so_and_fits():
    shown = fonts.cut(NEPALI * 9, 20, 150)
    assert shown.endswith("…") and fonts.width(shown, 20) <= 150 and fonts.cut("short", 20, 150) == "short"


def test_what_no_xml_can_hold_is_gone_and_joiners_stay():
    assert fonts.clean("a\x00\x07b\ud800\u2068c\u2069\ufffe\nd\u202fe") == "abc d\u00a0e"
    assert fonts.clean("क्\u200dष") == "क्\u200dष"
