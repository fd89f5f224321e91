"""How a Word document looks before anything is written: A4, styles for Latin and complex letters, languages, head and foot."""

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from dashboard.briefs import word
from dashboard.briefs.content import LANGUAGE_TAGS, Document
from dashboard.briefs.footnotes import MARK, TEXT

A4 = Mm(210), Mm(297)
MARGIN = Mm(18)
LATIN = "Noto Sans"
INSTEAD = {
    "Noto Sans": "Calibri",
    "Noto Sans Devanagari": "Nirmala UI",
    "Noto Sans Bengali": "Nirmala UI",
}  # on Windows
INK, SOFT, ACCENT = "14242A", "55646A", "0F6B6B"
STYLES = {  # name -> points, colour, bold, points above and below, whether it stays with what follows
    "Normal": (10, INK, False, 0, 5, False),
    "Title": (22, ACCENT, True, 0, 2, True),
    "Subtitle": (10, SOFT, False, 0, 12, False),
    "Contents": (12, ACCENT, True, 6, 4, True),
    "toc 1": (10, INK, False, 2, 2, False),
    "toc 2": (9.5, INK, False, 0, 2, False),
    "Heading 1": (15, ACCENT, True, 18, 6, True),
    "Heading 2": (12, INK, True, 14, 3, True),
    "Line": (9, SOFT, False, 0, 4, True),
    "Told": (10, INK, True, 0, 6, True),
    "Picture": (10, INK, False, 0, 2, True),
    "Caption": (9, INK, True, 3, 4, False),
    "Table head": (7, INK, True, 0, 0, False),
    "Table text": (8, INK, False, 0, 0, False),
    "Dense table head": (6.5, INK, True, 0, 0, False),
    "Dense table text": (7, INK, False, 0, 0, False),
    "After table": (4, INK, False, 0, 2, False),
    "Small": (8.5, INK, False, 0, 3, False),
    "Term": (9, INK, True, 8, 2, True),
    "Own note": (9.5, INK, False, 4, 6, False),
    "List Bullet": (9.5, INK, False, 0, 3, False),
    "Header": (8, SOFT, False, 0, 0, False),
    "Footer": (8, SOFT, False, 0, 0, False),
    TEXT: (7.5, SOFT, False, 0, 1, False),
}
SHAPED = ("List Bullet", "Heading 1", "Heading 2")  # whose bullets and levels are Word's


def prepare(docx, document: Document) -> None:
    """Makes an empty document of python-docx ready for one in the reader's language."""
    _paper(docx, document)
    complex_font = word.COMPLEX.get(document.reader.language, word.COMPLEX["ne"])
    tag = LANGUAGE_TAGS[document.reader.language]
    for name in STYLES:
        _style(docx, name, complex_font)
    docx.styles["toc 2"].paragraph_format.left_indent = Mm(6)
    docx.styles["Own note"].element.pPr.find(qn("w:spacing")).addprevious(_left_line())
    mark = docx.styles.add_style(MARK, WD_STYLE_TYPE.CHARACTER, builtin=True)
    mark.font.superscript = True
    _languages(docx, tag, complex_font)
    _fonts(docx)
    _properties(docx, document, tag)


def _style(docx, name: str, complex_font: str) -> None:
    size, colour, bold, before, after, keep = STYLES[name]
    if name not in {one.name for one in docx.styles}:
        docx.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.islower())  # Word's own are in small letters
    found = docx.styles[name]
    if found.element.rPr is not None:
        found.element.remove(found.element.rPr)
    if found.element.pPr is not None and name not in SHAPED:
        found.element.remove(found.element.pPr)
    found.font.name, found.font.size, found.font.color.rgb = LATIN, Pt(size), RGBColor.from_string(colour)
    found.font.bold = found.font.cs_bold = bold
    properties = found.element.rPr
    properties.rFonts.set(qn("w:cs"), complex_font)
    properties.rFonts.set(qn("w:eastAsia"), LATIN)
    of_complex = OxmlElement("w:szCs")
    of_complex.set(qn("w:val"), str(int(size * 2)))
    properties.find(qn("w:sz")).addnext(of_complex)
    layout = found.paragraph_format
    layout.space_before, layout.space_after, layout.keep_with_next = Pt(before), Pt(after), keep


def _left_line():
    return parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="12" w:space="6" w:color="{ACCENT}"/></w:pBdr>'
    )


def _paper(docx, document: Document) -> None:
    section = docx.sections[0]
    section.page_width, section.page_height = A4
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    section.header_distance = section.footer_distance = Mm(9)
    title = " ".join(document.title.split())
    head = section.header.paragraphs[0]
    word.write_text(head, " · ".join(filter(None, (title, document.place))))
    foot = section.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.add_tab_stop(A4[0] - 2 * MARGIN, WD_TAB_ALIGNMENT.RIGHT)
    word.write_text(foot, f"{document.data}\t")
    word.field(foot, "PAGE", "1")
    word.write_text(foot, " / ")
    word.field(foot, "NUMPAGES", "1")


def _languages(docx, tag: str, complex_font: str) -> None:
    usual = docx.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in list(usual):
        usual.remove(old)
    english, complex_tag = LANGUAGE_TAGS["en"], LANGUAGE_TAGS["ne"] if tag.startswith("en") else tag
    usual.append(parse_xml(
        f'<w:rFonts {nsdecls("w")} w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{LATIN}" w:cs="{complex_font}"/>'
    ))  # fmt: skip
    usual.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{english}" w:eastAsia="{english}" w:bidi="{complex_tag}"/>'))
    theme = docx.settings.element.find(qn("w:themeFontLang"))
    theme.set(qn("w:val"), english)
    theme.set(qn("w:bidi"), complex_tag)


def _fonts(docx) -> None:
    """Says which font stands in where ours is not installed."""
    part = docx.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    root = parse_xml(part.blob)
    for name, other in INSTEAD.items():
        root.append(parse_xml(f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{other}"/></w:font>'))
    part._blob = serialize_part_xml(root)


def _properties(docx, document: Document, tag: str) -> None:
    told = docx.core_properties
    told.title, told.subject, told.author, told.comments = (
        document.title[:255],
        document.place[:255],
        "Nagar",
        document.data[:255],
    )
    told.language, told.last_modified_by = tag, "Nagar"
    for old in list(told._element):
        if old.tag.startswith("{http://purl.org/dc/terms/}"):
            told._element.remove(old)
    package = docx.part.package
    for number, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[number]
