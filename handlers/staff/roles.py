"""Who may use a command at all: the coarse gate, as narrow as the lifecycle table makes it. What
they may do to a case the table says."""

from __future__ import annotations

from cases.kinds import Role
from cases.lifecycle import MOVES, Standing
from handlers.router import STAFF

CASEWORK = STAFF - {Role.ADMIN}
ADMINS = frozenset({Role.ADMIN})
RECEPTION = frozenset({Role.DISPATCHER, Role.DIRECTOR})

# Who can come to a standing (`cases.confidentiality.standings`). The Director receives, and so also
# handles, what is about Văn phòng; a restricted case is handled by whoever received it.
_CAN_BE: dict[Standing, frozenset[Role]] = {
    Standing.DISPATCHER: RECEPTION,
    Standing.HANDLER: CASEWORK,
    Standing.HEAD: frozenset({Role.HEAD}),
    Standing.OWNER: CASEWORK,
    Standing.APPROVER: CASEWORK - {Role.HANDLER},
    Standing.DIRECTOR: frozenset({Role.DIRECTOR}),
    Standing.REVIEWER: RECEPTION,
}


def able(*moves: str) -> frozenset[Role]:
    """The roles that can come to make one of these moves."""
    standings = {s for move in moves for s in MOVES[move].who}
    return frozenset(role for s in standings for role in _CAN_BE.get(s, ()))
