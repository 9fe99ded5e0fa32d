"""The application around the engine: services, server, client, command line and the bootstrap that wires them."""
