"""`nagar build`: what a snapshot is made of, from all rooms, with a progress display."""

import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from pathlib import Path

from data import catalogue, heavy
from data.problems import ContentError
from data.publish import Published, publish
from data.snapshots import KEEP, digest_of, digest_of_value, manifest
from geo import boundaries, groups, places, shape_files, topology
from queries import (
    contract,
    cube,
    diff,
    facts,
    flow_cubes,
    hot_spots,
    native,
    registry,
    saved_registry,
    totals,
    worked_out_cubes,
)
from queries.house import opened
from queries.run import open_house

FIRST_SECONDS, EVERY_SECONDS = 3.0, 15.0  # before the time left is told; between two lines of one task
NAMED = 3  # so many changes of each indicator are named on the Data page


def build(out: Path, sources: Path | None, keep: int = KEEP, memory: str | None = None) -> Published:
    """Build a snapshot into `out` and switch to it; `ContentError` (the old one stays) when a source, key or audit is
    wrong. The last `keep` snapshots stay; `memory` (`4GB`) is what DuckDB may take.
    """
    known, steps = places.load(), _steps(registry.load())
    with _display() as progress:
        return publish(out, sources, known, steps, progress, compare=compare, keep=keep, memory=memory)


def build_room(
    room: Path, out: Path, memory: str | None = None, progress: heavy.Progress = lambda text, done, total: None
) -> Published:
    """The same of another room: a folder with `places.parquet`, `extracts/` and `queries/`, such as `nagar bench --make`
    fills. It has no groups and no boundaries. `house_of_room` opens what was built.
    """
    known, queries = places.load_saved(room / "places.parquet"), room / "queries"
    steps = _steps(registry.load(queries), queries, bare=True)
    return publish(out, None, known, steps, progress, extracts_folder=room / "extracts", recipes_folder=room / "recipes",
                   sample=_Nothing(), keep=1, memory=memory)  # fmt: skip


def house_of_room(room: Path, snapshot: Path):
    """The house over a snapshot that `build_room` made."""
    cards, _ = catalogue.cards(room / "extracts")
    return opened(snapshot, contract.vetted(registry.load(room / "queries"), cards), cards)


class _Nothing:
    """What a room has instead of `data.sample`: nothing is drawn for an extract that is not there."""

    __file__ = __file__

    def build(self, places, names, built) -> dict:
        return {}


def _steps(found: registry.Registry, queries: Path = registry.QUERIES, bare: bool = False) -> tuple:
    """What a build does, in order; a `bare` one has no groups and no boundaries."""
    return (
        _save_places,
        _no_groups if bare else _save_groups,
        lambda folder, context: _save_questions(folder, queries, contract.vetted(found, context.cards), context.cards),
        *(() if bare else (_save_shapes, _save_map)),
        lambda folder, context: cube.publish(folder, context, found),
        lambda folder, context: facts.publish(folder, context, found),
        lambda folder, context: totals.publish(folder, context, found),
        lambda folder, context: flow_cubes.publish(folder, context, found),
        lambda folder, context: hot_spots.publish(folder, context, found),
        lambda folder, context: worked_out_cubes.publish(folder, context, found),
        _save_native,
    )


def compare(old: Path | None, new: Path) -> dict:
    """What `changes.json` of the new snapshot says: a first look at what differs from the one before.

    `{"old": None}` for the first snapshot. What cannot be compared is told in it and stops no build.
    """
    if old is None:
        return {"old": None}
    try:
        return diff.summary(
            diff.compare(open_house(old, patient=True), open_house(new, patient=True), first_look=True), NAMED
        )
    except Exception as error:  # the old snapshot may be damaged, or of a program that did other things
        reason = str(error) if isinstance(error, ContentError) else f"{type(error).__name__}: {error}"
        return {"old": manifest(old)["digest"], "not_comparable": reason}


def _save_places(folder: Path, context) -> None:
    places.save(context.places, folder / "places.parquet")
    places.save_ready(context.places, folder / f"places{places.READY}")


def _save_groups(folder: Path, context) -> None:
    """The groups' cards as they are, so that a snapshot answers by the groups it was made with."""
    _, problems = groups.load(context.places)
    context.problems += [problem for problem in problems if not problem.warning]
    shutil.copytree(groups.GROUPS, folder / "groups")


def _no_groups(folder: Path, context) -> None:
    (folder / "groups").mkdir()


def _save_questions(folder: Path, queries: Path, vetted: registry.Registry, cards: Mapping) -> None:
    """The questions as they are, so that a link to this snapshot is answered by its own rules when they have changed; and
    what they say, read and vetted.
    """
    saved_registry.write(folder, vetted, cards, queries)
    for path in sorted([*queries.glob("*/*.toml"), *queries.glob("*/*.sql")]):
        target = folder / "queries" / path.relative_to(queries)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _save_shapes(folder: Path, context) -> None:
    context.progress("Boundaries", 0, 1)
    boundaries.write_layers(folder / "shapes.parquet", context.places)


def _save_native(folder: Path, context) -> None:
    context.progress("Cubes in one file for servers", 0, 1)
    native.write(folder, context.limits)


def _save_map(folder: Path, context) -> None:
    """The files of shapes for browsers; those of the snapshot before where nothing they are made from has changed."""
    source = folder / "shapes.parquet"
    machinery = [digest_of(Path(module.__file__)) for module in (shape_files, topology)]
    made_from = digest_of_value([digest_of(source), digest_of(folder / "places.parquet"), machinery])
    if context.previous and shape_files.made_from(context.previous) == made_from:
        names = [name for name in context.previous_manifest["files"] if name.startswith(f"{shape_files.FOLDER}/")]
        if all(context.reuse(name, folder) for name in names):
            return
    context.progress("Shapes for the map", 0, 1)
    shape_files.write(folder, source, context.places, made_from)


@contextmanager
def _display():
    """A bar with the time left of the task on a terminal; elsewhere (a log, CI) a line a task, and now and then how far
    a long one is.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console, left = Console(), TimeLeft()
    if not console.is_terminal:
        yield Lines(left).tell
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Beginning", total=None, left="")

        def tell(text: str, done: int, total: int) -> None:
            bar.update(task, description=text, completed=done, total=total, left=left.told(text, done, total))

        yield tell


class TimeLeft:
    """How long a task will still take, from how long its part took so far; nothing is said before it can be known."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self.clock, self.text, self.began = clock, "", 0.0

    def told(self, text: str, done: int, total: int) -> str:
        """`about 3 min left`, or nothing in the first seconds of a task."""
        if text != self.text:
            self.text, self.began = text, self.clock()
        took = self.clock() - self.began
        if not 0 < done < total or took < FIRST_SECONDS:
            return ""
        seconds = took * (total - done) / done
        return f"about {round(seconds)} s left" if seconds < 90 else f"about {round(seconds / 60)} min left"


class Lines:
    """Progress as lines: one when a task begins, and one each `EVERY_SECONDS` of a long one."""

    def __init__(self, left: TimeLeft):
        self.left, self.text, self.at = left, "", 0.0

    def tell(self, text: str, done: int, total: int) -> None:
        left, now = self.left.told(text, done, total), self.left.clock()
        if text == self.text and now - self.at < EVERY_SECONDS:
            return
        self.text, self.at = text, now
        print(f"[{done}/{total}] {text}{f', {left}' if left else ''}", flush=True)
