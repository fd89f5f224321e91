"""Builds a whole snapshot beside the old one, checks it, and switches to it at once.

Whatever goes wrong before the switch leaves the old snapshot serving. What did not change is taken from it, and from
what a build that was killed had finished.
"""

import importlib
import itertools
import os
import shutil
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from data import (
    audit_cards,
    audits,
    catalogue,
    documents,
    extract,
    heavy,
    large,
    received,
    snapshots,
    sources,
    unfinished,
    warehouse,
)
from data.cards import Built, ExtractCard
from data.context import Context
from data.problems import ContentError, Problem, shown
from data.snapshots import current, default_folder, digest_of, digest_of_value

__all__ = ["Context", "Published", "current", "default_folder", "publish"]

SAMPLE = Path(__file__).resolve().parent / "sample.py"
STRENGTH = {"illustrative": 0, "reported": 1, "published": 2}


@dataclass(frozen=True)
class Published:
    """A finished build. `changed` is False when the current snapshot already held exactly this.

    `problems` did not stop the build: what is broken, and warnings where data is weaker than what it replaces (these
    are not kept in the manifest, for they are not about what the snapshot holds). `notes` are for information.
    """

    folder: Path
    digest: str
    changed: bool
    problems: list[Problem]
    notes: list[str]
    manifest: dict


Step = Callable[[Path, Context], None]
Compare = Callable[[Path | None, Path], dict]


def publish(
    out: Path,
    sources_folder: Path | None,
    places: dict,
    steps: Sequence[Step] = (),
    progress: heavy.Progress = lambda text, done, total: None,
    *,
    extracts_folder: Path = catalogue.EXTRACTS,
    recipes_folder: Path = sources.RECIPES,
    sample=None,
    compare: Compare | None = None,
    keep: int = snapshots.KEEP,
    memory: str | None = None,
) -> Published:
    """Builds, checks and switches to a new snapshot in `out`; `ContentError` with all problems keeps the old one.

    `steps` are called in order with the folder being built and a `Context`: they write places, shapes and cubes.
    `sample` is a module with `build(places, names_wanted, built)`; `data.sample` unless given. `compare` says what
    changed between the snapshot before (None: this is the first) and the new one, kept in it as `changes.json`; `keep`
    so many snapshots stay. `memory` is what DuckDB may take, as in `4GB`; what does not fit goes to the disk beside the
    snapshots.
    """
    out = Path(out)
    with snapshots.writable(out), snapshots.locked(out):
        (out / "snapshots").mkdir(exist_ok=True)
        left = unfinished.leftovers(out)
        building = _new_folder(out)
        snapshots.clear_leftovers(out, but=[building, *(earlier.folder for earlier in left)])
        limits = heavy.Limits(memory, building.with_name(f".spill-{os.getpid()}"))
        journal = unfinished.Journal(building)
        try:
            work = _Work(out, building, places, progress, Path(extracts_folder), sample, left, journal, limits)
            work.find_sources(Path(sources_folder) if sources_folder else None, sources.recipes(recipes_folder))
            work.make_extracts()
            work.audit()
            context = work.context()
            for step in steps:
                step(building, context)
            done = work.finish(context, compare, keep)
        except Exception:
            with suppress(OSError):
                journal.remove()
            raise
        finally:  # a build that was interrupted leaves its journal, and what it had finished
            shutil.rmtree(limits.spill, ignore_errors=True)
        with suppress(OSError):  # the new snapshot serves: what cannot be cleared away now goes with the next build
            journal.remove()
            snapshots.clear_leftovers(out)
        return done


def _new_folder(out: Path) -> Path:
    """A folder to build in, of a name that no killed build had: a process may have the number of an earlier one."""
    for number in itertools.count():
        building = out / "snapshots" / f"{unfinished.BUILDING}{os.getpid()}-{number}"
        if not building.exists() and not building.with_name(building.name + unfinished.JOURNAL).exists():
            building.mkdir()
            return building


class _Work:
    """One build under way: the folder, what was there before, and what was found."""

    def __init__(self, out, building, places, progress, extracts_folder, sample, left, journal, limits):
        self.out, self.building, self.places, self.progress = out, building, places, progress
        self.sample, self.extracts_folder = sample, extracts_folder
        self.leftovers, self.journal, self.limits, self.audited = left, journal, limits, set()
        self.problems, self.weaker, self.notes, self.sources, self.completed = [], [], [], [], {}
        self.previous, self.before = self._previous()
        self.cards, card_problems = catalogue.cards(extracts_folder)
        self.places_digest = digest_of_value([repr(place) for place in places.values()])
        self._card_problems(card_problems)

    def _previous(self) -> tuple[Path | None, dict]:
        folder = current(self.out)
        if folder is None:
            return None, {"files": {}, "extracts": {}, "digest": ""}
        try:
            return folder, snapshots.manifest(folder)
        except ContentError as error:
            self.notes += [f"The current snapshot is damaged and nothing is taken from it: {error}"]
            return None, {"files": {}, "extracts": {}, "digest": ""}

    def _card_problems(self, problems: list[Problem]):
        """A broken card is told and left out; but an extract that is being served is not lost by a typo."""
        lost = {Path(problem.file).stem for problem in problems} - set(self.cards)
        if lost & set(self.before["extracts"]):
            raise ContentError([problem for problem in problems if not problem.warning])
        self.problems += problems

    def find_sources(self, folder: Path | None, known: dict[str, sources.Recipe]):
        self.recipes = known
        for name in sorted(set(known) - set(self.cards)):
            message = f"makes {name}, which has no sound card."
            hint = f"Write {shown(self.extracts_folder / (name + '.toml'))}."
            self.problems.append(Problem(shown(known[name].file), 1, message, hint))
        if folder is None:
            return
        unknown, notes = sources.assign(folder, known, self.out, self.progress)
        self.notes += notes
        if unknown:
            names = ", ".join(str(path.relative_to(folder)) for path in unknown)
            self.notes.append(f"{len(unknown)} files in {folder} are no sources we know and were not read: {names}")

    def make_extracts(self):
        """Every extract from its source file, else from what municipalities sent in, else from what is bundled, else
        illustrative, else not at all.
        """
        wrong, wanted, reported = [], [], received.names(self.out)
        for name in sorted(reported - set(self.cards)):
            self.notes.append(f"What was sent in and approved of {name} is not published: it has no sound card.")
        for number, card in enumerate(self.cards.values()):
            self.progress(f"Extract {card.name}", number, len(self.cards))
            try:
                if self._from_source(card) or (card.name in reported and self._from_received(card)):
                    continue
                if not self._from_bundle(card):
                    wanted.append(card.name)
            except ContentError as error:
                wrong += [problem for problem in error.problems]
        if wrong:
            raise ContentError(wrong)
        self._from_sample(wanted)
        self._compare_with_before()

    def _from_source(self, card: ExtractCard) -> bool:
        recipe = self.recipes.get(card.name)
        if not recipe or not recipe.paths:
            return False
        files = {part: digest_of(path) for part, path in sorted(recipe.paths.items())}
        for part, path in sorted(recipe.paths.items()):
            self.sources.append({"extract": card.name, "file": path.name, "digest": files[part]})
        digest = self._input_digest(card, "source", [files, recipe.code()])
        if not self._same_as_before(card, digest):
            self._write(card, _run(recipe, self.places), digest, "source")
        return True

    def _from_received(self, card: ExtractCard) -> bool:
        for record in received.standing(self.out, card.name):
            self.sources.append({"extract": card.name, "file": record.name, "digest": record.digest})
        inputs = [received.inputs(self.out, card.name), digest_of(Path(received.__file__))]
        digest = self._input_digest(card, "received", inputs)
        if not self._same_as_before(card, digest):
            self._write(card, received.built(self.out, card), digest, "received")
        return True

    def _from_bundle(self, card: ExtractCard) -> bool:
        for suffix in (".parquet", ".csv"):
            path = self.extracts_folder / (card.name + suffix)
            if path.is_file():
                digest = self._input_digest(card, "bundled", digest_of(path))
                if not self._same_as_before(card, digest):
                    self._write(card, _bundled(card, path), digest, "bundled")
                return True
        return False

    def _from_sample(self, names: list[str]):
        sample = self.sample or (importlib.import_module("data.sample") if SAMPLE.is_file() else None)
        if sample is None or not names:
            return
        read = [*Path(sample.__file__).parent.glob("sample*.py"), *getattr(sample, "ALSO_READS", ())]
        code = [digest_of(path) for path in sorted(read) if path.is_file()]
        inputs = [(name, entry["digest"]) for name, entry in sorted(self.completed.items())]
        digests = {name: self._input_digest(self.cards[name], "sample", [code, inputs]) for name in names}
        missing = [name for name in names if not self._same_as_before(self.cards[name], digests[name])]
        if not missing:
            return
        self.progress("Making illustrative data", 0, len(missing))
        small = [name for name in self.completed if not heavy.is_large(self._parquet(name))]
        made = sample.build(self.places, missing, {name: self._frame(name) for name in small})
        for name in missing:
            if name in made:
                if made[name].provenance != "illustrative":
                    raise ValueError(f"data.sample made {name} as {made[name].provenance!r}, not as illustrative")
                self._write(self.cards[name], made[name], digests[name], "sample")

    def _frame(self, name: str):
        """The rows as they were written: sorted, so that what is made from them does not depend on their origin."""
        import pandas

        return pandas.read_parquet(self._parquet(name), dtype_backend="numpy_nullable")

    def _parquet(self, name: str) -> Path:
        return self.building / "extracts" / f"{name}.parquet"

    def _input_digest(self, card: ExtractCard, origin: str, inputs) -> str:
        machinery = [
            digest_of(Path(module.__file__)) for module in (documents, extract, large, snapshots, audits, audit_cards)
        ]
        beside = documents.inputs(self._documents(card, origin)) if documents.columns(card) else []
        return digest_of_value([origin, inputs, digest_of(card.file), self.places_digest, machinery, beside])

    def _documents(self, card: ExtractCard, origin: str) -> Path:
        """The folder in which the documents of an extract are given; illustrative rows have those that come with them."""
        given = {"bundled": self.extracts_folder, "sample": self.building}
        return given.get(origin, self.out / documents.FOLDER) / card.name

    def _same_as_before(self, card: ExtractCard, input_digest: str) -> bool:
        files = [f"extracts/{card.name}{suffix}" for suffix in (".parquet", ".json")]
        old = [unfinished.of_snapshot(self.previous, self.before)] if self.previous else []
        for earlier in (*self.leftovers, *old):
            kept = earlier.parts.get(("extracts", card.name), {}).get("documents", {})
            if not documents.all_kept(self.out, kept):
                continue
            entry = earlier.take("extracts", card.name, input_digest, files, self.building)
            if entry:
                self.completed[card.name] = {**entry, "reused": earlier in old}
                if earlier in old or earlier.parts.get(("audits", card.name)):
                    self.audited.add(card.name)  # its rows, card and audits are what they were when they passed
                self.journal.add("extracts", card.name, entry, files)
                return True
        return False

    def _write(self, card: ExtractCard, built: Built, input_digest: str, origin: str):
        if documents.columns(card):
            built.documents |= documents.given(self._documents(card, origin))
        completed = extract.write(
            self.building, card, built, self.places, input_digest, self.limits, self.progress, self.out
        )
        kept = ("digest", "input_digest", "rows", "provenance", "source", "notes", "documents")
        entry = {**{key: completed[key] for key in kept}, "reused": False}
        self.completed[card.name] = entry
        self.journal.add("extracts", card.name, entry, [f"extracts/{card.name}{end}" for end in (".parquet", ".json")])

    def _compare_with_before(self):
        """Says aloud when an extract is now weaker than in the snapshot that is replaced, or gone."""
        for name, before in self.before["extracts"].items():
            now = self.completed.get(name)
            if now and STRENGTH[now["provenance"]] >= STRENGTH[before["provenance"]]:
                continue
            file = shown(self.extracts_folder / f"{name}.toml")
            what = f"is {now['provenance']} in the new snapshot" if now else "is not in the new snapshot"
            message = f"{name} {what}; the one it replaces had it from {before['source']} ({before['provenance']})."
            hint = "Build with --sources DIR to keep it."
            self.weaker.append(Problem(file, 1, message, hint, warning=True))

    def context(self) -> Context:
        return Context(self.places, self.cards, self.completed, self.previous, self.before, self.progress,
                       leftovers=self.leftovers, journal=self.journal, limits=self.limits)  # fmt: skip

    def audit(self):
        """What the cards ask of the rows, before anything is made from them; `ContentError` tells all that fails."""
        new = {name: entry for name, entry in self.completed.items() if name not in self.audited}
        self.progress("Audits", 0, len(new))
        failed = []
        if new:
            with warehouse.over(self.building, {name: self.cards[name] for name in new}, self.limits) as connection:
                failed = audits.problems(connection, self.cards, new, self.places)
        if failed:
            raise ContentError(failed)
        for name, entry in self.completed.items():
            self.journal.add("audits", name, {"input_digest": entry["input_digest"]}, [])

    def _read_back(self):
        """The extracts are read back as the queries will read them: all columns, all rows. Those taken over were, when
        they were new, and their bytes are the same.
        """
        new = {name: entry for name, entry in self.completed.items() if not entry["reused"]}
        if not new:
            return
        with warehouse.over(self.building, {name: self.cards[name] for name in new}, self.limits) as connection:
            for name, entry in new.items():
                counts = ", ".join(f'count("{column}")' for column in self.cards[name].columns)
                rows = connection.execute(f'SELECT count(*), {counts} FROM "{name}"').fetchone()[0]
                if rows != entry["rows"]:
                    message = f"{name} has {rows} rows when read back, {entry['rows']} were written."
                    raise ContentError(Problem(shown(self.building), 1, message, "Is the disk sound? Build again."))

    def finish(self, context: Context, compare: Compare | None, keep: int) -> Published:
        self.progress("Checking the snapshot", 0, 3)
        self._read_back()
        problems = sorted(self.problems + context.problems)
        told = problems + self.weaker
        made_at = datetime.now(UTC)
        files = {name: digest_of(self.building / name) for name in snapshots.files_in(self.building)}
        digest = snapshots.content_digest(self.building, [str(problem) for problem in problems], files)
        content = {
            "format": snapshots.FORMAT,
            "digest": digest,
            "made_at": made_at.isoformat(timespec="seconds"),
            "date": made_at.date().isoformat(),
            "sources": self.sources,
            "problems": [asdict(problem) for problem in problems],
            "notes": self.notes,
            "extracts": self.completed,
            "cubes": context.cubes,
            "files": files,
        }
        if digest == self.before["digest"] and not snapshots.damage(self.previous):
            return Published(self.previous, digest, False, told, self.notes + self._prune(keep), self.before)
        extract.write_json(self.building / snapshots.MANIFEST, content)
        if compare:
            self.progress("Comparing with the snapshot before", 0, 3)
            extract.write_json(self.building / snapshots.CHANGES, compare(self.previous, self.building))
        snapshots.keep_on_disk(self.building)
        self.progress("Putting the snapshot in place", 1, 3)
        folder = snapshots.put_in_place(self.building, self.out, f"{content['date']}-{digest[:12]}")
        self.progress("Switching to the new snapshot", 2, 3)
        snapshots.switch(self.out, folder)
        self.progress("Serving the new snapshot", 3, 3)
        return Published(folder, digest, True, told, self.notes + self._prune(keep), content)

    def _prune(self, keep: int) -> list[str]:
        """Older snapshots go, and are named; the new one serves already, so that nothing here undoes the build."""
        try:
            removed = snapshots.prune(self.out, keep)
        except OSError as error:
            return [f"Older snapshots could not be removed: {error}."]
        return [f"The last {keep} snapshots are kept (NAGAR_KEEP); removed: {', '.join(removed)}."] if removed else []


def _run(recipe: sources.Recipe, places: dict) -> Built:
    """What the recipe makes; its own mistake becomes a problem that names its file and line."""
    paths = [recipe.paths[part] for part in sorted(recipe.paths)]
    try:
        return recipe.module.build(paths, places)
    except ContentError:
        raise
    except Exception as error:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(recipe.file)]
        message = f"fails on {', '.join(path.name for path in paths)}: {type(error).__name__}: {error}."
        hint = "Is the file as its publisher gives it? If so, the recipe must be mended."
        raise ContentError(Problem(shown(recipe.file), frames[-1].lineno if frames else 1, message, hint)) from error


def _bundled(card: ExtractCard, path: Path) -> Built:
    """The rows of a bundled file; of a large one only where they lie."""
    return (
        large.bundled(card, path)
        if heavy.is_large(path) and path.suffix == ".parquet"
        else extract.read_bundled(card, path)
    )
