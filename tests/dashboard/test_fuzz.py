"""Addresses and bodies of callbacks that nobody would send, made by Hypothesis from the real routes and callbacks.

The law: no answer of 500 or more, no traceback, none slower than 2 s. CI tries 5,000 addresses and 2,500 bodies with a
fixed seed; `make fuzz` tries 100,000 and 50,000 others at each call (`FUZZ_URLS`, `FUZZ_BODIES`). The seconds are those
of this thread's processor: how long a busy machine lets it wait says nothing about us. Nothing is asked over a socket.
"""

import copy
import io
import json
import os
import time
from random import Random
from urllib.parse import quote, unquote_to_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import run_wsgi_app

from dashboard.app import create_app
from dashboard.limits import LARGEST_BODY
from dashboard.markup import children_of
from dashboard.pages.router import draw as draw_page
from dashboard.state import PATTERNS, View

pytestmark = pytest.mark.slow

URLS = int(os.environ.get("FUZZ_URLS", 5_000))
BODIES = int(os.environ.get("FUZZ_BODIES", 2_500))
MANY = settings(
    deadline=None, database=None, derandomize="FUZZ_URLS" not in os.environ, print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)  # fmt: skip
SLOWEST = 2.0  # seconds of this thread
CALLBACKS = "/_dash-update-component"

NASTY = [
    "", " ", "%", "%%", "%0", "%00", "%ff%fe", "%c0%ae%c0%ae", "..", "../..", "%2e%2e%2f", "%252e%252e%252f", "//", "\\",
    "%5c", ";", "?", "#", "&", "=", "==", "+", "%0d%0aSet-Cookie:x=1", "<script>alert(1)</script>", "'\"><img src=x>",
    "' OR 1=1--", "{{7*7}}", "${7*7}", "%{z}", "__CODE__", "{count}", "\u202eabc", "\u2069", "नेपाल", "বাংলা", "😀" * 50,
    "A" * 300, "A" * 3_000, "9" * 400, "-1", "1e999", "nan", "None", "null", "NP", "NP99", "np03", "BD", "ward", "total",
    "0", "2021", "9999", "0000-00", "mab-dhaka", "__proto__", "constructor", "a=b", "sex=total", "\x7f", "\x1b[31m", "ſ", "İ",
    "\u0660\u0661", "＜", "ﷺ", "a\u0301" * 40, "\ufeff", "\ud7ff", "%u0041", "%E0%A4%A", "*", "[]", "%5B0%5D", "a[b]", "~", "|",
]  # fmt: skip
METHODS = ["GET"] * 12 + ["HEAD", "POST", "OPTIONS", "PUT", "DELETE", "TRACE", "PROPFIND", "get", "X" * 50]
HEADERS = {
    "HTTP_ACCEPT_ENCODING": ["gzip", "br", "gzip;q=0", "*", "gzip" * 500, ""],
    "HTTP_IF_NONE_MATCH": ['"x"', "*", "W/", '"' * 99], "HTTP_IF_MODIFIED_SINCE": ["yesterday", "Thu, 01 Jan 1970 00:00:00 GMT"],
    "HTTP_RANGE": ["bytes=0-1", "bytes=-1", "bytes=9999999999-", "bytes=0-0,2-3,5-", "x"],
    "HTTP_REFERER": ["http://x/?lang=ne", "?lang=bn", "//", "\xff\xfe", "http://x/?" + "a=b&" * 200, "javascript:1"],
    "HTTP_HOST": ["evil.example", "[::1", "a b", "x:99999", "", "\xff"], "HTTP_COOKIE": ["a=b", "=;;", "\xff", "_csrf_token=" + "x" * 999],
    "CONTENT_TYPE": ["application/json", "text/plain; charset=x", "multipart/form-data", "\xff"],
    "CONTENT_LENGTH": ["0", "-1", "x", "99999999999"], "HTTP_X_FORWARDED_FOR": ["x" * 99], "HTTP_TRANSFER_ENCODING": ["chunked", "gzip"],
    "HTTP_ACCEPT_LANGUAGE": ["ne", "\xff", "x" * 999], "HTTP_UPGRADE": ["websocket"], "HTTP_EXPECT": ["100-continue", "x"],
}  # fmt: skip


STARTS = [
    "/", "/?place=BD", "/data", "/questionnaire?place=NP05", "/people", "/poverty?place=NP03&by=district", "/migration?lang=ne", "/budget?place=BD&lang=bn",
    "/alliance", "/place/NP0548201", "/place/BD", "/people?by=nepal-clusters", "/budget?tab=map",
]  # fmt: skip


def links(site, url: str) -> set[str]:
    """Every address that a page links to, downloads or draws its map from."""
    found, open_elements = set(), draw_page(site, View.from_url(url)).children[:]
    while open_elements:
        one = open_elements.pop()
        if isinstance(one, dict):
            props = one["props"]
            found |= {props[key] for key in ("href", "data-select", "data-drill") if props.get(key, "").startswith("/")}
            found |= {trace["geojson"] for trace in props.get("figure", {}).get("data", ()) if "geojson" in trace}
            open_elements += children_of(one)
    return found


def kinds(urls: list[str]) -> list[list[str]]:
    """The addresses by route and keys, so that a hundred links to peers are tried no more often than one to a file."""
    found = {}
    for url in urls:
        path, _, query = url.partition("?")
        route = path.split("/")[1:-1] or [path]
        found.setdefault((*route, *(part.partition("=")[0] for part in query.split("&"))), []).append(url)
    return list(found.values())


class Site:
    """One app over the bundled snapshot, and what addresses and bodies are made from."""

    def __init__(self, house):
        self.app = create_app(house)
        self.server = self.app.server
        self.server.test_client().get("/")  # Dash collects its callbacks at the first request
        self.rules = sorted(rule.rule for rule in self.server.url_map.iter_rules())
        themes = sorted(house.registry.themes)
        modules = sorted(house.registry.modules.values(), key=lambda module: module.id)
        places = sorted(house.places)
        self.pool = {
            "page": ["home", "data", "questionnaire", "place", *themes],
            "place": ["", "NP", "BD", *places[:: len(places) // 150], *sorted(self.app.site.groups)],
            "by": ["", "country", "region", "district", "local", "ward", "town", *sorted(house.sets)],
            "indicator": ["", *(f"{module.name}.{one}" for module in modules for one in module.indicators)],
            "period": ["", "2021", "2011", "2001", "2074/75", "2080/81", "2022-23"],
            "where": ["", *(f"{name}={value}" for module in modules for name, one in module.dimensions.items() for value in one.values)],
            "lang": ["", "en", "ne", "bn"],
            "digits": ["", "latin", "devanagari", "bangla"],
            "calendar": ["", "ad", "bs"],
            "of": ["", "map", "ranking", "trend", "parts", "place", *(f"values-{name}" for module in modules for name in module.dimensions)],
            "tab": ["", "map", "ranking", "trend"],
            "snapshot": ["", house.digest[:12], "abcdef012345"],
            "digest": [self.app.site.shapes, "0" * 12],
            "country": ["NP", "BD"], "level": ["region", "district", "local", "ward", "town"], "vintage": ["2011", "2017", "v02", "v03"],
        }  # fmt: skip
        self.pool |= {"detail": self.pool["by"], "selected": self.pool["place"], "within": self.pool["place"]}
        self.pool |= {
            "colour": ["", "pockets", "value"],
            "peers": ["", "category", "region", "country", "population", *places[:9]],
        }
        for key in PATTERNS.keys() - self.pool.keys():  # a key that is newer than this test
            self.pool[key] = ["", *NASTY]
        real = sorted(set().union(*(links(self.app.site, url) for url in STARTS)))
        self.real, self.real_csv = kinds(real), kinds([url for url in real if url.startswith("/csv/")])
        self.files = [file.url for file in self.app.pages.files.values()]
        self.paths = [f"/_dash-component-suites/{package}/{path}" for package, paths in self.app.registered_paths.items()
                      for path in sorted(paths)[:40]]  # fmt: skip

    def ask(self, target: str, method: str = "GET", body: bytes = b"", **environ):
        """Status, headers and text of an answer; the law holds for it. The target is what a client would send."""
        path, _, query = target.partition("?")
        request = {
            "REQUEST_METHOD": method, "PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "SCRIPT_NAME": "",
            "QUERY_STRING": query.encode().decode("latin-1"), "SERVER_NAME": "localhost", "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost", "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": "",
            "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(), "wsgi.url_scheme": "http", "wsgi.version": (1, 0),
            "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False,
        } | environ  # fmt: skip
        spent = []
        while not spent or (spent[-1] >= SLOWEST and len(spent) < 3):  # the first of its kind may fill a cache
            request["wsgi.input"].seek(0)
            before = time.thread_time()
            answer, status, headers = run_wsgi_app(self.server, dict(request), buffered=True)
            content = b"".join(answer)
            spent.append(time.thread_time() - before)
        told = f"{method} {target[:300]!r} {body[:300]!r} {environ}"
        assert int(status.split()[0]) < 500, f"{status} to {told}"
        assert b"Traceback" not in content and b'File "/' not in content, told
        assert min(spent) < SLOWEST, f"{spent} s for {told}"
        assert status.startswith("304") or "unsafe" not in headers["Content-Security-Policy"]
        return int(status.split()[0]), headers, content


@pytest.fixture(scope="module")
def site(bundled_house):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NAGAR_CACHE_MB", "250")  # thousands of addresses ask for the same answers, far from each other
        return Site(bundled_house)


def make_target(kind: str, changes: int, chance: Random, site: Site) -> str:
    """An address a page links to, or one put together from a View or a route; then some letters become nasty ones."""
    pick = chance.choice
    if kind == "real" or (kind == "csv" and chance.random() < 0.5):
        target = pick(pick(site.real if kind == "real" else site.real_csv))
        target = target.replace("__CODE__", pick(site.pool["place"]))
    elif kind in ("view", "csv"):
        values = {key: pick(site.pool[key]) for key in PATTERNS if chance.random() < 0.4}
        where = pick(site.pool["where"]) if chance.random() < 0.2 else ""
        target = View(
            page=pick(site.pool["page"]), where=(tuple(where.split("=", 1)),) if where else (), **values
        ).to_url()
        if kind == "csv":
            target = f"/csv{target}{'&' if '?' in target else '?'}of={pick(site.pool['of'])}"
    elif kind == "route":
        parts = pick(site.rules).replace("<", ">").split(">")
        target = "".join(part if number % 2 == 0 else pick([*site.pool.get(part.rpartition(":")[2], []), *NASTY])
                         for number, part in enumerate(parts))  # fmt: skip
    else:
        target = pick(
            [*site.paths, *site.files, "/assets/nagar.js", "/healthz", "/sw.js", "/shell", "/page/", "/page/people"]
        )
    for _ in range(changes):
        at, nasty = chance.randint(0, len(target)), pick(NASTY)
        nasty = quote(nasty) if chance.random() < 0.5 else nasty
        target = target[:at] + nasty + target[at + pick([0, 0, 1, 3, 12]) :]
    if chance.random() < 0.05:  # the same key again and again
        repeated = f"{pick(list(PATTERNS))}={quote(pick(NASTY))}"
        target += ("&" if "?" in target else "?") + "&".join([repeated] * chance.randint(1, 80))
    return target if target.startswith("/") else "/" + target


KINDS = st.sampled_from(["real", "real", "real", "view", "csv", "route", "file"])
CHANGES = st.sampled_from([0, 0, 1, 1, 2, 3, 6])
CHANCES = st.integers(0, 2**64 - 1).map(Random)  # Hypothesis chooses what is tried; the details follow from a seed


def test_no_address_is_answered_by_an_error_of_ours(site):
    seen: dict[int, int] = {}
    tag = dict(site.ask("/page/people")[1])["ETag"].strip('W/"')

    @settings(MANY, max_examples=URLS)
    @given(KINDS, CHANGES, CHANCES, st.sampled_from(METHODS))
    def ask(kind, changes, chance, method):
        target = make_target(kind, changes, chance, site)
        names = chance.sample(sorted(HEADERS), chance.choice([0, 0, 0, 1, 2]))
        status, headers, content = site.ask(target, method, **{name: chance.choice(HEADERS[name]) for name in names})
        seen[status] = seen.get(status, 0) + 1
        if status in (400, 405, 413, 414, 415, 422, 431) and method != "HEAD":
            assert headers["Content-Type"].startswith("text/plain") and content
        if kind not in ("real", "view") or status == 405:
            return
        parts = ["/rest", *(chance.choice(["/page", "/whole"]) for _ in range(chance.random() < 0.1))]
        for part in parts:  # and its rest, or the page alone, or what differs from another
            shown = chance.choice(["", f"{tag} /people", f"{tag} {target}", *NASTY]) if chance.random() < 0.1 else ""
            alone, headers, _ = site.ask(part + target, HTTP_NAGAR_SHOWN=shown.encode().decode("latin-1"))
            assert alone in (200, 404, 414, 431) or headers["Content-Type"].startswith("text/plain")

    ask()
    print("addresses", seen)
    assert min(seen.get(status, 0) for status in (200, 404, 405)) > 0  # both sides of the guard were met


def post(site: Site, body: bytes, target: str = CALLBACKS, kind: str = "application/json") -> int:
    status, headers, content = site.ask(target, "POST", body, CONTENT_TYPE=kind)
    if status != 200:
        assert headers["Content-Type"].startswith("text/plain") and content, (status, body[:300])
    return status


def real_bodies(site: Site) -> list[tuple[str, dict]]:
    """(output, body as the renderer sends it) for each callback that is answered by the server."""
    from dash._utils import split_callback_id

    found = []
    for output, callback in site.app.callback_map.items():
        if "callback" in callback:
            body = {part: [{**one, "value": ""} for one in callback[part]] for part in ("inputs", "state")}
            changed = [f"{one['id']}.{one['property']}" for one in callback["inputs"]]
            found.append((output, {"output": output, "outputs": split_callback_id(output), "changedPropIds": changed,
                                   "parsedChangedPropsIds": changed, **body}))  # fmt: skip
    return found


JUNK = [None, True, False, 0, -1, 7, 1.5, 1e308, 2**63, "", "x", "url", "url.pathname", [], [[]], {}, {"id": "url"}, [None] * 5,
        {"id": {"index": ["ALL"]}, "property": "x", "value": 1}, "page.children", "..page.children...meta.data..", "\u0000",
        "\u202e", "😀", "__proto__", {"__proto__": 1}, "A" * 5_000]  # fmt: skip


def spots(value, here=(), deepest=6) -> list[tuple]:
    """The ways to the parts of a body; of long or deep ones only to the first."""
    inner = value.items() if isinstance(value, dict) else enumerate(value[:9]) if isinstance(value, list) else ()
    return [here, *(way for key, one in inner for way in (spots(one, (*here, key)) if len(here) < deepest else ()))]


def change(body, chance: Random, site: Site):
    """A body with one part dropped, doubled, retyped, nested, enlarged, renamed, or swapped for one of another callback."""
    way = chance.choice([way for way in spots(body) if way] or [()])
    if not way:
        return chance.choice(JUNK)
    above = body
    for key in way[:-1]:
        above = above[key]
    key, act = way[-1], chance.choice(["drop", "double", "retype", "nest", "enlarge", "rename", "swap"])
    if act == "drop":
        del above[key]
    elif act == "double" and isinstance(above, list):
        above.insert(key, copy.deepcopy(above[key]))
    elif act == "nest":
        for _ in range(chance.choice([1, 2, 12, 90])):
            above[key] = [above[key]] if chance.random() < 0.5 else {"a": above[key]}
    elif act == "enlarge":
        size, part = chance.choice([100, 5_000, LARGEST_BODY]), above[key]
        if isinstance(part, (dict, list)):  # copies: a later change inside must not happen to all of them
            often = min(size, 2_000, LARGEST_BODY // len(json.dumps(part)) + 1)
            above[key] = [copy.deepcopy(part) for _ in range(often)]
        else:
            above[key] = str(part) + "x" * size
    elif act == "rename" and isinstance(above, dict):
        above[chance.choice(["", "id", "value", "output", "state", "__proto__", "inputs", "more"])] = above.pop(key)
    elif act == "swap":
        other = chance.choice(real_bodies(site))[1]
        above[key] = other.get(key, other) if isinstance(key, str) else other
    else:
        above[key] = copy.deepcopy(chance.choice(JUNK))
    return body


def broken(raw: bytes, chance: Random) -> bytes:
    """Bytes that are no JSON any more, or another encoding."""
    at, junk = (
        chance.randint(0, len(raw)),
        chance.choice([b"\x00", b"\xff", b"NaN", b"}", b"[", b"\\ud800", b'"', b"\xef\xbb\xbf", b""]),
    )
    return chance.choice(
        [raw[:at], raw[:at] + junk + raw[at:], raw.decode().encode("utf-16"), raw + raw, b"[" * 90_000]
    )


def test_no_body_of_a_callback_is_answered_by_an_error_of_ours(site):
    seen: dict[int, int] = {}

    @settings(MANY, max_examples=BODIES)
    @given(st.sampled_from(real_bodies(site)), KINDS, CHANGES, st.sampled_from([0, 1, 1, 1, 2, 2, 4, 8]), CHANCES)
    def send(real, kind, changes, parts, chance):
        body = copy.deepcopy(real[1])
        address = make_target(kind, changes, chance, site)
        for one in [*body["inputs"], *body["state"]]:
            values = {"asked": [1, 2, None, 10**9], "address": [address, "/", "/people", ""]}
            one["value"] = chance.choice(values.get(one["property"], ["but", "ne", *NASTY, address]))
        for _ in range(parts):
            body = change(body, chance, site) if isinstance(body, (dict, list)) else body
        raw = json.dumps(body).encode()
        raw = broken(raw, chance) if chance.random() < 0.1 else raw
        handles = chance.choice(["", "?endId=x", "?job=1&oldJob=2&cancelJob=3&cacheKey=4"])
        status = post(site, raw, CALLBACKS + handles, "text/plain" if chance.random() < 0.1 else "application/json")
        seen[status] = seen.get(status, 0) + 1

    send()
    print("bodies", seen)
    assert min(seen.get(status, 0) for status in (200, 400, 413)) > 0
