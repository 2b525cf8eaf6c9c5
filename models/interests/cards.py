"""Contacts of the two sides: nothing of them leaves this module before the exchange, except to their own people."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from models import businesses, members
from models.interests.reading import Side
from models.interests.table import Contact, Interest, InterestState
from models.members import Member


@dataclass(frozen=True)
class ContactCard:
    """What one side shows the other after the exchange."""

    business: str
    person: str | None = None
    telegram_id: int | None = None
    username: str | None = None
    phone: str | None = None
    email: str | None = None
    website: str | None = None

    @property
    def kinds(self) -> list[Contact]:
        """What is there at all."""
        values = (self.person, self.telegram_id, self.phone, self.email, self.website)
        return [kind for kind, value in zip(Contact, values, strict=True) if value]

    @property
    def reachable(self) -> bool:
        return bool(self.telegram_id or self.phone or self.email)


async def contact_card(session: AsyncSession, interest: Interest, side: Side) -> ContactCard:
    """The contacts of one side, as far as it shows them.

    Raises:
        PermissionError: contacts were not exchanged.
    """
    if interest.state is not InterestState.ACCEPTED:
        raise PermissionError(f"contacts of interest {interest.id} are not exchanged")
    return await card(session, interest, side, await _speaker(session, interest, side), shares_of(interest, side))


async def own_card(session: AsyncSession, interest: Interest, side: Side, member: Member, *, whole: bool = False) -> ContactCard:
    """What the other side would see if `member`, who acts for this side, exchanged now; `whole`: what could be shown at all."""
    speaker = member if side is Side.RECEIVER else await _speaker(session, interest, side)
    return await card(session, interest, side, speaker, set(Contact) if whole else shares_of(interest, side))


def shares_of(interest: Interest, side: Side) -> set[Contact]:
    return {Contact(c) for c in (interest.sender_shares if side is Side.SENDER else interest.receiver_shares)}


async def card(session: AsyncSession, interest: Interest, side: Side, speaker: Member, shares: set[Contact]) -> ContactCard:
    business_id = interest.sender_business_id if side is Side.SENDER else interest.receiver_business_id
    business = await businesses.get(session, business_id)
    version = await businesses.public_version(session, business) or await businesses.newest_version(session, business_id)
    return ContactCard(
        business=version.name,
        person=speaker.name if Contact.NAME in shares else None,
        telegram_id=speaker.telegram_id if Contact.TELEGRAM in shares else None,
        username=speaker.username if Contact.TELEGRAM in shares else None,
        phone=version.phone if Contact.PHONE in shares else None,
        email=version.email if Contact.EMAIL in shares else None,
        website=version.website if Contact.WEBSITE in shares else None,
    )


async def _speaker(session: AsyncSession, interest: Interest, side: Side) -> Member:
    """Who wrote, or who answered."""
    if side is Side.SENDER:
        return await members.get(session, interest.sender_id)
    assert interest.decided_by is not None
    return await members.get(session, interest.decided_by)
