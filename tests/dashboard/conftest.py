"""Answers drawn by hand, as a few rows say more in a test than a snapshot does; and pages in a browser."""

import struct
import threading
import zlib
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from urllib.parse import urlparse

import pytest

from dashboard import visitor
from dashboard.figures.subject import Subject
from dashboard.words import Reader
from queries.indicator import Indicator

WIDTHS = {"phone": 390, "desk": 1280}
NO_OTHER_HOST = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
NAMES = {"NP": "Nepal", "NP03": "Bagmati", "NP0331": "Makwanpur", "NP0320": "Sindhuli", "NP0327": "Kathmandu"}


def make_row(place: str, value=None, state: str | None = None, **others) -> dict:
    """A row of an answer with the keys of `house.md`; `state` follows from the value unless it is given."""
    row = {
        "indicator": "poorest_fifth_share", "place": place, "place_name": NAMES.get(place, place), "level": "district",
        "period": "2021", "value": value, "unit": "percent", "low": None, "high": None,
        "standard_error": None, "reliability": None, "numerator": None, "denominator": None, "coverage": 1.0,
        "places_with_value": 1, "places_known": 1, "places_expected": 1,
        "state": state or ("no_data" if value is None else "value"), "provenance": "published", "certain": True,
    }  # fmt: skip
    return row | others


def make_estimate(place: str, value: float, error: float, **others) -> dict:
    """A row with a standard error and its 95 % interval."""
    ends = {"low": max(0.0, value - 1.959964 * error), "high": value + 1.959964 * error}
    return make_row(place, value, standard_error=error, **{**ends, **others})


def make_subject(language: str = "en", **indicator) -> Subject:
    """Poorest fifth in Bagmati, 2021; keywords change the indicator's card."""
    card = {
        "id": "poorest_fifth_share", "title": {"en": "Households in the poorest fifth"}, "unit": "percent", "decimals": 1,
        "better": "lower", "numerator": "poorest", "denominator": "households", "over_places": "ratio",
        "formula": {"en": "Poorest by all."}, "why": {"en": "To find them."}, "caveats": {"en": "Ranks, not income."},
        "owner": "An office", "review": date(2027, 1, 1),
    }  # fmt: skip
    return Subject(
        Reader(language), Indicator(**card | indicator), "2021", "NP03", "NP", lambda code: NAMES.get(code, code)
    )


@pytest.fixture
def row():
    return make_row


@pytest.fixture(scope="session")
def estimate():
    return make_estimate


@pytest.fixture
def subject():
    return make_subject()


@pytest.fixture(scope="session")
def subject_of():
    return make_subject


def undone_as_browsers_do(old: bytes, difference: bytes) -> bytes:
    """The new page from the one shown and what travelled: the steps of `assets/page_1_difference.js`, one raw deflate stream."""
    (count,) = struct.unpack_from("<I", difference)
    entries = struct.unpack_from(f"<{4 * count}I", difference, 4)
    at, stream, wanted, end = 4 + 16 * count, b"", [], 0
    for start, stop, size, length in zip(*(entries[number::4] for number in range(4)), strict=True):
        before = old[start:stop]
        for place in range(0, len(before), 65535):
            block = before[place : place + 65535]
            stream += struct.pack("<BHH", 0, len(block), len(block) ^ 0xFFFF) + block
        stream += difference[at : at + length]
        at, end = at + length, end + len(before)
        wanted.append((end, end + size))
        end += size
    assert at == len(difference)
    whole = zlib.decompress(stream, -15)
    assert len(whole) == end
    return b"".join(whole[start:stop] for start, stop in wanted)


def sent_to_browsers(client, address: str) -> str:
    """All that goes over the line for a page: its document, and its rest."""
    document, rest = client.get(address), client.get(f"/rest{address}")
    assert document.status_code == rest.status_code == 200
    return document.get_data(as_text=True) + rest.get_data(as_text=True)


@pytest.fixture(scope="session")
def sent():
    return sent_to_browsers


@pytest.fixture(scope="session")
def undone():
    return undone_as_browsers_do


# Pages of a house: a file of tests that has a `house` of its own gets the others over that one


@pytest.fixture(scope="module")
def house(bundled_house):
    return bundled_house


@pytest.fixture(scope="module")
def site(house):
    from dashboard.site import open_site

    return open_site(house)


@pytest.fixture
def answered(site):
    """The site on which Butwal, and a town whose approver has a wicked name, have sent the budgets by quarter."""
    from queries.questionnaire import questionnaires
    from queries.shelf import Shelf

    found = next(one for one in questionnaires(site.house, "NP0548201", "NP") if one.card.name == "budget_quarters")
    told = {"lines": 4, "received_on": "2026-10-01", "approved_on": "2026-10-05"}
    reports = ({"sender": "NP0548201", "period": found.period, "approved_by": "NURP", **told},
               {"sender": "NP0439101", "period": found.period, "approved_by": "<img src=x>", **told})  # fmt: skip
    extracts = {
        **site.house.extracts,
        "budget_quarters": replace(site.house.extracts["budget_quarters"], reports=reports),
    }
    return replace(site, house=replace(site.house, extracts=extracts, shelf=Shelf()))


@pytest.fixture(scope="module")
def app(house):
    from dashboard.app import create_app

    return create_app(house)


@pytest.fixture(scope="module")
def client(app):
    return app.server.test_client()


# Pages in a browser


@contextmanager
def serve(house):
    from werkzeug.serving import make_server

    from dashboard.app import create_app

    server = make_server("127.0.0.1", 0, create_app(house).server, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def serving():
    """`with serving(house) as address:` an app over a house, for a browser."""
    return serve


@pytest.fixture(scope="module")
def address(bundled_house):
    with serve(bundled_house) as here:
        yield here


@pytest.fixture(scope="module")
def browser():
    from dashboard.style_hashes import CHROMIUM, FLAGS

    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}; install the package chromium to test the screens in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=[*FLAGS, NO_OTHER_HOST])
        opened = browser.new_context

        def new_context(**options):
            context = opened(**options)
            context.set_default_timeout(visitor.PATIENCE_MS)
            return context

        browser.new_context = new_context
        yield browser
        browser.close()


@pytest.fixture
def phone(browser, address):
    """A new phone that has never been here, and what it asked: (path, status) in order."""
    context, asked, told = (
        browser.new_context(base_url=address, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True),
        [],
        [],
    )
    page = context.new_page()
    page.on("response", lambda answer: asked.append((urlparse(answer.url).path, answer.status)))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("console", lambda message: told.append(message.text))
    yield page, asked
    context.close()
    assert [text for text in told if "ERR_INTERNET_DISCONNECTED" not in text and "ERR_FAILED" not in text] == []


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

    def asked(request):
        if urlparse(request.url).hostname != "127.0.0.1" and not request.url.startswith(("data:", "blob:")):
            outside.append(request.url)

    def open_page(path: str, width: str = "desk"):
        page = contexts[width].new_page()
        pages.append(page)
        page.on("console", lambda message: console.append(message.text))
        page.on("pageerror", lambda error: console.append(str(error)))
        page.on("request", asked)
        page.goto(path)
        page.wait_for_selector("#page main h1")
        return page

    yield open_page
    for page in pages:
        page.close()
    assert outside == []
    # The status of an unknown page, and of a file that is refused, is told by the browser itself.
    assert [text for text in console if "404" not in text and "422" not in text] == []
