"""Whom a case is kept from: those it accuses, and those who said they are involved, apart from who
decided it before; start codes that let an official back in"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_RECUSED = sa.text(
    "SELECT DISTINCT c.id, c.not_again, h.actor FROM cases c"
    " JOIN case_history h ON h.case_id = c.id"
    " WHERE h.action IN ('recuse', 'recuse_owner') AND h.actor LIKE 'person:%'"
)


def upgrade() -> None:
    op.add_column("invitation", sa.Column("person_id", _ID, nullable=True))
    op.add_column("cases", sa.Column("accused", sa.Text(), nullable=True))
    op.add_column("cases", sa.Column("recused", sa.Text(), nullable=True))
    op.add_column(
        "cases", sa.Column("to_director", sa.Integer(), server_default="0", nullable=False)
    )
    connection = op.get_bind()
    recused: dict[int, set[int]] = {}
    barred: dict[int, set[int]] = {}
    for case_id, not_again, actor in connection.execute(_RECUSED).all():
        recused.setdefault(case_id, set()).add(int(actor.removeprefix("person:")))
        barred[case_id] = set(json.loads(not_again or "[]"))
    for case_id, people in recused.items():
        connection.execute(
            sa.text("UPDATE cases SET recused = :recused, not_again = :barred WHERE id = :id"),
            {
                "recused": json.dumps(sorted(people)),
                "barred": json.dumps(sorted(barred[case_id] - people)),
                "id": case_id,
            },
        )


def downgrade() -> None:
    connection = op.get_bind()
    found = connection.execute(
        sa.text(
            "SELECT id, not_again, recused, accused FROM cases"
            " WHERE recused IS NOT NULL OR accused IS NOT NULL"
        )
    )
    for case_id, *kept in found.all():
        barred = sorted({person for each in kept for person in json.loads(each or "[]")})
        connection.execute(
            sa.text("UPDATE cases SET not_again = :barred WHERE id = :id"),
            {"barred": json.dumps(barred), "id": case_id},
        )
    for column in ("to_director", "recused", "accused"):
        op.drop_column("cases", column)
    op.drop_column("invitation", "person_id")
