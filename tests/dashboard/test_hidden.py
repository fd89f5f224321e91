"""A hidden figure of the bundled snapshot is hidden everywhere, as the same state, and its number is nowhere."""

import base64
import csv
import io
import json
import re
import shutil
import sqlite3
import struct
import subprocess
import zipfile
import zlib
from dataclasses import replace
from functools import cache

import duckdb
import numpy as np
import pyarrow.parquet
import pytest

from dashboard import codes, printing
from dashboard.briefs import collecting, making
from dashboard.briefs.brief import parse
from dashboard.document import plain_document
from dashboard.downloads import download
from dashboard.figures.states import STATES
from dashboard.figures.values import as_address
from dashboard.files import static_files
from dashboard.markup import children_of, el, text_of
from dashboard.offline.copying import copied
from dashboard.pages.maps import map_of
from dashboard.pages.router import draw
from dashboard.state import View
from dashboard.words import Reader, say
from dashboard.words import format as words
from dashboard.words.reader import ZEROES
from queries.run import Ask, run
from queries.shelf import Shelf

pytestmark = pytest.mark.slow
NUMBER, PART = 7_306_914, 5_118_240  # put into a hidden ward: wherever they are found they have come through
VISIBLE = 8_642_013  # put into a ward that is shown: where it is not found, nobody could find the others either
MODULE, TOWN, GROUP = "services/grievances", "NP0548201", "complainant_group"
LANGUAGES = ["en", "ne", "bn"]
NUMERAL = re.compile(r"\d")


@pytest.fixture(scope="module")
def ward(bundled_house) -> str:
    """A ward of Butwal whose grievances of the last month are hidden."""
    ask = Ask(MODULE, "ward", TOWN, "2024-12", total=(GROUP,), indicators=("grievances",))
    return next(row["place"] for row in run(bundled_house, ask).rows if row["state"] == "hidden")


@pytest.fixture(scope="module")
def seen_ward(bundled_house) -> str:
    """Another ward, whose grievances of that month are shown."""
    ask = Ask(MODULE, "ward", TOWN, "2024-12", total=(GROUP,), indicators=("grievances",))
    return next(row["place"] for row in run(bundled_house, ask).rows if row["state"] == "value")


@pytest.fixture(scope="module")
def house(bundled_house, ward, seen_ward):
    """The bundled house with numbers in these wards that nobody could mistake for others; its atoms are as they were."""
    connection = duckdb.connect(config={"threads": 1})
    for name in bundled_house.cubes:
        connection.register("cube", bundled_house.connection.cursor().sql(f'SELECT * FROM "{name}"').to_arrow_table())
        connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM cube')
    here, there = (f"WHERE place = '{one}' AND period = '2024-12'" for one in (ward, seen_ward))
    for where in (here, there):
        connection.execute(f'UPDATE "{MODULE}" SET filed = 0, answered_in_time = 0 {where}')
    connection.execute(f"UPDATE \"{MODULE}\" SET filed = {VISIBLE} {there} AND {GROUP} = 'dalit'")
    connection.execute(
        f"UPDATE \"{MODULE}\" SET filed = {NUMBER}, answered_in_time = {PART} {here} AND {GROUP} = 'dalit'"
    )
    return replace(bundled_house, connection=connection, digest="f" * 64, shelf=Shelf())


def page(site, **changes):
    usual = {"page": "services", "place": TOWN, "by": "ward", "period": "2024-12", "indicator": "grievances.grievances"}
    return draw(site, View(**{**usual, **changes}))


def elements(site, **changes):
    return el("div", page(site, **changes).children)


def plain(text: str) -> str:
    """Latin digits without what groups them."""
    for zero in ZEROES.values():
        text = text.translate({ord(zero) + step: str(step) for step in range(10)})
    return text.replace(",", "").replace("\u00a0", "")


def parts_of(root):
    yield root
    for child in children_of(root):
        if isinstance(child, dict):
            yield from parts_of(child)


def on_the_map(site, view: View) -> dict[str, tuple[str, list[str]]]:
    """Place -> its state ("value" where it has a class) and what is told when it is pointed at, as a browser gets them."""
    shown, found = map_of(site, view), {}
    (drawn,) = [part for part in parts_of(el("div", draw(site, view).children)) if part["props"].get("id") == "map"]
    for layer in json.loads(drawn["props"]["drawing"])["layers"]:
        (shapes,) = [one for one in site.drawn.values() if one.digest == layer["shapes"]]
        content = shown.values(shapes.digest)
        assert layer["values"] == as_address(content) or layer["values"].startswith("/values/")
        length = int.from_bytes(content[:4], "little")
        head = json.loads(content[4 : 4 + length])
        codes = [shapes.codes[number] for first, many in head["ranges"] for number in range(first, first + many)]
        looks = np.frombuffer(content, "<i2", len(codes), 4 + length).tolist()
        if head.get("sizes"):  # a state has no circle
            assert not any(size for look, size in zip(looks, content[-len(codes) :], strict=True) if look < 0)
        for code, look, text in zip(codes, looks, shown.texts(shapes.digest), strict=False):
            found[code] = ("value" if look >= 0 else STATES[-look - 1], text)
    return found


def states_in(root, tag: str) -> dict[str, str]:
    """Place -> the word of its state; "value" where there is a figure. Of the ranking (`li`) or a table (`tr`)."""
    words = {
        say(f"states.{state}", Reader("en")): state for state in ("hidden", "not_reported", "no_data", "not_applicable")
    }
    found = {}
    for line in parts_of(root):
        if line["type"].lower() == tag and "data-code" in line["props"]:
            told = [text_of(part) for part in parts_of(line)]
            found[line["props"]["data-code"]] = next((state for word, state in words.items() if word in told), "value")
    return found


def lines(root, tag: str, code: str):
    return [part for part in parts_of(root) if part["type"].lower() == tag and part["props"].get("data-code") == code]


def test_on_the_map_and_in_its_tooltip(site, ward):
    state, text = on_the_map(
        site, View("services", TOWN, by="ward", period="2024-12", indicator="grievances.grievances")
    )[ward]
    assert state == "hidden" and text[-1] == "hidden" and not any(NUMERAL.search(line) for line in text[1:])


def test_in_the_ranking(site, ward):
    (line,) = lines(elements(site, selected=ward), "li", ward)
    assert text_of(line).endswith("hidden") and not [part for part in parts_of(line) if part["type"].lower() == "i"]


def test_in_the_table(site, ward):
    for tab in ("map", "ranking"):
        (line,) = lines(elements(site, tab=tab), "tr", ward)
        cells = [part for part in parts_of(line) if part["type"].lower() == "td"]
        numbers = [cell for cell in cells if "num" in cell["props"].get("className", "")]
        assert numbers and [text_of(cell) for cell in numbers] == [""] * len(numbers)
        assert [cell["props"]["data-sort"] for cell in numbers] == [""] * len(numbers)
        assert "hidden" in [text_of(cell) for cell in cells]


def test_in_the_headline(site, ward):
    told = text_of(elements(site, selected=ward))
    assert (
        f"Grievances filed in Ward {int(ward[-2:])}, December 2024: hidden. The number is small, or would give away"
        in told
    )


def test_neither_headline_nor_sentences_name_ends_of_places_where_some_are_hidden(site):
    root = elements(site)
    (headline,) = [part for part in parts_of(root) if part["type"] == "H1"]
    assert "lowest" not in text_of(headline).lower() and "highest" not in text_of(headline).lower()
    sentences = [text_of(part) for part in parts_of(root) if part["props"].get("id") in ("says-ranking", "says-trend")]
    assert len(sentences) == 2 and all("Which is highest or lowest is not told" in told for told in sentences)


def test_over_time(site, ward):
    figures = [
        part["props"]["figure"]
        for part in parts_of(elements(site, selected=ward))
        if part["props"].get("id") == "trend"
    ]
    for line in (line for figure in figures for line in figure["data"] if line["meta"]["place"] == ward):
        assert line["y"][-1] is None and line["hovertext"][-1] == ""


@pytest.mark.parametrize("of", ["map", "ranking", "trend", f"values-{GROUP}"])
def test_in_the_csv_of_every_picture(client, ward, of):
    text = client.get(
        f"/csv/services?indicator=grievances.grievances&place={TOWN}&by=ward&period=2024-12&of={of}"
    ).get_data(as_text=True)
    assert str(NUMBER) not in plain(text)
    table = text[text.index("\r\n\r\n") + 4 :]
    rows = [row for row in csv.DictReader(io.StringIO(table)) if row["place"] == ward and row["period"] == "2024-12"]
    assert rows and all(row["state"] == "hidden" for row in rows)
    assert all(row[key] == "" for row in rows for key in ("value", "low", "high", "numerator", "denominator"))


def test_in_everything_nagar_run_gives(house, ward, tmp_path, capsys):
    answer = run(house, Ask(MODULE, "ward", TOWN, "2024-12"))
    mine = [row for row in answer.rows if row["place"] == ward]
    assert mine and {row["state"] for row in mine} == {"hidden"}
    read = json.loads(printing.as_json(answer, house))
    assert [row for row in read["rows"] if row["place"] == ward] == mine
    printing.write(answer, house, "parquet", tmp_path / "answer.parquet")
    assert "are hidden, since they speak of fewer than 5" in capsys.readouterr().err
    stored = [
        row for row in pyarrow.parquet.read_table(tmp_path / "answer.parquet").to_pylist() if row["place"] == ward
    ]
    assert stored == mine
    for text in (printing.as_json(answer, house), printing.as_csv(answer, house), printing.as_table(answer, house)):
        assert str(NUMBER) not in plain(text) and str(PART) not in plain(text) and "hidden" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tab", ["", "map", "ranking", "trend", f"values-{GROUP}"])
@pytest.mark.parametrize("indicator", ["grievances.grievances", "grievances.answered_in_time_share"])
def test_the_page_has_the_word_and_never_the_number(site, client, ward, language, tab, indicator):
    view = View("services", TOWN, "ward", period="2024-12", selected=ward, tab=tab, lang=language, indicator=indicator)
    for one in (view, replace(view, place=ward)):
        for text in everything(site, client, one):
            assert str(NUMBER) not in plain(text) and str(PART) not in plain(text)
        assert say("states.hidden", Reader(language)) in everything(site, client, one)[0]


def everything(site, client, view: View) -> tuple[str, str, str]:
    """A page as HTML, as it goes over the wire with all figures, and the document that loads it with the rest it asks for."""
    drawn = draw(site, view)
    of_elements = json.dumps(drawn.children, ensure_ascii=False)
    answers = [client.get(f"{part}{view.to_url()}") for part in ("", "/rest")]
    return (
        plain_document(static_files(None), drawn)[0],
        of_elements,
        "".join(one.get_data(as_text=True) for one in answers),
    )


def test_no_link_of_the_page_bears_the_number(site, ward):
    links = [part["props"]["href"] for part in parts_of(elements(site, selected=ward)) if part["props"].get("href")]
    assert links and not [link for link in links if str(NUMBER) in link or str(PART) in link]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_place_itself_and_the_data_page_never_tell(site, client, ward, language):
    for view in (View("place", ward), View("place", TOWN), View("data"), View("home")):
        for text in everything(site, client, replace(view, lang=language)):
            assert str(NUMBER) not in plain(text) and str(PART) not in plain(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_beside_other_places_it_is_hidden_too(site, ward, language):
    ask = Ask(MODULE, "ward", TOWN, "2024-12", total=(GROUP,), indicators=("grievances",))
    shown = [row["place"] for row in run(site.house, ask).rows if row["state"] == "value"][:2]
    view = View(page="compare", places=".".join((ward, *shown)), lang=language)
    text = text_of(el("div", draw(site, view).children))
    assert text.count(say("states.hidden", Reader(language))) >= 1
    table = download(site, view, "services")
    assert ",hidden," in table and ward in table
    for found in (text, table):
        assert str(NUMBER) not in plain(found) and str(PART) not in plain(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_how_much_is_hidden_and_why(site, language):
    reader = Reader(language)
    rows = [
        row
        for row in run(
            site.house, Ask(MODULE, "ward", TOWN, "2024-12", total=(GROUP,), indicators=("grievances",))
        ).rows
    ]
    count = sum(row["state"] == "hidden" for row in rows)
    told = say(
        "protection.hidden",
        reader,
        count=count,
        total=words.number(reader, len(rows)),
        smallest=words.number(reader, 5),
    )
    assert told in text_of(elements(site, lang=language))
    assert say("protection.title", reader) in text_of(el("div", draw(site, View(page="data", lang=language)).children))


@pytest.mark.parametrize("place", [TOWN, "NP0439101", "NP05"])
@pytest.mark.parametrize("period", ["2023-02", "2024-08"])
@pytest.mark.parametrize("indicator", ["grievances", "answered_in_time_share"])
@pytest.mark.parametrize("group", ["", "dalit"])
def test_hidden_in_the_answer_is_hidden_in_each_picture_and_nothing_else_is(
    site, client, place, period, indicator, group
):
    where = ((GROUP, group),) if group else ()
    view = View(
        "services",
        place,
        period=period,
        indicator=f"grievances.{indicator}",
        where=where,
        by="local" if place == "NP05" else "ward",
    )
    ask = Ask(MODULE, view.by, place, period, where, () if group else (GROUP,), (indicator,))
    truth = {row["place"]: row["state"] for row in run(site.house, ask).rows}
    drawn = {code: state for code, (state, _) in on_the_map(site, replace(view, detail=view.by)).items()}
    assert drawn == {code: state for code, state in truth.items() if code in drawn} and drawn
    for tab, tag in (("", "li"), ("ranking", "tr")):
        page = el("div", draw(site, replace(view, tab=tab)).children)
        (card,) = [part for part in parts_of(page) if part["props"].get("id") == "card-ranking"]
        shown = states_in(card, tag)
        assert shown == {code: truth[code] for code in shown if code in truth} and shown
    text = client.get(f"/csv{view.to_url()}&of=ranking").get_data(as_text=True)
    rows = csv.DictReader(io.StringIO(text[text.index("\r\n\r\n") + 4 :]))
    assert {row["place"]: row["state"] for row in rows} == truth


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_copy_without_a_network_has_the_word_and_never_the_number(site, language):
    made = copied(site, TOWN, (language,), ("services",))
    text = plain(made.languages[language].decode())
    assert str(NUMBER) not in text and str(PART) not in text
    assert say("states.hidden", Reader(language)) in text
    assert str(NUMBER) not in plain(b"".join(made.shapes.values()).decode())


def office(raw: bytes) -> str:
    """All texts of an office file, of the workbooks inside its charts too."""
    if raw[:2] != b"PK":
        return raw.decode("utf-8", errors="ignore")
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return "\n".join(office(archive.read(name)) for name in archive.namelist())


def web_page(raw: bytes) -> str:
    """A page with the pictures inside it."""
    pictures = re.findall(rb"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", raw)
    return "\n".join(one.decode() for one in (raw, *map(base64.b64decode, pictures)))


def printed(raw: bytes) -> str:
    """What can be read in a PDF, and all that is compressed in it."""
    streams = [
        zlib.decompressobj().decompress(one) for one in re.findall(rb"stream\r?\n(\x78.*?)endstream", raw, re.DOTALL)
    ]
    read = subprocess.run(["pdftotext", "-", "-"], input=raw, capture_output=True, check=True).stdout
    assert len(streams) > 10
    return "\n".join(one.decode("latin-1") for one in (raw, *streams)) + read.decode()


def of_parquet(raw: bytes) -> str:
    table = pyarrow.parquet.read_table(io.BytesIO(raw))
    return f"{table.to_pylist()}{table.schema.metadata}"


def of_geopackage(raw: bytes) -> str:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(raw)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return repr([connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables])


READERS = {"pptx": office, "docx": office, "xlsx": office, "pdf": printed, "html": web_page, "parquet": of_parquet,
           "gpkg": of_geopackage, "csv": bytes.decode, "svg": bytes.decode}  # fmt: skip
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="Debian's poppler-utils reads PDF files here"
)


def read(kind: str, raw: bytes) -> str:
    """All that stands in a file, with Latin digits; the number that is shown must be there, or it was not read."""
    text = plain(READERS[kind](raw))
    assert str(VISIBLE) in text, kind
    return text


def address(ward: str, **changes) -> str:
    usual = {"page": "services", "place": TOWN, "by": "ward", "detail": "ward", "period": "2024-12", "selected": ward,
             "indicator": "grievances.grievances"}  # fmt: skip
    return View(**{**usual, **changes}).to_url()


@pytest.fixture(scope="module")
def in_brief(site, ward):
    """`in_brief(language)`: every picture of the page in a brief, the ranking as its table too."""

    @cache
    def made(language: str):
        pictures = ("headline", "ranking", "map", "trend", f"values-{GROUP}")
        items = "".join(f'[[items]]\nview = "{address(ward)}"\npicture = "{one}"\n' for one in pictures)
        items += f'[[items]]\nview = "{address(ward)}"\ntable = true\n'
        return collecting.document(site, parse(f'title = {{ en = "x" }}\n{items}'), TOWN, Reader(language))

    return made


@needs_poppler
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", making.WRITERS)
def test_a_brief_has_the_word_and_never_the_number_in_whatever_file(in_brief, language, kind):
    document = in_brief(language)
    assert len(document.figures) == 6 and say("states.hidden", Reader(language)) in repr(document)
    for text in (plain(repr(document)), read(kind, making.write(kind, document))):
        assert str(NUMBER) not in text and str(PART) not in text


def test_a_code_of_a_brief_stands_for_an_address_without_the_number(in_brief, tmp_path):
    for figure in making.with_codes(in_brief("en"), tmp_path).figures:
        found = codes.find(tmp_path, figure.code)
        assert found.startswith("/services?") and str(NUMBER) not in found and str(PART) not in found


@pytest.mark.parametrize("kind", ["csv", "parquet", "gpkg", "xlsx"])
@pytest.mark.parametrize("of", ["ranking", "map"])
def test_a_table_to_take_along_never_has_the_number(client, ward, of, kind):
    raw = client.get(f"/{kind}{address(ward)}&of={of}").get_data()
    text = read(kind, raw)
    assert "hidden" in text and str(NUMBER) not in text and str(PART) not in text
    for packed in (struct.pack("<q", NUMBER), struct.pack("<d", NUMBER)):
        assert packed not in raw


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("of", "tab"), [("ranking", ""), ("ranking", "ranking"), ("trend", ""), ("map", "")])
def test_a_picture_to_take_along_never_has_the_number(client, ward, of, tab, language):
    found = client.get(f"/image{address(ward, tab=tab, lang=language)}&of={of}&as=svg")
    text = plain(found.get_data(as_text=True))
    assert found.status_code == 200 and text.startswith("<svg")
    assert str(NUMBER) not in text and str(PART) not in text
    if of == "ranking":
        assert str(VISIBLE) in text and say("states.hidden", Reader(language)) in text
