"""A place on paper: two sheets of A4, and nothing beyond their edge."""

import re

import pytest

from dashboard import visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PLACES = (
    "/place/NP0548201",
    "/place/NP0548201?lang=ne",
    "/place/NP03",
    "/place/BD60908999",
    "/place/BD60908999?lang=bn",
)
WIDTH = 710  # CSS pixels: A4 less 11 mm at each side
BEYOND = """() => [...document.querySelectorAll('main *')].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width && !one.closest('.visually-hidden') && (box.right > innerWidth + 1 || one.matches('td, th')
    && one.scrollWidth > one.clientWidth + 1);
}).map((one) => one.outerHTML.slice(0, 150))"""


@pytest.mark.parametrize("path", PLACES)
def test_a_place_fills_two_sheets_and_nothing_is_cut(tab, path):
    page = tab(path)
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert re.findall(rb"/Type /Pages\s+/Count (\d+)", printed) == [b"2"]
    page.set_viewport_size({"width": WIDTH, "height": 1000})
    page.emulate_media(media="print")
    assert page.evaluate(BEYOND) == []
    assert page.locator(".on-paper table tbody tr").count() > 10 and page.locator(".strip-of").first.is_hidden()


THEMES = ("/poverty?place=NP03&tab=map", "/budget?place=NP0548&tab=ranking&lang=ne", "/alliance", "/practices", "/data")
HIDDEN_BELOW = """() => [...document.querySelectorAll('main .table-wrap')].filter((one) =>
  one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1).map((one) => one.ariaLabel)"""


@pytest.mark.parametrize("path", THEMES)
def test_the_tables_of_a_page_are_whole_on_paper(tab, path):
    page = tab(path)
    visitor.wait(page)
    page.set_viewport_size({"width": WIDTH, "height": 1000})
    page.emulate_media(media="print")
    assert page.locator("main table").count() > 0
    assert page.evaluate(BEYOND) == [] and page.evaluate(HIDDEN_BELOW) == []


def test_a_link_that_leads_outside_is_written_out(tab):
    page = tab("/practices")
    visitor.wait(page)
    page.evaluate("""() => document.querySelector('main h1').append(
      Object.assign(document.createElement('a'), {href: 'https://example.org/minutes', textContent: 'minutes'}))""")
    page.emulate_media(media="print")
    after = "() => getComputedStyle(document.querySelector('main h1 a'), '::after').content"
    assert "https://example.org/minutes" in page.evaluate(after)
    page.emulate_media(media="screen")
    assert page.evaluate(after) == "none"


def test_what_is_drawn_above_a_map_does_not_wipe_it_out_on_paper(tab):
    """A canvas is printed as what was done to draw it: clearing the one above cleared the map."""
    page = tab("/poverty?place=NP03")
    visitor.wait(page)
    shown = "() => getComputedStyle(document.querySelector('nagar-map').above).display"
    assert page.evaluate(shown) == "block"
    page.emulate_media(media="print")
    assert page.evaluate(shown) == "none"
    assert page.evaluate("() => getComputedStyle(document.querySelector('nagar-map').below).display") == "block"
