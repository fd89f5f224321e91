"""What is wrong with content, told as sentences with file and line, and always all of it together."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a file; `hint` says what to do, `warning` marks what does not stop a build."""

    file: str
    line: int
    message: str
    hint: str = ""
    warning: bool = False

    def __str__(self) -> str:
        kind = "warning: " if self.warning else ""
        return f"{self.file}:{self.line}: {kind}{self.message}" + (f" {self.hint}" if self.hint else "")


class ContentError(Exception):
    """A mistake in content or input, not in the program: shown as its sentences, never as a traceback."""

    def __init__(self, problems: list[Problem] | Problem | str):
        self.problems = [problems] if isinstance(problems, (Problem, str)) else list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def shown(path: Path) -> str:
    """The path as a reader of the checkout would write it: relative to its top where it lies inside."""
    path = Path(path)
    return str(path.relative_to(ROOT)) if path.is_absolute() and path.is_relative_to(ROOT) else str(path)


def line_of(text: str, *keys: str | int) -> int:
    """The line (from 1) where the TOML key path `keys` stands in `text`; the nearest parent's line, or 1, if not found.

    `line_of(text, "columns", "place", "type")` finds `type = ` under `[columns.place]`, and also dotted keys;
    `line_of(text, "audits", 2, "kind")` finds it under the third `[[audits]]`.
    """
    found = 1
    for number, path in _paths(text, any(isinstance(key, int) for key in keys)):
        if path[: len(keys)] == keys:
            return number
        if path and path == keys[: len(path)]:
            found = number
    return found


@lru_cache(maxsize=4)  # of one file many lines are asked for, one after the other
def _paths(text: str, numbered: bool) -> list[tuple[int, tuple]]:
    """Line and key path of each header and key, the tables of an array with their number where they are to be told apart."""
    found, table, seen = [], (), {}
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\[?([^\[\]]+)\]\]?\s*(#.*)?$", line)
        key = re.match(r"\s*([A-Za-z0-9_.\-\"']+)\s*=", line)
        if header:
            table = _parts(header.group(1))
            if numbered and line.lstrip().startswith("[["):
                seen[table] = seen.get(table, -1) + 1
                table = (*table, seen[table])
            found.append((number, table))
        elif key:
            found.append((number, table + _parts(key.group(1))))
    return found


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def read_toml(path: Path) -> tuple[dict, str, list[Problem]]:
    """The content of a TOML file, its text, and what is wrong with it (an unreadable file gives `{}` and one problem)."""
    try:
        text = Path(path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return {}, "", [unreadable(path, error)]
    try:
        return tomllib.loads(text), text, []
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place.group(1)) if place else max(1, len(text.splitlines()))
        told = re.sub(r" \(at [^()]*\)$", "", str(error)).rstrip(".")
        sentence, hint = next((plain for mark, plain in TOML.items() if mark in told), (told, "Correct this line."))
        return {}, text, [Problem(shown(path), line, f"is not valid TOML: {sentence}.", hint)]


def unreadable(path: Path, error: Exception) -> Problem:
    """The problem of a file that cannot be opened or is not UTF-8."""
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        return Problem(
            shown(path), line, "is not UTF-8 text.", "Save it as UTF-8 (in most editors: Save as, encoding)."
        )
    reason = getattr(error, "strerror", None) or error
    return Problem(shown(path), 1, f"cannot be read: {reason}.", "Is it a file, and may you read it?")


# What Python's TOML reader says (the beginning of it), in plain words, and what to do.
TOML = {
    "Expected '=' after a key": ("a key without a value", 'Write key = value, with text in quotes: title.en = "...".'),
    "Cannot overwrite a value": ("this key has a value already", "Keep one of the two."),
    "Cannot declare": ("this head, [...], was there before", "Put both under one head, or correct the name."),
    "Cannot mutate immutable": ("this table was closed with its braces", "Write all its keys in one place."),
    "Invalid value": ("what stands after = is no value", "Put texts in quotes; numbers, true and false have none."),
    "Unclosed array": ("a list is not closed", "Close it with ]."),
    "Unclosed inline table": ("a table in braces is not closed", "Close it with }."),
    "Unterminated string": ("a text is not closed", "Close it with the quote it began with."),
    "Illegal character '\\n'": (
        "a text goes on into the next line",
        "Close it with a quote, or use three quotes for several lines.",
    ),
    "Unescaped '\\' in a string": ("a backslash in a text", "Write it twice."),
    "Expected newline or end": ("something stands after the end of a value", "Write one key on each line."),
    "Expected ']": ("a head that is not closed", "Write it as [name], or [[examples]]."),
    "Invalid statement": ("a line that is no key, head or comment", "Write key = value, [name] or # comment."),
    "Illegal character": ("a character that may not stand there", "Take it out."),
    "Invalid initial character": (
        "a comma, bracket or line end where a key was expected",
        "Take it out, or write the key.",
    ),
    'Expected "\'"': ("a text is not closed", "Close it with the quote it began with."),
    "maximum recursion": ("lists or tables lie too deep in one another", "Write fewer brackets."),
    "Duplicate inline table key": ("a key stands twice in a table", "Keep one of the two."),
}
