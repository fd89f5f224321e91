"""Areas of places for questions about density: square kilometres of every outline in `geo/shapes`, as a bundled extract.

`python -m data.place_areas` writes `data/extracts/place_areas.parquet` again after the shapes have changed.
"""

from pathlib import Path

import pandas

from data.cards import Built
from data.problems import ROOT

EXTRACT = "place_areas"
SHAPES = ROOT / "geo" / "shapes"


def areas(shapes: Path = SHAPES) -> pandas.DataFrame:
    """One row a place with an outline, in order of its code: place, area_km2. Places without one are left out."""
    import duckdb

    files = [str(path) for path in sorted(shapes.glob("*.parquet"))]
    return duckdb.execute(
        "SELECT code AS place, any_value(area_km2) AS area_km2 FROM read_parquet(?, union_by_name = true) "
        "WHERE area_km2 > 0 AND level <> 'protected' GROUP BY code ORDER BY code",
        [files],
    ).df()


def main():
    """Write the bundled Parquet."""
    from data import catalogue, extract

    card = catalogue.cards()[0][EXTRACT]
    made = Built(frame=areas(), **{**card.bundled, "notes": list(card.bundled.get("notes", ()))})
    extract.write_parquet(catalogue.EXTRACTS / f"{EXTRACT}.parquet", card, made, dict.fromkeys(made.frame["place"]))


if __name__ == "__main__":
    main()
