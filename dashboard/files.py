"""The static files: Dash's scripts in one, ours in one, styles, plotly; each under an address that its content makes.

Whatever has such an address is kept by browsers for ever. `make` compresses them when a snapshot is built, as well as
brotli and zstd can; a server that finds no compressed file (of a newer Dash, say) compresses with gzip, once a process.
"""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

from geo.world import LAND

ASSETS = Path(__file__).with_name("assets")
WORKER = "sw.js"  # served under an address of its own, which must not change
BRIEFING = ASSETS / "briefing.js"  # of one page alone
FOLDER = "static"  # beside the snapshots
ENDINGS = {
    "br": ".br",
    "zstd": ".zst",
    "gzip": ".gz",
}  # what `Accept-Encoding` calls it -> how its file ends; best first
PLOTLY_BUNDLE = "basic"  # of plotly.js: lines, points and bars, which is all our charts have
LARGE = 2_000_000  # bytes; brotli takes half a minute for the whole of plotly.js at its best level
SCRIPT, STYLE = "application/javascript; charset=utf-8", "text/css; charset=utf-8"
PICTURE = "image/svg+xml"
NPM_SECONDS = 60


@dataclass(frozen=True)
class StaticFile:
    """A file made of one or several others, one after the other."""

    name: str
    kind: str
    sources: tuple[Path, ...]

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.content()).hexdigest()[:16]

    @property
    def url(self) -> str:
        return f"/file/{self.digest}/{self.name}"

    def content(self) -> bytes:
        # Scripts are closed, so that one without a last semicolon does not run into the next.
        between, read = (b"\n;", Path.read_bytes) if self.kind == SCRIPT else (b"\n", _content)
        return between.join(map(read, self.sources))


def _content(path: Path) -> bytes:
    return elements_of(path.read_text("utf-8")).encode() if path == bootstrap_css() else path.read_bytes()


@cache
def elements_of(css: str) -> str:
    """What a minified style sheet says of elements by their name (Bootstrap calls it its reboot), with the variables that
    this needs. What it says of classes is left out: no page of ours has one of Bootstrap's.
    """
    kept = "".join(_of_elements(css))
    used = set(re.findall(r"var\((--[\w-]+)", kept))
    values = dict(re.findall(r"(--[\w-]+):([^;{}]*)", css.partition("[data-bs-theme=dark]{")[0]))
    wanted: set[str] = set()
    while used - wanted:
        wanted |= used
        used = {name for one in wanted for name in re.findall(r"var\((--[\w-]+)", values.get(one, ""))}
    return ":root{" + "".join(f"{name}:{values[name]};" for name in sorted(wanted & values.keys())) + "}" + kept


def _of_elements(css: str) -> Iterator[str]:
    """The rules whose selectors are names of elements."""
    for head, body in re.findall(r"([^{}]+)\{((?:[^{}]|\{[^{}]*\})*)\}", re.sub(r"/\*.*?\*/|@charset[^;]*;", "", css)):
        if head.startswith("@media"):
            inner = "".join(_of_elements(body))
            if inner:
                yield f"{head}{{{inner}}}"
        elif not head.startswith("@"):
            selectors = [
                one for one in head.split(",") if re.match(r"[a-z*[]|::", one) and not re.search(r"[.#]|\[data-", one)
            ]
            if selectors:
                yield f"{','.join(selectors)}{{{body}}}"


@cache
def world() -> StaticFile:
    """The land of the world, which is asked for by the one picture that draws it."""
    return StaticFile("world.svg", PICTURE, (LAND,))


@cache
def briefing_script() -> StaticFile:
    """What the page Briefing alone asks for."""
    return StaticFile("briefing.js", SCRIPT, (BRIEFING,))


def static_files(folder: Path | None) -> dict[str, StaticFile]:
    """All of them by name; `folder` holds what `make` wrote (None: nothing)."""
    first = (*sorted(ASSETS.glob("map*.js")), ASSETS / "begin.js")
    ours = tuple(sorted(path for path in ASSETS.glob("*.js") if path.name != WORKER and path not in (*first, BRIEFING)))
    files = (
        StaticFile("map.js", SCRIPT, first),  # draws before Dash's scripts are there
        StaticFile("dash.js", SCRIPT, dash_scripts()),
        StaticFile("nagar.js", SCRIPT, ours),
        StaticFile("nagar.css", STYLE, (bootstrap_css(), ASSETS / "nagar.css")),
        StaticFile("favicon.png", "image/png", (ASSETS / "favicon.png",)),
        StaticFile("plotly.js", SCRIPT, (plotly_js(folder),)),
        world(),
        briefing_script(),
    )
    return {file.name: file for file in files}


def dash_scripts() -> tuple[Path, ...]:
    """React and Dash's renderer, in the order in which Dash itself asks for them."""
    from dash import _dash_renderer

    dash = Path(find_spec("dash").submodule_search_locations[0])
    needed = _dash_renderer._js_dist_dependencies[0]["relative_package_path"]["prod"]
    return tuple(dash / path for path in (*needed, _dash_renderer._js_dist[0]["relative_package_path"]))


def bootstrap_css() -> Path:
    """Bootstrap's stylesheet as the package bootstrap-flask carries it; the extension itself is never started."""
    spec = find_spec("flask_bootstrap")
    return Path(spec.submodule_search_locations[0]) / "static" / "bootstrap5" / "css" / "bootstrap.min.css"


def plotly_js(folder: Path | None) -> Path:
    """The smaller bundle of plotly.js where `make` could fetch that of the installed version, else the whole."""
    whole = Path(find_spec("plotly").submodule_search_locations[0]) / "package_data" / "plotly.min.js"
    smaller = folder / bundle_name(whole) if folder else whole
    return smaller if smaller.is_file() else whole


def bundle_name(whole: Path) -> str:
    """The name of the smaller bundle's file: it has the version of plotly.js that the whole one states."""
    with open(whole, "rb") as file:
        version = re.search(rb"plotly\.js v(\S+)", file.read(200))
    return f"plotly-{PLOTLY_BUNDLE}-{version[1].decode() if version else 'unknown'}.min.js"


def make(folder: Path, tell: Callable[[str], None] = print, fetch: bool = True) -> None:
    """Fetch the smaller bundle of plotly.js if npm is here, compress every file that is not compressed yet, and remove
    what belongs to none any more. Without `fetch` nothing is asked of another host.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if fetch and plotly_js(None) == plotly_js(folder):
        fetch_bundle(folder / bundle_name(plotly_js(None)), tell)
    wanted = set()
    for file in static_files(folder).values():
        for encoding, ending in ENDINGS.items():
            path = folder / f"{file.digest}{ending}"
            wanted.add(path.name)
            if not path.exists():
                _write(path, compressed(file.content(), encoding))
    for path in folder.iterdir():
        if path.suffix in ENDINGS.values() and path.name not in wanted:
            path.unlink()


def compressed(content: bytes, encoding: str) -> bytes:
    """`content` as small as brotli, zstd or gzip makes it in a few seconds. Only for building: pyarrow is large."""
    if encoding == "gzip":
        return gzip.compress(content, 9, mtime=0)
    import pyarrow

    name, level = {"br": ("brotli", 9 if len(content) > LARGE else 11), "zstd": ("zstd", 19)}[encoding]
    return pyarrow.Codec(name, compression_level=level).compress(content, asbytes=True)


def fetch_bundle(path: Path, tell: Callable[[str], None]) -> None:
    """Write the bundle of plotly.js to `path`, by npm; without npm or network it is told, and the whole one serves."""
    npm = shutil.which("npm")
    if npm is None:
        return tell("npm is not here: charts use the whole of plotly.js, which is three times as large.")
    bundle, version = f"plotly.js-{PLOTLY_BUNDLE}-dist-min", path.name.removesuffix(".min.js").rpartition("-")[2]
    with tempfile.TemporaryDirectory() as scratch:
        command = [npm, "pack", f"{bundle}@{version}", "--ignore-scripts", "--fetch-retries=0", "--silent"]
        try:
            subprocess.run(command, cwd=scratch, check=True, capture_output=True, timeout=NPM_SECONDS)
            (packet,) = Path(scratch).glob("*.tgz")
            with tarfile.open(packet) as archive:
                _write(path, archive.extractfile(f"package/plotly-{PLOTLY_BUNDLE}.min.js").read())
        except (OSError, subprocess.SubprocessError, ValueError, KeyError, tarfile.TarError):
            tell(f"npm could not fetch {bundle} {version}: charts use the whole of plotly.js, three times as large.")


def _write(path: Path, content: bytes) -> None:
    """At once or not at all: a server may be reading."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def best_encoding(accepted: str, offered: Mapping[str, object] = ENDINGS) -> str:
    """The first of the `offered` encodings (best first) that `Accept-Encoding` allows, "" for none."""
    allowed = {}
    for one in accepted.lower().split(","):
        name, _, quality = one.partition(";")
        allowed[name.strip()] = not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", quality)
    return next((name for name in offered if allowed.get(name)), "")
