"""An answer as text: what `nagar run` prints. Numbers are unrounded except in the table, which is for reading.

Whatever the format, what is needed to trace a figure goes with it: beside the rows in JSON, above them in CSV, in the
metadata of Parquet.
"""

import sys
from pathlib import Path

from dashboard import citation
from dashboard.choice import Choice, choose
from dashboard.export import plain_csv
from dashboard.pages.cards import flag_text
from dashboard.state import View
from dashboard.words import Reader, say, text_of
from dashboard.words import format as words
from data.problems import ContentError
from queries.indicator import TOTAL
from queries.run import Answer, House

ENGLISH = Reader("en")  # what the command prints is English, as all of its messages
METADATA = b"nagar"  # the key in a Parquet file's schema under which `facts` stand as JSON
ERRORS = {
    "errors_dependent": "Intervals above the grain take the errors of all places as moving together, the widest there can be.",
    "errors_independent": "Intervals above the grain take the errors of places as independent of each other.",
    "errors_not_rolled_up": "Above the grain no error is known: those of places cannot be rolled up.",
    "errors_from_intervals": "Standard errors are worked out from printed 95 % intervals (the wider half over 1.96).",
}
NARROW = ("indicator", "place", "place_name", "level", "period")
ENDS = ("indicator", "direction", "origin", "origin_name", "destination", "destination_name", "period")  # of a flow


def write(answer: Answer, house: House, form: str, out: Path | None) -> None:
    """Print the answer, or write it to `out`; what must be said about it goes to the screen of errors."""
    if form == "parquet":
        if out is None:
            raise ContentError("Parquet is not for a screen. Say where to write it with --out FILE.")
        _write_parquet(answer, house, out)
    else:
        text = {"json": as_json, "csv": as_csv, "table": as_table}[form](answer, house)
        if out:
            out.write_text(text, "utf-8")
        else:
            print(text)
    for sentence in remarks(answer, house):
        print(sentence, file=sys.stderr)


def facts(answer: Answer, house: House) -> dict:
    """All that an answer says of itself beside its rows: keys as `house.md` promises them, and where it comes from.

    `command` asks the same again of the same snapshot; `links` are the addresses of the page that shows an indicator of
    it so, where there is one.
    """
    of = cited(answer, house)
    return {
        "query": answer.query,
        "kind": answer.kind,
        "snapshot": answer.snapshot,
        "snapshot_date": answer.date,
        "module": answer.module,
        "filters": answer.filters,
        "sources": answer.sources,
        "groups": answer.groups,
        "missing": answer.missing,
        "notes": answer.notes,
        "provenance": answer.provenance,
        "told": answer.told,
        "citation": {"short": citation.short(of, ENGLISH), "long": citation.long(of, ENGLISH)},
        "command": answer.command,
        "links": links(answer, house),
    }


def as_json(answer: Answer, house: House) -> str:
    """The answer as `house.md` promises it to other programmes, numbers unrounded."""
    import orjson

    content = {**facts(answer, house), "rows": answer.rows}
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode()


def as_csv(answer: Answer, house: House) -> str:
    """What the rows are and where they come from, a blank line, the rows."""
    names = {code: place.name_en for code, place in house.places.items()} | {
        group.id: text_of(group.titles, ENGLISH) for one in house.sets.values() for group in one.groups}  # fmt: skip
    filters = citation.choices(answer, house, "", ENGLISH, lambda code: names.get(code, code))
    title = text_of(house.registry.modules[answer.query].card.title, ENGLISH)
    header = [(say("csv.title", ENGLISH), title), (say("csv.filters", ENGLISH), filters)]
    header = [line for line in header if line[1]]
    header += [(say("csv.link", ENGLISH), link) for link in links(answer, house).values()]
    header += citation.lines(cited(answer, house), answer.told, remarks(answer, house), ENGLISH)
    return plain_csv(header, answer.rows).rstrip("\n")


def _write_parquet(answer: Answer, house: House, out: Path) -> None:
    import orjson
    import pyarrow as pa
    import pyarrow.parquet

    table = pa.Table.from_pylist(answer.rows)
    told = orjson.dumps(facts(answer, house), option=orjson.OPT_NON_STR_KEYS)
    pyarrow.parquet.write_table(table.replace_schema_metadata({METADATA: told}), out)


def cited(answer: Answer, house: House) -> citation.Cited:
    """What is cited when an answer is: its indicators and where, in English."""
    module, seen = house.registry.modules[answer.query], dict.fromkeys(row.get("indicator") for row in answer.rows)
    titles = [text_of(module.indicators[name].title, ENGLISH) for name in seen if name in module.indicators]
    named = [text_of(group["title"], ENGLISH) for group in answer.groups if group["group"] == answer.ask.within]
    where = house.places[answer.ask.within].name_en if answer.ask.within in house.places else "".join(named)
    what = ", ".join(part for part in ("; ".join(titles) or text_of(module.card.title, ENGLISH), where) if part)
    periods = dict.fromkeys(row["period"] for row in answer.rows if row.get("period"))
    period = ", ".join(words.period(ENGLISH, one) for one in periods if one != TOTAL)
    return citation.cited(what, period or answer.date[:4], [answer], countries(answer, house))


def countries(answer: Answer, house: House) -> set[str]:
    """The countries of an answer's rows, whether they are places or groups."""
    ends = house.registry.modules[answer.query].ends
    codes = dict.fromkeys(row[end] for end in ends for row in answer.rows if row.get(end))
    groups = {group.id: group.country for one in house.sets.values() for group in one.groups}
    lands = {house.places[code].country if code in house.places else groups.get(code) for code in codes}
    return {land for land in lands if land}


def links(answer: Answer, house: House) -> dict[str, str]:
    """Indicator -> the address of the page that shows these very rows on this snapshot; those without a page are left out.

    A page is of one country and one period: without `within` or `period` it is that of all rows, if they have one only.
    """
    ask, module = answer.ask, house.registry.modules[answer.query]
    if module.kind == "flow":
        return {}
    lands = countries(answer, house)
    place = ask.within or (next(iter(lands)) if len(lands) == 1 else None)
    periods = dict.fromkeys(row["period"] for row in answer.rows if row.get("period"))
    if place is None or len(periods) != 1:
        return {}
    found = {}
    for name in dict.fromkeys(row["indicator"] for row in answer.rows if row.get("indicator")):
        view = View(page=module.theme, place=place, by=ask.by or "", indicator=f"{module.name}.{name}",
                    period=next(iter(periods)), where=ask.where)  # fmt: skip
        choice = choose(house, view)
        if isinstance(choice, Choice) and _same(choice, view, ask):
            found[name] = view.to(snapshot=answer.snapshot[:12]).to_url()
    return found


def _same(choice: Choice, view: View, ask) -> bool:
    """Whether the page made of a choice shows what was asked: place, rows, period, and every dimension's value."""
    shown = dict(choice.where) | dict.fromkeys(choice.total, TOTAL)
    asked = dict(ask.where) | dict.fromkeys(ask.total, TOTAL)
    same_place = (choice.scope, choice.view.by) == (view.place, view.by or choice.view.by)
    return same_place and not choice.told and choice.module.id == ask.query and shown == asked


def as_table(answer: Answer, house: House) -> str:
    """Columns for reading on a terminal: values rounded as their indicator says, states in words."""
    if not answer.rows:
        return "No rows."
    module = house.registry.modules[answer.query]
    if "value" not in answer.rows[0]:  # events and things as they stand, networks, durations
        names = list(answer.rows[0])
        cells = [[str(row[name] if row[name] is not None else "") for name in names] for row in answer.rows]
        return aligned(names, cells, set())
    shown = ["value", "unit", "interval", "coverage", "places", "provenance"]
    if answer.kind == "flow":
        names = [*ENDS, *module.dimensions, *(name for name in (*shown, "flows") if name != "interval")]
    else:
        names = [*NARROW, *module.dimensions, *shown]
    cells = [[_cell(row, name, module) for name in names] for row in answer.rows]
    return aligned(names, cells, {"value", "coverage", "places", "interval", "flows"})


def _cell(row: dict, name: str, module) -> str:
    decimals = module.indicators[row["indicator"]].decimals
    if name == "value":
        shown = row["state"] in ("value", "unreliable")
        star = {"use_with_care": " (use with care)", "unreliable": " (unreliable)"}.get(
            row["reliability"] or row["state"], ""
        )
        return f"{row['value']:,.{decimals}f}{star}" if shown else row["state"]
    if name == "interval":
        return "" if row["low"] is None else f"{row['low']:,.{decimals}f} to {row['high']:,.{decimals}f}"
    if name == "coverage":
        return "" if row["coverage"] is None else f"{row['coverage']:.3f}"
    if name == "places":
        return f"{row['places_with_value']}/{row['places_known']}/{row['places_expected']}"
    return str(row[name])


def aligned(names: list[str], cells: list[list[str]], right: set[str]) -> str:
    """Cells in columns for a terminal; those of `right` end at the same place."""
    widths = [max(len(name), *(len(row[i]) for row in cells)) for i, name in enumerate(names)]

    def line(row):
        parts = [c.rjust(w) if n in right else c.ljust(w) for c, w, n in zip(row, widths, names, strict=True)]
        return "  ".join(parts).rstrip()

    return "\n".join([line(names), line(["-" * width for width in widths]), *map(line, cells)])


def remarks(answer: Answer, house: House) -> list[str]:
    """Sentences that must not be lost: provenance, absent sources, places left out."""
    found = []
    if answer.provenance != "published":
        found.append(f"These figures are {answer.provenance}.")
    for name in answer.missing:
        hint = house.cards[name].sources_hint
        found.append(
            f"Not in this snapshot: {name}. {hint.get('file', 'A file')} of {hint.get('publisher', 'its publisher')} "
            "would fill it."
        )
    for note in answer.notes:
        names = ", ".join(house.places[code].name_en for code in note.get("places", ())[:5])
        if note["code"] == "places_in_no_unit":
            found.append(f"{note['period']}: {len(note['places'])} places lie in no single {note['level']}: {names}.")
        elif note["code"] == "published_above":
            found.append(f"Published by {' and '.join(note['grain'])} only ({names or 'see the card'}).")
        elif note["code"] == "flagged":
            found.append(flag_text(house, answer, note, house.places[note["place"]].name_en, ENGLISH))
        elif note["code"] in ERRORS:
            found.append(ERRORS[note["code"]])
        elif note["code"] == "hidden":
            found.append(
                f"{note['period']}: {note['count']} of {note['of']} rows are hidden, since they speak of fewer than "
                f"{note['smallest_count']} or would give away one that does."
            )
        elif note["code"] == "uncertain_match":
            found.append(f"{len(note['places'])} places were matched by elimination only: {names}, ...")
    return list(dict.fromkeys(found))
