"""What a brief takes from the pages: the same sentences, figures and notes, in each language; what it cannot take is told."""

from dataclasses import replace
from datetime import date

from dashboard.asking import ask
from dashboard.briefs import collecting
from dashboard.briefs.brief import parse, ready
from dashboard.briefs.content import Figure, Heading, Missing, PageBreak, Text
from dashboard.choice import choose
from dashboard.downloads import table_of
from dashboard.figures.subject import has_value
from dashboard.markup import el, find, text_of
from dashboard.pages.theme import draw
from dashboard.state import View
from dashboard.words import Reader
from dashboard.words import text_of as worded
from queries.house import House
from queries.shelf import Shelf

HOME = "https://nagar.example"
RANKING = "/poverty?place=NP03&by=district&indicator=wealth_quintiles.poorest_fifth_share"


def made(site, items: str, place: str = "", language: str = "en"):
    text = f'title = {{ en = "Brief of {{place}}" }}\n{items}'
    return collecting.document(site, parse(text), place, Reader(language), HOME)


def item(view: str, **others: str) -> str:
    return "\n".join(["[[items]]", f'view = "{view}"', *(f"{name} = {value}" for name, value in others.items())]) + "\n"


def said(text: str) -> str:
    return "".join(text.split())


def test_a_figure_of_a_group_says_once_what_is_not_known_of_its_members(site):
    view = "/poverty?place=mithila-circuit&by=local&indicator=wealth_quintiles.poorest_fifth_share"
    unit = next(one for name in site.house.sets for one in site.house.units(name) if one.id == "mithila-circuit")
    told = f"{len(unit.members)} of {unit.expected} members of Mithila Circuit are known."
    for picture in ('"headline"', '"map"', '"ranking"'):
        [figure] = made(site, item(view, picture=picture)).pieces
        assert told in figure.notes[0] and " ".join(figure.notes).count("Who belongs to Mithila Circuit") == 1
    [figure] = made(site, item(RANKING)).pieces
    assert "members of" not in " ".join(figure.notes)


def test_a_trend_names_the_periods_in_which_not_all_places_have_a_figure(site):
    view = "/budget?place=mithila-circuit"
    [figure] = made(site, item(view, picture='"trend"')).pieces
    series = table_of(site, View.from_url(view), "trend")[0].rows
    partial = [
        row for row in series if row["place"] == "mithila-circuit" and row["places_with_value"] < row["places_known"]
    ]
    assert partial
    for row in partial:
        assert f"{row['places_with_value']} of {row['places_known']} places have a figure." in " ".join(figure.notes)


def test_a_ranking_says_what_its_page_says_and_charts_what_its_csv_holds(site):
    [figure] = made(site, item(RANKING)).pieces
    page = said(text_of(el("div", draw(site, View.from_url(RANKING)).children)))
    for text in (
        figure.told,
        *figure.notes,
        figure.source,
        figure.rows[0][0],
        figure.rows[0][figure.columns.index("Value")],
    ):
        assert text and said(text) in page, text
    table, _ = table_of(site, View.from_url(RANKING), "ranking")
    known = sorted((row["value"] for row in table.rows if has_value(row)), reverse=True)
    assert list(figure.chart.series[0].values) == known and len(figure.rows) == 13
    assert (
        figure.marks == ("illustrative",)
        and figure.card == "ranking"
        and "households" in dict(figure.definition)["How it is computed"].lower()
    )
    assert figure.link.startswith(f"{HOME}/poverty?") and f"snapshot={site.house.digest[:12]}" in figure.link
    assert site.house.digest[:12] in figure.snapshot and "poverty/wealth_quintiles" in figure.module


def test_days_are_in_the_calendar_of_the_reader_and_the_link_opens_them_so(site):
    site = replace(site, house=replace(site.house, date=date(2026, 11, 22), shelf=Shelf()))
    brief = parse(f'title = {{ en = "A" }}\n{item(RANKING)}')
    for calendar, day, asked in (("ad", "22 November 2026", ""), ("bs", "2083 Mangsir 6", "&calendar=bs")):
        document = collecting.document(site, brief, "", Reader("en", calendar=calendar), HOME)
        [figure] = document.figures
        assert day in document.data and figure.snapshot.startswith(f"{day}, ") and day in figure.citation
        assert f"&digits=latin{asked}&snapshot=" in figure.link


def test_no_hidden_figure_is_in_a_brief(site):
    address = "/services?place=NP0548201&by=ward&indicator=grievances.grievances"
    [figure] = made(site, item(address)).pieces
    asked = ask(site.house, choose(site.house, View.from_url(address)))
    hidden = [row for row in asked.ranked.rows if row["state"] == "hidden" and row["period"] in address + figure.link]
    shown = {row[0]: row for row in figure.rows}
    assert hidden and any("hidden" in row for row in shown.values())
    names = {site.namer(Reader("en"))(row["place"]) for row in hidden}
    assert figure.chart is None or names.isdisjoint(figure.chart.categories)


def test_an_address_and_a_text_speak_of_the_place_it_is_made_for(site):
    items = '[[items]]\nheading = { en = "{place} in {district}, {region}" }\n' + item(
        "/people?place={district}&selected={place}"
    )
    heading, figure = made(site, items, "NP0548201").pieces
    assert heading == Heading("Butwal in Rupandehi, Lumbini")
    assert "place=NP0548&" in figure.link and "selected=NP0548201" in figure.link
    document = made(site, items, "NP0548201", "ne")
    assert (document.title, document.place) == ("Brief of बुटवल", "बुटवल")


def test_texts_have_paragraphs_and_pages_breaks(site):
    items = '[[items]]\ntext = { en = "One <b>two</b>.\\n\\nThree\\n four." }\n[[items]]\npage_break = true\n'
    assert made(site, items).pieces == [Text(("One <b>two</b>.", "Three four.")), PageBreak()]


def test_what_cannot_be_made_is_told_and_the_rest_is_made(site):
    items = "".join([
        item("/poverty?place=NP99"), item(RANKING, picture='"globe"'), item("/nowhere?place=NP"), item("/people?place={district}"),
        item("/poverty?place=NP&indicator=slums.slums"), item("/poverty?place=NP&snapshot=abcdef123456"), item(RANKING),
    ])  # fmt: skip
    *missing, last = made(site, items, "NP").pieces
    assert all(isinstance(one, Missing) for one in missing) and isinstance(last, Figure)
    told = [one.why for one in missing]
    assert "no place" in told[0] and "globe" in told[1] and "ranking" in told[1] and "no such page" in told[2]
    assert "district" in told[3] and "no figure" in told[4] and len(told[5]) > 20


def test_own_texts_that_are_too_long_are_told_in_their_place_and_the_rest_is_made(site):
    long = f'{{ en = "{"x" * 5_001}" }}'
    items = f"[[items]]\nheading = {long}\n[[items]]\ntext = {long}\n" + item(RANKING, note=long)
    items += '[[items]]\ntext = { en = "Budget {draft}" }\n'
    heading, text, figure, note, last = made(site, items, "NP").pieces
    assert (
        heading == text == note and heading.what == "x" * 60 + "…" and "5,001 characters; at most 5,000" in heading.why
    )
    assert isinstance(figure, Figure) and figure.note == "" and last == Text(("Budget {draft}",))
    titled = parse(f"title = {long}\n[[items]]\npage_break = true\n")
    whole = collecting.document(site, titled, "NP", Reader("en"), HOME)
    assert whole.title == whole.place and whole.pieces == [heading, PageBreak()]


def test_an_item_of_one_country_is_left_out_in_others(site):
    items = item("/people?place=NP", only_in='"NP"') + item("/people?place=BD", only_in='"BD"')
    assert [one.link.partition("place=")[2][:2] for one in made(site, items, "BD").pieces] == ["BD"]


def test_headline_and_sheet_are_tables_of_words(site):
    items = item(RANKING, picture='"headline"') + item("/place/NP0548201", picture='"place"')
    headline, sheet = made(site, items).pieces
    page = said(text_of(el("div", draw(site, View.from_url(RANKING)).children)))
    assert headline.columns == ("Indicator", "Value") and said(headline.told) in page
    assert sheet.columns[1] == "Butwal" and sheet.marks == ("illustrative",) and len(sheet.rows) > 20


def test_a_place_among_its_peers_says_who_they_are_and_whence_it_is(site):
    view = "/poverty?place=NP05&by=local&selected=NP0548201&indicator=wealth_quintiles.poorest_fifth_share"
    [figure] = made(site, item(view, picture='"peers"')).pieces
    assert figure.picture and figure.chart is None and figure.marks == ("illustrative",)
    assert "Percentile 30" in figure.told and "10 other sub-metropolitan cities of Nepal" in figure.notes[0]
    assert "Butwal" in figure.columns and "1.8" in figure.rows[0] and figure.source and figure.filters
    table, _ = table_of(site, View.from_url(view), "peers")
    assert len(table.rows) == 1 + 10 and "NP0548201" in {row["place"] for row in table.rows}


def test_a_card_of_each_value_of_a_dimension_is_named_without_the_one_that_the_page_chose(site):
    [figure] = made(site, item("/poverty?place=NP&indicator=mpi_contributions.mpi_contribution", picture='"values-deprivation"')).pieces  # fmt: skip
    assert figure.title == "Contribution to the index: Deprived in" and figure.line.startswith("Nepal · ")
    assert "Deprived in" not in figure.filters and "years of schooling" in figure.chart.categories
    [areas] = made(site, item("/poverty?place=NP&indicator=headcount_published.nlss_headcount_rate", picture='"values-area"')).pieces  # fmt: skip
    assert areas.chart.categories == ("rural", "urban") and None not in areas.chart.series[0].values


def test_a_table_of_what_a_page_opens_with_has_columns_and_cells_that_are_parted(site):
    funnel, chapter = made(site, item("/practices?place=NP", picture='"funnel"')
                           + item("/needs?place=mithila-circuit", picture='"plan_chapter"')).pieces  # fmt: skip
    assert funnel.columns[0] == "Stage" and all(row[1].isdigit() for row in funnel.rows)
    asked_for = [row[-1] for row in chapter.rows]
    assert any(text.count("; ") == 1 and ") " not in text for text in asked_for), asked_for


def test_where_no_place_has_a_figure_the_table_says_so_of_each(site):
    [figure] = made(site, item("/poverty?place=BD1004&indicator=headcount_published.poverty_map_headcount_rate")).pieces
    assert figure.rows and all("no data" in row for row in figure.rows) and figure.chart is None


def test_a_line_for_each_place_of_the_page_and_the_rest_is_counted(site):
    [figure] = made(site, item("/budget?place=NP05&by=district&indicator=grid.green_share", picture='"trend"')).pieces
    drawn = draw(site, View.from_url("/budget?place=NP05&by=district&indicator=grid.green_share"))
    [chart] = [one for one in find(el("div", drawn.children), id="trend") if one["props"].get("figure")]
    names = {
        site.namer(Reader("en"))(line["meta"]["place"])
        for line in chart["props"]["figure"]["data"]
        if "place" in line["meta"]
    }
    assert {one.name for one in figure.chart.series} == names
    assert len(names) + figure.chart.left_out == 12 + 1  # the districts of Lumbini and Lumbini itself


def test_clusters_whose_members_are_assumed_are_explained_beside_peers(site):
    [figure] = made(site, item("/place/NP0548201", picture='"place"')).pieces
    assert (
        any(name.endswith("?") for name in figure.columns) and "? Membership is assumed, not published." in figure.notes
    )
    assert any(row[0].endswith("(persons per km²)") for row in figure.rows)


def test_every_ready_made_brief_is_made_whole_for_every_kind_of_place_it_is_for(site):
    """In one language; `test_ready_briefs.py` has them in each."""
    house: House = site.house
    for name, path in ready().items():
        brief = parse(path.read_text("utf-8"), path)
        assert brief.made_for, name
        places = {"local": ["NP0548201"], "town": ["BD10042899"], "country": ["NP", "BD"], "group": ["mithila-circuit"]}
        for place in [one for level in brief.made_for for one in places.get(level, ())]:
            if name == "alliance-half-year" and place == "BD":
                continue  # no learning alliance there yet
            document = collecting.document(site, brief, place, Reader("en"))
            assert document.missing == [], f"{name} {place}"
        assert all(item.heading.keys() == {"en", "ne", "bn"} for item in brief.items if item.heading)
        assert {"en", "ne", "bn"} <= brief.title.keys() and worded(brief.title, Reader("ne"))
    assert len(ready()) == 6 and house.digest
