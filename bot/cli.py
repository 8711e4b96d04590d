"""The command line: `langnghe COMMAND`, help in plain Vietnamese with English beside it. Each
command imports what it needs, so that help is there at once."""

from __future__ import annotations

import os
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import import_line, incident_line
from bot.commands.misuse import misuse, shows_help
from bot.commands.plainly import Refusal, complain, say
from cases.kinds import Role

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Lắng Nghe: trợ lý nhận phản ánh, kiến nghị về thủ tục hành chính."
    " / The feedback chatbot of a department.",
)

app.add_typer(incident_line.app, name="incident")
simulations = typer.Typer(help="Đo thử trên dữ liệu có nhãn. / Measure on labelled data.")
app.add_typer(simulations, name="simulate")
app.command("import-procedures")(import_line.import_procedures)

Force = Annotated[
    bool, typer.Option("--force", help="Làm dù đã có dữ liệu. / Even where there is data.")
]


def main() -> None:
    """Run a command; whatever goes wrong is one plain sentence and an exit code."""
    os.umask(0o077)  # what we write holds people's words: nobody else on the machine reads it
    try:
        sys.exit(app(prog_name="langnghe", standalone_mode=False))
    except Refusal as refusal:
        complain(refusal)
        sys.exit(refusal.code)
    except Exception as error:
        if shows_help(error):
            error.show()  # type: ignore[attr-defined]
            sys.exit(2)
        if mistyped := misuse(error):
            complain(mistyped)
            sys.exit(mistyped.code)
        # The message of an error may repeat what a citizen wrote, so only type and place are told.
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__}, {Path(place.filename).name}:{place.lineno}"
        complain(Refusal(f"Lỗi ngoài dự tính ({where}).", f"An unexpected error ({where})."))
        sys.exit(1)


@app.command()
def run() -> None:
    """Chạy bot, chat và các trang (tự nâng cấp dữ liệu trước) / Serve; migrates first"""
    from bot import memory

    with memory.loading():
        from bot.commands import run, start_checks

    raise typer.Exit(run.run(start_checks.read_settings()))


@app.command()
def migrate() -> None:
    """Nâng cấp cơ sở dữ liệu / Bring the database up to date"""
    from bot.commands import start_checks

    settings = start_checks.read_settings()
    start_checks.writable_data(settings)
    start_checks.migrated(settings)
    say("Cơ sở dữ liệu đã mới nhất.", "The database is up to date.")


@app.command()
def check(
    production: Annotated[
        bool,
        typer.Option(
            help="Như khi dùng thật: không cho qua số liệu mẫu. / As for real use: no samples pass."
        ),
    ] = False,
) -> None:
    """Soát thư mục cơ quan, dữ liệu, khóa và các kênh / Check folder, data, key and channels"""
    from bot.commands import check, start_checks

    raise typer.Exit(check.check(start_checks.read_settings(), production=production))


@app.command()
def invite(
    role: Annotated[Role, typer.Option(help="Vai trò. / The role.")],
    office: Annotated[str, typer.Option(help="Mã phòng. / The office's id.")] = "",
) -> None:
    """In mã dùng một lần cho một cán bộ / Print a one-time code that makes an official"""
    from bot.commands import invite, start_checks

    invite.invite(start_checks.read_settings(), role, office)


@app.command()
def export(
    to: Annotated[Path, typer.Option(help="Thư mục để ghi vào. / The folder to write to.")],
    since: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="Nhận từ ngày. / Received from."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Đến hết ngày. / Up to and with."),
    ] = None,
) -> None:
    """Xuất hồ sơ ra CSV và JSON, không có tên người gửi / Cases as CSV and JSON, no identities"""
    from bot.commands import export, start_checks

    export.export(
        start_checks.read_settings(),
        to,
        since.date() if since else None,
        until.date() if until else None,
    )


@app.command()
def verify() -> None:
    """Soát chuỗi lịch sử của mọi hồ sơ / Check the chain of every case's history"""
    from bot.commands import start_checks, verify

    raise typer.Exit(verify.verify(start_checks.read_settings()))


@app.command()
def retention(
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Chỉ xem sẽ xóa gì. / Only say what would go."),
    ] = False,
) -> None:
    """Xóa dữ liệu đã hết hạn giữ / Delete what is kept no longer"""
    from bot.commands import retention, start_checks

    retention.run(start_checks.read_settings(), dry=dry_run)


@app.command()
def backup(
    to: Annotated[
        Path | None,
        typer.Option(help="Thư mục chứa bản sao (mặc định DATA_DIR/backups). / Where to put it."),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(min=1, help="Chỉ giữ ngần này bản mới nhất. / Keep only the newest N."),
    ] = None,
) -> None:
    """Sao lưu tất cả vào một tệp, bot vẫn chạy / Everything into one file, while the bot runs"""
    from bot.commands import backup, start_checks

    settings = start_checks.read_settings()
    made = backup.backup(settings, to or settings.data_dir / "backups", keep)
    say(
        f"Đã sao lưu: {made} (kèm langnghe-keys.json; cất riêng khóa két).",
        "Backed up. langnghe-keys.json goes with it; keep the key for the safe elsewhere.",
    )


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="Tệp sao lưu. / The backup.")], force: Force = False
) -> None:
    """Lấy lại dữ liệu từ một bản sao lưu / Put everything back from a backup"""
    from bot.commands import restore, start_checks

    restore.restore(start_checks.read_settings(), file, force=force)


@app.command("zalo-login")
def zalo_login() -> None:
    """Nhập token mới của Zalo OA, không hiện lên màn hình / New tokens of the Zalo account"""
    from bot.commands import start_checks, zalo_login

    zalo_login.login(start_checks.read_settings())


@app.command()
def demo(force: Force = False) -> None:
    """Nạp chừng 40 hồ sơ mẫu để xem thử / Fill with some 40 sample cases"""
    from bot.commands import demo, start_checks

    demo.demo(start_checks.read_settings(), force=force)


@app.command()
def lessons(
    undo_since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Bỏ các bài từ ngày. / Undo those since."),
    ] = None,
    measure: Annotated[
        bool, typer.Option("--measure", help="Đo xem có lợi không. / Measure whether it helps.")
    ] = False,
) -> None:
    """Máy học gì từ Văn phòng; bỏ bớt, đo / What was learned from officials; undo, measure"""
    from bot.commands import lessons, start_checks

    since = undo_since.date() if undo_since else None
    lessons.run(start_checks.read_settings(), since, measures=measure)


@simulations.callback()
def simulate() -> None:
    """Đo thử trên dữ liệu có nhãn / Measure on labelled data"""


@simulations.command()
def routing(
    file: Annotated[Path, typer.Argument(help="CSV: text, kind, office. / A CSV file.")],
    as_json: Annotated[bool, typer.Option("--json", help="In JSON. / Print JSON.")] = False,
) -> None:
    """Máy hiểu tin nhắn đúng được bao nhiêu / How well messages are understood"""
    from bot.commands import simulate, start_checks

    simulate.routing(start_checks.read_settings(), file, as_json=as_json)
