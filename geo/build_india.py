"""The places of India that figures of ours speak of: Pune and what lies above it, by their codes of the census of 2011.

They have no outline here: of India no boundary is bundled. Run `python -m geo.build_india` to write the layer again.
"""

import pyarrow
import pyarrow.parquet

from geo.build_layers import SCHEMA, SHAPES

LAYER = "india_places"
VINTAGE = "census-2011"
PLACES = (  # code, level, the census's own code, name, category, parent
    ("IN", "country", None, "India", None, None),
    ("IN27", "region", "27", "Maharashtra", None, "IN"),
    ("IN27521", "district", "521", "Pune (district)", None, "IN27"),
    ("IN27521802814", "local", "802814", "Pune", None, "IN27521"),
)


def rows() -> list[dict]:
    """One row a place, with every column of a layer; what is not known is missing."""
    nothing = dict.fromkeys(SCHEMA.names)
    return [
        nothing | {"code": code, "country": "IN", "level": level, "vintage": VINTAGE, "second_code": own, "name_en": name,
                   "category": category, "parent": parent}
        for code, level, own, name, category, parent in PLACES
    ]  # fmt: skip


def write(folder=SHAPES) -> None:
    """The layer as Parquet."""
    table = pyarrow.Table.from_pylist(rows(), schema=SCHEMA)
    pyarrow.parquet.write_table(table, folder / f"{LAYER}.parquet", compression="zstd")


if __name__ == "__main__":
    write()
