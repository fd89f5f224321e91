"""The peers' own Python environment: never Nagar's, so that nothing of Nagar is exchanged for what a peer wants."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PEERS = Path(__file__).with_name("peers")
REQUIREMENTS = PEERS / "requirements.txt"
IMPORTED = "import streamlit, vizro, dash, duckdb, flask_caching, gunicorn"
MADE = "ready"  # a file that says for which requirements the environment was made


class NotMade(Exception):
    """An environment that could not be made; the text says why."""


def python_of(folder: Path, tell: Callable[[str], None]) -> Path:
    """The Python of the environment in `folder`, which is made or brought up to date where it has to be."""
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    mark, wanted = folder / MADE, REQUIREMENTS.read_text("utf-8")
    if python.exists() and mark.exists() and mark.read_text("utf-8") == wanted:
        return python
    if python.exists() and _run([python, "-c", IMPORTED]) is None:  # somebody's own, told with --peers: taken as it is
        return python
    tell(f"Making the peers' environment in {folder} (once; some minutes) ...")
    for command in ([sys.executable, "-m", "venv", str(folder)],
                    [str(python), "-m", "pip", "install", "--quiet", "--requirement", str(REQUIREMENTS)]):  # fmt: skip
        wrong = _run(command)
        if wrong is not None:
            raise NotMade(f"the peers' environment could not be made in {folder}: {wrong}")
    mark.write_text(wanted, "utf-8")
    return python


def _run(command) -> str | None:
    """Runs a command; its last word where it failed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stderr.strip().rpartition("\n")[2] or f"exit code {done.returncode}") if done.returncode else None
