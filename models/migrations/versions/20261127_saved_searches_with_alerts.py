"""Saved searches with alerts: what finds them again, what they found, and the news that they are compared with."""

import sqlalchemy as sa
from alembic import op

from models import base

revision = "8d9e76e9f1b1"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("wide", sa.Boolean(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("sector_id", sa.Integer(), nullable=True),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("pace", sa.Enum("instantly", "daily", "weekly", name="pace", native_enum=False, length=32), nullable=False),
        sa.Column("saved_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("known", sa.JSON(), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_saved_searches_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_searches")),
        sa.UniqueConstraint("member_id", "key", name=op.f("uq_saved_searches_member_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "saved_search_hits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("saved_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("found_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("told_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["opportunity_id"], ["opportunities.id"], name=op.f("fk_saved_search_hits_opportunity_id_opportunities")),
        sa.ForeignKeyConstraint(
            ["saved_id"], ["saved_searches.id"], name=op.f("fk_saved_search_hits_saved_id_saved_searches"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search_hits")),
        sa.UniqueConstraint("saved_id", "opportunity_id", name=op.f("uq_saved_search_hits_saved_id_opportunity_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("saved_search_hits", schema=None) as batch_op:
        batch_op.create_index("ix_saved_search_hits_due", ["told_at", "due_at"], unique=False)

    op.create_table(
        "saved_search_triggers",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("saved_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["saved_id"], ["saved_searches.id"], name=op.f("fk_saved_search_triggers_saved_id_saved_searches"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token", "saved_id", name=op.f("pk_saved_search_triggers")),
    )
    with op.batch_alter_table("saved_search_triggers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_search_triggers_saved_id"), ["saved_id"], unique=False)

    # Nobody had a saved search, so nothing was news to anybody.
    op.execute("DELETE FROM search_news")
    with op.batch_alter_table("search_news", schema=None) as batch_op:
        batch_op.add_column(sa.Column("noted_at", base.UtcDateTime(timezone=True), nullable=False))
        batch_op.add_column(sa.Column("compared_to", sa.Integer(), nullable=False))
        batch_op.create_index(batch_op.f("ix_search_news_noted_at"), ["noted_at"], unique=False)

    with op.batch_alter_table("search_runs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("searches", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("search_runs", schema=None) as batch_op:
        batch_op.drop_column("searches")

    with op.batch_alter_table("search_news", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_news_noted_at"))
        batch_op.drop_column("compared_to")
        batch_op.drop_column("noted_at")

    with op.batch_alter_table("saved_search_triggers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_search_triggers_saved_id"))

    op.drop_table("saved_search_triggers")
    with op.batch_alter_table("saved_search_hits", schema=None) as batch_op:
        batch_op.drop_index("ix_saved_search_hits_due")

    op.drop_table("saved_search_hits")
    op.drop_table("saved_searches")
