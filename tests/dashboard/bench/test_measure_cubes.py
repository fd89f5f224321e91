"""Top flows are timed on the question that is hardest of those kept: everywhere, by the finest level."""

import pytest

from dashboard.bench import measure_cubes

pytestmark = pytest.mark.slow


def test_the_largest_flows_are_timed_by_the_finest_level_that_is_kept(published, monkeypatch):
    _, house, _ = published
    asked = []
    run = measure_cubes.run
    monkeypatch.setattr(measure_cubes, "run", lambda house, ask: asked.append(ask) or run(house, ask))
    assert 0 < measure_cubes.of_flows(house, house.registry.modules["made/moves"], 1) < 500
    (ask,) = asked
    assert (ask.by, ask.within, ask.period, ask.total) == ("local", None, "2021", ("reason",))
