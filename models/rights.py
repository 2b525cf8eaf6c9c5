"""Every role's rights, in one table."""

from collections.abc import Iterable
from enum import StrEnum

from models import atlas
from models.members import Grant, Role


class Right(StrEnum):
    DECIDE = "decide"
    """Decide on the items of a region's queue."""
    SEE_PERSONAL_NUMBER = "see_personal_number"
    """See a sole proprietor's tax number (personal data: own office only)."""
    GRANT_OFFICE_ROLES = "grant_office_roles"
    GRANT_ANY_ROLE = "grant_any_role"
    KEEP_TWINNINGS = "keep_twinnings"
    SEE_OPERATIONS = "see_operations"
    """See how the machine does: the index, the queues."""
    KEEP_MISSIONS = "keep_missions"
    """Create missions and choose who goes: in a region that sends or hosts."""
    ANNOUNCE = "announce"
    """Write announcements to a region's people, and approve a colleague's."""


REGIONAL: dict[Role, frozenset[Right]] = {
    Role.MODERATOR: frozenset({Right.DECIDE, Right.SEE_PERSONAL_NUMBER, Right.KEEP_MISSIONS, Right.ANNOUNCE}),
    Role.HEAD: frozenset({Right.DECIDE, Right.SEE_PERSONAL_NUMBER, Right.GRANT_OFFICE_ROLES, Right.KEEP_MISSIONS, Right.ANNOUNCE}),
    Role.OBSERVER: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
}
"""Rights in the region of the grant and below it."""

EVERYWHERE: dict[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset(
        {
            Right.DECIDE,
            Right.GRANT_OFFICE_ROLES,
            Right.GRANT_ANY_ROLE,
            Right.KEEP_TWINNINGS,
            Right.SEE_OPERATIONS,
            Right.KEEP_MISSIONS,
            Right.ANNOUNCE,
        }
    ),
}


def may(grants: Iterable[Grant], right: Right, region_id: int | None = None) -> bool:
    """Whether somebody with these roles has this right in this region (None: anywhere at all)."""
    for grant in grants:
        if right in EVERYWHERE.get(grant.role, ()):
            return True
        if right in REGIONAL[grant.role] and (region_id is None or _covers(grant.region_id, region_id)):
            return True
    return False


def everywhere(grants: Iterable[Grant], right: Right) -> bool:
    """Whether somebody with these roles has this right whatever the region."""
    return any(right in EVERYWHERE.get(grant.role, ()) for grant in grants)


def _covers(granted: int, region_id: int) -> bool:
    return granted == region_id or any(ancestor.id == granted for ancestor in atlas.ancestors(region_id))
