"""The table of a figure in a picture: as many rows as there is room for, the others counted."""

from collections.abc import Iterator, Sequence

from dashboard.briefs import fonts, pen
from dashboard.briefs.content import Figure
from dashboard.words import Reader, say

SMALLEST = 0.62  # of the letters, to which they shrink before columns are left out
GAP = 1.2  # letters between columns
NARROWEST = 9.0  # letters of a column of words
WIDEST = 0.5  # of the width, for a column of words that has neighbours
MOST_LINES = 3  # of a cell
ROW = 1.3  # letters from line to line


def of(
    figure: Figure, reader: Reader, at: tuple[float, float], room: tuple[float, float], letters: float
) -> Iterator[str]:
    """The table at a point in a room of so much width and height."""
    (x, y), (wide, high) = at, room
    if not figure.rows:
        yield pen.text(x, y + letters * 1.2, say("briefs.nothing_known", reader), letters, colour=pen.SOFT)
        return
    columns, letters = _columns(figure, wide, letters)
    head = [figure.columns[: len(columns)]] if figure.columns else []
    heads = [_wrapped(cells, columns, letters, bold=True) for cells in head]
    body = [_wrapped(row[: len(columns)], columns, letters) for row in figure.rows]
    left_out = len(figure.columns) - len(columns) if figure.columns else 0
    shown = _fitting(body, high - sum(_height(lines, letters) for lines in heads), letters,
                     bool(left_out or figure.left_out))  # fmt: skip
    for bold, rows in ((True, heads), (False, body[:shown])):
        for lines in rows:
            yield from _row(lines, columns, figure.numeric, (x, y), letters, bold)
            y += _height(lines, letters)
            yield pen.line(x, y - letters * 0.1, x + wide, y - letters * 0.1, pen.LINE, letters / 16)
    rest = len(body) - shown + figure.left_out
    told = [say("pictures.more_rows", reader, count=rest)] if rest else []
    told += [say("pictures.more_columns", reader, count=left_out)] if left_out else []
    if told:
        yield pen.text(
            x, y + letters * 1.1, fonts.cut(" ".join(told), letters * 0.9, wide), letters * 0.9, colour=pen.SOFT
        )


def _columns(figure: Figure, wide: float, letters: float) -> tuple[list[tuple[float, float]], float]:
    """Where each column that has room begins and how wide it is; and the letters, smaller where many would have none."""
    cells = [figure.columns, *figure.rows] if figure.columns else figure.rows
    count = max(map(len, cells))
    for size in (letters, letters * 0.8, letters * SMALLEST):
        widths = [_needed([row[at] for row in cells if at < len(row)], figure.numeric[at : at + 1] == (True,), size, wide, count)
                  for at in range(count)]  # fmt: skip
        if sum(least for least, _ in widths) + (count - 1) * GAP * size <= wide:
            break
    while len(widths) > 1 and sum(least for least, _ in widths) + (len(widths) - 1) * GAP * size > wide:
        widths.pop()
    spare = wide - sum(least for least, _ in widths) - (len(widths) - 1) * GAP * size
    wanted = sum(most - least for least, most in widths) or 1
    share = min(max(spare, 0) / wanted, 1)
    found, x = [], 0.0
    more = max(spare - wanted * share, 0) / max(len(widths) - 1, 1)
    for least, most in widths:
        own = least + (most - least) * share
        found.append((x, own))
        x += own + GAP * size + more
    return found, size


def _needed(cells: Sequence[str], numeric: bool, size: float, wide: float, count: int) -> tuple[float, float]:
    """The least width of a column and what it would like to have."""
    natural = max(fonts.width(cell, size, at == 0) for at, cell in enumerate(cells))
    word = max([fonts.width(part, size, True) for part in cells[0].split()], default=0)  # of the heading, never broken
    if numeric:
        least = min(max([word, *(fonts.width(cell, size) for cell in cells[1:])]), wide)
        return least, max(min(natural, wide), least)
    most = min(natural, wide * WIDEST if count > 1 else wide)
    least = min(max(word, min(most, NARROWEST * size)), wide)
    return least, max(most, least)


def _wrapped(cells: Sequence[str], columns, letters: float, bold: bool = False) -> list[list[str]]:
    found = []
    for cell, (_, wide) in zip(cells, columns, strict=False):
        lines = fonts.wrapped(cell, letters, wide + 0.01, bold)
        if len(lines) > MOST_LINES:
            lines = [*lines[: MOST_LINES - 1], fonts.cut(" ".join(lines[MOST_LINES - 1 :]), letters, wide, bold)]
        found.append(lines)
    return found


def _height(lines: Sequence[Sequence[str]], letters: float) -> float:
    return max([1, *map(len, lines)]) * letters * ROW + letters * 0.4


def _fitting(body: Sequence, high: float, letters: float, counted: bool) -> int:
    """How many rows there is room for, with a line that counts the others where some are left."""
    heights = [_height(lines, letters) for lines in body]
    if sum(heights) + (letters * 1.5 if counted else 0) <= high:
        return len(body)
    used, shown = letters * 1.5, 0
    for height in heights:
        used += height
        if used > high:
            break
        shown += 1
    return shown


def _row(lines, columns, numeric: Sequence[bool], at: tuple[float, float], letters: float, bold: bool) -> Iterator[str]:
    x, y = at
    for cell, (left, wide), number in zip(lines, columns, [*numeric, *[False] * len(columns)], strict=False):
        for place, line in enumerate(cell):
            foot = y + letters * (1.05 + place * ROW)
            if number:
                yield pen.text(x + left + wide, foot, line, letters, bold=bold, anchor="end")
            else:
                yield pen.text(x + left, foot, line, letters, bold=bold)
