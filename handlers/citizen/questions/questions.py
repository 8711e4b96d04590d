"""A question answered at once out of the catalogue or the agency's own data, first of all or in the
middle of a submission. What the answer does not settle goes to a person, with all that was said.
Read `answered` first."""

from __future__ import annotations

from cases.lifecycle import Status
from cases.numbers.codes import looks_like_code
from cases.understanding import questions
from cases.understanding.labels import Label
from cases.understanding.matters import two
from cases.understanding.questions import Question
from handlers.cards.identity_line import WHO
from handlers.citizen import asked, first_words, plain_words
from handlers.citizen.cases import supplement
from handlers.citizen.interludes import begin_over, ended
from handlers.citizen.questions import question_choice, question_replies, whereabouts
from handlers.conversation import replay
from handlers.desk import Turn
from handlers.router import command

_SURE = 0.6  # in the middle of a submission, where an answer is expected
_INVITED = 1.0
_SHORT = 60  # characters of a question about what was just answered: "còn lệ phí thì sao?"
_GIVE_WAY = frozenset({question_choice.NAME, "procedures"})
_SUBMIT = "submit"
_PARTICULARS = frozenset({*WHO, "sender", "extra"})  # a name and a number ask for nothing


def answered(turn: Turn) -> bool:
    """Whether what was said first of all was a question, and was answered. It is kept as a draft,
    so that nothing is lost where the answer does not help."""
    if not _only_words(turn) or turn.viewer:
        return False
    if plain_words.is_thanks(turn.text) and asked.talk(turn):
        asked.ended(turn)
        turn.say("human.welcome")
        return True
    found = to_answer(turn)
    if found is None or two(turn.text, turn.agency):
        return False
    if turn.chat.fresh:
        first_words.introduce(turn)
    reply(turn, found)
    return True


def to_answer(turn: Turn) -> Question | None:
    """What was said, where it is a question to be answered at once."""
    found = _question(turn) if _only_words(turn) and not turn.viewer else None
    return found if found and found.is_sure and not _for_a_case(turn, found) else None


def reply(turn: Turn, found: Question) -> None:
    """Answer it, and note it for whoever takes it over."""
    asked.note(turn)
    _reply(turn, found)


def interposed(turn: Turn) -> bool:
    """Whether what was said at a step was a question we can answer: then it was, and the step goes
    on. Anything else is left to the step."""
    name = replay.under_way(turn)
    if name not in (_SUBMIT, *_GIVE_WAY) or not _only_words(turn) or turn.viewer:
        return False
    if turn.state["d"]["k"] in _PARTICULARS and "?" not in turn.text:
        return False
    if not questions.named(turn.text, turn.agency).about:
        return False  # most answers: nothing more need be read
    found = _question(turn)
    if found is None or not (found.topic or question_replies.candidates(turn, found)):
        return False
    if found.sure < _SURE and "?" not in turn.text:
        return False  # "em xin giấu tên ạ" is an answer
    if name == _SUBMIT and not replay.holds_words(turn.state["d"]):
        replay.drop(turn)
    elif turn.state["d"]["k"] == "story" and not found.topic:
        return False  # what a photo shows, or what was told before, goes on
    asked.note(turn)
    _reply(turn, found)
    return True


def _only_words(turn: Turn) -> bool:
    unlike = turn.choice or turn.file_ids or turn.incoming.edited or turn.incoming.location
    return turn.private and bool(turn.text) and not unlike


def _for_a_case(turn: Turn, found: Question) -> bool:
    """What an official waits for, or was just added to, is asked about as ever; who asks where a
    case is adds nothing to it."""
    if found.label is Label.STATUS and looks_like_code(turn.text):
        return False
    case = supplement.waiting_case(turn)
    return case is not None and case.status != Status.ANSWERED


def _question(turn: Turn) -> Question | None:
    """Also what would be no question by itself, after an answer or where one was asked for."""
    invited = asked.invited(turn) or replay.under_way(turn) in _GIVE_WAY
    if found := questions.question(turn.text, turn.agency):
        return found._replace(sure=_INVITED) if invited else found
    if questions.tells_trouble(turn.text, turn.agency):
        return None
    read = questions.named(turn.text, turn.agency)
    follows = bool(read.about) and len(turn.text) <= _SHORT and asked.procedure_before(turn)
    likely = len(turn.text) <= questions.LONGEST and (invited or follows)
    return read._replace(sure=_INVITED) if likely else None


# --- what is answered ----------------------------------------------------------------------------


def _reply(turn: Turn, found: Question) -> None:
    if found.label is Label.STATUS:
        whereabouts.tell(turn)
        return
    near = question_replies.candidates(turn, found)
    if found.topic:
        question_replies.of_department(turn, found.topic)
    elif found.facet and len(near) == 1:
        question_replies.answer(turn, near[0], found.facet)
    elif found.facet and near:
        question_choice.offer(turn, near, found.facet)
        return
    elif near and found.sure == _INVITED:
        begin_over(turn, "procedures", {"words": found.rest})
        return
    else:
        question_replies.unanswered(turn, near)
    _go_on(turn)


def _go_on(turn: Turn) -> None:
    """With the step in which it was asked."""
    if replay.under_way(turn) in _GIVE_WAY:
        replay.drop(turn)
    if replay.under_way(turn):
        replay.ask_again(turn)
    else:
        ended(turn)


@command("hoicaukhac", "askanother", hidden=True)
def another(turn: Turn, words: str) -> None:
    """What is written next is taken for a question."""
    asked.invite(turn)
    turn.say("questions.what")
