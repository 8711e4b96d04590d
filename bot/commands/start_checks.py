"""What must be right before the house can stand, each wrong thing told in one plain sentence."""

from __future__ import annotations

import errno
import socket
import tempfile
from pathlib import Path

from pydantic import ValidationError

from bot.commands.plainly import Refusal
from bot.commands.safe_key import known_keys, wrong_key
from bot.settings import Settings
from storage.engine import opening
from storage.engine.opening import CannotOpen
from storage.keys import WrongKey

_ALLOWED = {
    "http_port": ("số từ 1 đến 65535", "a number from 1 to 65535"),
    "telegram_mode": ("polling hoặc webhook", "polling or webhook"),
    "zalo_bot_mode": ("polling hoặc webhook", "polling or webhook"),
    "zalo_signature_id": ("app hoặc oa", "app or oa"),
    "log_level": ("DEBUG, INFO, WARNING hoặc ERROR", "DEBUG, INFO, WARNING or ERROR"),
}


def read_settings() -> Settings:
    """The settings of the environment and `.env`; values are never repeated, some are secret."""
    try:
        return Settings()
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        vi, en = _ALLOWED.get(name, ("giá trị khác", "another value"))
        shown = f"LANGNGHE_{name.upper()}"
        raise Refusal(f"{shown} ghi sai: phải là {vi}.", f"{shown} is wrong: write {en}.") from None
    except (UnicodeDecodeError, OSError):
        raise Refusal(
            "Không đọc được tệp .env: hãy lưu lại bằng mã UTF-8.",
            "The file .env cannot be read: save it as UTF-8.",
        ) from None


def writable_data(settings: Settings) -> None:
    """Raises Refusal where nothing can be kept: in the data folder, or among its files."""
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for folder in (settings.data_dir, settings.files_dir, settings.files_dir / "unfinished"):
            if folder.exists():
                _write_something(folder)
    except OSError as error:
        raise Refusal(
            f"Không ghi được vào thư mục dữ liệu {folder} ({error.strerror}): cấp quyền ghi, hoặc"
            " đổi LANGNGHE_DATA_DIR.",
            f"The data folder {folder} cannot be written ({error.strerror}): give the right to"
            " write, or change LANGNGHE_DATA_DIR.",
        ) from None


def _write_something(folder: Path) -> None:
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"x")
        file.flush()


def bound_socket(settings: Settings) -> socket.socket:
    """The port, taken before anything else starts: a second bot must not begin to poll."""
    try:
        return _bound(settings.http_host, settings.http_port)
    except OSError as error:
        raise port_refusal(settings, error) from None


def _bound(host: str, port: int) -> socket.socket:
    family, kind, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    made = socket.socket(family, kind)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(where)
    except BaseException:
        made.close()
        raise
    return made


def port_refusal(settings: Settings, error: OSError) -> Refusal:
    """What it means that the port cannot be had."""
    host, port = settings.http_host, settings.http_port
    if isinstance(error, PermissionError):
        return Refusal(
            f"Không được phép dùng cổng {port}: cổng dưới 1024 cần quyền quản trị máy. Đặt"
            " LANGNGHE_HTTP_PORT=8080 và để Caddy hoặc nginx đứng trước.",
            f"Port {port} is forbidden: below 1024 it needs administrator rights. Set"
            " LANGNGHE_HTTP_PORT=8080 and put Caddy or nginx in front.",
        )
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return Refusal(
            f"Máy này không có địa chỉ {host}: sửa LANGNGHE_HTTP_HOST (thường là 127.0.0.1).",
            f"This machine has no address {host}: correct LANGNGHE_HTTP_HOST (usually 127.0.0.1).",
        )
    return Refusal(
        f"Cổng {port} đang có chương trình khác dùng: tắt chương trình đó (có thể là một lần chạy"
        " trước), hoặc đổi LANGNGHE_HTTP_PORT.",
        f"Port {port} is in use: stop the other program (maybe an earlier run), or change"
        " LANGNGHE_HTTP_PORT.",
    )


def database_refusal(error: CannotOpen) -> Refusal:
    detail = f" ({error.detail})" if error.detail else ""
    file = error.where.removeprefix("sqlite:///")
    if error.why == "address":
        return Refusal(
            "LANGNGHE_DATABASE_URL ghi sai: phải bắt đầu bằng postgresql:// hoặc sqlite:///, hoặc"
            " để trống.",
            "LANGNGHE_DATABASE_URL is wrong: it begins with postgresql:// or sqlite:///, or is"
            " empty.",
        )
    if error.why == "newer":
        return Refusal(
            f"Cơ sở dữ liệu {error.where} đã được một phiên bản mới hơn nâng cấp: hãy cài lại phiên"
            " bản mới đó.",
            f"The database {error.where} was migrated by a newer version: install that one again.",
        )
    if error.why == "damaged":
        return Refusal(
            f"Cơ sở dữ liệu bị hỏng: lấy lại bản sao lưu. Tắt bot, chuyển {file} (cả tệp"
            " -wal, -shm nếu có) sang chỗ khác, rồi gõ langnghe restore TỆP.",
            f"The database is damaged: put a backup back. Stop the bot, move {file} away"
            " (with -wal and -shm, if there), then langnghe restore FILE.",
        )
    if error.why == "read_only":
        return Refusal(
            f"Chỉ đọc được, không ghi được cơ sở dữ liệu {file}: cho tài khoản chạy bot"
            " quyền ghi tệp này và thư mục chứa nó.",
            f"The database {file} can be read only: give the account that runs the bot the"
            " right to write the file and its folder.",
        )
    return Refusal(
        f"Không dùng được cơ sở dữ liệu {error.where}{detail}: kiểm tra máy chủ dữ liệu, ổ đĩa và"
        " LANGNGHE_DATABASE_URL.",
        f"The database {error.where} cannot be used{detail}: check the database server, the disk"
        " and LANGNGHE_DATABASE_URL.",
    )


def migrated(settings: Settings) -> None:
    """Older data is sealed on the way, under the key it was begun with."""
    keys = known_keys(settings)
    try:
        opening.bring_up(settings.database, keys)
    except CannotOpen as error:
        raise database_refusal(error) from None
    except WrongKey:
        raise wrong_key(settings, lost=keys is None) from None


def fit_to_use(settings: Settings) -> None:
    """The database is there and migrated."""
    try:
        opening.fit_to_use(settings.database)
    except CannotOpen as error:
        raise database_refusal(error) from None
