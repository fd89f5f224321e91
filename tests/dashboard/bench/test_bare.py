"""The bare statements that publishing is measured against are those it cannot do without, and leave nothing behind."""

import duckdb
import pytest

from dashboard.bench import bare

pytestmark = pytest.mark.slow


def test_they_sort_every_extract_and_run_every_select_and_leave_nothing(room, published, tmp_path, monkeypatch):
    _, house, _ = published
    sent, connect = [], duckdb.connect

    class Told:
        def __init__(self, connection):
            self.connection = connection

        def execute(self, sql):
            sent.append(sql)
            return self.connection.execute(sql)

        def close(self):
            self.connection.close()

    monkeypatch.setattr(bare.duckdb, "connect", lambda **named: Told(connect(**named)))
    cards = {name: house.cards[name] for name in house.extracts}
    assert bare.seconds(room, cards, house.registry.modules, tmp_path, "300MB") > 0
    assert sum(sql.startswith("COPY") and "ORDER BY" in sql for sql in sent) == len(cards) == 2
    selects = [sql for sql in sent if sql.startswith("CREATE TEMP TABLE")]
    assert ["GROUP BY" in sql for sql in selects] == [True] * len(house.registry.modules)
    assert f"{room}/extracts" in sent[0]  # the rows as they came, not as they were published
    assert list(tmp_path.glob("*.parquet")) == []
