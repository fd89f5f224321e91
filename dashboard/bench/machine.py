"""On what it was measured: the machine, and the versions of what matters."""

import hashlib
import os
import platform
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("nagar", "dash", "plotly", "duckdb", "pyarrow", "gunicorn", "orjson")
GIB = 1 << 30


def machine() -> dict:
    """Processor, cores, memory in GiB and system; `id` is the same as long as these are."""
    told = {"processor": _processor(), "cores": os.cpu_count(), "memory_gib": _memory(), "system": platform.system()}
    told["id"] = hashlib.sha256(repr(sorted(told.items())).encode()).hexdigest()[:12]
    return told


def versions() -> dict[str, str]:
    """Package -> version, with Python's and Chromium's."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    chromium = shutil.which("chromium")
    if chromium:
        told = subprocess.run([chromium, "--version"], capture_output=True, text=True, check=False, timeout=30).stdout
        found["chromium"] = next((word for word in told.split() if word[:1].isdigit()), "")
    return found


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _memory() -> int | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB)
    except (AttributeError, ValueError, OSError):
        return None
