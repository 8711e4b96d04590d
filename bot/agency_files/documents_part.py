"""`[[documents]]` of `plan.toml`: the library officials work by."""

from __future__ import annotations

from bot.agency_files.table import Table
from cases.agency.plan import PlanDocument
from cases.words.text import fold

_MEGABYTE = 1_000_000
_MOST = 20 * _MEGABYTE
"""It is read whole, and no channel sends much more."""


def documents(file: Table) -> tuple[PlanDocument, ...]:
    read: list[PlanDocument] = []
    for table in file.tables("documents"):
        number = table.name("number")
        # The number is what officials ask for one by: of two they would never get either.
        if number and fold(number) in {fold(other.number) for other in read}:
            what = f"number “{number}” đã dùng ở trên"
            table.note("number", what, "một số khác", f"“{number}” is used above", "another one")
        document = PlanDocument(
            number=number,
            title=table.name("title"),
            on=table.day("on"),
            file=_in_folder(table),
            link=table.link("link"),
        )
        read.append(document)
        table.close()
    return tuple(read)


def _in_folder(table: Table) -> str:
    """The name of a file in `documents`, which must be there, and nowhere else."""
    name = table.text("file")
    path = table.file.path.parent / "documents" / name
    if not name:
        return ""
    if path.parent.name != "documents" or ".." in name or not path.is_file():
        what = (
            f"không có tệp “{name}” trong thư mục documents; hãy chép tệp vào đó, ở đây chỉ ghi tên"
        )
        en = f"there is no file “{name}” in documents; copy it there, and write its name only here"
        table.note("file", what, "", en)
    elif (size := path.stat().st_size) > _MOST:
        much, most = -(-size // _MEGABYTE), _MOST // _MEGABYTE
        what = f"tệp “{name}” nặng {much} MB, nhiều nhất {most} MB; hãy nén lại hoặc ghi link"
        en = f"the file {name} has {much} MB, at most {most}; make it smaller or enter a link"
        table.note("file", what, "", en)
    else:
        return name
    return ""
