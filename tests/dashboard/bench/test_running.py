"""How soon a server answers is told from its start to its answer, and its memory when it rests."""

import time
from contextlib import contextmanager

from dashboard.bench import running


def test_the_first_answer_is_timed_from_the_start_and_the_end_of_the_server_is_not(monkeypatch, tmp_path):
    asked = []

    @contextmanager
    def nagar(folder, data, ready):
        asked.append((folder, data, ready))
        time.sleep(0.1)
        yield None, 0
        time.sleep(0.4)

    monkeypatch.setattr(running, "nagar", nagar)
    took = running.first_answer_seconds(tmp_path, tmp_path / "data", "/poverty")
    assert 0.1 <= took < 0.1 + 0.4
    assert asked == [(tmp_path, tmp_path / "data", "/poverty")]


def test_memory_is_told_after_a_rest(monkeypatch):
    done = []
    monkeypatch.setattr(running.time, "sleep", done.append)
    monkeypatch.setattr(running, "memory", lambda process: done.append(process) or 7.0)
    assert running.memory_at_rest("process") == 7.0
    assert done == [running.REST_SECONDS, "process"]
