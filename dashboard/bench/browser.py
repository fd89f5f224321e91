"""Chromium as a phone and as a desk, told so through its own protocol, and what is seen in it of a page."""

import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboard.bench.line import Line
from dashboard.style_hashes import CHROMIUM, FLAGS

WATCH = Path(__file__).with_name("watch.js")
NO_OTHER_HOST = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
LOOK_MS = 100
TIMES = "() => window.nagarBench.times"
MOST_SECONDS = 90  # for a page to be drawn on the slow line
QUIET_SECONDS = 2.5  # without a byte: the page, and its service worker, have what they want
BEFORE_SCROLL_SECONDS = 4.0  # of quiet without a map: it waits to be scrolled to


class NotSeen(Exception):
    """What never came to be seen; the text says what."""


@dataclass(frozen=True)
class Profile:
    """`slower`: how many times slower the processor is; bytes a second (0: as the machine is) and milliseconds of the line."""

    width: int
    height: int
    mobile: bool
    slower: float = 1
    down: float = 0
    up: float = 0
    latency: float = 0


PHONE = Profile(390, 844, True, 4, 1_600_000 / 8, 750_000 / 8, 150)
DESK = Profile(1280, 800, False)


@contextmanager
def chromium():
    """Chromium without a window, that reaches no other host."""
    if not CHROMIUM.exists():
        raise NotSeen(f"there is no {CHROMIUM}; install the package chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise NotSeen("playwright is not installed; pip install nagar[bench]") from None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=[*FLAGS, NO_OTHER_HOST])
        yield browser
        browser.close()


@contextmanager
def visitor(browser, profile: Profile):
    """Somebody with an empty cache: gives a function that opens a new page, throttled and watched."""
    context = browser.new_context(viewport={"width": profile.width, "height": profile.height}, is_mobile=profile.mobile,
                                  has_touch=profile.mobile, device_scale_factor=2 if profile.mobile else 1)  # fmt: skip
    context.add_init_script(path=str(WATCH))

    def new_page():
        page = context.new_page()
        page.set_default_timeout(MOST_SECONDS * 1000)
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        if profile.down:
            session.send("Network.emulateNetworkConditions", {
                "offline": False, "latency": profile.latency, "downloadThroughput": profile.down,
                "uploadThroughput": profile.up,
            })  # fmt: skip
        if profile.slower != 1:
            session.send("Emulation.setCPUThrottlingRate", {"rate": profile.slower})
        return page

    try:
        yield new_page
    finally:
        context.close()


@dataclass(frozen=True)
class Seen:
    """Bytes that came, and seconds from the start until the heading could be read and the map was drawn."""

    bytes: int
    readable: float
    drawn: float


def view(page, line: Line, address: str) -> Seen:
    """Open an address and wait until it is drawn and asks for nothing more. `NotSeen` where it never is."""
    before, end = line.down, time.monotonic() + MOST_SECONDS
    page.goto(f"http://127.0.0.1:{line.port}{address}", wait_until="commit")
    while (times := page.evaluate(TIMES))["drawn"] is None:
        if time.monotonic() > end:
            raise NotSeen(f"{address} showed {'no map' if times['readable'] else 'nothing'} in {MOST_SECONDS} s")
        page.wait_for_timeout(LOOK_MS)
        if times["readable"] is not None and time.monotonic() - line.last > BEFORE_SCROLL_SECONDS:
            page.evaluate("() => window.nagarBench.show()")
    settle(page, line)
    return Seen(line.down - before, times["readable"] / 1000, times["drawn"] / 1000)


def settle(page, line: Line) -> None:
    """Wait until nothing goes over the line any more."""
    line.wait_until_quiet(QUIET_SECONDS, MOST_SECONDS, lambda seconds: page.wait_for_timeout(seconds * 1000))


@dataclass(frozen=True)
class Changed:
    """Bytes that came after a click, and seconds from it until the text (None: it stayed) and the map were others."""

    bytes: int
    text: float | None
    map: float


def change(page, line: Line, click: Callable[[], None], text_too: bool = True) -> Changed:
    """Click and wait until the map, and with `text_too` the heading, show something else."""
    page.evaluate("() => window.nagarBench.show()")
    settle(page, line)
    before, end = line.down, time.monotonic() + MOST_SECONDS
    page.evaluate("() => window.nagarBench.arm()")
    click()
    while (times := page.evaluate(TIMES))["map"] is None or (text_too and times["text"] is None):
        if time.monotonic() > end:
            raise NotSeen(f"after a click the {'map' if times['map'] is None else 'text'} stayed for {MOST_SECONDS} s")
        page.wait_for_timeout(LOOK_MS)
    page.evaluate("() => window.nagarBench.disarm()")
    settle(page, line)
    text, drawn = (times[name] and (times[name] - times["clicked"]) / 1000 for name in ("text", "map"))
    return Changed(line.down - before, text, drawn)
