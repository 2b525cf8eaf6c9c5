"""aiogram's FSM storage in a table: one row a key, written at once, as durable as ours."""

from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey
from sqlalchemy import JSON, Column, String, Table, select
from sqlalchemy.dialects.sqlite import insert

from benchmarks.updates.form import METADATA
from models.database import Database

STATES = Table("benchmark_fsm", METADATA, Column("key", String, primary_key=True), Column("state", String), Column("data", JSON))


class SqlStorage(BaseStorage):
    """In Core, on our own engine and its lock: nothing here is slower than what our forms stand on."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._keys = DefaultKeyBuilder(with_destiny=True)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        await self._put(key, state=state.state if isinstance(state, State) else state)

    async def get_state(self, key: StorageKey) -> str | None:
        state = await self._get(key, STATES.c.state)
        return str(state) if state is not None else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        await self._put(key, data=dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return await self._get(key, STATES.c.data) or {}

    async def close(self) -> None:
        return None

    async def _get(self, key: StorageKey, column: Column[Any]) -> Any:
        async with self._database.read() as session:
            return await session.scalar(select(column).where(STATES.c.key == self._keys.build(key)))

    async def _put(self, key: StorageKey, **values: Any) -> None:
        statement = insert(STATES).values(key=self._keys.build(key), **values).on_conflict_do_update(index_elements=["key"], set_=values)
        async with self._database.write(mark=False) as session:
            await session.execute(statement)
