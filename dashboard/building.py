"""`nagar build`: what a snapshot is made of, from all rooms, with a progress display."""

import shutil
from contextlib import contextmanager
from pathlib import Path

from data.problems import ContentError
from data.publish import Published, publish
from data.snapshots import KEEP, digest_of, digest_of_value, manifest
from geo import boundaries, groups, places, shape_files, topology
from queries import cube, diff, hot_spots, native, registry
from queries.run import open_house

NAMED = 3  # so many changes of each indicator are named on the Data page


def build(out: Path, sources: Path | None, keep: int = KEEP) -> Published:
    """Build a snapshot into `out` and switch to it; `ContentError` (the old one stays) when a source, key or audit is
    wrong. The last `keep` snapshots stay.
    """
    known, found = places.load(), registry.load()
    steps = (
        _save_places,
        _save_groups,
        _save_questions,
        _save_shapes,
        _save_map,
        lambda folder, context: cube.publish(folder, context, found),
        lambda folder, context: hot_spots.publish(folder, context, found),
        _save_native,
    )
    with _display() as progress:
        return publish(out, sources, known, steps, progress, compare=compare, keep=keep)


def compare(old: Path | None, new: Path) -> dict:
    """What `changes.json` of the new snapshot says: a first look at what differs from the one before.

    `{"old": None}` for the first snapshot. What cannot be compared is told in it and stops no build.
    """
    if old is None:
        return {"old": None}
    try:
        return diff.summary(diff.compare(open_house(old), open_house(new), first_look=True), NAMED)
    except Exception as error:  # the old snapshot may be damaged, or of a program that did other things
        reason = str(error) if isinstance(error, ContentError) else f"{type(error).__name__}: {error}"
        return {"old": manifest(old)["digest"], "not_comparable": reason}


def _save_places(folder: Path, context) -> None:
    places.save(context.places, folder / "places.parquet")


def _save_groups(folder: Path, context) -> None:
    """The groups' cards as they are, so that a snapshot answers by the groups it was made with."""
    _, problems = groups.load(context.places)
    context.problems += [problem for problem in problems if not problem.warning]
    shutil.copytree(groups.GROUPS, folder / "groups")


def _save_questions(folder: Path, context) -> None:
    """The questions as they are, so that a link to this snapshot is answered by its own rules when they have changed."""
    for path in sorted([*registry.QUERIES.glob("*/*.toml"), *registry.QUERIES.glob("*/*.sql")]):
        target = folder / "queries" / path.relative_to(registry.QUERIES)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _save_shapes(folder: Path, context) -> None:
    context.progress("Boundaries", 0, 1)
    boundaries.write_layers(folder / "shapes.parquet", context.places)


def _save_native(folder: Path, context) -> None:
    context.progress("Cubes in one file for servers", 0, 1)
    native.write(folder)


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
    """A bar on a terminal, one line a task elsewhere (a log, CI)."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console()
    if not console.is_terminal:
        yield lambda text, done, total: print(f"[{done}/{total}] {text}", flush=True)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Beginning", total=None)
        yield lambda text, done, total: bar.update(task, description=text, completed=done, total=total)
