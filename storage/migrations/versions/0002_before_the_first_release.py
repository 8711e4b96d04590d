"""Smaller outbox indexes, most messages belong to no case; officials' addresses are chats; several
drafts may be laid aside in one chat"""

from __future__ import annotations

import json

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
    _change_kept(dict, lambda kept: list(kept.values()))


def downgrade() -> None:
    for name, columns in _INDEXES.items():
        op.drop_index(name, "outbox")
        op.create_index(name, "outbox", columns)
    op.add_column("person", sa.Column("email", sa.Text(), server_default="", nullable=False))
    _change_kept(list, lambda kept: {draft["name"]: draft for draft in kept})


def _change_kept(shape, change) -> None:
    """The drafts laid aside in a chat's state."""
    connection = op.get_bind()
    found = connection.execute(sa.text("SELECT id, state FROM chat WHERE state LIKE '%kept%'"))
    for chat_id, text in found.all():
        state = json.loads(text)
        if isinstance(state.get("kept"), shape):
            state["kept"] = change(state["kept"])
            connection.execute(
                sa.text("UPDATE chat SET state = :state WHERE id = :id"),
                {"state": json.dumps(state, ensure_ascii=False), "id": chat_id},
            )
