"""Smaller outbox indexes, most messages belong to no case; officials' addresses are chats"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_INDEXES = {"ix_outbox_message": ["chat_id", "message_id"], "ix_outbox_case_id": ["case_id"]}


def upgrade() -> None:
    only = sa.text("case_id IS NOT NULL")
    for name, columns in _INDEXES.items():
        op.drop_index(name, "outbox")
        op.create_index(name, "outbox", columns, sqlite_where=only, postgresql_where=only)
    op.drop_column("person", "email")  # nothing ever filled it


def downgrade() -> None:
    op.add_column("person", sa.Column("email", sa.Text(), server_default="", nullable=False))
    for name, columns in _INDEXES.items():
        op.drop_index(name, "outbox")
        op.create_index(name, "outbox", columns)
