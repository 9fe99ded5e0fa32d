"""The ground: types, errors, events and protocols that every floor shares; it imports nothing above it."""
