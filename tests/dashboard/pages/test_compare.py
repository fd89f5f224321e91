"""Places side by side: in the order chosen, on one scale, and what cannot be set beside each other kept apart."""

from dataclasses import replace

from dashboard.downloads import download
from dashboard.markup import find, text_of
from dashboard.pages import compare
from dashboard.pages.frame import suggestions
from dashboard.state import View
from dashboard.words import Reader
from dashboard.words.format import number
from queries.run import Ask, run


def figures(site, places: str) -> dict:
    view = View.from_url(f"/compare?places={places}")
    return {
        (one.subject.indicator.id, one.rows[0]["unit"]): one
        for one in compare.figures_of(site, view, compare.chosen_of(site, view)[0])
    }


def test_each_figure_is_that_of_its_place_in_the_order_chosen(site):
    found = figures(site, "NP0548201.NP03.mithila-circuit")["persons", "persons"]
    assert [row["place"] for row in found.rows] == ["NP0548201", "NP03", "mithila-circuit"]
    for row, by in zip(found.rows, ("local", "region", "nepal-clusters"), strict=True):
        asked = Ask("people/population", by, row["place"], "2021", indicators=("persons",))
        (own,) = [one for one in run(site.house, asked).rows if one["place"] == row["place"]]
        assert (row["value"], row["state"]) == (own["value"], own["state"])
    assert found.rows[0]["value"] < found.rows[1]["value"]


def test_money_of_two_currencies_stands_on_no_common_scale(site):
    found = figures(site, "NP.BD")
    assert {unit for name, unit in found if name == "plan"} <= {"npr", "bdt", "npr_thousand", "bdt_thousand"}
    assert all(len({row["unit"] for row in one.rows}) == 1 for one in found.values())


def test_what_is_not_known_or_too_many_is_told(site):
    view = View.from_url("/compare?places=NP01.NP02.nowhere.NP03.NP04.NP05")
    chosen, told = compare.chosen_of(site, view)
    assert chosen == ["NP01", "NP02", "NP03", "NP04"]
    assert [key for key, _ in told] == ["unknown_place", "side_by_side.too_many"]


def test_one_place_alone_says_how_to_put_another_beside_it(site):
    view = View.from_url("/compare?places=NP0548201")
    page = compare.draw(site, view)
    (main,) = [child for child in page.children if child and child["props"].get("id") == "main"]
    assert "Choose two to four places" in text_of(main)
    links = [link["props"]["href"] for link in find(main, className="chip")]
    assert "/compare?places=NP0548201.NP05" in links  # its province; one tap away
    suggested = find(suggestions(site, view, "pokhara")[0], className="suggestion")
    assert suggested[0]["props"]["href"].startswith("/compare?places=NP0548201.NP")


def test_figures_with_errors_say_what_cannot_be_told_apart(row, subject):
    alike = [row("A", 20.0, standard_error=2.0), row("B", 21.0, standard_error=2.0), row("C", 60.0, standard_error=2.0)]

    def note(rows):
        return compare.alike_note(compare.Figures(None, replace(subject, name=str), rows, []))

    assert "A and B" in note(alike) and "C" not in note(
        alike
    )  # z = 1 / sqrt(8) = 0.35 of A and B; C lies 14 errors off
    assert note([row("A", 20.0), row("B", 21.0)]) == ""


def test_the_file_has_the_rows_of_its_theme(site):
    text = download(site, View.from_url("/compare?places=NP0548201.NP03"), "people")
    table = text.split("\n\n", 1)[-1]
    assert "NP0548201" in table and "NP03" in table and "grievances" not in table
    assert download(site, View.from_url("/compare?places=NP0548201.NP03"), "nothing") is None


def test_each_figure_says_about_itself_what_it_is_of_its_first_place(site):
    page = compare.draw(site, View.from_url("/compare?places=NP0548201.NP03"))
    (card,) = [one for child in page.children if child for one in find(child, id="card-beside-people")]
    abouts, blocks = find(card, className="about"), find(card, className="abreast")
    assert len(abouts) == len(blocks) > 1
    told = text_of(abouts[0])
    assert "About this number" in told and "How it is computed" in told and "people/population" in told
    persons = figures(site, "NP0548201.NP03")["persons", "persons"].rows[0]
    assert f"Butwal, 2021: {number(Reader(), persons['value'])}" in told.replace(" persons", "")
