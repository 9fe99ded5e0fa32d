"""Models that others serve: every provider through litellm (ADR 16)."""

from engines.llm.providers.completer import HostedModel, key_for
from engines.llm.providers.library import close
from engines.llm.providers.wiring import BASES, KEYLESS, address

__all__ = ["BASES", "KEYLESS", "HostedModel", "address", "close", "key_for"]
