"""The kinds of jobs, by the names under which turns ask for them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.deeds.alike import CompareCase
from bot.deeds.compose import Compose
from bot.deeds.door_letter import ForgetLetter, MakeDoorLetter
from bot.deeds.measure_lessons import MeasureLessons
from bot.deeds.own_data import MakeOwnFile
from bot.deeds.plan_document import SendPlanDocument
from bot.deeds.receipt import PrintReceipt
from bot.deeds.report import MakeReport
from bot.deeds.report_files import MakeReportFiles
from bot.deeds.reroute import Reroute
from bot.deeds.search import SearchCases
from bot.deeds.shape import Deed, Means
from bot.deeds.statistics import CountCases, DrawChart
from bot.deeds.tell_answer import TellAnswer
from bot.deeds.topic import OpenTopic
from bot.deeds.unused_bytes import DeleteBytes
from handlers.casework import alike, lessons_told, recall
from handlers.composing import composers
from handlers.reports import chart_jobs, files, making, statistics
from handlers.staff.plan import documents
from handlers.staff.search import command as search
from storage.casework import prepared_letters


def deeds(means: Means) -> Mapping[str, Deed]:
    return {
        alike.JOB: CompareCase(means),
        lessons_told.JOB: MeasureLessons(means),
        composers.JOB: Compose(means),
        documents.JOB: SendPlanDocument(means),
        "own_data": MakeOwnFile(means),
        "receipt_pdf": PrintReceipt(means),
        prepared_letters.MAKE: MakeDoorLetter(means),
        prepared_letters.FORGET: ForgetLetter(),
        making.JOB: MakeReport(means),
        files.JOB: MakeReportFiles(means),
        "reroute": Reroute(),
        search.JOB: SearchCases(means),
        statistics.JOB: CountCases(means),
        chart_jobs.JOB: DrawChart(means),
        recall.JOB: TellAnswer(),
        "topic": OpenTopic(means),
        "delete_bytes": DeleteBytes(means),
    }
