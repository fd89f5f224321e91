"""Which frame stands at which second."""

from dashboard.bench.film import at

FRAMES = [(-0.2, "before"), (0.4, "white"), (1.1, "text"), (1.1, "text and bar")]


def test_it_is_the_last_frame_painted_until_then():
    assert [at(FRAMES, second) for second in (0.3, 0.5, 1.0, 1.1, 5.0)] == [
        "",
        "white",
        "white",
        "text and bar",
        "text and bar",
    ]
