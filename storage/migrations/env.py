"""Alembic's entry: runs migrations on the connection it is handed (`storage/engine/schema.py`)."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from storage.columns.plain import Json, UtcTime
from storage.tables.listed import METADATA


def render_item(type_: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Our column types are text in the database; migrations say so without importing us."""
    return "sa.Text()" if type_ == "type" and isinstance(item, Json | UtcTime) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_item=render_item,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
