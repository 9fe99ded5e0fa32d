"""What operations do, one kind of operation per module; each gives steps for an operation, or None where it is none of its kind."""
