"""The pages in Chromium: as a phone on a slow line, cold and warm and at a change of indicator, and as a desk with all wards."""

from collections.abc import Callable
from statistics import median
from urllib.parse import parse_qs, urlsplit

from dashboard.bench import film
from dashboard.bench.browser import DESK, PHONE, NotSeen, change, chromium, view, visitor
from dashboard.bench.line import Line, counting

ROUNDS = 3
GIVES = ("phone_cold_bytes", "phone_readable", "phone_drawn", "phone_warm", "phone_change_bytes", "phone_change",
         "wards_bytes", "wards_drawn", "wards_recoloured")  # fmt: skip
CLICK = """(wanted) => {
  const fits = (link) => {
    const url = new URL(link.href, location.href);
    return url.pathname === wanted.path && url.searchParams.get("indicator") === wanted.indicator;
  };
  const found = [...document.querySelectorAll("main a[href], a[href]")].filter(fits);
  const same = new URLSearchParams(location.search).get("detail");
  const best = found.find((link) => new URL(link.href, location.href).searchParams.get("detail") === same) || found[0];
  if (best) best.click();
  return Boolean(best);
}"""


def measure(bench) -> dict:
    """All rows of Chromium; medians over rounds of one new visitor each."""
    found: dict = {}
    with counting(bench.server[1]) as line, chromium() as browser:
        for name, seen in (("phone", _phone), ("wards", _wards)):
            try:
                found |= seen(browser, line, bench.views)
            except NotSeen as error:
                found |= {row: str(error) for row in GIVES if row.startswith(name)}
        if bench.film:
            film.strip(browser, line, bench.views.first, bench.film)
    return found


def _phone(browser, line: Line, views) -> dict:
    cold, warm, changed = [], [], []
    for _ in range(ROUNDS):
        with visitor(browser, PHONE) as new_page:
            page = new_page()
            cold.append(view(page, line, views.first))
            changed.append(change(page, line, follow(page, views.other)))
            page.close()
            page = new_page()
            warm.append(view(page, line, views.first))
            page.close()
    return {
        "phone_cold_bytes": median(one.bytes for one in cold),
        "phone_readable": median(one.readable for one in cold),
        "phone_drawn": median(one.drawn for one in cold),
        "phone_warm": median(one.drawn for one in warm),
        "phone_warm_bytes": median(one.bytes for one in warm),
        "phone_change_bytes": median(one.bytes for one in changed),
        "phone_change": median(max(one.text, one.map) for one in changed),
    }


def _wards(browser, line: Line, views) -> dict:
    first, changed = [], []
    for _ in range(ROUNDS):
        with visitor(browser, DESK) as new_page:
            page = new_page()
            first.append(view(page, line, views.wards))
            changed.append(change(page, line, follow(page, views.other_wards)))
            page.close()
    return {
        "wards_bytes": median(one.bytes for one in first),
        "wards_drawn": median(one.drawn for one in first),
        "wards_recoloured": median(max(one.text, one.map) for one in changed),
    }


def follow(page, address: str) -> Callable[[], None]:
    """Clicks the link on the page that leads to the address's indicator, whatever else the link keeps."""
    wanted = {"path": urlsplit(address).path, "indicator": parse_qs(urlsplit(address).query)["indicator"][0]}

    def click() -> None:
        if not page.evaluate(CLICK, wanted):
            raise NotSeen(f"no link of the page leads to {wanted['indicator']}")

    return click
