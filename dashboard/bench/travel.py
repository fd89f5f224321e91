"""How a page travels from this server to a browser, found out by asking it; and what a browser would ask for, without one."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import urljoin

from dashboard.bench.client import Reply

CALLBACKS = "/_dash-update-component"
DASH = ("/_dash-layout", "/_dash-dependencies")
OF_GRAPHS = ("/_dash-component-suites/dash/dcc/async-graph.js", "/_dash-component-suites/plotly/package_data/plotly.min.js")
LAND = "world_110m.json"  # what plotly asks for beside its own shapes, below `topojsonURL`
LINKS = ("stylesheet", "icon", "preload", "modulepreload", "manifest")
UNPACKED = "gzip"  # what Python can read of what a server may send
# Addresses that a page's answer names and a browser fetches.
PLACE = re.compile(r'"(/(?:shapes|values)/[^"\s]*[^"/\s])"')


class NotKnown(Exception):
    """The server sends pages in a way that is not known here; the text says what was found."""


class Travel:
    """The way of one server's pages. Made from its own list of callbacks, so that nothing of Nagar's code is imported."""

    def __init__(self, client):
        self.client = client  # a `Client`, or whatever else has its `ask`
        callbacks = json.loads(client.ask("/_dash-dependencies", accepts=UNPACKED).text())
        self.callback = next((one for one in callbacks if _draws_page(one)), None)

    def request(self, address: str) -> tuple[str, bytes | None]:
        """What a browser asks for to get the answer of a page: where, and the body of a POST."""
        path, _, query = address.partition("?")
        if self.callback is None:
            raise NotKnown("no callback of the server gives the page")
        values = {"pathname": path, "search": f"?{query}" if query else ""}
        body = {
            "output": self.callback["output"],
            "outputs": [dict(zip(("id", "property"), one.rsplit(".", 1), strict=True)) for one in _outputs(self.callback)],
            "inputs": [{**one, "value": values[one["property"]]} for one in self.callback["inputs"]],
            "changedPropIds": [],
            "state": [],
        }
        return CALLBACKS, json.dumps(body).encode()

    def page(self, address: str) -> Reply:
        """The answer of a page, as a browser would get it."""
        return self.client.ask(*self.request(address))

    def named(self, address: str) -> list[str]:
        """What the answer of a page makes a browser fetch beside it."""
        text = self.client.ask(*self.request(address), UNPACKED).text()
        text = text.replace("\\u002f", "/")
        found = PLACE.findall(text)
        if '"type":"Graph"' in text.replace(" ", ""):
            found += OF_GRAPHS
        land = re.search(r'"topojsonURL":\s*"([^"]+)"', text)
        return list(dict.fromkeys((*found, *([land[1] + LAND] if land and '"choropleth"' in text else []))))


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
    page = client.ask(address)
    told = _Named()
    told.feed(client.ask(address, accepts=UNPACKED).text())
    wanted = [urljoin(address, one) for one in told.found if not one.startswith("data:")]
    wanted += [one for one in (*DASH, *travel.named(address)) if one not in wanted]
    sizes = {address: page.size, f"answer of {address}": travel.page(address).size}
    for one in dict.fromkeys(wanted):
        reply = client.ask(one)
        if reply.status != 200:
            raise NotKnown(f"{one} is answered with {reply.status}")
        sizes[one] = reply.size
    return sizes


def change(client, address: str, other: str) -> dict[str, int]:
    """The same for going from a page to another of the same theme: only what the first had not loaded."""
    travel = Travel(client)
    before = set(travel.named(address))
    sizes = {f"answer of {other}": travel.page(other).size}
    for one in travel.named(other):
        if one not in before:
            sizes[one] = client.ask(one).size
    return sizes
