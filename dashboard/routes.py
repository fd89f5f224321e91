"""Addresses that are no pages: health, shapes of the map, tables to take along, and what an error looks like."""

import gzip
from collections import OrderedDict
from collections.abc import Mapping
from functools import partial
from threading import Lock
from urllib.parse import quote, urlencode

import orjson
from flask import Flask, Response, jsonify, request

from dashboard import spreadsheet, table_files, wire
from dashboard.archive import NotOpened, file_of_shapes, resolve, with_shapes
from dashboard.document import plain_document
from dashboard.downloads import download
from dashboard.figures.map import name_of
from dashboard.files import StaticFile
from dashboard.pages import errors
from dashboard.pages.maps import map_of
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import Reader, say
from data.problems import ContentError
from geo import boundaries
from geo.places import inside
from queries.run import AskError
from queries.units import area

ENCODINGS = (("br", ".br"), ("zstd", ".zst"))  # of the files made when publishing, the smallest first
PLAIN = "text/plain; charset=utf-8"
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
    _map(server, site)
    _tables(server, site)
    _images(server, site)
    _errors(server, site, files)


def _shapes(server: Flask, site: Site) -> None:
    made: OrderedDict[tuple, bytes] = OrderedDict()
    lock = Lock()

    @server.get("/shapes/<digest>/<country>/<level>/<vintage>/<within>.json")
    def shapes(digest: str, country: str, level: str, vintage: str, within: str):
        drawn = with_shapes(site, digest)
        if drawn is None:  # another snapshot's outlines must not be kept for ever under this address
            return _sentence("map_shapes", Reader(site.language), 404)
        layer = f"{country}/{level}/{vintage}"
        key = (digest, layer, within)
        with lock:
            body = made.get(key)
        if body is None:
            codes = codes_of(drawn, country, level, vintage, within)
            if not codes:
                return _sentence("map_shapes", Reader(site.language), 404)
            try:
                body = gzip.compress(boundaries.feature_collection(drawn.outlines.cursor(), layer, codes), 6, mtime=0)
            except ContentError:
                return _sentence("map_shapes", Reader(site.language), 404)
            with lock:
                made[key] = body
                while len(made) > SHAPES_KEPT:
                    made.popitem(last=False)
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


def _map(server: Flask, site: Site) -> None:
    """What `<nagar-map>` asks for: files of shapes, values and texts, each told as a sentence where it is not there."""

    @server.get("/shapes/<name>")
    def shape_file(name: str):
        path = file_of_shapes(site, name)
        if path is None:
            return _sentence("map_shapes", Reader(site.language), 404)
        accepts = request.headers.get("Accept-Encoding", "")
        for word, suffix in ENCODINGS:
            if word in accepts and (small := path.with_name(path.name + suffix)).is_file():
                response = Response(small.read_bytes(), content_type="application/json")
                response.headers["Content-Encoding"] = word
                break
        else:
            response = Response(path.read_bytes(), content_type="application/json")
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = wire.FOR_EVER
        return response

    @server.get("/values/<digest>/<path:rest>")
    def values(digest: str, rest: str):
        return _of_map(site, rest, lambda shown: shown.values(digest), "application/octet-stream")

    @server.get("/texts/<digest>/<path:rest>")
    def texts(digest: str, rest: str):
        return _of_map(site, rest, lambda shown: _as_json(shown.texts(digest)), "application/json")


def _as_json(found) -> bytes | None:
    return None if found is None else orjson.dumps(found)


def _of_map(site: Site, rest: str, answer, kind: str) -> Response:
    """The bytes that `answer` makes of the map of the View in the address, kept for ever where the address names them."""
    view = _view_of(rest)
    found = resolve(site, view)
    if isinstance(found, NotOpened):
        told = errors.sentence_of(found, site.reader(view))
        return Response(told, errors.STATUS[found.why], content_type=PLAIN)
    shown = map_of(*found)
    content = answer(shown) if shown else None
    if content is None:
        return _sentence("map_shapes", site.reader(view), 404)
    response = Response(content, content_type=kind)
    digest = name_of(content)
    if request.args.get("as") == digest:
        response.headers["Cache-Control"] = wire.FOR_EVER
    response.set_etag(digest)
    return response.make_conditional(request)


def _view_of(rest: str) -> View:
    """The View of an address below one of ours, whose own parameters are left out."""
    query = urlencode(
        [(key, value) for key, value in request.args.items(multi=True) if key not in ("of", "as", "size")]
    )
    return View.from_url(f"/{quote(rest)}" + (f"?{query}" if query else ""))


def _tables(server: Flask, site: Site) -> None:
    """What is seen, to take along: one picture as CSV, Parquet or GeoPackage, all of a page as an Excel workbook."""

    @server.get("/csv/<path:rest>")
    def as_csv(rest: str):
        return _given(site, rest, "text/csv; charset=utf-8", "csv",
                      lambda *found: download(*found, request.args.get("of", ""), _home()))  # fmt: skip

    @server.get("/xlsx/<path:rest>")
    def as_excel(rest: str):
        return _given(site, rest, spreadsheet.KIND, "xlsx", lambda *found: spreadsheet.spreadsheet(*found, _home()))

    for ending, kind in table_files.KINDS.items():
        server.add_url_rule(
            f"/{ending}/<path:rest>", f"as_{ending}", partial(_as_table_file, site, ending, kind), methods=["GET"]
        )


def _as_table_file(site: Site, ending: str, kind: str, rest: str) -> Response:
    of = request.args.get("of", "")
    return _given(site, rest, kind, ending, lambda *found: table_files.table_file(*found, of, ending, _home()))


def _images(server: Flask, site: Site) -> None:
    """One picture of a page with its words, as PNG or SVG."""

    @server.get("/image/<path:rest>")
    def as_image(rest: str):
        from dashboard import images  # what draws without a browser is loaded with the first picture

        ending, size = request.args.get("as") or images.PNG, request.args.get("size") or images.USUAL
        if ending not in images.KINDS or size not in images.SIZES:
            reader = site.reader(_view_of(rest))
            told = say("pictures.no_such_size", reader, known=", ".join((*images.SIZES, *images.KINDS)))
            return Response(told, 400, content_type=PLAIN)
        try:
            return _given(site, rest, images.KINDS[ending], ending,
                          lambda *found: images.image(*found, request.args.get("of", ""), size, ending, _home()))  # fmt: skip
        except images.CannotBeDrawn as error:
            return Response(str(error), 503, content_type=PLAIN)


def _home() -> str:
    return request.host_url.rstrip("/")


def _given(site: Site, rest: str, kind: str, ending: str, make) -> Response:
    """A file to take along of the View in the address, or the sentence that says why there is none."""
    view = _view_of(rest)
    found = resolve(site, view)
    if isinstance(found, NotOpened):
        return Response(errors.sentence_of(found, site.reader(view)), errors.STATUS[found.why], content_type=PLAIN)
    try:
        body = make(*found)
    except AskError as error:
        return Response(str(error), 404, content_type=PLAIN)
    if body is None:
        return _sentence("not_found", site.reader(view), 404)
    response = Response(body, content_type=kind)
    name = "-".join(part for part in ("nagar", view.page, view.place, view.indicator.partition(".")[2]) if part)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def _sentence(key: str, reader: Reader, status: int) -> Response:
    return Response(say(f"errors.{key}", reader), status, content_type=PLAIN)


def _errors(server: Flask, site: Site, files: Mapping[str, StaticFile]) -> None:
    @server.errorhandler(404)
    def not_found(_error):
        return plain_document(files, errors.not_found(site, View.from_url(request.full_path)))[0], 404

    @server.errorhandler(500)
    def failed(_error):
        return plain_document(files, errors.server_error(site, View.from_url(request.full_path)))[0], 500
