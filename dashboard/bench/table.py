"""The benchmark as a table: for a terminal, and for README between two markers."""

import re
from collections.abc import Mapping
from pathlib import Path

from dashboard.bench.rows import GROUPS, KB, MB, ROWS, Row
from data.problems import ContentError

MARKERS = "<!-- speed: printed by `nagar bench --readme` -->\n", "<!-- end -->"
NOTHING = "not measured"
MET = {"aim": "aim met", "must": "must met", "no": "**not met**"}


def shown(value: float | None, group: str) -> str:
    """A figure with its unit, as short as it can be read."""
    if value is None:
        return NOTHING
    if group == "bytes":
        return f"{value / MB:.2f} MB" if value >= MB else f"{value / KB:,.1f} kB".replace(".0 kB", " kB")
    if group == "seconds":
        return f"{value:.2f} s".replace(".00 s", " s") if value >= 1 else f"{value * 1000:.0f} ms"
    if group == "megabytes":
        return f"{value:.0f} MB"
    if group == "ratios":
        return f"{value:,.0f} x" if value >= 100 or value == int(value) else f"{value:.2f} x"
    return f"{value:.3g}{GROUPS[group]}"


def lines(run: Mapping) -> list[list[str]]:
    """The table's cells, row by row, its head first."""
    return [["", "must", "aim", "here", ""], *(_line(row, run) for row in ROWS)]


def _line(row: Row, run: Mapping) -> list[str]:
    value = run[row.group].get(row.id)
    here, verdict = shown(value, row.group), ""
    if value is not None and row.raw_rows > run["raw_rows"]:
        verdict = f"with {run['raw_rows']:,} raw rows"
    elif value is not None:
        verdict = MET[row.met(value)]
    return [
        row.title,
        shown(row.must, row.group),
        shown(row.aim, row.group) if row.aim is not None else "",
        here,
        verdict,
    ]


def about(run: Mapping) -> str:
    """When and on what it was measured, as a sentence."""
    machine, versions = run["machine"], run["versions"]
    told = ", ".join(f"{name} {number}" for name, number in versions.items() if number and name != "nagar")
    return (f"Measured on {run['at'][:10]} on {machine['cores']} cores ({machine['processor']}), "
            f"{machine['memory_gib']} GiB, {machine['system']}; {told}; snapshot {run['snapshot']} with {run['palikas']} "
            f"palikas and {run['wards']:,} wards.")  # fmt: skip


def text(run: Mapping) -> str:
    """The table in columns, what else was found beside it, and why the rest was not."""
    cells = [[cell.replace("**", "") for cell in line] for line in lines(run)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    found = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    known = {row.id for row in ROWS}
    for group in GROUPS:
        beside = [f"{name} {shown(value, group)}" for name, value in run[group].items() if name not in known]
        found += [f"{group} beside: {', '.join(beside)}"] if beside else []
    why: dict[str, list[str]] = {}
    for name, reason in run["not_measured"].items():
        why.setdefault(reason, []).append(name)
    found += [f"{NOTHING}: {', '.join(names)}: {reason}" for reason, names in why.items()]
    return "\n".join([*found, about(run)])


def markdown(run: Mapping) -> str:
    """The table as README has it."""
    head, *rest = ([cell.replace("|", "\\|") for cell in line] for line in lines(run))
    written = ["| " + " | ".join(line) + " |" for line in (head, ["---"] * len(head), *rest)]
    return "\n".join([*written, "", about(run)])


def write(path: Path, run: Mapping) -> None:
    """Put the table between its markers; `ContentError` where the file has none."""
    before, after = MARKERS
    readme = path.read_text("utf-8")
    found = re.search(re.escape(before) + r"(.*?)" + re.escape(after), readme, re.DOTALL)
    if found is None:
        raise ContentError(
            f"{path} has no place for the table. Put a line {before.strip()} and a line {after} into it."
        )
    path.write_text(readme[: found.start(1)] + markdown(run) + "\n" + readme[found.end(1) :], "utf-8")
