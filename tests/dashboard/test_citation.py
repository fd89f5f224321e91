"""Citations say who published, when, under which licence and on which snapshot, in every language, and never too much."""

import pytest

from dashboard import citation
from dashboard.words import Reader
from queries.run import Answer, Ask

SNAPSHOT = "ab12cd34" + "0" * 56
READERS = [Reader("en"), Reader("ne"), Reader("bn")]


def source_of(name: str, publisher: str, provenance: str = "published", **more) -> dict:
    return {
        "extract": name, "title": {"en": f"Table {name}"}, "publisher": publisher, "licence": "facts",
        "provenance": provenance, "source": f"{name}.csv", "read_at": "a page", "data_date": "2021-11-25",
        "digest": "7788" * 16, "notes": (), **more,
    }  # fmt: skip


NSO = source_of("nepal_one", "National Statistics Office, Nepal: census 2021, table 32")
BBS = source_of("bangladesh_one", "Bangladesh Bureau of Statistics: census 2011")
MADE = source_of("made", "Nagar (illustrative)", "illustrative")


def answer_of(*sources, provenance: str = "published", groups=()) -> Answer:
    module = {"id": "poverty/one", "digest": "5566" * 16}
    return Answer("poverty/one", "series", SNAPSHOT, {"by": "ward"}, tuple(sources), [], (), ("absent",), provenance,
                  Ask("poverty/one", by="ward"), module, "2026-11-22", tuple(groups))  # fmt: skip


def cited(*sources, countries=("NP",), link="", **more):
    return citation.cited("Poor households, Bagmati", "2021", [answer_of(*sources, **more)], countries, link)


@pytest.mark.parametrize(
    "reader, expected",
    [
        (Reader("en"), "National Statistics Office, Nepal, 2021; Nagar 2026-11-22 (ab12cd34)"),
        (Reader("ne"), "National Statistics Office, Nepal, 2021; नगर २०२६-११-२२ (ab12cd34)"),
        (Reader("bn"), "National Statistics Office, Nepal, 2021; নগর ২০২৬-১১-২২ (ab12cd34)"),
    ],
)
def test_a_short_citation_has_publisher_period_and_snapshot(reader, expected):
    assert citation.short(cited(NSO), reader) == expected


@pytest.mark.parametrize("reader", READERS)
def test_a_long_citation_has_all_it_takes_to_find_the_figure_again(reader):
    text = citation.long(cited(NSO), reader)
    wanted = ["Poor households, Bagmati", "census 2021, table 32", "Table nepal_one", "facts", "nepal_one.csv",
              "7788" * 3, "poverty/one", "5566" * 3, SNAPSHOT[:12]]  # fmt: skip
    plain = text.translate(str.maketrans("०१२३४५६७८९০১২৩৪৫৬৭৮৯", "0123456789" * 2))
    assert [part for part in wanted if part not in plain] == []
    assert all(digest in text for digest in ("7788" * 3, "5566" * 3, SNAPSHOT[:12]))  # digits of a digest stay Latin


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("make", [citation.short, citation.long])
def test_what_is_illustrative_is_not_to_be_quoted(reader, make):
    plain, marked = make(cited(MADE), reader), make(cited(MADE, provenance="illustrative"), reader)
    assert marked.endswith(plain) and len(marked) > len(plain) + 10


def test_days_in_words_are_in_the_calendar_of_the_reader_and_iso_days_stay():
    reader = Reader("en", calendar="bs")  # 22 November 2026 is Mangsir 6, 25 November 2021 is Mangsir 9
    text = citation.long(cited(NSO), reader)
    assert "2083 Mangsir 6" in text and "2078 Mangsir 9" in text and "November" not in text
    assert citation.date_text("2021", reader) == "2021" and citation.short(cited(NSO), reader).endswith(
        "2026-11-22 (ab12cd34)"
    )


def test_several_extracts_are_all_named_each_publisher_once():
    again = source_of("nepal_two", "National Statistics Office, Nepal: another table")
    of = cited(NSO, again, BBS, countries=())
    assert citation.short(of, Reader()) == (
        "National Statistics Office, Nepal; Bangladesh Bureau of Statistics, 2021; Nagar 2026-11-22 (ab12cd34)"
    )
    assert all(name in citation.long(of, Reader()) for name in ("nepal_one.csv", "nepal_two.csv", "bangladesh_one.csv"))


def test_only_extracts_that_can_hold_figures_of_the_country_are_cited():
    of = cited(NSO, BBS, MADE, countries=["BD"])
    assert [source["extract"] for source in of.sources] == ["bangladesh_one", "made"]


def test_a_missing_licence_is_said():
    text = citation.long(cited(source_of("nepal_one", "An office", licence="")), Reader())
    assert "licence: not stated" in text


def test_the_lines_of_a_file_hold_every_digest_whole_and_all_that_is_missing():
    told = {"rows": 3, "states": {"hidden": 2, "value": 1}, "provenances": {"illustrative": 1, "published": 2}}
    group = {
        "group": "pair",
        "title": {"en": "Pair"},
        "source": "a page",
        "certain": False,
        "members": 2,
        "expected": 3,
    }
    of = cited(NSO, BBS, link="/poverty?snapshot=ab12cd340000", provenance="illustrative", groups=[group])
    lines = citation.lines(of, told, ["One place is left out."], Reader())
    found = {label: [text for name, text in lines if name == label] for label, _ in lines}
    assert found["Question and its digest"] == ["poverty/one " + "5566" * 16]
    assert found["Extract and its digest"] == ["nepal_one " + "7788" * 16, "bangladesh_one " + "7788" * 16]
    assert found["Licence"] == ["facts", "facts"] and found["Not in this snapshot"] == ["absent"]
    assert found["Snapshot"] == [f"{SNAPSHOT} (2026-11-22)"]
    assert found["Rows"] == ["3 rows; value: 1, hidden: 2"]
    assert found["Provenance"] == [
        "illustrative", "illustrative: 1, published: 2", "ILLUSTRATIVE: examples, not to be quoted.",
    ]  # fmt: skip
    assert found["Group"] == ["Pair: 2 of 3 members are known, some of them assumed. Source: a page"]
    assert found["Note"] == ["One place is left out."]
    assert found["Citation, long"][0].endswith("/poverty?snapshot=ab12cd340000") and found["Link to this view"]


# The figure from its own numbers


@pytest.mark.parametrize(
    "unit, numbers, value, shown",
    [
        ("percent", (120, 226), 100 * 120 / 226, "120 of 226 households = 53.1 %"),
        ("per_1000", (3, 200), 1000 * 3 / 200, "3 ÷ 200 × 1,000 = 15.0 per 1,000"),
        ("persons_per_household", (1213, 269), 1213 / 269, "1,213 ÷ 269 = 4.5 persons"),
    ],
)
def test_a_rate_is_shown_with_the_numbers_it_is_made_of(row, subject_of, unit, numbers, value, shown):
    indicator = subject_of(unit=unit).indicator
    found = row("NP03", value, unit=unit, numerator=numbers[0], denominator=numbers[1])
    assert citation.computed(found, indicator, Reader()).replace("\u00a0", " ") == shown


@pytest.mark.parametrize(
    "found",
    [
        {"value": 53.1, "numerator": None, "denominator": None},  # as printed, without parts
        {"value": 53.1, "numerator": 100, "denominator": 226},  # its parts give 44.2: it stands as printed
        {"value": None, "state": "hidden", "numerator": None, "denominator": None},
        {"value": None, "state": "hidden", "numerator": 120, "denominator": 226},  # never, whatever a row holds
        {"value": 7, "numerator": 7, "denominator": 0},
    ],
)
def test_nothing_is_claimed_of_a_figure_that_is_not_made_so(row, subject, found):
    assert citation.computed(row("NP03", **found), subject.indicator, Reader()) == ""


def test_no_row_has_no_numbers(subject):
    assert citation.computed(None, subject.indicator, Reader()) == ""
