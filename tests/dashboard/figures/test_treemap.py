"""Areas in proportion, which fill the picture and do not overlap; every part is told."""

import pytest

from dashboard.figures import treemap


def area(box) -> float:
    left, bottom, right, top = box
    return (right - left) * (top - bottom)


def test_four_equal_parts_of_a_square_are_four_squares():
    boxes = treemap.squarified([1, 1, 1, 1], 10, 10)
    assert [tuple(round(end, 9) for end in box) for box in boxes] == [
        (0, 5, 5, 10), (0, 0, 5, 5), (5, 5, 10, 10), (5, 0, 10, 5),
    ]  # fmt: skip


@pytest.mark.parametrize("values", [[6, 6, 4, 3, 2, 2, 1], [97, 1, 1, 1], [5], [3, 2], list(range(40, 0, -1))])
def test_areas_are_in_proportion_and_fill_the_whole(values):
    boxes = treemap.squarified(values, 100, 62)
    assert [area(box) for box in boxes] == pytest.approx([value / sum(values) * 100 * 62 for value in values])
    assert all(box[0] >= -1e-9 and box[1] >= -1e-9 and box[2] <= 100 + 1e-9 and box[3] <= 62 + 1e-9 for box in boxes)


def test_parts_do_not_overlap():
    boxes = treemap.squarified([6, 6, 4, 3, 2, 2, 1], 6, 4)
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            wide = min(one[2], other[2]) - max(one[0], other[0])
            high = min(one[3], other[3]) - max(one[1], other[1])
            assert min(wide, high) < 1e-9


def parts(row, *values):
    return [(f"part {number}", row("NP03", value)) for number, value in enumerate(values)]


def test_the_largest_part_comes_first_and_keeps_the_colour_of_its_place_in_the_order(row, subject):
    figure = treemap.figure(parts(row, 10, 60, 30), subject)
    boxes = [trace for trace in figure["data"] if trace["mode"] == "lines"]
    assert [trace["name"] for trace in boxes] == ["part 1", "part 2", "part 0"]
    assert boxes[0]["fillcolor"] == treemap.COLOURS[1]
    assert boxes[0]["text"] == "part 1<br>60.0\u00a0%<br>60.0\u00a0%"  # 60 percent, which is 60 of 60 + 30 + 10


def test_a_small_part_has_no_label_but_its_hover(row, subject):
    figure = treemap.figure(parts(row, 96, 4), subject)
    assert [trace["mode"] for trace in figure["data"]] == ["lines", "text", "lines"]


def test_a_zero_takes_no_room(row, subject):
    figure = treemap.figure(parts(row, 50, 0, 50), subject)
    assert [trace["name"] for trace in figure["data"] if trace["mode"] == "lines"] == ["part 0", "part 2"]


@pytest.mark.parametrize("values", [(10,), (10, None), (10, -1), (10, 0)])
def test_what_is_not_known_in_whole_is_not_drawn(row, subject, values):
    assert treemap.figure(parts(row, *values), subject) is None
