"""The catalogue and other files as Excel and Notepad save them, old encodings among them."""

import pytest

from bot.agency_files import load
from tests.agency_folder import SAMPLE, Folder, line_of

CATALOGUE = (SAMPLE / "procedures.csv").read_text("utf-8")


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


@pytest.mark.parametrize(
    "saved",
    [
        b"\xef\xbb\xbf" + CATALOGUE.replace("\n", "\r\n").encode(),
        CATALOGUE.encode("utf-16"),
        CATALOGUE.encode("utf-16-le"),
        b"\xfe\xff" + CATALOGUE.encode("utf-16-be"),
        ("sep=,\r\n" + CATALOGUE.replace("\n", "\r\n")).encode(),
        CATALOGUE.encode() + b",,,,,,,,,,,,,\n",
    ],
    ids=["bom-crlf", "utf16", "utf16-no-bom", "utf16-be", "sep", "empty-row"],
)
def test_the_catalogue_is_read_however_it_was_saved(folder, saved):
    folder.file("procedures.csv").write_bytes(saved)
    assert load(folder.path).procedures == load(SAMPLE).procedures


@pytest.mark.parametrize("comma", [";", "\t"])
def test_semicolons_tabs_and_words_as_people_write_them(folder, comma):
    columns = ["code", "name", "name_en", "field", "office", "by_post", "online"]
    cells = ["2.001610", "Tên, có phẩy", "Name", "Lĩnh vực", "Phòng ĐKKD", "Có", "Toàn trình"]
    text = comma.join(columns) + "\r\n" + comma.join(cells)
    folder.file("procedures.csv").write_bytes(text.encode("utf-16"))
    [procedure] = load(folder.path).procedures
    assert procedure.name == "Tên, có phẩy"
    assert procedure.office == "dang_ky_kinh_doanh"
    assert (procedure.by_post, procedure.online) == ("co", "toan_trinh")


def test_decomposed_letters_become_nfc(folder):
    folder.change("procedures.csv", "Tiếp công dân,Citizen", "Tie\u0302\u0301p dân,Citizen")
    assert load(folder.path).procedures[1].name == "Tiếp dân"


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("2.001610,", "2.00161,", "Hãy viết: 2.001610"),
        ("2.001610,", "2001610,", "không đúng dạng"),
        ("2.001583,", "2.001610,", "đã có ở dòng 6"),
        (",kinh_te_doi_ngoai,", ",kinh te doi ngoai 2,", "Hãy viết: kinh_te_doi_ngoai"),
        (",3,", ",-3,", "phải lớn hơn 0"),
        (",3,", ",mười lăm,", "phải viết bằng số"),
        ("Tiếp công dân,Citizen", '"Tiếp công dân,Citizen', "dấu nháy kép mở ra ở dòng này"),
        (",co,toan_trinh,", ",co the,toan_trinh,", "co, khong"),
        (",co,toan_trinh,", ",co,toàn phần,", "toan_trinh, mot_phan, khong"),
        ("Đăng ký thành lập công ty cổ phần,", ",", "cột “name” bỏ trống"),
        ("Tiếp công dân,Citizen", "Tiếp công dân, đơn,Citizen", "trong dấu nháy kép"),
    ],
)
def test_a_wrong_cell_is_told_at_its_line(folder, right, wrong, words):
    text = folder.change("procedures.csv", right, wrong)
    rows = zip(text.split("\n"), CATALOGUE.split("\n"), strict=True)
    line = next(number for number, (now, then) in enumerate(rows, 1) if now != then)
    told = folder.told()
    assert any(m.startswith(f"procedures.csv dòng {line}: ") and words in m for m in told), told


def test_a_cell_over_two_lines_does_not_shift_the_count(folder):
    folder.change("procedures.csv", "Tiếp công dân,Citizen", '"Tiếp\ncông dân",Citizen')
    text = folder.change("procedures.csv", "2.002020", "2.00202")
    [only] = folder.told()
    assert only.startswith(f"procedures.csv dòng {line_of(text, '2.00202,')}: ")


def test_wrong_columns(folder):
    folder.change("procedures.csv", "code,name,", "cod,name,")
    assert folder.told() == [
        "procedures.csv dòng 1: không rõ cột “cod”. Hãy viết: code",
        "procedures.csv dòng 1: thiếu cột “code”. Hãy viết: code",
    ]


OLD = {
    "TCVN3": "Së KÕ ho¹ch vµ §Çu t\xad tØnh Qu¶ng Ng·i".encode("latin-1"),
    "VNI": "Sôû Keá hoaïch vaø Ñaàu tö tænh Quaûng Ngaõi".encode("latin-1"),
    "windows-1258": "Sơ\u0309 Kê\u0301 hoa\u0323ch va\u0300 Đâ\u0300u tư".encode("cp1258"),
}


@pytest.mark.parametrize("name", OLD)
@pytest.mark.parametrize("file", ["agency.toml", "procedures.csv", "plan.toml"])
def test_an_old_encoding_is_named(folder, name, file):
    folder.file(file).write_bytes(b"# one\n# two\n" + OLD[name] + b"\n")
    start = f"{file} dòng 3: tệp này lưu bằng bảng mã cũ {name}; "
    [told] = [one for one in folder.told() if one.startswith(file)]
    assert told == start + "hãy chuyển sang Unicode rồi lưu lại bằng UTF-8."


@pytest.mark.parametrize("name", ["TCVN3", "VNI"])
def test_old_text_pasted_into_a_good_file_is_named_at_its_line(folder, name):
    pasted = OLD[name].decode("latin-1")
    text = folder.change("agency.toml", "Văn phòng Sở", pasted)
    [only] = folder.told()
    assert only.startswith(f"agency.toml dòng {line_of(text, pasted)}: ") and name in only


def test_one_broken_character_is_not_called_an_old_encoding(folder):
    good = folder.file("agency.toml").read_bytes()
    folder.file("agency.toml").write_bytes(good.replace("Ngãi".encode(), b"Ng\xe3i", 1))
    assert folder.told() == [
        "agency.toml dòng 5: có ký tự hỏng, không đọc được; hãy xóa và gõ lại chữ đó."
    ]
