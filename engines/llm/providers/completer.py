"""A model behind litellm (port: kernel.llm.Completer). One call streams one answer; ending the stream ends the request."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from typing import Any

from engines.kernel.errors import Denied, QuantumLayerError
from engines.kernel.llm import Ask, Delta
from engines.llm.model import BrokenOff, Deployment, TimedOut
from engines.llm.ports import Keys
from engines.llm.providers.assembling import Assembly
from engines.llm.providers.conversation import question
from engines.llm.providers.failures import failure
from engines.llm.providers.library import litellm
from engines.llm.providers.wiring import KEYLESS, connection
from engines.llm.structured import asking_for_json, asking_for_middle

KEY_OF = {"llamacpp": "compatible", "local": "", "ollama": "", "vertex": ""}
"""Whose key a provider takes, where it is not its own; empty for none."""
ONCE = {"num_retries": 0, "max_retries": 0, "_skip_mcp_handler": True}
"""Trying again is the router's business; and without the last, tools want a package that litellm does not bring."""


class HostedModel:
    """One deployment at a provider; its key is read at each call and kept nowhere."""

    def __init__(self, *, deployment: Deployment, keys: Keys) -> None:
        self._deployment, self._keys = deployment, keys

    async def complete(self, model: str, ask: Ask) -> AsyncGenerator[Delta]:
        """The answer of the deployment; `model` is the name it has at the provider."""
        key = await asyncio.to_thread(key_for, self._deployment, self._keys)
        library = await asyncio.to_thread(litellm)
        said = connection(self._deployment, key) | question(
            asking_for_json(asking_for_middle(ask)), self._deployment.facts
        )
        answer, began, stream = Assembly(name=self._deployment.name), time.perf_counter(), None
        deadline = asyncio.get_running_loop().time() + ask.timeout
        try:
            async with asyncio.timeout_at(deadline):
                stream = await library.acompletion(
                    **said, **ONCE, stream=True, stream_options={"include_usage": True}, timeout=ask.timeout
                )
            while (chunk := await _next(stream, deadline)) is not None:
                if text := answer.take(chunk):
                    yield Delta(text=text)
            if not answer.ended(stream):
                raise BrokenOff(f"The answer of {self._deployment.name} broke off.", hint="Ask again.")
            yield Delta(answer=answer.answer(time.perf_counter() - began))
        except TimeoutError:
            raise TimedOut(
                f"{self._deployment.name} did not answer in time.", hint="Try again, or ask a faster model."
            ) from None
        except QuantumLayerError:
            raise
        except Exception as error:  # noqa: BLE001 - the edge to a library that raises whatever its providers do
            raise failure(error, self._deployment.name, key=key, begun=answer.begun) from None
        finally:
            await _close(stream)


def key_for(deployment: Deployment, keys: Keys) -> str | None:
    """The key of its provider; Denied where one is needed and there is none."""
    owner = KEY_OF.get(deployment.provider, deployment.provider)
    key = keys.get(owner) if owner else None
    if key is None and deployment.provider not in KEYLESS:
        raise Denied(f"There is no key for {deployment.name}.", hint=f"Set it: ql keys set {owner}")
    return key


async def _next(stream: Any, deadline: float) -> Any:
    async with asyncio.timeout_at(deadline):
        return await anext(stream, None)


async def _close(stream: Any) -> None:
    if stream is not None and hasattr(stream, "aclose"):
        await asyncio.shield(stream.aclose())
