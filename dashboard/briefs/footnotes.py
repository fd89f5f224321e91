"""Real footnotes for python-docx, which has none: a part of the package with a paragraph for each, and the marks in the text."""

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.story import StoryPart
from docx.text.paragraph import Paragraph

TEXT, MARK = "footnote text", "footnote reference"  # Word's own names of the styles
# Word wants these two in every part of footnotes: the line above them, and the line where one goes on.
SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{element}/></w:r></w:p></w:footnote>'
    for number, kind, element in ((-1, "separator", "separator"), (0, "continuationSeparator", "continuationSeparator"))
)


class Footnotes:
    """The footnotes of a document of python-docx; they are numbered by the program that opens it."""

    def __init__(self, document):
        root = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}>{SEPARATORS}</w:footnotes>")
        self._part = StoryPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, root, document.part.package)
        document.part.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
        known = "".join(f'<w:footnote w:id="{number}"/>' for number in (-1, 0))
        settings = document.settings.element
        settings.find(qn("w:compat")).addprevious(parse_xml(f"<w:footnotePr {nsdecls('w')}>{known}</w:footnotePr>"))
        self._count = 0

    def add(self, paragraph: Paragraph) -> Paragraph:
        """Puts the mark of a new footnote at the end of a paragraph; what is written into the paragraph given back stands
        in the footnote.
        """
        self._count += 1
        mark = paragraph.add_run(style=MARK)._r
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(self._count))
        mark.append(reference)
        note = OxmlElement("w:footnote")
        note.set(qn("w:id"), str(self._count))
        self._part.element.append(note)
        note.append(OxmlElement("w:p"))
        inside = Paragraph(note[0], self._part)
        inside.style = TEXT
        inside.add_run(style=MARK)._r.append(OxmlElement("w:footnoteRef"))
        inside.add_run(" ")
        return inside
