"""How `langnghe import-procedures` is typed. It imports what it needs only when it runs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from messages.dates import local


def import_procedures(
    file: Annotated[Path, typer.Argument(help="Tệp CSV hoặc XLSX. / The CSV or XLSX file.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chỉ xem sẽ đổi gì. / Only say what would change.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Ghi mà không hỏi lại. / Write without asking.")
    ] = False,
    all_fields: Annotated[
        bool,
        typer.Option("--all-fields", help="Nhận cả lĩnh vực của nơi khác. / Other fields too."),
    ] = False,
    dated: Annotated[
        datetime | None,
        typer.Option(
            "--date",
            formats=["%Y-%m-%d"],
            help="Ngày của danh mục (mặc định hôm nay). / The day of the catalogue.",
        ),
    ] = None,
) -> None:
    """Nhập danh mục thủ tục từ tệp của cổng / Take in the portal's list of procedures"""
    from bot.app import utc_now
    from bot.commands import import_procedures, start_checks

    import_procedures.take_in(
        start_checks.read_settings(),
        file,
        local(utc_now()).date(),
        dry=dry_run,
        agreed=yes,
        all_fields=all_fields,
        dated=dated.date() if dated else None,
    )
