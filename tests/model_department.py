"""A department full of people and of cases of every sort, with a word of its own in every part of
every case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from cases.kinds import IdentityMode, Kind, Source
from cases.lifecycle import Status
from handlers.citizen.submission import filing
from handlers.desk import Desk
from storage.casework import cases, duties, history, notes
from storage.casework.cases import NewCase
from storage.casework.notes import Note
from storage.engine.tx import Tx
from storage.people import officials
from storage.tables.casework import Case
from tests import canaries
from tests.model_beside import Beside, asked_offices, asked_people, opened_to
from tests.office import REGISTRY
from tests.oracle import (
    RECEPTION,
    About,
    Part,
    Somebody,
    knows_of,
)
from tests.people import Person, World

FOREIGN, SCHOOLS = "kinh_te_doi_ngoai", "khoa_giao_van_xa"
GROUP = "-100500"
GROUPS = {GROUP: ("head", REGISTRY), "-100600": ("dispatcher", RECEPTION)}
ACCUSED = "Trần Văn Điều"

PEOPLE: dict[str, tuple[tuple[str, str], ...]] = {
    "citizen": (),
    "sender": (),
    "other sender": (),
    "handler": (("handler", REGISTRY),),
    "recused": (("handler", REGISTRY),),
    "owner": (("handler", REGISTRY),),
    "substitute": (("handler", FOREIGN),),
    "elsewhere": (("handler", SCHOOLS),),
    "head": (("head", REGISTRY),),
    "head elsewhere": (("head", SCHOOLS),),
    "dispatcher": (("dispatcher", ""),),
    "second": (("dispatcher", ""),),
    "accused": (("dispatcher", ""),),
    "decided": (("dispatcher", ""),),
    "official sender": (("dispatcher", ""),),
    "locked": (("dispatcher", ""),),
    "director": (("director", ""),),
    "admin": (("admin", ""),),
}
WALLS = ("none", "recused", "office", "reception", "person")
MODES = (IdentityMode.NAMED, IdentityMode.CLOSED, IdentityMode.ANONYMOUS)
S = Status
STATUSES = (
    S.RECEIVED, S.ASSIGNED, S.IN_PROGRESS, S.WAITING, S.AWAITING_APPROVAL, S.ANSWERED, S.CLOSED,
    S.REFUSED,
)  # fmt: skip
_TAKEN = (S.IN_PROGRESS, S.WAITING, S.AWAITING_APPROVAL, S.ANSWERED, S.CLOSED)


class Department:
    def __init__(self, world: World) -> None:
        self.world = world
        self.chats: dict[str, Person] = {}
        self.readers: dict[int, Somebody] = {}  # by chat
        self.groups: dict[int, str] = {}  # office by chat
        for name, roles in PEOPLE.items():
            self._comes(name, roles)
        self.ids = {reader.name: reader.person_id for reader in self.readers.values()}
        world.store(self._leaves)
        for group, (name, office) in GROUPS.items():
            self.chats[name].in_group(group).says(f"/nhom {office}")
            self.groups[world.channel.seen[group][-1].chat_id] = office
        self.codes: dict[int, str] = {}
        self.kinds: dict[str, tuple[str, IdentityMode, Status]] = {}
        for wall in WALLS:
            for mode in MODES:
                for status in STATUSES:
                    self._files(wall, mode, status)
        self._is_merged()
        self.duty_of: dict[str, int] = {
            row[0]: row[1]
            for row in world.rows(
                "SELECT c.code, d.id FROM duty d JOIN cases c ON c.id = d.case_id"
            )
        }
        self.requests: dict[int, str] = {
            row[0]: row[1]
            for row in world.rows(
                "SELECT r.id, c.code FROM data_request r JOIN cases c ON c.id = r.case_id"
            )
        }
        self.before = self._all_about()
        self.hidden = {  # from whom, by name
            reader.name: [c for c, (about, _) in self.before.items() if not knows_of(about, reader)]
            for reader in self.readers.values()
        }

    # --- who is there ---------------------------------------------------------------------------

    def _comes(self, name: str, roles: Sequence[tuple[str, str]]) -> None:
        person = self.world.citizen(name)
        person.says("/start")
        for role, office in roles:
            self.world.grant(person, role, office, ACCUSED if name == "accused" else f"Bà {name}")
        chat_id = person.seen[-1].chat_id
        [(person_id,)] = self.world.rows("SELECT person_id FROM chat WHERE id = :id", id=chat_id)
        held = {*roles, *(PEOPLE["owner"] if name == "substitute" else ())}
        self.chats[name] = person
        self.readers[chat_id] = Somebody(name, person_id, frozenset(held), name == "locked")

    def _leaves(self, tx: Tx) -> None:
        now, long = self.world.now, timedelta(days=300)
        officials.lock(tx, self.ids["locked"], now)
        officials.away(tx, self.ids["owner"], now - long, now + long, self.ids["substitute"])

    # --- what is there --------------------------------------------------------------------------

    def _files(self, wall: str, mode: IdentityMode, status: Status) -> None:
        number = len(self.codes) + 1
        code: str = self.world.store(partial(self._case, number, wall, mode, status))
        self.codes[number] = code
        self.kinds[code] = (wall, mode, status)

    def _case(self, number: int, wall: str, mode: IdentityMode, status: Status, tx: Tx) -> str:
        desk = Desk(tx, self.world.house.ground(), self.world.now)
        case = filing.new_case(desk, self._submission(number, wall, mode))
        restricted = wall in ("office", "reception", "person")
        owner = {"reception": "director", "office": "second", "person": "second"}.get(wall, "owner")
        office = RECEPTION if restricted else REGISTRY
        tx.run(
            "UPDATE cases SET status = :status, office = :office, owner_id = :owner, returns_to ="
            " 'in_progress', not_again = :barred, recused = :recused, answered_at = :answered"
            " WHERE id = :id",
            status=status.value,
            office="" if status in (S.RECEIVED, S.REFUSED) else office,
            owner=self.ids[owner] if status in _TAKEN else None,
            barred=[self.ids["decided"]],
            recused=[self.ids["recused"]] if wall == "recused" else None,
            answered=desk.now if status in (S.ANSWERED, S.CLOSED) else None,
            id=case.id,
        )
        self._said(tx, case.id, number, status, self.ids[owner])
        Beside(tx, desk.now, self.ids).put(case, number, (wall, mode, status))
        return case.code

    def _is_merged(self) -> None:
        """What "other sender" sent is worked on, what "sender" sent follows it."""
        for name, status in (("main", S.IN_PROGRESS), ("follows", S.MERGED)):
            self._files(name, IdentityMode.NAMED, status)
        self.main, self.follows = list(self.codes.values())[-2:]
        self.world.store(self._follow)

    def _follow(self, tx: Tx) -> None:
        main, follows = (cases.by_code(tx, code) for code in (self.main, self.follows))
        assert main is not None and follows is not None
        tx.run("UPDATE cases SET merged_into = :main WHERE id = :id", main=main.id, id=follows.id)
        was = {"office": REGISTRY, "owner_id": None, "returns_to": ""}
        data = {"body": main.code, "was": was}
        history.append(tx, follows.id, "person:1", "merge", data, self.world.now)

    def _submission(self, number: int, wall: str, mode: IdentityMode) -> NewCase:
        def w(part: Part) -> str:
            return canaries.word(part, number)

        about = {
            "office": f"cán bộ quầy {w(Part.ABOUT)}",
            "reception": f"cán bộ Văn phòng {w(Part.ABOUT)}",
            "person": f"ông {ACCUSED}, {w(Part.ABOUT)}",
        }
        identity = {
            "name": f"Võ Thị {w(Part.NAME).capitalize()}",
            "phone": canaries.phone(number),
            "commune": f"xã {w(Part.COMMUNE).capitalize()}",
            "email": f"{w(Part.EMAIL)}@example.vn",
        }
        anonymous = mode is IdentityMode.ANONYMOUS
        name = "official sender" if number % 4 == 3 else "sender"
        name = {"main": "other sender", "follows": "sender"}.get(wall, name)
        chat = next(c for c, reader in self.readers.items() if reader.name == name)
        return NewCase(
            kind=Kind.CONDUCT if wall in about else Kind.REGULATION,
            source=Source.TELEGRAM,
            language="vi",
            story=f"Họ bắt tôi đi lại năm lần vì {w(Part.STORY)} mới nhận hồ sơ, gọi tôi số"
            f" {canaries.said_phone(number)}",
            identity_mode=mode,
            identity=None if anonymous else identity,
            suggested_office="" if wall in about else REGISTRY,
            about=about.get(wall, ""),
            about_office={"office": REGISTRY, "reception": RECEPTION}.get(wall, ""),
            submitter_id=None if anonymous else self.ids[name],
            chat_id=None if anonymous else chat,
            due_at=self.world.now + timedelta(days=20),
        )

    def _said(self, tx: Tx, case_id: int, number: int, status: Status, owner: int) -> None:
        now = self.world.now
        said = {"supplement": Part.SUPPLEMENT, "question": Part.QUESTION, "draft": Part.DRAFT}
        if status in (S.ANSWERED, S.CLOSED):
            said["answer"] = Part.ANSWER
        for kind, part in {**said, "measure": Part.MEASURE}.items():
            words = f"Sở có lời về {canaries.word(part, number)} rồi"
            author = None if kind == "supplement" else owner
            history.add_text(tx, case_id, kind, words, now, author_id=author)
        note = Note(f"Nhớ gọi thuế {canaries.word(Part.NOTE, number)}", owner, now)
        notes.write_in_history(tx, self.world.house.keys, case_id, note)
        duties.call(tx, RECEPTION, case_id, "không nhắn được", now)

    def about(self, tx: Tx, case: Case) -> About:
        wall, _, _ = self.kinds[case.code]
        return About(
            restricted=bool(case.restricted),
            identity_mode=case.identity_mode,
            office=case.office,
            about_office=case.about_office,
            names=frozenset({self.ids["accused"]} if wall == "person" else ()),
            recused=frozenset(case.recused or ()),
            decided_before=frozenset(case.not_again or ()),
            sender=case.submitter_id,
            published=bool(case.published),
            opened_to=opened_to(tx, case, self.world.now),
            asked_offices=asked_offices(tx, case),
            asked_people=asked_people(tx, case),
            answered_with=frozenset({self.ids["sender"]} if wall == "main" else ()),
        )

    def _all_about(self) -> dict[str, tuple[About, str]]:
        def look(tx: Tx) -> dict[str, tuple[About, str]]:
            found = tx.find(Case, order=Case.id)
            return {case.code: (self.about(tx, case), case.status) for case in found}

        return dict(self.world.store(look))
