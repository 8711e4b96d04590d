"""The sample agency is whole, and what is not fit for citizens yet is said."""

from dataclasses import replace
from datetime import date

import pytest

from bot.agency_files import load, warnings
from cases.kinds import IdentityMode, Kind
from tests.agency_folder import SAMPLE

TODAY = date(2026, 11, 23)
PLAN = ["II.1.a", "II.1.b", "II.1.c", "II.2.a", "II.2.b", "II.3.a", "II.3.b", "II.3.c"]


@pytest.fixture(scope="module")
def sample():
    return load(SAMPLE)


def test_it_has_five_offices_each_with_procedures(sample):
    assert [o.id for o in sample.offices] == [
        "van_phong",
        "dang_ky_kinh_doanh",
        "kinh_te_doi_ngoai",
        "dau_thau_tham_dinh",
        "khoa_giao_van_xa",
    ]
    for office in sample.offices:
        assert len([p for p in sample.procedures if p.office == office.id]) >= 3, office.id
        assert office.everyday and office.everyday_en and office.aliases
    assert 40 <= len(sample.procedures) <= 60
    assert sample.reception_office == "van_phong"
    assert sample.catalog_date == "2026-07-18"


def test_every_procedure_has_both_names_a_field_and_everyday_words(sample):
    for procedure in sample.procedures:
        assert procedure.name_en and procedure.field and procedure.aliases, procedure.code


def test_an_alias_leads_to_one_procedure_only(sample):
    aliases = [alias for procedure in sample.procedures for alias in procedure.aliases]
    assert len(aliases) == len(set(aliases))


def test_conduct_is_closed_at_first_and_questions_are_named(sample):
    assert sample.identity_modes[Kind.CONDUCT][0] is IdentityMode.CLOSED
    assert sample.identity_modes[Kind.QUESTION] == (IdentityMode.NAMED,)
    assert set(sample.identity_modes) == set(Kind)


def test_the_plan_has_the_items_of_the_department(sample):
    assert [item.id for item in sample.plan.items] == [*PLAN, "III.1", "III.2"]
    assert all(item.text and item.text_en and item.lead for item in sample.plan.items)


def test_the_communes_are_those_of_the_new_province_and_old_names_are_known(sample):
    new = [name for name in sample.communes if not name.endswith("(cũ)")]
    assert len(new) == len(set(new)) == 96
    assert "đặc khu Lý Sơn" in new and "phường Kon Tum" in new
    assert "huyện Tư Nghĩa (cũ)" in sample.communes


def test_production_refuses_samples_and_channels_without_a_decision(sample):
    refused = [str(caution) for caution in warnings(sample, TODAY) if caution.refused]
    assert any("Phòng Đăng ký kinh doanh còn là mẫu" in told for told in refused)
    assert any("Kênh telegram chưa có số quyết định" in told for told in refused)
    assert any(told.startswith("police_phone") for told in refused)
    assert any("cơ quan khác còn là mẫu" in told and "csgt" in told for told in refused)


def test_confirmed_doors_pass_and_an_empty_one_does_not(sample):
    confirmed = replace(sample, doors_sample=False, police_phone="")
    refused = [str(caution) for caution in warnings(confirmed, TODAY) if caution.refused]
    assert any("police_phone chưa có" in told for told in refused)
    assert not any(told.startswith("denunciation_place") for told in refused)


def test_unconfirmed_law_is_said_but_not_refused(sample):
    allowed = [str(caution) for caution in warnings(sample, TODAY) if not caution.refused]
    assert sum("Thời hạn" in told and "CHƯA XÁC NHẬN" in told for told in allowed) == 26
    assert any("Lịch nghỉ năm 2026" in told for told in allowed)
    assert any("trả lời 15" in told and "đối chiếu Quyết định 29/2026" in told for told in allowed)


def test_the_next_year_is_asked_for_in_the_autumn(sample):
    def asked(day):
        return [str(caution) for caution in warnings(sample, day) if "2027" in str(caution)]

    assert asked(TODAY)
    assert not asked(date(2026, 3, 1))


def test_a_channel_that_is_off_needs_no_decision(sample):
    told = [str(caution) for caution in warnings(sample, TODAY, channels=["web"])]
    assert [line.split()[1] for line in told if line.startswith("Kênh")] == ["web"]
