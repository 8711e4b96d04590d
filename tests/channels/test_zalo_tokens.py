"""The account's tokens: never used before they are stored, renewed by one at a time, and cut off at
every point of it."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.channels.base import Later, Sent
from bot.channels.zalo_parts.spare import Spare
from bot.channels.zalo_parts.tokens import LOGIN_NEEDED, Tokens
from storage.engine.unavailable import StorageUnavailable
from storage.mailbox import zalo_tokens
from storage.mailbox.zalo_tokens import Pair
from tests.fakes.zalo_house import KEYS, channel_of, parcel, run, scene
from tests.fakes.zalo_house import House as Beside


async def stored(it):
    return await it.store.read(lambda tx: zalo_tokens.kept(tx, KEYS))


async def logs_in(it) -> Pair:
    """What `langnghe zalo-login` does once Zalo has accepted the token."""
    before = await stored(it)
    access, refresh = it.api.grants.by_hand()
    pair = Pair(access, refresh, it.api.now(), before.seed if before else "")
    await it.store.run(lambda tx: zalo_tokens.replace(tx, KEYS, pair))
    return pair


def refreshes(it):
    return len(it.api.called("access_token"))


# --- everyday ------------------------------------------------------------------------------------


def test_seeds_are_used_at_the_first_start_and_kept_sealed(database):
    async def work():
        async with scene(database) as it:
            assert isinstance(await it.send(it.friend()), Sent)
            access, refresh = (await stored(it)).access, (await stored(it)).refresh
            assert it.api.grants.pairs == {refresh: access}
            rows = await it.store.read(lambda tx: tx.all("SELECT name, value FROM kept"))
            assert [name for name, _ in rows] == ["zalo tokens"]
            assert "geheim" not in str(rows)
            assert "geheim" not in repr(await stored(it))

    run(work())


def test_a_token_is_renewed_at_twenty_of_its_twenty_five_hours(database):
    async def work():
        async with scene(database) as it:
            await it.channel.refresh_when_old()
            first = await stored(it)
            await it.api.later(hours=19.9)
            await it.channel.refresh_when_old()
            assert refreshes(it) == 0
            await it.api.later(hours=0.1)
            await it.channel.refresh_when_old()
            await it.channel.refresh_when_old()
            second = await stored(it)
            assert refreshes(it) == 1 and second.access != first.access
            assert second.got_at == it.api.now() and second.seed == first.seed
            assert isinstance(await it.send(it.friend()), Sent) and refreshes(it) == 1

    run(work())


@pytest.mark.parametrize("hours", [26, 24 * 80])
def test_a_token_that_ran_out_is_renewed_and_the_call_made_again(database, hours):
    async def work():
        async with scene(database) as it:
            await it.send(it.friend(), id=1)
            await it.api.later(hours=hours)
            user = it.friend()
            answers = await asyncio.gather(*(it.send(user, f"tin {n}", id=n) for n in range(20)))
            assert all(isinstance(each, Sent) for each in answers)
            assert refreshes(it) == 1 and len(user.inbox) == 20
            assert it.house.alarms == [] and it.channel.health() == ""

    run(work())


def test_a_new_token_that_is_refused_as_well_is_not_renewed_for_ever(database):
    async def work():
        async with scene(database) as it:
            it.api.break_next("message/cs", -216, -220)
            answer = await it.send(it.friend())
            assert isinstance(answer, Later) and answer.alarm and refreshes(it) == 1

    run(work())


def test_changed_seeds_win_over_what_is_kept(database):
    async def work():
        async with scene(database) as it:
            await it.send(it.friend())
            await it.api.later(hours=21)
            await it.channel.refresh_when_old()
            kept = await stored(it)
            assert kept.access == "ACCESS-0002-geheim"
            seeds = ("ACCESS-0001-geheim", "REFRESH-0001-geheim")
            unchanged = channel_of(it.house, it.store, seeds)
            await unchanged.refresh_when_old()
            assert await stored(it) == kept, "the same seeds are older than what is kept"
            without = channel_of(it.house, it.store)
            await without.refresh_when_old()
            assert await stored(it) == kept
            changed = channel_of(it.house, it.store, it.api.grants.by_hand())
            await changed.refresh_when_old()
            assert (await stored(it)).access == "ACCESS-0003-geheim"

    run(work())


def test_a_refresh_token_alone_is_enough_to_begin(database):
    async def work():
        async with scene(database, seeds=("", "")) as it:
            _, refresh = it.api.grants.by_hand()
            alone = channel_of(it.house, it.store, ("", refresh))
            it.channel = alone
            assert isinstance(await it.send(it.friend()), Sent) and refreshes(it) == 1
            await alone.stop()

    run(work())


def test_no_token_ever_stands_in_a_log(database, caplog):
    async def work():
        async with scene(database) as it:
            await it.send(it.friend())
            await it.api.later(hours=30)
            it.api.break_next("access_token", "drop", 500)
            await it.send(it.friend())
            it.api.break_next("access_token", -14014)
            await it.api.later(hours=30)
            assert isinstance(await it.send(it.friend()), Later)

    with caplog.at_level(logging.DEBUG):
        run(work())
    assert "refused" in caplog.text and "geheim" not in caplog.text


# --- when it fails -------------------------------------------------------------------------------


def test_a_refresh_that_is_refused_is_told_once_and_mended_by_a_login(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            await it.send(user)
            it.api.grants.pairs.clear()
            await it.api.later(hours=21)
            await it.channel.refresh_when_old()
            await it.channel.refresh_when_old()
            assert it.house.alarms == [LOGIN_NEEDED] and refreshes(it) == 1
            assert "zalo-login" in it.channel.health()
            assert isinstance(await it.send(user, id=2), Sent), "the token works till it runs out"
            await it.api.later(hours=5)
            answer = await it.send(user, id=3)
            assert answer == Later(300, it.channel.health(), alarm="login")
            assert refreshes(it) == 1, "a token that was refused is not tried again"
            await logs_in(it)
            assert isinstance(await it.send(user, id=3), Sent)
            assert it.channel.health() == "" and it.house.alarms == [LOGIN_NEEDED]

    run(work())


def test_the_clock_alone_takes_a_login_over(database):
    async def work():
        async with scene(database, seeds=("", "")) as it:
            await it.channel.refresh_when_old()
            assert it.house.alarms == [LOGIN_NEEDED] and "zalo-login" in it.channel.health()
            assert isinstance(await it.send(it.friend()), Later)
            await logs_in(it)
            await it.channel.refresh_when_old()
            assert it.channel.health() == "" and refreshes(it) == 0

    run(work())


def test_admins_who_could_not_be_told_are_told_later(database):
    async def work():
        async with scene(database, seeds=("", "")) as it:
            it.house.deaf = True
            await it.channel.refresh_when_old()
            it.house.deaf = False
            await it.channel.refresh_when_old()
            await it.channel.refresh_when_old()
            assert it.house.alarms == [LOGIN_NEEDED]

    run(work())


def test_an_access_token_without_a_refresh_token_ends_in_a_login(database):
    async def work():
        async with scene(database, seeds=("", "")) as it:
            access, _ = it.api.grants.by_hand()
            it.channel = channel_of(it.house, it.store, (access, ""))
            assert isinstance(await it.send(it.friend()), Sent)
            await it.api.later(hours=26)
            assert isinstance(await it.send(it.friend()), Later)
            assert it.house.alarms == [LOGIN_NEEDED] and refreshes(it) == 0
            await it.channel.stop()

    run(work())


@pytest.mark.parametrize("fault", [500, 503])
def test_trouble_at_zalo_is_no_refusal(database, fault):
    async def work():
        async with scene(database) as it:
            await it.send(it.friend())
            await it.api.later(hours=30)
            it.api.break_next("access_token", *[fault] * 3)
            answer = await it.send(it.friend())
            assert isinstance(answer, Later) and not answer.alarm and it.house.alarms == []
            assert isinstance(await it.send(it.friend()), Sent)

    run(work())


def test_zalo_away_is_no_refusal(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            await it.send(user)
            away = channel_of(it.house, it.store, api="http://127.0.0.1:1")
            answer = await away.send(parcel(user))
            assert isinstance(answer, Later) and "cannot be reached" in away.health()
            await it.api.later(hours=30)
            oauth_away = channel_of(it.house, it.store, oauth_api="http://127.0.0.1:1")
            assert isinstance(await oauth_away.send(parcel(user)), Later)
            assert it.house.alarms == []
            for each in (away, oauth_away):
                await each.stop()
            assert isinstance(await it.send(it.friend()), Sent)

    run(work())


# --- cut off at each point -----------------------------------------------------------------------


def test_cut_off_before_the_request_nothing_is_lost(database):
    """Another process had claimed the renewal and died: its claim ends, the token is unspent."""

    async def work():
        async with scene(database) as it:
            await it.send(it.friend())
            await it.api.later(hours=30)
            now = it.api.now()
            until = now.replace(minute=now.minute + 3)
            assert await it.store.run(lambda tx: zalo_tokens.claim(tx, "dead", now, until))
            answer = await it.send(it.friend())
            assert isinstance(answer, Later) and not answer.alarm and refreshes(it) == 0
            await it.api.later(minutes=3)
            assert isinstance(await it.send(it.friend()), Sent)
            assert refreshes(it) == 1 and it.api.grants.refused == 0

    run(work())


def test_whoever_waits_may_be_cut_off_during_the_request(database):
    async def work():
        async with scene(database) as it:
            await it.send(it.friend())
            await it.api.later(hours=30)
            it.api.break_next("access_token", "hang")
            sending = asyncio.create_task(it.send(it.friend()))
            await it.api.until(lambda: it.api.grants.spent)
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            it.api.let_go.set()
            await it.channel.stop()  # it waits for the answer, and for its commit
            assert (await stored(it)).refresh in it.api.grants.pairs
            await it.channel.start(it.house.receive, it.house.unreadable)
            assert isinstance(await it.send(it.friend()), Sent) and it.api.grants.refused == 0

    run(work())


def test_while_the_database_is_away_new_tokens_are_held_and_not_used(database, monkeypatch):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            await it.send(user)
            old = await stored(it)
            await it.api.later(hours=30)
            user.spoke_at = it.api.now()
            tries, keep = [], zalo_tokens.keep

            def full_disk(tx, keys, pair, instead_of):
                tries.append(pair.access)
                if len(tries) < 4:
                    raise StorageUnavailable("disk full")
                return keep(tx, keys, pair, instead_of)

            monkeypatch.setattr(zalo_tokens, "keep", full_disk)
            sending = asyncio.create_task(it.send(user, id=2))
            await it.api.until(lambda: len(tries) >= 2)
            assert len(user.inbox) == 1 and await stored(it) == old, "not used before it is stored"
            assert isinstance(await sending, Sent)
            fresh = await stored(it)
            assert set(tries) == {fresh.access} and fresh.refresh in it.api.grants.pairs
            assert refreshes(it) == 1 and it.channel.health() == ""

    run(work())


def test_dying_between_the_answer_and_the_commit_loses_nothing(database, monkeypatch):
    """The next process finds the copy on disk, stores it, and only then uses it."""

    async def work():
        async with scene(database) as it:
            await it.send(it.friend())
            await it.api.later(hours=30)

            with monkeypatch.context() as patch:
                patch.setattr(Tokens, "_stored", _dies)
                with pytest.raises(asyncio.CancelledError):
                    await it.send(it.friend())
            [copy] = it.house.folder.iterdir()
            assert b"geheim" not in copy.read_bytes() and copy.stat().st_mode & 0o077 == 0
            survivor = channel_of(it.house, it.store)
            assert isinstance(await survivor.send(parcel(it.friend())), Sent)
            assert (await stored(it)).access == "ACCESS-0002-geheim"
            assert refreshes(it) == 1 and it.house.alarms == []
            assert list(it.house.folder.iterdir()) == []
            await survivor.stop()

    run(work())


def test_a_copy_on_disk_that_is_older_than_a_login_is_thrown_away(database, monkeypatch):
    async def work():
        async with scene(database) as it:
            await it.send(it.friend())
            await it.api.later(hours=30)
            monkeypatch.setattr(Tokens, "_stored", _dies)
            with pytest.raises(asyncio.CancelledError):
                await it.send(it.friend())
            pair = await logs_in(it)
            survivor = channel_of(it.house, it.store)
            assert isinstance(await survivor.send(parcel(it.friend())), Sent)
            assert await stored(it) == pair and list(it.house.folder.iterdir()) == []
            await survivor.stop()

    run(work())


async def _dies(self, fresh, instead_of):
    raise asyncio.CancelledError


def test_stopping_while_the_database_is_away_keeps_the_new_pair(database, monkeypatch):
    async def work():
        async with scene(database) as it:
            await it.send(it.friend())
            await it.api.later(hours=30)

            def full_disk(*_):
                raise StorageUnavailable("disk full")

            with monkeypatch.context() as patch:
                patch.setattr(zalo_tokens, "keep", full_disk)
                patch.setattr("bot.channels.zalo_parts.tokens._STOP_SECONDS", 0.05)
                sending = asyncio.create_task(it.send(it.friend()))
                await it.api.until(lambda: "stored" in it.channel.health())
                await it.channel.stop()
                await asyncio.gather(sending, return_exceptions=True)
            successor = channel_of(it.house, it.store)
            await successor.refresh_when_old()
            assert isinstance(await successor.send(parcel(it.friend())), Sent)
            assert refreshes(it) == 1 and it.house.alarms == []
            await successor.stop()

    run(work())


def test_who_died_as_the_leader_hands_the_pair_over_when_it_comes_back_as_a_follower(
    database, tmp_path, monkeypatch
):
    """Its copy lies in its own folder, and the process that leads now looks into another."""

    async def work():
        async with scene(database) as it:
            await it.send(it.friend())
            await it.api.later(hours=30)
            with monkeypatch.context() as patch:
                patch.setattr(Tokens, "_stored", _dies)
                with pytest.raises(asyncio.CancelledError):
                    await it.send(it.friend())
            back = channel_of(it.house, it.store)
            await back.start(it.house.receive, it.house.unreadable)
            leader = channel_of(it.house, it.store, spare=tmp_path / "elsewhere.sealed")
            assert isinstance(await leader.send(parcel(it.friend())), Sent)
            assert refreshes(it) == 1 and it.house.alarms == []
            await back.stop()
            await leader.stop()

    run(work())


def test_dying_before_the_answer_is_on_disk_ends_in_a_login(database, monkeypatch):
    """What cannot be saved: the only copy of the new pair dies with its process."""

    async def work():
        async with scene(database) as it:
            await it.send(it.friend())
            await it.api.later(hours=30)

            with monkeypatch.context() as patch:
                patch.setattr(Tokens, "_stored", _dies)
                patch.setattr(Spare, "put", lambda *_: None)
                with pytest.raises(asyncio.CancelledError):
                    await it.send(it.friend())
            survivor = channel_of(it.house, it.store)
            assert isinstance(await survivor.send(parcel(it.friend())), Later)
            assert it.house.alarms == [LOGIN_NEEDED] and "zalo-login" in survivor.health()
            await logs_in(it)
            assert isinstance(await survivor.send(parcel(it.friend())), Sent)
            await survivor.stop()

    run(work())


def test_cut_off_after_the_commit_the_next_one_uses_it(database):
    async def work():
        async with scene(database) as it:
            await it.send(it.friend())
            await it.api.later(hours=21)
            await it.channel.refresh_when_old()
            await it.channel.stop()
            successor = channel_of(it.house, it.store)
            assert isinstance(await successor.send(parcel(it.friend())), Sent)
            assert refreshes(it) == 1
            await successor.stop()

    run(work())


def test_an_answer_that_was_lost_on_the_way_is_asked_for_again(database):
    """The same token once more, and then we know: it was spent, so somebody has to log in."""

    async def work():
        async with scene(database) as it:
            await it.send(it.friend())
            await it.api.later(hours=30)
            it.api.break_next("access_token", "drop")
            assert isinstance(await it.send(it.friend()), Later)
            assert it.api.grants.refused == 1 and it.house.alarms == [LOGIN_NEEDED]

    run(work())


# --- two at once ---------------------------------------------------------------------------------


def test_two_processes_never_renew_at_once(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            await it.send(user)
            other = channel_of(Beside(it.api, it.house.folder), it.store)
            await other.send(parcel(user))
            await it.api.later(hours=30)
            user.spoke_at = it.api.now()
            it.api.break_next("access_token", "hang")
            first = asyncio.create_task(it.send(user, id=2))
            await it.api.until(lambda: it.api.grants.spent)
            answer = await other.send(parcel(user))
            assert isinstance(answer, Later) and answer.seconds <= 5 and not answer.alarm
            it.api.let_go.set()
            assert isinstance(await first, Sent)
            assert isinstance(await other.send(parcel(user)), Sent)
            assert refreshes(it) == 1 and it.api.grants.refused == 0
            await other.stop()

    run(work())


def test_a_pair_from_a_login_during_the_renewal_is_the_newer_one(database):
    async def work():
        async with scene(database) as it:
            await it.send(it.friend())
            await it.api.later(hours=30)
            it.api.break_next("access_token", "hang")
            sending = asyncio.create_task(it.send(it.friend()))
            await it.api.until(lambda: it.api.grants.spent)
            pair = await logs_in(it)
            it.api.let_go.set()
            assert isinstance(await sending, Sent) and await stored(it) == pair

    run(work())


def test_a_claim_is_one_processes_until_it_is_over(database):
    async def work():
        async with scene(database) as it:
            now = it.api.now()
            later = now.replace(hour=now.hour + 1)

            async def claims(who, at, until):
                return await it.store.run(lambda tx: zalo_tokens.claim(tx, who, at, until))

            assert await claims("a", now, later)
            assert await claims("a", now, later), "its own"
            assert not await claims("b", now, later)
            assert await claims("b", later, later), "over"
            assert not await claims("a", now, later)
            await it.store.run(lambda tx: zalo_tokens.release(tx, "a"))
            assert not await claims("a", now, later), "another's claim is not released"
            await it.store.run(lambda tx: zalo_tokens.release(tx, "b"))
            assert await claims("a", now, later)

    run(work())


def test_a_pair_under_another_key_is_nobodys(database):
    async def work():
        async with scene(database) as it:
            await it.store.run(
                lambda tx: tx.insert_once_plain("kept", name="zalo tokens", value="gAAAA-broken")
            )
            assert isinstance(await it.send(it.friend()), Sent), "the seeds take its place"

    run(work())


def test_a_login_while_the_old_token_is_being_refused_is_taken(database):
    async def work():
        async with scene(database) as it:
            await it.send(it.friend())
            await it.api.later(hours=30)
            it.api.grants.pairs.clear()
            it.api.break_next("access_token", "hang")
            sending = asyncio.create_task(it.send(it.friend()))
            await it.api.until(lambda: it.api.grants.refused)
            await logs_in(it)
            it.api.let_go.set()
            assert isinstance(await sending, Sent) and it.house.alarms == []

    run(work())
