"""The desktop application: a window over app.client; the rooms stand under ui/rooms (next on the plan)."""
