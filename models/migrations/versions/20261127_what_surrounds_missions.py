"""What surrounds missions: calendar files that were taken, who of the pool was told, feedback that was asked for."""

import sqlalchemy as sa
from alembic import op

from models import base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mission_calendars",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("taken_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_mission_calendars_member_id_members")),
        sa.ForeignKeyConstraint(["mission_id"], ["missions.id"], name=op.f("fk_mission_calendars_mission_id_missions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_calendars")),
        sa.UniqueConstraint("mission_id", "member_id", name=op.f("uq_mission_calendars_mission_id_member_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "mission_pool_told",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("told_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_mission_pool_told_member_id_members")),
        sa.ForeignKeyConstraint(["mission_id"], ["missions.id"], name=op.f("fk_mission_pool_told_mission_id_missions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_pool_told")),
        sa.UniqueConstraint("mission_id", "member_id", name=op.f("uq_mission_pool_told_mission_id_member_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("mission_pool_told", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mission_pool_told_member_id"), ["member_id"], unique=False)

    # Nobody could say anything yet, so there is nothing to keep.
    op.execute("DELETE FROM mission_feedback")
    with op.batch_alter_table("mission_feedback", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_at", base.UtcDateTime(timezone=True), nullable=False))
        batch_op.alter_column("given_at", existing_type=base.UtcDateTime(timezone=True), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM mission_feedback WHERE given_at IS NULL")
    with op.batch_alter_table("mission_feedback", schema=None) as batch_op:
        batch_op.alter_column("given_at", existing_type=base.UtcDateTime(timezone=True), nullable=False)
        batch_op.drop_column("asked_at")

    with op.batch_alter_table("mission_pool_told", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mission_pool_told_member_id"))

    op.drop_table("mission_pool_told")
    op.drop_table("mission_calendars")
