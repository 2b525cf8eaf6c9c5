"""An announcement with all that its screens say, read at once."""

from dataclasses import dataclass
from datetime import datetime

from models import announcements, deliveries, members
from models.announcements import Announcement, AnnouncementConsent, AnnouncementState, ConsentState, Counts, OfficeChat, Reach, Variant
from models.database import Session
from models.members import Member

WAITING = (AnnouncementState.AWAITING_APPROVAL, AnnouncementState.AWAITING_CONSENT)
MOVING = (AnnouncementState.RUNNING, AnnouncementState.PAUSED)


@dataclass(frozen=True)
class View:
    announcement: Announcement
    reader: Member
    """Whose eyes these are."""
    author: Member
    variants: list[Variant]
    reach: Reach | None
    """While it has not begun: who would get it now."""
    counts: Counts | None
    """Once it has begun."""
    approvers: list[Member]
    """Who is told that it waits for a second person."""
    roots: list[int]
    """The chosen regions; empty: everywhere."""
    chats: list[OfficeChat]
    foreign: list[int]
    """Regions whose office has to agree."""
    consents: list[AnnouncementConsent]
    asked: list[int]
    """Of these: for which the reader speaks, as long as they are asked."""
    staff: bool
    """The reader is of the office that announces."""
    decider: Member | None
    """Who approved it."""
    mission: str | None
    """What the mission of its button is called."""

    @property
    def mine(self) -> bool:
        return self.announcement.author_id == self.reader.id

    @property
    def approves(self) -> bool:
        """The reader may be its second person now."""
        return self.staff and not self.mine and self.announcement.state is AnnouncementState.AWAITING_APPROVAL

    @property
    def decides(self) -> bool:
        return self.approves or bool(self.asked)

    @property
    def languages(self) -> list[str]:
        return [variant.language for variant in self.variants]

    @property
    def refused_by(self) -> list[int]:
        return [consent.region_id for consent in self.consents if consent.state is ConsentState.REFUSED]

    @property
    def waits_for(self) -> list[int]:
        """Regions whose office has not agreed yet."""
        return [consent.region_id for consent in self.consents if consent.state is ConsentState.ASKED]

    @property
    def tested(self) -> bool:
        return bool(self.variants) and self.announcement.tested_revision == self.announcement.revision

    @property
    def anew(self) -> bool:
        """Under way, and changed since it was approved: it waits to be handed in once more."""
        return self.announcement.state is AnnouncementState.PAUSED and self.announcement.amended

    @property
    def composing(self) -> bool:
        """Its author may change everything about it, or what is unsent of it."""
        return self.mine and (self.announcement.state is AnnouncementState.DRAFT or self.anew)

    @property
    def watched(self) -> bool:
        """Under way, with nothing for the reader to decide or to hand in: they watch how far it comes."""
        state = self.announcement.state
        if self.composing or self.decides:
            return False
        return state in MOVING or (state in WAITING and self.announcement.started_at is not None and not self.mine)

    @property
    def unmet(self) -> bool:
        """Nobody else could approve it."""
        return not self.approvers


async def view(session: Session, member: Member, announcement_id: int, now: datetime) -> View | None:
    """What this member may see of it; None when it is not theirs."""
    announcement = await announcements.seen(session, member, announcement_id)
    if announcement is None:
        return None
    waits = announcement.state in WAITING
    decider = await members.get(session, announcement.approved_by) if announcement.approved_by else None
    return View(
        announcement=announcement,
        reader=member,
        author=await members.get(session, announcement.author_id),
        variants=await announcements.variants(session, announcement_id),
        reach=None if announcement.started_at else await announcements.reach(session, announcement, now=now),
        counts=await announcements.counts(session, announcement_id, now=now) if announcement.started_at else None,
        approvers=await announcements.approvers(session, announcement),
        roots=await announcements.roots_of(session, announcement),
        chats=await announcements.chats_of(session, announcement),
        foreign=await announcements.foreign_roots(session, announcement),
        consents=await announcements.consents(session, announcement_id),
        asked=await announcements.asked_of(session, member, announcement, now=now) if waits and announcement.author_id != member.id else [],
        staff=await announcements.may_announce(session, member, announcement.region_id),
        decider=decider,
        mission=await announcements.title_of(session, announcement.mission_id) if announcement.mission_id else None,
    )


def begins_now(announcement: Announcement, now: datetime) -> bool:
    """Its time has come; it is a matter of a second."""
    return announcement.state is AnnouncementState.SCHEDULED and announcement.starts_at is not None and announcement.starts_at <= now


def told_at(member: Member, now: datetime) -> datetime:
    """When somebody hears that it waits: `now`, or their next morning."""
    return deliveries.daytime(now, member)
