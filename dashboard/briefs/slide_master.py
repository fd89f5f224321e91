"""Our own plain master of slides, made by code: 16:9, our colours, three layouts, letters shaped by the fonts of the theme."""

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATION
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from dashboard.briefs.slide_text import FONTS
from dashboard.words import Reader

INK, SOFT, WARM, ACCENT, ACCENT_GROUND = (
    "#14242a",
    "#55646a",
    "#984a31",
    "#0f6b6b",
    "#e8f1f0",
)  # dashboard/assets/nagar.css
LATIN = "Arial"  # on every machine, or one of the same widths
TITLES = (KIND.TITLE, KIND.CENTER_TITLE)
SIZE = Inches(13.333), Inches(7.5)
COLOURS = {
    "dk1": INK, "lt1": "#ffffff", "dk2": SOFT, "lt2": ACCENT_GROUND, "accent1": ACCENT, "accent2": "#23908a",
    "accent3": "#16335c", "accent4": WARM, "accent5": "#c67f3f", "accent6": "#7f8580", "hlink": ACCENT, "folHlink": SOFT,
}  # fmt: skip
# Inches from the left and the top, width, height; then points, and the theme's colour of letters.
PLACES = {
    ("Title Slide", KIND.CENTER_TITLE): (0.8, 1.6, 11.7, 2.4), ("Title Slide", KIND.SUBTITLE): (0.8, 4.2, 11.7, 1.9),
    ("Section Header", KIND.TITLE): (0.8, 2.2, 11.7, 2.6), ("Title and Content", KIND.TITLE): (0.6, 0.4, 12.13, 1.0),
    ("Title and Content", KIND.OBJECT): (0.6, 1.45, 12.13, 5.6), ("", KIND.SLIDE_NUMBER): (11.73, 7.08, 1.0, 0.3),
}  # fmt: skip
GROUNDS = {"Title Slide": "accent1", "Section Header": "lt2"}


def own(reader: Reader):
    """A plain master in our colours, 16:9: three layouts, letters of the theme's fonts."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = SIZE
    presentation.part._element.find(qn("p:sldSz")).attrib.pop("type")
    used = {layout for layout, _ in PLACES}
    for layout in [one for one in presentation.slide_layouts if one.name not in used]:
        presentation.slide_layouts.remove(layout)
    dress(presentation.slide_master.part, reader)
    _drop(presentation.part, RELATION.PRINTER_SETTINGS)
    _drop(presentation.part.package, RELATION.THUMBNAIL)
    master = presentation.slide_master
    _master(master)
    for layout in presentation.slide_layouts:
        _lay_out(layout)
    return presentation


def _drop(part, kind: str) -> None:
    for key in [key for key, one in part._rels.items() if one.reltype == kind]:
        part._rels.pop(key)


def dress(part, reader: Reader) -> None:
    """Puts our colours and the fonts of the reader's script into the theme of a master (of slides or of notes)."""
    theme = part.part_related_by(RELATION.THEME)
    root = etree.fromstring(theme.blob)
    scheme = root.find(f".//{qn('a:clrScheme')}")
    for name, colour in COLOURS.items():
        slot = scheme.find(qn(f"a:{name}"))
        slot[:] = [slot.makeelement(qn("a:srgbClr"), {"val": colour.lstrip("#").upper()})]
    for name in ("a:majorFont", "a:minorFont"):
        fonts = root.find(f".//{qn(name)}")
        fonts.find(qn("a:latin")).set("typeface", LATIN)
        fonts.find(qn("a:cs")).set("typeface", FONTS.get(reader.language, FONTS["ne"]))
        for one in fonts.findall(qn("a:font")):
            script = {"Deva": FONTS["ne"], "Beng": FONTS["bn"]}.get(one.get("script"))
            if script:
                one.set("typeface", script)
    theme._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _master(master) -> None:
    """Titles to the left, texts without bullets, a thin line of the accent on top; places that no layout changes."""
    for one in master.placeholders:
        where = {KIND.TITLE: ("Title and Content", KIND.TITLE), KIND.BODY: ("Title and Content", KIND.OBJECT)}.get(
            one.placeholder_format.type, ("", one.placeholder_format.type))  # fmt: skip
        if where in PLACES:
            _place(one, PLACES[where])
        else:
            one._element.getparent().remove(one._element)
        for letters in one._element.iter(qn("a:defRPr")):  # of the number: they are too pale to be read
            letters.set("sz", "1000")
            letters.find(qn("a:solidFill"))[:] = [parse_xml(f'<a:schemeClr {nsdecls("a")} val="tx2"/>')]
    master.placeholders[0]._element.txBody.bodyPr.set("anchor", "b")  # near to what stands below it
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(f"{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    title.find(qn("a:defRPr")).attrib.update({"sz": "2600", "b": "1"})
    for level in styles.find(qn("p:bodyStyle")):
        level.attrib.update({"marL": "0", "indent": "0"})
        level[:] = [parse_xml(f"<a:buNone {nsdecls('a')}/>") if one.tag == qn("a:buChar") else one
                    for one in level if one.tag != qn("a:buFont")]  # fmt: skip
        level.find(qn("a:defRPr")).set("sz", "2000")
    master.shapes._spTree.insert(2, _bar(SIZE[0], Inches(0.12)))


def _bar(width: int, height: int):
    """A shape of the accent that says nothing to who does not see it."""
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="90" name="Line"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def _lay_out(layout) -> None:
    """Places what a layout needs, takes the rest out, and colours the ground of a beginning."""
    for one in list(layout.placeholders):
        kind = one.placeholder_format.type
        if (layout.name, kind) in PLACES:
            _place(one, PLACES[layout.name, kind])
        elif kind != KIND.SLIDE_NUMBER or layout.name in GROUNDS:
            one._element.getparent().remove(one._element)
    ground = GROUNDS.get(layout.name)
    if not ground:
        return
    layout._element.cSld.insert(0, parse_xml(
        f'<p:bg {nsdecls("p", "a")}><p:bgPr><a:solidFill><a:schemeClr val="{ground}"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'))  # fmt: skip
    letters = "bg1" if ground == "accent1" else "tx1"
    for one in layout.placeholders:
        is_title = one.placeholder_format.type in TITLES
        body = one._element.txBody
        body.bodyPr.set("anchor", "b" if is_title else "t")
        style = body.find(qn("a:lstStyle"))
        style[:] = [parse_xml(
            f'<a:lvl1pPr {nsdecls("a")} marL="0" indent="0" algn="l"><a:buNone/><a:defRPr sz="{4000 if is_title else 2000}" '
            f'b="{int(is_title)}" cap="none"><a:solidFill><a:schemeClr val="{letters}"/></a:solidFill></a:defRPr></a:lvl1pPr>')]  # fmt: skip


def _place(shape, inches: tuple[float, float, float, float]) -> None:
    shape.left, shape.top, shape.width, shape.height = map(Inches, inches)


def number_field():
    """The field by which PowerPoint writes a slide's number."""
    return parse_xml(
        f'<a:fld {nsdecls("a")} id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum"><a:rPr/><a:t>‹#›</a:t></a:fld>'
    )
