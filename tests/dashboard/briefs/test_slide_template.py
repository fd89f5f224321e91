"""A presentation of one's own as the look of slides: taken by its places, refused where it is unfit or could run something."""

import zipfile
from io import BytesIO

import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.util import Inches

from dashboard.briefs import slides
from dashboard.briefs.chart import BAR, Chart, Series
from dashboard.briefs.content import Document, Figure, Heading
from dashboard.words import Reader
from data.problems import ContentError


@pytest.fixture
def template(tmp_path):
    """A presentation of four to three with a slide of its own, as PowerPoint's standard one."""
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[1]).shapes.title.text = "An old slide"
    deck.save(tmp_path / "own.pptx")
    return tmp_path / "own.pptx"


def test_slides_are_made_on_a_template_of_ones_own_without_its_slides(template):
    chart = Chart(BAR, ("Rolpa", "Dang"), (Series("Poor households", (48.3, None)),), "percent", "Rolpa", decimals=1)
    figure = Figure("Poverty by district", "Lumbini, 2011, percent", "Rolpa has the most poor.", (), (), (), (), chart, None,
                    False, "", (), (), *("",) * 7)  # fmt: skip
    document = Document("Profile", "", Reader(), "", [Heading("Part"), figure])
    content = slides.write(document, template)
    deck = Presentation(BytesIO(content))
    assert (deck.slide_width, deck.slide_height) == (Inches(10), Inches(7.5))
    assert [slide.shapes.title.text for slide in deck.slides] == ["Profile", "Part", "Rolpa has the most poor."]
    assert content == slides.write(document, template)


def repacked(source, target, **changed: bytes):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(changed.get("kind", b"x"), changed.get("becomes", b"x"))
            new.writestr(name, content)
        for name in changed.get("added", ()):
            new.writestr(name, b"x")
    return target


@pytest.mark.parametrize(("change", "told"), [
    ({"kind": b"presentationml.presentation.main", "becomes": b"presentationml.template.main"}, "is a PowerPoint template"),
    ({"kind": b"openxmlformats-officedocument.presentationml.presentation.main", "becomes": b"ms-powerpoint.presentation.macroEnabled.main"}, "has macros"),
    ({"added": ["ppt/vbaProject.bin"]}, "has macros"),
    ({"kind": b"presentationml.presentation.main", "becomes": b"spreadsheetml.sheet.main"}, "is no PPTX"),
])  # fmt: skip
def test_what_is_no_plain_presentation_is_refused(template, tmp_path, change, told):
    with pytest.raises(ContentError, match=told):
        slides.write(Document("x", "", Reader(), "", []), repacked(template, tmp_path / "wrong.pptx", **change))


def test_what_is_no_file_of_powerpoint_at_all_is_refused(tmp_path):
    (tmp_path / "text.pptx").write_text("hello")
    for name, told in (("text.pptx", "is no PPTX"), ("absent.pptx", "cannot be read"), ("", "cannot be read")):
        with pytest.raises(ContentError, match=told):
            slides.write(Document("x", "", Reader(), "", []), tmp_path / name)


@pytest.mark.parametrize(
    ("kind", "told"), [(KIND.SUBTITLE, "a title and a subtitle"), (KIND.OBJECT, "a title and one place for content")]
)
def test_a_template_without_a_layout_that_is_needed_says_what_it_has(tmp_path, kind, told):
    deck = Presentation()
    for layout in deck.slide_layouts:
        for one in list(layout.placeholders):
            if one.placeholder_format.type in {kind, KIND.BODY} - {KIND.TITLE}:
                one._element.getparent().remove(one._element)
    deck.save(tmp_path / "bare.pptx")
    with pytest.raises(ContentError, match=told) as found:
        slides.write(Document("x", "", Reader(), "", []), tmp_path / "bare.pptx")
    assert "“Title Only” (TITLE" in str(found.value) and "Slide Master" in str(found.value)


def test_a_template_with_too_little_room_is_refused(tmp_path):
    deck = Presentation()
    deck.slide_layouts[1].placeholders[1].width = Inches(2)
    deck.slide_layouts[1].placeholders[1].height = Inches(2)
    deck.save(tmp_path / "small.pptx")
    with pytest.raises(ContentError, match="has only 2.0 x 2.0 inches"):
        slides.write(Document("x", "", Reader(), "", []), tmp_path / "small.pptx")
