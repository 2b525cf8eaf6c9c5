"""What authors and the desk are told: an item waits, a decision, a proposal that nobody answers."""

from datetime import datetime

from handlers import callbacks
from handlers import listing_fields as fields
from handlers.i18n import _, both, moment, ngettext, span
from handlers.notices import words_for
from handlers.screen import Button, Screen, escape
from handlers.words import desk_name, region_name, word
from models import businesses, moderation, opportunities, regions
from models.businesses import PublicState
from models.database import Session
from models.deliveries import Delivery, Kind
from models.members import Member
from models.moderation import ItemState, Reason, Refusal, ReviewItem


@words_for(Kind.ITEM_WAITING)
async def item_waits(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    entry = await moderation.entry(session, member, delivery.subject, now=now)
    if isinstance(entry, Refusal) or entry.item.state is not ItemState.WAITING:
        return None
    if delivery.details.get("second_look"):
        colleague = await moderation.asked_by(session, entry.item.id)
        first = "👥 " + _("<b>A second look is asked for</b> by: {name}").format(name=escape(colleague.name) if colleague else "—")
    else:
        first = "🗂 " + _("<b>One more waits for your office.</b>")
    what = [escape(entry.business_version.name), region_name(entry.business.region_id)]
    lines = [first, " · ".join(what)]
    if entry.opportunity and entry.opportunity_version:
        lines.insert(1, f"{entry.opportunity.reference} · <i>{escape(entry.opportunity_version.title)}</i>")
    waiting = await moderation.queue(session, member, now=now)
    due = _("Promised by {moment}.").format(moment=moment(entry.item.due_at, member.timezone))
    lines += ["", due + " " + ngettext("{n} waits in all.", "{n} wait in all.", len(waiting))]
    rows = [
        [Button("🗂 " + _("Open it"), callbacks.Item(item=entry.item.id), style="primary")],
        [Button(_("Queue"), callbacks.Queue()), Button("🏠 " + _("Home"), callbacks.Home())],
    ]
    return Screen("\n".join(lines), rows)


@words_for(Kind.ITEM_APPROVED)
async def item_approved(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    item = await _authored(session, member, delivery, ItemState.APPROVED)
    if item is None:
        return None
    parts = ["✅ " + await _named(session, item, _("<b>Your listing is public:</b> {what}"), _("<b>Your business is public:</b> {what}"))]
    offer = await opportunities.get(session, item.opportunity_id) if item.opportunity_id else None
    business = await businesses.get(session, item.business_id)
    if offer and business.state is PublicState.PUBLISHED:
        parts.append(_("Partners in the regions that have an agreement with yours find it now."))
    said = [word(v.check) for v in await businesses.verifications(session, item.business_id, now=now)]
    if said:
        parts.append(_("What was checked: {checks} (no endorsement).").format(checks=both(said)))
    parts.append(_("Nothing to do now: I tell you when somebody writes."))
    see = [[Button("👁 " + _("See and share it"), callbacks.Listing(opportunity=offer.id), style="primary")]] if offer else []
    return Screen("\n\n".join(parts), [*see, _home()])


@words_for(Kind.ITEM_RETURNED)
async def item_returned(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    item = await _authored(session, member, delivery, ItemState.RETURNED)
    if item is None:
        return None
    parts = [
        "↩️ " + await _named(session, item, _("<b>To correct:</b> {what}"), _("<b>To correct:</b> {what}")),
        _reasons_and_note(item),
        await _still_public(session, item),
        _("Correct it and send it again; the office decides within two working days after that."),
    ]
    return Screen("\n\n".join(part for part in parts if part), [*_corrections(item), _home()])


@words_for(Kind.ITEM_REJECTED)
async def item_rejected(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    item = await _authored(session, member, delivery, ItemState.REJECTED)
    if item is None:
        return None
    business = await businesses.get(session, item.business_id)
    desk = await regions.responsible(session, business.region_id, today=now.date())
    parts = [
        "⛔ " + await _named(session, item, _("<b>Not accepted:</b> {what}"), _("<b>Not accepted:</b> {what}")),
        _reasons_and_note(item),
        await _still_public(session, item),
        _("Who decided: {desk}. If this rests on a mistake, tell them; a changed text can be sent anew.").format(desk=desk_name(desk)),
    ]
    rows = [[Button("🏛 " + _("My office"), callbacks.Office())], _home()]
    return Screen("\n\n".join(part for part in parts if part), rows)


@words_for(Kind.ITEM_REOPENED)
async def item_reopened(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    item = await _authored(session, member, delivery, ItemState.WAITING)
    if item is None:
        return None
    named = await _named(session, item, _("<b>Being checked again:</b> {what}"), _("<b>Being checked again:</b> {what}"))
    text = _("The office took its approval back to look once more. You hear from me by {moment}. Nothing to do now.")
    return Screen(f"🔎 {named}\n\n{text.format(moment=moment(item.due_at, member.timezone))}", [_home()])


@words_for(Kind.INTEREST_OVERDUE)
async def interest_overdue(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    interest = await moderation.unanswered(session, member, delivery.subject, now=now)
    if interest is None:
        return None
    assert interest.sent_at is not None
    assert interest.deadline is not None
    listing = await opportunities.in_versions(session, interest.opportunity_version_id, now=now)
    sender = await businesses.get(session, interest.sender_business_id)
    text = _(
        "⏰ <b>No answer for {span}.</b>\n"
        "Who is asked: {receiver}\nWho waits: {sender} · {region}\nAbout: {reference} · <i>{title}</i>\n\n"
        "The proposal expires on {moment}. A word from the office often helps: the answer takes one tap."
    ).format(
        span=span((now - interest.sent_at).total_seconds()),
        receiver=escape(listing.business_version.name),
        sender=escape((await businesses.newest_version(session, sender.id)).name),
        region=region_name(sender.region_id),
        reference=listing.opportunity.reference,
        title=escape(listing.version.title),
        moment=moment(interest.deadline, member.timezone),
    )
    see = [Button("👁 " + _("See the listing"), callbacks.Listing(opportunity=listing.opportunity.id))] if listing.public else []
    return Screen(text, [see, [Button("🗂 " + _("Queue"), callbacks.Queue()), Button("🏠 " + _("Home"), callbacks.Home())]])


async def _authored(session: Session, member: Member, delivery: Delivery, state: ItemState) -> ReviewItem | None:
    """The item, while it is this member's and still stands as the notice says."""
    item = await moderation.authored(session, member.id, delivery.subject)
    return item if item and item.state is state else None


async def _named(session: Session, item: ReviewItem, about_listing: str, about_business: str) -> str:
    if item.opportunity_id is None:
        return about_business.format(what=escape((await businesses.newest_version(session, item.business_id)).name))
    offer = await opportunities.get(session, item.opportunity_id)
    assert offer is not None
    title = (await opportunities.newest_version(session, offer.id)).title
    return about_listing.format(what=f"{offer.reference} · <i>{escape(title)}</i>")


def _reasons_and_note(item: ReviewItem) -> str:
    lines = ["• " + word(Reason(code)) for code in item.reasons]
    if item.note:
        lines += ["", _("The office writes: {note}").format(note=f"<i>{escape(item.note)}</i>")]
    return "\n".join(lines)


async def _still_public(session: Session, item: ReviewItem) -> str:
    business = await businesses.get(session, item.business_id)
    offer = await opportunities.get(session, item.opportunity_id) if item.opportunity_id else None
    public = offer.public_version_id if offer else business.public_version_id
    return _("The version approved before stays public meanwhile.") if public else ""


def _corrections(item: ReviewItem) -> list[list[Button]]:
    """A button for each answer that is to be corrected."""
    found: dict[str, callbacks.Correct] = {}
    for code in item.reasons:
        found.setdefault(_field_label(item, Reason(code)), callbacks.Correct(item=item.id, reason=code))
    return [[Button("✏️ " + _("Correct: {field}").format(field=label), data)] for label, data in found.items()]


def _field_label(item: ReviewItem, reason: Reason) -> str:
    asked = fields.BOTH if item.opportunity_id else fields.BUSINESS
    return fields.field_of(reason, asked).label()


def _home() -> list[Button]:
    return [Button("🏢 " + _("My business"), callbacks.MyBusiness()), Button("🏠 " + _("Home"), callbacks.Home())]
