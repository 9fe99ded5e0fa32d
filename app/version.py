"""The version of this release; the engine writes it down and every face compares it with its own."""

VERSION = "0.1.0"
