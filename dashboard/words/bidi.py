"""Text that runs from right to left, or turns the direction of what follows, kept to itself.

A name may hold any character. One with right-to-left letters or marks is put between marks of isolation (Unicode's
annex 9), so that the sentence around it stays as it is; the name's own characters are untouched, and all others, which
is every name we know of, stay without marks.
"""

import re

FIRST_STRONG, POP = "\u2068", "\u2069"
OPENING = "\u2066\u2067\u2068"
# Marks of direction, and letters of scripts that run from right to left.
TURNING = re.compile("[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff"
                     "\U0001e800-\U0001efff]")  # fmt: skip


def isolated(text: str) -> str:
    """The text, between marks of isolation if it could turn what stands beside it; doing so twice changes nothing."""
    if text.isascii() or not TURNING.search(text) or _is_isolated(text):
        return text
    depth = lone = 0
    for letter in text:
        if letter in OPENING:
            depth += 1
        elif letter == POP:
            depth, lone = max(depth - 1, 0), lone + (depth == 0)
    # A lone end in the text closes one of the marks before it, and never the outermost.
    return FIRST_STRONG * (1 + lone) + text + POP * (1 + depth)


def _is_isolated(text: str) -> bool:
    """Whether the first mark is closed by the last letter, and all others in between."""
    if not text.startswith(FIRST_STRONG) or not text.endswith(POP):
        return False
    depth = 0
    for at, letter in enumerate(text):
        depth += (letter in OPENING) - (letter == POP)
        if depth == 0:
            return at == len(text) - 1
    return False
