"""All tables there are: a file that is not here is neither migrated, nor dumped, nor sealed."""

from __future__ import annotations

from types import ModuleType

from sqlmodel import SQLModel

from storage.tables import (
    casework,
    clock,
    house,
    mailbox,
    people,
    plan,
    privacy,
    proof,
    published,
    reports,
)

TABLES: tuple[ModuleType, ...] = (
    casework,
    clock,
    house,
    mailbox,
    people,
    plan,
    privacy,
    proof,
    published,
    reports,
)
METADATA = SQLModel.metadata
