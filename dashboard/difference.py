"""What differs between two snapshots as text: what `nagar diff` prints. Numbers are unrounded except in the table."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from dashboard.export import cell
from dashboard.printing import aligned
from queries.diff import KINDS, Change, Difference, ModuleChange, as_row, largest, summary
from queries.house import House

NAMED = 3  # so many changes of each indicator are named where not all are wanted
PARTS = {"sql": "its SELECT", "card": "its card"}


def write(difference: Difference, house: House, form: str, everything: bool, out: Path | None) -> None:
    """Print the difference, or write it to `out`. `house` is the newer one: it knows how values are rounded."""
    most = max((len(module.changes) for module in difference.modules), default=0) if everything else NAMED
    if form == "json":
        import orjson

        text = orjson.dumps(summary(difference, most), option=orjson.OPT_INDENT_2).decode()
    else:
        text = as_csv(difference, most) if form == "csv" else as_table(difference, house, most)
    if out:
        out.write_text(text + "\n", "utf-8")
    else:
        print(text)


def as_csv(difference: Difference, most: int) -> str:
    """A row for each value, the largest changes of each indicator first."""
    rows = [as_row(module.id, change) for module, change in _named(difference, most)]
    file = io.StringIO()
    columns = list(as_row("", Change("", "", "", "", "", {}, "", None, None, "", "", "")))
    writer = csv.DictWriter(file, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: cell(value) for name, value in row.items()} for row in rows)
    return file.getvalue().rstrip("\n")


def as_table(difference: Difference, house: House, most: int) -> str:
    """First how many and why, then the values themselves: what a person reads on a terminal."""
    head = (f"From {difference.old[:12]} ({difference.old_date}) to {difference.new[:12]} ({difference.new_date}): "
            + ", ".join(f"{difference.total(kind):,} {_word(kind)}" for kind in KINDS) + ".")  # fmt: skip
    if not difference.modules:
        return f"{head}\nNo published value differs."
    blocks = [head]
    for module in difference.modules:
        lines = [module.id, *(f"  {sentence(reason)}" for reason in module.why)]
        lines += [f"  {line}" for line in _columns(module)]
        blocks.append("\n".join([*lines, *_counts(module, house)]))
    cells = [_cells(module, change, house) for module, change in _named(difference, most)]
    if cells:
        names = ["indicator", "place", "place_name", "period", "dimensions", "change", "old", "new", "unit"]
        blocks.append(aligned(names, cells, {"old", "new"}))
        if len(cells) < sum(len(module.changes) for module in difference.modules):
            blocks.append(f"These are the {most} largest changes of each indicator; --all gives every one.")
    return "\n\n".join(blocks)


def sentence(reason: Mapping) -> str:
    """A reason of `queries.reasons` in words."""
    code, name = reason["code"], reason.get("extract")
    if code == "extract_changed":
        old, new = reason["old"], reason["new"]
        return f"because the extract {name} changed: {_told(old)} before, {_told(new)} now."
    if code in ("extract_came", "extract_gone"):
        return f"because the extract {name} {'came' if code == 'extract_came' else 'is gone'}: {_told(reason)}."
    if code == "protection_changed":
        return f"because the extract {name} was {reason['old']} and is {reason['new']}."
    if code == "module_changed":
        parts = [PARTS.get(part, f"the rules of {part}") for part in reason["parts"]]
        return f"because the module changed{': ' + ', '.join(parts) if parts else ''}."
    if code == "places_changed":
        return f"because {len(reason['places'])} places of {reason['country']} changed: {_some(reason['places'])}."
    if code == "groups_changed":
        return f"because the members of groups changed: {_some(reason['groups'])}."
    if code == "worked_out":
        return f"because it is worked out from {reason['module']}."
    if code == "not_comparable":
        return " ".join(["its values cannot be compared.", *reason["told"]])
    return {
        "module_came": "because the module is new.",
        "module_gone": "because the module is not in the newer snapshot.",
        "hidden_changed": "because other values are hidden.",
    }.get(code, "the snapshots do not tell why.")


def _told(said: Mapping) -> str:
    return f"{said['provenance']}, {said['rows']:,} rows from {said['source']}"


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _word(kind: str) -> str:
    return "missing for another reason" if kind == "state" else kind


def _counts(module: ModuleChange, house: House) -> list[str]:
    if not module.counts:
        return [] if module.columns or any(reason["code"] == "not_comparable" for reason in module.why) else [
            "  no value that it shows differs"]  # fmt: skip
    lines = []
    for name, counts in module.counts.items():
        told = ", ".join(f"{counts[kind]:,} {_word(kind)}" for kind in KINDS if counts.get(kind))
        lines.append(f"  {name}: {told}")
    return lines


def _columns(module: ModuleChange) -> list[str]:
    found = module.columns
    if found is None:
        return []
    told = [f"{found.only_old:,} rows are gone", f"{found.only_new:,} are new"]
    told += [f"{name} differs in {count:,} of {found.alike:,} rows" for name, count in found.differing.items()]
    told += [f"the column {name} is gone" for name in found.gone] + [
        f"the column {name} is new" for name in found.added
    ]
    return [f"in its cube {', '.join(told)}."]


def _named(difference: Difference, most: int) -> list[tuple[ModuleChange, Change]]:
    return [(module, change) for module in difference.modules for name in module.counts
            for change in largest(module, name, most)]  # fmt: skip


def _cells(module: ModuleChange, change: Change, house: House) -> list[str]:
    known = house.registry.modules.get(module.id)
    decimals = known.indicators[change.indicator].decimals if known and change.indicator in known.indicators else 2
    dimensions = " ".join(f"{name}={value}" for name, value in change.dimensions.items())
    ends = [_value(change.old, change.old_state, decimals), _value(change.new, change.new_state, decimals)]
    return [change.indicator, change.place, change.place_name, change.period, dimensions, _word(change.kind), *ends,
            change.unit]  # fmt: skip


def _value(value: float | None, state: str, decimals: int) -> str:
    if value is None:
        return state if state not in ("value", "unreliable") else "not shown"  # its other side is hidden
    return f"{value:,.{decimals}f}" + ("" if state == "value" else f" ({state})")
