"""What belongs to a case, read many times in a turn: as the tables declare it, but without the
machinery that makes a query of it each time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import TypeDecorator, inspect
from sqlalchemy.orm import configure_mappers
from sqlmodel import SQLModel

Model = TypeVar("Model", bound=SQLModel)
_Opens = Callable[[Any, Any], Any]


@cache
def query(model: type[SQLModel]) -> str:
    """All of a case (:case), in the order it was written."""
    table = inspect(model).local_table
    order = ", ".join(column.name for column in table.primary_key)
    columns = ", ".join(column.name for column in table.columns)
    return f"SELECT {columns} FROM {table.name} WHERE case_id = :case ORDER BY {order}"


@cache
def _columns(model: type[SQLModel]) -> tuple[tuple[str, _Opens | None], ...]:
    """Each with what makes a value of what is kept."""
    configure_mappers()  # else nothing is there to read a column of an instance
    return tuple(
        (c.name, c.type.process_result_value if isinstance(c.type, TypeDecorator) else None)
        for c in inspect(model).local_table.columns
    )


@cache
def _defaults(model: type[SQLModel]) -> dict[str, Any]:
    configure_mappers()
    return {name: field.default for name, field in model.model_fields.items()}


def fresh(model: type[Model], **values: Any) -> Model:
    """A row as it was just written, whose other columns are empty."""
    one: Model = inspect(model).class_manager.new_instance()
    vars(one).update(_defaults(model) | values)
    return one


def made(model: type[Model], rows: Iterable[tuple[Any, ...]], dialect: Any) -> list[Model]:
    """Raises WrongKey where what is sealed does not open."""
    columns, new = _columns(model), inspect(model).class_manager.new_instance
    found = []
    for row in rows:
        one = new()
        vars(one).update(
            {
                name: value if opens is None else opens(value, dialect)
                for (name, opens), value in zip(columns, row, strict=True)
            }
        )
        found.append(one)
    return found
