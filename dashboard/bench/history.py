"""What was measured before: one line of JSON for each run, and what has become worse since the last on this machine."""

import json
from collections.abc import Mapping
from pathlib import Path

from dashboard.bench.rows import BY_ID

FILE = "bench.jsonl"  # in the folder of snapshots, unless another is named
NOISE = {
    "bytes": 0.01,
    "counts": 0.0,
    "ratios": 0.15,
    "seconds": 0.15,
    "megabytes": 0.05,
    "per_second": 0.15,
}  # group -> share that is none


def add(file: Path, run: Mapping) -> None:
    """Write a run as one more line."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(file, "a", encoding="utf-8") as lines:
        lines.write(json.dumps(run, ensure_ascii=False) + "\n")


def last(file: Path, machine: str) -> dict | None:
    """The latest run on a machine; a line that is cut short, as by a machine that went down, is passed over."""
    if not file.is_file():
        return None
    for line in reversed(file.read_text("utf-8").splitlines()):
        try:
            run = json.loads(line)
        except ValueError:
            continue
        if isinstance(run, dict) and run.get("machine", {}).get("id") == machine:
            return run
    return None


def fallen(before: Mapping, now: Mapping) -> list[dict]:
    """The figures both runs have that are worse by more than chance, worst first: `group`, `id`, `before`, `now`."""
    found = []
    for group, noise in NOISE.items():
        for name, value in now.get(group, {}).items():
            was = before.get(group, {}).get(name)
            row = BY_ID.get(name)
            if was is None or not was or not value:
                worse = 1.0 if was == 0 and value else 0.0
            else:
                worse = was / value - 1 if group == "per_second" or (row and row.higher) else value / was - 1
            if worse > noise:
                found.append({"group": group, "id": name, "before": was, "now": value, "worse": worse})
    return sorted(found, key=lambda one: -one["worse"])


def told(fall: Mapping, before: Mapping, now: Mapping) -> str:
    """A fall as a sentence."""
    row = BY_ID.get(fall["id"])
    name = f"{row.title} ({fall['id']})" if row else fall["id"]
    other = "" if before["snapshot"] == now["snapshot"] else ", on another snapshot"
    return f"{name} was {fall['before']:.6g} at {before['at']}{other}, and is {fall['now']:.6g}."
