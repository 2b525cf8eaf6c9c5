"""Search across languages: documents with their tokens, made anew by the re-index that follows."""

import sqlalchemy as sa
from alembic import op

from models import base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_progress",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("towards", sa.String(length=16), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_progress")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "search_slips",
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("form", "word", name=op.f("pk_search_slips")),
    )
    with op.batch_alter_table("search_slips", schema=None) as batch_op:
        batch_op.create_index("ix_search_slips_word", ["word"], unique=False)

    op.create_table(
        "bulk_listings",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["opportunity_id"], ["opportunities.id"], name=op.f("fk_bulk_listings_opportunity_id_opportunities")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_listings")),
        sa.UniqueConstraint("opportunity_id", name=op.f("uq_bulk_listings_opportunity_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "favourites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Enum("favourite", "not_for_me", name="verdict", native_enum=False, length=32), nullable=False),
        sa.Column("marked_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_favourites_member_id_members")),
        sa.ForeignKeyConstraint(["opportunity_id"], ["opportunities.id"], name=op.f("fk_favourites_opportunity_id_opportunities")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_favourites")),
        sa.UniqueConstraint("member_id", "opportunity_id", name=op.f("uq_favourites_member_id_opportunity_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "search_news",
        sa.Column("opportunity_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["opportunity_id"], ["opportunities.id"], name=op.f("fk_search_news_opportunity_id_opportunities")),
        sa.PrimaryKeyConstraint("opportunity_id", name=op.f("pk_search_news")),
        sqlite_autoincrement=True,
    )
    _empty_index("fts5(t, content='search_documents', content_rowid='id', tokenize='ascii', detail=none, columnsize=0)")
    with op.batch_alter_table("search_documents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("business_id", sa.Integer(), nullable=False))
        batch_op.add_column(sa.Column("region_id", sa.Integer(), nullable=False))
        batch_op.add_column(sa.Column("working_region_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("confirmed_on", sa.Integer(), nullable=False))
        batch_op.add_column(sa.Column("complete", sa.Integer(), nullable=False))
        batch_op.add_column(sa.Column("answers", sa.Integer(), nullable=False))
        batch_op.add_column(sa.Column("t", sa.Text(), nullable=False))

    with op.batch_alter_table("search_runs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("filters", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("language", sa.String(length=8), nullable=False, server_default="en"))
        batch_op.add_column(sa.Column("corrected", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("verbatim", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("whole", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("search_runs", schema=None) as batch_op:
        batch_op.drop_column("whole")
        batch_op.drop_column("verbatim")
        batch_op.drop_column("corrected")
        batch_op.drop_column("language")
        batch_op.drop_column("filters")

    _empty_index("fts5(t, tokenize='ascii', detail=none, columnsize=0)")
    with op.batch_alter_table("search_documents", schema=None) as batch_op:
        batch_op.drop_column("t")
        batch_op.drop_column("answers")
        batch_op.drop_column("complete")
        batch_op.drop_column("confirmed_on")
        batch_op.drop_column("working_region_id")
        batch_op.drop_column("region_id")
        batch_op.drop_column("business_id")

    op.drop_table("search_news")
    op.drop_table("bulk_listings")
    op.drop_table("favourites")
    with op.batch_alter_table("search_slips", schema=None) as batch_op:
        batch_op.drop_index("ix_search_slips_word")

    op.drop_table("search_slips")
    op.drop_table("search_progress")


def _empty_index(sqlite_table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_fts")
        op.execute(f"CREATE VIRTUAL TABLE search_fts USING {sqlite_table}")
    else:
        op.execute("DELETE FROM search_fts")
    op.execute("DELETE FROM search_documents")
