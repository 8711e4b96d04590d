"""The kinds of columns the tables are made of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Integer, Text
from sqlmodel import Field

from storage.columns.plain import Json, UtcTime
from storage.columns.sealing import SealedJson, SealedText

# SQLite gives row ids only to columns declared INTEGER, PostgreSQL needs BIGINT to last.
BigId = BigInteger().with_variant(Integer(), "sqlite")


def id_column() -> Any:
    return Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))


def ref_column(index: bool = False, nullable: bool = True) -> Any:
    column = Column(BigId, index=index, nullable=nullable)
    return Field(default=None, sa_column=column) if nullable else Field(sa_column=column)


def text_column(default: str = "") -> Any:
    return Field(default=default, sa_column=Column(Text, nullable=False, server_default=default))


def words_column(default: str = "") -> Any:
    """What somebody wrote or is called: sealed."""
    column = Column(SealedText, nullable=False, server_default=default)
    return Field(default=default, sa_column=column)


def sealed_json_column() -> Any:
    return Field(default=None, sa_column=Column(SealedJson, nullable=True))


def time_column(nullable: bool = True, index: bool = False) -> Any:
    column = Column(UtcTime, nullable=nullable, index=index)
    return Field(default=None, sa_column=column) if nullable else Field(sa_column=column)


def json_column() -> Any:
    return Field(default=None, sa_column=Column(Json, nullable=True))


def count_column(default: int = 0) -> Any:
    column = Column(Integer, nullable=False, server_default=str(default))
    return Field(default=default, sa_column=column)


def flag_column(default: bool = False) -> Any:
    column = Column(Integer, nullable=False, server_default=str(int(default)))
    return Field(default=default, sa_column=column)
