"""Writes the next migration from what the models say: `make migration m="Add a table"`."""

import sys
import tempfile
from pathlib import Path

from alembic import command

from models import migrate

if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].strip():
        sys.exit('Say what changes: make migration m="Add a table"')
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'current.sqlite3'}"
        migrate.upgrade(url)
        command.revision(migrate.config(url), message=sys.argv[1], autogenerate=True)
