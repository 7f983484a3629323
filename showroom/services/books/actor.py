"""Who acts. Permissions are checked here, in the services, not by hidden buttons."""

from __future__ import annotations

from dataclasses import dataclass

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
        """Refuses `not_permitted` unless the role carries the permission."""
        if not may(self.role, permission):
            raise Refusal("not_permitted", permission=permission.value, role=self.role.value)

    def must_be(self, name: str, role: str) -> None:
        """Refuses `actor_changed` unless the books know an active person by this name and role."""
        if (self.name, self.role.value) != (name, role):
            raise Refusal("actor_changed", name=self.name)


SYSTEM = Actor(PersonId(0), "系统", Role.SHOP_MANAGER)
"""The program itself: set-up, imports from the command line. Only this very value is it."""
