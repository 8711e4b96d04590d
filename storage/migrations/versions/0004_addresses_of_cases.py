"""An e-mail address given with a case belongs to that case. And what an early build of 0002 left
undone: person.email goes, drafts laid aside are a list"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# An official's address may be that of their work, so it stays what it is.
_OF_CITIZENS = """
UPDATE chat SET case_id = (SELECT MIN(o.case_id) FROM outbox o WHERE o.chat_id = chat.id)
WHERE channel = 'email' AND person_id IN (SELECT id FROM person WHERE official = 0)
"""


def upgrade() -> None:
    op.execute(_OF_CITIZENS)
    connection = op.get_bind()
    if "email" in {column["name"] for column in sa.inspect(connection).get_columns("person")}:
        op.drop_column("person", "email")
    _list_kept_drafts(connection)


def downgrade() -> None:
    op.execute("UPDATE chat SET case_id = NULL WHERE channel = 'email'")


def _list_kept_drafts(connection) -> None:
    found = connection.execute(sa.text("SELECT id, state FROM chat WHERE state LIKE '%kept%'"))
    for chat_id, text in found.all():
        state = json.loads(text)
        if isinstance(state.get("kept"), dict):
            state["kept"] = list(state["kept"].values())
            connection.execute(
                sa.text("UPDATE chat SET state = :state WHERE id = :id"),
                {"state": json.dumps(state, ensure_ascii=False), "id": chat_id},
            )
