"""What one side is asked to do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """`rate`: messages a second; 0: without pacing, `together` at once."""

    way: str
    base_url: str
    token: str
    ids: list[int]
    rate: float
    together: int
    database_url: str
    clock: str
