"""Text typed with the Vietnamese keyboard switched off."""

import pytest

from bot.agency_files import load
from cases.understanding.routing import guess
from cases.words.text import fold, fold_open
from cases.words.typed import retyped
from tests.agency_folder import SAMPLE

AGENCY = load(SAMPLE)

TYPED = """
hoof sow cuar tooi bij traf veef ba laanf|hồ sơ của tôi bị trà về ba lần
ddawng kys kinh doanh owr ddaau|đăng ký kinh doanh ở đâu
luwowng huwu thangs nayf chuwa cos|lương hưu tháng này chưa có
tui muoons mowr coong ty|tui muốn mở công ty
quyeets ddinhj thu hoofi giaays pheps|quyết định thu hồi giấy phép
ho62 so7 cua3 to6i bi5 tra3 la62n thu71 ba|hồ sơ của tôi bị trả lần thứ ba
d9a8ng ky1 kinh doanh o73 d9a6u|đăng ký kinh doanh ở đâu
ca1n bo65 noi1 nga2y mai len6 la5i|cán bộ nói ngày mai lên lại
""".strip().split("\n")

NOT_TYPED = """
ho so cua toi bi tra 3 lan
xin hoi cong ty 1tv can giay to gi a4 h2 covid19
How can I register a company here? This is for us.
the officers were rude and laughs at us
mỗi lần nộp lại có thêm mẫu A4
NQ68, H48.15-261023-0007, 4300xx2277
ok as is
asdfgh
""".strip().split("\n")


@pytest.mark.parametrize("pair", TYPED)
def test_keystrokes_become_the_words_they_mean(pair):
    raw, meant = pair.split("|")
    assert retyped(raw) == meant
    assert fold_open(raw, {}) == fold(meant)


@pytest.mark.parametrize("text", NOT_TYPED)
def test_other_words_stay_as_they_are(text):
    assert retyped(text) == text


@pytest.mark.parametrize(
    "raw", ["ddoorif teen coong ty caanf giaays towf gif", "d9o6i3 te6n co6ng ty ca62n gia61y gi2"]
)
def test_such_a_message_goes_where_it_should(raw):
    found = guess(raw, AGENCY)
    assert (found.kind, found.office) == ("question", "dang_ky_kinh_doanh")
