"""Business missions: missions, applications, feedback, the pool of those who are ready; a newcomer's link of any kind."""

import sqlalchemy as sa
from alembic import op

from models import base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mission_counters",
        sa.Column("letters", sa.String(length=2), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("letters", name=op.f("pk_mission_counters")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "mission_pool",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("since", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_mission_pool_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_pool")),
        sa.UniqueConstraint("member_id", name=op.f("uq_mission_pool_member_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "missions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("organiser_region_id", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "state", sa.Enum("draft", "published", "cancelled", "over", name="missionstate", native_enum=False, length=32), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum("mission", "forum", "conference", "exhibition", "delegation", name="missionkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("direction", sa.Enum("inward", "outward", "online", name="direction", native_enum=False, length=32), nullable=False),
        sa.Column("selection", sa.Enum("organiser", "first_come", name="selection", native_enum=False, length=32), nullable=False),
        sa.Column("host_region_id", sa.Integer(), nullable=False),
        sa.Column("sending_region_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("about", sa.String(length=600), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=True),
        sa.Column("about_en", sa.String(length=600), nullable=True),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("begins", base.WallTime(), nullable=False),
        sa.Column("ends", base.WallTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("apply_until", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("criteria", sa.String(length=400), nullable=True),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("venue", sa.String(length=300), nullable=True),
        sa.Column("programme_kind", sa.Enum("photo", "document", name="filekind", native_enum=False, length=32), nullable=True),
        sa.Column("programme_bot_id", sa.BigInteger(), nullable=True),
        sa.Column("programme_file_id", sa.String(length=200), nullable=True),
        sa.Column("programme_unique_id", sa.String(length=64), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("moved_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("published_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("public_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("pool_told_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("minimum_waived_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(length=300), nullable=True),
        sa.Column("next_step_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["members.id"], name=op.f("fk_missions_created_by_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missions")),
        sa.UniqueConstraint("reference", name=op.f("uq_missions_reference")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("missions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_missions_host_region_id"), ["host_region_id"], unique=False)
        batch_op.create_index("ix_missions_step", ["state", "next_step_at"], unique=False)

    op.create_table(
        "mission_applications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("business_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "applied",
                "shortlisted",
                "confirmed",
                "waitlisted",
                "declined",
                "withdrawn",
                "attended",
                "no_show",
                name="applicationstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("goal", sa.String(length=400), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("interpreter", sa.Boolean(), nullable=False),
        sa.Column("applied_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("queued_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("offered_until", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("lapsed_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column(
            "decline_reason",
            sa.Enum(
                "no_seats",
                "criteria",
                "other_sector",
                "too_little_detail",
                "not_checked",
                "other",
                name="declinereason",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("confirmed_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("coming_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("checkin_token", sa.String(length=24), nullable=False),
        sa.Column("checked_in_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("checked_in_by", sa.Integer(), nullable=True),
        sa.Column("next_step_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_mission_applications_business_id_businesses")),
        sa.ForeignKeyConstraint(["checked_in_by"], ["members.id"], name=op.f("fk_mission_applications_checked_in_by_members")),
        sa.ForeignKeyConstraint(["decided_by"], ["members.id"], name=op.f("fk_mission_applications_decided_by_members")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_mission_applications_member_id_members")),
        sa.ForeignKeyConstraint(["mission_id"], ["missions.id"], name=op.f("fk_mission_applications_mission_id_missions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_applications")),
        sa.UniqueConstraint("checkin_token", name=op.f("uq_mission_applications_checkin_token")),
        sa.UniqueConstraint("mission_id", "business_id", name=op.f("uq_mission_applications_mission_id_business_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("mission_applications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mission_applications_business_id"), ["business_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mission_applications_member_id"), ["member_id"], unique=False)
        batch_op.create_index("ix_mission_applications_state", ["mission_id", "state"], unique=False)
        batch_op.create_index("ix_mission_applications_step", ["next_step_at"], unique=False)

    op.create_table(
        "mission_feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("useful", sa.Enum("very", "rather", "hardly", "not", name="usefulness", native_enum=False, length=32), nullable=True),
        sa.Column("contacts", sa.Integer(), nullable=True),
        sa.Column(
            "follow_up", sa.Enum("nothing", "talks", "samples", "agreement", name="followup", native_enum=False, length=32), nullable=True
        ),
        sa.Column("again", sa.Boolean(), nullable=True),
        sa.Column("comment", sa.String(length=500), nullable=True),
        sa.Column("given_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["mission_applications.id"], name=op.f("fk_mission_feedback_application_id_mission_applications")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_feedback")),
        sa.UniqueConstraint("application_id", name=op.f("uq_mission_feedback_application_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.alter_column("came_for", existing_type=sa.Integer(), type_=sa.String(length=64), postgresql_using="came_for::text")
    op.execute("UPDATE members SET came_for = 'l_' || came_for WHERE came_for IS NOT NULL")


def downgrade() -> None:
    op.execute("UPDATE members SET came_for = NULL WHERE came_for NOT LIKE 'l~_%' ESCAPE '~'")
    op.execute("UPDATE members SET came_for = substr(came_for, 3) WHERE came_for IS NOT NULL")
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.alter_column("came_for", existing_type=sa.String(length=64), type_=sa.Integer(), postgresql_using="came_for::integer")

    op.drop_table("mission_feedback")
    with op.batch_alter_table("mission_applications", schema=None) as batch_op:
        batch_op.drop_index("ix_mission_applications_step")
        batch_op.drop_index("ix_mission_applications_state")
        batch_op.drop_index(batch_op.f("ix_mission_applications_member_id"))
        batch_op.drop_index(batch_op.f("ix_mission_applications_business_id"))

    op.drop_table("mission_applications")
    with op.batch_alter_table("missions", schema=None) as batch_op:
        batch_op.drop_index("ix_missions_step")
        batch_op.drop_index(batch_op.f("ix_missions_host_region_id"))

    op.drop_table("missions")
    op.drop_table("mission_pool")
    op.drop_table("mission_counters")
