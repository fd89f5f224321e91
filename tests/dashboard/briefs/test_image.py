"""A figure as one picture: all that goes with it is in it, and nothing lies on anything else or runs out."""

from xml.etree import ElementTree

import pytest

from dashboard.briefs import fonts, image
from dashboard.briefs.chart import BAR, Chart, Series
from dashboard.briefs.content import Picture
from dashboard.words import Reader

READER = Reader("en")
SVG = "{http://www.w3.org/2000/svg}"
LONG = {
    "title": "A very long title about households and wards " * 8, "line": "Bagmati · 2021 · percent " * 20, "told": "It is said at length. " * 60,
    "note": "x" * 5_000, "notes": tuple(f"Note {number}: some places have not reported for this period." for number in range(20)),
    "source": "An office of statistics, a census; " * 40, "licence": "CC BY 4.0; " * 60, "marks": ("illustrative", "partial") * 9,
    "link": "http://127.0.0.1/poverty?" + "a" * 300,
}  # fmt: skip
NEPALI = {
    "title": "गरिब घरपरिवार",
    "told": "सबैभन्दा बढी: सिन्धुली।",
    "rows": (("सिन्धुली", "४०.०%"),),
    "columns": ("स्थान", "अङ्क"),
}


def lines(made: str) -> list[tuple[float, float, float, float, str]]:
    """Left, top, right, bottom and words of each line outside the picture itself."""
    found = []
    for one in [child for child in ElementTree.fromstring(made) if child.tag == f"{SVG}text"]:
        words, size, bold = "".join(one.itertext()), float(one.get("font-size")), one.get("font-weight") == "700"
        first = one.find(f"{SVG}tspan")
        left = float(one.get("x") if first is None else first.get("x"))
        wide = fonts.width(words, size, bold)
        left -= wide if one.get("text-anchor") == "end" else 0
        foot = float(one.get("y"))
        found.append((left, foot - size * 0.7, left + wide, foot + size * 0.1, words))
    return found


def on_one_another(found) -> list[tuple[str, str]]:
    return [
        (one[4], other[4])
        for at, one in enumerate(found) for other in found[at + 1 :]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]  # fmt: skip


def chart() -> Chart:
    return Chart(BAR, ("Sindhuli", "Kathmandu"), (Series("Poor", (40.0, 10.0), texts=("40.0", "10.0")),), "percent")


def picture() -> Picture:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40"><rect width="80" height="40" fill="#984a31"/></svg>'
    return Picture(
        svg, 80, 40, (("#984a31", "45 and up (15)"), ("#d8cfe0", "hidden (2)"), ("#c4c4c4", "not reported " * 30))
    )


@pytest.mark.parametrize("size", image.SIZES)
def test_all_that_must_go_with_a_figure_is_in_its_picture(figure_of, size):
    figure = figure_of(notes=("Two figures are hidden.",), note="To be discussed.")
    told = " ".join(one[4] for one in lines(image.of(figure, READER, size)))
    for text in (figure.title, figure.line, figure.told, *figure.marks, *figure.notes, figure.note, "Poorest by all.", figure.filters,
                 figure.source, figure.licence, figure.snapshot, figure.module, "40.0 %", "hidden"):  # fmt: skip
        assert text in told
    assert figure.link in told.replace(" ", "")


@pytest.mark.parametrize("size", image.SIZES)
@pytest.mark.parametrize("what", ["table", "chart", "picture"])
def test_however_much_there_is_to_say_nothing_lies_on_anything_or_runs_out(figure_of, size, what):
    shown = {"table": {"rows": tuple((f"A place with a long name {n}", "word " * 40, "1") for n in range(40)), "columns": ("Place", "Text", "Number"),
                       "numeric": (False, False, True)}, "chart": {"chart": chart()}, "picture": {"picture": picture()}}[what]  # fmt: skip
    frame = image.SIZES[size]
    found = lines(image.of(figure_of(**LONG | shown), READER, size))
    assert on_one_another(found) == []
    assert min(left for left, *_ in found) >= 0 and max(right for _, _, right, *_ in found) <= frame.width
    assert min(top for _, top, *_ in found) >= 0 and max(bottom for *_, bottom, _ in found) <= frame.height


def test_notes_without_room_and_rows_without_room_are_counted(figure_of):
    rows = tuple((f"Place {number}", str(number)) for number in range(40))
    words = [one[4] for one in lines(image.of(figure_of(**LONG | {"rows": rows, "left_out": 7}), READER, "social"))]
    shown = sum(text.startswith("Place ") for text in words)
    assert any(f"{40 - shown + 7} more rows" in text for text in words)
    notes = sum(text.startswith("Note ") for text in words)
    assert any(f"{20 - notes + 1} more notes" in text for text in words)  # and how it is computed


def test_a_short_address_takes_the_place_of_the_long_one(figure_of):
    told = " ".join(one[4] for one in lines(image.of(figure_of(code="k7m2p"), READER)))
    assert "http://127.0.0.1/f/k7m2p" in told and "poverty?place" not in told


def test_the_reader_who_wants_the_table_has_it_and_a_low_picture_has_it_below(figure_of):
    def words(size: str, **others) -> set[str]:
        return {one[4] for one in lines(image.of(figure_of(**others), READER, size))}

    assert "Place" in words("slide", chart=chart(), as_table=True)
    assert "Place" not in words("slide", chart=chart())
    assert {"Place", "hidden"} <= words("a4", picture=picture())


def test_a_png_has_the_size_that_was_asked_for_and_the_same_bytes_each_time(figure_of):
    made = image.of(figure_of(chart=chart(), **NEPALI), Reader("ne"), "social")
    first, second = (image.png(made, 1080) for _ in range(2))
    assert first == second and first[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(first[16:20]), int.from_bytes(first[20:24])) == (1080, 1080)


def test_what_no_font_can_write_is_refused_and_said(figure_of, monkeypatch):
    monkeypatch.setattr(fonts, "font_of", lambda letter, before=None: None)
    with pytest.raises(image.CannotBeDrawn, match="fonts-noto-core"):
        image.of(figure_of(), READER)
    with pytest.raises(image.CannotBeDrawn, match="fonts-noto-core"):
        image.png("<svg>a</svg>", 100)


def test_markup_of_others_is_only_words(figure_of):
    made = image.of(figure_of(title='<image href="http://x"/>\x01', rows=(("</text><script>", "&"),)), READER)
    root = ElementTree.fromstring(made)
    assert not [one for one in root.iter() if one.tag.rpartition("}")[2] in ("image", "script")]
    assert '<image href="http://x"/>' in [one[4] for one in lines(made)]
