"""Pages that open with an answer of their own: the draft table of needs, the funnel of practices; and where towns agree."""

import pytest


@pytest.mark.parametrize("place", ["NP", "BD"])
def test_the_page_of_needs_opens_with_the_draft_table(client, sent, place):
    page = sent(client, f"/needs?place={place}")
    assert "Most pressing in" in page and "Draft table for the five-year plan chapter" in page
    assert page.index("card-plan_chapter") < page.index("card-map")


@pytest.mark.parametrize("place", ["NP", "BD"])
def test_the_page_of_practices_opens_with_the_funnel_and_has_its_table(client, sent, place):
    page = sent(client, f"/practices?place={place}")
    assert "are still on the way" in page and page.index("card-funnel") < page.index("card-map")
    assert "Of the stage before" in sent(client, f"/practices?place={place}&tab=funnel")


def test_a_filter_of_the_stage_or_of_a_sector_leaves_funnel_and_table_whole(client, bundled_house):
    def rows(address: str) -> list[str]:
        return client.get(address).get_data(as_text=True).splitlines()[-5:]

    assert rows("/csv/practices?of=funnel") == rows("/csv/practices?where=stage=result&of=funnel")
    assert rows("/csv/needs?of=plan_chapter") == rows(
        "/csv/needs?where=sector=schools&where=priority=low&of=plan_chapter"
    )


def test_where_nothing_is_listed_the_ordinary_sentence_stands(client, sent):
    page = sent(client, "/practices?where=sector=schools&where=cost_class=high")
    assert "card-funnel" not in page


def test_agreement_is_drawn_for_what_is_asked_and_not_for_what_all_sectors_share(client, sent):
    assert "card-agreement" in sent(client, "/needs?indicator=sectors.pressing_share")
    assert "card-agreement" not in sent(client, "/needs?indicator=sectors.validated_share")


@pytest.mark.parametrize(
    ("address", "columns"),
    [
        ("/csv/needs?of=plan_chapter", ("pressing", "cost_thousand", "requests")),
        ("/csv/practices?of=funnel", ("stage", "reached", "of_before")),
        ("/csv/needs?indicator=sectors.pressing_share&of=agreement", ("sector", "numerator", "denominator")),
    ],
)
def test_each_can_be_downloaded(client, bundled_house, address, columns):
    answer = client.get(address)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200 and all(column in text for column in columns)


@pytest.mark.parametrize(("place", "by"), [("NP", "local"), ("BD", "town")])
def test_practices_go_from_programme_towns_to_others_in_both_countries(client, sent, place, by):
    page = sent(client, f"/practices?indicator=spread.practices_taken_over&place={place}&by={by}")
    assert "who takes over" in page and "Loses most" not in page and "→" in page
