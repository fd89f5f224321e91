"""A scripted visitor in a browser: opens, points at and clicks everything on a page.

`style_hashes` collects with it the styles a page brings along, and the browser tests listen for what the
Content-Security-Policy refuses. `page` is Playwright's.
"""

DRAWN = """() => !document.getElementById('first') && document.querySelector('main h1')
  && window.dispatchEvent(new Event('nagar:draw'))  // what is out of view, too
  && !document.querySelector('.rest.waiting')
  && [...document.querySelectorAll('nagar-map')].every(one => one.dataset.drawn)
  && [...document.querySelectorAll('.chart')].every(one => one.querySelector('.js-plotly-plot[data-bound] .trace'))"""
PATIENCE_MS = 180_000  # of a busy machine, until what was waited for is taken not to come
LED_ELSEWHERE = "before => location.href !== before && window.drawnAnew"
FOLLOW = """link => {
  window.drawnAnew = false;
  document.addEventListener('nagar:drawn', () => { window.drawnAnew = true; }, { once: true });
  link.click();
}"""
OPEN_ALL = "() => document.querySelectorAll('details').forEach(one => { one.open = true; })"
CLOSE_ALL = "() => document.querySelectorAll('details').forEach(one => { one.open = false; })"
HOVER_GRAPHS = """async () => {
  for (const plot of document.querySelectorAll('.js-plotly-plot')) {
    plot.scrollIntoView({ block: 'center' });
    for (const path of [...plot.querySelectorAll('.point, .lines')].slice(0, 12)) {
      const box = path.getBoundingClientRect();
      const at = { bubbles: true, clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
      for (const kind of ['mouseover', 'mousemove', 'mouseout']) path.dispatchEvent(new MouseEvent(kind, at));
      await new Promise(done => setTimeout(done, 15));
    }
  }
}"""


def pages_of(house) -> list[str]:
    """An address for every page there is: the fixed ones, each theme, and places and groups of every kind."""
    themes = [f"/{theme}" for theme in house.registry.themes]
    kinds = {(place.country, place.level): code for code, place in house.places.items() if place.valid_to is None}
    return ["/", "/data", "/place", "/nothing", "/poverty?place=%3Cb%3E&period=1999", *themes,
            *(f"/{theme}?place=BD" for theme in house.registry.themes),
            *(f"/place/{code}" for code in kinds.values())]  # fmt: skip


def wait(page) -> None:
    """Until the page is drawn with its rest, its maps and charts too."""
    until(page, DRAWN)


def until(page, condition: str, argument=None) -> None:
    """Until a condition holds, asked every 100 ms: a page that is not painted calls back too late."""
    page.wait_for_function(condition, arg=argument, polling=100, timeout=PATIENCE_MS)


def use(page) -> None:
    """Everything that can be opened, pointed at, typed and clicked without leaving the page, then one link of each kind."""
    wait(page)
    page.evaluate(OPEN_ALL)
    page.evaluate(HOVER_GRAPHS)
    for selector in ("li[data-code]", "tr[data-code]", ".strip-of"):
        for row in page.query_selector_all(selector)[:3]:
            row.hover(force=True)
    drawn = page.query_selector("nagar-map")
    if drawn:
        drawn.scroll_into_view_if_needed()
        box = drawn.bounding_box()
        for share in (0.35, 0.5, 0.65):
            page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] * share, steps=3)
            page.wait_for_timeout(60)
        for button in page.query_selector_all("nagar-map button:not([disabled], [hidden])"):
            button.evaluate("one => one.click()")
    page.evaluate(CLOSE_ALL)
    _buttons(page)
    _search(page)
    _links(page)


def _buttons(page) -> None:
    """Links are copied, tables sorted, files downloaded."""
    for link in page.query_selector_all("a.copy")[:1]:
        link.click()
    for button in page.query_selector_all("button.sort")[:2]:
        button.click()
    for link in page.query_selector_all(".card-foot a[download]")[:1]:
        with page.expect_download():
            link.click()


def _search(page) -> None:
    page.fill("#search", "but")
    until(page, "() => document.querySelector('#suggestions a')")
    page.fill("#search", "zzzzzz qqq")
    until(page, "() => document.querySelector('#suggestions .empty')")
    page.fill("#search", "")


def _links(page) -> None:
    """One link of each kind is followed, one after the other; the table of a long map would keep a browser busy."""
    for selector in (
        "#card-ranking .tabs a:not(.on)",
        ".segments a:not(.on)",
        "li[data-code] a",
        ".options a:not(.on)",
    ):
        address, link = page.url, page.query_selector(f"main {selector}")
        if link is not None:
            link.evaluate(FOLLOW)
            until(page, LED_ELSEWHERE, address)
            wait(page)
