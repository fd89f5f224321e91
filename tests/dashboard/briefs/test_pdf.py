"""The PDF of a document, read again with the tools of poppler."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.briefs import fonts, pdf
from dashboard.briefs.brief import parse
from dashboard.briefs.chart import BAR, Chart, Series
from dashboard.briefs.content import Document, Figure, Heading, Missing, PageBreak, Picture, Text
from dashboard.words import Reader
from data.problems import ContentError

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="Debian's poppler-utils reads PDF files here"
)
CHART = Chart(BAR, ("रोल्पा", "Palpa"), (Series("x", (48.3, 20.6)),), "percent")
FIGURE = Figure(
    "Poor households: By district", "Lumbini · 2011 · percent", "Highest: Rolpa.", ("illustrative",), ("Place", "Value"),
    (("Rolpa", "48.3 %"), ("Palpa", "hidden")), (False, True), CHART, None, False, "For the wards.", ("One is hidden.",),
    (("How it is computed", "Poor by all."),), "Place: Lumbini", "An office", "CC0", "An office, 2011",
    "23 November 2026, ab12", "poverty/headcount", "https://nagar.example/poverty", "ranking", "k7m2qp",
)  # fmt: skip
TABLE = replace(FIGURE, as_table=True)
MAP = Picture(
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" viewBox="0 0 20 10"><rect width="20" height="10"/></svg>',
    20, 10, (("#dfb066", "10–20 (3)"),),
)  # fmt: skip


def written(*pieces, language: str = "en", title: str = "Profile of Butwal") -> bytes:
    return pdf.write(Document(title, "Butwal", Reader(language), "Data of today", pieces))


def read(tool: str, content: bytes, folder: Path, *options: str) -> str:
    (folder / "brief.pdf").write_bytes(content)
    return subprocess.run(
        [tool, *options, "brief.pdf", *(["-"] if tool == "pdftotext" else [])], cwd=folder, capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip


def words_of(content: bytes, folder: Path) -> str:
    """The text, each run of spaces and ends of lines as one space."""
    return " ".join(read("pdftotext", content, folder, "-layout").split())


def pages(content: bytes, folder: Path) -> int:
    return int(re.search(r"Pages:\s+(\d+)", read("pdfinfo", content, folder))[1])


@needs_poppler
def test_all_that_must_go_with_a_figure_is_on_the_page(tmp_path):
    text = words_of(written(Heading("Poverty"), TABLE, Missing("Slums", "There is no figure of it here.")), tmp_path)
    for value in ("Profile of Butwal", "Data of today", "Poverty", TABLE.title, TABLE.line, TABLE.told, *TABLE.marks, *TABLE.notes,
                  TABLE.note, "Rolpa 48.3 %", "Palpa hidden", TABLE.filters, TABLE.source, TABLE.licence, TABLE.snapshot,
                  TABLE.module, TABLE.code, "Poor by all.", TABLE.citation, "Table 1"):  # fmt: skip
        assert value in text, value
    assert "https://nagar.example/f/k7m2qp" in text.replace(" ", "")
    assert text.index("What could not be made") > text.index("Poor by all.") and "Slums: There is no figure" in text


@needs_poppler
def test_it_is_tagged_for_screen_readers_and_has_bookmarks_a_title_and_no_day(tmp_path):
    content = written(Heading("Poverty"), TABLE, replace(TABLE, title="Second"))
    told = read("pdfinfo", content, tmp_path)
    assert re.search(r"Tagged:\s+yes", told) and re.search(r"Title:\s+Profile of Butwal", told)
    assert "CreationDate" not in told and b"pdfuaid" in content
    outline = read("pdftohtml", content, tmp_path, "-xml", "-stdout", "-i")
    assert re.findall(r"<item [^>]*>([^<]*)</item>", outline.partition("<outline>")[2]) == [
        "Poverty", TABLE.title, "Second", "What the words mean",
    ]  # fmt: skip
    assert re.search(r"H1 \"Poverty\"", read("pdfinfo", content, tmp_path, "-struct"))


@needs_poppler
@pytest.mark.parametrize(
    ("language", "words"), [("en", "Figure 1"), ("ne", "चित्र १"), ("bn", "চিত্র ১")], ids=["en", "ne", "bn"]
)
def test_all_letters_of_our_languages_have_a_font_that_is_in_the_file(language, words, tmp_path):
    content = written(FIGURE, Text(("रोल्पा र अर्घाखाँची", "ঢাকা বিভাগ")), language=language)
    listed = read("pdffonts", content, tmp_path).splitlines()[2:]
    assert listed and all(re.search(r"Noto\S* .* yes yes yes", line) for line in listed)
    text = words_of(content, tmp_path)
    assert "\ufffd" not in text and words.split()[-1] in text and f'lang="{language}"'.encode() not in content


def test_the_names_in_a_chart_are_letters_of_the_page_and_its_words_are_told_to_those_who_do_not_see_it():
    data = pdf._data(Document("x", "", Reader("ne"), "", (FIGURE,)))
    picture = data["pieces"][0]["picture"]
    assert "रोल्पा" in [one["text"] for one in picture["letterings"]] and "रोल्पा" not in picture["svg"]
    assert picture["alternative"] == FIGURE.alternative


def test_the_same_document_gives_the_same_bytes():
    assert written(FIGURE, TABLE) == written(FIGURE, TABLE)
    assert written(FIGURE) != written(TABLE)


@needs_poppler
def test_own_words_are_never_markup(tmp_path, wicked_names):
    wicked = '#panic() #read("/etc/passwd") *a* _b_ $x^2$ @here <label> // c /* d */ = e \\u{41}'
    text = words_of(written(Text((wicked, *wicked_names)), replace(FIGURE, title="#strong[x]", note="`y`")), tmp_path)
    assert wicked in text and "#strong[x]" in text and "`y`" in text


@needs_poppler
def test_letters_that_no_font_has_are_signs_and_never_boxes(tmp_path):
    text = words_of(written(Text(("a\uf8ffb \x00c \u0378d \ufeffe\u1680f 1\ufe0f\u20e3",))), tmp_path)
    assert "a\ufffdb \ufffdc \ufffdd e f 1" in text


def test_without_a_font_for_its_language_it_is_refused_with_what_to_install(monkeypatch):
    monkeypatch.setattr(fonts, "font_of", lambda letter, before=None: None if letter >= "\u0900" else object())
    with pytest.raises(ContentError, match="Noto Sans Devanagari"):
        written(Text(("नेपाल",)))


@needs_poppler
def test_a_word_of_5000_letters_stays_on_the_page(tmp_path):
    content = written(Text(("x" * 5000,)), replace(TABLE, rows=(("y" * 60, "1"),)))
    assert words_of(content, tmp_path).replace(" ", "").count("x") >= 5000
    right = [float(found) for found in re.findall(r'xMax="([\d.]+)"', read("pdftotext", content, tmp_path, "-bbox"))]
    assert max(right) <= 595.3 - 16 / 25.4 * 72 + 1  # A4 less the margin of 16 mm, in points


@needs_poppler
def test_a_long_address_without_a_site_is_broken_and_is_copied_without_signs_nobody_sees(tmp_path):
    link = "/poverty?place=NP05&indicator=wealth_quintiles.poorest_fifth_share&where=" + "age.young-" * 30
    content = written(replace(TABLE, link=link))
    text = read("pdftotext", content, tmp_path, "-raw")
    assert "\u200b" not in text and link in text.replace("\n", "")
    right = [float(found) for found in re.findall(r'xMax="([\d.]+)"', read("pdftotext", content, tmp_path, "-bbox"))]
    assert max(right) <= 595.3 - 16 / 25.4 * 72 + 1  # A4 less the margin of 16 mm, in points


def test_long_words_are_broken_after_their_signs_and_never_within_a_letter():
    assert pdf._writable("poverty/headcount_published") == "poverty/\u200bheadcount_\u200bpublished"
    assert pdf._writable("https://nagar.example/poverty?place=NP05") == "https://nagar.example/poverty?place=NP05"
    clusters = pdf._writable("क्षि" * 8).split("\u200b")
    assert len(clusters) > 1 and all(set(one) == set("क्षि") and one.startswith("क") for one in clusters)


@needs_poppler
def test_the_head_of_a_long_table_is_repeated_and_rows_are_whole(tmp_path):
    rows = tuple((f"Place {number} " + "with a long name " * 8, f"{number} %") for number in range(40))
    content = written(replace(TABLE, rows=rows))
    texts = read("pdftotext", content, tmp_path, "-layout").split("\f")
    with_rows = [text for text in texts if "Place" in text and "%" in text]
    assert len(with_rows) > 1
    assert all(re.search(r"Place\s+Value", text) for text in with_rows)


@needs_poppler
def test_a_wide_table_has_a_page_across_with_its_heading(tmp_path):
    columns = tuple(f"Responsibilities {number}" for number in range(12))
    wide = replace(TABLE, columns=columns, rows=(("municipalities",) * 12,), numeric=(False,) * 12)
    sizes = read("pdfinfo", written(TABLE, Heading("Registers"), wide), tmp_path, "-f", "1", "-l", "9")
    assert [size.split()[0] for size in re.findall(r"size:\s+(\d+\.?\d* x)", sizes)] == ["595.276", "841.89", "595.276"]
    texts = read("pdftotext", written(TABLE, Heading("Registers"), wide), tmp_path).split("\f")
    assert "Registers" in texts[1] and "Registers" not in texts[0]


@needs_poppler
def test_two_figures_fit_on_a_page_and_a_short_profile_on_two(tmp_path):
    drawn = replace(FIGURE, chart=None, picture=MAP)
    assert pages(written(drawn, FIGURE), tmp_path) == 1
    rows = tuple((f"Indicator {number}", "12.3 %") for number in range(24))
    profile = (Heading("Poverty"), drawn, FIGURE, PageBreak(), Heading("Beside others"), replace(TABLE, rows=rows))
    assert pages(written(*profile), tmp_path) == 2


@needs_poppler
def test_no_page_is_empty_wherever_the_definitions_begin(tmp_path):
    long = replace(FIGURE, citation="An office, a census. " * 60)
    for count in range(51, 56):  # rows above them: more leave less of the page, until they begin on the next
        rows = tuple((f"Indicator {number}", "12.3 %") for number in range(count))
        every = read("pdftotext", written(replace(long, as_table=True, rows=rows)), tmp_path).split("\f")[:-1]
        assert [len(page.split()) > 30 for page in every] == [True] * len(every), count


@needs_poppler
def test_a_chart_of_many_bars_is_as_wide_as_the_page(tmp_path):
    chart = Chart(
        BAR, tuple(f"Place{at}" for at in range(12)), (Series("x", tuple(map(float, range(12, 0, -1)))),), "percent"
    )
    [right] = re.findall(
        r'xMax="([\d.]+)"[^>]*>12.0<', read("pdftotext", written(replace(FIGURE, chart=chart)), tmp_path, "-bbox")
    )
    assert float(right) > 500  # of the 595 points that A4 is wide


@needs_poppler
def test_many_figures_have_contents(tmp_path):
    few, many = (words_of(written(*[TABLE] * count), tmp_path) for count in (pdf.MANY_FIGURES - 1, pdf.MANY_FIGURES))
    assert "Contents" not in few and "Contents" in many


@needs_poppler
def test_the_legend_of_a_map_is_text_and_lists_have_no_head(tmp_path):
    listed = replace(TABLE, columns=("",), rows=(("First line.",), ("Second line.",)), numeric=(False,))
    text = words_of(written(replace(FIGURE, chart=None, picture=MAP), listed), tmp_path)
    assert "10–20 (3)" in text and "• First line. • Second line." in text


def test_an_empty_title_and_no_figures_are_a_document():
    assert written(title=" ").startswith(b"%PDF")


@needs_poppler
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ne", "bn"])
def test_a_brief_made_from_a_snapshot(bundled_house, language, tmp_path):
    from dashboard.briefs import collecting
    from dashboard.site import open_site

    brief = parse("""title = { en = "Profile of {place}" }
[[items]]
heading = { en = "Poverty" }
[[items]]
view = "/poverty?place={district}&by=district&selected={place}"
[[items]]
view = "/poverty?place={district}"
picture = "map"
[[items]]
view = "/place/{place}"
picture = "place"
[[items]]
view = "/services?place=NP99"
""")
    made = collecting.document(open_site(bundled_house), brief, "NP0548201", Reader(language), "https://nagar.example")
    content = pdf.write(made)
    text = words_of(content, tmp_path)
    assert content == pdf.write(made) and "\ufffd" not in text and b"pdfuaid" in content
    assert len(made.figures) == 3 and len(made.missing) == 1
    assert all(figure.snapshot.split(", ")[-1] in text for figure in made.figures)
