from datetime import datetime

import pytest

from models.database import Database
from tests.announcing import Desk


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    return Desk(database, now)
