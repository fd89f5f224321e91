"""The film-strip: what a phone shows in the first five seconds of a page, as one picture."""

import base64
import time
from pathlib import Path

from dashboard.bench.browser import PHONE, visitor
from dashboard.bench.line import Line

SECONDS = 5.0
EVERY = 0.5
WIDTH = 195  # pixels of a frame in the strip, half of a phone's
SHARP = 70  # quality of the frames, of 100


def strip(browser, line: Line, address: str, file: Path) -> None:
    """Film a visit with an empty cache and write every half second of it, side by side, as PNG."""
    with visitor(browser, PHONE) as new_page:
        page = new_page()
        frames = _film(page, f"http://127.0.0.1:{line.port}{address}")
        page.close()
    file.parent.mkdir(parents=True, exist_ok=True)
    _together(browser, frames, file)


def _film(page, address: str) -> list[tuple[float, str]]:
    """(seconds since the start, JPEG as base64) of each frame that was painted."""
    session, frames = page.context.new_cdp_session(page), []

    def keep(event) -> None:
        frames.append((event["metadata"]["timestamp"], event["data"]))
        session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    session.on("Page.screencastFrame", keep)
    session.send("Page.startScreencast", {"format": "jpeg", "quality": SHARP, "maxWidth": PHONE.width,
                                          "maxHeight": PHONE.height, "everyNthFrame": 1})  # fmt: skip
    begin = time.time()
    page.evaluate("(address) => { location.href = address; }", address)
    while time.time() < begin + SECONDS + EVERY:
        page.wait_for_timeout(50)
    session.send("Page.stopScreencast")
    return [(stamp - begin, data) for stamp, data in frames]


def at(frames: list[tuple[float, str]], second: float) -> str:
    """The last frame painted until then; "" where there was none."""
    return next((data for stamp, data in reversed(frames) if 0 <= stamp <= second), "")


def _together(browser, frames: list[tuple[float, str]], file: Path) -> None:
    """Chromium itself lays the frames side by side and takes the picture."""
    times = [EVERY * (number + 1) for number in range(round(SECONDS / EVERY))]
    height = round(WIDTH * PHONE.height / PHONE.width)
    cells = "".join(f'<figure><div>{_image(at(frames, second))}</div><figcaption>{second:.1f} s</figcaption></figure>'
                    for second in times)  # fmt: skip
    style = (f"body{{margin:8px;display:flex;gap:8px;font:16px sans-serif;background:#fff}}figure{{margin:0}}"
             f"div{{width:{WIDTH}px;height:{height}px;border:1px solid #999;overflow:hidden}}img{{width:100%}}"
             "figcaption{text-align:center;padding:4px}")  # fmt: skip
    page = browser.new_page(viewport={"width": (WIDTH + 10) * len(times) + 16, "height": height + 50})
    page.set_content(f"<!doctype html><style>{style}</style>{cells}")
    file.write_bytes(base64.b64decode(page.context.new_cdp_session(page).send("Page.captureScreenshot")["data"]))
    page.close()


def _image(data: str) -> str:
    return f'<img src="data:image/jpeg;base64,{data}" alt="">' if data else ""
