"""Who acts. Permissions are checked here, in the services, not by hidden buttons."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.db.engine import Tx
from showroom.db.reads import people as reads
from showroom.domain.errors import Refusal
from showroom.domain.ids import PersonId
from showroom.domain.permission import Permission, Role, may


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person."""

    person_id: PersonId
    name: str
    role: Role

    def must(self, permission: Permission) -> None:
        """Refuses `not_permitted` unless the role carries the permission.

        The program itself is nobody's hand: it does what needs no person in the books.
        """
        if not may(self.role, permission) or (self is SYSTEM and permission not in _PROGRAMS):
            raise Refusal("not_permitted", permission=permission.value, role=self.role.value)

    @property
    def approves(self) -> bool:
        """Whether nobody else is asked for what needs a 店长's yes.

        The program itself is nobody's hand here too: its role is no yes, so that a file read by
        the command line is asked about as one in the window is.
        """
        return self is not SYSTEM and may(self.role, Permission.APPROVE)

    def must_be(self, name: str, role: str) -> None:
        """Refuses `actor_changed` unless the books know an active person by this name and role."""
        if (self.name, self.role.value) != (name, role):
            raise Refusal("actor_changed", name=self.name)


def check_actor(tx: Tx, actor: Actor, permission: Permission | None) -> None:
    """Hold an actor against the books as they are in this transaction; a command does so itself.

    None asks for no permission, only for somebody who works here now. Refuses `not_permitted`,
    `actor_changed`.
    """
    if permission is not None:
        actor.must(permission)
    if actor is not SYSTEM:
        known = reads.person_row(tx, actor.person_id)
        here = known if known is not None and known.active else None
        actor.must_be(here.name if here else "", here.role.value if here else "")


SYSTEM = Actor(PersonId(0), "系统", Role.SHOP_MANAGER)
"""The program itself: set-up, imports from the command line. Only this very value is it."""
_PROGRAMS = frozenset(
    {
        Permission.VIEW_STOCK,
        Permission.VIEW_COST,
        Permission.IMPORT,
        Permission.REPORT,
        Permission.SETTINGS,
    }
)
