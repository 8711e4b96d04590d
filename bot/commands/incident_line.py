"""The command line of `langnghe incident`."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(
    help="Sự cố dữ liệu cá nhân và 72 giờ / A breach of personal data and its 72 hours",
    invoke_without_command=True,
    rich_markup_mode=None,
)
_Number = Annotated[int, typer.Argument(help="Số của sự cố. / Its number.")]


@app.callback()
def listed(context: typer.Context) -> None:
    """Sự cố dữ liệu: xem, ghi, báo, đóng / Data incidents: list, enter, report, close"""
    from bot.commands import incident, start_checks

    if context.invoked_subcommand is None:
        incident.tell_all(start_checks.read_settings())


@app.command("open")
def enter(
    title: Annotated[str, typer.Option(prompt="Tên sự cố / Title", help="Tên. / Title.")],
    detected: Annotated[
        str,
        typer.Option(
            prompt="Phát hiện lúc (25/11/2026 08:30) / Detected at",
            help="Lúc phát hiện. / When it was detected.",
        ),
    ],
    what: Annotated[
        str,
        typer.Option(
            prompt="Chuyện gì xảy ra (không ghi tên ai) / What happened",
            help="Sự việc. / What happened.",
        ),
    ],
    categories: Annotated[
        str,
        typer.Option(prompt="Loại dữ liệu / Categories", help="Loại dữ liệu. / Categories."),
    ],
    measures: Annotated[
        str,
        typer.Option(prompt="Đã làm gì, sẽ làm gì / Measures", help="Biện pháp. / Measures."),
    ],
    people: Annotated[
        int, typer.Option(min=0, help="Số người; 0: bằng số hồ sơ. / People; 0: as many as cases.")
    ] = 0,
    consequences: Annotated[str, typer.Option(help="Hậu quả. / Consequences.")] = "",
    cases: Annotated[str, typer.Option(help="Mã các hồ sơ. / Codes of cases.")] = "",
    begin: Annotated[str, typer.Option("--from", help="Hồ sơ có từ lúc. / Cases there from.")] = "",
    end: Annotated[str, typer.Option("--until", help="Đến lúc. / Until.")] = "",
) -> None:
    """Ghi một sự cố / Enter an incident"""
    from bot.commands import incident, start_checks

    told = incident.Told(
        title, detected, what, categories, people, measures, consequences, cases, begin, end
    )
    incident.enter(start_checks.read_settings(), told)


@app.command()
def report(number: _Number) -> None:
    """In báo cáo, thư gửi người dân, danh sách mã / Write the report, the letter, the codes"""
    from bot.commands import incident, start_checks

    incident.write(start_checks.read_settings(), number)


@app.command()
def reported(number: _Number) -> None:
    """Ghi là đã báo cơ quan chuyên trách / Note that it was reported"""
    from bot.commands import incident, start_checks

    incident.reported(start_checks.read_settings(), number)


@app.command()
def close(number: _Number) -> None:
    """Đóng một sự cố / Close an incident"""
    from bot.commands import incident, start_checks

    incident.close(start_checks.read_settings(), number)
