"""The sorts of message people send, finer than the kinds of case: what is no feedback at all is
told apart here. Their names are those of the measuring files (`langnghe simulate routing`)."""

from __future__ import annotations

from enum import StrEnum

from cases.kinds import Kind


class Label(StrEnum):
    CONDUCT = "phan_anh_hanh_vi"
    REGULATION = "phan_anh_quy_dinh"
    RECOMMENDATION = "kien_nghi"
    INITIATIVE = "sang_kien"
    CUT_CONDITIONS = "cat_giam_dieu_kien"
    QUESTION = "hoi_dap"
    STATUS = "tra_cuu"  # "where is my dossier, or my case?"
    COMPLAINT = "khieu_nai"
    DENUNCIATION = "to_cao"
    ELSEWHERE = "ngoai_tham_quyen"  # another authority's matter
    OTHER = "khac"  # greetings, praise, spam


OFFICELESS = frozenset({Label.COMPLAINT, Label.DENUNCIATION, Label.ELSEWHERE, Label.OTHER})
"""What goes through another door, or nowhere: routed to no office."""

KIND_OF: dict[Label, Kind] = {
    Label.CONDUCT: Kind.CONDUCT,
    Label.REGULATION: Kind.REGULATION,
    Label.RECOMMENDATION: Kind.RECOMMENDATION,
    Label.INITIATIVE: Kind.INITIATIVE,
    Label.CUT_CONDITIONS: Kind.CUT_CONDITIONS,
    Label.QUESTION: Kind.QUESTION,
    Label.STATUS: Kind.QUESTION,
}
