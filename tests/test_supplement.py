"""Adding to a case: what was asked for, what comes to mind, what was changed after sending."""

from __future__ import annotations

from tests.people import World
from tests.stories import Staff, sends_feedback, staff


def _waiting(world: World) -> tuple[Staff, str]:
    """A case that waits for its sender, who is `office.citizen`."""
    office = staff(world)
    citizen = world.citizen()
    code = sends_feedback(citizen)
    office.takes(code)
    office.asks(code, "Xin gửi ảnh phiếu hẹn.")
    assert world.case(code).status == "waiting"
    office.citizen = citizen  # type: ignore[attr-defined]
    return office, code
