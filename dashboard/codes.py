"""Short codes that are printed under figures: whoever has only the paper opens the same figure again at `/f/<code>`.

A code is made of what it stands for, so that the same figure has the same code everywhere; the address lies in a file of
its own beside the snapshots, written once and never changed.
"""

import os
import re
from hashlib import sha256
from pathlib import Path

FOLDER = "codes"  # beside the snapshots
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another on paper
SHORTEST, LONGEST = 6, 12
CODE = re.compile(rf"[{LETTERS}]{{{SHORTEST},{LONGEST}}}")
OURS = re.compile(r"/(?![/\\])[^\s\\]*$")  # an address of this site, and of no other however a browser reads it
LONGEST_ADDRESS = 2_100  # of a view, with the picture


def make(data: Path, address: str) -> str:
    """The code of an address of this site (`/poverty?place=NP05#card-ranking`), kept in `data`."""
    if not OURS.match(address) or len(address) > LONGEST_ADDRESS:
        raise ValueError(f"{address[:60]!r} is no address of a page.")
    whole = _letters(address)
    for length in range(SHORTEST, LONGEST + 1):
        path = data / FOLDER / whole[:2] / whole[:length]
        if _kept(path, address):
            return whole[:length]
    raise ValueError("Two addresses have the same code.")  # one in 31 to the power of 12


def find(data: Path, code: str) -> str | None:
    """The address that a code stands for, however it was typed; None for one nobody made."""
    wanted = code.strip().lower()
    if not CODE.fullmatch(wanted):
        return None
    try:
        address = (data / FOLDER / wanted[:2] / wanted).read_text("utf-8")
    except OSError:
        return None
    return address if OURS.match(address) else None


def _kept(path: Path, address: str) -> bool:
    """Whether the file is this address's: its own, made now, or made before."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_name(f".{path.name}.{os.getpid()}")
        made.write_text(address, "utf-8")
        try:
            os.link(made, path)  # at once and only where there is none
        finally:
            made.unlink()
    except FileExistsError:
        return path.read_text("utf-8") == address
    return True


def _letters(address: str) -> str:
    number, found = int.from_bytes(sha256(address.encode()).digest()), ""
    while len(found) < LONGEST:
        number, rest = divmod(number, len(LETTERS))
        found += LETTERS[rest]
    return found
