"""Eight threads ask thousands of questions at once and get, one by one, what a single thread gets."""

import os
import threading
from random import Random

import pytest

from dashboard import answers, asking
from dashboard.app import create_app
from dashboard.choice import cut
from queries import run as door
from queries.run import Ask

pytestmark = pytest.mark.slow
THREADS, SEED = 8, 744
QUESTIONS = int(os.environ.get("THREAD_QUESTIONS", 1_500))  # `make fuzz` asks all 10,000
ASKED = [
    ("local", "NP0331"), ("district", "NP03"), ("nepal-clusters", "NP0220"), ("district", "mithila-circuit"), ("region", "NP03"),
    ("district", "BD1004"), ("ward", "NP0331201"), ("country", "NP0331"),
]  # fmt: skip
PAGES = [
    "/people?place=NP0331",
    "/poverty?place=NP03&by=district&lang=ne",
    "/budget?place=BD10&lang=bn",
    "/alliance",
    "/nothing",
]
FILES = [
    "/csv/people?of=ranking&place=NP0331",
    "/csv/budget?of=ranking&place=NP03",
    "/csv/place/NP0548201",
    "/csv/people?period=1999",
    "/healthz",
]


def asks(house) -> list[Ask]:
    """Questions to every module: by levels and groups, inside the country, a province, a district and a cluster."""
    found = []
    for module in house.registry.modules.values():
        if not house.has_data(module.id):
            continue
        indicator = next(iter(module.indicators.values()))
        where, total = cut(module, indicator, (), [])
        for by, within in ASKED:
            found.append(Ask(module.id, by, within, None, where, total, (indicator.id,)))
    return found


def outcome(ask):
    """What a question gives, its error too."""
    try:
        return ask()
    except Exception as error:
        return repr(error)


def questions(house, client) -> list:
    """Kinds of functions without arguments, each giving something that can be compared: answers, pages, files."""

    def file(url: str):
        answer = client().get(url)
        return answer.status_code, answer.data

    # (how often of 100, questions of the kind)
    return [
        (5, [lambda ask=ask: door.run(house, ask) for ask in asks(house)[::5]]),
        (87, [lambda ask=ask: asking.run(house, ask) for ask in asks(house)[::2]]),
        (2, [lambda url=url, part=part: file(part + url) for url in PAGES for part in ("/page", "/rest")]),
        (6, [lambda url=url: file(url) for url in FILES]),
    ]


def test_eight_threads_get_exactly_what_one_gets(bundled_house, monkeypatch):
    bundled_house.shelf.clear()
    monkeypatch.setattr(answers, "MOST_BYTES", 0)  # pages are drawn each time
    monkeypatch.setenv("NAGAR_THREADS", str(THREADS))
    monkeypatch.setenv("NAGAR_CACHE_MB", "2")  # so few that threads drive each other's out all the time
    asked = questions(bundled_house, create_app(bundled_house).server.test_client)
    expected = [[outcome(one) for one in kind] for _, kind in asked]
    answered = [one for kind in expected for one in kind if not isinstance(one, str)]
    assert len(answered) > 60
    wrong, done = [], []

    def visit(seed: int):
        chance = Random(seed)
        for _ in range(QUESTIONS // THREADS):
            kind = chance.choices(range(len(asked)), [often for often, _ in asked])[0]
            number = chance.randrange(len(expected[kind]))
            if outcome(asked[kind][1][number]) != expected[kind][number]:
                wrong.append((kind, number))
        done.append(seed)

    threads = [threading.Thread(target=visit, args=(SEED + number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == THREADS and wrong == []
