"""Who may use a command at all: the coarse gate. What they may do to a case the table says."""

from __future__ import annotations

from cases.kinds import Role
from handlers.router import STAFF

CASEWORK = STAFF - {Role.ADMIN}
ADMINS = frozenset({Role.ADMIN})
RECEPTION = frozenset({Role.DISPATCHER, Role.DIRECTOR})
