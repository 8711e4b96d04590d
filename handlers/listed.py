"""What registers a command or a dialogue. Whoever imports this knows all of them; a module that is
not here answers nothing."""

from __future__ import annotations

from types import ModuleType

from handlers import start
from handlers.citizen import (
    contact,
    control,
    guide,
    human,
    identity_papers,
    languages,
    sayings,
    seen,
)
from handlers.citizen.cases import (
    case_actions,
    credit,
    print_receipt,
    receipt_number,
    same_here,
    second_look,
    since,
    status,
    supplement,
    transcript,
)
from handlers.citizen.cases import how_counted as cases_how_counted
from handlers.citizen.doors import letter
from handlers.citizen.links import link, link_answers, separate
from handlers.citizen.news import stopping, subscribing
from handlers.citizen.own_data import own_correction, own_data, own_erasure, own_objection
from handlers.citizen.questions import not_helped, procedures, question_choice, questions
from handlers.citizen.subject import similar
from handlers.citizen.submission import submit
from handlers.staff import catalogue, channels, lessons, replies
from handlers.staff.act import asking, looking
from handlers.staff.afterwards import (
    duplicates,
    merges,
    pakn_codes,
    pakn_copy,
    proposals,
    publication,
    second_looks,
    taking_down,
)
from handlers.staff.answering import (
    answer_many,
    answers,
    approval,
    canned,
    canned_keeping,
    recalling,
)
from handlers.staff.articles import command as articles_command
from handlers.staff.articles import reasons
from handlers.staff.articles import writing as articles_writing
from handlers.staff.broadcasts import command as broadcasts_command
from handlers.staff.broadcasts import returning
from handlers.staff.broadcasts import writing as broadcasts_writing
from handlers.staff.casework import (
    audit,
    case_file,
    consultation,
    delay,
    handling,
    notes,
    opinions,
    transfers,
)
from handlers.staff.casework import how_counted as casework_how_counted
from handlers.staff.changed import telling
from handlers.staff.guarded import agreeing, checking, explain, explaining, opening, recusal
from handlers.staff.intake import bulk, intake, reception, transcripts
from handlers.staff.people import (
    colleague,
    groups,
    invitations,
    leave,
    leaving,
    locking,
    membership,
    own_address,
    staffing,
)
from handlers.staff.plan import adding
from handlers.staff.plan import command as plan_command
from handlers.staff.reports import command as reports_command
from handlers.staff.reports import giving, statistics, tasks
from handlers.staff.search import command as search_command
from handlers.staff.today import data_requests, errands, today

LISTED: tuple[ModuleType, ...] = (
    adding,
    agreeing,
    answer_many,
    answers,
    approval,
    articles_command,
    articles_writing,
    asking,
    audit,
    broadcasts_command,
    broadcasts_writing,
    bulk,
    canned,
    canned_keeping,
    case_actions,
    case_file,
    cases_how_counted,
    casework_how_counted,
    catalogue,
    channels,
    checking,
    colleague,
    consultation,
    contact,
    control,
    credit,
    data_requests,
    delay,
    duplicates,
    errands,
    explain,
    explaining,
    giving,
    groups,
    guide,
    handling,
    human,
    identity_papers,
    intake,
    invitations,
    languages,
    leave,
    leaving,
    lessons,
    letter,
    link,
    link_answers,
    locking,
    looking,
    membership,
    merges,
    not_helped,
    notes,
    opening,
    opinions,
    own_address,
    own_correction,
    own_data,
    own_erasure,
    own_objection,
    pakn_codes,
    pakn_copy,
    plan_command,
    print_receipt,
    procedures,
    proposals,
    publication,
    question_choice,
    questions,
    reasons,
    recalling,
    receipt_number,
    reception,
    recusal,
    replies,
    reports_command,
    returning,
    same_here,
    sayings,
    search_command,
    second_look,
    second_looks,
    seen,
    separate,
    similar,
    since,
    staffing,
    start,
    statistics,
    status,
    stopping,
    submit,
    subscribing,
    supplement,
    taking_down,
    tasks,
    telling,
    today,
    transcript,
    transcripts,
    transfers,
)
