"""A small simulated Slack workspace: the playground page, and the tests' peer."""

from bot.simulator.app import build_workspace
from bot.simulator.service.slack import Fault, Faults, Wrong
from bot.simulator.state.app import MessageShortcut, SlashCommand
from bot.simulator.state.clocks import Leap, MovableClock

__all__ = ["Fault", "Faults", "Leap", "MessageShortcut", "MovableClock", "SlashCommand", "Wrong", "build_workspace"]
