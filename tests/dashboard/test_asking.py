"""Answers are kept for the next request, and a question that many put at once is answered once."""

import threading
from collections import Counter

import pytest

from dashboard import asking
from dashboard.app import create_app
from queries import run as door
from queries.run import Ask

MANY = 32


@pytest.fixture
def counted(monkeypatch):
    """How often each question was worked out."""
    times = Counter()

    def run(house, ask):
        times[ask] += 1
        return door.run(house, ask)

    monkeypatch.setattr(asking, "run_now", run)
    return times


@pytest.fixture
def house(bundled_house):
    bundled_house.shelf.clear()
    return bundled_house


def test_the_same_question_is_answered_once(house, counted):
    ask = Ask("people/population", by="region", within="NP")
    assert asking.run(house, ask) is asking.run(house, ask)
    assert counted == {ask: 1}


def test_a_page_that_many_open_at_once_puts_each_of_its_questions_once(house, counted, monkeypatch):
    monkeypatch.setenv("NAGAR_THREADS", str(MANY))  # on a busy machine the queue would send some of them away
    server = create_app(house).server
    start, answers = threading.Barrier(MANY), []

    def visit():
        client = server.test_client()
        start.wait()
        answer = client.get("/page/poverty?place=NP03&by=district")
        answers.append((answer.status_code, answer.data))

    threads = [threading.Thread(target=visit) for _ in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == MANY and len(set(answers)) == 1 and answers[0][0] == 200
    assert len(counted) > 3 and set(counted.values()) == {1}
