"""What a file really is, decided by its bytes. Everything not named here is refused.

A closed list of our own instead of a guessing library: a guess that is right most of the time is
fine for showing an icon and no good for keeping programs out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.office_documents import office_extension


@dataclass(frozen=True, slots=True)
class FileType:
    """A type we take. `extensions` starts with the one given to files that come with another."""

    type: str
    extensions: tuple[str, ...]
    picture: bool = False
    boxes: bool = False  # ISO base media: metadata sits in boxes (`bot/recordings.py`)


JPEG = FileType("image/jpeg", ("jpg", "jpeg"), picture=True)
PNG = FileType("image/png", ("png",), picture=True)
GIF = FileType("image/gif", ("gif",), picture=True)
WEBP = FileType("image/webp", ("webp",), picture=True)
HEIC = FileType("image/heic", ("heic", "heif"), picture=True)
PDF = FileType("application/pdf", ("pdf",))
DOC = FileType("application/msword", ("doc",))
XLS = FileType("application/vnd.ms-excel", ("xls",))
DOCX = FileType(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",)
)
XLSX = FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",))
ODT = FileType("application/vnd.oasis.opendocument.text", ("odt",))
ODS = FileType("application/vnd.oasis.opendocument.spreadsheet", ("ods",))
_OFFICE = {kind.extensions[0]: kind for kind in (DOC, XLS, DOCX, XLSX, ODT, ODS)}
RTF = FileType("application/rtf", ("rtf",))
TXT = FileType("text/plain", ("txt", "text"))
CSV = FileType("text/csv", ("csv",))
MP3 = FileType("audio/mpeg", ("mp3",))
M4A = FileType("audio/mp4", ("m4a", "mp4"), boxes=True)
OGG = FileType("audio/ogg", ("ogg", "oga", "opus"))
AMR = FileType("audio/amr", ("amr",))
WAV = FileType("audio/wav", ("wav",))
AAC = FileType("audio/aac", ("aac",))
WEBM_AUDIO = FileType("audio/webm", ("webm",))
MP4 = FileType("video/mp4", ("mp4",), boxes=True)
MOV = FileType("video/quicktime", ("mov",), boxes=True)
GP3_AUDIO = FileType("audio/3gpp", ("3gp",), boxes=True)
GP3 = FileType("video/3gpp", ("3gp",), boxes=True)
WEBM = FileType("video/webm", ("webm",))

_STARTS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", PDF),
    (b"{\\rtf", RTF),
    (b"ID3", MP3),
    (b"#!AMR", AMR),
    (b"ADIF", AAC),
)
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_MP4_BRANDS = {b"isom", b"avc1", b"mp41", b"mp42", b"mp71", b"dash", b"MSNV", b"M4V "}
_VIDEO_TRACK = re.compile(rb"hdlr.{8}vide", re.DOTALL)
_WEBM_VIDEO = re.compile(rb"V_(?:VP8|VP9|AV1)")


def file_type(data: bytes, name: str = "", declared: str = "") -> FileType | None:
    """The type of these bytes, or None for anything we do not take.

    `name` and `declared` decide only between txt and csv, and keep text that is named as a
    program or a page from passing as a letter."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    return (
        _riff(data)
        or _ogg(data)
        or _webm(data)
        or _iso_media(data)
        or _OFFICE.get(office_extension(data))
        or _sound_frames(data)
        or _text(data, name, declared)
    )


def _riff(data: bytes) -> FileType | None:
    if data[:4] != b"RIFF":
        return None
    return {b"WEBP": WEBP, b"WAVE": WAV}.get(data[8:12])


def _ogg(data: bytes) -> FileType | None:
    return OGG if data[:4] == b"OggS" and b"theora" not in data[:4096] else None


def _webm(data: bytes) -> FileType | None:
    if data[:4] != b"\x1aE\xdf\xa3" or b"webm" not in data[:64]:
        return None
    return WEBM if _WEBM_VIDEO.search(data, 0, 65536) else WEBM_AUDIO


def _iso_media(data: bytes) -> FileType | None:
    if data[4:8] != b"ftyp":
        return None
    size = int.from_bytes(data[:4], "big")
    brand, others = data[8:12], data[16 : min(size, 256)]
    if brand in _HEIC_BRANDS or (brand == b"mif1" and any(b in others for b in _HEIC_BRANDS)):
        return HEIC
    seen = _VIDEO_TRACK.search(data) is not None
    if brand in (b"M4A ", b"M4B "):
        return M4A
    if brand == b"qt  ":
        return MOV
    if brand[:3] in (b"3gp", b"3g2"):
        return GP3 if seen else GP3_AUDIO
    # Recorders of some phones write a voice note under the brand of a video.
    if brand in _MP4_BRANDS or brand[:3] == b"iso":
        return MP4 if seen else M4A
    return None


def _sound_frames(data: bytes) -> FileType | None:
    """MPEG audio without a tag: layer III is mp3, ADTS is aac (ISO 11172-3, 13818-7)."""
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE0 != 0xE0:
        return None
    if data[1] & 0xF6 == 0xF0:
        return AAC
    layer_3 = data[1] & 0x06 == 0x02
    return MP3 if layer_3 and data[2] >> 4 != 15 and data[2] & 0x0C != 0x0C else None


_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_PROGRAM = re.compile(r"\s*(?:<[a-z!?/%]|#!)|.*<(?:script|html|svg|iframe|\?php)\b", re.I | re.S)
_EXTENSION = re.compile(r"\.([a-z][a-z0-9]{0,5})$", re.I)
_TEXT_EXTENSIONS = ("txt", "text", "csv", "log", "md")


def _text(data: bytes, name: str, declared: str) -> FileType | None:
    """Plain text in UTF-8, UTF-16 with its mark, or an old 8-bit Vietnamese encoding."""
    found = _EXTENSION.search(name)
    extension = found[1].lower() if found else ""
    if extension and extension not in _TEXT_EXTENSIONS:
        return None
    text = _decoded(data)
    if text is None or _PROGRAM.match(text[:2048]):
        return None
    return CSV if extension == "csv" or declared.startswith("text/csv") else TXT


def _decoded(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
        return None if "\x00" in text or "\ufffd" in text else text
    return None if _CONTROL.search(data) else data.decode("utf-8-sig", "replace")
