"""Open modals, stacked as Slack stacks them, and App Homes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.simulator.state.model import Json, OpenView, SlackError

if TYPE_CHECKING:
    from bot.simulator.state.workspace import Workspace

DEEPEST = 3


@dataclass(slots=True)
class Views:
    """The modals each person has open, the front one last, and each person's App Home."""

    workspace: Workspace
    stacks: dict[str, list[OpenView]] = field(default_factory=dict)
    homes: dict[str, OpenView] = field(default_factory=dict)

    def stack(self, user: str) -> list[OpenView]:
        """The modals of *user*, the front one last."""
        return self.stacks.setdefault(user, [])

    def open(self, user: str, body: Json) -> OpenView:
        """Show a modal as the first of a new stack."""
        self.stacks[user] = []
        return self.push(user, body)

    def push(self, user: str, body: Json) -> OpenView:
        """Show a modal in front of the others; `push_limit_reached` beyond three."""
        stack = self.stack(user)
        if len(stack) >= DEEPEST:
            raise SlackError("push_limit_reached")
        fresh = self.workspace.mint("V")
        root = stack[0].id if stack else fresh
        view = OpenView(fresh, user, body, self._hash(), root, stack[-1].id if stack else None)
        stack.append(view)
        self._tell(user)
        return view

    def update(self, view: OpenView, body: Json) -> OpenView:
        """Change what a modal or Home shows. Values of blocks that keep their ids stay filled in."""
        kept = {block["block_id"] for block in body["blocks"] if "block_id" in block}
        values = {block: value for block, value in view.values.items() if block in kept}
        return self._replace(view, replace(view, body=body, hash=self._hash(), values=values))

    def fill(self, view: OpenView, values: Json) -> OpenView:
        """Remember what the person has filled in."""
        return self._replace(view, replace(view, values=values), quiet=True)

    def publish(self, user: str, body: Json, expected: str | None = None) -> OpenView:
        """Set the App Home of *user*; `hash_conflict` when *expected* is not its hash."""
        before = self.homes.get(user)
        if expected and before and before.hash != expected:
            raise SlackError("hash_conflict")
        fresh = before.id if before else self.workspace.mint("V")
        self.homes[user] = OpenView(fresh, user, body, self._hash(), fresh)
        self._tell(user)
        return self.homes[user]

    def close(self, user: str, *, everything: bool = False) -> None:
        """Take the front modal away, or all of them."""
        self.stacks[user] = [] if everything else self.stack(user)[:-1]
        self._tell(user)

    def find(self, view_id: str) -> OpenView:
        """The view with that id; `not_found` when it is closed."""
        for view in [*(v for stack in self.stacks.values() for v in stack), *self.homes.values()]:
            if view_id == view.id:
                return view
        raise SlackError("not_found")

    def _replace(self, old: OpenView, new: OpenView, *, quiet: bool = False) -> OpenView:
        if self.homes.get(old.user) == old:
            self.homes[old.user] = new
        else:
            self.stacks[old.user] = [new if view == old else view for view in self.stack(old.user)]
        if not quiet:
            self._tell(old.user)
        return new

    def _tell(self, user: str) -> None:
        self.workspace.tell("views", {}, user)

    def _hash(self) -> str:
        return f"{int(self.workspace.clock().timestamp())}.{self.workspace.number():08x}"
