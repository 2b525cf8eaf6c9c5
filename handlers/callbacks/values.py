"""What a button's data may hold."""

from typing import Annotated

from pydantic import Field

Id = Annotated[int, Field(ge=0, lt=2**31)]
"""What both databases can look for; anything else in a button was not written by us."""

Letter = Annotated[str, Field(max_length=1)]
Ids = Annotated[str, Field(max_length=34)]
"""What is ticked in a list, in base 36: one bit for each row, or five ids at most, parted by full stops."""
