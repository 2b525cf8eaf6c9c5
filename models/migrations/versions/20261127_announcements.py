"""Announcements: texts, audience, approval, one row a recipient; chats of offices; members who want none for a while."""

import sqlalchemy as sa
from alembic import op

from models import base

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office_chats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("may_post", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_chats")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_office_chats_telegram_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("office_chats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_office_chats_region_id"), ["region_id"], unique=False)

    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "awaiting_approval",
                "awaiting_consent",
                "scheduled",
                "recurring",
                "running",
                "paused",
                "stopped",
                "done",
                name="announcementstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("tested_revision", sa.Integer(), nullable=True),
        sa.Column("approved_revision", sa.Integer(), nullable=True),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("twinnings", sa.JSON(), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("chats", sa.JSON(), nullable=False),
        sa.Column("people", sa.Boolean(), nullable=False),
        sa.Column("to_applicants", sa.Boolean(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=True),
        sa.Column("button", sa.Enum("none", "mission", "link", name="button", native_enum=False, length=32), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("not_after", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("urgent_reason", sa.String(length=200), nullable=True),
        sa.Column("starts_wall", sa.String(length=16), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("starts_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("cron", sa.String(length=64), nullable=True),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("started_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("expanded_to", sa.Integer(), nullable=False),
        sa.Column("expanded_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "stop_reason", sa.Enum("by_hand", "bad_text", "foreign_file", name="stopreason", native_enum=False, length=32), nullable=True
        ),
        sa.Column("stop_fault", sa.String(length=200), nullable=True),
        sa.Column("progress_message_id", sa.Integer(), nullable=True),
        sa.Column("progress_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("progress_mark", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["approved_by"], ["members.id"], name=op.f("fk_announcements_approved_by_members")),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_announcements_author_id_members")),
        sa.ForeignKeyConstraint(["series_id"], ["announcements.id"], name=op.f("fk_announcements_series_id_announcements")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("announcements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcements_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_announcements_due", ["state", "starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_announcements_mission_id"), ["mission_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_announcements_series_id"), ["series_id"], unique=False)

    op.create_table(
        "announcement_consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum("asked", "given", "refused", name="consentstate", native_enum=False, length=32), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name=op.f("fk_announcement_consents_announcement_id_announcements")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["members.id"], name=op.f("fk_announcement_consents_decided_by_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_consents")),
        sa.UniqueConstraint("announcement_id", "region_id", name=op.f("uq_announcement_consents_announcement_id_region_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("announcement_consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcement_consents_region_id"), ["region_id"], unique=False)

    op.create_table(
        "announcement_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("chat_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sending",
                "sent",
                "unreachable",
                "failed",
                "in_doubt",
                "cancelled",
                name="deliverystate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("due_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closes_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("later", sa.Boolean(), nullable=False),
        sa.Column("capped", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("claimed_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("settled_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("fault", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name=op.f("fk_announcement_deliveries_announcement_id_announcements")
        ),
        sa.ForeignKeyConstraint(["chat_id"], ["office_chats.id"], name=op.f("fk_announcement_deliveries_chat_id_office_chats")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_announcement_deliveries_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_deliveries")),
        sa.UniqueConstraint("announcement_id", "chat_id", name=op.f("uq_announcement_deliveries_announcement_id_chat_id")),
        sa.UniqueConstraint("announcement_id", "member_id", name=op.f("uq_announcement_deliveries_announcement_id_member_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("announcement_deliveries", schema=None) as batch_op:
        batch_op.create_index("ix_announcement_deliveries_due", ["announcement_id", "state", "due_at", "id"], unique=False)
        batch_op.create_index("ix_announcement_deliveries_week", ["member_id", "claimed_at"], unique=False)

    op.create_table(
        "announcement_taps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["announcement_id"], ["announcements.id"], name=op.f("fk_announcement_taps_announcement_id_announcements")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_announcement_taps_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_taps")),
        sa.UniqueConstraint("announcement_id", "member_id", name=op.f("uq_announcement_taps_announcement_id_member_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "announcement_variants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entities", sa.JSON(), nullable=False),
        sa.Column("media", sa.Enum("photo", "document", name="media", native_enum=False, length=32), nullable=True),
        sa.Column("file_bot_id", sa.BigInteger(), nullable=True),
        sa.Column("file_id", sa.String(length=200), nullable=True),
        sa.Column("file_unique_id", sa.String(length=64), nullable=True),
        sa.Column("label", sa.String(length=40), nullable=True),
        sa.Column("written_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name=op.f("fk_announcement_variants_announcement_id_announcements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_variants")),
        sa.UniqueConstraint("announcement_id", "language", name=op.f("uq_announcement_variants_announcement_id_language")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("paused_until", base.UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_column("paused_until")

    op.drop_table("announcement_variants")
    op.drop_table("announcement_taps")
    with op.batch_alter_table("announcement_deliveries", schema=None) as batch_op:
        batch_op.drop_index("ix_announcement_deliveries_week")
        batch_op.drop_index("ix_announcement_deliveries_due")

    op.drop_table("announcement_deliveries")
    with op.batch_alter_table("announcement_consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_announcement_consents_region_id"))

    op.drop_table("announcement_consents")
    with op.batch_alter_table("announcements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_announcements_series_id"))
        batch_op.drop_index(batch_op.f("ix_announcements_mission_id"))
        batch_op.drop_index("ix_announcements_due")
        batch_op.drop_index(batch_op.f("ix_announcements_author_id"))

    op.drop_table("announcements")
    with op.batch_alter_table("office_chats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_office_chats_region_id"))

    op.drop_table("office_chats")
