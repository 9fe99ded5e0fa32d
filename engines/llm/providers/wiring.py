"""How each provider is reached through litellm: a deployment and its key become the arguments of a call. Pure."""

from __future__ import annotations

from typing import Any

from engines.llm.model import Deployment, Provider

PREFIXES: dict[Provider, str] = {
    "openai": "openai/",
    "anthropic": "anthropic/",
    "bedrock": "bedrock/converse/",
    "azure": "azure/",
    "gemini": "gemini/",
    "vertex": "vertex_ai/",
    "groq": "groq/",
    "huggingface": "huggingface/",
    "ollama": "ollama_chat/",
    "vllm": "hosted_vllm/",
    "llamacpp": "openai/",
    "compatible": "openai/",
}
BASES: dict[Provider, str] = {
    "ollama": "http://127.0.0.1:11434",
    "vllm": "http://127.0.0.1:8000/v1",
    "llamacpp": "http://127.0.0.1:8080/v1",
}
"""Where a provider answers that runs on this machine, when nobody says otherwise: what its own documents say."""
KEYLESS: frozenset[Provider] = frozenset({"ollama", "vllm", "llamacpp", "compatible", "vertex", "bedrock", "local"})
"""Whoever may answer without a key of ours: none is wanted, or the provider's own files sign in."""
NO_KEY = "none"


def address(deployment: Deployment) -> str:
    """Where it answers; empty for the provider's own address."""
    return deployment.base or BASES.get(deployment.provider, "")


def connection(deployment: Deployment, key: str | None) -> dict[str, Any]:
    """The arguments that say which model where, with which key."""
    said: dict[str, Any] = {"model": PREFIXES[deployment.provider] + deployment.model}
    if base := address(deployment):
        said["api_base"] = base
    if key is not None:
        said["api_key"] = key
    elif deployment.provider in ("vllm", "llamacpp", "compatible"):
        said["api_key"] = NO_KEY
    match deployment.provider:
        case "azure":
            said["api_version"] = deployment.version or "2024-10-21"
        case "bedrock":
            said["aws_region_name"] = deployment.region or "us-east-1"
            if base:
                said["aws_bedrock_runtime_endpoint"] = base
        case "vertex":
            project, _, location = deployment.region.rpartition("/")
            said |= {"vertex_project": project or None, "vertex_location": location or "us-central1"}
        case "ollama":
            said["num_ctx"] = deployment.facts.context
    return said
