"""The file of a copy: HTML, with everything the dashboard would fetch packed into it, and a policy that lets nothing else in.

Scripts and styles are the dashboard's own, from the same files a server sends. They are put in when they are unpacked, and
allowed by their hashes; data stand as gzip in base64 in elements that no browser runs.
"""

import base64
import gzip
from collections.abc import Mapping
from html import escape
from pathlib import Path

import orjson

from dashboard.app import Nagar
from dashboard.document import hash_of, in_element
from dashboard.files import static_files, world
from dashboard.offline import searching
from dashboard.offline.copying import Copy
from dashboard.style_hashes import known_hashes
from dashboard.words import Reader, say

SCRIPTS = ("map.js", "dash.js", "nagar.js")
BEGIN = (searching.SCRIPT, Path(__file__).with_name("offline.js"))
WRONG = ("too_old_browser", "broken")
HEAD = (
    '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
)
BODY = (
    '<p id="first" class="loading-page">{opening}</p><div id="react-entry-point"></div><noscript>{no_script}</noscript>'
    '<script id="_dash-config" type="application/json">{config}</script>'
    '<script id="beginning" type="application/json">{beginning}</script>'
    '<script id="later" type="application/json">[]</script><script id="copy" type="application/json">{copy}</script>'
)
PART = '<script id="{id}" type="application/octet-stream">{content}</script>'


def written(copy: Copy, app: Nagar, static: Path | None) -> tuple[bytes, dict[str, int]]:
    """The file, and how many bytes of it each part takes. `app` is the dashboard's own, whose scripts and beginning are
    taken; `static` the folder of what `files.make` fetched. The same copy gives the same bytes.
    """
    found = static_files(static)
    scripts = [found[name].content().decode() for name in SCRIPTS]
    plotly, style, begin = (
        found["plotly.js"].content().decode(),
        found["nagar.css"].content().decode(),
        "".join(path.read_text("utf-8") for path in BEGIN),
    )
    parts = {"code": orjson.dumps({"style": style, "scripts": scripts}),
             "shapes": b"{" + b",".join(orjson.dumps(name) + b":" + text for name, text in copy.shapes.items()) + b"}",
             "plotly": plotly.encode(), "places": orjson.dumps(copy.places), **({"land": world().content()} if copy.land else {}),
             "common": copy.common,
             **{f"pages-{language}": text for language, text in copy.languages.items()}}  # fmt: skip
    packed = {id: PART.format(id=id, content=_packed(content)) for id, content in parts.items()}
    readers = [Reader(language) for language in copy.languages]
    head = HEAD.format(policy=escape(policy([begin, *scripts, plotly], style)), title=escape(copy.title))
    body = BODY.format(
        opening=escape(_all("copy.opening", readers)), no_script=escape(_all("copy.no_script", readers)),
        config=in_element(app.pages.config), beginning=in_element(app.pages.beginning | {"plotly": ""}),
        copy=in_element(_known(copy, readers)),
    )  # fmt: skip
    text = (f'<!DOCTYPE html>\n<html lang="{readers[0].language}"><head>{head}</head><body>{body}'
            f"{''.join(packed.values())}<script>{begin}</script></body></html>")  # fmt: skip
    return text.encode(), {id: len(part) for id, part in packed.items()}


def policy(scripts: list[str], style: str) -> str:
    """The Content-Security-Policy: these scripts and styles, pictures made here, and nothing from anywhere."""
    of_scripts, of_styles = map(hash_of, scripts), (hash_of(style), *known_hashes())
    lines = [" ".join((name, *(f"'{one}'" for one in hashes)))
             for name, hashes in (("script-src", of_scripts), ("style-src", of_styles))]  # fmt: skip
    return "; ".join(("default-src 'none'", *lines, "img-src data: blob:", "base-uri 'none'", "form-action 'none'"))


def _known(copy: Copy, readers: list[Reader]) -> Mapping:
    """What the script knows before it unpacks anything."""
    return {
        "start": copy.start, "scope": copy.scope, "languages": list(copy.languages), "land": world().url if copy.land else "",
        "sentences": {one.language: {key: say(f"copy.{key}", one) for key in WRONG} for one in readers},
        "folding": searching.FOLDING,
    }  # fmt: skip


def _all(key: str, readers: list[Reader]) -> str:
    """A sentence in each language: which one the reader reads is not known yet."""
    return " ".join(say(key, reader) for reader in readers)


def _packed(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()
