"""What the steps of a build know, and where they report what they made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from data import heavy, unfinished
from data.cards import ExtractCard
from data.problems import Problem


@dataclass
class Context:
    """What a step may know while a snapshot is built, and where it reports.

    `extracts` is what the manifest says of each extract (digest, rows, provenance); a step adds to `cubes` what the
    manifest shall say of its cubes, and to `problems` what is wrong without stopping the build.
    """

    places: dict
    cards: dict[str, ExtractCard]
    extracts: dict[str, dict]
    previous: Path | None
    previous_manifest: dict
    progress: heavy.Progress
    cubes: dict[str, dict] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    leftovers: Sequence[unfinished.Earlier] = ()
    journal: unfinished.Journal | None = None
    limits: heavy.Limits = field(default_factory=heavy.Limits)

    def reuse(self, name: str, folder: Path) -> bool:
        """Takes the file `name` (`cubes/people/population.parquet`) from the old snapshot if it is there and sound."""
        return bool(self.previous) and unfinished.of_snapshot(self.previous, self.previous_manifest).give(name, folder)

    def taken_over(self, name: str, file: str, input_digest: str, folder: Path) -> bool:
        """Takes the cube `name` with its file (`cubes/people/population.parquet`) from the old snapshot, or from a build
        that was killed, if it was made from the same and is sound.
        """
        old = [unfinished.of_snapshot(self.previous, self.previous_manifest)] if self.previous else []
        for earlier in (*self.leftovers, *old):
            entry = earlier.take("cubes", name, input_digest, [file], folder)
            if entry:
                self.made(name, file, entry)
                return True
        return False

    def made(self, name: str, file: str, entry: dict) -> None:
        """Tells that a cube is finished in its file; `entry` is what the manifest says of it."""
        self.cubes[name] = entry
        if self.journal:
            self.journal.add("cubes", name, entry, [file])
