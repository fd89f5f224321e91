"""A place on two sheets: what it may be said to do better, and a table that leaves empty what is no comparison."""

from dataclasses import replace

import pytest

from dashboard.figures.dots import Strip
from dashboard.markup import find, text_of
from dashboard.pages import peers, place, sheet
from dashboard.pages.peers import Line
from dashboard.state import View
from queries.peers import Comparison


def compared(subject, own, lower, higher, undecided=0, provenance="published", beside=()):
    """A line among peers of which so many are lower, higher, or cannot be told from it."""
    values = tuple(float(number) for number in range(lower + higher + undecided))
    answer = type("Answer", (), {"provenance": provenance})()
    found = Comparison(len(values), values, lower, higher, 0, undecided)
    return peers.Compared(Line(None, subject, own, [own], answer, None), Strip(own, found, "others", beside=beside))


@pytest.mark.parametrize(
    ("better", "lower", "stands_out"),
    [("higher", 8, True), ("higher", 7, False), ("lower", 2, True), ("lower", 3, False), ("neither", 10, False)],
)
def test_a_place_stands_out_from_four_fifths_of_its_peers_on(row, subject_of, better, lower, stands_out):
    one = compared(subject_of(better=better), row("NP0331", 5.0), lower, 10 - lower)  # percentile 10 * lower
    assert sheet.stands_out(one, better=True) == stands_out
    other = compared(subject_of(better=better), row("NP0331", 5.0), 10 - lower, lower)
    assert sheet.stands_out(other, better=False) == stands_out


def test_what_cannot_be_told_apart_or_is_unreliable_stands_out_nowhere(row, subject_of):
    subject = subject_of(better="higher")
    undecided = compared(subject, row("NP0331", 5.0), lower=7, higher=0, undecided=3)  # between 70 and 100
    assert undecided.percentiles == (70.0, 100.0) and not sheet.stands_out(undecided, better=True)
    assert not sheet.stands_out(compared(subject, row("NP0331", 5.0, "unreliable"), 10, 0), better=True)
    few = compared(subject, row("NP0331", 5.0), lower=4, higher=0)  # fewer than five
    assert few.percentiles is None and not sheet.stands_out(few, better=True)


def test_the_summary_names_published_figures_first_and_marks_the_others(row, subject_of, subject):
    made_up = compared(subject_of(title={"en": "Green share"}, better="higher"), row("A", 5.0), 9, 1, provenance="illustrative")  # fmt: skip
    real = compared(subject_of(title={"en": "Income"}, better="higher"), row("A", 5.0), 9, 1)
    told = text_of(sheet.summary([made_up, real], subject.reader))
    assert told == "Better than at least four fifths of its peers: Income and Green share (illustrative)."
    assert sheet.summary([compared(subject, row("A", 5.0), 5, 5)], subject.reader) is None


def test_paper_has_the_first_of_each_question_and_what_the_summary_names(row, subject_of):
    module = type("Module", (), {"id": "one/question"})()

    def line(title, lower):
        one = compared(subject_of(title={"en": title}, better="higher"), row("A", 5.0), lower, 10 - lower)
        return replace(one, line=replace(one.line, module=module))

    first, plain, outstanding = line("First", 5), line("Plain", 5), line("Outstanding", 9)
    assert sheet.on_paper([first, plain, outstanding], 1, first.line.subject.reader) == [first, outstanding]


def test_the_columns_are_those_of_most_lines_in_the_order_of_the_page(row, subject):
    def line(*names):
        return compared(subject, row("A", 5.0), 5, 5, beside=tuple((name, row("B", 1.0)) for name in names))

    found = [line("Rare", "Region", "Country", "One", "Two"), line("Region", "Country", "One", "Two")]
    assert sheet.groups_of(found) == ["Region", "Country", "One", "Two"]  # four have room


def test_the_same_figure_of_two_questions_stands_once(row, subject):
    module = type("Module", (), {"theme": "alliance"})()
    one, two = (compared(subject, row("A", value), 5, 5) for value in (5.0, 5.0))
    lines = [peers.Compared(Line(module, subject, each.line.own, [], each.line.answer, None), each.strip) for each in (one, two)]  # fmt: skip
    assert len(sheet.different(lines)) == 1


@pytest.fixture(scope="module")
def drawn(site):
    return place.draw(site, View(page="place", place="NP0548201"))


def test_a_page_of_a_place_has_a_row_for_each_figure_and_none_for_what_is_missing(site, drawn):
    (main,) = [child for child in drawn.children if child and child["props"].get("id") == "main"]
    lines = place.lines_of(site, View(page="place", place="NP0548201"))
    (paper,) = [one for one in find(main) if "on-paper" in (one["props"].get("className") or "")]
    rows = [one for one in find(paper, scope="row")]
    found = sheet.different(peers.compared(site, View(page="place", place="NP0548201"), "NP0548201", lines))
    assert len(rows) == len(found) > 20
    assert site.house.digest[:12] in text_of(paper)


def test_the_tab_of_the_peers_shows_the_table_in_place_of_the_strips(site):
    page = place.draw(site, View(page="place", place="NP0548201", tab="peers"))
    (card,) = [one for child in page.children if child for one in find(child, id="card-peers")]
    assert find(card, className="rows compact") and not find(card, className="strip-of")


def test_the_strips_of_a_place_lie_below_their_themes_of_which_the_first_are_open(drawn):
    (card,) = [one for child in drawn.children if child for one in find(child, id="card-peers")]
    themes = [one for one in find(card) if one["type"] == "Details" and one["props"].get("className") == "of-theme"]
    assert [one["props"]["open"] for one in themes] == [True, True] + [False] * (len(themes) - 2)
    strips = [
        len([inner for inner in find(one) if "strip-of" in (inner["props"].get("className") or "")]) for one in themes
    ]
    told = [text_of(one).split(" · ")[1] for one in themes]
    assert len(themes) > 2 and all(text.startswith(str(count)) for text, count in zip(told, strips, strict=True))


def test_the_strips_stand_below_the_rule_that_says_who_the_peers_are(drawn):
    (card,) = [one for child in drawn.children if child for one in find(child, id="card-peers")]
    (rule,) = [one for one in find(card) if one["props"].get("className") == "rule"]
    assert text_of(rule) == "Peers: 10 other sub-metropolitan cities of Nepal."
