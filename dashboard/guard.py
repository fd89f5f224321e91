"""The guard in front of Dash: what it lets through, and the sentence that the rest gets.

Let through are: the pages and our own routes (GET, HEAD); of Dash's routes, all of which begin with `/_`, its scripts,
its layout, the list of its callbacks, and POST to its one address of callbacks, with a JSON body that fits a registered
callback (`callback_body`), and to that of briefs, with one that fits (`briefs.served`); neither for another site's pages.
A new page, route or callback therefore needs nothing here; a callback says by its annotations which values it takes, and a
route that is slow to answer waits in the queue unless it is in `LIGHT`.
Everything else is 400, 404, 405, 413, 414 or 431 in plain text, and 503 where too many ask at once; nothing of what
was sent is repeated.
"""

import logging

import orjson
from dash import Dash
from dash.fingerprint import check_fingerprint
from flask import Response, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from dashboard import limits
from dashboard.briefs.served import ADDRESS as BRIEFS
from dashboard.briefs.served import wrong as wrong_brief
from dashboard.callback_body import wrong_part
from dashboard.limits import Queue, TooMuch
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import Reader, say
from queries.ask import TooLong

CALLBACKS = "/_dash-update-component"
SUITES = "/_dash-component-suites/"
OF_DASH = ("/_dash-layout", "/_dash-dependencies", CALLBACKS)
LIGHT = ("/healthz", "/assets/", "/file/", "/sw.js", "/_dash-component-suites/", "/_dash-layout", "/_dash-dependencies")
SCRIPTS = (".js", ".css")
log = logging.getLogger("nagar")


def stand_before(app: Dash, site: Site, queue: Queue) -> None:
    """Check every request to the app's server before anything else does."""
    server = app.server
    server.config["MAX_CONTENT_LENGTH"] = limits.LARGEST_BODY

    @server.before_request
    def check() -> Response | None:
        refused = _too_long(site) or _no_such_place(app, site) or _method(site)
        if refused is None and request.method == "POST":
            refused = _from_elsewhere(site) or _body(app, site)
        if refused is None and not request.path.startswith(LIGHT):
            g.computes = queue.enter()
            if not g.computes:
                return refusal(site, "busy", 503, {"Retry-After": str(limits.RETRY_SECONDS)})
        return refused

    @server.teardown_request
    def leave(_error) -> None:
        if g.pop("computes", False):
            queue.leave()

    @server.errorhandler(TooLong)
    def took_too_long(_error) -> Response:
        return refusal(site, "took_too_long", 503)

    @server.errorhandler(TooMuch)
    def too_much(error) -> Response:
        return Response(str(error), 422, content_type="text/plain; charset=utf-8")

    @server.errorhandler(HTTPException)
    def refused_by_flask(error: HTTPException) -> Response:
        if (error.code or 500) < 400:  # a redirect
            return error.get_response()
        known = {RequestEntityTooLarge: "too_large", MethodNotAllowed: "method"}
        return refusal(site, known.get(type(error), "refused"), error.code or 500)


def _too_long(site: Site) -> Response | None:
    if len(request.environ.get("PATH_INFO", "")) + len(request.query_string) > limits.LONGEST_ADDRESS:
        return refusal(site, "address", 414)
    headers = list(request.headers)
    size = sum(len(name) + len(value) for name, value in headers)
    if len(headers) > limits.MOST_HEADERS or size > limits.LARGEST_HEADERS:
        return refusal(site, "too_large", 431)
    return None


def _no_such_place(app: Dash, site: Site) -> Response | None:
    """Of what Dash and Flask add by themselves only that is reachable which a page asks for."""
    path = request.path
    if path.startswith(SUITES):
        package, _, rest = path.removeprefix(SUITES).partition("/")
        found = package in app.registered_paths and check_fingerprint(rest)[0] in app.registered_paths[package]
        return None if found and path.endswith(SCRIPTS) else refusal(site, "nothing", 404)
    if path.startswith("/static/") or (path.startswith("/_") and path not in OF_DASH):
        return refusal(site, "nothing", 404)
    return None


def _method(site: Site) -> Response | None:
    allowed = ("POST",) if request.path in (CALLBACKS, BRIEFS) else ("GET", "HEAD")
    if request.method in allowed:
        return None
    return refusal(site, "method", 405, {"Allow": ", ".join(allowed)})


def _from_elsewhere(site: Site) -> Response | None:
    """A browser says which site's page it acts for; another site's may begin nothing here."""
    elsewhere = request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")
    return refusal(site, "refused", 403) if elsewhere else None


def _body(app: Dash, site: Site) -> Response | None:
    if request.mimetype != "application/json":
        return refusal(site, "no_json", 400)
    try:
        body = orjson.loads(request.get_data())
    except HTTPException:
        raise
    except Exception:  # NaN, half a surrogate or another encoding too; chunks that are none, by each server's own error
        return refusal(site, "no_json", 400)
    if request.path == BRIEFS:
        part = "act" if wrong_brief(body) else None
    else:
        part = wrong_part(body, app.callback_map)
    if part is None:
        return None
    log.info("a callback's body was refused: its part %s fits no registered callback", part)
    return refusal(site, "part", 400, part=part)


def refusal(site: Site, key: str, status: int, headers: dict | None = None, **values: str) -> Response:
    """A sentence of the section [guard] in the language of the page that asked, as plain text."""
    response = Response(say(f"guard.{key}", reader(site), **values), status, content_type="text/plain; charset=utf-8")
    response.headers.extend(headers or {})
    response.headers["Cache-Control"] = "no-store"
    return response


def reader(site: Site) -> Reader:
    """Who asked: by the address itself, else by the page that a browser says it asks from."""
    here = View.from_url(f"/?{request.query_string.decode('ascii', 'replace')}")
    if here.lang:
        return site.reader(here)
    _, _, query = request.headers.get("Referer", "").partition("?")
    return site.reader(View.from_url(f"/?{query}"))
