"""The list of a register: text stays text, only addresses of the web are links, open things say so."""

from datetime import date

import pytest

from dashboard.figures import register
from dashboard.markup import find, text_of, to_html
from dashboard.words import Reader
from queries.card_parts import Column
from queries.query import QueryCard

EN = {"en": "drawn"}
ENGLISH = Reader("en")
CARD = QueryCard(
    kind="register", grain=["local"], title=EN, question=EN, indicators=["plans"],
    columns={"name": {"title": {"en": "Name"}}, "page": {"type": "link", "title": {"en": "Page"}},
             "cost": {"type": "number", "title": {"en": "Cost"}}, "begun": {"type": "date", "title": {"en": "Begun"}},
             "done": {"type": "date", "title": {"en": "Done"}}, "seen": {"type": "date", "title": {"en": "Seen"}}},
    dimensions={"sort": {"title": {"en": "Sort"}, "values": {"road": {"en": "a road", "ne": "सडक"}}}},
    durations={"lasting": {"title": {"en": "Took"}, "begins": "begun", "ends": "done", "seen_until": "seen"}},
)  # fmt: skip


def thing(**fields) -> dict:
    return {"thing": "P", "place": "NP03", "name": "Drain", "page": "https://example.org/a", "cost": 1200, "begun": date(2024, 1, 1),
            "done": None, "seen": date(2024, 12, 31), "sort": "road", "lasting": "open", "lasting_days": 365,
            "lasting_days_over": 0, **fields}  # fmt: skip


def listed(*rows, reader=ENGLISH):
    return register.listed(
        list(rows), CARD, reader, lambda code: f"name of {code}", lambda code: f"/place/{code}", "Plans"
    )


def test_a_row_says_what_where_when_and_how_long():
    (row,) = find(listed(thing()), data_code="NP03")
    said = text_of(row)
    assert "Drain" in said and "name of NP03" in said and "1 January 2024" in said and "a road" in said
    assert "1,200" in said and "open for 365 days" in said and "31 December 2024" not in said
    assert "सडक" in text_of(listed(thing(), reader=Reader("ne")))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,<script>", "ftp://a.org/x",
                                     "//a.org/x", "https:///x", "https://a b.org", "https://user:pass@a.org/", "", None,
                                     "https://a.org/\u202e", "vbscript:x", "https://[::1"])  # fmt: skip
def test_only_pages_of_the_web_are_links(address):
    assert register.safe_link(address) is None
    assert find(listed(thing(page=address)), target="_blank") == []


def paper(name, digest="ab" * 32, size=12_345):
    card = CARD.model_copy(
        update={"columns": {"name": CARD.columns["name"], "paper": Column(type="document", title=EN)}, "durations": {}}
    )
    row = thing(paper=name, paper_digest=digest, paper_bytes=size)
    return register.listed([row], card, ENGLISH, str, str, "Plans")


def test_a_document_is_a_link_with_its_kind_size_and_digest():
    (link,) = find(paper("Minutes 1?.pdf"), target="_blank")
    assert link["props"]["href"] == f"/document/{'ab' * 32}/Minutes%201%3F.pdf"
    assert "Minutes 1?.pdf PDF, 12 kB, abababab" in text_of(paper("Minutes 1?.pdf"))
    assert "2.5 MB" in text_of(paper("a.pdf", size=2_500_000)) and "1 kB" in text_of(paper("a.pdf", size=3))


def test_a_document_that_is_not_kept_or_not_given_says_so_and_is_no_link():
    assert (
        "a.pdf not kept here" in text_of(paper("a.pdf", None, None))
        and find(paper("a.pdf", None, None), target="_blank") == []
    )
    assert "not given" in text_of(paper(None, None, None))


def test_a_name_of_a_document_is_shown_and_never_run(wicked_names):
    for name in wicked_names:
        html = to_html(paper(f"{name}.txt"))
        assert "<script" not in html and "<img" not in html and 'href="javascript' not in html


def test_a_link_tells_nobody_where_it_was_followed_from():
    (link,) = find(listed(thing()), target="_blank")
    assert (link["props"]["href"], link["props"]["rel"]) == ("https://example.org/a", "noopener noreferrer")
    assert text_of(link) == "example.org"


def test_whatever_the_text_holds_it_is_shown_and_never_run(wicked_names):
    for text in wicked_names:
        html = to_html(listed(thing(name=text, page=text)))
        assert "<script" not in html and "<img" not in html and 'href="javascript' not in html


@pytest.mark.parametrize(("fields", "told"), [
    ({"lasting": "done", "lasting_days": 1}, "done in 1 day"), ({"lasting_days": 30}, "open for 30 days"),
    ({"lasting_days": 30, "lasting_days_over": 5}, "open for 30 days, 5 days overdue"),
    ({"lasting": "done", "lasting_days": 30, "lasting_days_over": 1}, "done in 30 days, 1 day late"),
])  # fmt: skip
def test_how_long_something_took_and_by_how_much_too_long(fields, told):
    assert register.duration_text(thing(**fields), "lasting", ENGLISH) == told


def test_what_is_not_given_is_said_and_nothing_at_all_too():
    assert "not given" in text_of(listed(thing(cost=None, page=None)))
    assert "Nothing is listed here" in text_of(listed())


def test_a_country_has_its_name_years_the_digits_of_the_reader_and_what_is_not_given_is_marked():
    columns = {"name": {"title": EN}, "land": {"type": "country", "title": EN}, "years": {"type": "years", "title": EN},
               "cost": {"type": "number", "title": EN}}  # fmt: skip
    card = QueryCard(kind="register", grain=["local"], title=EN, question=EN, indicators=["plans"], columns=columns)
    row = {"place": "NP03", "name": "Drain", "land": "JP", "years": "2019–2024", "cost": None}
    drawn = [register.listed([one], card, Reader("ne"), str, str, "Plans") for one in (row, {**row, "land": None})]
    assert "जापान" in text_of(drawn[0]) and "२०१९–२०२४" in text_of(drawn[0])
    assert "कुनै एक देशको होइन" in text_of(drawn[1])
    assert len(find(drawn[1], className="num none")) == 1
    assert register.facts(row, card, Reader("en"))[0] == "Japan"
