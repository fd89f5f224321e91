"""Footnotes in a document of python-docx, as Word wants them."""

from io import BytesIO
from zipfile import ZipFile

import docx
from docx.oxml.ns import qn
from lxml import etree

from dashboard.briefs.footnotes import MARK, TEXT, Footnotes


def document_with(*texts: str) -> ZipFile:
    document = docx.Document()
    document.styles.add_style(TEXT, 1)
    document.styles.add_style(MARK, 2)
    notes = Footnotes(document)
    for text in texts:
        notes.add(document.add_paragraph("Said.")).add_run(text)
    content = BytesIO()
    document.save(content)
    docx.Document(content)
    return ZipFile(content)


def part(file: ZipFile, name: str):
    return etree.fromstring(file.read(f"word/{name}.xml"))


def test_each_mark_in_the_text_leads_to_its_note():
    file = document_with("First.", "Second.")
    marks = [one.get(qn("w:id")) for one in part(file, "document").iter(qn("w:footnoteReference"))]
    notes = {one.get(qn("w:id")): "".join(one.itertext()) for one in part(file, "footnotes")}
    assert marks == ["1", "2"] and [notes[mark].strip() for mark in marks] == ["First.", "Second."]


def test_the_two_lines_that_word_asks_for_are_there_and_the_settings_name_them():
    file = document_with("First.")
    kinds = [one.get(qn("w:type")) for one in part(file, "footnotes")]
    assert kinds == ["separator", "continuationSeparator", None]
    named = [one.get(qn("w:id")) for one in part(file, "settings").find(qn("w:footnotePr"))]
    assert named == ["-1", "0"]


def test_the_part_is_named_in_the_package():
    file = document_with("First.")
    assert b"footnotes+xml" in file.read("[Content_Types].xml")
    assert b'Target="footnotes.xml"' in file.read("word/_rels/document.xml.rels")
