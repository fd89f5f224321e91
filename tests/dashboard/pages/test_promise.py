"""What an indicator promises is said beside its number and on the Data page."""

from datetime import date
from types import SimpleNamespace

from dashboard.markup import el, text_of
from dashboard.pages import cards
from dashboard.pages.promise import not_comparable_of, promise
from dashboard.words import Reader
from queries.ask import Ask
from queries.indicator import TO_WRITE

OTHER = ({"en": "Poverty Map"}, {"en": "It is an estimate."})


def told(subject, others=None, language="en", **fields):
    indicator = subject.indicator.model_copy(update=fields)
    return text_of(el("div", promise(indicator, others or {}, Reader(language))))


def test_who_answers_until_when_and_whether_anybody_has_checked(subject):
    assert told(subject, owner="An office", review=date(2027, 1, 31)) == (
        "Defined by An office. To be looked at again by 31 January 2027. Not yet checked by anybody."
    )
    assert "Checked by Another office." in told(subject, checked_by="Another office")


def test_breaks_and_what_it_is_never_compared_with(subject_of):
    subject = subject_of(breaks=[{"at": "2011", "why": {"en": "A new line.", "bn": "নতুন রেখা।"}}])
    text = told(subject, {"map": OTHER})
    assert "Not one series From 2011 on: A new line." in text
    assert "Never compare with Poverty Map: It is an estimate." in text
    assert "২০১১ থেকে: নতুন রেখা।" in told(subject, language="bn")


def test_one_reason_is_said_once_for_all_it_holds_for(subject):
    text = told(subject, {"map": OTHER, "survey": ({"en": "Survey"}, OTHER[1])})
    assert text.count("It is an estimate.") == 1 and "Poverty Map; Survey: It is an estimate." in text


def test_a_pair_holds_both_ways_whichever_card_declares_it(subject_of):
    one = subject_of(id="one", not_comparable={"two": {"en": "Other things."}}).indicator
    two = subject_of(id="two").indicator
    module = SimpleNamespace(indicators={"one": one, "two": two})
    registry = SimpleNamespace(of_theme=lambda theme: [module])
    assert not_comparable_of(registry, "t", one) == {"two": (two.title, {"en": "Other things."})}
    assert not_comparable_of(registry, "t", two) == {"one": (one.title, {"en": "Other things."})}


def test_a_text_that_is_still_to_be_written_is_not_shown(subject_of):
    subject = subject_of(why={"en": f"{TO_WRITE} why it matters."})
    module = {"id": "poverty/one", "digest": "d"}
    answer = SimpleNamespace(query="poverty/one", ask=Ask("poverty/one"), sources=[], groups=(), rows=[], module=module,
                             snapshot="ab12cd34", date="2026-11-22", command="", provenance="published")  # fmt: skip
    house = SimpleNamespace(registry=SimpleNamespace(modules={"poverty/one": SimpleNamespace(dimensions={})}), sets={})
    text = text_of(cards.about(answer, subject, house))
    assert "Poorest by all." in text and "To be written" not in text and "Why it matters" not in text
