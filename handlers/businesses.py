"""My business: registering it with a first opportunity, changing it, correcting what the office returned."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, form, submitted, truth
from handlers import listing_fields as fields
from handlers.form import Form, Outcome
from handlers.i18n import _, day
from handlers.screen import Button, Screen, escape, show
from handlers.words import region_name, sector_names, standing, word
from models import businesses, moderation, opportunities
from models.businesses import Business, BusinessVersion
from models.conversations import Draft
from models.database import Database, Session
from models.members import Member
from models.moderation import ItemState, Reason, Refusal, ReviewItem
from models.opportunities import Opportunity

router = Router(name=__name__)


@router.callback_query(callbacks.Register.filter())
async def register(query: CallbackQuery, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        if await businesses.represented(session, member.id):
            screen = await my_business(session, member, now)
        else:
            screen = await form.enter(session, member, REGISTER, now=now)
    await show(query, screen)


@router.callback_query(callbacks.MyBusiness.filter())
async def mine(query: CallbackQuery, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen = await my_business(session, member, now)
    await show(query, screen)


@router.callback_query(callbacks.EditBusiness.filter())
async def edit(query: CallbackQuery, callback_data: callbacks.EditBusiness, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        if await businesses.represents(session, member.id, callback_data.business):
            business = await businesses.get(session, callback_data.business)
            answers = fields.business_answers(business, await businesses.newest_version(session, business.id))
            screen = await form.enter(session, member, BUSINESS, now=now, subject=business.id, answers=answers)
        else:
            screen = await my_business(session, member, now)
    await show(query, screen)


@router.callback_query(callbacks.Correct.filter())
async def correct(query: CallbackQuery, callback_data: callbacks.Correct, member: Member, database: Database, now: datetime) -> None:
    """A button of the office's note: the very field, then the preview."""
    toast = None
    async with database.write() as session:
        item = await moderation.authored(session, member.id, callback_data.item)
        if item and item.state is ItemState.RETURNED:
            screen = await _correction(session, member, item, callback_data.reason, now)
        else:
            screen = await my_business(session, member, now)
            toast = _("This was corrected or decided since. Here is how it stands.")
    await show(query, screen, toast)


async def _correction(session: Session, member: Member, item: ReviewItem, reason: str, now: datetime) -> Screen:
    known = next((each for each in Reason if each.value == reason), None)
    step = fields.field_of(known, fields.BOTH if item.opportunity_id else fields.BUSINESS).name if known else ""
    business = await businesses.get(session, item.business_id)
    answers = fields.business_answers(business, await businesses.newest_version(session, business.id))
    if item.opportunity_id is None:
        return await form.enter(session, member, BUSINESS, now=now, subject=business.id, answers=answers, step=step)
    answers |= fields.opportunity_answers(await opportunities.newest_version(session, item.opportunity_id))
    return await form.enter(session, member, LISTING, now=now, subject=item.opportunity_id, answers=answers, step=step)


@router.callback_query(callbacks.ActFor.filter())
async def act_for(query: CallbackQuery, callback_data: callbacks.ActFor, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        acting = await businesses.act_for(session, member.id, callback_data.business)
        screen = await my_business(session, acting or member, now)
    await show(query, screen)


@truth.tells(callbacks.Register, callbacks.MyBusiness, callbacks.EditBusiness, callbacks.Correct, callbacks.ActFor)
async def now_mine(session: Session, member: Member, _data: object, now: datetime) -> Screen:
    return await my_business(session, member, now)


async def my_business(session: Session, member: Member, now: datetime) -> Screen:
    """The business a member acts for, its listings, and what to do about each."""
    mine = await businesses.represented(session, member.id)
    if not mine:
        return no_business()
    business = next((b for b in mine if b.id == member.business_id), mine[0])
    version = await businesses.newest_version(session, business.id)
    offers = await opportunities.of_business(session, business.id)
    lines = [await _line(session, offer) for offer in offers]
    buttons = [[await _offer_button(session, offer)] for offer in offers]
    text = "\n\n".join(part for part in (await _about(session, business, version, member), "\n".join(lines)) if part)
    rows = [
        *buttons,
        [Button("✏️ " + _("Change the business"), callbacks.EditBusiness(business=business.id))],
        [Button("➕ " + _("New offer or request"), callbacks.NewOpportunity()), Button("🏠 " + _("Home"), callbacks.Home())],
        *[[Button("🏢 " + name, callbacks.ActFor(business=i))] for i, name in await _others(session, mine, business)],
    ]
    return Screen(text, rows)


async def _about(session: Session, business: Business, version: BusinessVersion, member: Member) -> str:
    lines = [f"🏢 <b>{escape(version.name)}</b> · {region_name(business.region_id)}", sector_names(version.sectors)]
    lines.append(standing(business, await moderation.newest(session, business.id), member))
    item = await moderation.latest(session, business.id, None)
    if item and item.state is ItemState.WAITING:
        lines.append(
            _("A change is being checked, by {day}; until then the approved version stays public.").format(
                day=day(item.due_at, member.timezone)
            )
        )
    return "\n".join(lines)


async def _line(session: Session, offer: Opportunity) -> str:
    version = await opportunities.newest_version(session, offer.id)
    return f"• <b>{escape(version.title)}</b> · {offer.reference}\n{word(offer.state)}"


async def _offer_button(session: Session, offer: Opportunity) -> Button:
    version = await opportunities.newest_version(session, offer.id)
    return Button(f"{offer.reference} · {version.title}"[:60], callbacks.MyOpportunity(opportunity=offer.id))


async def _others(session: Session, mine: list[Business], acting: Business) -> list[tuple[int, str]]:
    return [(b.id, (await businesses.newest_version(session, b.id)).name) for b in mine if b.id != acting.id]


def no_business() -> Screen:
    text = _("You have no business here yet. Six answers are enough to register one; your office checks them within two working days.")
    rows = [[Button("🏢 " + _("Register"), callbacks.Register(), style="primary")], [Button("🏠 " + _("Home"), callbacks.Home())]]
    return Screen(text, rows)


# what the forms do


async def submit_registration(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    context = form.context_of(member, draft)
    answer = await moderation.submit(
        session,
        member,
        business=fields.business_content(draft.answers, context),
        opportunity=fields.opportunity_content(draft.answers, context),
        facts=fields.business_facts(draft.answers, context),
        now=now,
    )
    return submitted.outcome(answer, member)


async def submit_business(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    context = form.context_of(member, draft)
    answer = await moderation.submit(
        session,
        member,
        business=fields.business_content(draft.answers, context),
        facts=fields.business_facts(draft.answers, context),
        business_id=draft.subject,
        now=now,
    )
    return submitted.outcome(answer, member)


async def submit_listing(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    """A correction of both at once; what did not change is not sent again."""
    context = form.context_of(member, draft)
    offer = await opportunities.get(session, draft.subject)
    if offer is None:
        return submitted.outcome(Refusal.NOT_YOURS, member)
    before = await opportunities.newest_version(session, offer.id)
    answer = await moderation.submit(
        session,
        member,
        business=fields.business_content(draft.answers, context),
        opportunity=fields.opportunity_content(draft.answers, context, before.language),
        facts=fields.business_facts(draft.answers, context),
        business_id=offer.business_id,
        opportunity_id=offer.id,
        now=now,
    )
    return submitted.outcome(answer, member)


REGISTER = form.register(
    Form(
        "register",
        title=lambda context: _("Registration"),
        fields=fields.BOTH,
        submit=submit_registration,
        send=lambda: "📨 " + _("Send to the office"),
        foot=submitted.review_promise,
    )
)
BUSINESS = form.register(
    Form(
        "business",
        title=lambda context: _("My business"),
        fields=fields.BUSINESS,
        submit=submit_business,
        send=lambda: "📨 " + _("Send the change"),
        foot=submitted.change_promise,
    )
)
LISTING = form.register(
    Form(
        "listing",
        title=lambda context: _("Correction"),
        fields=fields.BOTH,
        submit=submit_listing,
        send=lambda: "📨 " + _("Send again"),
        foot=submitted.review_promise,
    )
)
