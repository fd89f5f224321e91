"""All settings, read from the environment in this one place."""

import os
from dataclasses import dataclass
from pathlib import Path

from data.snapshots import KEEP, default_folder

LANGUAGES = ("en", "ne", "bn")


@dataclass(frozen=True)
class Settings:
    """`NAGAR_DATA` the folder of snapshots, `NAGAR_SOURCES` the folder of source files, `NAGAR_LANG` the language of a
    visitor who has chosen none, `NAGAR_HOST`, `NAGAR_PORT` and `NAGAR_THREADS` of the server, `NAGAR_KEEP` how many
    snapshots are kept.
    """

    data: Path
    sources: Path | None
    language: str
    host: str
    port: int
    threads: int
    keep: int


def settings() -> Settings:
    """The settings in force; `ValueError` with a sentence for one that makes no sense."""
    language = os.environ.get("NAGAR_LANG", "en")
    if language not in LANGUAGES:
        raise ValueError(f"NAGAR_LANG is {language!r}; expected one of {', '.join(LANGUAGES)}.")
    sources = os.environ.get("NAGAR_SOURCES")
    return Settings(
        data=default_folder(),
        sources=Path(sources) if sources else None,
        language=language,
        host=os.environ.get("NAGAR_HOST", "127.0.0.1"),
        port=_number("NAGAR_PORT", 8050),
        threads=_number("NAGAR_THREADS", 8),
        keep=_number("NAGAR_KEEP", KEEP),
    )


def _number(name: str, otherwise: int) -> int:
    text = os.environ.get(name, str(otherwise))
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ValueError(f"{name} is {text!r}; expected a number from 1 to 65535.")
    return int(text)
