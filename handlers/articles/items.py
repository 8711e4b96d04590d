"""To which item of the plan an article belongs."""

from __future__ import annotations

from handlers.desk import Desk

REFORM = "II.1.b"
"""Pictures and articles on reform, on the department's pages."""
INITIATIVES = "II.3.a"


def in_plan(desk: Desk, wanted: str = REFORM) -> str:
    """The item asked for, or where the plan of this year has none of that number its first."""
    items = [item.id for item in desk.agency.plan.items]
    return wanted if wanted in items or not items else items[0]
