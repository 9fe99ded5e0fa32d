"""How well English is read: briefs with what a careful reader would expect of them, scored and reported by kind of fact."""
