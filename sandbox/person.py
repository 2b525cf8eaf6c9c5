"""People as tests play them: what one does, and what one sees since."""

# A test says `timeout=1` about what it expects to see; it would not write a context manager for that.
# ruff: noqa: ASYNC109

import time
from collections.abc import Sequence
from typing import Any

from sandbox import actions
from sandbox.checks import Checks
from sandbox.state import State
from sandbox.waiting import answered, awaited_button, idle
from sandbox.world import Bot, Chat, Message, seen
from sandbox.world import Person as Record
from sandbox.world.views import buttons_seen, reply_keyboard_seen

Json = dict[str, Any]
PATIENCE = 10.0


class Person:
    """Somebody with Telegram's app.

    Every action notes the world's number at that moment, and every expectation looks only at what came or changed after it.

    Example::

        await ann.opens("promo-1")
        await ann.sees("Welcome", buttons=["Register"])
        assert await ann.taps("Register") is None
    """

    def __init__(self, state: State, checks: Checks, record: Record, bot: Bot | None = None) -> None:
        self.record = record
        self._state = state
        self._checks = checks
        self._world = state.world
        self._bot = bot
        self._mark = state.world.log.seq

    def __repr__(self) -> str:
        return f"<{self.name}>"

    @property
    def id(self) -> int:
        return self.record.id

    @property
    def name(self) -> str:
        return self.record.name

    @property
    def bot(self) -> Bot:
        return self._bot or self._world.only_bot()

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return self._world.private(self.bot, self.record)

    # What one does

    async def opens(self, start: str = "") -> int:
        """Press Start; `start` is a deep link's parameter, also as `?start=...` or a whole link. Returns the message's id."""
        return self._done(actions.open_chat(self._world, self.record, self.bot, start.rpartition("start=")[2]))

    async def sends(self, text: str, *, reply_to: int | None = None, chat: Chat | None = None) -> int:
        return self._done(actions.send_text(self._world, self.record, self.bot, text, chat=chat, reply_to=reply_to))

    async def sends_photo(self, content: bytes, caption: str = "") -> int:
        return self._done(actions.send_photo(self._world, self.record, self.bot, content, caption))

    async def sends_document(self, content: bytes, name: str, caption: str = "") -> int:
        return self._done(actions.send_document(self._world, self.record, self.bot, content, name, caption))

    async def shares_contact(self, phone: str | None = None) -> int:
        return self._done(actions.share_contact(self._world, self.record, self.bot, phone))

    async def shares_location(self, latitude: float, longitude: float) -> int:
        return self._done(actions.share_location(self._world, self.record, self.bot, latitude, longitude))

    async def edits(self, message_id: int, text: str) -> int:
        return self._done(actions.edit_text(self._world, self.record, self.bot, message_id, text))

    async def asks_inline(self, query: str, offset: str = "", timeout: float = PATIENCE) -> list[Json]:
        """The results that the bot offers for `@bot query`."""
        self._mark = self._world.log.seq
        answer = await answered(actions.ask_inline(self._world, self.record, self.bot, query, offset), timeout)
        if answer is None:
            raise self._failure(f"no answer to the inline query {query!r} in {timeout} s")
        return list(answer["results"])

    async def chooses(self, result: Json | str, *, chat: Chat | None = None) -> int:
        """Send one of the inline results last offered (the result or its id): to the bot, or into a group. Returns the message's id."""
        chosen = result if isinstance(result, str) else str(result["id"])
        return self._done(actions.choose_inline(self._world, self.record, self.bot, chosen, chat=chat))

    async def taps(self, text: str, timeout: float = PATIENCE, *, wait: bool = True, chat: Chat | None = None) -> str | None:
        """Tap the newest button with this text (exactly, else inside its text); what changed since the last action comes first.

        Returns the toast's or alert's text, or None. For a button with an address or a text to copy: that. With `wait=False`
        the bot's answer is not awaited.
        """
        button = await awaited_button(self._state, chat or self.chat, text, self._mark, timeout)
        if button is None:
            raise self._failure(f"{self.name} sees no button {text!r}", chat)
        return await self._tap(button, timeout, wait=wait)

    async def taps_at(self, message_id: int, row: int, column: int = 0, timeout: float = PATIENCE, *, wait: bool = True) -> str | None:
        """Tap a button by its place, also of an old message."""
        return await self._tap(actions.button_at(self.chat, message_id, row, column), timeout, wait=wait)

    async def taps_twice(self, text: str, timeout: float = PATIENCE) -> tuple[str | None, str | None]:
        """Tap one button two times before the bot has answered the first."""
        button = await awaited_button(self._state, self.chat, text, self._mark, timeout)
        if button is None:
            raise self._failure(f"{self.name} sees no button {text!r}")
        self._mark = self._world.log.seq
        queries = [actions.tap(self._world, self.record, self.bot, button).query for _ in range(2)]
        toasts = [(await answered(query, timeout) or {}).get("text") for query in queries]
        return toasts[0], toasts[1]

    async def _tap(self, button: actions.Button, timeout: float, *, wait: bool) -> str | None:
        self._mark = self._world.log.seq
        tapped = actions.tap(self._world, self.record, self.bot, button)
        if tapped.message is not None:
            self._mark = tapped.message.seq
        if tapped.query is None or not wait:
            return tapped.copied or tapped.inline or tapped.url
        answer = await answered(tapped.query, timeout)
        if answer is None and not tapped.query.expired:
            raise self._failure(f"the bot did not answer the tap on {button.seen['text']!r} in {timeout} s")
        return (answer or {}).get("text") or (answer or {}).get("url")

    async def blocks(self) -> None:
        self._mark = self._world.log.seq
        actions.block(self._world, self.record, self.bot)

    async def unblocks(self) -> None:
        self._mark = self._world.log.seq
        actions.unblock(self._world, self.record, self.bot)

    async def deactivates(self) -> None:
        """The account is deleted."""
        actions.deactivate(self._world, self.record)

    async def speaks(self, language: str) -> None:
        """The app's language changes."""
        actions.change_language(self._world, self.record, language)

    def looks(self) -> None:
        """Take note of all that is there: expectations look only past this moment."""
        self._mark = self._world.log.seq

    def _done(self, message: Message) -> int:
        self._mark = message.seq
        return message.id

    # What one sees

    async def sees(self, *texts: str, buttons: Sequence[str] = (), timeout: float = PATIENCE, chat: Chat | None = None) -> Json:
        """Wait for a message, new or edited since the last action, whose visible text contains all `texts`, with these buttons.

        Each of `buttons` must be inside the text of one of the message's buttons. Returns the message as seen.
        """
        place = chat or self.chat
        deadline = time.monotonic() + timeout
        while (found := self._find(place, texts, buttons)) is None:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                wanted = " + ".join(map(repr, texts)) + (f" with {list(buttons)}" if buttons else "")
                raise self._failure(f"{self.name} does not see {wanted}", place)
            await place.bell.wait(remaining)
        return seen(found, self.record, self._world.shown)

    async def waits(self, chat: Chat | None = None) -> None:
        """Until the bot has done all that it was asked for."""
        if not await idle(self._state, 5.0):
            raise self._failure(f"not idle: {self._checks.restless()}", chat)

    async def does_not_see(self, *texts: str, buttons: Sequence[str] = (), chat: Chat | None = None) -> None:
        """Once the bot is idle, no message that is new or edited since the last action is like this."""
        await self.waits(chat)
        if (found := self._find(chat or self.chat, texts, buttons)) is not None:
            raise self._failure(f"{self.name} sees {visible(found)!r}")

    def _find(self, chat: Chat, texts: Sequence[str], buttons: Sequence[str]) -> Message | None:
        for message in reversed(chat.changes):
            if message.seq <= self._mark:
                return None
            own = message.sender is self.record and message.via is None
            if not message.deleted and not own and _fits(message, texts, buttons):
                return message
        return None

    @property
    def screen(self) -> str:
        """The visible text of the newest message from the bot."""
        newest = self._newest()
        return visible(newest) if newest else ""

    @property
    def buttons(self) -> list[list[str]]:
        """The button texts of the newest message from the bot, row by row."""
        newest = self._newest()
        return _button_texts(newest) if newest else []

    def _newest(self) -> Message | None:
        return next((each for each in reversed(self.chat.messages.values()) if each.by_bot and not each.deleted), None)

    def transcript(self, last: int | None = None) -> str:
        """The chat as it looks, one line a message, its buttons below."""
        lines = []
        for message in list(self.chat.messages.values())[-last if last else 0 :]:
            who = "Bot" if message.by_bot else message.sender.name
            mark = " (deleted)" if message.deleted else " (edited)" if message.edit_date else ""
            new = "*" if message.seq > self._mark else " "
            lines.append(f"{new} {message.id} {who}{mark}: {visible(message)}")
            lines += [f"      [{'] ['.join(row)}]" for row in _button_texts(message)]
        return "\n".join(lines)

    def _failure(self, words: str, chat: Chat | None = None) -> AssertionError:
        toasts = [toast["text"] for toast in self.record.toasts[-3:]]
        parts = [words, f"{self.name}'s chat (* new since the last action):", self.transcript(last=20)]
        if chat is not None and not chat.private:
            parts += [f"{chat.title}:", *(f"  {message.sender.name}: {visible(message)}" for message in chat.messages.values())]
        return AssertionError("\n".join([*parts, *([f"Last toasts: {toasts}"] if toasts else []), self._checks.story()]))


def visible(message: Message) -> str:
    """What can be read of a message: its text or caption, else what it carries."""
    content = message.content
    if message.words:
        return message.words
    if "contact" in content:
        return f"{content['contact']['first_name']} {content['contact']['phone_number']}"
    if "venue" in content:
        return f"{content['venue']['title']}, {content['venue']['address']}"
    if "document" in content:
        return str(content["document"]["file_name"])
    return f"<{', '.join(content)}>"


def _button_texts(message: Message) -> list[list[str]]:
    rows = buttons_seen(message)
    if not rows:
        keyboard = reply_keyboard_seen(message.keyboard)
        rows = keyboard["rows"] if isinstance(keyboard, dict) else []
    return [[button["text"] for button in row] for row in rows]


def _fits(message: Message, texts: Sequence[str], buttons: Sequence[str]) -> bool:
    words = visible(message)
    if not all(text in words for text in texts):
        return False
    shown = [text for row in _button_texts(message) for text in row]
    return all(any(wanted in text for text in shown) for wanted in buttons)
