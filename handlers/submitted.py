"""What a member sees after sending something to the office: what happens next, and when."""

from handlers import callbacks, truth
from handlers.form import Context, Outcome
from handlers.i18n import _, day
from handlers.screen import Button, Screen
from handlers.words import desk_name
from models import opportunities
from models.members import Member
from models.moderation import Applied, Refusal, Submitted


def outcome(answer: Submitted | Applied | Refusal, member: Member) -> Outcome:
    match answer:
        case Submitted():
            return Outcome(sent_screen(answer, member))
        case Applied():
            return Outcome(applied_screen())
        case Refusal.TOO_MANY_OPEN:
            return Outcome(toast=too_many(), keep=True)
        case Refusal.UNCHANGED:
            return Outcome(toast=_("Nothing was changed, so there is nothing to send."), keep=True)
        case _:
            return Outcome(truth.gone(_("This is not yours to change (any more).")))


def too_many() -> str:
    words = _("A business can have {most} open offers and requests. Close one of them first; your answers are kept.")
    return words.format(most=opportunities.OPEN_MAX)


def sent_screen(answer: Submitted, member: Member) -> Screen:
    """What happens next, and when."""
    parts = [
        _("✅ <b>Sent.</b> Its reference: <code>{reference}</code>").format(reference=answer.reference)
        if answer.reference
        else _("✅ <b>Sent.</b>")
    ]
    parts.append(
        _("Who checks: {desk}. You hear from me by {day}. Nothing to do now.").format(
            desk=desk_name(answer.responsible), day=day(answer.item.due_at, member.timezone)
        )
    )
    if answer.listing_public:
        parts.append(_("Until the decision, the approved version stays public."))
    if not answer.business_public:
        parts.append(_("You can search and write a proposal already: it goes out with the approval."))
    rows = [
        [Button("🔎 " + _("Search"), callbacks.Search(), style="primary"), Button("🤝 " + _("My twins"), callbacks.Twins())],
        [Button("🏢 " + _("My business"), callbacks.MyBusiness()), Button("🏠 " + _("Home"), callbacks.Home())],
    ]
    return Screen("\n\n".join(parts), rows)


def applied_screen() -> Screen:
    text = _("✅ <b>Saved.</b> These details need no check and hold at once.")
    return Screen(text, [[Button("🏢 " + _("My business"), callbacks.MyBusiness()), Button("🏠 " + _("Home"), callbacks.Home())]])


def review_promise(context: Context) -> str:
    return _("After sending, your office checks it within two working days and tells you here.")


def change_promise(context: Context) -> str:
    return _("After sending, your office checks the change. Until it decides, the approved version stays public.")
