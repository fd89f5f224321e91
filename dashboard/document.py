"""The document that a browser opens: the whole page as HTML first, then what its scripts begin with.

It stands beside the element that React fills and is taken away when React has drawn the same page (`assets/page_4_page.js`).
Without scripts, or until they are there, it can be read, and its links lead on.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from html import escape

import orjson

from dashboard.answers import FIRST, Written
from dashboard.files import StaticFile
from dashboard.markup import el, sheet, to_html
from dashboard.pages.frame import Page

HEAD = (
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    '<title>{title}</title><link rel="icon" type="image/png" href="{icon}"><link rel="stylesheet" href="{style}">'
)
BODY = (
    '{html}<div id="react-entry-point"></div><noscript>{no_script}</noscript>'
    '<script id="_dash-config" type="application/json">{config}</script>'
    '<script id="beginning" type="application/json">{beginning}</script>'
    '<script id="later" type="application/json">{later}</script>{answer}'
)
FIRST_SCRIPT, LATER = (
    "map.js",
    ("dash.js", "nagar.js"),
)  # in the order in which they run; `assets/begin.js` fetches these
# What the page's map will ask for; the `whole` of a large layer only where `assets/map_1_shapes.js` sees no phone.
OF_MAP = re.compile(rb'(whole\\":\\")?(/(?:shapes/[\w.-]+\.json|values/[^"\\\s]+))(?=\\?")')
NO_PHONE = "not ((max-width: 860px) or ((pointer: coarse) and (max-width: 1100px)))"
AHEAD = '<link rel="preload" as="fetch" crossorigin="anonymous"{media} href="{href}">'
MOST_AHEAD = 8  # files fetched before the script that asks for them is there


def document(files: Mapping[str, StaticFile], page: Written | None, *, language: str, words: Mapping[str, str],
             config: Mapping, beginning: Mapping) -> tuple[str, str]:  # fmt: skip
    """The document, and the style sheet in it ("" for none), which the policy has to allow by its hash.

    Without a page it is the shell, which asks for its page itself; `words` are `title`, `loading` and `no_script`.
    """
    html, style, answer, title = (
        f'<div id="{FIRST}"><p class="loading-page">{escape(words["loading"])}</p></div>',
        "",
        "",
        words["title"],
    )
    if page is not None:
        html, style = page.html()
        read = orjson.loads(page.text)
        language, title = read["lang"], read["title"]
        answer = f'<script id="answer" type="application/json" data-tag="{page.tag}">{page.text.decode()}</script>'
    head = HEAD.format(title=escape(title), icon=files["favicon.png"].url, style=files["nagar.css"].url)
    head += f"<style>{style}</style>" if style else ""
    head += f'<script defer fetchpriority="high" src="{files[FIRST_SCRIPT].url}"></script>'
    ahead = dict.fromkeys(OF_MAP.findall(page.text)) if page else ()
    if len(ahead) <= MOST_AHEAD:
        head += "".join(AHEAD.format(media=f' media="{NO_PHONE}"' if whole else "", href=escape(one.decode()))
                        for whole, one in ahead)  # fmt: skip
    body = BODY.format(html=html, no_script=escape(words["no_script"]), config=in_element(config),
                       beginning=in_element(beginning), later=in_element([files[name].url for name in LATER]),
                       answer=answer)  # fmt: skip
    return f'<!DOCTYPE html>\n<html lang="{language}"><head>{head}</head><body>{body}</body></html>', style


def in_element(value) -> str:
    """JSON for a script element that holds data: nothing in it may end the element."""
    return orjson.dumps(value).replace(b"<", b"\\u003c").decode()


def hash_of(text: str) -> str:
    """The hash of an inline style as a Content-Security-Policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def plain_document(files: Mapping[str, StaticFile], page: Page) -> tuple[str, str]:
    """A page as one HTML document without scripts, and the style sheet in it, as `document` gives them."""
    head, styles = (
        HEAD.format(title=escape(page.title), icon=files["favicon.png"].url, style=files["nagar.css"].url),
        {},
    )
    body = to_html(el("div", page.children, id="page"), styles)
    style = sheet(styles, "page")
    head += f"<style>{style}</style>" if style else ""
    return f'<!DOCTYPE html>\n<html lang="{page.language}"><head>{head}</head><body>{body}</body></html>', style
