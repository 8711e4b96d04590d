"""Pictures from outside, drawn anew. What a camera writes beside the picture (place, device, owner,
time, a small copy from before somebody cut a face out) can name an anonymous sender, so nothing is
copied over but the pixels."""

from __future__ import annotations

import contextlib
import io
import threading

from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from bot.file_types import GIF, HEIC, JPEG, PNG, WEBP, FileType

register_heif_opener()

PIXELS = 52_000_000
"""The largest picture that is unpacked whole (50 megapixels, as phones take them, is 150 MB)."""

# Pillow's own guard, for all of the process: above the largest phone cameras (200 megapixels),
# whose JPEGs we unpack at half size; everything else is held to PIXELS below.
Image.MAX_IMAGE_PIXELS = 220_000_000

_FORMATS = {JPEG: "JPEG", PNG: "PNG", GIF: "GIF", WEBP: "WEBP", HEIC: "HEIF"}
_JPEG_MODES = ("L", "RGB")

# One at a time: ten large pictures unpacked together would not fit into a small server.
_turn = threading.Lock()


class PictureTooLarge(Exception):
    """The picture has more pixels than we unpack."""


class PictureBroken(Exception):
    """The bytes are not a whole picture."""


def redraw(data: bytes, kind: FileType) -> tuple[bytes, FileType]:
    """The same picture, upright, without any metadata; HEIC becomes JPEG.

    Of a moving picture the first frame is kept. Colour profiles go too, so colours of a wide gamut
    pale a little. Raises PictureTooLarge or PictureBroken."""
    with _turn:
        try:
            with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as picture:
                _fit(picture)
                return _redrawn(picture, kind)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
            raise PictureTooLarge from error
        except PictureTooLarge:
            raise
        except Exception as error:  # decoders answer broken bytes with every kind of exception
            raise PictureBroken from error


def _fit(picture: Image.Image) -> None:
    """Checked before a pixel is unpacked: a small file can claim to hold gigabytes."""
    if picture.width * picture.height > PIXELS:
        picture.draft(picture.mode, (picture.width // 2, picture.height // 2))
    if picture.width * picture.height > PIXELS:
        raise PictureTooLarge


def _redrawn(picture: Image.Image, kind: FileType) -> tuple[bytes, FileType]:
    picture.load()
    # An unreadable EXIF block is no reason to refuse the photo; it is dropped either way.
    with contextlib.suppress(Exception):
        ImageOps.exif_transpose(picture, in_place=True)
    out = io.BytesIO()
    if kind in (JPEG, HEIC):
        _save_jpeg(picture, out)
        return out.getvalue(), JPEG
    picture.info = {k: v for k, v in picture.info.items() if k == "transparency"}
    picture.save(out, _FORMATS[kind], **({"quality": 90} if kind is WEBP else {}))
    return out.getvalue(), kind


def _save_jpeg(picture: Image.Image, out: io.BytesIO) -> None:
    # "keep" uses the camera's own tables: the file grows no larger and loses next to nothing.
    keep = picture.format == "JPEG" and picture.mode in _JPEG_MODES
    if picture.mode not in _JPEG_MODES:
        picture = picture.convert("RGB")
    picture.info = {}
    picture.save(out, "JPEG", quality="keep" if keep else 90)


# --- copies for pages ----------------------------------------------------------------------------

_QUALITY = 82


def shrunk(data: bytes, width: int) -> bytes:
    """A JPEG at most so wide, and four times as high, of a picture that was kept; what is
    transparent becomes white. Raises PictureTooLarge or PictureBroken."""
    with _turn:
        try:
            with Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "GIF", "WEBP"]) as picture:
                picture.draft("RGB", (width, width))
                _fit(picture)
                return _small(picture, width)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
            raise PictureTooLarge from error
        except PictureTooLarge:
            raise
        except Exception as error:
            raise PictureBroken from error


def _small(picture: Image.Image, width: int) -> bytes:
    solid = picture.convert("RGBA")
    solid.thumbnail((width, 4 * width))
    drawn = Image.new("RGB", solid.size, "white")
    drawn.paste(solid, mask=solid.getchannel("A"))
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return out.getvalue()
