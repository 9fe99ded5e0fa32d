"""litellm, imported at the first call and never before: it costs seconds and 300 MB of disk. Quiet and offline from then on."""

from __future__ import annotations

import logging
import os
from functools import cache
from typing import Any

OFFLINE = ("LITELLM_LOCAL_MODEL_COST_MAP", "LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS", "LITELLM_LOCAL_BLOG_POSTS")
"""Without these it fetches tables from the network, at its import and at the first call of some providers."""
LOGGERS = ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy")
TALKATIVE = ("openai", "httpx", "httpcore", "botocore", "urllib3", "google")
"""What it stands on tells of requests, some with all that is asked, to whoever wants to debug."""


@cache
def litellm() -> Any:
    """The library: no telemetry, no callbacks, no log that could hold what is asked or a key."""
    os.environ.update(dict.fromkeys(OFFLINE, "True"))
    import litellm as library

    for name in LOGGERS:
        logging.getLogger(name).disabled = True
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    library.telemetry = False
    library.suppress_debug_info = True
    library.turn_off_message_logging = True
    library.disable_streaming_logging = True
    library.disable_hf_tokenizer_download = True
    library.disable_aiohttp_transport = True
    library.drop_params = True
    library.num_retries = 0
    return library


async def close() -> None:
    """Ends the connections that the library keeps open between calls; in the loop that opened them."""
    if litellm.cache_info().currsize:
        library = litellm()
        await library.close_litellm_async_clients()
        library.in_memory_llm_clients_cache.flush_cache()
        await library.module_level_aclient.client.aclose()
