"""What a test ends with: nothing wrong was asked of Telegram, nothing was left unanswered."""

from sandbox.state import State
from sandbox.world import CallRecord, Query

LAST_CALLS = 15


def _harmless(call: CallRecord) -> bool:
    """A double tap edits a screen into what it is already: no bot can know that beforehand."""
    return "message is not modified" in (call.description or "")


class Checks:
    """Findings since the last check, less those that the test expects."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._since = 0
        self._expected: list[str] = []

    def expect(self, *words: str) -> None:
        self._expected += words

    def forget(self) -> None:
        self._since = self.state.world.log.seq
        self._expected.clear()

    def check(self) -> None:
        """Raise for the `problems()` since the last check."""
        if problems := self.problems():
            raise AssertionError("\n".join(["The bot did what it must not:", *problems, self.story()]))

    def problems(self) -> list[str]:
        """Schema violations, refusals (4xx, 5xx) that no fault or rate caused, 501s, unanswered queries; the next look begins here.

        A finding that contains an expected word is left out; an expected word that was never found is a problem too.
        """
        findings = self._calls() + self._queries()
        missing = [words for words in self._expected if not any(words in finding for finding in findings)]
        unexpected = [finding for finding in findings if not any(words in finding for words in self._expected)]
        self.forget()
        return [*unexpected, *(f"expected and not found: {words}" for words in missing)]

    def _calls(self) -> list[str]:
        calls = [call for call in self.state.world.log.calls if call.seq > self._since]
        return [call.line() for call in calls if call.violations or (not call.ok and not call.injected and not _harmless(call))]

    def _queries(self) -> list[str]:
        pending = self.state.world.pending
        left = [query for query in pending.values() if not query.expired and not self._typed_on(query)]
        pending.clear()
        return [f"unanswered: {query.person.name}'s {'tap' if query.message else 'inline query'} {query.id}" for query in left]

    def _typed_on(self, query: Query) -> bool:
        """An inline query with a newer one of the same person: the app does not wait for its answer any more."""
        newer = (each for each in self.state.world.queries.values() if each.began > query.began and each.message is None)
        return query.message is None and any(each.person is query.person for each in newer)

    def restless(self) -> str:
        """Why it is not idle."""
        reasons = [
            f"{len(bot.updates.waiting)} updates of bot {bot.id} wait" for bot in self.state.world.bots.values() if bot.updates.waiting
        ]
        if self.state.activity.open_calls:
            reasons.append(f"{self.state.activity.open_calls} calls are open")
        return ", ".join(reasons) or "calls keep coming, or the bot says that it is busy"

    def story(self) -> str:
        """The last calls, for a failure."""
        calls: list[CallRecord] = list(self.state.world.log.calls)[-LAST_CALLS:]
        return "\n".join(["Last Bot API calls:", *(f"  {call.line()}" for call in calls)]) if calls else "No Bot API calls."
