"""The queue: so many compute, so many wait, the rest are refused at once."""

import threading

from dashboard.limits import Queue


def test_those_who_fit_enter_and_the_rest_are_refused_at_once():
    queue = Queue(computing=2, waiting=0, seconds=60)
    assert [queue.enter() for _ in range(3)] == [True, True, False]
    queue.leave()
    assert queue.enter()


def test_who_waits_too_long_is_refused_and_waits_no_more():
    queue = Queue(computing=1, waiting=1, seconds=0.01)
    assert queue.enter() and not queue.enter()
    assert queue.waits == 0


def test_who_waits_enters_when_one_leaves(until):
    queue = Queue(computing=1, waiting=1, seconds=600)
    assert queue.enter()
    entered = []
    waiting = threading.Thread(target=lambda: entered.append(queue.enter()))
    waiting.start()
    until(lambda: queue.waits == 1)
    assert not queue.enter()  # the place to wait is taken
    queue.leave()
    waiting.join()
    assert entered == [True]


def test_a_hundred_threads_are_never_more_than_may_compute():
    queue, lock, inside, most = Queue(computing=3, waiting=100, seconds=600), threading.Lock(), [0], [0]

    def visit():
        assert queue.enter()
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        with lock:
            inside[0] -= 1
        queue.leave()

    threads = [threading.Thread(target=visit) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 <= most[0] <= 3
