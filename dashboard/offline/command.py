"""What `nagar offline` does: a copy of a scope's pages as one file, written beside and renamed."""

import os
import sys
import tempfile
from pathlib import Path

from dashboard.app import create_app
from dashboard.files import FOLDER
from dashboard.offline.copying import Copy, copied
from dashboard.offline.file import written
from dashboard.settings import settings
from dashboard.words import LANGUAGES
from data.problems import ContentError, shown
from queries.house import House

MOST_BYTES = 25_000_000  # a stick has room for more, a phone that has to unpack it has not


def offline(options, house: House) -> int:
    """Writes the copy that the flags ask for."""
    setting = settings()
    languages = languages_of(options.lang, setting.language)
    app = create_app(house, kept=setting.data / "snapshots")
    copy = copied(app.site, options.within, languages, themes_of(options.themes, house), options.workers or os.cpu_count() or 1,
                  lambda told: print(told, file=sys.stderr), options.calendar or "")  # fmt: skip
    content, sizes = written(copy, app, setting.data / FOLDER)
    check_size(len(content), sizes, copy, options.most)
    write(options.out, content)
    print(f"wrote {shown(options.out)}: {copy.pages} pages in {', '.join(languages)}, {_megabytes(len(content))}.")
    return 0


def themes_of(wanted: str | None, house: House) -> tuple[str, ...]:
    """The themes of `--themes` in the order of the pages; none where all are wanted. `ValueError` for others."""
    if wanted is None:
        return ()
    named, known = {part.strip() for part in wanted.split(",") if part.strip()}, house.registry.themes
    if not named or named - set(known):
        raise ValueError(f"--themes {wanted!r}: expected some of {', '.join(known)}, with commas between them.")
    return tuple(theme for theme in known if theme in named)


def languages_of(wanted: str | None, own: str) -> tuple[str, ...]:
    """The languages of `--lang`, the first of which opens; by default the server's, and English. `ValueError` for others."""
    if wanted is None:
        return tuple(dict.fromkeys((own, "en")))
    found = tuple(dict.fromkeys(part.strip() for part in wanted.split(",") if part.strip()))
    if not found or set(found) - set(LANGUAGES):
        raise ValueError(f"--lang {wanted!r}: expected some of {', '.join(LANGUAGES)}, with commas between them.")
    return found


def check_size(size: int, sizes: dict[str, int], copy: Copy, most: float | None) -> None:
    """`ContentError` for a file that is too large, with what takes the room and what to leave out."""
    limit = MOST_BYTES if most is None else int(most * 1_000_000)
    if size <= limit:
        return
    parts = ", ".join(f"{name} {_megabytes(of)}" for name, of in sorted(sizes.items(), key=lambda pair: -pair[1]))
    less = [f"fewer languages (--lang {next(iter(copy.languages))})"] if len(copy.languages) > 1 else []
    less += ["fewer themes (--themes)", "a smaller place or group (--within)"]
    raise ContentError(f"The copy would have {_megabytes(size)}, more than {_megabytes(limit)}; nothing was written. It holds {parts}. "
                       f"Take {' or '.join(less)}.")  # fmt: skip


def write(path: Path, content: bytes) -> None:
    """All of it or nothing; `ContentError` where the disk will not have it."""
    beside = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            beside = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o644)
        beside.replace(path)
    except OSError as error:
        if beside:
            beside.unlink(missing_ok=True)
        raise ContentError(
            f"{shown(path)} cannot be written: {error.strerror}. It needs {_megabytes(len(content))}."
        ) from None


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB"
