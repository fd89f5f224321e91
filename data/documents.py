"""Documents beside a register: minutes, lists and pictures that its rows name, kept byte for byte under their digest.

Whoever runs Nagar puts them into `<folder of snapshots>/documents/<extract>/`; those of bundled rows lie in a folder beside
their card. Publishing keeps each that a row names in `kept_documents/`, which all snapshots share and where nothing is ever
overwritten, and writes into the extract's completed card which digest a name stands for.
"""

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from data.problems import ContentError, Problem, shown
from data.snapshots import digest_of

FOLDER, STORE = "documents", "kept_documents"
KINDS = ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "txt", "png", "jpg")
LARGEST = 25_000_000  # bytes of one document
LONGEST_NAME = 200  # letters
JOINERS = "\u200c\u200d"  # unseen, and part of the spelling of Nepali and Bangla
NAMED = 5  # documents that a note names


def kind_of(name: str) -> str:
    """What a document is by the end of its name, in small letters: `pdf`."""
    return name.rpartition(".")[2].lower()


def refused(name: str) -> str:
    """Why a text is no name of a document, as a sentence; "" for one that is."""
    if len(name) > LONGEST_NAME:
        return f"The name of a document has more than {LONGEST_NAME} letters."
    unseen = [letter for letter in name if unicodedata.category(letter)[0] in "CZ" and letter not in (" ", *JOINERS)]
    if unseen or "/" in name or "\\" in name or name.startswith((".", " ")) or name.endswith(" "):
        return f"{name!r} is no name of a document: it holds a folder, or a letter that nobody sees."
    if kind_of(name) not in KINDS or name.rpartition(".")[0] == "":
        return f"{name!r} does not end like a document that is kept: .{', .'.join(KINDS)}."
    return ""


def columns(card) -> list[str]:
    """The columns of an extract's card that hold names of documents."""
    return [column.name for column in card.columns.values() if column.document]


def given(folder: Path) -> dict[str, Path]:
    """The files in a folder that may be documents, by name; no links, which could lead out of it."""
    try:
        with os.scandir(folder) as found:
            paths = [Path(entry.path) for entry in found if entry.is_file(follow_symlinks=False)]
    except (FileNotFoundError, NotADirectoryError):
        return {}
    return {path.name: path for path in sorted(paths) if not refused(path.name)}


def inputs(folder: Path) -> list[list]:
    """What publishing would make of the documents in a folder, as a value of which a digest can be made."""
    return [
        [name, digest_of(path) if path.stat().st_size <= LARGEST else "too large"]
        for name, path in given(folder).items()
    ]


def named(parquet: Path, card) -> list[str]:
    """The names of documents in the rows of an extract that was written."""
    import duckdb

    every = " UNION ".join(f'SELECT "{name}" AS name FROM read_parquet($file)' for name in columns(card))
    sql = f"SELECT DISTINCT name FROM ({every}) WHERE name IS NOT NULL ORDER BY name"
    with duckdb.connect() as connection:
        return [name for (name,) in connection.execute(sql, {"file": str(parquet)}).fetchall()]


def keep(out: Path, names: Iterable[str], found: Mapping[str, Path | bytes]) -> tuple[dict[str, dict], list[str]]:
    """Keeps the documents of these names, from a path or their bytes: name -> `digest` and `bytes` of each that is kept, and
    notes on the others.
    """
    names, kept, absent, large = list(names), {}, [], []
    for name in names:
        content = _content(found[name]) if name in found else None
        if content is None:
            absent.append(name)
        elif len(content) > LARGEST:
            large.append(name)
        else:
            kept[name] = {"digest": _stored(out, content), "bytes": len(content)}
    spare = sorted(set(found) - set(names))
    told = [(absent, "named, and not given"), (large, f"of more than {LARGEST // 1_000_000} MB, and not kept"),
            (spare, "given, and named by no row")]  # fmt: skip
    return kept, [f"{len(some)} documents are {what}: {_listed(some)}." for some, what in told if some]


def all_kept(out: Path, kept: Mapping[str, dict]) -> bool:
    """Whether documents that were kept are all there still, byte for byte."""
    paths = [(Path(out) / STORE / told["digest"], told["digest"]) for told in kept.values()]
    return all(path.is_file() and digest_of(path) == digest for path, digest in paths)


def read(out: Path, digest: str) -> bytes | None:
    """A kept document; None where it is not there, `ContentError` where it is not what was kept."""
    path = Path(out) / STORE / digest
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if hashlib.sha256(content).hexdigest() != digest:
        message = "is not the document that was kept: its bytes have changed."
        raise ContentError(Problem(shown(path), 1, message, "Bring it back from the backup, or build again."))
    return content


def _content(source: Path | bytes) -> bytes | None:
    """No more bytes than tell that there are too many; None for a file that went, or may not be read."""
    if isinstance(source, bytes):
        return source
    try:
        with open(source, "rb") as file:
            return file.read(LARGEST + 1)
    except OSError:
        return None


def _stored(out: Path, content: bytes) -> str:
    """Puts bytes under their digest, whole or not at all; what lies there already and is sound is left as it is."""
    digest = hashlib.sha256(content).hexdigest()
    store = Path(out) / STORE
    target = store / digest
    if target.is_file() and digest_of(target) == digest:
        return digest
    store.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=store, prefix=".keeping-", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(file.name, 0o644)
    os.replace(file.name, target)
    return digest


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
