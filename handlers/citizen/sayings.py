"""What people say instead of a command's own words; politeness around it may be left out here."""

from __future__ import annotations

from handlers.router import also_said

SAYINGS: dict[str, tuple[str, ...]] = {
    "gui": (
        *("phản ánh", "góp ý", "kiến nghị", "phản ánh góp ý", "phản ánh kiến nghị"),
        *("gửi phản ánh", "gửi góp ý", "gửi kiến nghị", "viết phản ánh", "gửi phản ánh góp ý"),
        *("feedback", "give feedback", "send feedback", "suggestion"),
    ),
    "tracuu": ("xem mã", "tra mã", "look up"),
    "cuatoi": (
        *("việc của tôi", "việc tôi đã gửi", "việc đã gửi", "xem việc đã gửi", "xem phản ánh"),
        *(
            "phản ánh của tôi",
            "phản ánh đã gửi",
            "xem kết quả",
            "tra cứu kết quả",
            "xem trả lời",
            "xem phản ánh đã gửi",
            "xem việc của tôi",
        ),
        *("what I sent", "see what I sent", "my cases", "my feedback"),
    ),
    "thutuc": (
        *("hỏi thủ tục", "hỏi về thủ tục", "tra cứu thủ tục", "tìm thủ tục", "xem thủ tục"),
        *("danh mục thủ tục", "các thủ tục", "ask about a procedure"),
    ),
    "lienhe": (
        *("số điện thoại", "địa chỉ", "giờ làm việc", "thông tin liên hệ", "đường dây nóng"),
        *("số điện thoại của Sở", "địa chỉ của Sở", "phone number", "address", "opening hours"),
    ),
    "gapcanbo": (
        *("gặp người thật", "người thật", "nói chuyện với người thật", "nói với người thật"),
        *("nói chuyện với người", "nói với người", "nói với cán bộ", "hỏi cán bộ", "gặp ai đó"),
        *("gặp một cán bộ", "gặp nhân viên", "gặp chuyên viên", "gặp anh chị cán bộ"),
        *("talk to an official", "speak to an official", "talk to a person", "real person"),
        *("speak to a person", "talk to someone", "speak to someone"),
    ),
    "rut": (
        *("rút đơn", "rút phản ánh", "rút việc", "rút việc đã gửi", "rút lại đơn"),
        *("rút lại phản ánh", "rút góp ý", "rút kiến nghị", "withdraw my case"),
    ),
    "cungbi": (
        *("tôi cũng bị", "tôi cũng bị vậy", "tôi cũng bị như", "tôi cũng bị giống", "cũng bị vậy"),
        *("tôi cũng bị như vậy", "tôi cũng bị việc", "tôi cũng bị như việc", "cũng bị giống"),
        *("tôi cũng gặp", "tôi cũng gặp việc", "tôi cũng gặp chuyện", "cũng gặp", "cũng bị như"),
        *("same here", "it happened to me too", "I have the same problem"),
    ),
    "khongcungbi": (
        *("tôi không bị", "tôi không bị nữa", "bỏ cũng bị", "tôi không cũng bị"),
        *("not me after all", "it did not happen to me"),
    ),
    "bosung": ("bổ sung thêm", "bổ sung phản ánh", "gửi bổ sung", "thêm thông tin"),
    "lienket": (
        *("liên kết tài khoản", "liên kết Zalo", "nối tài khoản", "kết nối tài khoản"),
        *("nối hai tài khoản", "nối Zalo", "link accounts", "link my accounts"),
    ),
    "dulieu": (
        *("xóa dữ liệu", "xem dữ liệu", "sửa dữ liệu", "rút đồng ý", "rút sự đồng ý"),
        *("xóa dữ liệu của tôi", "xem dữ liệu của tôi", "my personal data", "erase my data"),
    ),
    "trogiup": (
        *("cách dùng", "hướng dẫn sử dụng", "là sao", "là sao vậy", "gì vậy", "nghĩa là gì"),
        *("không hiểu", "không hiểu gì", "chưa hiểu", "hm", "hmm", "what", "what is this"),
        *("what do you mean", "I don't understand", "I do not understand", "don't understand"),
    ),
}

for name, ways in SAYINGS.items():
    also_said(name, *ways)
