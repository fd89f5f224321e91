"""Codes: the same for the same address, found however they are typed, never of two addresses."""

import pytest

from dashboard import codes

ADDRESS = "/poverty?place=NP05&snapshot=ab12cd34ef56#card-ranking"


def test_an_address_has_one_code_which_opens_it_however_it_is_typed(tmp_path):
    code = codes.make(tmp_path, ADDRESS)
    assert code == codes.make(tmp_path, ADDRESS) and len(code) == codes.SHORTEST
    assert codes.find(tmp_path, f" {code.upper()} ") == ADDRESS


def test_where_the_first_letters_are_taken_the_code_is_longer(tmp_path, monkeypatch):
    monkeypatch.setattr(codes, "_letters", lambda address: "aaaaaaa" + ("b" if "NP05" in address else "c") * 5)
    first, second = codes.make(tmp_path, "/people?place=NP05"), codes.make(tmp_path, "/people?place=NP06")
    assert (first, second) == ("aaaaaa", "aaaaaaa")
    assert codes.find(tmp_path, second) == "/people?place=NP06"


@pytest.mark.parametrize("code", ["", "../../secret", "aaaaaaa", "a" * 13, "il0o1i", "नेपाल"])
def test_what_is_no_code_opens_nothing(tmp_path, code):
    codes.make(tmp_path, ADDRESS)
    assert codes.find(tmp_path, code) is None


@pytest.mark.parametrize(
    "address", ["https://example.org/", "//example.org", "/\\example.org", "poverty", "/" + "x" * 3_000]
)
def test_only_addresses_of_pages_have_codes(tmp_path, address):
    with pytest.raises(ValueError, match="no address of a page"):
        codes.make(tmp_path, address)


def test_a_file_that_holds_another_site_is_not_followed(tmp_path):
    code = codes.make(tmp_path, ADDRESS)
    (tmp_path / codes.FOLDER / code[:2] / code).write_text("//example.org/", "utf-8")
    assert codes.find(tmp_path, code) is None
