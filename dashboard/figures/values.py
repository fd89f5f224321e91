"""What colours a map, as bytes: for each place of a layer, in the order of its shapes, the class or the state of its row.

Four bytes hold the length of a head (JSON, padded to an even length), then come arrays of 16-bit numbers, little end
first, each with one number a place of the head's `ranges` (pairs of first number in the layer, and how many):

look   the class from 0, plus 64 where the value is unreliable (hatched), plus 128 where the place lies outside all groups
       (pale); or a state: -1 hidden, -2 not_reported, ... in the order of `states.STATES`. No path turns one into another.
unit   only where the head lists `units`: which of them the place belongs to, -1 for none. Where every unit is the first
       letters of its places' codes the head says how many (`unit_letters`).
size   only where the head says `sizes`, a byte each: the radius of a circle whose area is the value's size, 63 for the
       largest value, one less for each tenth that the largest is larger (63 - 7 where it is 1.1^7 times as large, about
       twice), 0 for none and for a state. Nobody sees a finer step, and it would be a third more to send.
"""

import sys
from array import array
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from math import log

import orjson

from dashboard.figures.states import STATES
from dashboard.figures.subject import has_value

HATCHED, PALE = 64, 128
LARGEST, STEP = 63, 1.1


def look(row: dict, class_of: Callable[[dict], int], pale: bool = False) -> int:
    """The number of a row: its class with its marks, or its state."""
    if has_value(row):
        return class_of(row) + HATCHED * (row["state"] == "unreliable") + PALE * pale
    state = row["state"] if row["state"] in STATES else "no_data"  # a value nobody knows is none
    return -1 - STATES.index(state)


def encode(rows: Sequence[dict], digest: str, numbers: Mapping[str, int], units: Mapping[str, str],
           class_of: Callable[[dict], int], *, dim: bool = False, sizes: bool = False) -> bytes:  # fmt: skip
    """The bytes of the rows of one layer. `digest` and `numbers` are of its shapes, `units` as for a map's figure."""
    ordered = sorted(rows, key=lambda row: numbers[row["place"]])
    found = [numbers[row["place"]] for row in ordered]
    own = [units.get(row["place"], "") for row in ordered]
    head = {"shapes": digest, "ranges": ranges(found), **_head_of_units(ordered, own)}
    arrays = [[look(row, class_of, dim and not unit) for row, unit in zip(ordered, own, strict=True)]]
    if "units" in head:
        known = {unit: number for number, unit in enumerate(head["units"])}
        arrays.append([known.get(unit, -1) for unit in own])
    radii = b""
    if sizes:
        head["sizes"] = True
        largest = max((abs(row["value"]) for row in ordered if has_value(row)), default=0) or 1
        radii = bytes(_radius(row, largest) for row in ordered)
    text = orjson.dumps(head)
    text += b" " * (len(text) % 2)
    return len(text).to_bytes(4, "little") + text + b"".join(map(_bytes_of, arrays)) + radii


def _radius(row: dict, largest: float) -> int:
    """None that is not zero vanishes."""
    if not has_value(row) or not row["value"]:
        return 0
    return max(1, LARGEST + round(log(abs(row["value"]) / largest) / 2 / log(STEP)))


def _bytes_of(numbers: Sequence[int]) -> bytes:
    found = array("h", numbers)
    if sys.byteorder == "big":
        found.byteswap()
    return found.tobytes()


def as_address(content: bytes) -> str:
    """The bytes as a data: address, for a page that carries them itself."""
    return "data:application/octet-stream;base64," + b64encode(content).decode()


def ranges(numbers: Sequence[int]) -> list[list[int]]:
    """Runs of following numbers as pairs of first and how many: 4, 5, 6, 9 are [[4, 3], [9, 1]]."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == sum(found[-1]):
            found[-1][1] += 1
        else:
            found.append([number, 1])
    return found


def _head_of_units(rows: Sequence[dict], own: Sequence[str]) -> dict:
    letters = {len(unit) for unit in own}
    if len(letters) == 1 and all(row["place"].startswith(unit) for row, unit in zip(rows, own, strict=True)):
        return {"unit_letters": letters.pop()} if own[0] else {}
    return {"units": sorted({unit for unit in own if unit})}
