"""The screens in Debian's Chromium at a phone's and a desk's width, every other host blocked."""

import pytest

from dashboard import visitor
from dashboard.words import isolated

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
WITHOUT = ["/data", "/questionnaire?place=NP05", "/place", "/nothing", "/poverty?place=%3Cb%3E&period=1999"]
SMALL = """() => [...document.querySelectorAll('a,button,input,summary')].filter(e => {
  const r = e.getBoundingClientRect();
  return r.width && r.height && (r.width < 24 || r.height < 24) && !e.classList.contains('skip');
}).map(e => e.innerText || e.id)"""
TO_MAP = "() => document.querySelector('nagar-map').scrollIntoView({block: 'center'})"
LIT = "() => document.querySelector('nagar-map').lit.length"


def wait_for_map(page):
    page.wait_for_selector("nagar-map[data-drawn]")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", WITH_MAP + WITHOUT)
def test_every_page_draws_without_sideways_scroll_and_with_room_for_a_finger(tab, path, width):
    page = tab(path, width)
    if path in WITH_MAP:
        wait_for_map(page)
        assert page.evaluate("() => Number(document.querySelector('nagar-map').dataset.drawn)") > 5
    visitor.wait(page)
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


def test_days_of_a_register_are_sorted_as_days(tab):
    page = tab("/services?place=NP&indicator=projects.projects&tab=register")
    page.wait_for_selector("#card-register thead th")
    heads = page.locator("#card-register thead th")
    titles = heads.all_inner_texts()
    day = next(at for at, title in enumerate(titles) if "due" in title.lower())
    known = f"[...document.querySelectorAll('#card-register tbody tr')].map((row) => row.cells[{day}].dataset.sort)"
    before = page.evaluate(known)
    heads.nth(day).locator("button").click()
    shown = page.evaluate(known)
    assert len(set(before)) > 5 and shown == sorted(before, reverse=True) and shown != before


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


@pytest.fixture(scope="module")
def listening(contexts):
    """From here on each page of the windows keeps what the policy refuses."""
    for context in contexts.values():
        context.add_init_script(LISTEN)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", USED)
def test_a_visitor_who_uses_everything_meets_no_refusal_of_the_policy(tab, listening, path, width):
    """Hash and version of the styles: `make style-hashes` after an update of Dash or plotly."""
    number = USED.index(path) + list(WIDTHS).index(width)  # each page in two languages, each language at both widths
    if "lang=" not in path:
        path += ("&" if "?" in path else "?") + f"lang={LANGUAGES[number % 3]}"
    page = tab(path, width)
    visitor.use(page)
    assert page.evaluate("() => window.refused || []") == [], (
        "run `make style-hashes` if Dash or plotly is another version"
    )


@pytest.fixture(scope="module")
def wicked(browser, bundled_house, house_of_names, serving):
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
SAID_ON_MAP = (
    "() => document.querySelector('nagar-map').shadowRoot.querySelector('.text:not([hidden]) div')?.textContent"
)
OTHER_ON_MAP = f"before => (({SAID_ON_MAP})() ?? before) !== before"


def test_wicked_names_are_text_in_the_ranking_and_beside_the_map(wicked):
    open_page, names = wicked
    page = open_page("/people?place=NP03&by=district&detail=district")
    visitor.use(page)
    page.goto("/people?place=NP03&by=district&detail=district")
    visitor.wait(page)
    page.evaluate(TO_MAP)
    before = ""
    for code, name in names.items():
        assert page.evaluate(NAME_OF, code) == isolated(name)
        page.mouse.move(*page.evaluate(ON_MAP, code))
        page.wait_for_function(OTHER_ON_MAP, arg=before)
        before = page.evaluate(SAID_ON_MAP)
        assert before == isolated(name)
    assert page.evaluate("() => window.refused || []") == []
    page.close()


def test_wicked_names_are_text_at_the_lines_of_a_chart_and_in_the_title(wicked):
    open_page, names = wicked
    page = open_page("/budget?place=NP03&by=district")
    visitor.until(page, "() => document.querySelector('.chart .annotation-text')")
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
    context = browser.new_context(base_url=address, service_workers="block")
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
    visitor.until(page, "() => document.querySelector('[role=alert]')")
    assert page.inner_text("[role=alert]") == "This takes too long."
    context.close()
