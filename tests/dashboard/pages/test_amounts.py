"""Cards declare these pictures and theme pages draw them: reach, bands of weights, treemap; and a flag is told."""

import pytest


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/budget?indicator=grid.plan&period=2080/81", "card-treemap"),
        ("/budget?indicator=grid.plan&period=2080/81&tab=treemap", "card-treemap"),
        ("/budget?indicator=grid.green_share&period=2080/81", "card-bands"),
        ("/budget?indicator=grid.untagged_share&period=2080/81&tab=bands", "card-bands"),
        ("/poverty?indicator=headcount.headcount_rate&period=2011", "card-reach"),
        ("/poverty?indicator=headcount.headcount_rate&period=2011&tab=reach", "card-reach"),
        ("/budget?place=BD&indicator=pourashava_budgets.announced_budget&period=2023-24", "39,06,611.50"),
    ],
)
def test_a_page_has_the_pictures_its_card_asks_for(client, sent, bundled_house, address, shown):
    assert shown in sent(client, address)


@pytest.mark.parametrize(
    ("address", "absent"),
    [
        ("/budget?indicator=grid.green_share&period=2080/81", "card-treemap"),  # a rate is no sum of areas
        ("/budget?indicator=grid.plan&period=2080/81", "card-bands"),
        ("/budget?place=BD&indicator=pourashava_budgets.announced_budget&period=2022-23", "39,06,611.50"),
    ],
)
def test_and_not_where_they_would_mislead(client, sent, bundled_house, address, absent):
    assert absent not in sent(client, address)


def test_the_bands_can_be_downloaded(client, bundled_house):
    text = client.get("/csv/budget?indicator=grid.green_share&period=2080/81&of=bands").get_data(as_text=True)
    assert "green_share_low" in text and "untagged_share" in text
