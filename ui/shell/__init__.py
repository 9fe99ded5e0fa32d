"""The frame around the rooms: rail, top bar, banner, inspector, activity, status bar, palette, toasts."""

from ui.shell.window import Window

__all__ = ["Window"]
