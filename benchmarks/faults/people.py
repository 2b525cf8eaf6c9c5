"""People who type and tap whatever happens to the bot: entrepreneurs who register and propose, a desk that approves."""

import asyncio
import random
import re
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from itertools import takewhile

from benchmarks.faults import tables
from benchmarks.faults.evidence import NOT_TAKEN, Action, Effect, Evidence
from sandbox import actions
from sandbox.person import Person, visible
from sandbox.server import Sandbox
from sandbox.world import Message

PATIENCE = 60.0
"""Seconds without a screen after which somebody gives up: then it is lost."""
STEP = re.compile(r"step \d of \d")
ADDED = "the answer before."
DOUBLED = (Effect.SUBMIT, Effect.APPROVE, Effect.PROPOSE)
"""What impatient people tap twice."""
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


class GaveUpError(Exception):
    """No screen came."""


@dataclass
class Street:
    """What all of them share."""

    telegram: Sandbox
    evidence: Evidence
    url: str
    chance: random.Random
    closing: bool = False
    """Nobody begins anything new."""
    public: list[str] = field(default_factory=list)
    """Titles' markers of the listings that can be proposed to."""
    _markers: int = 0

    def markers(self, count: int) -> list[str]:
        """Words that stand nowhere else."""
        return [self._marker() for _one in range(count)]

    def _marker(self) -> str:
        self._markers += 1
        number, letters = self._markers, ""
        for _place in range(4):
            number, rest = divmod(number, len(ALPHABET))
            letters = ALPHABET[rest] + letters
        return f"zq{letters}qz"

    async def think(self) -> None:
        await asyncio.sleep(self.chance.uniform(0.0, 0.03))


class Actor:
    """One person, and what they did and saw."""

    def __init__(self, street: Street, name: str) -> None:
        self.street = street
        self.person: Person = street.telegram.person(name)

    @property
    def id(self) -> int:
        return self.person.id

    async def types(self, words: str, *expected: str) -> None:
        """Write, and wait for a new message below it that says one of `expected`."""
        action = self._begin(words)
        await self._sees_below(await self._does(lambda: self.person.sends(words), action), action, expected)

    async def answers(self, words: str, *expected: str, parts: int = 1) -> str:
        """An answer with a marker, sent again until the next question has come; `parts` messages at once are one answer.

        Returns the marker that was taken last.
        """
        while True:
            sent = [self._begin(f"{words} {marker}", Effect.TEXT, marker) for marker in self.street.markers(parts)]

            async def send(sent: list[Action] = sent) -> int:
                # Nothing comes between them: they are all written before the next question.
                return [await self.person.sends(action.words) for action in sent][-1]

            seen = await self._sees_below(await self._does(send, *sent), sent[-1], (*expected, ADDED, *NOT_TAKEN))
            for action in sent:
                action.answered = True
            if seen and any(words in _readable(seen) for words in expected):
                return sent[-1].marker
            parts = 1

    async def taps(
        self,
        button: str,
        *expected: str,
        effect: Effect = Effect.NONE,
        subject: str = "",
        value: object = None,
        message: Message | None = None,
    ) -> None:
        """Tap, sometimes twice, and wait for something new that says one of `expected`, in its text or on a button."""
        action = self._begin(button, effect)
        action.subject, action.value = subject, value
        times = 2 if effect in DOUBLED and self.street.chance.random() < 0.3 else 1
        taps: list[actions.Tap] = []

        async def tap() -> int:
            # Looked for only now: a screen that came meanwhile takes the buttons of the one before.
            found = self._button(button, message)
            taps.extend(actions.tap(self.street.telegram.world, self.person.record, self.person.bot, found) for _time in range(times))
            return len(taps)

        def unchanged() -> bool:
            return all(self._unchanged(tap.query.id) for tap in taps if tap.query)

        await self._does(tap, action)
        if await self._sees(action, expected, otherwise=unchanged) is None:
            # What they see is what is true, and it asks for the same tap.
            await self.taps(button, *expected)

    def _button(self, text: str, message: Message | None) -> actions.Button:
        found = (actions.find_in_message(message, text) if message else None) or actions.find_button(self.person.chat, text)
        if found is None:
            raise GaveUpError(f"{self.person.name} sees no button {text!r}:\n{self.person.transcript(last=6)}")
        return found

    async def sees(self, *texts: str) -> None:
        """Wait for one message, of any time, that contains all of these."""
        await self._until(0, lambda message: all(text in visible(message) for text in texts), f"{texts}")

    def _begin(self, words: str, effect: Effect = Effect.NONE, marker: str = "") -> Action:
        action = Action(self.id, words, [], effect, marker)
        self.street.evidence.actions.append(action)
        return action

    async def _does(self, act: Callable[[], Coroutine[None, None, int]], *done: Action) -> int:
        await self.street.think()
        queue = self.person.bot.updates
        self._since, first = self.street.telegram.world.log.seq, queue.next_id
        result = await act()
        for place, action in enumerate(done):
            action.updates = list(range(first, queue.next_id)) if len(done) == 1 else [first + place]
        return result

    async def _sees_below(self, place: int, action: Action, expected: tuple[str, ...]) -> Message | None:
        """Typed words get a new message, below them; None when, after a restart, it is the same question as before, and nothing else."""
        before = self._step(lambda message: message.id < place)

        def asked_again() -> bool:
            return before is not None and self._step(lambda message: message.id > place) == before

        return await self._sees(action, expected, lambda message: message.id > place, asked_again)

    def _step(self, fits: Callable[[Message], bool]) -> str | None:
        """The step of a form that the newest such message asks."""
        texts = (visible(m) for m in reversed(self.person.chat.messages.values()) if m.by_bot and fits(m))
        return next((found[0] for text in texts if (found := STEP.search(text))), None)

    async def _sees(
        self,
        action: Action,
        expected: tuple[str, ...],
        fits: Callable[[Message], bool] = bool,
        otherwise: Callable[[], bool] | None = None,
    ) -> Message | None:
        """What was expected; None when the bot showed what stood there already."""

        def is_answer(message: Message) -> bool:
            return fits(message) and any(words in _readable(message) for words in expected)

        shown = await self._until(self._since, is_answer, action.words, otherwise or self._unchanged)
        action.answered = True
        return shown

    def _unchanged(self, query: str = "") -> bool:
        """Since the last action, and since this tap was answered, an edit was refused: the message says that already."""
        calls = takewhile(lambda call: call.seq > self._since, reversed(self.street.telegram.world.log.calls))
        if query:
            # Before that it was an update of before a kill, shown once more.
            calls = takewhile(lambda call: call.parameters.get("callback_query_id") != query, calls)
        refused = any("not modified" in (call.description or "") and str(call.parameters.get("chat_id")) == str(self.id) for call in calls)
        return refused and (not query or self._answered(query))

    def _answered(self, query: str) -> bool:
        calls = self.street.telegram.world.log.calls
        return any(call.parameters.get("callback_query_id") == query for call in reversed(calls) if call.seq > self._since)

    async def _until(
        self, since: int, fits: Callable[[Message], bool], awaited: str, unchanged: Callable[[], bool] = bool
    ) -> Message | None:
        end = time.monotonic() + PATIENCE
        while True:
            for message in takewhile(lambda message: message.seq > since, reversed(self.person.chat.changes)):
                if message.by_bot and not message.deleted and fits(message):
                    return message
            if time.monotonic() > end:
                raise GaveUpError(f"{self.person.name} saw nothing after {awaited!r}:\n{self.person.transcript(last=8)}")
            if not await self.person.chat.bell.wait(2.0) and unchanged():
                return None


def _readable(message: Message) -> str:
    rows = (message.markup or {}).get("inline_keyboard", [])
    return "\n".join([visible(message), *(button["text"] for row in rows for button in row)])


HOME = "Type what you look for"


async def arrives(actor: Actor, region: str) -> None:
    await actor.types("/start", "Where does your business work")
    await actor.types(region, region)
    await actor.taps(region, "Do you agree")
    await actor.taps("I agree", HOME, effect=Effect.CONSENT)


async def registers(actor: Actor) -> str:
    """From Home to the office; returns a word of the title."""
    chance = actor.street.chance
    await actor.taps("Register", "step 1 of 6")
    await actor.answers("Firm", "step 2 of 6", parts=chance.choice((1, 1, 1, 2, 3)))
    await actor.taps("Business offer", "step 3 of 6", effect=Effect.CHOICE, subject="type", value="business_offer")
    marker = await actor.answers("Honey", "step 4 of 6", parts=chance.choice((1, 1, 1, 2)))
    await actor.answers("Twenty tons a year, in drums", "step 5 of 6")
    await actor.taps("Food and drink", "✔ 🍞 Food and drink", effect=Effect.CHOICE, subject="sectors", value=[1])
    await actor.taps("Go on", "step 6 of 6")
    await actor.taps("Distribution", "✔ Distribution", effect=Effect.CHOICE, subject="cooperation", value=["distribution"])
    await actor.taps("Go on", "Send to the office")
    await actor.taps("Send to the office", "Sent.", HOME, effect=Effect.SUBMIT)
    return marker


async def proposes(actor: Actor, opportunity: int) -> None:
    """From a listing's link to a proposal that is on its way."""
    await actor.types(f"/start l_{opportunity}", "Propose cooperation")
    await actor.taps("Propose cooperation", "Why them?")
    await actor.answers("We bake for three hundred cafes and look for", "What do you propose?")
    await actor.answers("A trial of two tons in autumn, then a contract for", "What kind of cooperation?")
    await actor.taps("Distribution", "Send the proposal")
    await actor.taps("Send the proposal", "Sent.", HOME, "They have until", effect=Effect.PROPOSE, subject=str(opportunity))


async def entrepreneur(street: Street, number: int) -> None:
    """Registers, waits for the approval, proposes to somebody on the other side."""
    actor = Actor(street, f"Person{number}")
    await arrives(actor, "Kyiv Oblast" if number % 2 else "Washington")
    marker = await registers(actor)
    await actor.sees("is public:", marker)
    others = list(street.public)
    street.public.append(marker)
    for other in street.chance.sample(others, min(2, len(others))):
        found = await tables.opportunity(street.url, other)
        if found is not None:
            await proposes(actor, found)


async def desk(street: Street, actor: Actor, done: asyncio.Event) -> None:
    """Approves whatever waits, until nobody sends anything more."""
    while not done.is_set():
        await actor.types("/office", "Approve", "Nothing waits")
        while "Approve" in _readable(item := _newest(actor)):
            reference = re.search(r"\b[A-Z]{2}-\d{4,}\b", visible(item))
            assert reference, visible(item)
            await actor.taps("Approve", "What did you check?", effect=Effect.APPROVE, subject=reference[0], message=item)
            await actor.taps("Text only", "Approve", "Nothing waits", "Published.", "Kept.")
        await asyncio.sleep(0.2)


def _newest(actor: Actor) -> Message:
    return next(message for message in reversed(actor.person.chat.changes) if message.by_bot and not message.deleted)
