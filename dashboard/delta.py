"""What differs between two pages, in a form that a browser undoes with what it has: raw deflate (RFC 1951).

Deflate refers back to what it has written, up to 32 kB ago. So the page that the browser shows is put into the same
stream, as blocks that are stored, and the new page refers to it. Both are taken card by card, each new card right after
the old one of its name, as whole pages are longer than what deflate looks back. Only the new parts travel.
"""

import re
import struct
import zlib

WINDOW = 32_768  # bytes that deflate looks back
CARD = re.compile(rb'\["section",')  # begins a card in a page as JSON
NAME = re.compile(rb'"id":"(card-[^"]+)"')
NEAR = 200  # bytes in which a card names itself


def delta(old: bytes, new: bytes) -> bytes:
    """The number of parts; for each where its old text begins and ends, how long the new one is, and its deflated
    length (32 bits each, little end first); then the deflated parts.
    """
    known = {name: (start, end) for name, start, end in reversed(parts(old))}
    wanted, window, entries, bodies = parts(new), b"", [], []
    for number, (name, start, end) in enumerate(wanted, 1):
        before = known.get(name, (0, 0))
        window = (window + old[slice(*before)])[-WINDOW:]
        squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zdict=window)
        body = squeeze.compress(new[start:end])
        body += squeeze.flush(zlib.Z_FINISH if number == len(wanted) else zlib.Z_SYNC_FLUSH)
        window = (window + new[start:end])[-WINDOW:]
        entries += [*before, end - start, len(body)]
        bodies.append(body)
    return struct.pack(f"<{len(entries) + 1}I", len(wanted), *entries) + b"".join(bodies)


def parts(text: bytes) -> list[tuple[bytes, int, int]]:
    """The cards of a page: (name, where it begins, where it ends); what stands before the first has no name."""
    starts = [0, *(found.start() for found in CARD.finditer(text) if found.start())]
    found = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        name = NAME.search(text, start, min(end, start + NEAR)) if start else None
        found.append((name[1] if name else b"", start, end))
    return found
