"""`/baihoc`: what the machine learns from decisions of Văn phòng, and taking it back: one lesson,
or all from a day on. No story stands here, so that the admins may keep it too."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from cases.confidentiality import Viewer
from cases.kinds import Role
from cases.numbers.codes import split_code
from cases.words.text import fold
from handlers.casework import lessons_told
from handlers.desk import Turn
from handlers.rights import rights
from handlers.router import command
from handlers.staff.act import meant
from handlers.staff.act.pages import PAGE
from messages.dates import HERE, full_day, local, moment_text, read_day
from messages.envelope import Choice
from storage.casework import cases, lessons
from storage.house import jobs
from storage.people import people
from storage.privacy.access import log_access
from storage.tables.casework import Case, Lesson

WORD = "baihoc"
_MOST = 100  # listed; older ones are found by their code
_UNDO = ("bo", "undo", "forget")
_RESTORE = ("lay lai", "laylai", "restore")
_SINCE = ("moi bai tu ngay", "moi bai tu", "tu ngay", "tu", "all since", "since", "from")
_MEASURE = ("do", "measure")
_PAGE = ("trang", "page")
_MOST_WORDS = 4  # of these


@command(WORD, "lessons", who=lessons_told.MAY)
def taught(turn: Turn, words: str) -> None:
    """`/baihoc`, `/baihoc CODE`, `/baihoc bo CODE`, `/baihoc lay lai CODE`; `/baihoc tu DAY` asks
    whether to undo all from a day on, `/baihoc bo tu DAY` does; `/baihoc do` measures."""
    viewer = turn.viewer
    if viewer is None:
        return
    undoes, rest = _after(words, _UNDO)
    restores, rest = _after(rest, _RESTORE) if not undoes else (False, rest)
    since, day = _after(rest, _SINCE)
    if since:
        _from_a_day(turn, day, undoes=undoes, restores=restores)
    elif undoes or restores or split_code(rest)[0]:
        _one(turn, viewer, rest, undoes=undoes, restores=restores)
    elif fold(rest) in _MEASURE:
        _measure(turn)
    else:
        _list(turn, viewer, meant.number(_after(rest, _PAGE)[1]) or 1)


def _after(words: str, ways: tuple[str, ...]) -> tuple[bool, str]:
    """Whether one of these words stands in front, with or without diacritics, and what follows."""
    typed = words.split()
    for count in range(min(_MOST_WORDS, len(typed)), 0, -1):
        if fold(" ".join(typed[:count])) in ways:
            return True, " ".join(typed[count:])
    return False, words.strip()


def _sees(turn: Turn, case: Case, viewer: Viewer) -> bool:
    """Admins see that it is there, and no more; nobody their own."""
    theirs = case.submitter_id == viewer.person_id
    return rights.may_see(turn, case, viewer) or (viewer.is_(Role.ADMIN) and not theirs)


# --- the list, and one of it ---------------------------------------------------------------------


def _list(turn: Turn, viewer: Viewer, page: int) -> None:
    found = [pair for pair in lessons.newest(turn.tx, _MOST) if _sees(turn, pair[1], viewer)]
    page = min(page - 1, max((len(found) - 1) // PAGE, 0))
    shown = found[page * PAGE : (page + 1) * PAGE]
    choices = [Choice(case.code, f"/{WORD} {case.code}") for _, case in shown]
    if len(found) > (page + 1) * PAGE:
        choices.append(turn.button("staff.b_next", f"/{WORD} trang {page + 2}"))
    if found:
        choices.append(turn.button("lessons.b_since", f"/{WORD} tu"))
        choices.append(turn.button("lessons.b_measure", f"/{WORD} do"))
    lines = [_line(turn, lesson, case) for lesson, case in shown]
    turn.say("lessons.list", choices, lines=lines, total=len(found), first=page * PAGE + 1)


def _line(turn: Turn, lesson: Lesson, case: Case) -> dict[str, Any]:
    return {
        "code": case.code,
        "suggested": lessons_told.office_name(turn.agency, lesson.suggested),
        "office": lessons_told.office_name(turn.agency, lesson.office),
        "who": people.name_of(turn.tx, lesson.taught_by),
        "at": moment_text(lesson.at, turn.language),
        "undone": bool(lesson.undone_at),
    }


def _one(turn: Turn, viewer: Viewer, words: str, *, undoes: bool, restores: bool) -> None:
    code = split_code(words)[0]
    case = cases.by_code(turn.tx, code) if code else None
    lesson = lessons.counting(turn.tx, case.id) if case else None
    if case is None or lesson is None or not _sees(turn, case, viewer):
        turn.say("lessons.no_such", [turn.button("lessons.b_list", f"/{WORD}")])
    elif undoes:
        _undo(turn, lesson, case)
    elif restores:
        _restore(turn, lesson, case)
    else:
        choices = [_way_back(turn, case.code, undone=bool(lesson.undone_at))]
        if rights.may_see(turn, case, viewer):
            choices.append(turn.button("card.b_details", f"/hoso {case.code}"))
        turn.say("lessons.one", choices, case_id=case.id, line=_line(turn, lesson, case))


def _way_back(turn: Turn, code: str, *, undone: bool) -> Choice:
    key, word = ("lessons.b_restore", "lay lai") if undone else ("lessons.b_undo", "bo")
    return turn.button(key, f"/{WORD} {word} {code}")


def _undo(turn: Turn, lesson: Lesson, case: Case) -> None:
    who = turn.chat.person_id
    if lessons.undo(turn.tx, lesson.id, who, turn.now):
        log_access(turn.tx, turn.now, who, "lesson undone", case_id=case.id)
    turn.say("lessons.undone", [_way_back(turn, case.code, undone=True)], code=case.code)


def _restore(turn: Turn, lesson: Lesson, case: Case) -> None:
    if lessons.restore(turn.tx, lesson.id):
        log_access(turn.tx, turn.now, turn.chat.person_id, "lesson restored", case_id=case.id)
    turn.say("lessons.restored", [_way_back(turn, case.code, undone=False)], code=case.code)


# --- all from a day on ---------------------------------------------------------------------------


def _from_a_day(turn: Turn, words: str, *, undoes: bool, restores: bool) -> None:
    day = read_day(words, local(turn.now).date())
    if day is None:
        turn.say("lessons.which_day", _days(turn))
        return
    begins, said = datetime.combine(day, time(), HERE), full_day(day, turn.language)
    if undoes:
        _undo_all(turn, begins, said)
    elif restores:
        _restore_all(turn, begins, said)
    elif count := lessons.count_since(turn.tx, begins):
        sure = turn.button("lessons.b_undo_all", f"/{WORD} bo tu {_typed(day)}", count=count)
        turn.say("lessons.sure", [sure, _back(turn)], count=count, day=said)
    else:
        turn.say("lessons.none_since", [_back(turn)], day=said)


def _days(turn: Turn) -> list[Choice]:
    """The last ones on which something was taught."""
    taught_on = (local(lesson.at).date() for lesson, _ in lessons.newest(turn.tx, _MOST))
    days = list(dict.fromkeys(taught_on))[:PAGE]
    return [Choice(full_day(day, turn.language), f"/{WORD} tu {_typed(day)}") for day in days]


def _typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _back(turn: Turn) -> Choice:
    return turn.button("lessons.b_list", f"/{WORD}")


def _undo_all(turn: Turn, since: datetime, day: str) -> None:
    who = turn.chat.person_id
    count = lessons.undo_since(turn.tx, since, who, turn.now)
    log_access(turn.tx, turn.now, who, "lessons undone", detail=f"{count} from {since.date()} on")
    again = turn.button("lessons.b_restore_all", f"/{WORD} lay lai tu {_typed(since.date())}")
    turn.say("lessons.undone_all", [again, _back(turn)], count=count, day=day)


def _restore_all(turn: Turn, since: datetime, day: str) -> None:
    count = lessons.restore_since(turn.tx, since)
    detail = f"{count} from {since.date()} on"
    log_access(turn.tx, turn.now, turn.chat.person_id, "lessons restored", detail=detail)
    turn.say("lessons.restored_all", [_back(turn)], count=count, day=day)


# --- how well it is learned ----------------------------------------------------------------------


def _measure(turn: Turn) -> None:
    params = {"chat": turn.chat.id}
    if not jobs.waits(turn.tx, lessons_told.JOB, params):
        jobs.add(turn.tx, lessons_told.JOB, params, turn.chat.id, turn.now)
    turn.say("lessons.measuring")
