"""The DOCX of a document, opened again."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image

from dashboard.briefs import text_document
from dashboard.briefs.brief import parse
from dashboard.briefs.chart import BAR, Chart, Series
from dashboard.briefs.content import Document, Figure, Heading, Missing, PageBreak, Picture, Text
from dashboard.words import Reader

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
    20, 10, (("#dfb066", "10–20 (3)"), ("url(#x)", "hidden (1)")),
)  # fmt: skip


def written(*pieces, language: str = "en", title: str = "Profile of Butwal") -> bytes:
    return text_document.write(Document(title, "Butwal", Reader(language), "Data of today", pieces))


def opened(*pieces, **others):
    return docx.Document(BytesIO(written(*pieces, **others)))


def part(content: bytes, name: str):
    return etree.fromstring(ZipFile(BytesIO(content)).read(f"word/{name}.xml"))


def words_of(content: bytes) -> str:
    """The texts of pages and footnotes, paragraph by paragraph."""
    names = [
        name for name in ZipFile(BytesIO(content)).namelist() if name.startswith("word/") and name.endswith(".xml")
    ]
    roots = [part(content, name[5:-4]) for name in names]
    return "\n".join("".join(one.itertext(qn("w:t"))) for root in roots for one in root.iter(qn("w:p")))


def test_all_that_must_go_with_a_figure_is_in_it():
    text = words_of(written(Heading("Poverty"), TABLE, Missing("Slums", "There is no figure of it here.")))
    for value in ("Profile of Butwal", "Data of today", "Poverty", TABLE.title, TABLE.line, TABLE.told, *TABLE.marks, *TABLE.notes,
                  TABLE.note, "Rolpa", "48.3 %", "hidden", TABLE.filters, TABLE.source, TABLE.licence, TABLE.snapshot,
                  TABLE.module, TABLE.code, "https://nagar.example/f/k7m2qp", "Poor by all.", TABLE.citation, "Table 1. Poor"):  # fmt: skip
        assert value in text, value
    assert "Slums: There is no figure of it here." in text


def test_headings_are_words_own_in_order_and_the_contents_lead_to_them():
    document = opened(Heading("Poverty"), TABLE, Missing("Slums", "None."))
    headings = [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert headings == [("Heading 1", "Poverty"), ("Heading 2", TABLE.title), ("Heading 1", "What the words mean"),
                        ("Heading 1", "What could not be made")]  # fmt: skip
    body = document.element.body
    entries = [one for one in document.paragraphs if one.style.name.startswith("toc")]
    assert [(one.style.name, one.text) for one in entries] == [(f"toc {style[-1]}", text) for style, text in headings]
    anchors = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink")) if one.get(qn("w:anchor"))]
    assert anchors == [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    kinds = [one.get(qn("w:fldCharType")) for one in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"] and "TOC" in "".join(body.itertext(qn("w:instrText")))


def test_a_source_is_a_footnote_of_its_caption_with_a_link_that_opens():
    content = written(TABLE, replace(TABLE, link="javascript:alert(1)", code=""))
    notes = {one.get(qn("w:id")): one for one in part(content, "footnotes")}
    marks = [one.get(qn("w:id")) for one in part(content, "document").iter(qn("w:footnoteReference"))]
    assert marks == ["1", "2"] and all("An office" in "".join(notes[mark].itertext()) for mark in marks)
    links = [list(notes[mark].iter(qn("w:hyperlink"))) for mark in marks]
    assert len(links[0]) == 1 and links[1] == []
    related = ZipFile(BytesIO(content)).read("word/_rels/footnotes.xml.rels").decode()
    assert related.count("TargetMode") == 1 and "https://nagar.example/f/k7m2qp" in related


def test_captions_are_numbered_by_fields_in_the_readers_digits():
    body = opened(FIGURE, TABLE, TABLE, language="ne").element.body
    fields = [
        (one.get(qn("w:instr")).split()[1], "".join(one.itertext(qn("w:t")))) for one in body.iter(qn("w:fldSimple"))
    ]
    assert fields == [("Figure", "१"), ("Table", "१"), ("Table", "२")]


def test_the_head_of_a_table_repeats_its_rows_are_whole_and_numbers_stand_to_the_right():
    (table,) = opened(TABLE).tables
    first, *others = [row._tr.trPr for row in table.rows]
    assert first.find(qn("w:tblHeader")) is not None
    assert all(one.find(qn("w:cantSplit")) is not None and one.find(qn("w:tblHeader")) is None for one in others)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Place", "Value"],
        ["Rolpa", "48.3 %"],
        ["Palpa", "hidden"],
    ]
    assert [cell.paragraphs[0].alignment for cell in table.rows[1].cells] == [None, 2]
    assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")) == TABLE.alternative


def test_a_wide_table_lies_across_with_its_heading_and_what_follows_stands():
    columns = tuple(f"Responsibilities {number}" for number in range(12))
    wide = replace(TABLE, columns=columns, rows=(("municipalities",) * 12,), numeric=(False,) * 12)
    document = opened(TABLE, Heading("Registers"), wide, Text(("After.",)))
    assert [section.page_width > section.page_height for section in document.sections] == [False, True, False]
    across = document.sections[0]._sectPr.getparent().getparent()  # the last paragraph before the page turns
    assert "Registers" in [one.text for one in document.paragraphs if one._p in list(across.itersiblings())]


def test_charts_and_maps_are_sharp_pictures_with_words_for_those_who_do_not_see_them():
    document = opened(FIGURE, replace(FIGURE, chart=None, picture=MAP))
    told = [one._inline.docPr.get("descr") for one in document.inline_shapes]
    assert told == [FIGURE.alternative] * 2
    blobs = [rel.target_part.blob for rel in document.part.rels.values() if rel.reltype.endswith("/image")]
    drawn = [Image.open(BytesIO(blob)) for blob in blobs]
    assert [(one.width, one.mode) for one in drawn] == [(text_document.PIXELS, "RGB")] * 2
    text = "\n".join(one.text for one in document.paragraphs)
    assert "10–20 (3)" in text and "hidden (1)" in text
    fills = [one.get(qn("w:fill")) for one in document.element.body.iter(qn("w:shd"))]
    assert fills == ["DFB066"]


@pytest.mark.parametrize(
    ("language", "tag", "font"),
    [
        ("en", "ne-NP", "Noto Sans Devanagari"),
        ("ne", "ne-NP", "Noto Sans Devanagari"),
        ("bn", "bn-BD", "Noto Sans Bengali"),
    ],
)
def test_complex_letters_have_their_language_font_and_size(language, tag, font):
    content = written(Text(("Butwal र बुटवल, ঢাকা.",)), language=language)
    usual = part(content, "styles").find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    assert usual.find(qn("w:lang")).get(qn("w:bidi")) == tag
    assert usual.find(qn("w:rFonts")).get(qn("w:cs")) == font
    document = docx.Document(BytesIO(content))
    assert document.core_properties.language == {"en": "en-GB"}.get(language, tag)
    runs = next(one for one in document.paragraphs if "Butwal र" in one.text).runs
    fonts = [
        (run.text, run.font.complex_script, run._r.rPr is not None and run._r.rPr.rFonts is not None) for run in runs
    ]
    assert fonts[0] == ("Butwal ", None, False) and fonts[-1] == (".", None, False)
    assert all(complex_script and has_font for _, complex_script, has_font in fonts[1:-1])
    for name in ("Normal", "Heading 1", "Table text"):
        properties = document.styles[name].element.rPr
        assert properties.find(qn("w:szCs")).get(qn("w:val")) == properties.find(qn("w:sz")).get(qn("w:val"))


def test_pages_are_a4_and_numbered():
    document = opened(TABLE)
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    fields = [one.get(qn("w:instr")).strip() for one in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"] and "Profile of Butwal · Butwal" in section.header.paragraphs[0].text


def test_a_page_break_is_before_what_follows():
    document = opened(Text(("One.",)), PageBreak(), Text(("Two.", "Three.")))
    breaks = {one.text: one.paragraph_format.page_break_before for one in document.paragraphs}
    assert (breaks["One."], breaks["Two."], breaks["Three."]) == (None, True, None)


def test_the_same_document_gives_the_same_bytes_without_a_time():
    content = written(FIGURE, TABLE)
    assert content == written(FIGURE, TABLE)
    file = ZipFile(BytesIO(content))
    assert {entry.date_time[0] for entry in file.infolist()} == {1980}
    assert b"dcterms" not in file.read("docProps/core.xml").partition(b">")[2].partition(b">")[2]
    assert "docProps/thumbnail.jpeg" not in file.namelist()


def test_own_words_may_hold_anything(wicked_names):
    text = words_of(
        written(Text(("a\x00b\x0b <w:p> &amp; {PAGE}", "x" * 5000, *wicked_names)), replace(FIGURE, note="<b>"))
    )
    assert "a\ufffdb\ufffd <w:p> &amp; {PAGE}" in text and "x" * 5000 in text and "<b>" in text


def test_lists_without_heads_are_lists():
    document = opened(replace(TABLE, columns=("",), rows=(("First line.",),), numeric=(False,)))
    assert document.tables == []
    assert [one.text for one in document.paragraphs if one.style.name == "List Bullet"] == ["First line."]


@pytest.mark.slow
def test_a_brief_made_from_a_snapshot(bundled_house):
    from dashboard.briefs import collecting
    from dashboard.site import open_site

    brief = parse("""title = { en = "Profile of {place}" }
[[items]]
view = "/poverty?place={district}&by=district&selected={place}"
[[items]]
view = "/poverty?place={district}"
picture = "map"
[[items]]
view = "/place/{place}"
picture = "place"
""")
    made = collecting.document(open_site(bundled_house), brief, "NP0548201", Reader("ne"), "https://nagar.example")
    content = text_document.write(made)
    text = words_of(content)
    assert len(made.figures) == 3 and content == text_document.write(made)
    assert all(figure.citation in text and figure.source in text and figure.told in text for figure in made.figures)
