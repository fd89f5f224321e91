"""A copy opened from disk on a phone and at a desk, with the network off."""

from datetime import date, timedelta

import pytest

from dashboard import visitor
from dashboard.markup import packed
from dashboard.pages.router import draw
from dashboard.state import View
from geo.places import search

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIZES = {"phone": (390, 844), "desk": (1280, 800)}
GROUP, TOWN = "mithila-circuit", "NP0217201"
LISTEN = """document.addEventListener('securitypolicyviolation', (event) => {
  console.log(`refused ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
})"""


@pytest.fixture
def opened(browser, copy_file):
    """Opens the copy at an address behind the #; at the end nothing may have been asked, refused or told."""
    contexts, told, asked = [], [], []

    def open_copy(
        address: str = "", size: str = "phone", path=copy_file, day: date | None = None, script: str = LISTEN
    ):
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, is_mobile=size == "phone",
                                      has_touch=size == "phone", offline=True)  # fmt: skip
        contexts.append(context)
        context.add_init_script(script)
        page = context.new_page()
        if day:
            page.clock.set_fixed_time(day.isoformat())
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{path.as_uri()}{'#' if address else ''}{address}")
        return page

    yield open_copy
    for context in contexts:
        context.close()
    assert told == []
    assert {url.partition("#")[0].partition(":")[0] for url in asked} <= {"file", "data", "blob"}
    assert len([url for url in asked if url.startswith("file")]) == len(contexts)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "address", ["", f"/people?place={GROUP}&lang=ne", f"/migration?place={TOWN}", f"/place/{TOWN}-03", "/data"]
)
def test_every_kind_of_page_draws_and_fits(opened, address, size):
    page = opened(address, size)
    page.wait_for_selector("main h1")
    visitor.wait(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= SIZES[size][0]
    if address != "/data":
        assert page.evaluate("() => Number(document.querySelector('nagar-map').dataset.drawn)") > 5
    assert page.locator(".copy-age").count() == 1


def test_a_place_stands_among_the_dots_of_its_peers_as_on_the_screen(opened, copy):
    def dots(tree):
        if not isinstance(tree, list):
            return []
        own = (
            [float(tree[1]["style"]["left"].rstrip("%"))]
            if (tree[1] or {}).get("className") == "dot" and "style" in tree[1]
            else []
        )
        return own + [one for inner in tree[2:] for one in dots(inner)]

    served = draw(copy.app.site, View("place", TOWN))
    page = opened(f"/place/{TOWN}")
    page.wait_for_selector("#card-peers .strip", state="attached")
    shown = page.eval_on_selector_all("#card-peers .strip .dot", "dots => dots.map(dot => parseFloat(dot.style.left))")
    assert shown == [one for child in served.children if child for one in dots(packed(child))] and len(shown) > 200


def test_a_tap_drills_from_cluster_to_town_to_its_wards_and_back_undoes_it(opened):
    page = opened(f"/people?place={GROUP}")
    page.click(f'li[data-code="{TOWN}"] a')
    page.wait_for_selector(f'li[data-code="{TOWN}-04"]')
    assert page.url.endswith(f"#/people?place={TOWN}") and "Janakpurdham" in page.inner_text("h1")
    page.click(f'li[data-code="{TOWN}-04"] a')
    page.wait_for_selector(".heading h1")
    assert page.url.endswith(f"#/place/{TOWN}-04")
    page.go_back()
    page.wait_for_selector(f'li[data-code="{TOWN}-04"]')
    page.go_back()
    page.wait_for_selector(f'li[data-code="{TOWN}"]')
    assert "Mithila" in page.title()


def test_a_tap_on_the_map_opens_the_place_below_the_finger(opened):
    page = opened(f"/people?place={GROUP}")
    page.wait_for_selector("nagar-map[data-drawn]")
    page.evaluate("() => document.querySelector('nagar-map').scrollIntoView({block: 'center'})")
    at = page.evaluate("code => document.querySelector('nagar-map').pointOf(code)", f"{TOWN}-04")
    page.touchscreen.tap(*at)
    page.wait_for_function(f"() => location.hash.includes('{TOWN}')")
    page.wait_for_selector("main h1")


def test_the_language_is_a_link_and_a_table_is_one_tap_away(opened):
    page = opened(f"/people?place={GROUP}", "desk")
    page.click('.app-bar a[lang="ne"]')
    page.wait_for_function("() => document.documentElement.lang === 'ne'")
    assert "lang=ne" in page.url and "अफलाइन" in page.inner_text(".copy-age")
    page.click("#card-ranking .tabs a:not(.on)")
    page.wait_for_selector("#card-ranking table")
    page.click("#card-ranking th.num button >> nth=0")
    assert page.locator("#card-ranking tbody tr").count() == 8


def test_the_search_offers_what_the_dashboards_does(opened, bundled_house, copy):
    held = {code: bundled_house.places[code] for code, _, _ in copy.made.places}
    page = opened(f"/people?place={GROUP}&lang=ne")
    for typed in (
        "janakpur",
        "जनकपुरधाम",
        TOWN,
        "janakpurdam",
        "jankapurdhm",
        "जनकपूर्धाम",
        "janakpurdham 4",
        "pur",
        "pur'",
        "NP",
    ):
        page.fill("#search", typed)
        page.wait_for_selector(f'#suggestions [data-for="{typed}"] a', state="attached")
        led = page.eval_on_selector_all("#suggestions a", "found => found.map(link => link.getAttribute('href'))")
        assert led == [f"#/place/{place.code}?lang=ne" for place in search(held, typed, 8)], typed


@pytest.mark.parametrize("typed", ["janakpur", "जनकपुरधाम", "janakpurdam", TOWN])
def test_a_place_is_found_in_any_script_and_with_a_slip(opened, typed):
    page = opened()
    page.fill("#search", typed)
    page.wait_for_selector("#suggestions a")
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => location.hash === '#/place/{TOWN}'")
    page.wait_for_selector(".heading h1")


def test_a_place_that_is_not_in_the_copy_is_not_found(opened):
    page = opened()
    page.fill("#search", "kathmandu")
    page.wait_for_selector("#suggestions .empty")
    assert "kathmandu" in page.inner_text("#suggestions .empty")


def test_its_age_is_told_and_after_a_year_it_warns(opened, bundled_house):
    made = bundled_house.date
    for days, said in (
        (0, "today"),
        (1, "1 day ago"),
        (41, "41 days ago"),
        (400, "400 days ago. It is more than a year old"),
    ):
        page = opened(day=made + timedelta(days=days))
        page.wait_for_selector(".copy-age")
        assert said in page.inner_text(".copy-age")
        assert page.locator(".told.copy-age").count() == (days == 400)


def test_a_page_that_is_not_in_the_copy_says_so_and_offers_the_nearest(opened):
    page = opened(f"/people?place={TOWN}&period=1991&by=ward")
    page.wait_for_selector("a.nearest")
    assert (
        page.inner_text("h1") == "This page is not in this copy"
        and page.inner_text("a.nearest") == "People: Janakpurdham"
    )
    page.click("a.nearest")
    page.wait_for_selector(f'li[data-code="{TOWN}-04"]')


def test_a_browser_that_is_too_old_is_told_in_each_language(opened):
    page = opened(script="delete window.DecompressionStream")
    page.wait_for_function("() => document.getElementById('first').textContent.includes('too old')")
    assert "ब्राउजर" in page.inner_text("#first")


def test_a_file_that_was_cut_short_says_so(opened, copy_file, tmp_path):
    cut = tmp_path / "cut.html"
    text = copy_file.read_text("utf-8")
    begin = text.index('<script id="pages-en"')
    cut.write_text(text[: begin + 60_000] + text[text.index("</script>", begin) :], "utf-8")
    page = opened(path=cut)
    page.wait_for_function("() => document.getElementById('first').textContent.includes('damaged')")
