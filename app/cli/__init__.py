"""The command line: a face over app.client; one module per family of commands."""
