"""Briefs over the wire: a code opens its figure again; a tray is read, compared with newer data, and made into files."""

from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlencode

import orjson
from flask import Flask, Response, redirect, request, send_file

from dashboard import codes
from dashboard.briefs import brief as briefs
from dashboard.briefs import jobs
from dashboard.document import plain_document
from dashboard.pages import briefing, errors
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import LANGUAGES, say
from data.problems import ContentError, Problem

ADDRESS = "/brief"  # of POST; the guard lets it through
ACTS = ("read", "changes", "make")
READS = ("lang", "digits", "calendar")  # of the page that asks


def add_routes(server: Flask, site: Site, files) -> None:
    """`/f/<code>`, POST `/brief` and what tells of its jobs."""
    data: Path = site.archive.folder.parent

    @server.get("/f/<code>")
    def coded(code: str):
        address = codes.find(data, code)
        if address is None:
            return plain_document(files, errors.no_code(site, View(), code))[0], 404
        return redirect(address, 302)

    @server.post(ADDRESS)
    def act():
        asked = orjson.loads(request.get_data())
        here = View.from_url("/?" + urlencode({name: asked.get(name, "") for name in READS}))
        reader = site.reader(here)
        try:
            return _json(_acted(site, data, asked, here))
        except ContentError as error:
            return _json({"problems": [_sentence(problem) for problem in error.problems]}, 422)
        except jobs.Busy:
            return _json({"problems": [say("briefs.busy", reader)]}, 429)

    @server.get(f"{ADDRESS}/<id>")
    def told(id: str):
        found = jobs.state(data, id)
        return _json(asdict(found) if found else {"state": "gone"}, 200 if found else 404)

    @server.get(f"{ADDRESS}/<id>/file")
    def made(id: str):
        path = jobs.result(data, id)
        if path is None:
            return _json({"state": "gone"}, 404)
        return send_file(path, as_attachment=True, download_name=path.name.removeprefix("result."))


def wrong(body) -> bool:
    """Whether a body is none that the pages send: for the guard."""
    texts = ("act", "brief", *READS, "place", "each", "within")
    if not isinstance(body, dict) or body.get("act") not in ACTS or not isinstance(body.get("brief"), str):
        return True
    lists = ("languages", "kinds")
    if body.keys() - {*texts, *lists} or not all(isinstance(body.get(name, ""), str) for name in texts):
        return True
    return not all(
        isinstance(body.get(name, []), list) and all(isinstance(one, str) for one in body.get(name, []))
        for name in lists
    )


def _acted(site: Site, data: Path, asked: dict, here: View) -> dict:
    """What is answered; `here` says how the page that asks is read."""
    brief, reader = briefs.parse(asked["brief"]), site.reader(here)
    if asked["act"] == "read":
        return {"brief": briefing.labelled(site, brief, reader)}
    if asked["act"] == "changes":
        from dashboard.briefs import changes  # what makes briefs is heavy: only who asks for one needs it

        found = changes.since(site, brief, asked.get("place", ""), reader)
        return {"known": found is not None, "changed": [asdict(one) for one in found or ()]}
    return {"job": jobs.start(data, _wanted(site, asked, brief, here), request.remote_addr or "")}


def _wanted(site: Site, asked: dict, brief: briefs.Brief, here: View) -> dict:
    """What is asked for, looked at before a process is begun for it."""
    from dashboard.briefs import making

    reader = site.reader(here)
    each, within, place = asked.get("each", ""), asked.get("within", ""), asked.get("place", "")
    places = making.targets(site, each, within or place) if each else [place]
    languages = [one for one in dict.fromkeys(asked.get("languages", [])) if one in LANGUAGES] or [reader.language]
    kinds = [one for one in dict.fromkeys(asked.get("kinds", [])) if one in making.WRITERS] or ["pdf"]
    wanted = {"name": "briefing", "text": asked["brief"], "places": places, "languages": languages, "kinds": kinds,
              "digits": here.digits, "calendar": here.calendar, "address": request.host_url.rstrip("/")}  # fmt: skip
    if "" in places and making.needs_place(brief):
        raise ContentError(say("briefs.needs_place", reader))
    making.check(site, making.Wanted(**wanted))
    if len(places) * len(languages) * len(kinds) > jobs.MOST_FILES:
        raise ContentError(say("briefs.many_files", reader, most=jobs.MOST_FILES))
    return wanted


def _sentence(problem: Problem | str) -> str:
    """Without file and line, which a tray has not."""
    return problem if isinstance(problem, str) else f"{problem.message} {problem.hint}".strip()


def _json(content: dict, status: int = 200) -> Response:
    response = Response(orjson.dumps(content), status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
