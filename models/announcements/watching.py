"""Messages with a progress bar: one for everybody who watches an announcement, edited until it is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.announcements.counting import Counts, counts
from models.announcements.table import Announcement
from models.base import Base, insert_for, table_args
from models.members import Member

PROGRESS_EVERY = timedelta(seconds=3)
"""Between two edits of one message."""
MOVED_AT_ONCE = 4
"""Bars moved at one look, the oldest first: with the pace of the sending they stay within Telegram's 30 a second."""


class AnnouncementBar(Base):
    """A message that shows its reader how far an announcement has come."""

    __tablename__ = "announcement_bars"
    __table_args__ = table_args(UniqueConstraint("announcement_id", "member_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    message_id: Mapped[int]
    shown_at: Mapped[datetime]
    mark: Mapped[str | None] = mapped_column(String(120))
    """What it showed last."""


@dataclass(frozen=True)
class Bar:
    """A message that shows something old."""

    id: int
    message_id: int
    announcement: Announcement
    reached: Counts
    member: Member


async def watch(session: AsyncSession, member: Member, announcement_id: int, message_id: int, *, now: datetime) -> None:
    """From now on this message shows this member how far it has come; the one that did so before stands still."""
    await look_away(session, member, message_id)
    new = {"message_id": message_id, "shown_at": now, "mark": None}
    row = insert_for(session, AnnouncementBar).values(announcement_id=announcement_id, member_id=member.id, **new)
    await session.execute(row.on_conflict_do_update(index_elements=["announcement_id", "member_id"], set_=new))


async def look_away(session: AsyncSession, member: Member, message_id: int) -> None:
    """This message shows something else now, over which no progress must be written."""
    await session.execute(delete(AnnouncementBar).filter_by(member_id=member.id, message_id=message_id))


async def bars_due(session: AsyncSession, *, now: datetime) -> list[Bar]:
    """Those that show something old: one edit in three seconds each at most, and a last one at the end."""
    query = (
        select(AnnouncementBar, Announcement, Member)
        .join(Announcement, Announcement.id == AnnouncementBar.announcement_id)
        .join(Member, Member.id == AnnouncementBar.member_id)
        .where(AnnouncementBar.shown_at <= now - PROGRESS_EVERY, Member.unreachable_at.is_(None))
    )
    found: list[Bar] = []
    reached: dict[int, Counts] = {}
    for bar, announcement, member in await session.execute(query.order_by(AnnouncementBar.shown_at, AnnouncementBar.id)):
        if announcement.id not in reached:
            reached[announcement.id] = await counts(session, announcement.id, now=now)
        if bar.mark != mark_of(announcement, reached[announcement.id]) and len(found) < MOVED_AT_ONCE:
            found.append(Bar(bar.id, bar.message_id, announcement, reached[announcement.id], member))
    return found


async def bar_shown(session: AsyncSession, bar: Bar, *, now: datetime, sure: bool, last: bool) -> None:
    """It was edited, surely or perhaps; `last`: it is gone, or nothing will move it any more.

    Nothing when another message has taken its place meanwhile.
    """
    row = await session.get(AnnouncementBar, bar.id)
    if row is None or row.message_id != bar.message_id:
        return
    if sure and last:
        await session.delete(row)
        return
    row.shown_at = now
    if sure:
        row.mark = mark_of(bar.announcement, bar.reached)


def mark_of(announcement: Announcement, reached: Counts) -> str:
    """What such a message shows, in short: another mark means another text."""
    numbers = (getattr(reached, name) for name in Counts.__dataclass_fields__)
    return f"{announcement.state.value} {announcement.revision} {' '.join(map(str, numbers))}"
