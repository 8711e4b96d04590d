"""What officials teach, cases that resemble each other, who was shown another door, how often the
machine answered"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_PUBLIC = sa.text("published <> ''")
_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _id() -> sa.Column[int]:
    return sa.Column("id", _BIG_ID, primary_key=True, autoincrement=True)


def _ref(name: str, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, _BIG_ID, nullable=nullable)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


_TABLES: dict[str, tuple[sa.Column[int] | sa.Column[str] | sa.UniqueConstraint, ...]] = {
    "lesson": (
        _id(),
        _ref("case_id", nullable=False),
        _text("office"),
        _text("label"),
        _text("suggested"),
        _ref("taught_by"),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.Text(), nullable=True),
        _ref("undone_by"),
    ),
    "likeness": (
        _id(),
        _ref("case_id", nullable=False),
        _ref("like_id", nullable=False),
        sa.Column("percent", sa.Integer(), server_default="0", nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("dismissed_at", sa.Text(), nullable=True),
        _ref("dismissed_by"),
        sa.UniqueConstraint("case_id", "like_id"),
    ),
    "guidance": (
        _id(),
        sa.Column("number", sa.Text(), nullable=False, unique=True),
        _text("door"),
        _text("office"),
        _text("channel"),
        sa.Column("at", sa.Text(), nullable=False),
    ),
    "tally": (
        _id(),
        _text("day"),
        _text("what"),
        sa.Column("count", sa.Integer(), server_default="0", nullable=False),
        sa.UniqueConstraint("day", "what"),
    ),
}
_INDEXES = (("lesson", "case_id"), ("likeness", "case_id"), ("likeness", "like_id"))


def upgrade() -> None:
    for table, parts in _TABLES.items():
        op.create_table(table, *parts)
    for table, column in _INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_index(
        "ix_cases_published", "cases", ["id"], sqlite_where=_PUBLIC, postgresql_where=_PUBLIC
    )


def downgrade() -> None:
    op.drop_index("ix_cases_published", "cases")
    for table in _TABLES:
        op.drop_table(table)
