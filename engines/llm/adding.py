"""A person's wish for a model becomes a deployment: its provider, address and facts, checked. Pure; called by the service."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, replace
from typing import get_args
from urllib.parse import urlsplit

from engines.kernel.errors import UserError
from engines.llm.catalogue import facts_of
from engines.llm.model import Deployment, Facts, Limits, Price, Provider, Tier
from engines.llm.providers import address

NAME = re.compile(r"[\w.:@/+-]{1,200}")
NEEDS_BASE = ("azure", "compatible")
CLOUDS = re.compile(r"[:-]cloud$")
"""Ollama passes models of such names on to its makers' servers."""
ON_THIS_MACHINE = ("ollama", "vllm", "llamacpp", "compatible")


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a person says of a model: `model` is `provider/name`. None where the catalogue or a guess shall stand.

    `like` is another model, as `provider/name`, whose facts are taken. Prices in dollars a million tokens. `away`: what it
    is asked leaves this machine, although its address does not (a tunnel).
    """

    model: str
    name: str = ""
    base: str = ""
    region: str = ""
    version: str = ""
    equal: str = ""
    weight: int = 1
    like: str = ""
    context: int | None = None
    longest: int | None = None
    tools: bool | None = None
    json: bool | None = None
    images: bool | None = None
    price_read: float | None = None
    price_written: float | None = None
    tier: Tier | None = None
    requests_a_minute: int = 0
    tokens_a_minute: int = 0
    away: bool = False


def deployment(wish: Wish) -> Deployment:
    """The deployment that is wished for; UserError names what can't be."""
    provider, model = _parted(wish.model)
    base = wish.base.rstrip("/")
    if base:
        _check_address(base)
    elif provider in NEEDS_BASE:
        raise UserError(f"A model of {provider} needs the address of its server.", hint="Give it with --base.")
    name = wish.name or f"{provider}/{model}"
    if not NAME.fullmatch(name):
        raise UserError(f"'{name}' can be no name of a model.", hint="Use letters, digits and . : @ / + - _ only.")
    made = Deployment(
        name=name,
        provider=provider,
        model=model,
        facts=_facts(wish, provider, model),
        base=base,
        region=wish.region,
        version=wish.version,
        equal=wish.equal,
        weight=wish.weight,
        limits=Limits(requests=wish.requests_a_minute, tokens=wish.tokens_a_minute),
    )
    return replace(made, here=not wish.away and _stays_here(made))


def _parted(model: str) -> tuple[Provider, str]:
    provider, _, name = model.partition("/")
    known = [each for each in get_args(Provider) if each != "local"]
    for each in known:
        if each == provider and NAME.fullmatch(name):
            return each, name
    raise UserError(
        f"'{model}' names no provider and model.",
        hint=f"Say it like anthropic/claude-haiku-4-5. Providers: {', '.join(known)}.",
    )


def _facts(wish: Wish, provider: Provider, model: str) -> Facts:
    facts = facts_of(*(_parted(wish.like) if wish.like else (provider, model)))
    told = {
        name: value
        for name in ("context", "longest", "tools", "json", "images", "tier")
        if (value := getattr(wish, name)) is not None
    }
    facts = replace(facts, **told)
    if wish.price_read is not None or wish.price_written is not None:
        read, written = wish.price_read or 0.0, wish.price_written or 0.0
        facts = replace(facts, price=Price(read=read, written=written, cached=read))
    if not 0 < facts.context <= 100_000_000 or not 0 <= facts.longest <= facts.context:
        raise UserError(
            f"A context of {facts.context} tokens with answers of up to {facts.longest} can't be.",
            hint="Give both with --context and --longest.",
        )
    return facts


def _check_address(base: str) -> None:
    parts = urlsplit(base)
    hint = "Give an address such as https://models.example.com/v1 or http://127.0.0.1:8000/v1."
    try:
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        port_is_fine = False
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_fine or re.search(r"\s", base):
        raise UserError("That is no address of a server.", hint=hint)
    if parts.username or parts.password or parts.query or parts.fragment:
        raise UserError(
            "An address holds no user, no key and no question mark.", hint="Keys are set with `ql keys set`."
        )
    place = _ip(parts.hostname)
    if place is not None and (place.is_link_local or place.is_multicast or place.is_unspecified):
        raise UserError(f"{parts.hostname} is no address of a server of models.", hint=hint)
    near = place.is_private if place is not None else parts.hostname == "localhost" or "." not in parts.hostname
    if parts.scheme == "http" and not near:
        raise UserError(
            f"{parts.hostname} is not on your own network: keys and questions would be sent in the clear.",
            hint="Use https.",
        )


def _stays_here(deployment: Deployment) -> bool:
    """Whether its address is this machine and it is no model that the server there passes on."""
    host = urlsplit(address(deployment)).hostname or ""
    place = _ip(host)
    loopback = place.is_loopback if place is not None else host == "localhost"
    return deployment.provider in ON_THIS_MACHINE and loopback and not CLOUDS.search(deployment.model)


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
