"""Office files without the hour at which they were written: the same content, the same bytes."""

from __future__ import annotations

import io
import re
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say
_CORE = "docProps/core.xml"
_HOURS = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")


def same_bytes(made: bytes) -> bytes:
    """`made` is a DOCX or XLSX."""
    written = io.BytesIO()
    with ZipFile(io.BytesIO(made)) as before, ZipFile(written, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == _CORE:
                content = _HOURS.sub(b"", content)
            part = ZipInfo(name, _LONG_AGO)
            part.compress_type = ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            after.writestr(part, content)
    return written.getvalue()
