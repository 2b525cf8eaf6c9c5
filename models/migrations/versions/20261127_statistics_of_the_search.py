"""PostgreSQL knows how often each of ten thousand words occurs: with the usual thousand it reads the whole table for a rare one."""

from alembic import op

revision = "73d15c9b9469"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE search_fts ALTER COLUMN t SET STATISTICS 1000")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE search_fts ALTER COLUMN t SET STATISTICS -1")
