"""The real places, read once; and small ones to draw groups with."""

import pytest

from geo import places as geo_places


@pytest.fixture(scope="session")
def places():
    return geo_places.load()
