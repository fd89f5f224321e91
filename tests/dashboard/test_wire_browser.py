"""What travels, in Debian's Chromium: text before scripts, charts when they are seen, differences, 304, no network."""

import re

import pytest

from dashboard import visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
READY = "() => !document.getElementById('first') && document.querySelector('#page main h1')"
HEADLINE = "() => document.querySelector('#page main h1').innerText"
TREND = "() => document.querySelector('#trend')"
WORKS = "() => navigator.serviceWorker.controller && caches.match('/shell').then(Boolean)"
SCRIPTS = re.compile(r"/file/\w+/(dash|nagar|plotly)\.js$")


STORED = "(address) => caches.open('nagar-pages').then((box) => box.match(`/page${address}`)).then(Boolean)"


def held_back(page):
    """No script comes before the function that is given back is called."""
    waiting, held = [], [True]
    page.route(SCRIPTS, lambda route: waiting.append(route) if held else route.continue_())

    def let_come():
        held.clear()
        while waiting:
            waiting.pop().continue_()

    return let_come


def test_headline_figures_and_ranking_can_be_read_before_any_script_and_go_when_the_page_is_drawn(phone):
    page, asked = phone
    let_come = held_back(page)
    page.goto("/people?lang=ne", wait_until="commit")
    page.wait_for_selector("#first h1")
    visitor.until(page, "() => getComputedStyle(document.querySelector('#first .bar i')).width !== '0px'")
    said = page.inner_text("#first h1")
    assert "२,८९,२५,४८०" in said and page.is_visible("#first .figures") and page.is_visible("#first li[data-code] .num")
    assert page.inner_text("#react-entry-point") == ""
    widths = "(id) => [...document.querySelectorAll(`#${id} .bar i`)].map((one) => Math.round(one.getBoundingClientRect().width))"
    before = page.evaluate(widths, "first")
    let_come()
    visitor.until(page, READY)
    assert page.inner_text("#page main h1") == said and page.evaluate(widths, "page") == before
    assert page.title() == "जनता: नेपाल · नगर" or page.title().endswith("नगर")
    assert [path for path, _ in asked if path.startswith("/page")] == []  # the page came with the document


def test_what_a_visitor_opens_and_presses_before_the_scripts_come_is_not_lost(phone):
    page, _ = phone
    let_come = held_back(page)
    page.goto("/people?place=NP03&tab=ranking", wait_until="commit")
    page.click("#first #card-ranking .about > summary")
    page.wait_for_function("() => document.pressed")  # the script that comes with the map, and is not held back
    page.click("#first #card-ranking th:nth-child(1) button.sort")
    page.focus("#first #card-ranking .about > summary")
    let_come()
    visitor.until(page, READY)
    assert page.locator("#page details[open]").count() == 1
    assert page.is_visible("#page #card-ranking .about button.cite >> nth=0")
    assert page.evaluate("document.activeElement === document.querySelector('#page #card-ranking .about > summary')")
    assert page.get_attribute("#page #card-ranking th:nth-child(1)", "aria-sort") == "descending"


def test_plotly_is_asked_for_when_a_chart_comes_into_view_and_not_before(phone):
    page, asked = phone
    page.goto("/budget?place=NP03&tab=map")  # the map's table, so that the trend is the only chart
    page.wait_for_function(READY)
    visitor.until(page, TREND)
    page.wait_for_timeout(500)
    assert not [path for path, _ in asked if path.endswith("/plotly.js")]
    assert "drawn when it comes into view" in page.inner_text("#trend")
    page.evaluate("() => document.querySelector('#trend').scrollIntoView()")
    page.wait_for_selector("#trend .trace")
    assert "drawn when it comes into view" not in page.inner_text("#trend")
    assert [status for path, status in asked if path.endswith("/plotly.js")] == [200]


def test_letters_typed_just_before_the_search_is_put_away_ask_nothing(phone):
    page, _ = phone
    page.goto("/people")
    page.wait_for_function(READY)
    other = "() => document.querySelector('.options a:not(.on)').click()"
    first = page.evaluate(HEADLINE)
    page.evaluate(other)  # so that the page gone back to is at hand, and comes before the pause after a key is over
    visitor.until(page, "(before) => document.querySelector('#page main h1').innerText !== before", first)
    page.evaluate(
        """() => {
          const field = document.getElementById("search");
          Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, "kal");
          field.dispatchEvent(new Event("input", { bubbles: true }));
          history.back();
        }"""
    )
    visitor.until(page, "(first) => document.querySelector('#page main h1').innerText === first", first)
    page.wait_for_timeout(300)


def test_a_change_is_a_difference_and_back_and_forth_cost_no_page_again(phone):
    page, asked = phone
    heads = []
    page.on(
        "response", lambda answer: heads.append((answer.status, answer.headers)) if "/page/" in answer.url else None
    )
    page.goto("/people")
    page.wait_for_function(READY)
    first = page.evaluate(HEADLINE)
    page.evaluate("() => document.querySelectorAll('.indicator .options a:not(.on)')[1].click()")
    visitor.until(page, "(before) => document.querySelector('#page main h1').innerText !== before", first)
    second = page.evaluate(HEADLINE)
    assert [(status, "nagar-difference" in headers) for status, headers in heads] == [(200, True)]
    # What is pressed in a menu is asked for before it is let go, and only once.
    third = page.locator(".indicator .options a:not(.on)").first
    third.dispatch_event("pointerdown")
    page.wait_for_timeout(500)
    assert len(heads) == 2 and page.evaluate(HEADLINE) == second
    third.evaluate("(link) => link.click()")
    visitor.until(page, "(before) => document.querySelector('#page main h1').innerText !== before", second)
    page.go_back()
    visitor.until(page, "(said) => document.querySelector('#page main h1').innerText === said", second)
    assert [status for status, _ in heads] == [200, 200, 304]
    del heads[1:]
    page.go_back()
    visitor.until(page, "(said) => document.querySelector('#page main h1').innerText === said", first)
    page.go_forward()
    visitor.until(page, "(said) => document.querySelector('#page main h1').innerText === said", second)
    assert [status for status, _ in heads] == [200, 304, 304]
    page.reload()
    visitor.until(page, "(said) => document.querySelector('#page main h1')?.innerText === said", second)
    fetched = page.evaluate("""async () => {
      const whole = await (await fetch('/page' + location.pathname + location.search)).text();
      const read = JSON.parse(whole);
      return [read.title === document.title, JSON.stringify(read.tree).length > 1000];
    }""")
    assert fetched == [True, True]


def test_what_was_opened_opens_again_without_network_with_its_date_and_what_was_not_says_so(phone, bundled_house):
    page, _ = phone
    page.goto("/place/NP0548201?lang=ne")
    page.wait_for_function(READY)
    visitor.until(page, WORKS)
    visitor.until(page, STORED, "/place/NP0548201?lang=ne")
    page.goto("/people?lang=ne")  # a second town's page, now that files are kept
    page.wait_for_function(READY)
    assert page.query_selector("[role=alert]") is None
    page.context.set_offline(True)
    page.goto("/place/NP0548201?lang=ne")
    page.wait_for_function(READY)
    visitor.until(page, "() => document.querySelector('[role=alert]')")
    from dashboard.words import Reader
    from dashboard.words import format as words

    told = page.inner_text("[role=alert]")
    assert words.date(Reader("ne"), bundled_house.date) in told and "सर्भरसँग सम्पर्क हुन सकेन" in told
    assert "बुटवल" in page.inner_text("#page .heading h1")
    page.evaluate("() => document.querySelector('.bottom-bar a').click()")  # home was never opened
    visitor.until(page, "() => document.querySelector('[role=alert]').innerText.includes('खोलिएको थिएन')")
    page.context.set_offline(False)
    page.goto("/place/NP0548201?lang=ne")
    page.wait_for_function(READY)
    page.wait_for_timeout(300)
    assert page.query_selector("[role=alert]") is None  # the server's own answer again


def test_the_parts_of_a_map_that_were_seen_are_there_again_without_a_network(phone):
    page, asked = phone
    wards = "/people?detail=ward&indicator=population.sex_ratio"
    page.goto("/people")
    page.wait_for_function(READY)
    visitor.until(page, WORKS)
    page.goto(wards)
    page.wait_for_selector("nagar-map[data-drawn='6736']")
    page.wait_for_function(READY)
    visitor.until(page, STORED, wards)
    assert len({path for path, _ in asked if path.startswith("/shapes/NP-ward-2017-")}) == 77
    page.context.set_offline(True)
    page.reload()
    page.wait_for_function(READY)
    page.wait_for_selector("nagar-map[data-drawn='6736']")
    page.context.set_offline(False)


def test_without_scripts_the_page_can_be_read_and_its_links_lead_on(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/people?place=NP03")
    assert "60,21,003" in page.inner_text("h1") and page.is_visible("noscript")
    page.click('li[data-code="NP0331"] a')
    page.wait_for_url("**selected=NP0331**")
    assert "selected=NP0331" in page.url and "Makwanpur" in page.inner_text(".selected-line")
    page.click(".rest a")
    page.wait_for_url("**/whole/people**")
    assert page.is_visible("#card-ranking") and page.locator("section.panel").count() > 3
    context.close()


def test_without_a_service_worker_and_without_streams_to_undo_everything_is_there_too(browser, address):
    context = browser.new_context(base_url=address, service_workers="block")
    context.add_init_script("delete window.DecompressionStream; delete window.caches;")
    page, kinds = context.new_page(), []
    page.on("response", lambda answer: kinds.append(answer.headers["content-type"]) if "/page/" in answer.url else None)
    page.goto("/people")
    page.wait_for_function(READY)
    first = page.evaluate(HEADLINE)
    page.evaluate("() => document.querySelectorAll('.indicator .options a:not(.on)')[1].click()")
    visitor.until(page, "(before) => document.querySelector('#page main h1').innerText !== before", first)
    assert "indicator=" in page.url and kinds == ["application/json"]
    context.close()
