"""Which recipe reads which of the files that were given: by content or name, never by guessing."""

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from data.problems import ContentError, Problem, shown
from data.snapshots import digest_of

RECIPES = Path(__file__).resolve().parent / "recipes"


@dataclass
class Recipe:
    """A recipe module, its file, and the files it recognised: part -> path."""

    extract: str
    module: ModuleType
    file: Path
    paths: dict[str, Path] = field(default_factory=dict)

    def code(self) -> list[str]:
        """Digests of the recipe's own text and of what it reads besides: when one changes it is run again."""
        shared = [*sorted(self.file.parent.glob("_*.py")), *getattr(self.module, "ALSO_READS", ())]
        return [digest_of(path) for path in (self.file, *shared) if path.is_file()]


def recipes(folder: Path = RECIPES) -> dict[str, Recipe]:
    """Every recipe by the extract it makes; `ContentError` for modules that cannot be loaded or lack a part."""
    found, problems = {}, []
    for path in sorted(Path(folder).glob("[!_]*.py")):
        try:
            module = _load(path)
            recipe = Recipe(module.EXTRACT, module, path)
            assert callable(module.recognise) and callable(module.build)
        except Exception as error:  # any mistake in a recipe is one sentence, the others are still looked at
            line = error.lineno if isinstance(error, SyntaxError) else 1
            message = f"is no recipe: {type(error).__name__}: {error}."
            hint = "A recipe has EXTRACT, recognise(path) and build(paths, places)."
            problems.append(Problem(shown(path), line or 1, message, hint))
            continue
        if recipe.extract in found:
            message = f"makes {recipe.extract}, which {found[recipe.extract].file.name} makes too."
            problems.append(Problem(shown(path), 1, message, "One recipe for one extract."))
        found[recipe.extract] = recipe
    if problems:
        raise ContentError(problems)
    return found


def assign(folder: Path, known: dict[str, Recipe], leave_out: Path, progress: Callable) -> tuple[list[Path], list[str]]:
    """Gives each recipe the files it recognises below `folder`; returns the files nobody knows, and notes.

    `ContentError` when the folder is missing or holds nothing known, when a file is recognised by two recipes, and
    when two different files are recognised as the same one.
    """
    paths, problems, notes, unknown = _files(folder, leave_out), [], [], []
    for number, path in enumerate(paths):
        progress(f"Looking at {path.name}", number, len(paths))
        owners = [recipe for recipe in known.values() if _recognises(recipe, path, notes)]
        if not owners:
            unknown.append(path)
        elif len(owners) > 1:
            message = f"is recognised by several recipes: {', '.join(owner.file.name for owner in owners)}."
            problems.append(Problem(shown(path), 1, message, "Make them stricter."))
        else:
            problems += _give(owners[0], path, notes)
    if not problems and not any(recipe.paths for recipe in known.values()):
        message = f"none of the {len(paths)} files in this folder is a source that we know."
        problems.append(Problem(shown(folder), 1, message, "The cards in data/extracts say which files are."))
    if problems:
        raise ContentError(problems)
    return unknown, notes


def _recognises(recipe: Recipe, path: Path, notes: list[str]) -> bool:
    try:
        return recipe.module.recognise(path)
    except Exception as error:  # a damaged file that is none of ours must not stop a build
        notes.append(f"{path} could not be looked at by {recipe.file.name}: {type(error).__name__}: {error}")
        return False


def _give(recipe: Recipe, path: Path, notes: list[str]) -> list[Problem]:
    part = recipe.module.part(path) if hasattr(recipe.module, "part") else ""
    other = recipe.paths.setdefault(part, path)
    if other == path:
        return []
    if digest_of(other) == digest_of(path):
        notes.append(f"{path} is the same file as {other} and was read once.")
        return []
    message = f"is recognised as the source of {recipe.extract}, and so is {shown(other)}, which is different."
    return [Problem(shown(path), 1, message, "Keep one of the two in the folder.")]


def _files(folder: Path, leave_out: Path) -> list[Path]:
    if not folder.is_dir():
        found = "is a file" if folder.exists() else "does not exist"
        message = f"{found}: --sources names the folder with the source files."
        raise ContentError(Problem(shown(folder), 1, message, "Give an existing folder."))
    inside = leave_out.resolve()
    paths = []
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and not path.resolve().is_relative_to(inside):
            paths.append(path)
    return paths


def _load(path: Path) -> ModuleType:
    name = f"data.recipes.{path.stem}" if path.parent == RECIPES else f"recipe_{path.stem}"
    if path.parent == RECIPES:
        return importlib.import_module(name)
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
