"""A small simulated Slack workspace: the playground page, and the tests' peer."""

from bot.simulator.app import build_workspace
from bot.simulator.clocks import Leap, MovableClock
from bot.simulator.faults import Fault, Faults, Wrong
from bot.simulator.model import Command, Shortcut

__all__ = ["Command", "Fault", "Faults", "Leap", "MovableClock", "Shortcut", "Wrong", "build_workspace"]
