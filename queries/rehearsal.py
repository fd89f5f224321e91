"""A rehearsal of the next build: the cubes of the modules as they are now, over the extracts of a snapshot.

It lies in a folder of its own and never touches the snapshot. What did not change since is taken over; a module that
is broken can be kept as it last was.
"""

import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from data import snapshots, warehouse
from data.cards import ExtractCard
from data.extract import write_json
from data.problems import ContentError, Problem
from data.publish import Context
from geo import groups
from queries import contract, cube, native
from queries.house import House, opened
from queries.pockets import ENDING
from queries.query import Module, Theme
from queries.registry import Registry
from queries.worked_out import ABOUT


@dataclass(frozen=True)
class Good:
    """What was good when it was last looked at: themes and modules by id, the folder of their cubes, the house over it."""

    folder: Path
    themes: Mapping[str, Theme] = field(default_factory=dict)
    modules: Mapping[str, Module] = field(default_factory=dict)
    house: House | None = None


def rehearse(
    before: Good, folder: Path, found: Registry, cards: Mapping[str, ExtractCard], places: Mapping
) -> tuple[House, list[Problem]]:
    """The house over `folder`, which is filled as a build would fill it from the extracts of `before`, and all problems.

    `found` is what lies in the folders of queries now. A module that is broken answers as in `before`, if it was good
    there. `ContentError` where the extracts are not those of the cards any more: then a build is needed.
    """
    manifest, misfits = snapshots.manifest(before.folder), warehouse.misfits(before.folder, cards)
    if misfits:
        raise ContentError(misfits)
    folder.mkdir(parents=True)
    for name in snapshots.files_in(before.folder):
        if name not in (snapshots.MANIFEST, native.FILE) and not name.startswith(("cubes/", "groups/")):
            snapshots.link_or_copy(before.folder / name, folder / name)
    shutil.copytree(groups.GROUPS, folder / "groups")
    found = contract.vetted(found, cards)
    context = Context(dict(places), dict(cards), manifest["extracts"], before.folder, manifest, _silent)
    cube.publish(folder, context, found)
    failed = {module.id for module in found.modules.values()
              if set(module.tables) & set(manifest["extracts"]) and module.id not in context.cubes}  # fmt: skip
    kept = _kept(before, found, failed, manifest, folder)
    context.cubes |= {name: manifest["cubes"][name] for name in kept if name in manifest["cubes"]}
    _take_over_pockets(before, context.cubes, manifest, folder)
    problems = sorted({*found.problems, *context.problems})
    linked = {name: digest for name, digest in manifest["files"].items()
              if name != native.FILE and not name.startswith(("cubes/", "groups/"))}  # fmt: skip
    made = (name for name in snapshots.files_in(folder) if name not in linked)
    files = linked | {name: snapshots.digest_of(folder / name) for name in made}
    _write_native(before.folder, manifest["files"], folder, files)
    files[native.FILE] = snapshots.digest_of(folder / native.FILE)
    content = {"problems": [asdict(problem) for problem in problems], "cubes": context.cubes, "files": files}
    write_json(folder / snapshots.MANIFEST, manifest | content)
    facts = {name: cube_facts for name, cube_facts in (before.house.cubes.items() if before.house else ())
             if files.get(f"cubes/{name}.parquet") == manifest["files"].get(f"cubes/{name}.parquet")}  # fmt: skip
    known = before.house.places if before.house else None
    return opened(folder, _merged(before, found, failed, kept), cards, known, facts), problems


def _kept(before: Good, found: Registry, failed: set[str], manifest: Mapping, folder: Path) -> dict[str, Module]:
    """The modules that answer as they last did, with their cubes taken over."""
    kept = {name: before.modules[name] for name in {*found.broken, *failed} if name in before.modules}
    for name in kept:
        path = f"cubes/{name}.parquet"
        if name in manifest["cubes"]:
            (folder / path).unlink(missing_ok=True)
            snapshots.link_or_copy(before.folder / path, folder / path)
    return kept


def _write_native(before: Path, then: Mapping, folder: Path, files: Mapping) -> None:
    """The native file of the cubes there are now (path -> digest); only those that changed are written anew."""
    if native.FILE not in then:
        return native.write(folder)
    cubes = {name for name in {*then, *files} if name.startswith("cubes/")}
    changed = sorted(name for name in cubes if then.get(name) != files.get(name))
    native.renew(folder, before, [name.removeprefix("cubes/").removesuffix(".parquet") for name in changed])


def _take_over_pockets(before: Good, cubes: dict, manifest: Mapping, folder: Path) -> None:
    """The pockets, networks and durations of the cubes that are the same: they take a build to find, and of another cube
    they would be wrong.
    """
    endings = (ENDING, *(f".{about}" for about in ABOUT))
    for name, made in manifest["cubes"].items():
        ending = next((one for one in endings if name.endswith(one)), None)
        owner = name.removesuffix(ending or "")
        if ending and cubes.get(owner, {}) == manifest["cubes"].get(owner):
            cubes[name] = made
            snapshots.link_or_copy(before.folder / f"cubes/{name}.parquet", folder / f"cubes/{name}.parquet")


def _merged(before: Good, found: Registry, failed: set[str], kept: Mapping[str, Module]) -> Registry:
    """The modules there are now, in their order, with the last good version of those that are broken."""
    modules = {name: module for name, module in found.modules.items() if name not in failed} | kept
    wanted = {module.theme for module in modules.values()} | set(found.themes)
    themes = {name: found.themes.get(name) or before.themes[name] for name in wanted
              if name in found.themes or name in before.themes}  # fmt: skip
    themes = dict(sorted(themes.items(), key=lambda item: (item[1].order, item[0])))
    ordered = sorted(modules.values(), key=lambda module: (module.card.order, module.id))
    modules = {module.id: module for theme in themes for module in ordered if module.theme == theme}
    broken = {name: problems for name, problems in found.broken.items() if name not in kept}
    return Registry(themes, modules, found.problems, broken)


def _silent(text: str, done: int, total: int) -> None:
    """Nobody watches a rehearsal."""
