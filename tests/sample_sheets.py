"""Reports as they might be, for looking at how they are rendered."""

from __future__ import annotations

from messages.sheet import Chart, ChartKind, Grid, Heading, Paragraph, Sheet

MONTHS = [f"{month}/26" for month in range(1, 13)]
BARS = Chart(
    ChartKind.BARS,
    "Số phản ánh, kiến nghị nhận và trả lời theo tháng",
    MONTHS,
    [
        ("Tiếp nhận", [12, 15, 9, 22, 31, 18, 14, 25, 40, 33, 28, 19]),
        ("Đã trả lời", [10, 14, 11, 18, 25, 22, 15, 20, 33, 35, 27, None]),
    ],
    "phản ánh, kiến nghị",
)
KINDS = Chart(
    ChartKind.BARS,
    "Theo loại việc",
    ["Thái độ, cách làm việc của cán bộ", "Thủ tục, quy định gây khó", "Hồ sơ trễ hẹn"],
    [("Số việc", [12, 1234, None])],
    "việc",
)
STACKED = Chart(
    ChartKind.STACKED,
    "Đúng hạn và trễ hạn theo phòng",
    ["Văn phòng", "ĐKKD", "KTĐN"],
    [("Đúng hạn", [12, 30, 8]), ("Trễ hạn", [1, 5, 0]), ("Đang xử lý", [4, 6, None])],
    "việc",
)
LINE = Chart(
    ChartKind.LINE,
    "Tỷ lệ trả lời đúng hạn",
    MONTHS,
    [("Sở", [80.5, 82, 90, 91.2, 88, 87, 95, 96, 94, None, 97, 98]), ("Mục tiêu", [90] * 12)],
    "%",
)
CHARTS = {"bars": BARS, "kinds": KINDS, "stacked": STACKED, "line": LINE}
OFFICES = Grid(
    "Bảng 1. Theo phòng",
    ["Phòng", "Tiếp nhận", "Đúng hạn (%)", "Trung vị (ngày)"],
    [
        ["Văn phòng Sở", 12, 100.0, 3],
        ["Phòng Đăng ký kinh doanh", 80, 95.5, 6.5],
        ["Phòng Kinh tế Đối ngoại", 14, None, 8],
        ["Tổng", 106, 94.2, 6],
    ],
    total=True,
)
TALL = Sheet(
    "KẾT QUẢ TIẾP NHẬN, XỬ LÝ PHẢN ÁNH, KIẾN NGHỊ THÁNG 10/2026",
    ["Từ ngày 15/9/2026 đến ngày 14/10/2026", "Đơn vị tính: phản ánh, kiến nghị"],
    [
        Heading("1. Kết quả chung"),
        Paragraph("Trong kỳ, Sở tiếp nhận 106 phản ánh, kiến nghị; trả lời đúng hạn 94,2%."),
        BARS,
        OFFICES,
        Heading("2. Theo loại việc"),
        KINDS,
        STACKED,
        Heading("3. Tỷ lệ đúng hạn"),
        LINE,
    ],
    "Việc liên quan đến cán bộ chỉ nằm trong tổng số.",
)
