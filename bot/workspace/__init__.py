"""A small simulated Slack workspace: the playground page, and the tests' peer."""

from bot.workspace.app import build_workspace
from bot.workspace.faults import Fault, Faults, Wrong
from bot.workspace.model import Command, Shortcut

__all__ = ["Command", "Fault", "Faults", "Shortcut", "Wrong", "build_workspace"]
