"""JSON values in which what occurs twice stands once: a page of a copy has most of its parts in common with others.

A part that stands elsewhere is `{"=": number}`; `written` gives the parts by number, and what was put in then refers to them.
"""

import hashlib
import re

import orjson

SMALLEST = 60  # bytes of JSON; less is not worth a number
REFERENCE = re.compile(rb'\{"=":(\d+)\}')


class Pieces:
    """The parts of all values that were put in, each once."""

    def __init__(self):
        self._numbers: dict[bytes, int] = {}
        self._texts: list[bytes] = []

    def put(self, value) -> int:
        """The number of a value."""
        return self._number(self._text(value))

    def _text(self, value) -> bytes:
        if isinstance(value, dict):
            inner = (orjson.dumps(key) + b":" + self._inner(one) for key, one in value.items())
            return b"{" + b",".join(inner) + b"}"
        if isinstance(value, (list, tuple)):
            return b"[" + b",".join(map(self._inner, value)) + b"]"
        return orjson.dumps(value)

    def _inner(self, value) -> bytes:
        text = self._text(value)
        return text if len(text) < SMALLEST else b'{"=":%d}' % self._number(text)

    def _number(self, text: bytes) -> int:
        digest = hashlib.sha1(text, usedforsecurity=False).digest()
        if digest not in self._numbers:
            self._numbers[digest] = len(self._texts)
            self._texts.append(text)
        return self._numbers[digest]

    def written(self, roots: dict[str, int]) -> tuple[list[bytes], dict[str, int]]:
        """The parts as JSON, alike ones side by side (they are compressed better so), each reference to an earlier or later
        one by its number in the list; and the `roots`, values by name, by these numbers. What is used once stands in its place.
        """
        used = [0] * len(self._texts)
        for text in self._texts:
            for found in REFERENCE.findall(text):
                used[int(found)] += 1
        whole: dict[int, bytes] = {}

        def inlined(number: int) -> bytes:
            if number not in whole:
                whole[number] = REFERENCE.sub(
                    lambda found: inlined(int(found[1])) if used[int(found[1])] == 1 else found[0], self._texts[number])  # fmt: skip
            return whole[number]

        roots_of = set(roots.values())
        kept = [number for number in range(len(self._texts)) if number in roots_of or used[number] > 1]
        kept.sort(key=lambda number: self._texts[number][:80])
        for number in kept:
            inlined(number)
        now = {number: place for place, number in enumerate(kept)}
        parts = [REFERENCE.sub(lambda found: b'{"=":%d}' % now[int(found[1])], whole[number]) for number in kept]
        return parts, {name: now[number] for name, number in roots.items()}
