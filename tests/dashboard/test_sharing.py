"""Processes share answers through a real Redis server, and go on without it."""

import shutil
import socket
import subprocess
from dataclasses import replace

import pytest

from dashboard import asking, sharing
from dashboard.sharing import Shared, read, written
from data.problems import ContentError
from queries import run as door
from queries.run import Ask
from queries.shelf import Shelf

ASKS = [Ask("poverty/wealth_quintiles", by="district", within="NP03"), Ask("people/population", by="country"),
        Ask("poverty/headcount_published", by="region"), Ask("services/grievances", by="local", within="NP0331"),
        Ask("people/population", by="nepal-clusters", carried=True)]  # fmt: skip


@pytest.fixture
def redis_server(tmp_path, until):
    """A function that starts Debian's Redis server at one address, and a function that ends it."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("there is no redis-server (apt install redis-server)")
    redis = pytest.importorskip("redis", reason="the package redis is not installed (pip install 'nagar[redis]')")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = []

    def is_ours() -> bool:
        """Whether the server that was started answers; not another that has taken the port meanwhile."""
        assert running[-1].poll() is None, "the Redis server did not start"
        with redis.Redis(port=port, retry=None) as asked:
            try:
                return asked.info("server")["process_id"] == running[-1].pid
            except redis.RedisError:
                return False

    def start() -> str:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        running.append(subprocess.Popen([program, *options, "--dir", str(tmp_path)], stdout=subprocess.DEVNULL))
        until(is_ours)
        return f"redis://127.0.0.1:{port}/0"

    def stop():
        while running:
            one = running.pop()
            one.kill()
            one.wait()

    yield start, stop
    stop()


@pytest.fixture
def calm(monkeypatch):
    """A busy machine is no reason to call Redis gone."""
    monkeypatch.setattr(sharing, "SECONDS", 600.0)


def process(house, url: str):
    """The house as another process would have opened it."""
    return replace(house, shelf=Shelf(behind=Shared(url, house.digest)))


def test_one_process_works_out_what_others_read(bundled_house, redis_server, calm, monkeypatch):
    import redis

    start, _ = redis_server
    url = start()
    one, other = process(bundled_house, url), process(bundled_house, url)
    made = [asking.run(one, ask) for ask in ASKS]
    kept = redis.Redis.from_url(url)
    keys = kept.keys()
    assert len(keys) == len(ASKS) and all(kept.get(key)[:1] == b"{" for key in keys)
    assert all(0 < kept.ttl(key) <= sharing.KEPT_SECONDS for key in keys)
    monkeypatch.setattr(asking, "run_now", lambda house, ask: pytest.fail(f"{ask} was worked out again"))
    assert [asking.run(other, ask) for ask in ASKS] == made
    elsewhere = replace(other, shelf=Shelf(behind=Shared(url, "another snapshot")))
    with pytest.raises(pytest.fail.Exception):
        asking.run(elsewhere, ASKS[0])
    kept.close()


def test_answers_go_on_when_redis_goes_away_and_are_shared_again_when_it_is_back(
    bundled_house, redis_server, calm, monkeypatch, caplog
):
    monkeypatch.setattr(sharing, "PAUSE_SECONDS", 0.0)
    start, stop = redis_server
    house = process(bundled_house, start())
    first = asking.run(house, ASKS[0])
    stop()
    house.shelf.clear()
    assert asking.run(house, ASKS[0]) == first and "answers are not shared for now" in caplog.text
    url = start()
    asking.run(house, ASKS[1])
    import redis

    kept = redis.Redis.from_url(url)
    assert kept.dbsize() == 1
    kept.close()


def test_while_redis_is_away_it_is_not_asked_again_at_once(redis_server, monkeypatch):
    monkeypatch.setattr(sharing, "PAUSE_SECONDS", 600.0)
    start, stop = redis_server
    shared = Shared(start(), "digest")
    stop()
    tried = []
    monkeypatch.setattr(shared._redis, "get", lambda name: tried.append(name))
    assert shared.find(("answer", ASKS[0])) is None and len(tried) == 1


@pytest.mark.parametrize("there", [b"", b"{}", b"[1]", b"no json", b'{"rows": 7}', "text".encode("utf-16")])
def test_what_another_put_there_is_no_answer_and_worked_out(bundled_house, redis_server, calm, there):
    import redis

    start, _ = redis_server
    url = start()
    house = process(bundled_house, url)
    asking.run(house, ASKS[1])
    kept = redis.Redis.from_url(url)
    kept.set(kept.keys()[0], there)
    house.shelf.clear()
    assert asking.run(house, ASKS[1]) == door.run(bundled_house, ASKS[1])
    kept.close()


def test_an_answer_comes_back_as_it_was_or_is_not_shared(bundled_house):
    for module in bundled_house.cubes:
        answer = door.run(bundled_house, Ask(module, by="country"))
        assert read(written(answer), answer.ask) == answer, module
    events = door.run(bundled_house, Ask("alliance/participation", within="NP03"))
    assert written(events) is None  # they have dates, which JSON has not
    assert written(replace(events, rows=[{"value": 2**70}])) is None


@pytest.mark.parametrize("url", ["http://example.org", "localhost:6379", "redis://:pass@h:port/0"])
def test_an_address_that_is_none_is_told_without_repeating_it(url):
    pytest.importorskip("redis")
    with pytest.raises(ContentError, match="NAGAR_REDIS is no address") as told:
        Shared(url, "digest")
    assert url not in str(told.value)
