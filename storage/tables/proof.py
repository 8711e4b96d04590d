"""The tables of what proves that nothing vanished."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from storage.columns.fields import BigId, count_column, text_column, time_column, words_column


class SignedReceipt(SQLModel, table=True):
    """What was signed when a case was received; the day's root is made of the leaves."""

    __tablename__ = "signed_receipt"
    case_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    code: str = text_column()
    day: str = Field(sa_column=Column(Text, nullable=False, index=True))  # of receipt, in Vietnam
    payload: str = text_column()  # the very bytes that were signed
    salt: str = words_column()
    signature: str = text_column()
    leaf: str = text_column()


class DayRoot(SQLModel, table=True):
    """The root over all receipts of a day, published so that none can vanish or be back-dated."""

    __tablename__ = "day_root"
    day: str = Field(sa_column=Column(Text, primary_key=True))
    root: str = text_column()
    count: int = count_column()
    previous: str = text_column()
    signature: str = text_column()
    at: datetime = time_column(nullable=False)
