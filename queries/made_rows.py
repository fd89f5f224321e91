"""Writing a cube that publishing works out beside a module's own, from rows made in Python."""

from collections.abc import Iterable, Mapping
from pathlib import Path


def write(rows: Iterable[tuple], schema: Mapping[str, str], path: Path) -> None:
    """The rows as Parquet at `path`, in their order; `schema` gives each column its DuckDB type, in theirs."""
    import pyarrow
    import pyarrow.parquet

    kinds = {"VARCHAR": pyarrow.string(), "INTEGER": pyarrow.int32(), "DOUBLE": pyarrow.float64(),
             "BOOLEAN": pyarrow.bool_()}  # fmt: skip
    of_arrow = pyarrow.schema([(name, kinds[kind]) for name, kind in schema.items()])
    columns = list(zip(*rows, strict=True)) or [[]] * len(schema)
    arrays = [pyarrow.array(column, field.type) for column, field in zip(columns, of_arrow, strict=True)]
    path.parent.mkdir(parents=True, exist_ok=True)
    pyarrow.parquet.write_table(pyarrow.Table.from_arrays(arrays, schema=of_arrow), path, compression="zstd")
