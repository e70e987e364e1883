"""A small simulated Slack workspace: the playground page, and the tests' peer."""

from bot.workspace.app import build_workspace
from bot.workspace.clocks import Leap, MovableClock
from bot.workspace.faults import Fault, Faults, Wrong
from bot.workspace.model import Command, Shortcut

__all__ = ["Command", "Fault", "Faults", "Leap", "MovableClock", "Shortcut", "Wrong", "build_workspace"]
