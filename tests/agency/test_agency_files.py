"""Every mistake in the agency folder is told with its file, its line and the right way."""

import random
import tomllib
from datetime import date

import pytest

from bot.agency_files import AgencyMistakes, load
from bot.agency_files.lines import Lines
from tests.agency_folder import SAMPLE, Folder, line_of


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def strings(value, path=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from strings(inner, (*path, at))
    elif isinstance(value, str):
        yield path, value


@pytest.mark.parametrize("file", sorted(SAMPLE.glob("*.toml")), ids=lambda f: f.name)
def test_every_value_of_the_sample_is_found_on_its_line(file):
    text = file.read_text("utf-8")
    lines, rows = Lines(text), text.split("\n")
    for path, value in strings(tomllib.loads(text)):
        assert f'"{value}"' in rows[lines.of(path) - 1], path


def test_lines_cope_with_every_way_of_writing():
    text = """# a
'a b'.c = { d = 1, e = ['x',  # note ] }
  "y"] }
"q\\"" = \"\"\"one
[two]
three\"\"\"

[[t]]
[t.u]
v = 1
[[t]]
[[t.w]]
x = -1.5e3
[t.u]
v = 2026-01-02
"""
    assert tomllib.loads(text)["t"][1]["u"]["v"] == date(2026, 1, 2)
    lines = Lines(text)
    paths = {
        ("a b", "c", "e", 1): 3,
        ('q"',): 4,
        ("t", 0): 8,
        ("t", 0, "u", "v"): 10,
        ("t", 1): 11,
        ("t", 1, "w", 0, "x"): 13,
        ("t", 1, "u", "v"): 15,
        ("t", 1, "nothing"): 11,
        ("nothing",): 0,
    }
    assert {path: lines.of(path) for path in paths} == paths


@pytest.mark.parametrize(
    ("wrong", "cure"),
    [
        ("province = Quảng Ngãi", 'Hãy viết: province = "Quảng Ngãi"'),
        ("province = “Quảng Ngãi”", 'Hãy viết: province = "Quảng Ngãi"'),
        ('province "Quảng Ngãi"', 'thiếu dấu = sau tên. Hãy viết: province = "Quảng Ngãi"'),
        ('province = "Quảng Ngãi', "thiếu dấu nháy đóng"),
        ('name = "Quảng Ngãi"', "tên này đã có ở trên rồi"),
        ("province = 01/02/2026", "ngày viết sai"),
    ],
)
def test_a_slip_is_told_with_its_line_and_the_right_way(folder, wrong, cure):
    text = folder.change("agency.toml", 'province = "Quảng Ngãi"', wrong)
    [only] = folder.told()
    assert only.startswith(f"agency.toml dòng {line_of(text, wrong)}: ")
    assert cure in only


def test_slips_in_several_files_are_told_at_once(folder):
    folder.change("agency.toml", 'name_en = "Dep', 'name_en "Dep')
    text = folder.change("agency.toml", "files = 10", "files = 10 tệp")
    folder.change("calendar.toml", "date = 2026-01-02", "date = 02/01/2026")
    plan = folder.change("plan.toml", 'lead = ["van_phong"]', 'lead = ["van phong"]')
    told = folder.told()
    lines = [line_of(text, 'name_en "'), line_of(text, "files = 10 tệp")]
    assert [one.partition(":")[0] for one in told] == [
        f"agency.toml dòng {lines[0]}",
        f"agency.toml dòng {lines[1]}",
        "calendar.toml dòng 15",
        f"plan.toml dòng {line_of(plan, 'van phong')}",
    ]
    assert told[1].endswith("Hãy viết: files = 10")


def test_a_broken_header_brings_no_echoes(folder):
    text = folder.change("agency.toml", "[contact]", "[contact")
    [only] = folder.told()
    assert only.startswith(f"agency.toml dòng {line_of(text, '[contact')}: ")
    assert only.endswith("Hãy viết: [contact]")


def test_an_unclosed_list_brings_no_echoes(folder):
    folder.change("agency.toml", '  "xã Ia Đal",\n]', '  "xã Ia Đal",\n')
    [only] = folder.told()
    assert "thiếu dấu đóng ]" in only


def test_a_missing_file_and_notepads_second_ending(folder):
    folder.file("routing.toml").unlink()
    folder.file("agency.toml").rename(folder.file("agency.toml.txt"))
    first, second = folder.told()
    assert first == "agency.toml: tệp đang có tên agency.toml.txt; hãy đổi tên, bỏ đuôi .txt."
    assert second.startswith("routing.toml: thiếu tệp này")


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(AgencyMistakes, match="nowhere: không có thư mục này"):
        load(tmp_path / "nowhere")


def test_calendar_and_plan_may_be_absent(folder):
    folder.file("calendar.toml").unlink()
    folder.file("plan.toml").unlink()
    agency = load(folder.path)
    assert agency.calendar.off == {} and agency.plan.items == ()


# File, what stands there, what a clerk makes of it, what is told at that line.
MEANING = """
agency.toml | code_prefix = "PA" | code_prefx = "PA" | Hãy viết: code_prefix
agency.toml | code_prefix = "PA" | code_prefix = "pa1" | 2 đến 4 chữ hoa
agency.toml | short = "Sở Kế hoạch và Đầu tư" | short = "" | “short” bỏ trống
agency.toml | id = "khoa_giao_van_xa" | id = "Khoa giáo" | chỉ được có chữ thường
agency.toml | name = "Phòng Khoa giáo - Văn xã" | name = 5 | “name” không đúng dạng
agency.toml | handles = true | handles = "true" | Hãy viết: handles = true
agency.toml | days = 15 | days = -15 | phải từ 1 trở lên. Hãy viết: days = 15
agency.toml | days = 15 | days = true | “days” phải là số nguyên
agency.toml | office = "van_phong" | office = "vanphong" | Hãy viết: "van_phong"
agency.toml | conduct = ["closed" | conduct = ["close" | không có cách nêu tên “close”
agency.toml | off = ["question"] | off = ["questions"] | Hãy viết: "question"
agency.toml | [channels.zalo] | [channels.zallo] | không có kênh “zallo”
agency.toml | confirmed_by = "" | confirmed_by = "Bà Hoa" | thiếu ngày
agency.toml | confirmed_on = "" | confirmed_on = "31/12/2026" | confirmed_on = 2026-12-31
routing.toml | [offices.khoa_giao_van_xa] | [offices.khoa_giao] | không có phòng “khoa_giao”
routing.toml | [kinds.praise] | [kinds.praises] | không có loại việc “praises”
routing.toml | [doors.emergency] | [doors.emergencies] | không có cửa “emergencies”
routing.toml | hint = ["học sinh" | hnt = ["học sinh" | Hãy viết: hint
routing.toml | strong = 3.0 | strong = "3" | “strong” không đúng dạng
calendar.toml | date = 2026-01-02 | date = "2026-02-30" | “2026-02-30” không phải là ngày
agency.toml | days = 15 | days = "15" | phải là số nguyên, không có dấu nháy. Hãy viết: days = 15
agency.toml | days = 15 | days = "15,5" | Hãy viết: days = 15
agency.toml | days = 15 | days = 15.5 | phải là số nguyên
agency.toml | days = 15 | days = 15,5 | phải là số nguyên. Hãy viết: days = 15
agency.toml | handles = true | handles = co | false (không). Hãy viết: handles = true
agency.toml | handles = true | handles = Không | Hãy viết: handles = false
agency.toml | handles = true | handles = "co" | không có dấu nháy. Hãy viết: handles = true
agency.toml | email = "phananh@skhdt-quangngai.example" | email = "phananh" | không phải địa chỉ
agency.toml | police_phone = "0255 0000 113" | police_phone = "mot mot ba" | không phải số
calendar.toml | ["13:30", "17:00"]] | ["13:30", "11:00"]] | theo thứ tự trong ngày
calendar.toml | ["07:00", "11:30"], | ["7 giờ", "11 giờ"], | giờ làm việc phải là từng cặp
calendar.toml | ["07:00", "11:30"], | 7, | giờ làm việc phải là từng cặp
calendar.toml | [2024, 2025] | [2024, 25] | “25” không phải là năm
agency.toml | bar_days = 90 | bar_days = 0 | phải từ 1 trở lên
agency.toml | addressee = "Giám | adressee = "Giám | Hãy viết: addressee
routing.toml | link = "https://www.csgt.vn" | link = "www.csgt.vn" | không phải địa chỉ trang mạng
plan.toml | lead = ["van_phong"] | lead = ["van_fong"] | không có phòng “van_fong”
plan.toml | lead = ["van_phong"] | lead = [] | “lead” bỏ trống
plan.toml | year = 2021 | year = 21 | “21” không phải là năm
plan.toml | id = "II.1.b" | id = "II 1|b" | chỉ được có chữ, số và dấu chấm
plan.toml | id = "ket_qua" | id = "kết quả" | chỉ được có chữ thường không dấu
plan.toml | error_percent = 20 | error_percent = 120 | Hãy viết: error_percent = 100
plan.toml | number = "68/NQ-CP" | file = "../agency.toml" | không có tệp “../agency.toml”
plan.toml | number = "68/NQ-CP" | file = "/etc/hostname" | không có tệp “/etc/hostname”
plan.toml | on = 2020-05-12 | on = 2020-02-30 | ngày không có thật
""".strip().split("\n")


@pytest.mark.parametrize("case", MEANING)
def test_a_wrong_meaning_is_told_at_its_line(folder, case):
    file, right, wrong, words = case.split(" | ")
    text = folder.change(file, right, wrong)
    start = f"{file} dòng {line_of(text, wrong)}: "
    told = folder.told()
    assert any(one.startswith(start) and words in one for one in told), told


@pytest.mark.parametrize(
    ("file", "own", "twin"),
    [
        ("agency.toml", 'id = "khoa_giao_van_xa"', 'id = "van_phong"'),
        ("plan.toml", 'id = "II.1.b"', 'id = "II.1.a"'),
        ("plan.toml", 'number = "68/NQ-CP"', 'number = "20/2008/NĐ-CP"'),
        ("routing.toml", 'id = "thue"', 'id = "bhxh"'),
    ],
)
def test_an_id_used_twice_is_told_at_the_second(folder, file, own, twin):
    text = folder.change(file, own, twin)
    line = text[: text.rindex(twin)].count("\n") + 1
    [only] = folder.told()
    assert only.startswith(f"{file} dòng {line}: {own.partition(' ')[0]} ")
    assert "đã dùng ở trên" in only


def test_a_day_is_off_or_worked_and_not_both(folder):
    text = folder.file("calendar.toml").read_text("utf-8")
    day = text.partition("[[off]]")[2].partition("date = ")[2].partition("\n")[0]
    text += f'\n[[working]]\ndate = {day}\nreason = "Làm bù"\n'
    folder.file("calendar.toml").write_text(text, "utf-8")
    line = text[: text.rindex("date = ")].count("\n") + 1
    [told] = folder.told()
    assert told.startswith(f"calendar.toml dòng {line}: ") and "vừa là ngày làm bù" in told


OVERRIDES = [
    ("{{ codee }}", "dòng 3: lời nhắn “accept” không có chỗ điền tên “codee”. Hãy viết: code"),
    ("{{ loop.index }}", "không có chỗ điền tên “loop”"),
    ("{{ _office(code) }}", "không có chỗ điền tên “_office”"),
    ("{{ code | vietnamese }}", "viết sai cú pháp"),
    ("x" * 4001, "chỉ gửi được 4000"),
    ("{% set n = 1 %}{{ n }} {{ range(3) | list }} {{ ours(code) }} {{ due or office }}", ""),
]


@pytest.mark.parametrize(("words", "told"), OVERRIDES, ids=range(len(OVERRIDES)))
def test_a_text_that_would_fail_is_told_with_its_line(folder, words, told):
    file = folder.file("messages/vi/notice.j2")
    file.parent.mkdir(parents=True)
    file.write_text(
        "{% macro accept(code, office, due, question) %}\nViệc {{ code }}\n"
        f"{words}{{% endmacro %}}\n{{% macro _ours(x) %}}{{{{ x }}}}{{% endmacro %}}\n"
        "{% set ours = _ours %}",
        "utf-8",
    )
    if told:
        [mistake] = folder.told()
        assert mistake.startswith("messages/vi/notice.j2 dòng ") and told in mistake
    else:
        assert load(folder.path)


def test_a_missing_key_is_told_at_its_table(folder):
    text = folder.change("agency.toml", "days = 15\n", "")
    line = line_of(text, "[deadlines.answer]")
    assert folder.told() == [f"agency.toml dòng {line}: thiếu “days”. Hãy viết: days = 1"]


@pytest.mark.parametrize(
    ("key", "line"), [("topic", 'topic = "ket_qua"'), ("item", 'item = "II.2.a"')]
)
def test_what_goes_out_by_the_clock_says_for_what_and_for_whom(folder, key, line):
    """Without a topic the weekly results would go to whoever asked for anything else."""
    text = folder.change("plan.toml", f"\n{line}\n", "\n")
    place = text[: text.index('made = "weekly_results"')].count("\n")
    [told] = folder.told()
    assert told.startswith(f"plan.toml dòng {place}: thiếu “{key}”")


def test_a_document_too_large_to_be_sent_is_told_of_at_once(folder):
    folder.change("plan.toml", 'number = "68/NQ-CP"', 'number = "68/NQ-CP"\nfile = "a.pdf"')
    folder.file("documents").mkdir()
    with folder.file("documents/a.pdf").open("wb") as file:
        file.truncate(30_000_000)
    [told] = folder.told()
    assert "nặng 30 MB, nhiều nhất 20 MB" in told


def test_one_damaged_character_is_told_at_its_line(folder):
    text = folder.change("plan.toml", "year = 2021", "year = 2\x00021")
    [told] = folder.told()
    assert told.startswith(f"plan.toml dòng {line_of(text, 'year = ')}: ") and len(told) < 200


def test_every_mistake_has_english_too(folder):
    text = folder.change("agency.toml", 'code_prefix = "PA"', 'code_prefx = "PA"')
    english = [mistake.english for mistake in folder.mistakes()]
    line = line_of(text, "code_prefx")
    assert f"agency.toml line {line}: “code_prefx” is not known. Write: code_prefix" in english


def test_nothing_but_mistakes_comes_of_a_damaged_folder(folder):
    """Lines lost, doubled and cut at random: told in words, never an error of ours."""
    chance = random.Random(7)
    for _ in range(40):
        name = chance.choice(["agency.toml", "procedures.csv", "routing.toml", "plan.toml"])
        good = folder.file(name).read_bytes()
        rows = good.split(b"\n")
        at = chance.randrange(len(rows))
        half = rows[at][: len(rows[at]) // 2]
        rows[at] = chance.choice([b"", rows[at] * 2, half, b"]", b'"', b"[x]", b"\xff"])
        folder.file(name).write_bytes(b"\n".join(rows))
        try:
            load(folder.path)
        except AgencyMistakes as wrong:
            assert wrong.mistakes and all(str(m) and m.english for m in wrong.mistakes)
        folder.file(name).write_bytes(good)
