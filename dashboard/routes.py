"""Addresses that are no pages: health, shapes of the map, CSV, and what an error looks like."""

import gzip
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from urllib.parse import quote, urlencode

from flask import Flask, Response, jsonify, request

from dashboard import wire
from dashboard.archive import NotOpened, resolve, with_shapes
from dashboard.document import plain_document
from dashboard.downloads import download
from dashboard.files import StaticFile
from dashboard.pages import errors
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import Reader, say
from data.problems import ContentError
from geo import boundaries
from geo.places import inside
from queries.run import AskError
from queries.units import area

SHAPES_KEPT = 64  # layers by scope; the whole of Nepal by palika is 40 kB compressed
NO_LAND = {"type": "Topology", "arcs": [], "objects": {
    name: {"type": "GeometryCollection", "geometries": []}
    for name in ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")}}  # fmt: skip


def add_routes(server: Flask, site: Site, files: Mapping[str, StaticFile]) -> None:
    """All routes beside Dash's own, the pages' (`page_routes`) and the static files'."""

    @server.get("/healthz")
    def healthz():
        house = site.house
        return jsonify(status="ok", snapshot=house.digest, date=str(house.date))

    @server.get("/shapes/none/<name>.json")
    def no_land(name: str):
        response = jsonify(NO_LAND)
        response.headers["Cache-Control"] = wire.A_WEEK
        return response

    _shapes(server, site)
    _csv(server, site)
    _errors(server, site, files)


def _shapes(server: Flask, site: Site) -> None:
    kept: OrderedDict[tuple, bytes] = OrderedDict()
    lock = Lock()

    @server.get("/shapes/<digest>/<country>/<level>/<vintage>/<within>.json")
    def shapes(digest: str, country: str, level: str, vintage: str, within: str):
        drawn = with_shapes(site, digest)
        if drawn is None:  # another snapshot's outlines must not be kept for ever under this address
            return _sentence("map_shapes", Reader(site.language), 404)
        layer = f"{country}/{level}/{vintage}"
        key = (digest, layer, within)
        with lock:
            body = kept.get(key)
        if body is None:
            codes = codes_of(drawn, country, level, vintage, within)
            if not codes:
                return _sentence("map_shapes", Reader(site.language), 404)
            try:
                body = gzip.compress(boundaries.feature_collection(drawn.outlines.cursor(), layer, codes), 6, mtime=0)
            except ContentError:
                return _sentence("map_shapes", Reader(site.language), 404)
            with lock:
                kept[key] = body
                while len(kept) > SHAPES_KEPT:
                    kept.popitem(last=False)
        accepts = "gzip" in request.headers.get("Accept-Encoding", "")
        response = Response(body if accepts else gzip.decompress(body), content_type="application/json")
        if accepts:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = wire.FOR_EVER
        return response


def codes_of(site: Site, country: str, level: str, vintage: str, within: str) -> list[str]:
    """The codes of a layer that lie in a place or group; none for a `within` that is neither."""
    places, house = site.house.places, site.house
    if within in places:
        codes = (
            inside(places, within) if places[within].level == level else area(places, house.sets, within, house.date)
        )
    elif within in site.groups:
        codes = area(places, house.sets, within, house.date)
    else:
        return []
    return [code for code in sorted(codes) if places[code].has_shape
            and (places[code].country, places[code].level, places[code].vintage) == (country, level, vintage)]  # fmt: skip


def _csv(server: Flask, site: Site) -> None:
    @server.get("/csv/<path:rest>")
    def as_csv(rest: str):
        pairs = [(key, value) for key, value in request.args.items(multi=True) if key != "of"]
        query = urlencode(pairs)
        view = View.from_url(f"/{quote(rest)}" + (f"?{query}" if query else ""))
        found = resolve(site, view)
        if isinstance(found, NotOpened):
            told = errors.sentence_of(found, site.reader(view))
            return Response(told, errors.STATUS[found.why], content_type="text/plain; charset=utf-8")
        try:
            text = download(*found, request.args.get("of", ""), request.host_url.rstrip("/"))
        except AskError as error:
            return Response(str(error), 404, content_type="text/plain; charset=utf-8")
        if text is None:
            return _sentence("not_found", site.reader(view), 404)
        response = Response(text.encode(), content_type="text/csv; charset=utf-8")
        name = "-".join(part for part in ("nagar", view.page, view.place, view.indicator.partition(".")[2]) if part)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response


def _sentence(key: str, reader: Reader, status: int) -> Response:
    return Response(say(f"errors.{key}", reader), status, content_type="text/plain; charset=utf-8")


def _errors(server: Flask, site: Site, files: Mapping[str, StaticFile]) -> None:
    @server.errorhandler(404)
    def not_found(_error):
        return plain_document(files, errors.not_found(site, View.from_url(request.full_path))), 404

    @server.errorhandler(500)
    def failed(_error):
        return plain_document(files, errors.server_error(site, View.from_url(request.full_path))), 500
