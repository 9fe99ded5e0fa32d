"""The engine: rooms, machines and the ground they stand on; docs/architecture.md has the picture."""
