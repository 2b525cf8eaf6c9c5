"""Business missions: seats, applications, the waiting list, what time brings.

A mission: draft -> published -> over
           draft, published -> cancelled
An application: applied -> shortlisted -> confirmed | waitlisted | declined (the organiser decides)
                confirmed | waitlisted (first come)
                waitlisted -> offered a place for 24 hours -> confirmed | passed over (it stays on the list, and asks again itself)
                any of these -> withdrawn -> (applied for anew)
                confirmed -> attended (checked in) | no_show (a day after the end); see attendance
Invariants: confirmed applications and open offers together never exceed the seats, in any number of processes (the mission's row is
locked before its applications are looked at); nobody passes somebody who waits; the venue and exact hours of a mission in Ukraine
leave this package for confirmed participants only, 24 hours before.
"""

from models.missions import attendance, calendars, feedback, figures, pool
from models.missions.announced import ahead
from models.missions.applying import Applied, Obstacle, Wish, apply, come, may_apply, take, wait_again, withdraw
from models.missions.choosing import Decided, Decision, allowed, decide, note
from models.missions.clock import due
from models.missions.keeping import (
    Changed,
    MissionContent,
    Programme,
    Refusal,
    cancel,
    change,
    create,
    extend,
    go_on,
    organises,
    publish,
)
from models.missions.partners import partners
from models.missions.reading import Seen, Tally, applicant, applications, coming, kept, may_keep, mine, own_application, seen, tally
from models.missions.seats import free, place_in_line, taken
from models.missions.seats import locked as held
from models.missions.table import (
    ABOUT_MAX,
    CITY_MAX,
    CONTACT_MAX,
    CRITERIA_MAX,
    GOAL_MAX,
    GOAL_MIN,
    LANGUAGES_MAX,
    NOTE_MAX,
    OFFER_LASTS,
    OPEN,
    SEATED,
    SEATS_MAX,
    SECTORS_MAX,
    TARGETS_MAX,
    TITLE_MAX,
    UNDECIDED,
    VENUE_BEFORE,
    VENUE_MAX,
    Application,
    ApplicationState,
    DeclineReason,
    Direction,
    Feedback,
    FileKind,
    FollowUp,
    Mission,
    MissionKind,
    MissionState,
    Readiness,
    Selection,
    Usefulness,
)
from models.missions.times import disclosed, reminder, reminders, venue_known_from

__all__ = [
    "ABOUT_MAX",
    "CITY_MAX",
    "CONTACT_MAX",
    "CRITERIA_MAX",
    "GOAL_MAX",
    "GOAL_MIN",
    "LANGUAGES_MAX",
    "NOTE_MAX",
    "OFFER_LASTS",
    "OPEN",
    "SEATED",
    "SEATS_MAX",
    "SECTORS_MAX",
    "TARGETS_MAX",
    "TITLE_MAX",
    "UNDECIDED",
    "VENUE_BEFORE",
    "VENUE_MAX",
    "Application",
    "ApplicationState",
    "Applied",
    "Changed",
    "Decided",
    "Decision",
    "DeclineReason",
    "Direction",
    "Feedback",
    "FileKind",
    "FollowUp",
    "Mission",
    "MissionContent",
    "MissionKind",
    "MissionState",
    "Obstacle",
    "Programme",
    "Readiness",
    "Refusal",
    "Seen",
    "Selection",
    "Tally",
    "Usefulness",
    "Wish",
    "ahead",
    "allowed",
    "applicant",
    "applications",
    "apply",
    "attendance",
    "calendars",
    "cancel",
    "change",
    "come",
    "coming",
    "create",
    "decide",
    "disclosed",
    "due",
    "extend",
    "feedback",
    "figures",
    "free",
    "go_on",
    "held",
    "kept",
    "may_apply",
    "may_keep",
    "mine",
    "note",
    "organises",
    "own_application",
    "partners",
    "place_in_line",
    "pool",
    "publish",
    "reminder",
    "reminders",
    "seen",
    "take",
    "taken",
    "tally",
    "venue_known_from",
    "wait_again",
    "withdraw",
]
