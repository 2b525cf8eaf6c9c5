"""Lost and twice, counted from what people did, what they saw and what the tables hold; the bot is not asked."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.faults.evidence import AGAIN, NOT_TAKEN, Action, Effect, Evidence, Row

SIGNATURES = {
    "item_waiting": "One more waits for your office",
    "item_approved": "is public:",
    "interest_received": "A proposal for you",
}
"""Words that are in each of these notices and in no other message that names the same subject."""


@dataclass
class Tally:
    """`findings` says each lost and each doubled thing in words."""

    updates: int = 0
    updates_lost: int = 0
    updates_twice: int = 0
    effects: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    """Texts that were not taken, and whose writers were told to send them again."""
    notices: int = 0
    notices_lost: int = 0
    notices_twice: int = 0
    doubtful: int = 0
    overtaken: int = 0
    """Notices that nothing true was left to say of when their turn came."""
    findings: list[str] = field(default_factory=list)

    @property
    def lost(self) -> int:
        return self.updates_lost + self.notices_lost

    @property
    def twice(self) -> int:
        return self.updates_twice + self.notices_twice

    def effect(self, name: str, found: int, words: str) -> None:
        """One effect was due."""
        self.effects[name] += 1
        if found == 0:
            self.updates_lost += 1
            self.findings.append(f"lost: {words}")
        elif found > 1:
            self.updates_twice += found - 1
            self.findings.append(f"{found} times: {words}")


def count(evidence: Evidence) -> Tally:
    tally = Tally()
    _inbox(evidence, tally)
    _screens(evidence, tally)
    _effects(evidence, tally)
    _texts(evidence, tally)
    _registrations(evidence, tally)
    _notices(evidence, tally)
    return tally


def _inbox(evidence: Evidence, tally: Tally) -> None:
    """Every update that Telegram had for the bot is answered, and none of them failed for good."""
    rows = {row["update_id"]: row for row in evidence.tables.updates}
    tally.updates = len(evidence.handed)
    for update_id in evidence.handed:
        row = rows.get(update_id)
        how = "never stored" if row is None else "not answered" if not row["answered"] else "poisoned" if row["fault"] else ""
        if how:
            tally.updates_lost += 1
            tally.findings.append(f"lost: update {update_id}, {how}")


def _screens(evidence: Evidence, tally: Tally) -> None:
    """Every action was followed by a screen of the person's."""
    for action in evidence.actions:
        if not action.answered:
            tally.updates_lost += 1
            tally.findings.append(f"lost: no screen after {action.words!r} of {action.person}")


def _effects(evidence: Evidence, tally: Tally) -> None:
    for action in evidence.actions:
        if action.effect in _FOUND:
            tally.effect(action.effect, _FOUND[action.effect](evidence, action), _named(action))


def _texts(evidence: Evidence, tally: Tally) -> None:
    """Each answer stands in one place; it may be missing if its writer was told so."""
    told = Counter(posted.person for posted in evidence.posted if any(words in posted.text for words in NOT_TAKEN))
    for action in evidence.actions:
        if action.effect is not Effect.TEXT:
            continue
        found = sum(holder.count(action.marker) for holder in evidence.tables.holders)
        if not found and told[action.person]:
            told[action.person] -= 1
            tally.refused += 1
        else:
            tally.effect("text", found, _named(action))


def _named(action: Action) -> str:
    return f"{action.words!r} of {action.person} (updates {action.updates})"


def _consents(evidence: Evidence, action: Action) -> int:
    return _how_many(evidence.tables.consents, person=action.person)


def _choices(evidence: Evidence, action: Action) -> int:
    """A choice that was taken twice is taken off again: the field says so."""
    rows = evidence.tables.businesses if action.subject == "sectors" else evidence.tables.opportunities
    return int(any(row["owner"] == action.person and row[action.subject] == action.value for row in rows))


def _submits(evidence: Evidence, action: Action) -> int:
    return _how_many(evidence.tables.businesses, owner=action.person)


def _approvals(evidence: Evidence, action: Action) -> int:
    about = {row["id"] for row in evidence.tables.opportunities if row["reference"] == action.subject}
    items = {row["id"] for row in evidence.tables.items if row["opportunity"] in about}
    return len([row for row in evidence.tables.approvals if row["item"] in items])


def _proposals(evidence: Evidence, action: Action) -> int:
    return _how_many(evidence.tables.interests, sender=action.person, opportunity=int(action.subject))


_FOUND: dict[Effect, Callable[[Evidence, Action], int]] = {
    Effect.CONSENT: _consents,
    Effect.CHOICE: _choices,
    Effect.SUBMIT: _submits,
    Effect.APPROVE: _approvals,
    Effect.PROPOSE: _proposals,
}


def _registrations(evidence: Evidence, tally: Tally) -> None:
    """One registration is one business, one opportunity, one item of the office."""
    for business in evidence.tables.businesses:
        words = f"of business {business['id']}"
        tally.effect("opportunity", _how_many(evidence.tables.opportunities, business=business["id"]), f"opportunity {words}")
        tally.effect("item", _how_many(evidence.tables.items, business=business["id"]), f"review item {words}")


def _notices(evidence: Evidence, tally: Tally) -> None:
    """What had to be told, by the subjects' own tables, was told once to each."""
    for kind, subject, person, marker, overtaken in _events(evidence):
        seen = [p.text for p in evidence.posted if p.person == person and SIGNATURES[kind] in p.text and marker in p.text]
        marked = sum(AGAIN in text for text in seen)
        tally.doubtful += marked
        tally.notices += 1
        words = f"notice {kind} of {subject} to {person}"
        if not seen and overtaken and _cancelled(evidence, kind, subject, person):
            tally.overtaken += 1
        elif not seen:
            tally.notices_lost += 1
            tally.findings.append(f"lost: {words}")
        elif len(seen) - marked > 1:
            tally.notices_twice += len(seen) - marked - 1
            tally.findings.append(f"{len(seen) - marked} times: {words}")


def _events(evidence: Evidence) -> Iterable[tuple[str, int, int, str, bool]]:
    """kind, subject, receiver, words that only its notices have, whether it may be out of date by its turn."""
    tables = evidence.tables
    offers = {row["id"]: row for row in tables.opportunities}
    for item in tables.items:
        title = _word(offers[item["opportunity"]]["title"])
        decided = item["state"] != "waiting"
        yield from (("item_waiting", item["id"], person, title, decided) for person in tables.staff)
        if item["state"] == "approved":
            yield "item_approved", item["id"], offers[item["opportunity"]]["owner"], title, False
    for interest in tables.interests:
        if interest["state"] == "sent":
            yield "interest_received", interest["id"], interest["receiver"], _word(interest["why"]), False


def _word(text: str) -> str:
    """The marker in a text: notices may shorten the rest."""
    return next((word for word in text.split() if word.startswith("zq") and word.endswith("qz")), text)


def _cancelled(evidence: Evidence, kind: str, subject: int, person: int) -> bool:
    return bool(_how_many(evidence.tables.deliveries, kind=kind, subject=subject, person=person, state="cancelled"))


def _how_many(rows: Iterable[Row], **fields: Any) -> int:
    return sum(all(row[name] == value for name, value in fields.items()) for row in rows)
