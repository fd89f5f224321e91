"""What changed since the last snapshot, for the Data page: read from what the build wrote, nothing is computed here."""

import json
from collections.abc import Mapping

from dashboard.markup import Element, el
from dashboard.pages.cards import date_text
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import Reader, say, text_of
from dashboard.words import format as words
from data.snapshots import CHANGES
from queries.house import House

KINDS = ("changed", "appeared", "vanished", "state")
NAMED = 3  # changes shown of a module; the file has as many of each indicator
PLACES = 8  # codes that a reason names


def read(house: House) -> Mapping | None:
    """What `changes.json` of the snapshot says; None where there is none or it cannot be read (nothing rests on it)."""
    try:
        found = json.loads((house.folder / CHANGES).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and "old" in found else None


def since_last_snapshot(site: Site, view: View, reader: Reader) -> Element | None:
    """The section of the Data page; nothing where the snapshot was built by a program that did not compare."""
    found = read(site.house)
    if found is None:
        return None
    if found["old"] is None:
        body = [el("p", say("snapshots.first", reader))]
    elif "modules" not in found:
        body = [el("p", say("snapshots.not_comparable", reader, told=found.get("not_comparable", "")))]
    else:
        told = say(
            "snapshots.changes_text", reader, date=date_text(found["old_date"], reader), digest=found["old"][:12]
        )
        body = [el("p.sub", told), *_themes(site, view, reader, found["modules"])]
        if not found["modules"]:
            body.append(el("p", say("snapshots.same", reader)))
    return el("section.panel", el("h2", say("snapshots.changes", reader)), body, id="changes")


def _themes(site: Site, view: View, reader: Reader, modules: list[Mapping]) -> list[Element]:
    by_theme: dict[str, list[Mapping]] = {}
    for module in modules:
        by_theme.setdefault(module["module"].split("/")[0], []).append(module)
    found = []
    for theme, its in by_theme.items():
        known = site.house.registry.themes.get(theme)
        title = text_of(known.title, reader) if known else theme
        summary = say("snapshots.theme", reader, theme=title, counts=_counts(its, reader))
        found.append(el("details.question", el("summary", summary), [_module(site, view, reader, one) for one in its]))
    return found


def _counts(modules: list[Mapping], reader: Reader) -> str:
    """How many values changed, appeared and vanished, over all indicators of the modules."""
    every = [counts for module in modules for counts in module["counts"].values()]
    totals = {kind: sum(counts.get(kind, 0) for counts in every) for kind in KINDS}
    told = [say(f"snapshots.{kind}", reader, count=totals[kind]) for kind in KINDS if totals[kind]]
    if told:
        return words.listing(reader, told)
    unknown = any(reason["code"] == "not_comparable" for module in modules for reason in module["why"])
    return say("snapshots.not_compared" if unknown else "snapshots.no_value", reader)


def _module(site: Site, view: View, reader: Reader, module: Mapping) -> Element:
    known = site.house.registry.modules.get(module["module"].partition(".")[0])
    title = text_of(known.card.title, reader) if known else module["module"]
    why = [el("li", reason(site, one, reader)) for one in module["why"]]
    if "." in module["module"]:  # worked out of the values of the module, as pockets are
        found = module["columns"] or {"only_old": 0, "only_new": 0, "differing": {}}
        count = found["only_old"] + found["only_new"] + found["differing"].get("pocket", 0)
        return el("div.definition", el("dt", title, el("small", " · ", say("snapshots.pockets", reader, count=count))),
                  el("dd", el("ul", why)))  # fmt: skip
    largest = []
    if known:
        ranked = sorted(module["changes"], key=lambda row: KINDS.index(row["change"]))
        first = [row for row in ranked if row["indicator"] == ranked[0]["indicator"]][:NAMED] if ranked else []
        largest = [_line(site, view, reader, known, row) for row in first if row["indicator"] in known.indicators]
    return el("div.definition", el("dt", title, el("small", " · ", _counts([module], reader))),
              el("dd", el("b", say("snapshots.why", reader)), el("ul", why)) if why else None,
              el("dd", el("b", say("snapshots.largest", reader)), el("ul", largest)) if largest else None)  # fmt: skip


def _line(site: Site, view: View, reader: Reader, module, row: Mapping) -> Element:
    """One change: the place with a link to its view, indicator, period, and both values or the states they have."""
    indicator = module.indicators[row["indicator"]]
    dimensions = dict(pair.split("=", 1) for pair in row["dimensions"].split())
    cuts = tuple((name, value) for name, value in dimensions.items() if value != "total")
    parts = [text_of(module.dimensions[name].values[value], reader) for name, value in cuts
             if name in module.dimensions and value in module.dimensions[name].values]  # fmt: skip
    old, new = (_shown(row, side, indicator.decimals, reader) for side in ("old", "new"))
    place = site.house.places.get(row["place"])
    scope = row["place"] if place is None or place.parent is None else place.parent
    href = view.other(module.theme, place=scope, selected="" if scope == row["place"] else row["place"], where=cuts,
                      indicator=f"{module.name}.{indicator.id}", period=row["period"])  # fmt: skip
    about = ", ".join([text_of(indicator.title, reader), *parts, words.period(reader, row["period"], row["place"][:2])])
    return el("li", el("a", site.namer(reader)(row["place"]), href=href.to_url()), f" ({about}): ",
              say("snapshots.change_line", reader, old=old, new=new))  # fmt: skip


def _shown(row: Mapping, side: str, decimals: int, reader: Reader) -> str:
    value, state = row[side], row[f"{side}_state"]
    if value is None and state in ("value", "unreliable"):
        return say("snapshots.not_shown", reader)  # its other side is hidden
    return words.shown_row(
        reader, {"value": value, "state": state, "unit": row["unit"], "place": row["place"]}, decimals
    )


def reason(site: Site, why: Mapping, reader: Reader) -> str:
    """A reason of `queries.reasons` in the reader's words."""
    code = why["code"]
    card = site.house.cards.get(why.get("extract", ""))
    extract = text_of(card.titles, reader) if card else why.get("extract", "")
    if code == "extract_changed":
        old, new = (_origin(why[side], reader) for side in ("old", "new"))
        return say("snapshots.why_extract_changed", reader, extract=extract, old=old, new=new)
    if code == "extract_came":
        return say("snapshots.why_extract_came", reader, extract=extract, new=_origin(why, reader))
    if code == "extract_gone":
        return say("snapshots.why_extract_gone", reader, extract=extract, old=_origin(why, reader))
    if code == "protection_changed":
        key = "snapshots.why_protected" if why["new"] == "protected" else "snapshots.why_public"
        return say(key, reader, extract=extract)
    if code == "places_changed":
        return say(
            "snapshots.why_places_changed", reader, count=len(why["places"]), places=_some(site, why["places"], reader)
        )
    if code == "groups_changed":
        return say("snapshots.why_groups_changed", reader, places=_some(site, why["groups"], reader))
    return say(f"snapshots.why_{code}", reader)


def _origin(said: Mapping, reader: Reader) -> str:
    kind = say(f"provenance.{said['provenance']}", reader)
    return say("snapshots.origin", reader, provenance=kind, count=said["rows"], source=said["source"])


def _some(site: Site, codes: list[str], reader: Reader) -> str:
    name = site.namer(reader)
    more = ["…"] if len(codes) > PLACES else []
    return ", ".join([*map(name, codes[:PLACES]), *more])
