"""The room Approvals."""

from ui.rooms.approvals.room import ApprovalsRoom

__all__ = ["ApprovalsRoom"]
