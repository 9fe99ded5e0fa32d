"""The language server that editors start; it reaches the engine through app.client (next on the plan)."""
