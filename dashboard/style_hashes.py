"""The inline styles that Dash, its components and plotly bring along, by their hashes: no other is allowed.

They belong to the versions named in `style_hashes.toml`. After an update of one, `make style-hashes` opens every page in
Chromium, uses everything on it, and writes the file anew; `tests/dashboard/test_browser.py` fails until that is done.
"""

import base64
import hashlib
import logging
import threading
from functools import cache
from importlib.metadata import version
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")
PACKAGES = ("dash", "plotly")
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # Else each new window loads, beside the page, 400 files of the browser's own address bar.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup",
]  # fmt: skip
SHOWN = 60  # letters of a style that say in the file which one it is
# Without the style sheet of a document's own HTML, whose hash goes with each document.
TEXTS = "() => [...document.querySelectorAll('style')].map(style => style.textContent).filter(text => !text.startsWith('#first '))"


@cache
def known_hashes() -> tuple[str, ...]:
    """The hashes as a policy has them, in order."""
    from data.problems import read_toml

    found, _, problems = read_toml(FILE)
    if problems:
        raise ValueError(f"{problems[0]} Write it anew with `make style-hashes`.")
    return tuple(found["styles"])


def versions_of_file() -> dict[str, str]:
    """Package -> the version whose styles were collected."""
    from data.problems import read_toml

    return dict(read_toml(FILE)[0]["versions"])


def installed_versions() -> dict[str, str]:
    return {package: version(package) for package in PACKAGES}


def hash_of(style: str) -> str:
    """The hash of an inline style as a Content-Security-Policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def written(styles) -> str:
    """The file's text for the texts of styles."""
    lines = ["# Written by `make style-hashes`: see style_hashes.py.", "[versions]"]
    lines += [f'{package} = "{number}"' for package, number in installed_versions().items()]
    lines += ["", "[styles]  # hash = the style's beginning"]
    for style in sorted(set(styles), key=hash_of):
        beginning = " ".join(style[:SHOWN].split()).replace("\\", "/").replace('"', "'")
        lines.append(f'"{hash_of(style)}" = "{beginning}"')
    return "\n".join(lines) + "\n"


def collect(house, paths) -> set[str]:
    """The texts of all inline styles on the pages, each opened and used in Chromium; nothing is refused meanwhile."""
    from playwright.sync_api import sync_playwright
    from werkzeug.serving import make_server

    from dashboard.app import create_app
    from dashboard.visitor import use

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, create_app(house, any_style=True).server, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    found: set[str] = set()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
            page = browser.new_page(base_url=f"http://127.0.0.1:{server.server_port}")
            for path in paths:
                print(path, flush=True)
                page.goto(path)
                use(page)
                found.update(page.evaluate(TEXTS))
            browser.close()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    return found


def main() -> None:
    """Write the file anew from the current snapshot's pages."""
    from dashboard.settings import settings
    from dashboard.visitor import pages_of
    from data.snapshots import current
    from queries.run import open_house

    folder = current(settings().data)
    if folder is None:
        raise SystemExit("There is no snapshot to look at. Run `nagar build` first.")
    house = open_house(folder)
    styles = collect(house, pages_of(house))
    FILE.write_text(written(styles), "utf-8")
    print(f"wrote {FILE}: {len(styles)} styles of {installed_versions()}")


if __name__ == "__main__":
    main()
