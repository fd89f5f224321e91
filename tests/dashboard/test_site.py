"""A site reads outlines where they lie; of a snapshot from before they lay beside the cubes it holds a copy."""

from dataclasses import replace

import duckdb
import pytest

from dashboard.site import open_site
from geo import boundaries
from queries import native

MAKWANPUR = "NP0331"


@pytest.fixture(scope="module")
def earlier(bundled_house, tmp_path_factory):
    """The house of a snapshot whose native file has no outlines."""
    folder = tmp_path_factory.mktemp("earlier")
    for path in bundled_house.folder.iterdir():
        if path.name != native.FILE:
            (folder / path.name).symlink_to(path)
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{folder / native.FILE}' AS native")
        connection.execute('CREATE TABLE native."drawn/one" AS SELECT 1 AS persons')
        connection.execute("DETACH native")
    return replace(bundled_house, folder=folder)


def test_outlines_of_both_are_the_same(bundled_house, earlier):
    now, then = open_site(bundled_house), open_site(earlier)
    layer = boundaries.layer_of(bundled_house.places[MAKWANPUR])
    drawn = [boundaries.feature_collection(site.outlines.cursor(), layer, [MAKWANPUR]) for site in (now, then)]
    assert drawn[0] == drawn[1] and b'"coordinates"' in drawn[0]
    assert now.bounds([MAKWANPUR]) == then.bounds([MAKWANPUR]) is not None
    assert native.has_shapes(now.outlines) and "memory" in str(then.outlines.execute("PRAGMA database_list").fetchall())


def test_a_copy_is_made_once_for_sites_with_the_same_outlines(bundled_house, earlier):
    first = open_site(earlier)
    assert open_site(earlier, like=first).outlines is first.outlines
    assert open_site(earlier, like=replace(first, outlines_digest="another")).outlines is not first.outlines
    assert open_site(bundled_house, like=first).outlines is not first.outlines  # it has its own, beside its cubes
