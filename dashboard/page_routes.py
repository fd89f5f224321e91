"""The addresses of pages: the document of each, the page alone for one that is open already, and the service worker."""

import gzip
import hashlib
from collections.abc import Mapping
from functools import cached_property
from urllib.parse import quote

import orjson
from flask import Flask, Response, request

from dashboard import wire
from dashboard.answers import Answers, Written, program_digest
from dashboard.document import document, hash_of, plain_document
from dashboard.files import ASSETS, WORKER, StaticFile, best_encoding
from dashboard.markup import WHOLE
from dashboard.pages.frame import Part
from dashboard.pages.router import draw, status_of
from dashboard.state import View
from dashboard.words import say
from queries.ask import TooLong
from queries.shelf import Shelf

PAGE, REST, SHELL = "/page", "/rest", "/shell"
USED_LATER = ("plotly.js", "world.svg", "briefing.js")  # kept by a service worker once it was used
SQUEEZED_BYTES = 12_000_000  # of compressed answers kept
DRAWING = {"children_props", "requests_pathname_prefix", "url_base_pathname", "ui", "props_check", "show_undo_redo",
           "suppress_callback_exceptions", "update_title", "serve_locally", "validate_callbacks", "disable_version_check",
           "csrf_token_name", "csrf_header_name"}  # fmt: skip


class Pages:
    """The documents and pages of an app."""

    def __init__(self, app, answers: Answers, files: Mapping[str, StaticFile]):
        self.app, self.answers, self.files, self.site = app, answers, files, answers.site
        self._squeezed = Shelf(SQUEEZED_BYTES)

    @cached_property
    def beginning(self) -> dict:
        """What Dash's renderer would ask for one after the other, in the document: two round trips fewer."""
        layout, callbacks = self.app.get_layout(), self.app._callback_list
        return {
            "layout": orjson.loads(orjson.dumps(layout, default=lambda component: component.to_plotly_json())),
            "dependencies": orjson.loads(orjson.dumps(callbacks)),
            "plotly": self.files["plotly.js"].url,
        }

    @cached_property
    def files_digest(self) -> str:
        return hashlib.sha256("".join(file.url for file in self.files.values()).encode()).hexdigest()[:12]

    @cached_property
    def config(self) -> dict:
        """What Dash tells its renderer, the same for everybody; the rest would be about tools for developers."""
        config = {key: value for key, value in self.app._config().items() if key in DRAWING}
        return config | {"children_props": {"nagar": config["children_props"]["nagar"]}}

    def document(self) -> Response:
        """The document of the page that is asked for, as long as a browser has not got it."""
        view = asked("")
        tag = self._document_tag(self.answers.tag(view))
        if request.if_none_match.contains_weak(tag):
            return not_modified(tag)
        try:
            page = self.answers.written(view)
        except TooLong:  # the shell asks for it again and tells what it is answered
            page, tag = None, ""
        response = self._response(page, view, tag)
        response.status_code = page.status if page else 200
        return response

    def shell(self) -> Response:
        """The document without a page, for a service worker to keep."""
        return self._response(None, View(), self._document_tag(f"{program_digest()[:12]}-{self.site.language}"))

    def _document_tag(self, of: str) -> str:
        """The tag of a document: that of its page, and of the files it names."""
        return f"{of}-{self.files_digest}"

    def _response(self, page: Written | None, view: View, tag: str) -> Response:
        reader = self.site.reader(view)
        words = {"title": say("titles.home", reader), "loading": say("loading.page", reader),
                 "no_script": say("errors.no_script", reader)}  # fmt: skip
        beginning = self.beginning | {"none": " ".join((say("errors.offline", reader), say("offline.none", reader)))}
        text, style = document(self.files, page, language=reader.language, words=words, config=self.config,
                               beginning=beginning)  # fmt: skip
        response = Response(text, content_type="text/html; charset=utf-8")
        if style:
            response.headers["Nagar-Style"] = hash_of(style)
        if tag and (page is None or page.tag):
            response.set_etag(tag, weak=True)
        return response

    def whole(self) -> Response:
        """The page without scripts, with its rest."""
        view = asked(WHOLE)
        page = draw(self.site, view)
        text, style = plain_document(self.files, page)
        response = Response(text, status_of(self.site, view), content_type="text/html; charset=utf-8")
        response.headers["Nagar-Style"] = hash_of(style)
        return response

    def page(self) -> Response:
        """The first part of a page: see `_part`."""
        return self._part(asked(PAGE), Part.FIRST)

    def rest(self) -> Response:
        """The rest of a page, which is empty for one that has none."""
        return self._part(asked(REST), Part.REST)

    def _part(self, view: View, part: Part) -> Response:
        """A part of a page alone, or what differs from the one that the header `Nagar-Shown` names by tag and address."""
        tag = self.answers.tag(view, part)
        if request.if_none_match.contains_weak(tag):
            return not_modified(tag)
        page = self.answers.written(view, part)
        shown = request.headers.get("Nagar-Shown", "")
        found = self.answers.difference(shown, page, part) if shown else None
        if found:
            response = Response(found[1], content_type="application/octet-stream")
            response.headers["Nagar-Difference"] = found[0]
            response.headers["Cache-Control"] = "no-store"
        else:
            response = self._whole(page)
        if page.tag:
            response.set_etag(tag, weak=True)
        return response

    def _whole(self, page: Written) -> Response:
        accepts, body = best_encoding(request.headers.get("Accept-Encoding", ""), ("gzip",)), page.text
        if accepts and page.tag:
            body = self._squeezed.get(page.tag, lambda: squeezed(page.text))
        elif accepts:
            body = squeezed(body)
        response = Response(body, page.status, content_type="application/json")
        if accepts:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding, Nagar-Shown"
        response.headers["Cache-Control"] = "no-cache" if page.tag else "no-store"
        return response

    def worker(self) -> Response:
        """The service worker, with the addresses of what it keeps: another version of one makes another worker."""
        kept = [SHELL, *(file.url for name, file in self.files.items() if name not in USED_LATER)]
        begins = f"const VERSION = {orjson.dumps(self.files_digest).decode()};\nconst KEPT = {orjson.dumps(kept).decode()};\n"
        return Response(
            begins + (ASSETS / WORKER).read_text("utf-8"), content_type="application/javascript; charset=utf-8"
        )


def asked(prefix: str) -> View:
    """The View of the address that was asked for, below a prefix."""
    query = request.query_string.decode("latin-1")
    return View.from_url((quote(request.path[len(prefix) :]) or "/") + (f"?{query}" if query else ""))


def squeezed(text: bytes) -> bytes:
    return gzip.compress(text, wire.LEVEL, mtime=0)


def not_modified(tag: str) -> Response:
    response = Response(status=304)
    response.set_etag(tag, weak=True)
    return response


def add_page_routes(server: Flask, pages: Pages) -> None:
    """Beside the documents, which are Dash's own catch-all route (`Nagar.index`)."""
    for prefix, give in ((PAGE, pages.page), (REST, pages.rest), (WHOLE, pages.whole)):
        server.add_url_rule(f"{prefix}/", f"{prefix[1:]}_home", give, methods=["GET"])
        server.add_url_rule(f"{prefix}/<path:address>", prefix[1:], lambda address, give=give: give(), methods=["GET"])
    server.add_url_rule(SHELL, "shell", pages.shell, methods=["GET"])
    server.add_url_rule(f"/{WORKER}", "worker", pages.worker, methods=["GET"])
