"""The document that was derived from prose, for people: each part with the numbers of its sentences, and the sentences themselves."""

from __future__ import annotations

from typing import Any

import yaml

from engines.kernel.spec import Spec

SENTENCES = "x-sentences"


class _Plain(yaml.SafeDumper):
    """Writes every part where it stands, without anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


def is_told(node: Any) -> bool:
    """Whether a part of a document names the sentences that it came from."""
    if isinstance(node, dict):
        return SENTENCES in node or any(is_told(part) for part in node.values())
    return isinstance(node, list) and any(is_told(part) for part in node)


def told_document(root: dict[str, Any], spec: Spec) -> str:
    """YAML of a derived document; empty where the document was given."""
    if not is_told(root):
        return ""
    brief = {sentence.number: sentence.text for sentence in spec.sentences}
    return yaml.dump({**root, "x-brief": brief}, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=110)


def bare(node: Any) -> Any:
    """A document without the numbers of sentences, as clients get it."""
    if isinstance(node, dict):
        return {key: bare(part) for key, part in node.items() if key != SENTENCES}
    return [bare(part) for part in node] if isinstance(node, list) else node
