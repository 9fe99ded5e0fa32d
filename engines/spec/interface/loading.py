"""Reads an OpenAPI document, 3.0 or 3.1, YAML or JSON. Faults name the place in the document and what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import yaml

from engines.kernel.errors import UserError
from engines.spec.interface.model import Body, Call, Interface, Parameter, Reply, SecurityScheme, snake
from engines.spec.interface.schemas import Resolver, words_of
from engines.spec.notation import LOADER

METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
_PLACES = ("path", "query", "header", "cookie")
_LARGEST = 4_000_000


def load_interface(text: str) -> Interface:
    """The interface of a document; UserError where it is none, or refers to what is not there."""
    document = _document(text)
    resolver = Resolver(document)
    return Interface(
        title=str(document["info"].get("title", "")).strip(),
        description=str(document["info"].get("description", "")).strip(),
        base=_base(document),
        calls=tuple(_calls(document, resolver)),
        schemes=tuple(_schemes(document, resolver)),
        text=json.dumps(document, ensure_ascii=False, indent=2, default=str),
    )


def _document(text: str) -> dict[str, Any]:
    if len(text) > _LARGEST:
        raise UserError(f"the document has {len(text):,} characters; at most {_LARGEST:,} are read", hint="Split it.")
    try:
        found = yaml.load(text, LOADER)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" in line {mark.line + 1}" if mark else ""
        raise UserError(
            f"the document is neither YAML nor JSON{place}", hint="Check it with an OpenAPI editor."
        ) from error
    if not isinstance(found, dict) or not isinstance(found.get("paths", {}), Mapping):
        raise UserError("this is no OpenAPI document", hint="It needs 'openapi', 'info' and 'paths'.")
    version = str(found.get("openapi", ""))
    if not version.startswith(("3.0", "3.1")):
        said = (
            f"OpenAPI {version}" if version else f"Swagger {found['swagger']}" if "swagger" in found else "no version"
        )
        raise UserError(f"the document says {said}; OpenAPI 3.0 and 3.1 are read", hint="Convert it to 3.1 first.")
    if not found.get("paths"):
        raise UserError("the document names no paths", hint="Add at least one under 'paths'.")
    if not isinstance(found.get("info"), Mapping):
        found["info"] = {}
    return found


def _base(document: Mapping[str, Any]) -> str:
    """The path under which the first server answers."""
    servers = document.get("servers") or [{"url": "/"}]
    return urlsplit(str(servers[0].get("url", "/"))).path.rstrip("/")


def _calls(document: Mapping[str, Any], resolver: Resolver) -> Iterator[Call]:
    taken: set[str] = set()
    for path, node in document["paths"].items():
        item = resolver.plain(node)
        for method in METHODS:
            if method not in item:
                continue
            said = resolver.plain(item[method])
            name = snake(str(said.get("operationId") or f"{method} {path}"))
            if name in taken:
                raise UserError(
                    f"the operation '{name}' stands twice in the document", hint="Give each its own operationId."
                )
            taken.add(name)
            yield _call(method, str(path), name, item, said, document, resolver)


def _call(
    method: str,
    path: str,
    name: str,
    item: Mapping[str, Any],
    said: Mapping[str, Any],
    document: Mapping[str, Any],
    resolver: Resolver,
) -> Call:
    parameters = {(p.where, p.name): p for p in _parameters(item, resolver)}
    parameters |= {(p.where, p.name): p for p in _parameters(said, resolver)}
    security = said.get("security", document.get("security"))
    return Call(
        method=method.upper(),
        path=path,
        id=name,
        words=_words(said),
        tags=tuple(str(tag) for tag in said.get("tags", ())),
        parameters=tuple(parameters.values()),
        body=_body(said, resolver),
        replies=tuple(_replies(said, resolver)),
        security=tuple(tuple(str(key) for key in one) for one in security or ()),
    )


def _words(said: Mapping[str, Any]) -> str:
    """Summary and description, each ending as a sentence does."""
    told = [str(said.get(key, "")).strip() for key in ("summary", "description")]
    return "\n".join(text if text.endswith((".", "!", "?", ":")) else f"{text}." for text in told if text)


def _parameters(node: Mapping[str, Any], resolver: Resolver) -> Iterator[Parameter]:
    for entry in node.get("parameters", ()):
        said = resolver.plain(entry)
        if said.get("in") not in _PLACES or not said.get("name"):
            raise UserError(
                f"a parameter has no name or stands in '{said.get('in')}'", hint=f"Known: {', '.join(_PLACES)}."
            )
        content: Mapping[str, Any] = next(iter((said.get("content") or {}).values()), {})
        yield Parameter(
            name=str(said["name"]),
            where=said["in"],
            required=bool(said.get("required", said["in"] == "path")),
            schema=resolver.schema(said.get("schema", content.get("schema", {}))),
            description=str(said.get("description", "")),
            example=_example(said),
        )


def _example(said: Mapping[str, Any]) -> Any:
    """The value that a document shows for a parameter; None where it shows none."""
    schema = said.get("schema") or {}
    several = [one.get("value") for one in (said.get("examples") or {}).values() if isinstance(one, Mapping)]
    known = (said.get("example"), *several, schema.get("example"), *(schema.get("examples") or ()))
    return next((value for value in known if value is not None), None)


def _body(said: Mapping[str, Any], resolver: Resolver) -> Body | None:
    node = resolver.plain(said.get("requestBody"))
    if not node:
        return None
    media, examples, labels = _media(node, resolver)
    return Body(required=bool(node.get("required", False)), media=media, examples=examples, labels=labels)


def _replies(said: Mapping[str, Any], resolver: Resolver) -> Iterator[Reply]:
    for status, entry in (said.get("responses") or {}).items():
        node = resolver.plain(entry)
        media, examples, labels = _media(node, resolver)
        yield Reply(
            status=_status(str(status)),
            description="\n".join(
                [str(node.get("description", "")), *(w for s in media.values() for w in words_of(s))]
            ),
            media=media,
            headers=tuple(str(name) for name in (node.get("headers") or {})),
            examples=examples,
            labels=labels,
        )


def _status(said: str) -> int:
    """404 of `404`, 4 of `4XX`, 0 of `default`."""
    return int(said) if said.isdigit() else int(said[0]) if said[:1].isdigit() else 0


def _media(
    node: Mapping[str, Any], resolver: Resolver
) -> tuple[dict[str, dict[str, Any]], tuple[Any, ...], tuple[str, ...]]:
    """Schemas by content type, and the examples with their names."""
    media: dict[str, dict[str, Any]] = {}
    examples: list[Any] = []
    labels: list[str] = []
    for name, content in (node.get("content") or {}).items():
        content = resolver.plain(content)
        media[str(name)] = resolver.schema(content.get("schema", {}))
        if "example" in content:
            examples.append(content["example"])
            labels.append("")
        for label, example in (content.get("examples") or {}).items():
            examples.append(resolver.plain(example).get("value"))
            labels.append(str(label))
    return media, tuple(examples), tuple(labels)


def _schemes(document: Mapping[str, Any], resolver: Resolver) -> Iterator[SecurityScheme]:
    for name, entry in ((document.get("components") or {}).get("securitySchemes") or {}).items():
        said = resolver.plain(entry)
        kind, place = said.get("type"), str(said.get("in", ""))
        words = str(said.get("description", ""))
        if kind == "apiKey" and place in ("header", "query", "cookie"):
            yield SecurityScheme(name=name, kind=place, parameter=str(said.get("name", "")), description=words)  # type: ignore[arg-type]  # checked in the line above
        elif kind == "http" and str(said.get("scheme", "")).lower() == "basic":
            yield SecurityScheme(name=name, kind="basic", description=words)
        else:  # bearer, OAuth and OpenID all carry a token in the Authorization header
            yield SecurityScheme(name=name, kind="bearer", description=words, format=str(said.get("bearerFormat", "")))
