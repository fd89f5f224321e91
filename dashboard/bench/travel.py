"""How a page travels from this server to a browser, found out by asking it; and what a browser would ask for, without one.

Two ways are known: a POST to Dash's address of callbacks, and GET below `/page`, where a browser that shows a page already
says so and is sent what differs; the rest of a page, below its first pictures, is asked for after it. Nothing of Nagar's code is imported: a server is measured as it answers.
"""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from dashboard.bench.client import Asked, Reply

CALLBACKS, PAGE, REST, WORKER = "/_dash-update-component", "/page", "/rest", "/sw.js"
PARTED = '{"rest":'  # in a page of which the rest travels by itself
BEGINNING = ("/_dash-layout", "/_dash-dependencies")  # what Dash asks for first, unless the document holds it
HELD = 'id="beginning"'
OF_GRAPHS = (
    "/_dash-component-suites/dash/dcc/async-graph.js",
    "/_dash-component-suites/plotly/package_data/plotly.min.js",
)
LAND = "world_110m.json"  # what plotly asks for beside its own shapes, below `topojsonURL`
LINKS = ("stylesheet", "icon", "preload", "modulepreload", "manifest")
UNPACKED = "gzip"  # what Python can read of what a server may send
# Addresses of shapes and values in a page's answer, which its map fetches; texts are asked for on pointing only.
FETCHED = re.compile(r'"(/(?:shapes|values)/[^"\\\s]*[^"/\\\s])\\?"')
TOPOJSON = re.compile(r'"topojsonURL":\s*"([^"]+)"')
KEPT = re.compile(r"const KEPT = (\[.*?\]);")


class NotKnown(Exception):
    """The server sends pages in a way that is not known here; the text says what was found."""


@dataclass
class Travel:
    """The way of one server's pages. `client` is a `Client`, or whatever else has its `ask`."""

    client: object
    callback: dict | None = field(init=False, default=None)

    def __post_init__(self):
        found = self.client.ask(Asked(f"{PAGE}/", accepts=UNPACKED))
        if found.status == 200 and "json" in found.headers.get("content-type", ""):
            return
        callbacks = json.loads(self.client.ask(Asked("/_dash-dependencies", accepts=UNPACKED)).text())
        self.callback = next((one for one in callbacks if _draws_page(one)), None)
        if self.callback is None:
            raise NotKnown(f"neither {PAGE} nor a callback of the server gives its pages")

    def asked(self, address: str, accepts: str | None = None) -> Asked:
        """What a browser asks for to get a page."""
        more = {} if accepts is None else {"accepts": accepts}
        if self.callback is None:
            return Asked(PAGE + address, **more)
        path, _, query = address.partition("?")
        values = {"pathname": path, "search": f"?{query}" if query else ""}
        outputs = [one.rsplit(".", 1) for one in _outputs(self.callback)]
        body = {
            "output": self.callback["output"],
            "outputs": [{"id": name, "property": of} for name, of in outputs],
            "inputs": [{**one, "value": values[one["property"]]} for one in self.callback["inputs"]],
            "changedPropIds": [],
            "state": [],
        }
        return Asked(CALLBACKS, json.dumps(body).encode(), **more)

    def page(self, address: str) -> Reply:
        """A page for a browser that has none; `NotKnown` where it is not answered with one."""
        found = self.client.ask(self.asked(address))
        if found.status != 200:
            raise NotKnown(f"{address} is answered with {found.status}: {found.body[:80]!r}")
        return found

    def step(self, shown: str, wanted: str) -> Asked:
        """What a browser asks for that shows one page and wants another: an interaction."""
        if self.callback is not None:
            return self.asked(wanted)
        return self._step(PAGE, shown, wanted)

    def rest(self, wanted: str, shown: str = "") -> Asked | None:
        """What it asks for after that, perhaps with the rest of another page shown; None where there is no rest."""
        if self.callback is not None or PARTED not in self.client.ask(self.asked(wanted, UNPACKED)).text():
            return None
        return self._step(REST, shown, wanted) if shown else Asked(REST + wanted)

    def _step(self, part: str, shown: str, wanted: str) -> Asked:
        tag = self.client.ask(Asked(part + shown)).headers.get("etag", "").removeprefix("W/").strip('"')
        return Asked(part + wanted, headers=(("Nagar-Shown", f"{tag} {shown}"),))

    def named(self, address: str) -> list[str]:
        """What a page makes a browser fetch beside it."""
        text = self.client.ask(self.asked(address, UNPACKED)).text().replace("\\u002f", "/")
        found = FETCHED.findall(text)
        if '"type":"Graph"' in text.replace(" ", ""):
            found += OF_GRAPHS
            land = TOPOJSON.search(text)
            found += [land[1] + LAND] if land and '"choropleth"' in text else []
        return list(dict.fromkeys(found))


def _draws_page(callback: dict) -> bool:
    return "page.children" in _outputs(callback) and not callback["clientside_function"]


def _outputs(callback: dict) -> list[str]:
    """`..page.children...meta.data..` is how Dash writes several outputs."""
    return callback["output"].strip(".").split("...")


class _Named(HTMLParser):
    """The addresses of what an HTML page loads by itself."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag in ("script", "img") and told.get("src"):
            self.found.append(told["src"])
        if tag == "link" and told.get("href") and set((told.get("rel") or "").split()) & set(LINKS):
            self.found.append(told["href"])


def first_view(client, address: str) -> dict[str, int]:
    """What a browser with an empty cache loads for a page: address -> bytes on the line, headers included."""
    travel = Travel(client)
    document = client.ask(Asked(address, accepts=UNPACKED)).text()
    told = _Named()
    told.feed(document)
    wanted = [urljoin(address, one) for one in told.found if not one.startswith("data:")] + travel.named(address)
    sizes = {address: client.ask(Asked(address)).size}
    if HELD not in document:
        wanted += BEGINNING
        sizes[f"answer of {address}"] = travel.page(address).size
    if rest := travel.rest(address):
        sizes[f"rest of {address}"] = client.ask(rest).size
    for one in dict.fromkeys([*wanted, *_of_worker(client)]):
        reply = client.ask(Asked(one))
        if reply.status != 200:
            raise NotKnown(f"{one} is answered with {reply.status}")
        sizes[one] = reply.size
    return sizes


def _of_worker(client) -> list[str]:
    """The service worker and what it keeps, where the server has one."""
    worker = client.ask(Asked(WORKER, accepts=UNPACKED))
    if worker.status != 200 or "javascript" not in worker.headers.get("content-type", ""):
        return []
    kept = KEPT.search(worker.text())
    return [WORKER, *(json.loads(kept[1]) if kept else ())]


def change(client, address: str, other: str) -> dict[str, int]:
    """The same for going from a page to another of the same theme: only what the first had not loaded."""
    travel = Travel(client)
    before = set(travel.named(address))
    sizes = {f"answer of {other}": client.ask(travel.step(address, other)).size}
    if rest := travel.rest(other, address if travel.rest(address) else ""):
        sizes[f"rest of {other}"] = client.ask(rest).size
    for one in travel.named(other):
        if one not in before:
            sizes[one] = client.ask(Asked(one)).size
    return sizes
