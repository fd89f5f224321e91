"""The address of a kept document: read only, by digest and name, and only of documents that a served snapshot names.

What a person uploaded is never trusted: only kinds that browsers show without running anything are shown, and only where
the bytes begin as that kind does; all else is given as a file to save. Nothing of it could run as a page of this site.
"""

import logging
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from flask import Flask, Response

from dashboard import guard, wire
from dashboard.archive import kept
from dashboard.site import Site
from dashboard.words import say
from data import documents, snapshots
from data.problems import ContentError

SHOWN = {  # what a browser shows, by kind: its media type, and how its bytes begin
    "pdf": ("application/pdf", b"%PDF-"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "txt": ("text/plain; charset=utf-8", b""),
}
TO_SAVE = "application/octet-stream"
POLICY = f"sandbox; {wire.NO_DOCUMENT}"
log = logging.getLogger("nagar")


def add_route(server: Flask, site: Site) -> None:
    """`/document/<digest>/<name>`: the document, for ever the same; or a sentence that there is none."""

    @server.get("/document/<path:rest>")
    def document(rest: str):
        digest, _, name = rest.partition("/")
        content = None
        if (digest, name) in named(site):
            try:
                content = documents.read(_out(site), digest)
            except ContentError as error:
                log.warning("%s", error)
                return _sentence(site, "changed", 410)
        if content is None:
            return _sentence(site, "none", 404)
        kind, begins = SHOWN.get(documents.kind_of(name), (TO_SAVE, b""))
        is_shown = kind != TO_SAVE and content.startswith(begins)
        response = Response(content, content_type=kind if is_shown else TO_SAVE)
        way = "inline" if is_shown else "attachment"
        response.headers["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(name, safe='')}"
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Cache-Control"] = wire.FOR_EVER
        return response


def named(site: Site) -> frozenset[tuple[str, str]]:
    """(digest, name) of the documents of every snapshot that is served: the current one and those that links may open."""
    folders = [one.folder for one in kept(site.archive.folder)] if site.archive else []
    found = frozenset(
        (told["digest"], name) for card in site.house.extracts.values() for name, told in card.documents.items()
    )
    return found.union(*(_of_snapshot(folder) for folder in folders))


@lru_cache(maxsize=64)
def _of_snapshot(folder: Path) -> frozenset[tuple[str, str]]:
    try:
        extracts = snapshots.manifest(folder)["extracts"].values()
        return frozenset(
            (told["digest"], name) for entry in extracts for name, told in entry.get("documents", {}).items()
        )
    except (ContentError, AttributeError, KeyError, TypeError):
        return frozenset()  # one whose manifest is damaged names nothing


def _out(site: Site) -> Path:
    """The folder of snapshots, beside which documents are kept."""
    return site.house.folder.parent.parent


def _sentence(site: Site, key: str, status: int) -> Response:
    told = say(f"documents.{key}", guard.reader(site))
    response = Response(told, status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
