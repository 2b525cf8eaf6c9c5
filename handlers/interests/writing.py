"""Proposing cooperation: whether one may, the form, and what happens after it."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, form, truth
from handlers.form import Choice, Context, Form, Outcome, Text
from handlers.i18n import _, day, ngettext, quote
from handlers.interests.obstacles import KEEPS_THE_DRAFT, obstacle_words, obstructed
from handlers.interests.screens import onward, they_have_until
from handlers.interests.view import View, view
from handlers.screen import Button, Screen, escape, show
from handlers.words import options
from models import businesses, contacts, interests, moderation, opportunities, regions
from models.businesses import PublicState
from models.conversations import Draft
from models.database import Database, Session
from models.interests import TEXT_MAX, TEXT_MIN, UNDECIDED_MAX, Letter, Obstruction, Proposed
from models.members import Member
from models.moderation import ItemState
from models.opportunities import Cooperation

router = Router(name=__name__)


@router.callback_query(callbacks.Propose.filter())
async def propose(query: CallbackQuery, callback_data: callbacks.Propose, member: Member, database: Database, now: datetime) -> None:
    number, toast = callback_data.opportunity, None
    async with database.write() as session:
        obstruction = await interests.may_propose(session, member, number, now=now)
        if obstruction:
            screen, toast = await obstructed(session, member, number, obstruction, now)
        else:
            screen = await opened(session, member, number, now)
    await show(query, screen, toast)


@truth.tells(callbacks.Propose)
async def now_listing(session: Session, member: Member, data: callbacks.Propose, now: datetime) -> Screen:
    return await truth.now_of(session, member, callbacks.Listing(opportunity=data.opportunity).pack(), now)


async def opened(session: Session, member: Member, opportunity_id: int, now: datetime) -> Screen:
    """The form, with the room that the limits leave above its question."""
    assert member.business_id is not None
    room = await interests.room(session, member.business_id, now=now)
    screen = await form.enter(
        session, member, INTEREST, now=now, subject=opportunity_id, answers=await _known(session, member, opportunity_id, now)
    )
    return Screen(f"{room_words(room)}\n\n{screen.text}", screen.rows, screen.question)


def room_words(room: interests.Room) -> str:
    return _("You can have {most} proposals open at once; {free}, {today}.").format(
        most=UNDECIDED_MAX,
        free=ngettext("{n} is free", "{n} are free", room.undecided_left),
        today=ngettext("{n} more today", "{n} more today", room.today_left),
    )


async def _known(session: Session, member: Member, opportunity_id: int, now: datetime) -> dict[str, Any]:
    """What the questions depend on, kept with the answers."""
    assert member.business_id is not None
    listing = await opportunities.listing(session, opportunity_id, now=now)
    assert listing is not None
    own = await businesses.get(session, member.business_id)
    agreement = await regions.shared_agreement(session, own.region_id, listing.business.region_id, today=now.date())
    return {
        "reference": listing.opportunity.reference,
        "title": listing.version.title
        if member.language == listing.version.language
        else listing.version.title_en or listing.version.title,
        "types": list(listing.version.cooperation),
        "checked": own.state is PublicState.PUBLISHED,
        "agreement": agreement is not None,
    }


class Letterform(Text):
    """A text in which contacts are hidden, in the preview already."""

    def words(self, value: Any, context: Context) -> str:
        return escape(contacts.mask(str(value)))


def _types(context: Context) -> list[tuple[str, str]]:
    wanted = [Cooperation(code) for code in context.answers.get("types", [])]
    return options([*wanted, *(each for each in Cooperation if each not in wanted)])


def _foot(context: Context) -> str:
    """What is to be known before sending, and what happens next."""
    parts = []
    if any(contacts.find(str(context.answers.get(name, ""))) for name in ("why", "proposal")):
        parts.append(_("⚠️ Contacts in your text are hidden ({mask}): both sides see them after the exchange.").format(mask=contacts.MASK))
    if not context.answers.get("agreement"):
        parts.append(_("Your regions have no agreement in force; you can write all the same."))
    if not context.answers.get("checked"):
        parts.append(_("Your business is not approved yet: the proposal is kept and goes out with the approval."))
    parts.append(_("They have 14 days to answer; I remind them on days 2 and 5. They see your business's name, not your contacts."))
    return "\n\n".join(parts)


async def submit(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    answers = draft.answers
    letter = Letter(answers["why"], answers["proposal"], Cooperation(answers["cooperation"]))
    answer = await interests.propose(session, member, draft.subject, letter, now=now)
    if isinstance(answer, Proposed):
        return Outcome(await proposed_screen(session, member, answer, now))
    return await _refused(session, member, draft, answer, now)


async def _refused(session: Session, member: Member, draft: Draft, answer: Obstruction, now: datetime) -> Outcome:
    """What may pass later keeps the answers."""
    if answer.obstacle in KEEPS_THE_DRAFT:
        said = obstacle_words(answer, member) + " " + _("Your answers are kept.")
        return Outcome(form.current(INTEREST, draft, form.context_of(member, draft), said=said), keep=True)
    screen, toast = await obstructed(session, member, draft.subject, answer, now)
    return Outcome(screen, toast)


async def proposed_screen(session: Session, member: Member, answer: Proposed, now: datetime) -> Screen:
    """What happens next, and when."""
    seen = await view(session, member, answer.interest.id, now)
    assert seen is not None
    sent = "✅ " + _("<b>Sent.</b>") + " " + they_have_until(seen, now) if not answer.held else ""
    parts = [sent or await _kept(session, seen, now)]
    if answer.masked:
        parts.append(_("Contacts in your text were hidden ({mask}): both sides see them after the exchange.").format(mask=contacts.MASK))
    parts.append(room_words(await interests.room(session, answer.interest.sender_business_id, now=now)))
    see = Button("✉️ " + _("Your proposal"), callbacks.Interest(interest=answer.interest.id))
    return Screen("\n\n".join(parts), [[see, Button("🔎 " + _("Search"), callbacks.Search())], onward()])


async def _kept(session: Session, seen: View, now: datetime) -> str:
    by = await _checked_by(session, seen.interest.sender_business_id)
    about = _("Goes to: {business}").format(business=seen.other_name)
    if by is None:
        when = _("It goes out when your business is approved: correct it under <b>My business</b> and send it to the office again.")
    elif by < now:
        when = _(
            "It goes out when your business is checked. The office was to answer by {day}; you can remind it under <b>My office</b>."
        ).format(day=day(by, seen.reader.timezone))
    else:
        when = _("It goes out when your business is checked, by {day} (two working days). Nothing to do now.").format(
            day=day(by, seen.reader.timezone)
        )
    return "🗂 " + _("<b>Kept.</b>") + f" {about}\n{when}"


async def _checked_by(session: Session, business_id: int) -> datetime | None:
    """When the office has promised to decide on the business; None when nothing of it waits there."""
    subjects = [None, *(opportunity.id for opportunity in await opportunities.of_business(session, business_id))]
    items = [await moderation.latest(session, business_id, subject) for subject in subjects]
    return min((i.due_at for i in items if i and i.state is ItemState.WAITING and i.business_version_id), default=None)


INTEREST = form.register(
    Form(
        name="interest",
        title=lambda context: _("Proposal for {reference}").format(reference=context.answers.get("reference", "")),
        fields=(
            Letterform(
                name="why",
                label=lambda: _("Why them"),
                question=lambda context: _("<b>Why them?</b> Say what in “{title}” fits you.").format(
                    title=escape(quote(context.answers.get("title", "")))
                ),
                at_least=TEXT_MIN,
                at_most=TEXT_MAX,
                example=lambda context: _("We bake for 300 cafés and look for single-flower honey with papers."),
            ),
            Letterform(
                name="proposal",
                label=lambda: _("Your proposal"),
                question=lambda context: _("<b>What do you propose?</b> The first step, how much, by when. Contacts are not needed here."),
                at_least=TEXT_MIN,
                at_most=TEXT_MAX,
                example=lambda context: _("A trial of 2 t in autumn, then a yearly contract; we take care of customs."),
            ),
            Choice(
                name="cooperation",
                label=lambda: _("Cooperation"),
                question=lambda context: _("What kind of cooperation? What they look for comes first."),
                options=_types,
            ),
        ),
        submit=submit,
        send=lambda: "✉️ " + _("Send the proposal"),
        foot=_foot,
    )
)
