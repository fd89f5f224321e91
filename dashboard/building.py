"""`nagar build`: what a snapshot is made of, from all rooms, with a progress display."""

import shutil
from contextlib import contextmanager
from pathlib import Path

from data.publish import Published, publish
from geo import boundaries, groups, places
from queries import cube, hot_spots, registry


def build(out: Path, sources: Path | None) -> Published:
    """Build a snapshot into `out` and switch to it; `ContentError` (the old one stays) when sources or keys are wrong."""
    known, found = places.load(), registry.load()
    steps = (
        _save_places,
        _save_groups,
        _save_questions,
        _save_shapes,
        lambda folder, context: cube.publish(folder, context, found),
        lambda folder, context: hot_spots.publish(folder, context, found),
    )
    with _display() as progress:
        return publish(out, sources, known, steps, progress)


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
