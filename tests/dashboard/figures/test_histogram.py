"""The picture of classes of time: in their order, the median marked in words, and nothing told that hidden counts forbid."""

from dashboard.figures import histogram
from dashboard.markup import text_of, to_html

CLASSES = ("same day", "1 to 3 days", "still open")


def parts(row, *values):
    return [(title, None if value is None else row("NP03", None, "hidden") if value == "hidden" else row("NP03", value))
            for title, value in zip(CLASSES, values, strict=True)]  # fmt: skip


def told(row, subject, total, *values):
    its, whole = parts(row, *values), row("NP03", total)
    return histogram.sentence(its, whole, histogram.median_of(its, whole), subject)


def test_the_class_of_the_median_is_named_and_the_open_ones_counted(row, subject_of):
    subject = subject_of(unit="letters", decimals=0, denominator=None, over_places="sum")
    letters = lambda place, value, state=None: row(place, value, state, unit="letters")  # noqa: E731
    sentence = told(letters, subject, 100, 30, 40, 30)  # 30, then 30 + 40 = 70 of 100
    assert sentence == (
        "The middle one of 100 letters lies in the class “1 to 3 days”; those still open count as the slowest. "
        "Still open: 30 letters of 100 letters."
    )
    assert told(letters, subject, 100, 20, 20, 60).startswith("At least half of 100 letters are still open")


def test_hidden_classes_forbid_what_they_could_change(row, subject):
    sentence = told(row, subject, 100, "hidden", 10, "hidden")
    assert "do not allow to tell" in sentence and "still open is hidden" in sentence
    assert "80" not in sentence and "90" not in sentence  # what is left of the total is not told


def test_bars_keep_the_order_of_the_classes_and_mark_the_middle_in_words(row, subject):
    styles = {}
    made = histogram.bars(parts(row, 20, 50, "hidden"), 1, subject)
    assert [text_of(line)[:8] for line in made["props"]["children"]] == ["same day", "1 to 3 d", "still op"]
    html = to_html(made, styles)
    assert html.count("the middle one") == 1 and "hidden" in html and "100.00%" in " ".join([*styles, *styles.values()])
    assert histogram.bars(parts(row, None, "hidden", None), None, subject) is None
