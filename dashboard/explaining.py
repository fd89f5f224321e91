"""An explanation as text: what `nagar explain` prints, from the answer down to the rows of the extract."""

from collections.abc import Iterable, Mapping

from dashboard.printing import aligned
from queries.explain import SHOWN, Explanation

NUMBERS = (int, float)


def as_text(told: Explanation) -> str:
    """One section a step, each under its number."""
    row = told.answer
    steps = [
        (f"{told.query}.{told.indicator}, {_where(row)}, {row['period']}", _answer(told)),
        ("The rule", list(told.rule)),
        ("Its places, largest first", _table(told.members, told.members_count)),
        (f"The rows of the cube {told.query} (snapshot {told.snapshot[:12]})", _rows(told.cube)),
        (f"The SELECT that made them: {told.sql['file']}", told.sql["text"].splitlines()),
    ]
    for extract in told.extracts:
        steps.append((f"The rows of the extract {extract['extract']}: {extract['title']}", _rows(extract)))
        steps.append((f"Where {extract['extract']} comes from", _source(extract)))
    shown = [(title, lines) for title, lines in steps if lines]
    return "\n\n".join(
        "\n".join([f"{number}. {title}", *(f"   {line}".rstrip() for line in lines)])
        for number, (title, lines) in enumerate(shown, 1)
    )


def _where(row: Mapping) -> str:
    """The place of a row, or the two ends of a flow."""
    if "origin" in row:
        return f"from {row['origin_name']} ({row['origin']}) to {row['destination_name']} ({row['destination']})"
    return f"{row['place_name']} ({row['place']})"


def _answer(told: Explanation) -> list[str]:
    row = told.answer
    value = "no value" if row["value"] is None else f"{row['value']:,.10g} {row['unit']}"
    choices = [f"{name} = {value}" for name, value in told.filters.items() if name != "period"]
    return [f"{value} ({row['state']}, {row['provenance']})", *choices]


def _rows(part: Mapping) -> list[str]:
    lines = [part["told"]] if part["told"] else []
    if part["count"] is not None:
        lines += _table(part["rows"], part["count"]) or ["No rows."]
    return lines


def _table(rows: Iterable[Mapping], count: int) -> list[str]:
    """Rows as aligned columns, without columns that are empty, and how many more there are."""
    rows = list(rows)
    names = [name for name in (rows[0] if rows else ()) if any(row[name] is not None for row in rows)]
    if not names:
        return []
    right = {name for name in names if all(isinstance(row[name], (*NUMBERS, type(None))) for row in rows)}
    lines = aligned(names, [[_cell(row[name]) for name in names] for row in rows], right).splitlines()
    return lines + ([f"... and {count - len(rows):,} more; the first {SHOWN} are shown."] if count > len(rows) else [])


def _cell(value) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.10g}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _source(extract: Mapping) -> list[str]:
    words = {"publisher": "Publisher", "source": "File", "read_at": "Had from", "data_date": "Of", "licence": "Licence",
             "provenance": "Provenance", "disclosure": "Disclosure", "of": "Rows", "digest": "Digest (sha256)"}  # fmt: skip
    return [f"{word}: {_cell(extract[key])}" for key, word in words.items() if extract[key] not in ("", None)]
