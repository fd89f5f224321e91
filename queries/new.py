"""Writes the first version of a module from an extract's own columns, so that an analyst begins with something that runs."""

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import prod
from pathlib import Path

import duckdb

from data.cards import ExtractCard
from data.problems import ContentError
from queries import example, new_register, registry
from queries.indicator import SCALE, TO_WRITE
from queries.query import LEVELS, Module, QueryCard
from queries.registry import NAME, QUERIES

# The units of cards' columns, as this module and the cards write them.
SUMMED = {
    "persons": "persons",
    "households": "households",
    "NPR thousand": "currency_thousand",
    "BDT thousand": "currency_thousand",
    "currency_thousand": "currency_thousand",
    "events": "events",
    "grievances": "grievances",
    "letters": "letters",
    "cases": "cases",
    "organisations": "organisations",
    "towns": "towns",
    "participations": "participations",
}
RATES = {"percent": ("percent", 1.0), "fraction 0 to 1": ("percent", 100.0)}
MOST_VALUES = 40  # a text column with more values is a name, not a dimension
FIRST_ROWS = 3
SMALLEST_COUNT = 5  # proposed for a protected extract


@dataclass(frozen=True)
class _Shape:
    """What the extract's columns become: dimensions with their values, measures with their indicators, and a filter."""

    dimensions: dict[str, list[str]]
    measures: dict[str, dict]
    grain: list[str]
    kind: str
    level: str | None
    sparse: bool = False  # whether some place has rows for some values of dimensions only


def write(name: str, card: ExtractCard, parquet: Path | None, places: Mapping, cards: Mapping, folder: Path = QUERIES):
    """Write `<name>.sql` and `<name>.toml`, add the indicators they need, and give the paths of what was written.

    `name` is `theme/name`; `parquet` the extract's rows in the current snapshot, or None where there are none (then no
    example can be computed). `ContentError` says why nothing was written: nothing existing is ever overwritten.
    """
    theme, _, stem = name.partition("/")
    if not NAME.fullmatch(theme) or not NAME.fullmatch(stem):
        raise ContentError(
            f"{name!r} is no name for a module. Write THEME/NAME in small letters, as in poverty/headcount."
        )
    place = folder / theme
    paths = [place / f"{stem}.sql", place / f"{stem}.toml"]
    existing = [path for path in paths if path.exists()]
    if existing:
        raise ContentError(f"{existing[0]} exists already. Choose another name; nothing was written.")
    rows = _Rows(card, parquet)
    known, bad, _ = registry.read_indicators(place)
    if new_register.fits(card):
        return _write_register(paths, card, rows, places, cards, {*known, *bad})
    shape = _shape(card, rows, places)
    taken = set(known)
    if card.disclosure == "protected":
        known = {name: one for name, one in known.items() if one.smallest_count}
    taken |= set(bad)
    ids = {column: _indicator_for(column, measure, stem, known, taken) for column, measure in shape.measures.items()}
    sql = _sql(card, shape, ids)
    text = _card_text(stem, card, shape, list(ids.values()))
    indicators = {ids[column]: (column, m) for column, m in shape.measures.items() if ids[column] not in known}
    text += _example_text(stem, theme, sql, text, card, rows, cards)
    place.mkdir(exist_ok=True)
    written = _theme_file(place) + _indicators_file(place, indicators, card, shape)
    paths[0].write_text(sql, "utf-8")
    paths[1].write_text(text, "utf-8")
    return paths + written


def _write_register(
    paths: list[Path], card: ExtractCard, rows: "_Rows", places: Mapping, cards: Mapping, taken: set[str]
):
    """The same for an extract of things: a list, and one indicator that counts them."""
    place, stem = paths[0].parent, paths[0].stem
    codes = [code for (code,) in rows.ask("SELECT DISTINCT place FROM e")]
    grain = sorted({places[code].level for code in codes if code in places}) or ["local"]
    name = stem if stem not in taken else f"{stem}_listed"
    sql = new_register.sql(card, _question(card))
    text = new_register.card_text(card, _question(card), name, grain, _words)
    text += _example_text(stem, place.name, sql, text, card, rows, cards)
    place.mkdir(exist_ok=True)
    written, file = _theme_file(place), place / "indicators.toml"
    indicator = new_register.indicator_text(name, card, card.titles["en"], _promised(card))
    file.write_text(f"{file.read_text('utf-8').rstrip()}\n\n{indicator}" if file.exists() else indicator, "utf-8")
    paths[0].write_text(sql, "utf-8")
    paths[1].write_text(text, "utf-8")
    return [*paths, *written, file]


class _Rows:
    """The extract's rows in the snapshot; knows no rows where there is no snapshot."""

    def __init__(self, card: ExtractCard, parquet: Path | None):
        self.card, self.parquet = card, parquet

    def ask(self, sql: str) -> list[tuple]:
        if self.parquet is None:
            return []
        with duckdb.connect() as connection:
            connection.execute(
                "CREATE VIEW e AS SELECT * FROM read_parquet('" + str(self.parquet).replace("'", "''") + "')"
            )
            return connection.execute(sql).fetchall()

    def values(self, column: str) -> list[str]:
        declared = self.card.columns[column].values
        if declared:
            return list(declared)
        return [
            row[0] for row in self.ask(f'SELECT DISTINCT "{column}" FROM e WHERE "{column}" IS NOT NULL ORDER BY 1')
        ]

    def first(self, level: str | None) -> list[dict]:
        """The first rows; of a protected extract a made-up one, since its own must not lie in the checkout."""
        if self.card.disclosure == "protected":
            return self._made_up()
        condition = f"WHERE level = '{level}'" if level else ""
        names = list(self.card.columns)
        listed = ", ".join(f'"{name}"' for name in names)
        found = self.ask(f"SELECT {listed} FROM e {condition} LIMIT {FIRST_ROWS}")
        return [{n: v for n, v in zip(names, row, strict=True) if v is not None} for row in found]

    def _made_up(self) -> list[dict]:
        numbers = {"BIGINT": 12, "DOUBLE": 12.0, "BOOLEAN": True, "DATE": date(2024, 1, 15), "VARCHAR": "made up"}
        row = {
            name: column.values[0] if column.values else numbers[column.type]
            for name, column in self.card.columns.items()
        }
        shared = [name for name in ("place", "period", "origin", "destination") if name in row]
        found = self.ask(f"SELECT {', '.join(f'min({name})' for name in shared)} FROM e")
        return [row | dict(zip(shared, found[0], strict=True))] if found else []


def _shape(card: ExtractCard, rows: _Rows, places: Mapping) -> _Shape:
    columns = card.columns
    flow = {"origin", "destination"} <= set(columns)
    if not (flow or "place" in columns) or not ({"period", "date"} & set(columns)):
        raise ContentError(
            f"{card.name} has no place and period, so no page can be made of it by itself. "
            "Take queries/alliance/participation.sql as an example and write the SELECT by hand."
        )
    levels = sorted(
        {
            places[code].level
            for end in (("origin", "destination") if flow else ("place",))
            for (code,) in rows.ask(f"SELECT DISTINCT {end} FROM e")
            if code in places
        },
        key=(*LEVELS, "town").index,
    )
    level = None
    if "level" in columns and len(levels) > 1:
        level = levels[-1]
        levels = [level]
    dimensions = {}
    for name, column in columns.items():
        usable = column.type == "VARCHAR" and name not in ("place", "period", "level", "origin", "destination")
        if usable and (name in card.key or column.values) and NAME.fullmatch(name):
            values = rows.values(name)
            told_of_all = not column.missing and not rows.ask(f'SELECT 1 FROM e WHERE "{name}" IS NULL LIMIT 1')
            if 1 < len(values) <= MOST_VALUES and told_of_all:
                dimensions[name] = values
    measures = {name: found for name, column in columns.items() if (found := _measure(name, column.type, column.unit))}
    if flow and card.disclosure == "protected":
        raise ContentError(
            f"{card.name} is protected, and flows of it cannot be: what is hidden could be worked out. "
            "Write a SELECT that counts who came to each place."
        )
    if flow or card.disclosure == "protected":
        measures = {name: measure for name, measure in measures.items() if measure["over_places"] == "sum"}
    if flow:
        measures = {name: one for name, one in measures.items() if not one["unit"].startswith("currency")}
    if not measures:
        raise ContentError(f"{card.name} has no column of numbers to measure. Write the SELECT by hand.")
    if flow:
        return _Shape(dimensions, measures, levels or ["local"], "flow", level)
    if any(measure["over_places"] == "none" for measure in measures.values()):
        # Rates cannot be added over the rows that would be joined, so only one row a key may be left.
        left = [name for name in card.key if name not in ("place", "period", "level", *dimensions)]
        if left:
            measures = {name: measure for name, measure in measures.items() if measure["over_places"] == "sum"}
    if not measures:
        raise ContentError(
            f"{card.name} has several rows a place and period that cannot be added. Write the SELECT by hand."
        )
    kind = "series" if any(measure["over_places"] == "sum" for measure in measures.values()) else "published"
    if kind == "published" or len({lvl for lvl in levels if lvl in LEVELS}) > 1:
        kind = "published"
        measures = {name: {**measure, "over_places": "none"} for name, measure in measures.items()}
        for measure in measures.values():
            measure["times"] = measure.pop("scale", 1.0)  # as printed, so the SELECT brings it into the unit
    sparse = kind == "series" and bool(dimensions) and _sparse(card, rows, dimensions, level)
    return _Shape(dimensions, measures, levels or ["local"], kind, level, sparse)


def _sparse(card: ExtractCard, rows: _Rows, dimensions: Mapping[str, list[str]], level: str | None) -> bool:
    mix, wanted = ", ".join(f'"{name}"' for name in dimensions), prod(map(len, dimensions.values()))
    period = "period" if "period" in card.columns else "year(date)"
    where = f"WHERE level = '{level}'" if level else ""
    sql = f"SELECT 1 FROM e {where} GROUP BY place, {period} HAVING count(DISTINCT ({mix})) < {wanted} LIMIT 1"
    return bool(rows.ask(sql))


def _measure(name: str, kind: str, unit: str) -> dict | None:
    if kind not in ("BIGINT", "DOUBLE") or re.search(r"_(standard_error|low|high)$", name) or not NAME.fullmatch(name):
        return None
    if unit in SUMMED:
        return {"unit": SUMMED[unit], "over_places": "sum", "decimals": 0}
    if unit in RATES:
        known, scale = RATES[unit]
        return {"unit": known, "over_places": "none", "decimals": 1, "scale": scale}
    return {"unit": "index", "over_places": "none", "decimals": 2}


def _sql(card: ExtractCard, shape: _Shape, ids: Mapping[str, str]) -> str:
    period = "period" if "period" in card.columns else "CAST(year(date) AS VARCHAR) AS period"
    ends = ["origin", "destination"] if shape.kind == "flow" else ["place"]
    key = [*ends, period, *(_quoted(name) for name in shape.dimensions)]
    covered = {*ends, "period", "level", *shape.dimensions}
    grouped = not set(card.key) <= covered
    if grouped:
        types = {name: card.columns[name].type for name in shape.measures}
        measures = [f"sum({_quoted(n)}){'::BIGINT' if types[n] == 'BIGINT' else ''} AS {_quoted(n)}" for n in types]
    else:
        renamed = {name: ids[name] if shape.kind == "published" else name for name in shape.measures}
        values = {
            n: f"{_quoted(n)} * {t:g}" if (t := shape.measures[n].get("times", 1.0)) != 1 else _quoted(n)
            for n in renamed
        }
        measures = [n if values[n] == n == other else f"{values[n]} AS {other}" for n, other in renamed.items()]
    unsure = [name for name, column in card.columns.items() if column.type == "BOOLEAN" and name.endswith("certain")]
    if unsure and shape.kind == "series":
        measures.append(f"bool_and({unsure[0]}) AS certain" if grouped else f"{unsure[0]} AS certain")
    lines = ",\n    ".join([*key, *measures])
    where = f"\nWHERE level = '{shape.level}'" if shape.level else ""
    group = "\nGROUP BY ALL" if grouped else ""
    return f"-- {_question(card)}\nSELECT\n    {lines}\nFROM {card.name}{where}{group}\n"


def _quoted(name: str) -> str:
    return f'"{name}"' if name in ("grant", "function", "order", "group", "table", "column") else name


def _question(card: ExtractCard) -> str:
    return f'What does "{card.titles["en"]}" say?'


def _card_text(stem: str, card: ExtractCard, shape: _Shape, indicators: list[str]) -> str:
    lines = [
        f'kind = "{shape.kind}"',
        "order = 90  # after the theme's own modules; the smallest order is what the page opens with",
        f"grain = {json.dumps(shape.grain)}",
        f"indicators = {json.dumps(indicators)}",
        "",
    ]
    if shape.kind == "flow":
        finest = max(LEVELS.index(level) if level in LEVELS else 0 for level in shape.grain)
        declared = [level for level in ("region", "district", "local") if LEVELS.index(level) <= finest]
        lines += ["[flows]  # the questions whose largest flows are worked out when publishing", "top = 20",
                  f"by = {json.dumps(declared)}", 'within = ["country", "region"]', ""]  # fmt: skip
    lines += ["[title]", *(f"{language} = {_text(title)}" for language, title in card.titles.items()), ""]
    lines += ["[question]", f"en = {_text(_question(card))}"]
    for name, values in shape.dimensions.items():
        lines += ["", f"[dimensions.{name}]", f"title.en = {_text(_words(name))}"]
        lines += (
            ['absent = "missing"  # of a value without a row; or "zero", if there was none of it']
            if shape.sparse
            else []
        )
        lines += [f"[dimensions.{name}.values]"]
        lines += [f"{_text(value)} = {{ en = {_text(_words(value))} }}" for value in values]
    return "\n".join(lines) + "\n"


def _example_text(stem: str, theme: str, sql: str, text: str, card: ExtractCard, rows: _Rows, cards: Mapping) -> str:
    import tomllib

    level = re.search(r"WHERE level = '(\w+)'", sql)
    given = rows.first(level.group(1) if level else None)
    if not given:
        return ""
    module = Module(
        id=f"{theme}/{stem}",
        theme=theme,
        card=QueryCard(**tomllib.loads(text)),
        indicators={},
        sql=sql,
        sql_file=Path(f"{stem}.sql"),
        card_file=Path(f"{stem}.toml"),
        tables=(card.name,),
    )
    expected = example.result(module, {card.name: given}, cards)
    which = "a made-up row" if card.disclosure == "protected" else "the first rows of the extract"
    lines = [
        "",
        "[[examples]]",
        f'name = "{which}, as computed: confirm by hand"',
        "confirmed = false",
    ]
    lines += [f"given.{card.name} = [", *(f"    {_row(row)}," for row in given), "]"]
    lines += ["expect = [", *(f"    {_row(row)}," for row in expected), "]"]
    return "\n".join(lines) + "\n"


def _row(row: Mapping) -> str:
    return "{ " + ", ".join(f"{name} = {_text(value)}" for name, value in row.items() if value is not None) + " }"


def _text(value) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _indicator_for(column: str, measure: Mapping, stem: str, known: Mapping, taken: set[str]) -> str:
    """The theme's own indicator of this column where it has one that adds up alike, else the id of a new one."""
    if column not in taken:
        return column
    same = known.get(column)
    if (
        same
        and same.numerator == column
        and not same.denominator
        and measure["over_places"] == same.over_places == "sum"
    ):
        return column
    return f"{stem}_{column}"


def _theme_file(place: Path) -> list[Path]:
    path = place / "theme.toml"
    if path.exists():
        return []
    title = _words(place.name)
    path.write_text(
        f'order = 90\n\n[title]\nen = "{title}"\n\n[introduction]\nen = "What do we know about it?"\n', "utf-8"
    )
    return [path]


def _indicators_file(place: Path, indicators: Mapping, card: ExtractCard, shape: _Shape) -> list[Path]:
    path = place / "indicators.toml"
    if not indicators:
        return []
    parts = [path.read_text("utf-8").rstrip() + "\n"] if path.exists() else []
    for name, (column, measure) in indicators.items():
        meaning = card.columns[column].meaning
        lines = [f"[{name}]", f'unit = "{measure["unit"]}"', f"decimals = {measure['decimals']}", 'better = "neither"']
        if shape.kind in ("series", "flow"):
            lines.append(f'{"numerator" if measure["over_places"] == "sum" else "value"} = "{column}"')
        if "scale" in measure and measure["scale"] != SCALE.get(measure["unit"], 1.0):
            lines.append(f"scale = {measure['scale']}")
        lines.append(f'over_places = "{measure["over_places"]}"')
        if measure["over_places"] == "sum" and shape.dimensions:
            lines.append('over_dimensions = "sum"')
        if card.disclosure == "protected":
            lines.append(f"smallest_count = {SMALLEST_COUNT}  # or what the owner of the figures asks for")
        lines += [f"title.en = {_text(_words(column))}", f"formula.en = {_text(meaning)}", *_promised(card)]
        parts.append("\n".join(lines) + "\n")
    path.write_text("\n".join(parts), "utf-8")
    return [path]


def _promised(card: ExtractCard) -> list[str]:
    """What every indicator must say and only a person can: told what to write, warned of by `nagar check` until written."""
    review = datetime.date.today() + datetime.timedelta(days=365)
    return [
        f'why.en = "{TO_WRITE} why this figure matters, in one sentence for a mayor."',
        f'caveats.en = "{TO_WRITE} what it leaves out and with what it must not be compared."',
        f"owner = {_text(card.sources_hint['publisher'])}  # the organisation that defines it",
        f"review = {review.isoformat()}  # the day by which somebody must look at it again",
    ]
