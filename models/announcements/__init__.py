"""Announcements: one text to many readers, each in their language, at a decent hour, at most once.

draft -> awaiting_approval -> awaiting_consent -> scheduled -> running -> done
                    (each back to draft: returned, refused, taken back, or changed by its author)
                                               -> recurring (brings forth a scheduled one at each of its times) -> done
running <-> paused; paused and changed -> awaiting_approval -> ... -> running
begun, with nothing left to send -> done, in whatever state
anything but done -> stopped (by hand; or by itself when the first sends all fail alike, a file is another bot's, its mission is
cancelled, or the agreement with a region that was meant has lapsed before it began)

A delivery: queued -> sending -> sent | unreachable | failed
                      sending -> in_doubt (no answer came, or a crash cut it off): counted, never sent again
                      sending -> queued (it never left, or was refused for a while)
            queued -> queued (its reader's day is over, or the weekly cap says *later*)
            queued -> cancelled (stopped, the reader paused, or the mission's deadline comes first) | unreachable

Invariants, and what holds each:
- Whoever wrote a text is never who approves it, and nothing runs that was changed since (`approved_revision == revision` in `running`
  and `scheduled`; an edit pauses; the announcement's row is locked).
- What is approved is what was looked at: one revision that was handed in has one text, one audience and one time. Whoever presses
  an older one's button is refused.
- A recipient has one row (a unique key), so an expansion that is repeated adds nothing.
- A row is marked `sending` and committed before the call; nothing but `claim` leads there, and nothing leads from `in_doubt` back.
- Of what is not urgent a reader gets two in seven days (counted in the claim's transaction, doubts included) and nothing outside
  09:00-19:00 of their own clocks; nothing at all is claimed after the mission's deadline (both ends stand in the statement that marks).
- Who gets it is decided when rows are made, once more at the claim; which text, at the claim.

`tests/models/test_announcement_life.py` tries them in any order of what people and machines do.
"""

from models.announcements.access import Refusal, may_announce, may_consent, offices, open_consents, seen
from models.announcements.approving import approve, asked_of, consent, consents, give_back, refuse, waiting_for
from models.announcements.audience import Audience, LeftOut, Reach, audience_of, chats_of, covered_by, foreign_roots, reach, roots_of
from models.announcements.cadence import WEEKDAYS, is_cadence, monthly, weekly
from models.announcements.chats import Seen, chat, chats, forget, note, speak
from models.announcements.composing import (
    Plan,
    aim,
    begin,
    copy,
    drop,
    is_link,
    plan,
    plan_of,
    put_button,
    rename,
    submit,
    take_back,
    tested,
    write,
)
from models.announcements.counting import (
    STAGES,
    Counts,
    Moment,
    Report,
    Withheld,
    counts,
    faults,
    listed,
    mission_of,
    report,
    tap,
    timeline,
)
from models.announcements.languages import FALLBACK, choose, order
from models.announcements.running import advance, go_on, pause, stop
from models.announcements.seam import Coming, Missions, missions, title_of, upcoming
from models.announcements.sending import Claim, Claimed, Outcome, claim, mark, nominate, recover, settle
from models.announcements.series import Due, bring_forth, due
from models.announcements.table import (
    A_WEEK_MAX,
    BAD_AFTER,
    CAPTION_MAX,
    LABEL_MAX,
    LINK_MAX,
    REASON_MAX,
    TEXT_MAX,
    TITLE_MAX,
    WEEK,
    Announcement,
    AnnouncementConsent,
    AnnouncementDelivery,
    AnnouncementState,
    AnnouncementTap,
    AudienceRole,
    Button,
    ConsentState,
    DeliveryState,
    Media,
    OfficeChat,
    StopReason,
    Variant,
)
from models.announcements.telling import approvers
from models.announcements.texts import File, Words, variants, words_of
from models.announcements.watching import PROGRESS_EVERY, AnnouncementBar, Bar, bar_shown, bars_due, look_away, watch
from models.announcements.window import DAY_BEGINS, DAY_ENDS, instant, window

__all__ = [
    "A_WEEK_MAX",
    "BAD_AFTER",
    "CAPTION_MAX",
    "DAY_BEGINS",
    "DAY_ENDS",
    "FALLBACK",
    "LABEL_MAX",
    "LINK_MAX",
    "PROGRESS_EVERY",
    "REASON_MAX",
    "STAGES",
    "TEXT_MAX",
    "TITLE_MAX",
    "WEEK",
    "WEEKDAYS",
    "Announcement",
    "AnnouncementBar",
    "AnnouncementConsent",
    "AnnouncementDelivery",
    "AnnouncementState",
    "AnnouncementTap",
    "Audience",
    "AudienceRole",
    "Bar",
    "Button",
    "Claim",
    "Claimed",
    "Coming",
    "ConsentState",
    "Counts",
    "DeliveryState",
    "Due",
    "File",
    "LeftOut",
    "Media",
    "Missions",
    "Moment",
    "OfficeChat",
    "Outcome",
    "Plan",
    "Reach",
    "Refusal",
    "Report",
    "Seen",
    "StopReason",
    "Variant",
    "Withheld",
    "Words",
    "advance",
    "aim",
    "approve",
    "approvers",
    "asked_of",
    "audience_of",
    "bar_shown",
    "bars_due",
    "begin",
    "bring_forth",
    "chat",
    "chats",
    "chats_of",
    "choose",
    "claim",
    "consent",
    "consents",
    "copy",
    "counts",
    "covered_by",
    "drop",
    "due",
    "faults",
    "foreign_roots",
    "forget",
    "give_back",
    "go_on",
    "instant",
    "is_cadence",
    "is_link",
    "listed",
    "look_away",
    "mark",
    "may_announce",
    "may_consent",
    "mission_of",
    "missions",
    "monthly",
    "nominate",
    "note",
    "offices",
    "open_consents",
    "order",
    "pause",
    "plan",
    "plan_of",
    "put_button",
    "reach",
    "recover",
    "refuse",
    "rename",
    "report",
    "roots_of",
    "seen",
    "settle",
    "speak",
    "stop",
    "submit",
    "take_back",
    "tap",
    "tested",
    "timeline",
    "title_of",
    "upcoming",
    "variants",
    "waiting_for",
    "watch",
    "weekly",
    "window",
    "words_of",
    "write",
]
