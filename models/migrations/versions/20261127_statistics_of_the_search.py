"""Documents are found by their business; PostgreSQL knows how often each of ten thousand words occurs.

With the usual thousand words it reads the whole table for a rare one.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_search_documents_business_id", "search_documents", ["business_id", "answers"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE search_fts ALTER COLUMN t SET STATISTICS 1000")


def downgrade() -> None:
    op.drop_index("ix_search_documents_business_id", "search_documents")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE search_fts ALTER COLUMN t SET STATISTICS -1")
