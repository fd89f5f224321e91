"""All settings, read from the environment in this one place."""

import os
import re
import secrets
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from data.heavy import memory_limit
from data.problems import ContentError
from data.snapshots import KEEP, default_folder
from queries.shelf import MOST_BYTES

MEGABYTE = 1_000_000
LANGUAGES = ("en", "ne", "bn")
LOCAL = ("127.0.0.1", "localhost", "::1")
SECRET_FILE = "secret"  # in the folder of snapshots, made at the first start
SHORTEST_SECRET = 32  # characters
FEWEST_CHARACTERS = 10  # different ones; a key of random letters has more
TALKING = ("secret", "password", "change", "example", "nagar", "default", "admin")  # what shipped secrets are made of
MAKE_ONE = (
    "Leave NAGAR_SECRET unset to have one made, or make one: python -c 'import secrets; print(secrets.token_hex())'"
)


@dataclass(frozen=True)
class Settings:
    """`NAGAR_DATA` the folder of snapshots, `NAGAR_SOURCES` the folder of source files, `NAGAR_LANG` the language of a
    visitor who has chosen none, `NAGAR_HOST`, `NAGAR_PORT` and `NAGAR_THREADS` of the server, `NAGAR_SECRET` its secret,
    `NAGAR_KEEP` how many snapshots are kept, `NAGAR_MEMORY` what DuckDB may take when publishing, `NAGAR_CACHE_MB` how many
    megabytes of answers a process keeps, `NAGAR_REDIS` the address of a Redis server through which processes share them,
    `NAGAR_ADDRESS` the address by which readers reach this site, for links on paper.
    """

    data: Path
    sources: Path | None
    language: str
    host: str
    port: int
    threads: int
    keep: int
    secret: str = ""
    cache_bytes: int = MOST_BYTES
    redis: str = ""
    memory: str | None = None
    address: str = ""


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
        secret=os.environ.get("NAGAR_SECRET", ""),
        cache_bytes=_number("NAGAR_CACHE_MB", MOST_BYTES // MEGABYTE) * MEGABYTE,
        redis=os.environ.get("NAGAR_REDIS", ""),
        memory=memory_limit(os.environ["NAGAR_MEMORY"]) if os.environ.get("NAGAR_MEMORY") else None,
        address=_address(os.environ.get("NAGAR_ADDRESS", "")),
    )


def secret_of(setting: Settings) -> str:
    """The secret the server signs with: that of `NAGAR_SECRET`, else one made once in the folder of snapshots.

    All processes of a server need the same one. `ContentError` where the server is reachable from other machines and
    the secret is one that can be guessed, or where others than its owner may read the file.
    """
    if not setting.secret:
        return _made_once(setting.data / SECRET_FILE)
    why = weakness(setting.secret)
    if why and setting.host not in LOCAL:
        raise ContentError(f"NAGAR_SECRET {why}, and {setting.host} is reachable from other machines. {MAKE_ONE}")
    return setting.secret


def weakness(secret: str) -> str:
    """Why a secret can be guessed; "" for one that cannot."""
    if len(secret) < SHORTEST_SECRET:
        return f"has {len(secret)} characters where {SHORTEST_SECRET} are the least"
    if len(set(secret)) < FEWEST_CHARACTERS:
        return f"is made of {len(set(secret))} different characters only"
    spoken = next((word for word in TALKING if word in secret.lower()), None)
    return f"holds the word {spoken!r}, as secrets from a manual do" if spoken else ""


def _made_once(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    if sys.platform != "win32" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ContentError(f"{path} can be read by others than its owner. Run: chmod 600 {path}")
    secret = path.read_text("ascii", errors="replace").strip()
    why = weakness(secret)
    if why:
        raise ContentError(f"The secret in {path} {why}. Delete the file; the next start makes a new one.")
    return secret


def _number(name: str, otherwise: int) -> int:
    text = os.environ.get(name, str(otherwise))
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ValueError(f"{name} is {text!r}; expected a number from 1 to 65535.")
    return int(text)


def _address(text: str) -> str:
    if text and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", text):
        raise ValueError(f"NAGAR_ADDRESS is {text!r}; expected an address like https://nagar.example.org.")
    return text.rstrip("/")
