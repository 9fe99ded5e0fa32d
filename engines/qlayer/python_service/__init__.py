"""The blueprint python-service: a service behind a given interface, each of its steps as the lines a person would write."""
