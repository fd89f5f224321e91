"""What goes over the wire beside the content: security headers, compression, how long a browser may keep what."""

import gzip
from collections.abc import Iterable, Mapping
from pathlib import Path

from flask import Flask, Response, abort, request

from dashboard.files import ENDINGS, StaticFile, best_encoding

FOR_EVER = "public, max-age=31536000, immutable"
A_WEEK = "public, max-age=604800, stale-while-revalidate=604800"
SMALLEST = 1000  # bytes; less is not worth compressing
LEVEL = 6
TEXT = ("text/", "application/json", "application/javascript", "application/geo+json", "image/svg+xml")
FORBIDDEN_TO_PAGES = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
NO_DOCUMENT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def policy(style_hashes: Iterable[str] | None) -> str:
    """The Content-Security-Policy: nothing from another host, no script or style but ours, no frame around us.

    `style_hashes` None, to see which there are, allows any inline style; scripts never are. React and plotly set the
    style of an element through the DOM, which needs no permission; a `style` attribute in HTML text is refused.
    """
    styles = "'unsafe-inline'" if style_hashes is None else " ".join(f"'{one}'" for one in style_hashes)
    return "; ".join((
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' {styles}",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ))  # fmt: skip


def protect(server: Flask, style_hashes: Iterable[str] | None) -> None:
    """Put the headers on every answer; `Nagar-Style` names, to this function only, the style sheet of a document.

    What a browser shows as a page, or runs by itself (a service worker), has the policy of pages and what else speaks of
    pages. All other answers have a shorter and stricter one: were they shown as a page, nothing of them would run.
    """
    always = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
    of_pages = {
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Permissions-Policy": ", ".join(f"{one}=()" for one in FORBIDDEN_TO_PAGES),
        "Cross-Origin-Opener-Policy": "same-origin",
        "X-Permitted-Cross-Domain-Policies": "none",
    }

    @server.after_request
    def add(response: Response) -> Response:
        response.headers.setdefault("Cache-Control", "no-cache")  # a new snapshot may stand behind any address
        if response.status_code == 304:  # the browser keeps the headers of its own copy, the policy among them
            return response
        style = response.headers.pop("Nagar-Style", None)
        is_page = response.mimetype == "text/html" or request.path == "/sw.js"
        headers = always | (of_pages if is_page else {})
        hashes = [*style_hashes, style] if style and style_hashes is not None else style_hashes
        headers["Content-Security-Policy"] = policy(hashes) if is_page else NO_DOCUMENT
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response


def compress(server: Flask) -> None:
    """gzip for texts that were not compressed when they were built."""

    @server.after_request
    def squeeze(response: Response) -> Response:
        kind = response.headers.get("Content-Type", "")
        if not kind.startswith(TEXT) or response.headers.get("Content-Encoding") or request.method == "HEAD":
            return response
        response.headers.add("Vary", "Accept-Encoding")
        accepts = best_encoding(request.headers.get("Accept-Encoding", ""), ("gzip",))
        if not accepts or response.status_code in (204, 304):
            return response
        response.direct_passthrough = False
        body = response.get_data()
        if len(body) >= SMALLEST:
            response.set_data(gzip.compress(body, LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
        return response


def serve_files(server: Flask, files: Mapping[str, StaticFile], folder: Path | None) -> None:
    """Each static file under its address, in the best compression that `folder` has of it and the browser takes."""
    by_digest = {(file.digest, file.name): file for file in files.values()}
    compressed: dict[tuple[str, str], bytes] = {}

    def body_of(file: StaticFile, encoding: str) -> bytes:
        key = (file.digest, encoding)
        if key not in compressed:
            path = folder / f"{file.digest}{ENDINGS[encoding]}" if folder else None
            compressed[key] = (
                path.read_bytes() if path and path.is_file() else gzip.compress(file.content(), LEVEL, mtime=0)
            )
        return compressed[key]

    def encodings(file: StaticFile) -> list[str]:
        """What there is: all that was made when building, and gzip in any case."""
        return [one for one, ending in ENDINGS.items()
                if one == "gzip" or (folder and (folder / f"{file.digest}{ending}").is_file())]  # fmt: skip

    @server.get("/file/<digest>/<name>")
    def static_file(digest: str, name: str):
        file = by_digest.get((digest, name))
        if file is None:
            abort(404)
        encoding = best_encoding(request.headers.get("Accept-Encoding", ""), encodings(file))
        response = Response(body_of(file, encoding) if encoding else file.content(), content_type=file.kind)
        if encoding:
            response.headers["Content-Encoding"] = encoding
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = FOR_EVER
        return response
