"""What an item says: its texts, what a change changes, what the machine found."""

import html
import re
from collections.abc import Callable, Sequence
from typing import Any

from handlers import listing_fields as fields
from handlers.form import Context, Field
from handlers.i18n import _, both, language_name, ngettext, quote
from handlers.screen import escape
from handlers.words import region_name, sector_names, word
from models.businesses import BusinessVersion
from models.members import Member
from models.moderation import Checks, Entry
from models.numbers import NumberKind

MESSAGE_MAX = 4096
"""Of one message, without its tags, in UTF-16 units."""
CUTS = (1_200, 500, 250, 120, 60)
"""Where a message grows too long, the longest texts are cut here, one try after another."""

CHECK_DIGITS = frozenset(
    {
        NumberKind.EDRPOU,
        NumberKind.RNTRC,
        NumberKind.IT_VAT,
        NumberKind.VKN,
        NumberKind.USCC,
        NumberKind.NIP,
        NumberKind.REGON,
        NumberKind.Y_TUNNUS,
    }
)
"""Kinds whose form a mistake would break."""

_IN_HEAD = {"name", "sectors", "organisation", "type", "title", "cooperation", "number"}


def head(entry: Entry, member: Member) -> str:
    """Who and what, in short."""
    business = entry.business_version
    who = f"{escape(business.name)} · {region_name(entry.business.region_id)}"
    lines = [who, f"{word(business.organisation)} · {sector_names(business.sectors)}"]
    version = entry.opportunity_version
    if version:
        cooperation = fields.COOPERATION.words(version.cooperation, Context(member, {}))
        lines.append(f"{word(version.type)} · {cooperation}")
        lines.append(_("Written in: {language}").format(language=language_name(version.language)))
    return "\n".join(lines)


def checks(entry: Entry, found: Checks, duplicates: Sequence[str], *, personal_number: bool) -> str:
    """What the machine found, in words."""
    none = _("none")
    twice = escape(both(quote(name, 40) for name in duplicates[:3])) if duplicates else none
    contacts = escape(both(quote(contact, 40) for contact in found.contacts[:3])) if found.contacts else none
    lines = [
        number_line(entry.business_version, personal_number=personal_number),
        _("Duplicate: {names}").format(names=twice) + " · " + ngettext("{n} link", "{n} links", found.links),
        _("Contacts in the text: {contacts}").format(contacts=contacts),
    ]
    if found.missing:
        lines.append(_("Missing: {fields}").format(fields=both(_missing_name(name) for name in found.missing)))
    return "\n".join(lines)


def number_line(version: BusinessVersion, *, personal_number: bool) -> str:
    if not version.number:
        return _("Number: not given")
    shown = _number(version, personal_number=personal_number)
    if version.number_kind in CHECK_DIGITS:
        return _("Number ✓ {number}").format(number=shown)
    return _("Number: {number} (this country's numbers have no check digit)").format(number=shown)


def texts(entry: Entry, member: Member, cut: int, *, personal_number: bool) -> str:
    """The texts of something new; of a change, every changed field as old → new and the rest in short."""
    context = Context(member, {})
    lines = _described(
        fields.OPPORTUNITY,
        fields.opportunity_answers(entry.opportunity_version) if entry.opportunity_version else {},
        fields.opportunity_answers(entry.public_opportunity) if entry.public_opportunity else None,
        context,
        cut,
    )
    if entry.item.business_version_id:
        public = entry.public_business
        before = fields.business_answers(entry.business, public) if public else None
        if public and public.number != entry.business_version.number:
            old, new = (_number(v, personal_number=personal_number) for v in (public, entry.business_version))
            lines.append(f"✏️ <b>{fields.NUMBER.label()}:</b> {old} → {new}")
        asked = [field for field in fields.BUSINESS if field.name != "number"]
        lines += _described(asked, fields.business_answers(entry.business, entry.business_version), before, context, cut)
    return "\n".join(lines)


def fitted(text: Callable[[int], str]) -> str:
    """The message with its texts cut so far that Telegram takes it."""
    return next((built for built in map(text, CUTS[:-1]) if _length(built) <= MESSAGE_MAX), "") or text(CUTS[-1])


def _described(asked: Sequence[Field], now: dict[str, Any], before: dict[str, Any] | None, context: Context, cut: int) -> list[str]:
    changed, same = [], []
    for field in asked:
        new, old = now.get(field.name), (before or {}).get(field.name)
        if before is not None and new != old:
            changed.append(
                f"✏️ <b>{field.label()}:</b> <i>{_words(field, old, context, min(cut, 120))}</i> → {_words(field, new, context, cut)}"
            )
        elif new and field.name not in _IN_HEAD:
            same.append(f"<b>{field.label()}:</b> {_words(field, new, context, cut if before is None else min(cut, 120))}")
    return changed + same


def _words(field: Field, value: Any, context: Context, cut: int) -> str:
    if not value:
        return "—"
    return field.words(quote(value, cut) if isinstance(value, str) and len(value) > cut else value, context)


def _number(version: BusinessVersion, *, personal_number: bool) -> str:
    if not version.number:
        return "—"
    if version.number_kind == NumberKind.RNTRC and not personal_number:
        return _("a sole proprietor's, seen by their own office only")
    return f"<code>{escape(version.number)}</code>"


def _missing_name(name: str) -> str:
    if name == "translation":
        return _("text in English")
    field = next((f for f in fields.BOTH if f.name == name), None)
    return field.label() if field else name


def _length(text: str) -> int:
    return len(html.unescape(re.sub(r"<[^>]+>", "", text)).encode("utf-16-le")) // 2
