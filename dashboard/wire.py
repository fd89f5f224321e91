"""What goes over the wire beside the content: security headers, compression, how long a browser may keep what."""

import gzip
import hashlib
from collections.abc import Iterable
from pathlib import Path

from flask import Flask, Response, request

FOR_EVER = "public, max-age=31536000, immutable"
A_WEEK = "public, max-age=604800, stale-while-revalidate=604800"
SMALLEST = 1000  # bytes; less is not worth compressing
LEVEL = 6
KEPT = 200  # compressed answers of unchanging addresses held in memory
TEXT = ("text/", "application/json", "application/javascript", "application/geo+json", "image/svg+xml")
FORBIDDEN_TO_PAGES = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
PLOTLY = "/_dash-component-suites/plotly/package_data/plotly.min.js"


def policy(script_hashes, style_hashes: Iterable[str] | None) -> str:
    """The Content-Security-Policy: nothing from another host, no script or style but ours, no frame around us.

    `style_hashes` None, to see which there are, allows any inline style; scripts never are. React and plotly set the
    style of an element through the DOM, which needs no permission; a `style` attribute in HTML text is refused.
    """
    styles = "'unsafe-inline'" if style_hashes is None else " ".join(f"'{one}'" for one in style_hashes)
    return "; ".join((
        "default-src 'none'",
        f"script-src 'self' {' '.join(script_hashes)}",
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


def protect(server: Flask, script_hashes, style_hashes: Iterable[str] | None) -> None:
    """Put the headers on every answer."""
    headers = {
        "Content-Security-Policy": policy(script_hashes, style_hashes),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Permissions-Policy": ", ".join(f"{one}=()" for one in FORBIDDEN_TO_PAGES),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Permitted-Cross-Domain-Policies": "none",
    }

    @server.after_request
    def add(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-cache")  # a new snapshot may stand behind any address
        return response


def compress(server: Flask) -> None:
    """gzip for texts; answers that never change are compressed once and kept."""
    kept: dict[str, bytes] = {}

    @server.after_request
    def squeeze(response: Response) -> Response:
        kind = response.headers.get("Content-Type", "")
        if not kind.startswith(TEXT) or response.headers.get("Content-Encoding") or request.method == "HEAD":
            return response
        response.headers.add("Vary", "Accept-Encoding")
        if "gzip" not in request.headers.get("Accept-Encoding", "") or response.status_code in (204, 304):
            return response
        response.direct_passthrough = False
        body = response.get_data()
        if len(body) < SMALLEST:
            return response
        lasting = "max-age=31536000" in response.headers.get("Cache-Control", "")
        small = kept.get(request.full_path) if lasting else None
        if small is None:
            small = gzip.compress(body, LEVEL, mtime=0)
            if lasting and len(kept) < KEPT:
                kept[request.full_path] = small
        response.set_data(small)
        response.headers["Content-Encoding"] = "gzip"
        return response


def file_of(path: Path, kind: str, lasting: str):
    """A view function for one file, read and compressed once, with a strong tag so that asking again costs nothing."""
    state: dict[str, bytes] = {}

    def answer() -> Response:
        if not state:
            raw = path.read_bytes()
            state.update(raw=raw, small=gzip.compress(raw, LEVEL, mtime=0))
            state["tag"] = hashlib.sha256(raw).hexdigest()[:20].encode()
        accepts = "gzip" in request.headers.get("Accept-Encoding", "")
        response = Response(state["small" if accepts else "raw"], content_type=kind)
        if accepts:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = lasting
        response.set_etag(state["tag"].decode() + ("-gz" if accepts else ""))
        return response.make_conditional(request)

    return answer


def digest_of(path: Path) -> str:
    """A short digest of a file's content, for an address that changes when it does."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
