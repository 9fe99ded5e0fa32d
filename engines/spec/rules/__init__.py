"""The business rules that a clause states, one kind per module; `reading` joins them for the plan."""
