"""What stands below the first pictures of a page comes when its reader comes near, and is never another page's."""

import re

import pytest

from dashboard import visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
THERE = "() => document.querySelector('.rest:not(.waiting) section')"
NEAR = "() => document.querySelector('.rest').scrollIntoView()"
KEPT_AFTER_MS = 3_000  # a part that is shown is kept when there is nothing else to do, 2 s later at the latest
OTHER_INDICATOR = "() => document.querySelectorAll('.indicator .options a:not(.on)')[1].click()"
HEADLINE = "() => document.querySelector('#page main h1').innerText"
OTHER_HEADLINE = "(before) => document.querySelector('#page main h1').innerText !== before"
# What of the rest could be seen, each time that anything on the page changed.
WATCH = """() => {
  window.seen = [];
  window.pair = () => {
    const cards = [...document.querySelectorAll('.rest section')].filter((one) => one.checkVisibility({ visibilityProperty: true }));
    return [document.querySelector('#page main h1').innerText, cards.map((one) => one.querySelector('.says, .sub').innerText).join()];
  };
  new MutationObserver(() => window.seen.push(window.pair())).observe(document.getElementById('page'), { childList: true, subtree: true, attributes: true, characterData: true });
}"""


def parts(asked: list[tuple[str, int]]) -> list[str]:
    return [path for path, _ in asked if path.startswith(("/page", "/rest"))]


def held_back(page):
    """The question for a rest is held back; the function that is given lets it go on once it has come."""
    held = []
    page.route("**/rest/**", lambda route: held.append(route))

    def let_go():
        for _ in range(visitor.PATIENCE_MS // 50):
            if held:
                return held[0].continue_()
            page.wait_for_timeout(50)
        raise AssertionError("nobody asked for a rest")

    return let_go


def test_it_comes_when_it_is_near_and_else_when_it_is_quiet(phone):
    page, asked = phone
    page.clock.install()  # so that it is never quiet
    page.goto("/budget?place=NP03")
    page.wait_for_selector("#page .rest.waiting")
    page.wait_for_selector("nagar-map[data-drawn]")
    assert parts(asked) == [] and page.locator("#card-trend").count() == 0
    page.evaluate(NEAR)
    visitor.until(page, THERE)
    assert parts(asked) == ["/rest/budget"] and page.locator("#card-trend").count() == 1
    other = page.context.new_page()
    other.goto("/budget?place=NP03")
    visitor.until(other, THERE)  # nobody scrolled


def test_what_was_of_another_page_is_not_seen_and_keeps_its_room(phone):
    page, _ = phone
    page.goto("/budget?place=NP03")
    page.evaluate(NEAR)
    visitor.until(page, THERE)
    page.evaluate("() => scrollTo(0, 0)")
    height = page.evaluate("() => document.querySelector('.rest').offsetHeight")
    let_go = held_back(page)
    before = page.evaluate(HEADLINE)
    page.evaluate(OTHER_INDICATOR)
    visitor.until(page, OTHER_HEADLINE, before)
    told = page.evaluate("""() => {
      const rest = document.querySelector('.rest'), card = rest.querySelector('section');
      return [rest.className, rest.getAttribute('aria-busy'), Boolean(card.closest('[inert]')),
              card.checkVisibility({ visibilityProperty: true }), rest.offsetHeight];
    }""")
    assert told[:4] == ["rest waiting", "true", True, False] and told[4] >= height
    visitor.until(page, "() => document.querySelector('.rest.waiting')")
    page.evaluate(NEAR)
    let_go()
    visitor.until(page, THERE)
    assert page.get_attribute(".rest", "aria-busy") is None and page.locator("[inert]").count() == 0


def test_where_it_is_in_sight_page_and_rest_change_together(phone):
    page, asked = phone
    page.goto("/budget?place=NP03")
    page.evaluate(NEAR)
    visitor.until(page, THERE)
    page.evaluate(NEAR)
    page.evaluate(WATCH)
    first = page.evaluate("window.pair()")
    del asked[:]
    before = page.evaluate(HEADLINE)
    page.evaluate(OTHER_INDICATOR)
    visitor.until(page, OTHER_HEADLINE, before)
    visitor.until(page, THERE)
    page.wait_for_timeout(200)
    assert sorted(parts(asked)) == ["/page/budget", "/rest/budget"]
    last = page.evaluate("window.pair()")
    assert first[0] != last[0] and first[1] != last[1] and "" not in (first[1], last[1])
    seen = page.evaluate("window.seen")
    assert last in seen and all(pair in (first, last) for pair in seen)  # a chart of the first may still be drawn


def test_a_rest_of_newer_data_brings_its_page_anew(phone):
    page, asked = phone

    def older(route):
        answer = route.fetch()
        html = re.sub(r'"snapshot":"[0-9a-f]+"', '"snapshot":"000000000000"', answer.text())
        route.fulfill(response=answer, body=re.sub('data-tag="[^"]+"', 'data-tag="old"', html))

    page.route("**/budget?place=NP03", older)
    page.goto("/budget?place=NP03")
    page.wait_for_selector("#page .rest.waiting")
    page.unroute("**/budget?place=NP03")
    visitor.until(page, THERE)
    assert parts(asked) == ["/rest/budget", "/page/budget", "/rest/budget"]


def test_without_a_network_what_was_seen_is_there_and_what_was_not_says_so(phone):
    page, _ = phone
    page.goto("/budget?place=NP03")
    page.evaluate(NEAR)
    visitor.until(page, THERE)
    forget = "() => caches.open('nagar-pages').then((box) => box.delete('/rest/budget?place=NP03'))"
    stored = "() => caches.open('nagar-pages').then((box) => box.match('/rest/budget?place=NP03')).then(Boolean)"
    visitor.until(page, stored)
    visitor.until(page, "() => navigator.serviceWorker.controller && caches.match('/shell').then(Boolean)")
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("#page main h1")
    page.evaluate(NEAR)
    visitor.until(page, THERE)
    assert "loaded before" in page.inner_text("[role=alert]")
    page.context.set_offline(False)
    page.reload()
    visitor.until(page, THERE)
    page.wait_for_timeout(KEPT_AFTER_MS)  # forgotten sooner, it would be kept again
    page.evaluate(forget)
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("#page main h1")
    page.evaluate(NEAR)
    visitor.until(
        page, "() => (document.querySelector('.rest > p') || { innerText: '' }).innerText.includes('cannot be reached')"
    )
    page.context.set_offline(False)
    visitor.until(page, THERE)  # asked for again by itself


def test_who_prints_gets_it_too(phone):
    page, asked = phone
    page.clock.install()
    page.goto("/budget?place=NP03")
    page.wait_for_selector("#page .rest.waiting")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    visitor.until(page, THERE)
    assert parts(asked) == ["/rest/budget"]


def test_who_stands_on_the_link_with_the_keyboard_stays_there_when_it_goes(phone):
    page, _ = phone
    let_go = held_back(page)
    page.goto("/budget?place=NP03")
    page.focus("#page .rest > p a")
    let_go()
    visitor.until(page, THERE)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('.rest section').contains(document.activeElement)")
