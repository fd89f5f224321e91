"""Native charts of cards: each draws the numbers that its card writes, and no number that its CSV does not have."""

import pytest

from dashboard.asking import ask
from dashboard.briefs import card_chart
from dashboard.briefs.chart import BAR, LINE, SCATTER, STACKED
from dashboard.choice import choose
from dashboard.downloads import table_of
from dashboard.figures.subject import has_value
from dashboard.markup import text_of
from dashboard.pages.flows import FlowDrawn
from dashboard.pages.pictures import Drawn
from dashboard.panels import id_of
from dashboard.state import View

PANELS = [
    ("/poverty?place=NP&indicator=headcount.headcount_rate", "ranking", BAR),
    ("/poverty?place=NP&indicator=headcount.headcount_rate", "reach", BAR),
    ("/poverty?place=NP&indicator=headcount_published.nlss_headcount_rate", "values:area", BAR),
    ("/people?place=NP&indicator=published_totals.persons_published", "trend", LINE),
    ("/migration?place=NP&indicator=in_migrants_by_reason.in_migrants", "values:reason", STACKED),
    ("/migration?place=NP&indicator=in_migrants_by_reason.in_migrants", "across:reason:sex", STACKED),
    ("/people?place=NP&indicator=urban_category.urban_increase", "parts", STACKED),
    ("/migration?place=NP&indicator=flows.moved_persons", "flows", BAR),
    ("/budget?place=NP&indicator=grid.green_share", "bands", BAR),
    ("/practices?place=NP&indicator=replications.practices_seen", "funnel", BAR),
    ("/services?place=NP&indicator=letters.letters", "histogram:answer_time", BAR),
    ("/services?place=NP&indicator=project_progress.late_projects_share", "progress", BAR),
    ("/alliance?place=NP&indicator=commitments.commitments", "overdue:follow_through", BAR),
    ("/alliance?place=NP03&indicator=commitments.commitments", "done_after:follow_through", SCATTER),
]


def drawn_of(site, address: str) -> Drawn:
    choice = choose(site.house, View.from_url(address))
    return (FlowDrawn if choice.module.kind == "flow" else Drawn)(site, choice, ask(site.house, choice))


@pytest.mark.parametrize(("address", "panel", "kind"), PANELS, ids=[panel for _, panel, _ in PANELS])
def test_each_writes_the_numbers_that_its_card_writes(site, address, panel, kind):
    drawn = drawn_of(site, address)
    chart = card_chart.of(drawn, panel)
    assert chart.kind == kind and any(value is not None for one in chart.series for value in one.values)
    card = drawn.lead.element() if panel == "funnel" else drawn.picture(panel)
    words = text_of(card)
    for one in chart.series:
        if kind == BAR and one.name != "agreed time that is gone":  # which the card shows as a mark and speaks
            assert one.texts and all(text in words for text in one.texts), one
    if kind != LINE:  # whose periods the browser writes
        assert all(part in words for name in chart.categories for part in name.split(", "))


def test_the_numbers_are_the_rows_of_the_csv_unrounded(site):
    for address, panel, _ in PANELS:
        if panel.partition(":")[0] not in ("ranking", "values", "across", "parts", "flows"):
            continue
        drawn = drawn_of(site, address)
        table, _ = table_of(site, drawn.view, id_of(panel))
        known = {row["value"] for row in table.rows if has_value(row)}
        chart = card_chart.of(drawn, panel)
        shown = {value for one in chart.series for value in one.values if value is not None}
        assert shown and shown <= known, panel


def test_bars_of_values_are_the_published_figures_largest_first(site):
    """Nepal's living standards survey 2022/23: 24.66 percent of rural and 18.34 of urban persons are poor."""
    drawn = drawn_of(site, PANELS[2][0])
    chart = card_chart.of(drawn, "values:area")
    assert chart.categories == ("rural", "urban") and chart.series[0].values == (24.66, 18.34)


def test_flows_beyond_those_that_are_named_are_told_and_what_stays_is_no_bar(site):
    drawn = drawn_of(site, "/migration?place=NP&indicator=flows.moved_persons")
    chart = card_chart.of(drawn, "flows")
    assert len(chart.categories) == 10 and all("→" in name for name in chart.categories)
    [told] = chart.remarks
    assert "31" in told and "6,79,071" in told


def test_ends_of_bands_are_what_other_weights_give_and_no_interval(site):
    chart = card_chart.of(drawn_of(site, "/budget?place=NP&indicator=grid.green_share"), "bands")
    assert chart.reach_of == "weights" and chart.series[0].reach[-1] is None  # without a tag there is no weight
    assert all(low <= value <= high for value, (low, high) in zip(chart.series[0].values[:-1], chart.series[0].reach[:-1], strict=True))  # fmt: skip


def test_what_is_no_chart_has_none(site):
    drawn = drawn_of(site, "/alliance?place=NP&indicator=participation.events")
    assert card_chart.of(drawn, "map") is None and card_chart.of(drawn, "attendance") is None
