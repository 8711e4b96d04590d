"""The Official Account as the clerk meets it: logging in, `langnghe check`, the first lines of a
start, and a house that stands on it."""

from __future__ import annotations

import asyncio
import io
import sys
from contextlib import asynccontextmanager

import pytest

from bot.app import House
from bot.channels.base import Later, Sent
from bot.cli import main
from bot.commands.channel_checks import channels, names_on
from bot.commands.channel_settings import well_formed
from bot.commands.findings import Weight
from bot.commands.plainly import Refusal
from bot.commands.zalo_account import announce_zalo
from bot.commands.zalo_login import login
from bot.settings import Settings
from messages.envelope import Document, Incoming
from storage.keys import Keys
from storage.mailbox import zalo_tokens
from storage.people import people
from tests import opened_rows
from tests.fakes.zalo_api import FakeZalo
from tests.fakes.zalo_house import parcel, run
from tests.people import sample_agency

KEY = "k" * 32


def settings_of(database, folder, api, **more):
    given = {
        "zalo_app_id": api.app_id,
        "zalo_app_secret": api.app_secret,
        "zalo_oa_id": api.oa_id,
        "zalo_oa_secret": api.oa_secret,
        "zalo_api": api.url,
        "zalo_oauth_api": api.url,
        "zalo_business_api": api.url,
        "public_url": "https://phananh.example.vn",
    }
    details = given | more
    return Settings(
        _env_file=None, database_url=database, data_dir=folder, secret_key=KEY, **details
    )


@asynccontextmanager
async def house_of(settings, now):
    made = House(settings, now=now, agency=sample_agency(), by_hand=True)
    await made.start()
    try:
        yield made
    finally:
        await made.stop()


async def typed(settings, monkeypatch, *lines):
    """The command, with these lines on its standard input; it has a loop of its own."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    await asyncio.to_thread(login, settings)


async def refused(settings, monkeypatch, *lines):
    with pytest.raises(Refusal) as told:
        await typed(settings, monkeypatch, *lines)
    assert "geheim" not in f"{told.value.vi}{told.value.en}"
    return told.value


# --- logging in ----------------------------------------------------------------------------------


def test_a_login_is_taken_over_by_a_running_house(database, tmp_path, monkeypatch, capsys):
    async def work():
        async with FakeZalo() as api:
            settings = settings_of(database, tmp_path, api)
            user = api.user("Bà Tư")
            user.spoke_at = api.now()
            async with house_of(settings, api.now) as house:
                zalo = house.channels["zalo"]
                assert isinstance(await zalo.send(parcel(user)), Later)
                assert "zalo-login" in house.readiness()["zalo"]
                await typed(settings, monkeypatch, *api.grants.by_hand())
                told = capsys.readouterr()
                assert "Sở Kế hoạch và Đầu tư" in told.out and "không cần khởi động lại" in told.out
                assert "geheim" not in told.out + told.err
                await house.clock.tick()
                assert "zalo" not in house.readiness()
                assert isinstance(await zalo.send(parcel(user)), Sent)
                assert api.called("access_token") == [], "looking at it does not spend it"

    run(work())


def test_after_a_login_nobody_waits_for_the_next_try(database, tmp_path, monkeypatch):
    async def work():
        async with FakeZalo() as api:
            settings = settings_of(database, tmp_path, api)
            user = api.user("Bà Tư")
            user.spoke_at = api.now()
            async with house_of(settings, api.now) as house:
                await house.receive([Incoming("zalo", "m1", user.id, user.id, api.now(), "/gui")])
                await house.outbox.settled()
                await house.clock.tick()
                assert user.inbox == [] and house.outbox.waiting() == 1
                await typed(settings, monkeypatch, *api.grants.by_hand())
                await house.clock.tick()
                await house.outbox.settled()
                assert len(user.inbox) == 1 and house.outbox.waiting() == 0

    run(work())


def test_a_login_is_not_undone_by_older_tokens_in_the_settings(database, tmp_path, monkeypatch):
    async def work():
        async with FakeZalo() as api:
            access, refresh = api.grants.by_hand()
            seeds = {"zalo_access_token": access, "zalo_refresh_token": refresh}
            service = settings_of(database, tmp_path, api, **seeds)
            async with house_of(service, api.now) as house:
                await house.clock.tick()
            shell = settings_of(database, tmp_path, api)
            await typed(shell, monkeypatch, *api.grants.by_hand())
            async with house_of(service, api.now) as house:
                await house.clock.tick()
                keys = Keys(KEY.encode())
                kept = await house.store.read(lambda tx: zalo_tokens.kept(tx, keys))
                assert kept is not None and kept.access == "ACCESS-0002-geheim"

    run(work())


def test_what_zalo_does_not_accept_is_not_stored(database, tmp_path, monkeypatch):
    async def work():
        async with FakeZalo() as api:
            settings = settings_of(database, tmp_path, api)
            access, refresh = api.grants.by_hand()
            wrong_lines = ((), (access,), (access, ""), (access, access))
            for lines in (*wrong_lines, ("tiếng Việt", refresh), ("a b", refresh)):
                told = await refused(settings, monkeypatch, *lines)
                assert "Cần đủ hai mã khác nhau" in told.vi
            wrong = await refused(settings, monkeypatch, "ACCESS-geheim", refresh)
            assert "không nhận access token" in wrong.vi
            api.break_next("getoa", -209)
            assert "mã -209" in (await refused(settings, monkeypatch, access, refresh)).vi
            other = settings_of(database, tmp_path, api, zalo_oa_id="1")
            assert "OA khác" in (await refused(other, monkeypatch, access, refresh)).vi
            away = settings_of(database, tmp_path, api, zalo_api="http://127.0.0.1:1")
            assert "Không kết nối được" in (await refused(away, monkeypatch, access, refresh)).vi
            async with house_of(settings, api.now) as house:
                keys = Keys(KEY.encode())
                assert await house.store.read(lambda tx: zalo_tokens.kept(tx, keys)) is None

    run(work())


def test_at_a_terminal_nothing_is_shown(database, tmp_path, monkeypatch, capsys):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    async def work():
        async with FakeZalo() as api:
            pasted = list(api.grants.by_hand())
            monkeypatch.setattr("getpass.getpass", lambda _prompt: f" {pasted.pop(0)} ")
            monkeypatch.setattr(sys, "stdin", Terminal())
            partly = settings_of(database, tmp_path, api, zalo_app_secret="")
            await asyncio.to_thread(login, partly)
            told = capsys.readouterr()
            assert "API Explorer" in told.out and "LANGNGHE_ZALO_APP_SECRET" in told.out
            assert "geheim" not in told.out + told.err

    run(work())


def test_at_a_terminal_one_may_leave(database, tmp_path, monkeypatch):
    def ctrl_d(_prompt):
        raise EOFError

    monkeypatch.setattr("getpass.getpass", ctrl_d)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    settings = Settings(_env_file=None, database_url=database, data_dir=tmp_path)
    with pytest.raises(Refusal, match="Nothing was stored"):
        login(settings)


def test_a_login_away_from_the_settings_says_so(database, tmp_path, monkeypatch, capsys):
    """As in another folder than that of `.env`."""

    async def work():
        async with FakeZalo() as api:
            ids = {"zalo_app_id": "", "zalo_app_secret": "", "zalo_oa_id": "", "zalo_oa_secret": ""}
            settings = settings_of(database, tmp_path, api, **ids)
            await typed(settings, monkeypatch, *api.grants.by_hand())
            told = capsys.readouterr().out
            assert "LANGNGHE_ZALO_APP_ID" in told and "tệp .env" in told

    run(work())


@pytest.mark.parametrize("name", ["zalo_api", "zalo_oauth_api", "zalo_business_api"])
def test_an_address_of_zalo_that_is_none(database, tmp_path, name):
    settings = Settings(_env_file=None, data_dir=tmp_path, **{name: "openapi.zalo.me"})
    with pytest.raises(Refusal, match=f"LANGNGHE_{name.upper()}"):
        well_formed(settings)


def test_the_command_takes_no_token_as_an_argument(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["langnghe", "zalo-login", "ACCESS-geheim"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2 and "--help" in capsys.readouterr().err


# --- check and start -----------------------------------------------------------------------------


async def found(settings):
    return next(f for f in await channels(settings) if "alo" in f.vi)


def test_check_says_how_the_account_stands(database, tmp_path, monkeypatch):
    async def work():
        async with FakeZalo() as api:
            settings = settings_of(database, tmp_path, api)
            assert names_on(settings) == ["web", "zalo"]
            none = await found(settings)
            assert none.weight is Weight.REFUSED and "zalo-login" in none.vi
            await typed(settings, monkeypatch, *api.grants.by_hand())
            good = await found(settings)
            assert good.weight is Weight.GOOD and "geheim" not in good.vi + good.en
            assert "Sở Kế hoạch và Đầu tư (Nâng cao); đã xác thực" in good.vi
            api.verified = False
            assert (await found(settings)).weight is Weight.CAUTION
            other = await found(settings_of(database, tmp_path, api, zalo_oa_id="1"))
            assert other.weight is Weight.WRONG and "OA khác" in other.vi
            api.break_next("getoa", -205)
            assert "mã -205" in (await found(settings)).vi
            await api.later(hours=26)
            over = await found(settings)
            assert over.weight is Weight.REFUSED, "a bot that renews it does so within a minute"
            assert "đợi một phút" in over.vi and "langnghe zalo-login" in over.vi
            away = await found(settings_of(database, tmp_path, api, zalo_api="http://127.0.0.1:1"))
            assert away.weight is Weight.WRONG and "Không kết nối được Zalo" in away.vi

    run(work())


@pytest.mark.parametrize(
    ("fault", "next_step"),
    [
        (-32, "đợi ít phút"),
        (-205, "còn hoạt động không"),
        (-209, "quyền của nó"),
        (-224, "gói của tài khoản"),
        (-999, "tra mã này"),
        (500, "Zalo đang trục trặc"),
        (404, "LANGNGHE_ZALO_API"),
    ],
)
def test_every_refusal_names_the_next_step(database, tmp_path, monkeypatch, fault, next_step):
    async def work():
        async with FakeZalo() as api:
            settings = settings_of(database, tmp_path, api)
            await typed(settings, monkeypatch, *api.grants.by_hand())
            api.break_next("getoa", fault, fault)
            finding = await found(settings)
            assert finding.weight is Weight.WRONG and next_step in finding.vi
            told = await refused(settings, monkeypatch, *api.grants.by_hand())
            assert next_step in told.vi and "Chưa lưu gì" in told.vi

    run(work())


@pytest.mark.parametrize("missing", ["zalo_oa_secret", "zalo_app_secret", "zalo_app_id"])
def test_half_set_is_off_and_told(database, tmp_path, missing, capsys):
    async def work():
        async with FakeZalo() as api:
            settings = settings_of(database, tmp_path, api, **{missing: ""})
            finding = await found(settings)
            assert finding.weight is Weight.REFUSED, "good enough for a trial only"
            assert f"LANGNGHE_{missing.upper()}" in finding.vi
            assert names_on(settings) == ["web"]
            async with house_of(settings, api.now) as house:
                assert "zalo" not in house.channels
                await announce_zalo(settings, house.store, house.keys)
            assert f"LANGNGHE_{missing.upper()}" in capsys.readouterr().out

    run(work())


def test_signing_by_the_account_needs_its_id(database, tmp_path):
    async def work():
        async with FakeZalo() as api:
            more = {"zalo_signature_id": "oa", "zalo_oa_id": ""}
            finding = await found(settings_of(database, tmp_path, api, **more))
            assert "LANGNGHE_ZALO_OA_ID" in finding.vi

    run(work())


def test_off_is_off(database, tmp_path, capsys):
    async def work():
        settings = Settings(
            _env_file=None, database_url=database, data_dir=tmp_path, secret_key=KEY
        )
        assert (await found(settings)).vi == "Kênh zalo: tắt (LANGNGHE_ZALO_APP_ID trống)."
        async with FakeZalo() as api, house_of(settings, api.now) as house:
            await announce_zalo(settings, house.store, house.keys)
        assert "alo" not in capsys.readouterr().out

    run(work())


def test_a_start_says_where_zalo_is_to_call(database, tmp_path, capsys):
    async def work():
        async with FakeZalo() as api:
            settings = settings_of(database, tmp_path, api)
            async with house_of(settings, api.now) as house:
                await announce_zalo(settings, house.store, house.keys)
                told = capsys.readouterr().out
                assert "https://phananh.example.vn/webhooks/zalo" in told and "zalo-login" in told
            access, refresh = api.grants.by_hand()
            seeded = settings_of(
                database, tmp_path, api, zalo_access_token=access, zalo_refresh_token=refresh
            )
            async with house_of(seeded, api.now) as house:
                await announce_zalo(seeded, house.store, house.keys)
            assert "zalo-login" not in capsys.readouterr().out

    run(work())


# --- a house that stands on it -------------------------------------------------------------------


def test_the_admins_hear_that_somebody_has_to_log_in(database, tmp_path):
    async def work(api, house):
        now, code = api.now(), "admin00000001"
        await house.store.run(lambda tx: people.replace_admin_code(tx, house.keys, code, now))
        for number, text in enumerate((f"/start {code}", "Trần Văn An")):
            await house.receive([Incoming("web", str(number), "w1", "w1", now, text)])
        await house.clock.tick()
        await house.clock.tick()
        sql = "SELECT text FROM outbox WHERE key = 'clock.channel_ill' ORDER BY id"
        [row] = await house.store.read(lambda tx: opened_rows.rows(tx, sql))
        assert "langnghe zalo-login" in row[0]

    async def alone():
        async with FakeZalo() as api:
            settings = settings_of(database, tmp_path, api)
            async with house_of(settings, api.now) as house:
                await work(api, house)

    run(alone())


def test_a_file_that_zalo_does_not_take_is_opened_by_a_link(database, tmp_path):
    async def work():
        async with FakeZalo() as api:
            access, refresh = api.grants.by_hand()
            tokens = {"zalo_access_token": access, "zalo_refresh_token": refresh}
            settings = settings_of(database, tmp_path, api, **tokens)
            async with house_of(settings, api.now) as house:
                user = api.user("Bà Tư")
                user.spoke_at = api.now()
                kept = house.files.keep_ours("Danh sách.xlsx", "application/vnd.ms-excel", b"PK")
                file = Document(kept.name, kept.path, kept.type, kept.size)
                zalo = house.channels["zalo"]
                assert isinstance(await zalo.send(parcel(user, "Đây", file=file)), Sent)
                [bubble] = user.inbox
                assert "https://phananh.example.vn/files/once/" in bubble.text
            alone = settings_of(database, tmp_path, api, **tokens, public_url="")
            async with house_of(alone, api.now) as house:
                zalo = house.channels["zalo"]
                assert "no link" in (await zalo.send(parcel(user, "Đây", file=file))).why

    run(work())
