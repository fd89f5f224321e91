"""Office files that say nothing of when they were written: the same content gives the same bytes, and two can be compared."""

import re
import zipfile
from io import BytesIO

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of which a ZIP can speak
WRITTEN = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>|<dcterms:(created|modified)\b[^>]*/>")


def same_bytes(content: bytes) -> bytes:
    """The office file (PPTX, DOCX, XLSX) without the times of its writing, and so the workbooks inside it."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = WRITTEN.sub(b"", part)
            elif name.endswith(".xlsx"):
                part = same_bytes(part)
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(entry, part)
    return buffer.getvalue()
