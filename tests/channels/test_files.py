"""What people attach: checked by content, cleaned of what names them, kept whole or not at all."""

from __future__ import annotations

import hashlib
import io
import os
import threading
import zipfile
import zlib

import pillow_heif
import pytest
from PIL import Image, PngImagePlugin

from bot.files import FileRejected, FileStore, clean_name

MEGABYTE = 1_000_000


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path / "files")


def keep(store, name, data, declared="application/octet-stream", limit=20 * MEGABYTE):
    return store.keep(name, declared, data, limit)


def bytes_of(store, kept):
    return store.open_path(kept.path).read_bytes()


def refused(store, name, data, **more):
    with pytest.raises(FileRejected) as told:
        keep(store, name, data, **more)
    left = [path for path in store._root.rglob("*") if path.is_file()]
    assert left == []
    return told.value.reason


def picture(format="JPEG", mode="RGB", size=(60, 40), **options):
    """A picture that is red on the left and blue on the right."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.convert(mode).save(out, format, **options)
    return out.getvalue()


def opened(store, kept):
    with Image.open(store.open_path(kept.path)) as image:
        image.load()
        return image


def exif(orientation=1):
    tags = Image.Exif()
    tags[0x0112], tags[0x010F], tags[0x013B] = orientation, "SECRETCAM", "SECRETNAME"
    tags.get_ifd(0x8825)[1] = "N"
    return tags


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def office(part, **more):
    kind = f"application/vnd.openxmlformats-officedocument.{part}.main+xml"
    return zipped(
        **{"[Content_Types].xml": f'<Types><Override ContentType="{kind}"/></Types>', **more}
    )


def open_document(kind, **more):
    return zipped(mimetype=f"application/vnd.oasis.opendocument.{kind}", **more)


def ole(*names):
    """The smallest OLE file with these streams: header, allocation table, directory."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[30:32] = (9).to_bytes(2, "little")
    header[48:52] = (1).to_bytes(4, "little")
    header[76:80] = (0).to_bytes(4, "little")
    entries = b""
    for name in ("Root Entry", *names):
        text = name.encode("utf-16-le")
        entries += text.ljust(64, b"\0") + (len(text) + 2).to_bytes(2, "little") + bytes(62)
    entries += bytes(-len(entries) % 512)
    sectors = len(entries) // 512
    table = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    fat = b"".join(n.to_bytes(4, "little") for n in table).ljust(512, b"\xff")
    return bytes(header) + fat + entries + bytes(512)


def box(name, body):
    return (len(body) + 8).to_bytes(4, "big") + name + body


def recording(brand, *, video):
    track = box(b"hdlr", bytes(8) + (b"vide" if video else b"soun") + bytes(12))
    notes = box(b"udta", box(b"\xa9xyz", b"+15.1200+108.8000/SECRETPLACE"))
    moov = box(b"moov", box(b"trak", box(b"mdia", track) + notes) + notes)
    return box(b"ftyp", brand + bytes(4) + brand) + moov + box(b"mdat", b"sound" * 9)


WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm"

TAKEN = [
    ("đơn.pdf", b"%PDF-1.4\n...", "application/pdf", "đơn.pdf"),
    ("đơn.doc", ole("1Table", "Data", "Other", "WordDocument"), "application/msword", "đơn.doc"),
    ("a.xls", ole("Workbook"), "application/vnd.ms-excel", "a.xls"),
    ("a.zip", office("wordprocessingml.document"), None, "a.zip.docx"),
    ("a.xlsx", office("spreadsheetml.sheet"), None, "a.xlsx"),
    ("a.odt", open_document("text"), "application/vnd.oasis.opendocument.text", "a.odt"),
    ("a.ods", open_document("spreadsheet"), None, "a.ods"),
    ("a.rtf", b"{\\rtf1 x}", "application/rtf", "a.rtf"),
    ("a.txt", "Hồ sơ bị trả".encode(), "text/plain", "a.txt"),
    ("a.txt", "\ufeffHồ sơ bị trả <3 lần".encode("utf-16"), "text/plain", "a.txt"),
    ("cũ", "Hồ sơ bị trả".encode("cp1258", "ignore"), "text/plain", "cũ.txt"),
    ("a.csv", b"a;b\n1;2\n", "text/csv", "a.csv"),
    ("a.mp3", b"ID3\x04\0\0" + bytes(50), "audio/mpeg", "a.mp3"),
    ("a.mp3", b"\xff\xfb\x90\x64" + bytes(50), "audio/mpeg", "a.mp3"),
    ("ghi âm.m4a", recording(b"M4A ", video=False), "audio/mp4", "ghi âm.m4a"),
    ("voice", recording(b"isom", video=False), "audio/mp4", "voice.m4a"),
    ("a.oga", b"OggS\0\2" + bytes(22) + b"OpusHead", "audio/ogg", "a.oga"),
    ("a.amr", b"#!AMR\n" + bytes(9), "audio/amr", "a.amr"),
    ("a.wav", b"RIFF\0\0\0\0WAVEfmt ", "audio/wav", "a.wav"),
    ("a.aac", b"\xff\xf1\x50\x80" + bytes(9), "audio/aac", "a.aac"),
    ("a.webm", WEBM + b"...A_OPUS...", "audio/webm", "a.webm"),
    ("a.webm", WEBM + b"...V_VP8...A_OPUS", "video/webm", "a.webm"),
    ("a.mp4", recording(b"isom", video=True), "video/mp4", "a.mp4"),
    ("a.MOV", recording(b"qt  ", video=True), "video/quicktime", "a.mov"),
    ("a.3gp", recording(b"3gp4", video=True), "video/3gpp", "a.3gp"),
]


@pytest.mark.parametrize(("name", "data", "type", "shown"), TAKEN)
def test_these_are_taken(store, name, data, type, shown):
    kept = keep(store, name, data)
    assert kept.name == shown
    assert type in (None, kept.type)
    assert kept.size == len(bytes_of(store, kept))
    assert kept.sha256 == hashlib.sha256(bytes_of(store, kept)).hexdigest()


EXE = b"MZ\x90\0\3\0\0\0" + bytes(200)
REFUSED = [
    ("ảnh.jpg", EXE),
    ("a.pdf", b"\x7fELF\2\1\1" + bytes(99)),
    ("a.docx", zipped(**{"setup.exe": EXE})),
    ("a.docx", office("wordprocessingml.document", **{"word__vbaProject.bin": b"x"})),
    ("a.odt", open_document("text", **{"Basic__Standard__Module1.xml": b"x"})),
    ("a.odt", open_document("presentation")),
    ("a.docx", office("wordprocessingml.document")[:-40]),
    ("a.docx", b"PK\x03\x04" + bytes(99)),
    ("a.doc", ole("WordDocument", "Macros", "VBA")),
    ("a.doc", ole("\u4840\u3f3f\u4577", "Other")),  # an installer
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 900),
    ("a.txt", b"  <!DOCTYPE html><p>x"),
    ("a.txt", b"xin chao\n<SCRIPT>alert(1)</script>"),
    ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ("a.png", b'<?xml version="1.0"?><svg/>'),
    ("a.txt", b"#!/bin/sh\nrm -rf /"),
    ("a.js", b"alert(1)"),
    ("a.bat", b"@echo off"),
    ("a.txt", b"xin\0chao"),
    ("a.txt", b"\xff\xfe\0\0x\0"),
    ("a.mkv", b"\x1aE\xdf\xa3\x9fB\x82\x88matroska"),
    ("a.avif", box(b"ftyp", b"avif" + bytes(4) + b"avifmif1")),
    ("a.ogv", b"OggS\0\2" + bytes(22) + b"\x80theora"),
    ("a.jpg", b"RIFF\0\0\0\0AVI LIST"),
    ("a.tiff", b"II*\0" + bytes(50)),
    ("a", bytes(100)),
]


@pytest.mark.parametrize(("name", "data"), REFUSED)
def test_these_are_refused(store, name, data):
    assert refused(store, name, data) == "type"


def test_empty_and_too_large_files_are_refused(store):
    assert refused(store, "a.txt", b"") == "empty"
    assert refused(store, "a.txt", b"x" * 101, limit=100) == "too_large"
    assert keep(store, "a.txt", b"x" * 100, limit=100).size == 100


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_pictures_stand_upright_and_tell_nothing(store, format):
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "SECRETNAME")
    extras: dict[str, dict] = {"JPEG": {"comment": b"SECRETNOTE"}, "PNG": {"pnginfo": text}}
    more = extras.get(format, {"xmp": b"SECRETXMP"})
    data = picture(format, exif=exif(6), icc_profile=b"SECRETPROFILE", **more)
    assert b"SECRET" in data
    kept = keep(store, "IMG_0001.dat", data)
    assert b"SECRET" not in bytes_of(store, kept)
    image = opened(store, kept)
    assert (kept.type, image.size) == (f"image/{format.lower()}", (40, 60))
    assert not image.getexif() and "icc_profile" not in image.info
    red, _, blue = image.convert("RGB").getpixel((20, 5))
    assert red > 200 > 50 > blue


def test_heic_becomes_jpeg(store):
    pillow_heif.register_heif_opener()
    data = picture("HEIF", exif=exif(6).tobytes())  # as bytes, the turn is written as HEIF wants
    assert b"SECRET" in data and b"irot" in data
    kept = keep(store, "IMG_0002.HEIC", data, declared="image/heic")
    assert (kept.type, kept.name) == ("image/jpeg", "IMG_0002.jpg")
    assert b"SECRET" not in bytes_of(store, kept)
    assert opened(store, kept).size == (40, 60)


@pytest.mark.parametrize(
    ("format", "mode"),
    [("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "I;16"), ("GIF", "P")],
)
def test_pictures_of_every_mode_are_kept(store, format, mode):
    image = opened(store, keep(store, "a", picture(format, mode)))
    assert image.format == format and image.size == (60, 40)


def test_a_photo_is_not_made_larger_or_worse(store):
    noise = Image.effect_noise((400, 300), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=60)
    assert keep(store, "a.jpg", out.getvalue()).size < 1.02 * len(out.getvalue())


def test_of_a_moving_picture_the_first_frame_is_kept(store):
    frames = [Image.new("P", (9, 9), n) for n in range(3)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    kept = keep(store, "a.gif", out.getvalue())
    with Image.open(store.open_path(kept.path)) as image:
        assert not getattr(image, "is_animated", False)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_an_unreadable_exif_block_is_no_obstacle(store):
    data = picture(exif=b"Exif\0\0II*\0" + b"\xff" * 40)
    assert keep(store, "a.jpg", data).type == "image/jpeg"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "WEBP", "HEIF"])
def test_half_a_picture_is_broken(store, format):
    pillow_heif.register_heif_opener()
    data = picture(format, size=(300, 200))
    assert refused(store, "a.jpg", data[: len(data) // 2]) == "broken"
    assert refused(store, "a.jpg", data[:16]) == "broken"


def png_bomb(width, height):
    def chunk(name, body):
        check = zlib.crc32(name + body).to_bytes(4, "big")
        return len(body).to_bytes(4, "big") + name + body + check

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", size + b"\x08\2\0\0\0")
        + chunk(b"IDAT", zlib.compress(bytes(100_000)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [8000, 15_500, 60_000])
def test_a_decompression_bomb_is_not_unpacked(store, side):
    assert refused(store, "a.png", png_bomb(side, side)) == "too_large"


def test_a_jpeg_of_a_very_large_camera_is_taken_at_half_size(store):
    out = io.BytesIO()
    Image.new("L", (9000, 6000), 128).save(out, "JPEG", quality=30)
    kept = keep(store, "a.jpg", out.getvalue())
    assert opened(store, kept).size == (4500, 3000)


@pytest.mark.parametrize("brand", [b"isom", b"qt  ", b"M4A ", b"3gp4"])
def test_recordings_do_not_tell_where_they_were_made(store, brand):
    data = recording(brand, video=True)
    kept = keep(store, "a", data)
    assert b"SECRET" in data and b"SECRET" not in bytes_of(store, kept)
    assert kept.size == len(data)
    assert bytes_of(store, kept).endswith(b"mdat" + b"sound" * 9)


def test_a_recording_with_senseless_boxes_is_kept(store):
    for size in (0, 1, 7, 2**32 - 1):
        data = recording(b"isom", video=True) + size.to_bytes(4, "big") + b"moovxxxxxxxxxxxx"
        assert keep(store, "a.mp4", data).type == "video/mp4"


NAMES = [
    ("../../etc/passwd", "passwd.pdf"),
    ("C:\\Users\\Tứ\\đơn.pdf", "đơn.pdf"),
    ("đơn\u202efdp.exe", "đơnfdp.exe.pdf"),
    ("a\r\nb\x00c.pdf", "abc.pdf"),
    ("a\ud800b.pdf", "ab.pdf"),
    ("đơn.pdf", "đơn.pdf"),  # written with combining marks
    ("  . .pdf", "tep.pdf"),
    ("", "tep.pdf"),
    ("...", "tep.pdf"),
    ("a.jpg", "a.pdf"),
    ("biên bản 12.5", "biên bản 12.5.pdf"),
    ('<b>"x"?.PDF', "_b__x__.pdf"),
    ("ă" * 300 + ".pdf", "ă" * 116 + ".pdf"),
]


@pytest.mark.parametrize(("name", "clean"), NAMES)
def test_names_are_made_harmless(name, clean):
    assert clean_name(name, ("pdf",)) == clean


def test_the_name_may_keep_any_ending_of_its_type(store):
    assert keep(store, "a.jpeg", picture()).name == "a.jpeg"
    assert keep(store, "a.png", picture()).name == "a.jpg"


def test_equal_files_are_kept_once_also_from_many_threads(store):
    got = []
    threads = [
        threading.Thread(target=lambda n=n: got.append(keep(store, f"{n}.txt", b"xin chao")))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({kept.path for kept in got}) == 1 and len({kept.name for kept in got}) == 8
    assert len([path for path in store._root.rglob("*") if path.is_file()]) == 1
    digest = got[0].sha256
    assert got[0].path == f"{digest[:2]}/{digest[2:4]}/{digest}"


def test_what_we_made_is_kept_as_it_is(store):
    kept = store.keep_ours("Số liệu.html", "text/html", b"<p>x")
    assert (kept.name, bytes_of(store, kept)) == ("Số liệu.html", b"<p>x")


def test_nothing_is_left_when_the_disk_is_full(store, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError):
            keep(store, "a.txt", b"xin chao")
    assert [path for path in store._root.rglob("*") if path.is_file()] == []
    assert keep(store, "a.txt", b"xin chao").size == 8


def test_leftovers_of_a_crash_are_swept(tmp_path):
    FileStore(tmp_path)
    old, fresh = tmp_path / "unfinished" / "old", tmp_path / "unfinished" / "fresh"
    old.write_bytes(b"x")
    fresh.write_bytes(b"x")
    os.utime(old, (1, 1))
    FileStore(tmp_path)
    assert not old.exists() and fresh.exists()


@pytest.mark.parametrize(
    "path", ["", ".", "..", "../secret", "aa/../../secret", "/etc/hostname", "a\0b", "link", "aa"]
)
def test_no_path_leads_out_of_the_store(store, tmp_path, path):
    (tmp_path / "secret").write_text("x")
    (store._root / "aa").mkdir()
    (store._root / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(FileNotFoundError):
        store.open_path(path)
    store.delete(path)
    assert (tmp_path / "secret").exists()


def test_deleting_twice_is_fine(store):
    kept = keep(store, "a.txt", b"xin chao")
    store.delete(kept.path)
    store.delete(kept.path)
    with pytest.raises(FileNotFoundError):
        store.open_path(kept.path)
