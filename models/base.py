"""What every table shares: naming convention, UTC instants, enums kept as text."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, Date, DateTime, Dialect, Enum, MetaData, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite keeps no zone: what was written there was UTC.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class WallTime(TypeDecorator[datetime]):
    """What a clock on a wall shows, kept beside the name of its zone: a future local event. An aware value is refused."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is not None:
            raise ValueError(f"{value!r} has a time zone: a wall's clock has none")
        return value


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        date: Date(),
        dict[str, Any]: JSON(),
        list[int]: JSON(),
        list[str]: JSON(),
        list[dict[str, Any]]: JSON(),
    }
    # SQLite would give a deleted row's id to the next one, and an old button would hit another row.
    __table_args__: Any = {"sqlite_autoincrement": True}  # noqa: RUF012  # SQLAlchemy reads it, nothing changes it


def table_args(*constraints: Any) -> tuple[Any, ...]:
    """`__table_args__` of a table with constraints of its own."""
    return (*constraints, {"sqlite_autoincrement": True})


def text_enum(values: type[StrEnum]) -> Enum:
    """A column type that keeps an enum as its value, so that a new member needs no migration."""
    return Enum(values, native_enum=False, create_constraint=False, length=32, values_callable=lambda members: [m.value for m in members])


def insert_for(session: AsyncSession, table: type[Base] | Table) -> Any:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`, alike on both databases.

    With a class's `__table__` rows by the thousand cost half as much.
    """
    return (sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert)(table)
