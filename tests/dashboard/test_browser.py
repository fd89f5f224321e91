"""The screens in Debian's Chromium at a phone's and a desk's width, every other host blocked."""

import json
import threading
from contextlib import contextmanager
from html import escape
from pathlib import Path
from urllib.parse import urlparse

import numpy as np
import pytest
from werkzeug.serving import make_server

from dashboard import app as app_module
from dashboard import visitor
from dashboard.app import create_app
from dashboard.figures import values
from dashboard.pages.maps import map_of
from dashboard.site import open_site
from dashboard.state import View
from dashboard.style_hashes import CHROMIUM, FLAGS
from dashboard.words import isolated
from geo import topology

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = {"phone": 390, "desk": 1280}
WITH_MAP = [
    "/",
    "/people",
    "/poverty?place=NP03&lang=ne",
    "/migration",
    "/budget?place=BD&lang=bn",
    "/alliance",
    "/place/NP0548201",
]
WITHOUT = ["/data", "/place", "/nothing", "/poverty?place=%3Cb%3E&period=1999"]
SMALL = """() => [...document.querySelectorAll('a,button,input,summary')].filter(e => {
  const r = e.getBoundingClientRect();
  return r.width && r.height && (r.width < 24 || r.height < 24) && !e.classList.contains('skip');
}).map(e => e.innerText || e.id)"""
TO_MAP = "() => document.querySelector('nagar-map').scrollIntoView({block: 'center'})"
LIT = "() => document.querySelector('nagar-map').lit.length"


@contextmanager
def serving(house):
    server = make_server("127.0.0.1", 0, create_app(house).server, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def address(bundled_house):
    with serving(bundled_house) as here:
        yield here


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}; install the package chromium to test the screens in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def contexts(browser, address):
    """A window at each width, kept for all tests so that scripts come from the browser's cache."""
    kept = {
        name: browser.new_context(viewport={"width": width, "height": 844 if name == "phone" else 800}, base_url=address,
                                  is_mobile=name == "phone", has_touch=name == "phone")
        for name, width in WIDTHS.items()
    }  # fmt: skip
    yield kept
    for context in kept.values():
        context.close()


@pytest.fixture
def tab(contexts):
    """Opens pages at a width; at the end nothing may stand in the console, and no other host have been asked."""
    pages, console, outside = [], [], []

    def open_page(path: str, width: str = "desk"):
        page = contexts[width].new_page()
        pages.append(page)
        page.on("console", lambda message: console.append(message.text))
        page.on("pageerror", lambda error: console.append(str(error)))

        def only_ours(route):
            url = route.request.url
            if urlparse(url).hostname == "127.0.0.1" or url.startswith(("data:", "blob:")):
                return route.continue_()
            outside.append(url)
            return route.abort()

        page.route("**/*", only_ours)
        page.goto(path)
        page.wait_for_selector("main h1")
        return page

    yield open_page
    for page in pages:
        page.close()
    assert outside == []
    # The status of an unknown page is told by the browser itself.
    assert [text for text in console if "404" not in text] == []


def wait_for_map(page):
    page.wait_for_selector("nagar-map[data-drawn]")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", WITH_MAP + WITHOUT)
def test_every_page_draws_without_sideways_scroll_and_with_room_for_a_finger(tab, path, width):
    page = tab(path, width)
    if path in WITH_MAP:
        wait_for_map(page)
        assert page.evaluate("() => Number(document.querySelector('nagar-map').dataset.drawn)") > 5
    assert page.evaluate("() => document.documentElement.scrollWidth") <= WIDTHS[width]
    if width == "phone":
        assert page.evaluate(SMALL) == []
        assert page.is_visible(".bottom-bar") and not page.is_visible(".themes")


def test_first_tap_selects_second_drills_and_back_undoes_both(tab):
    page = tab("/people")
    page.click('li[data-code="NP03"] a')
    page.wait_for_url("**/people?*selected=NP03*")
    page.wait_for_selector('li[data-code="NP03"] a[aria-current="true"]')
    assert "Bagmati" in page.inner_text(".selected-line")
    page.click('li[data-code="NP03"] a')
    page.wait_for_url("**/people?*place=NP03*")
    page.wait_for_selector('li[data-code="NP0331"]')
    page.go_back()
    page.wait_for_selector('li[data-code="NP03"] a[aria-current="true"]')
    page.go_back()
    page.wait_for_selector('li[data-code="NP03"] a:not([aria-current])')
    assert page.url.endswith("/people")


def test_pointing_lights_the_other(tab):
    page = tab("/poverty?place=NP03&by=district&indicator=wealth_quintiles.poorest_fifth_share")
    wait_for_map(page)
    assert page.evaluate(LIT) == 0
    page.hover('li[data-code="NP0331"]')
    assert page.evaluate(LIT) > 50  # the wards of Makwanpur
    page.hover("h1")
    assert page.evaluate(LIT) == 0
    page.evaluate(TO_MAP)
    at = page.evaluate("() => document.querySelector('nagar-map').pointOf('NP0331401-01')")
    page.mouse.move(*at, steps=5)
    page.wait_for_selector('li.lit[data-code="NP0331"]')
    page.mouse.move(2, 2)
    page.wait_for_selector("li.lit", state="detached")


def test_a_language_is_a_link_and_changes_page_title_and_document(tab):
    page = tab("/people?place=NP03")
    page.click('.app-bar a[lang="ne"]')
    page.wait_for_function("() => document.documentElement.lang === 'ne'")
    assert "lang=ne" in page.url and "place=NP03" in page.url
    assert "बागमती" in page.title() and "६०,२१,००३" in page.inner_text("h1")
    page.click(".digit-choice a:first-child")
    page.wait_for_function("() => document.querySelector('h1').innerText.includes('60,21,003')")
    page.reload()
    page.wait_for_selector("main h1")
    assert "60,21,003" in page.inner_text("h1")


@pytest.mark.parametrize(
    "typed, code", [("Butwal", "NP0548201"), ("बुटवल", "NP0548201"), ("Chittagong", "BD20"), ("রাজশাহী", "BD50")]
)
def test_a_place_is_found_in_any_script_with_the_keyboard(tab, typed, code):
    page = tab("/")
    page.fill("#search", typed)
    page.wait_for_selector("#suggestions a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/place/{code}*")
    page.wait_for_selector(".heading h1")


def test_enter_opens_the_first_place_found(tab):
    page = tab("/poverty", "phone")
    page.fill("#search", "pokhara")
    page.wait_for_selector("#suggestions a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/place/NP0439101*")


def test_enter_never_opens_the_place_of_an_earlier_text(tab):
    page = tab("/poverty")
    page.fill("#search", "kathmandu")
    page.wait_for_selector("#suggestions a")
    page.fill("#search", "butwal")
    page.press("#search", "Enter")  # at once: the list is still Kathmandu's
    page.wait_for_url("**/place/NP0548201*")


def test_the_focus_stays_on_what_was_followed(tab):
    page = tab("/people")
    page.focus("#card-ranking .tabs a:not(.on)")
    page.keyboard.press("Enter")
    page.wait_for_selector("#card-ranking table")
    page.wait_for_function("document.activeElement !== document.body")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_every_picture_has_a_table_and_it_can_be_sorted(tab):
    page = tab("/people")
    page.click("#card-ranking .tabs a:not(.on)")
    page.wait_for_selector("#card-ranking table")
    first = page.inner_text("#card-ranking tbody th >> nth=0")
    page.click("#card-ranking th.num button >> nth=0")
    page.click("#card-ranking th.num button >> nth=0")
    assert first == "Madhesh" and page.inner_text("#card-ranking tbody th >> nth=0") == "Karnali"
    page.go_back()
    page.wait_for_selector("#card-ranking .ranking")


def test_the_csv_and_the_about_text_are_one_tap_away(tab):
    page = tab("/people", "phone")
    with page.expect_download() as download:
        page.click("#card-ranking a[download]")
    assert download.value.suggested_filename.endswith(".csv")
    page.click("#card-ranking .about summary")
    assert "institutions" in page.inner_text("#card-ranking .about-text")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_citation_is_copied_with_the_whole_address_of_the_view(tab, address, bundled_house, width):
    page = tab("/people?place=NP03", width)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.click("#card-ranking .about > summary")
    copied = []
    for number, beginning in enumerate(("National", "Population")):
        page.locator("#card-ranking button.cite").nth(number).click()
        page.wait_for_function(f"async () => (await navigator.clipboard.readText()).startsWith('{beginning}')")
        copied.append(page.evaluate("navigator.clipboard.readText()"))
    digest = bundled_house.digest
    assert copied[0] == f"National Statistics Office, Nepal, 2021; Nagar {bundled_house.date} ({digest[:8]})"
    assert copied[1].startswith("Population, Bagmati, 2021. From: National Statistics Office, Nepal")
    link = copied[1].split(" ")[-1]
    assert link.startswith(f"{address}/people?place=NP03&") and link.endswith(f"&snapshot={digest[:12]}")
    page.goto(link)
    page.wait_for_selector("main h1")
    assert "60,21,003" in page.inner_text("h1")


# What the Content-Security-Policy refuses, and what names may not do

LISTEN = """document.addEventListener('securitypolicyviolation', (event) => {
  (window.refused = window.refused || []).push(`${event.effectiveDirective} of ${event.sourceFile}:${event.lineNumber}`);
})"""
LANGUAGES = ("en", "ne", "bn")
USED = [*WITH_MAP, *WITHOUT, "/budget", "/poverty?place=NP03&by=district", "/place/BD", "/place/NP0548201-03"]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", USED)
def test_a_visitor_who_uses_everything_meets_no_refusal_of_the_policy(tab, contexts, path, width):
    """Hash and version of the styles: `make style-hashes` after an update of Dash or plotly."""
    number = USED.index(path) + list(WIDTHS).index(width)  # each page in two languages, each language at both widths
    if "lang=" not in path:
        path += ("&" if "?" in path else "?") + f"lang={LANGUAGES[number % 3]}"
    contexts[width].add_init_script(LISTEN)
    page = tab(path, width)
    visitor.use(page)
    assert page.evaluate("() => window.refused || []") == [], (
        "run `make style-hashes` if Dash or plotly is another version"
    )


@pytest.fixture(scope="module")
def wicked(browser, bundled_house, house_of_names):
    """Opens pages over a house of wicked names; at the end nothing may have run or been refused."""
    told, house = [], house_of_names(bundled_house)
    with serving(house) as here:
        context = browser.new_context(base_url=here, viewport={"width": 1280, "height": 800})
        context.add_init_script(LISTEN)

        def open_page(path: str):
            page = context.new_page()
            page.on("dialog", lambda dialog: (told.append(f"dialog {dialog.message}"), dialog.dismiss()))
            page.on("console", lambda message: told.append(message.text))
            page.on("pageerror", lambda error: told.append(str(error)))
            page.goto(path)
            visitor.wait(page)
            return page

        names = {
            code: place.name_en
            for code, place in house.places.items()
            if place.parent == "NP03" and place.vintage == "2017"
        }
        yield open_page, names
        context.close()
    assert told == []


NAME_OF = 'code => document.querySelector(`li[data-code="${code}"] .name`).textContent'
ON_MAP = "code => document.querySelector('nagar-map').pointOf(code)"
TEXT_OF_MAP = "() => document.querySelector('nagar-map').shadowRoot.querySelector('.text:not([hidden]) div')"


def test_wicked_names_are_text_in_the_ranking_and_beside_the_map(wicked):
    open_page, names = wicked
    page = open_page("/people?place=NP03&by=district&detail=district")
    visitor.use(page)
    page.goto("/people?place=NP03&by=district&detail=district")
    visitor.wait(page)
    page.evaluate(TO_MAP)
    hovered = []
    for code, name in names.items():
        assert page.evaluate(NAME_OF, code) == isolated(name)
        page.mouse.move(*page.evaluate(ON_MAP, code))
        page.wait_for_function(f"() => ({TEXT_OF_MAP})() !== null")
        page.wait_for_timeout(50)
        hovered.append(page.evaluate(f"({TEXT_OF_MAP})().textContent"))
    assert hovered == [isolated(name) for name in names.values()]
    assert page.evaluate("() => window.refused || []") == []
    page.close()


def test_wicked_names_are_text_at_the_lines_of_a_chart_and_in_the_title(wicked):
    open_page, names = wicked
    page = open_page("/budget?place=NP03&by=district")
    ends = page.evaluate("() => [...document.querySelectorAll('.chart .annotation-text')].map(one => one.textContent)")
    assert len(ends) > 3 and all(
        any(isolated(name).startswith(end.rstrip("…")) for name in [*names.values(), "Bagmati"]) for end in ends
    )
    page.close()
    for code in list(names)[:4]:
        page = open_page(f"/place/{code}")
        # a title has no blanks at its ends and no two in a row
        assert page.title() == " ".join(f"{isolated(names[code])} · Nagar".split())
        page.close()


def test_a_page_that_is_sent_away_comes_back_by_itself(browser, address):
    context = browser.new_context(base_url=address)
    page, sent = context.new_page(), []

    def busy(route):
        sent.append(route.request.url)
        if len(sent) > 2:
            return route.continue_()
        return route.fulfill(status=503, headers={"Retry-After": "1"}, body="Many people are asking.")

    page.route("**/page/**", busy)
    page.goto("/people")
    visitor.wait(page)
    page.evaluate("() => document.querySelector('#card-ranking .tabs a:not(.on)').click()")
    visitor.until(page, "() => document.querySelector('#card-ranking table')")
    assert len(sent) == 3
    page.unroute("**/page/**")
    page.route(
        "**/page/**", lambda route: route.fulfill(status=503, content_type="text/plain", body="This takes too long.")
    )
    page.evaluate(
        "() => document.querySelector('#card-ranking th').closest('section').querySelector('.tabs a:not(.on)').click()"
    )
    visitor.until(page, "() => document.querySelector('aside[role=alert]')")
    assert page.inner_text("aside[role=alert]") == "This takes too long."
    context.close()


# The map: what hands do on it, and for which place it is. One page load checks many things.

MAP = "document.querySelector('nagar-map')"
POINT = f"code => {MAP}.pointOf(code)"
AT = f"([x, y]) => ({MAP}.placeAt(x, y) || {{}}).code"
SCALE = f"() => {MAP}.view.scale"
SPOKEN = f"() => {MAP}.shadowRoot.querySelector('.spoken').textContent"
SAID = f"() => {{ const text = {MAP}.shadowRoot.querySelector('.text'); return text.hidden ? '' : text.innerText; }}"
COLOURS = f"""points => {{
  const map = {MAP}, frame = map.getBoundingClientRect(), ratio = map.view.ratio, {{ width, height }} = map.below;
  const all = map.below.getContext('2d').getImageData(0, 0, width, height).data;
  return points.map(([x, y]) => {{
    const at = 4 * (Math.round((y - frame.top) * ratio) * width + Math.round((x - frame.left) * ratio));
    return '#' + [...all.slice(at, at + 3)].map(one => one.toString(16).padStart(2, '0')).join('');
  }});
}}"""
REACHED = f"""() => {{
  const map = {MAP}, places = map.model.places, ways = [[-1, 0], [1, 0], [0, -1], [0, 1]];
  const seen = new Set([places[0]]), waiting = [places[0]];
  while (waiting.length) {{
    const from = waiting.pop();
    for (const way of ways) {{
      const next = window.nagarMap.neighbour(from, places, ...way);
      if (next && !seen.has(next)) {{ seen.add(next); waiting.push(next); }}
    }}
  }}
  return [seen.size, places.length];
}}"""


MAP_SCRIPTS = ("map_1_shapes.js", "map_2_paint.js", "map_3_element.js")


def square(x: float, y: float) -> dict:
    ring = [[x, y], [x, y + 1], [x + 1, y + 1], [x + 1, y], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def fingers(page):
    """Gives a function that puts fingers on the screen, moves them or takes them off."""
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points) -> None:
        placed = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": placed})

    return touch


def open_map(tab, path: str, width: str = "desk"):
    page = tab(path, width)
    wait_for_map(page)
    page.evaluate(TO_MAP)
    page.wait_for_timeout(100)
    return page


def test_each_place_has_the_colour_of_its_class_and_is_found_under_the_mouse(tab, bundled_house):
    page = open_map(tab, "/people?by=district&detail=district")
    shown = map_of(open_site(bundled_house), View.from_url("/people?by=district&detail=district"))
    points = {row["place"]: page.evaluate(POINT, row["place"]) for row in shown.drawn.fine}
    found = dict(zip(points, page.evaluate(COLOURS, list(points.values())), strict=True))
    wanted = {row["place"]: shown.classes.colours[shown.classes.index(row["value"])] for row in shown.drawn.fine}
    assert [page.evaluate(AT, point) for point in points.values()] == list(points)
    # a line between places may run through the middle of a thin one
    assert len(wanted) == 77 and sum(found[code] == colour for code, colour in wanted.items()) >= 75
    page.mouse.move(*page.evaluate(POINT, "NP0327"))
    page.wait_for_function(f"() => ({SAID})().includes('Kathmandu')")
    assert page.evaluate(REACHED) == [77, 77]  # with the arrow keys every place can be come to


def test_a_tap_selects_and_a_second_drills_without_loading_the_page_again(tab):
    page = open_map(tab, "/people?detail=region")
    page.evaluate("() => { window.still = true; }")
    page.mouse.click(*page.evaluate(POINT, "NP03"))
    page.wait_for_url("**/people?*selected=NP03*")
    page.wait_for_selector('li[data-code="NP03"] a[aria-current="true"]')
    page.wait_for_function(f"() => () => {MAP}.model.chosen.length === 1")
    page.mouse.click(*page.evaluate(POINT, "NP03"))
    page.wait_for_url("**/people?*place=NP03*")
    page.wait_for_function(f"() => () => {MAP}.by.has('NP0331401-01') || {MAP}.by.has('NP0331')")
    assert page.evaluate("() => window.still") is True


def test_the_keyboard_moves_speaks_drills_and_climbs(tab):
    page = open_map(tab, "/people?by=district&detail=district&selected=NP0327")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(f"() => {MAP}.shadowRoot.activeElement === {MAP}.stage"):
            break
    page.wait_for_function(f"() => ({SPOKEN})().includes('Kathmandu')")
    before = page.evaluate(f"() => window.nagarMap.inside({MAP}.current)")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(f"() => !({SPOKEN})().includes('Kathmandu')")
    code, (x, _) = page.evaluate(f"() => [{MAP}.current.code, window.nagarMap.inside({MAP}.current)]")
    assert x < before[0] and code in ("NP0330", "NP0328", "NP0326")  # Dhading, Nuwakot or Lalitpur side of Kathmandu
    page.keyboard.press(" ")
    page.wait_for_url(f"**selected={code}*")
    page.wait_for_function(f"() => () => {MAP}.given.selected === '{code}'")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**place={code}*")
    page.wait_for_function(f"() => () => {MAP}.given.climb.includes('place=NP03')")
    page.wait_for_function(f"() => {MAP}.shadowRoot.activeElement === {MAP}.stage")  # the focus has not been lost
    page.keyboard.press("Escape")
    page.wait_for_url("**place=NP03*")


def test_wheel_buttons_and_mouse_zoom_and_move_the_map_but_never_trap_the_page(tab):
    page = open_map(tab, "/people?by=district&detail=district")
    whole, at = page.evaluate(SCALE), page.evaluate(POINT, "NP0327")
    page.mouse.move(*at)
    scrolled = page.evaluate("() => window.scrollY")
    page.mouse.wheel(0, 120)
    page.wait_for_function(f"() => () => window.scrollY > {scrolled}")  # the wheel belongs to the page
    assert page.evaluate(SCALE) == whole
    page.evaluate(TO_MAP)
    at = page.evaluate(POINT, "NP0327")
    page.mouse.move(*at)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -400)
    page.wait_for_function(f"() => ({SCALE})() > {whole * 1.3}")
    page.keyboard.up("Control")
    assert page.evaluate(AT, at) == "NP0327"  # what is under the mouse stays there
    page.mouse.down()
    page.mouse.move(at[0] - 60, at[1] + 30, steps=4)
    page.mouse.up()
    assert page.evaluate(AT, [at[0] - 60, at[1] + 30]) == "NP0327" and "selected" not in page.url
    page.click("nagar-map button >> nth=2")
    page.wait_for_function(f"() => Math.abs(({SCALE})() - {whole}) < 1e-9")
    page.click("nagar-map button >> nth=0")
    page.wait_for_function(f"() => ({SCALE})() > {whole * 1.5}")


def test_one_finger_scrolls_the_page_two_move_the_map_and_a_tap_is_for_the_place_under_it(tab):
    page = open_map(tab, "/people?by=district&detail=district", "phone")
    touch, whole, before = fingers(page), page.evaluate(SCALE), page.evaluate("() => window.scrollY")
    x, y = page.evaluate(POINT, "NP0327")
    touch("touchStart", (x, y))
    for step in range(1, 11):
        touch("touchMove", (x, y - 20 * step))
        page.wait_for_timeout(16)
    touch("touchEnd")
    assert page.evaluate("() => window.scrollY") > before + 100 and page.evaluate(SCALE) == whole
    assert "selected" not in page.url
    page.evaluate(TO_MAP)
    page.wait_for_timeout(300)
    x, y = page.evaluate(POINT, "NP0327")
    before = page.evaluate("() => window.scrollY")
    touch("touchStart", (x - 20, y), (x + 20, y))
    for step in range(1, 9):
        touch("touchMove", (x - 20 - 6 * step, y - 3 * step), (x + 20 + 6 * step, y - 3 * step))
        page.wait_for_timeout(16)
    assert page.evaluate(SCALE) / whole == pytest.approx((40 + 96) / 40, rel=0.05)
    assert page.evaluate(AT, [x, y - 24]) == "NP0327"  # what lay between the fingers does so still
    touch("touchEnd")
    assert page.evaluate("() => window.scrollY") == before and "selected" not in page.url
    page.touchscreen.tap(*page.evaluate(POINT, "NP0327"))
    page.wait_for_url("**selected=NP0327*")
    page.wait_for_function(f"() => ({SAID})().includes('Kathmandu')")


def test_the_picture_has_title_legend_and_source_and_print_and_contrast_draw_again(tab):
    page = open_map(tab, "/people?by=district&detail=district")
    with page.expect_download() as download:
        page.click("#card-map button.image")
    data = Path(download.value.path()).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n" and int.from_bytes(data[16:20]) == 2200 and len(data) > 50_000
    narrow = page.evaluate(f"() => {MAP}.below.width")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(f"() => {MAP}.below.width") == narrow * 3
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.set_viewport_size({"width": 800, "height": 800})
    page.wait_for_function(f"() => () => {MAP}.below.width !== {narrow}")
    at = page.evaluate(POINT, "NP0327")
    assert page.evaluate(AT, at) == "NP0327"


def test_the_element_stands_alone_with_all_it_knows_in_one_page_and_without_dash(browser):
    """Symbols, flows, comparison and states too: a page of its own, with no server at all."""
    folder = Path(app_module.__file__).parent / "assets"
    scripts = "".join(f"<script>{(folder / name).read_text('utf-8')}</script>" for name in MAP_SCRIPTS)
    found = topology.topology([(f"P{number}", square(number % 3, number // 3)) for number in range(6)])
    looks = [0, 1, -1, -4, 1 + values.HATCHED, -2]
    rows = [{"place": f"P{n}", "value": float(n + 1), "state": "value"} for n in range(6)]
    content = bytearray(values.encode(rows, "abc", {f"P{n}": n for n in range(6)}, {}, lambda row: 0, sizes=True))
    content[-24:-12] = np.array(looks, "<i2").tobytes()
    drawing = {"layers": [{"shapes": "abc", "files": [json.loads(topology.as_topojson(found))],
                           "values": values.as_address(bytes(content)), "texts": [[f"Place {n}", f"{n} %"] for n in range(6)]}],
               "box": topology.box_of((0, 0, 3, 2)), "colours": ["#112233", "#445566"], "selected": "P0", "name": "Place 0",
               "compared": ["P1"], "flows": [{"from": "P0", "to": "P5", "size": 1}], "select": "#s-__CODE__", "drill": "#d-__CODE__"}  # fmt: skip
    context = browser.new_context(viewport={"width": 600, "height": 400}, device_scale_factor=2)
    page = context.new_page()
    page.set_content(
        f'<div style="width:600px;height:400px"><nagar-map label="Six" drawing="{escape(json.dumps(drawing))}"></nagar-map></div>{scripts}'
    )
    wait_for_map(page)
    colours = page.evaluate(COLOURS, [page.evaluate(POINT, f"P{number}") for number in range(6)])
    assert (colours[1], colours[3]) == ("#445566", "#ffffff")
    assert colours[5] not in ("#112233", "#445566")  # a state is no class, not even below an arrow
    page.mouse.click(*page.evaluate(POINT, "P1"))
    assert page.evaluate("location.hash") == "#s-P1" and page.evaluate(SAID) == "Place 1\n1 %"
    page.evaluate(f"drawing => {MAP}.setAttribute('drawing', drawing)", json.dumps(drawing | {"symbols": True}))
    page.wait_for_function(f"() => () => {MAP}.model.symbols === true")
    page.wait_for_timeout(50)
    x, y = page.evaluate(POINT, "P1")
    middle, corner = page.evaluate(COLOURS, [[x, y], [x + 60, y + 60]])
    assert middle != corner == "#ece9e2"  # a circle on the ground
    context.close()
