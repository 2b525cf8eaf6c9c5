"""Everybody who watches an announcement has a message with its progress, not its author alone."""

import sqlalchemy as sa
from alembic import op

from models import base

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announcement_bars",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("shown_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("mark", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["announcement_id"], ["announcements.id"], name=op.f("fk_announcement_bars_announcement_id_announcements")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_announcement_bars_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_bars")),
        sa.UniqueConstraint("announcement_id", "member_id", name=op.f("uq_announcement_bars_announcement_id_member_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("announcement_bars", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcement_bars_member_id"), ["member_id"], unique=False)
    op.execute(
        "INSERT INTO announcement_bars (announcement_id, member_id, message_id, shown_at, mark) "
        "SELECT id, author_id, progress_message_id, progress_at, progress_mark FROM announcements "
        "WHERE progress_message_id IS NOT NULL AND progress_at IS NOT NULL"
    )
    # Not in a batch: SQLite would get a copy of the table without AUTOINCREMENT.
    op.drop_column("announcements", "progress_mark")
    op.drop_column("announcements", "progress_at")
    op.drop_column("announcements", "progress_message_id")


def downgrade() -> None:
    op.add_column("announcements", sa.Column("progress_message_id", sa.Integer(), nullable=True))
    op.add_column("announcements", sa.Column("progress_at", base.UtcDateTime(timezone=True), nullable=True))
    op.add_column("announcements", sa.Column("progress_mark", sa.String(length=120), nullable=True))
    for column, kept in (("progress_message_id", "message_id"), ("progress_at", "shown_at"), ("progress_mark", "mark")):
        op.execute(
            f"UPDATE announcements SET {column} = (SELECT {kept} FROM announcement_bars "  # noqa: S608  # names of ours
            "WHERE announcement_bars.announcement_id = announcements.id AND announcement_bars.member_id = announcements.author_id)"
        )
    op.drop_table("announcement_bars")
