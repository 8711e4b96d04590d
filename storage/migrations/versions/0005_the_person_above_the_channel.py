"""Windows, receipts of delivery, and the person above the channel"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_HELD = sa.text("state = 'held'")


def upgrade() -> None:
    op.add_column("person", sa.Column("notices_chat_id", _BIG_ID, nullable=True))
    op.add_column("chat", sa.Column("window_asked_at", sa.Text(), nullable=True))
    op.add_column("outbox", sa.Column("received_at", sa.Text(), nullable=True))
    op.add_column("outbox", sa.Column("seen_at", sa.Text(), nullable=True))
    op.create_index(
        "ix_outbox_held", "outbox", ["chat_id"], sqlite_where=_HELD, postgresql_where=_HELD
    )
    op.create_table(
        "link_code",
        sa.Column("id", _BIG_ID, primary_key=True, autoincrement=True),
        sa.Column("code_hash", sa.Text(), nullable=False, unique=True),
        sa.Column("purpose", sa.Text(), server_default="", nullable=False),
        sa.Column("chat_id", _BIG_ID, nullable=False),
        sa.Column("other_chat_id", _BIG_ID, nullable=True),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.Text(), nullable=False),
        sa.Column("used_at", sa.Text(), nullable=True),
    )
    op.create_index("ix_link_code_chat_id", "link_code", ["chat_id"])


def downgrade() -> None:
    op.drop_table("link_code")
    op.drop_index("ix_outbox_held", "outbox")
    for table, column in (
        ("outbox", "seen_at"),
        ("outbox", "received_at"),
        ("chat", "window_asked_at"),
        ("person", "notices_chat_id"),
    ):
        op.drop_column(table, column)
