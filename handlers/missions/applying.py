"""Applying: whether one may, the form, and what happens after it."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, form
from handlers.form import Choice, Context, Form, Lookup, Outcome, Several, Text
from handlers.i18n import _, current, day, language_name, quote
from handlers.listing_fields import SPOKEN
from handlers.missions.card import back_to, card, gone, onward
from handlers.missions.mine import application_screen
from handlers.missions.view import View, view
from handlers.missions.words import obstacle_words
from handlers.screen import Button, Screen, escape, show
from models import businesses, contacts, missions
from models.conversations import Draft
from models.database import Database, Session
from models.members import Member
from models.missions import Applied, Obstacle, Selection, Wish
from models.opportunities import Listing

router = Router(name=__name__)

NOBODY = "0"
"""Chosen instead of a partner."""
YES, NO = "y", "n"


@router.callback_query(callbacks.ApplyFor.filter())
async def apply(query: CallbackQuery, callback_data: callbacks.ApplyFor, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        seen = await view(session, member, callback_data.mission, now)
        obstacle = await missions.may_apply(session, member, callback_data.mission, now=now) if seen else Obstacle.GONE
        if seen is None:
            screen, toast = gone(), None
        elif obstacle:
            screen, toast = obstructed(seen, obstacle)
        else:
            screen, toast = await _opened(session, member, seen, now), None
    await show(query, screen, toast)


async def _opened(session: Session, member: Member, seen: View, now: datetime) -> Screen:
    assert member.business_id is not None
    business = await businesses.get(session, member.business_id)
    suggested = await missions.partners(session, member, seen.mission, "", now=now)
    known = {
        "reference": seen.mission.reference,
        "title": seen.title,
        "first_come": seen.mission.selection is Selection.FIRST_COME,
        "free": seen.free,
        "languages": [code for code in business.languages if code in SPOKEN][: missions.LANGUAGES_MAX],
        "targets_found": [list(_option(listing)) for listing in suggested],
    }
    return await form.enter(session, member, APPLICATION, now=now, subject=seen.mission.id, answers=known)


def obstructed(seen: View, obstacle: Obstacle) -> tuple[Screen, str | None]:
    """Why not, what would be right, and a way onward."""
    register = [Button("🏢 " + _("Register"), callbacks.Register(), style="primary")]
    if obstacle is Obstacle.NO_BUSINESS:
        text = _("A business applies, so register yours first: six answers. This mission takes applications until {day}.").format(
            day=day(seen.mission.apply_until, seen.reader.timezone)
        )
        return Screen(text, [register, [back_to(seen.mission)], onward()]), None
    if obstacle is Obstacle.NOT_CHECKED:
        mine = [Button("🏢 " + _("My business"), callbacks.MyBusiness(), style="primary")]
        return Screen(obstacle_words(obstacle), [mine, [back_to(seen.mission)], onward()]), None
    return card(seen), obstacle_words(obstacle)


def _option(listing: Listing) -> tuple[str, str]:
    version = listing.version
    title = version.title if version.language == current() else version.title_en or version.title
    return str(listing.opportunity.id), f"{listing.opportunity.reference} · {quote(title, 22)}"


async def _partners(session: Session, text: str, context: Context, now: datetime) -> list[tuple[str, str]]:
    seen = await missions.seen(session, context.member, context.subject, now=now)
    if seen is None or context.member.business_id is None:
        return []
    return [_option(listing) for listing in await missions.partners(session, context.member, seen.mission, text, now=now)]


def _foot(context: Context) -> str:
    parts = []
    if contacts.find(str(context.answers.get("goal", ""))):
        parts.append(_("⚠️ Contacts in your text are hidden ({mask}).").format(mask=contacts.MASK))
    parts.append(_("The organiser sees your answers, your name here and the contacts of your business; nobody else does."))
    if not context.answers.get("first_come"):
        parts.append(_("The organiser chooses; you are told at once."))
    elif context.answers.get("free"):
        parts.append(_("If a seat is free when you send it, it is yours."))
    else:
        parts.append(_("All seats are taken: you get a place on the waiting list."))
    return "\n\n".join(parts)


async def submit(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    answers = draft.answers
    wish = Wish(
        goal=answers["goal"],
        targets=[int(code) for code in answers["targets"] if code != NOBODY],
        languages=list(answers["languages"]),
        interpreter=answers["interpreter"] == YES,
    )
    answer = await missions.apply(session, member, draft.subject, wish, now=now)
    seen = await view(session, member, draft.subject, now)
    if seen is None:
        return Outcome(gone())
    if isinstance(answer, Applied):
        return Outcome(await application_screen(session, seen.mission, answer.application, member, now, _sent(seen, answer)))
    if answer in (Obstacle.NO_BUSINESS, Obstacle.NOT_CHECKED):
        said = obstacle_words(answer) + " " + _("Your answers are kept.")
        return Outcome(form.current(APPLICATION, draft, form.context_of(member, draft), said=said), keep=True)
    screen, toast = obstructed(seen, answer)
    return Outcome(screen, toast)


def _sent(seen: View, answer: Applied) -> str:
    if answer.place_in_line:
        return "⏳ " + _("<b>All seats are taken.</b>")
    if seen.mission.selection is Selection.FIRST_COME:
        return "✅ " + _("<b>A seat is yours.</b>")
    return "✅ " + _("<b>Sent to the organiser.</b>")


GOAL = Text(
    "goal",
    label=lambda: _("Goal"),
    question=lambda context: _("What do you want to reach there? For “{title}”.").format(
        title=escape(quote(context.answers.get("title", "")))
    ),
    at_least=missions.GOAL_MIN,
    at_most=missions.GOAL_MAX,
    example=lambda context: _("Find two building firms that take 12 timber houses a month, and see how they assemble them."),
)
TARGETS = Lookup(
    "targets",
    label=lambda: _("Partners"),
    question=lambda context: _(
        "Whom do you want to meet? Choose up to three listings, type a word to look for others, or the number of a listing (KV-0142)."
    ),
    options=form.found("targets", lambda: (NOBODY, _("Nobody in particular"))),
    find=_partners,
    nothing=lambda: _("No listing of that side fits. Type another word, a listing's number, or choose “Nobody in particular”."),
    most=missions.TARGETS_MAX,
    columns=1,
)
LANGUAGES = Several(
    "languages",
    label=lambda: _("Languages"),
    question=lambda context: _("Which languages can you talk in there?"),
    options=lambda context: [(code, language_name(code)) for code in SPOKEN],
    most=missions.LANGUAGES_MAX,
)
INTERPRETER = Choice(
    "interpreter",
    label=lambda: _("Interpreter"),
    question=lambda context: _("Do you need an interpreter?"),
    options=lambda context: [(YES, _("Yes, I need one")), (NO, _("No"))],
)

APPLICATION = form.register(
    Form(
        "application",
        title=lambda context: _("Application for {reference}").format(reference=context.answers.get("reference", "")),
        fields=(GOAL, TARGETS, LANGUAGES, INTERPRETER),
        submit=submit,
        send=lambda: "🙋 " + _("Apply"),
        foot=_foot,
    )
)
