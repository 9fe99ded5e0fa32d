"""What waits for a person, with what, why, risk, and the way back; and what was decided."""

from ui.rooms.approvals.room import ApprovalsRoom

__all__ = ["ApprovalsRoom"]
