"""My offers and requests: a new one, a change, how each stands."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, form, submitted, truth
from handlers import listing_fields as fields
from handlers.form import Context, Form, Outcome
from handlers.i18n import _, day, full_day
from handlers.screen import Button, Screen, escape, show
from handlers.words import word
from models import businesses, moderation, opportunities
from models.businesses import PublicState
from models.conversations import Draft
from models.database import Database, Session
from models.members import Member
from models.moderation import ItemState, Reason, ReviewItem
from models.opportunities import Listing

router = Router(name=__name__)


@router.callback_query(callbacks.NewOpportunity.filter())
async def new(query: CallbackQuery, member: Member, database: Database, now: datetime) -> None:
    toast = None
    async with database.write() as session:
        if member.business_id is None:
            screen = await truth.home(session, member, now)
            toast = _("First register your business; the registration asks for its first offer or request.")
        elif await opportunities.open_count(session, member.business_id) >= opportunities.OPEN_MAX:
            screen = await truth.now_of(session, member, callbacks.MyBusiness().pack(), now)
            toast = submitted.too_many()
        else:
            screen = await form.enter(session, member, OPPORTUNITY, now=now)
    await show(query, screen, toast)


@router.callback_query(callbacks.MyOpportunity.filter())
async def mine(query: CallbackQuery, callback_data: callbacks.MyOpportunity, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen = await my_opportunity(session, member, callback_data, now)
        screen = screen or await truth.now_of(session, member, callbacks.MyBusiness().pack(), now)
    await show(query, screen)


@router.callback_query(callbacks.EditOpportunity.filter())
async def edit(query: CallbackQuery, callback_data: callbacks.EditOpportunity, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        listing = await _own(session, member, callback_data.opportunity, now)
        if listing and listing.opportunity.state is not PublicState.ARCHIVED:
            answers = fields.opportunity_answers(listing.version)
            screen = await form.enter(session, member, OPPORTUNITY, now=now, subject=listing.opportunity.id, answers=answers)
        else:
            screen = await truth.now_of(session, member, callbacks.MyBusiness().pack(), now)
    await show(query, screen)


@router.callback_query(callbacks.CloseOpportunity.filter())
async def close(query: CallbackQuery, callback_data: callbacks.CloseOpportunity, member: Member, database: Database, now: datetime) -> None:
    """Asks once more; then it is off the register."""
    toast = None
    if not callback_data.sure:
        async with database.read() as session:
            listing = await _own(session, member, callback_data.opportunity, now)
            screen = closing(listing) if listing else await truth.now_of(session, member, callbacks.MyBusiness().pack(), now)
    else:
        async with database.write() as session:
            answer = await moderation.close(session, member, callback_data.opportunity, now=now)
            toast = _("This is not yours to change (any more).") if isinstance(answer, moderation.Refusal) else _("Closed.")
            screen = await truth.now_of(session, member, callbacks.MyBusiness().pack(), now)
    await show(query, screen, toast)


def closing(listing: Listing) -> Screen:
    text = _(
        "Close <b>{title}</b>?\n\nIt leaves the search at once and cannot be opened again; proposals that you have can still be answered."
    ).format(title=escape(listing.version.title))
    number = listing.opportunity.id
    rows = [
        [Button("🗑 " + _("Close it"), callbacks.CloseOpportunity(opportunity=number, sure=True), style="danger")],
        [Button("⬅ " + _("Back"), callbacks.MyOpportunity(opportunity=number)), Button("🏠 " + _("Home"), callbacks.Home())],
    ]
    return Screen(text, rows)


@truth.tells(callbacks.NewOpportunity)
async def now_mine(session: Session, member: Member, _data: object, now: datetime) -> Screen:
    return await truth.now_of(session, member, callbacks.MyBusiness().pack(), now)


@truth.tells(callbacks.MyOpportunity, callbacks.EditOpportunity, callbacks.CloseOpportunity)
async def my_opportunity(
    session: Session,
    member: Member,
    data: callbacks.MyOpportunity | callbacks.EditOpportunity | callbacks.CloseOpportunity,
    now: datetime,
) -> Screen | None:
    """One's own listing as its newest version stands."""
    listing = await _own(session, member, data.opportunity, now)
    if listing is None:
        return None
    item = await moderation.latest(session, listing.business.id, listing.opportunity.id)
    return opportunity_screen(listing, item, member)


async def _own(session: Session, member: Member, opportunity_id: int, now: datetime) -> Listing | None:
    opportunity = await opportunities.get(session, opportunity_id)
    if opportunity is None or not await businesses.represents(session, member.id, opportunity.business_id):
        return None
    return await opportunities.own_listing(session, opportunity_id, now=now)


def opportunity_screen(listing: Listing, item: ReviewItem | None, member: Member) -> Screen:
    opportunity, version = listing.opportunity, listing.version
    parts = [
        f"<b>{escape(version.title)}</b> · <code>{opportunity.reference}</code>\n{word(version.type)} · {word(opportunity.state)}",
        escape(version.summary),
        standing(listing, item, member),
    ]
    rows = (
        [
            [
                Button(
                    "✏️ " + _("Correct: {field}").format(field=fields.field_of(Reason(r), fields.BOTH).label()),
                    callbacks.Correct(item=item.id, reason=r),
                )
            ]
            for r in _mendable(item)
        ]
        if item
        else []
    )
    if listing.public:
        rows.append([Button("👁 " + _("As others see it"), callbacks.Listing(opportunity=opportunity.id))])
    if opportunity.state is not PublicState.ARCHIVED:
        change = Button("✏️ " + _("Change"), callbacks.EditOpportunity(opportunity=opportunity.id))
        rows.append([change, Button("🗑 " + _("Close"), callbacks.CloseOpportunity(opportunity=opportunity.id))])
    rows.append([Button("⬅ " + _("My business"), callbacks.MyBusiness()), Button("🏠 " + _("Home"), callbacks.Home())])
    return Screen("\n\n".join(part for part in parts if part), rows)


def standing(listing: Listing, item: ReviewItem | None, member: Member) -> str:
    """Where it stands and what happens next."""
    zone = member.timezone
    lines = []
    if item and item.state is ItemState.WAITING:
        if listing.opportunity.state is PublicState.PUBLISHED:
            lines.append(
                _("A change is being checked, by {day}; until then the approved version stays public.").format(day=day(item.due_at, zone))
            )
        else:
            lines.append(_("It is being checked; you hear from me by {day}. Nothing to do now.").format(day=day(item.due_at, zone)))
    elif item and item.state in (ItemState.RETURNED, ItemState.REJECTED):
        head = _("The office asks for changes:") if item.state is ItemState.RETURNED else _("The office rejected it:")
        lines.append(head + " " + "; ".join(word(Reason(r)) for r in item.reasons))
        if item.note:
            lines.append(f"<i>{escape(item.note)}</i>")
    if listing.opportunity.confirmed_at:
        lines.append(_("Confirmed {day}.").format(day=full_day(listing.opportunity.confirmed_at, zone)))
    return "\n".join(lines)


def _mendable(item: ReviewItem) -> list[str]:
    return item.reasons if item.state is ItemState.RETURNED else []


async def submit_opportunity(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    """A new one (no subject), or a change of one's own."""
    context = form.context_of(member, draft)
    offer = await opportunities.get(session, draft.subject) if draft.subject else None
    language = (await opportunities.newest_version(session, offer.id)).language if offer else None
    answer = await moderation.submit(
        session,
        member,
        opportunity=fields.opportunity_content(draft.answers, context, language),
        business_id=offer.business_id if offer else member.business_id,
        opportunity_id=offer.id if offer else None,
        now=now,
    )
    return submitted.outcome(answer, member)


def title(context: Context) -> str:
    return _("Change of a listing") if context.subject else _("New offer or request")


OPPORTUNITY = form.register(
    Form(
        "opportunity",
        title=title,
        fields=fields.OPPORTUNITY,
        submit=submit_opportunity,
        send=lambda: "📨 " + _("Send to the office"),
        foot=lambda context: submitted.change_promise(context) if context.subject else submitted.review_promise(context),
    )
)
