"""The title of a broadcast in English"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("campaign", sa.Column("title_en", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("campaign", "title_en")
