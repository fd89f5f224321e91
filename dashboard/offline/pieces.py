"""JSON values in which what occurs twice stands once: a page of a copy has most of its parts in common with others, in its
own language and in the other.

A part that stands elsewhere is `{"=": number}`; `written` gives the parts by number, and what was put in then refers to them.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

SMALLEST = 40  # bytes of JSON; less is not worth a number
APART = 150  # bytes; a longer part stands by itself even where one page has it: beside those like it, it is compressed better
REFERENCE = re.compile(rb'\{"=":(\d+)\}')


@dataclass(frozen=True)
class Part:
    """Stands in a value for another that was put in."""

    number: int


@dataclass(frozen=True)
class Written:
    """Parts as JSON: those that several languages need (`common`), and `own` ones of each, whose numbers go on from there;
    `roots` are the numbers of values by language and name.
    """

    common: list[bytes]
    own: dict[str, list[bytes]]
    roots: dict[str, dict[str, int]]


class Pieces:
    """The parts of all values that were put in, each once. A part is always put in after the parts it refers to."""

    def __init__(self):
        self._numbers: dict[bytes, int] = {}
        self.texts: list[bytes] = []

    def put(self, value) -> int:
        """The number of a value."""
        return self._number(self._text(value))

    def add(self, texts: Sequence[bytes]) -> list[int]:
        """Take over the `texts` of other pieces: the number here for each number there."""
        numbers: list[int] = []
        for text in texts:
            numbers.append(self._number(_renumbered(text, numbers)))
        return numbers

    def _text(self, value) -> bytes:
        if isinstance(value, (str, int)):  # most are: they come first
            return orjson.dumps(value)
        if isinstance(value, (list, tuple)):
            return b"[" + b",".join([self._inner(one) for one in value]) + b"]"
        if isinstance(value, dict):
            return b"{" + b",".join([orjson.dumps(key) + b":" + self._inner(one) for key, one in value.items()]) + b"}"
        if isinstance(value, Part):
            return b'{"=":%d}' % value.number
        return orjson.dumps(value)

    def _inner(self, value) -> bytes:
        text = self._text(value)
        return text if len(text) < SMALLEST else b'{"=":%d}' % self._number(text)

    def _number(self, text: bytes) -> int:
        digest = hashlib.sha1(text, usedforsecurity=False).digest()
        if digest not in self._numbers:
            self._numbers[digest] = len(self.texts)
            self.texts.append(text)
        return self._numbers[digest]

    def written(self, roots: Mapping[str, Mapping[str, int]]) -> Written:
        """The parts that the `roots` (numbers of values by language and name) need, alike ones side by side: they are
        compressed better so. What is short and used once stands in its place.
        """
        languages = self._languages(roots)
        named = {number for of in roots.values() for number in of.values()}
        used = self._uses(languages)
        apart = [number in named or used[number] > 1 or len(text) > APART for number, text in enumerate(self.texts)]
        whole: list[bytes] = []  # each with what stands in it
        for text in self.texts:  # what a part refers to comes before it
            whole.append(REFERENCE.sub(lambda found: found[0] if apart[int(found[1])] else whole[int(found[1])], text))
        kept = [number for number, its in enumerate(languages) if its and apart[number]]
        kept.sort(key=lambda number: REFERENCE.sub(b"#", whole[number]))
        shared = [number for number in kept if len(languages[number]) > 1]
        now, own = {number: place for place, number in enumerate(shared)}, {}
        for language in roots:
            own[language] = [number for number in kept if languages[number] == {language}]
            now |= {number: len(shared) + place for place, number in enumerate(own[language])}
        return Written(
            [_renumbered(whole[number], now) for number in shared],
            {language: [_renumbered(whole[number], now) for number in of] for language, of in own.items()},
            {language: {name: now[number] for name, number in of.items()} for language, of in roots.items()},
        )

    def _uses(self, languages: Sequence[frozenset[str]]) -> list[int]:
        """How often parts that any language needs refer to each."""
        used = [0] * len(self.texts)
        for text, its in zip(self.texts, languages, strict=True):
            for found in REFERENCE.findall(text) if its else ():
                used[int(found)] += 1
        return used

    def _languages(self, roots: Mapping[str, Mapping[str, int]]) -> list[frozenset[str]]:
        """Which languages need each part."""
        found = [frozenset()] * len(self.texts)
        for language, of in roots.items():
            for number in of.values():
                found[number] |= {language}
        for number in range(len(self.texts) - 1, -1, -1):
            for inner in REFERENCE.findall(self.texts[number]) if found[number] else ():
                found[int(inner)] |= found[number]
        return found


def _renumbered(text: bytes, numbers: Mapping[int, int] | Sequence[int]) -> bytes:
    return REFERENCE.sub(lambda found: b'{"=":%d}' % numbers[int(found[1])], text)
