"""What a model is shown of a project: a map of what its files define, and the files that matter most, within a budget. Pure.

Tokens are counted as characters divided by `PER_TOKEN`, a little more than any tokeniser needs for code.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import log

PER_TOKEN = 3.2
_WORD = re.compile(r"[A-Za-z][a-z]+|[A-Z]+(?![a-z])")
_SHOWN = (".py", ".html", ".jinja", ".js", ".css", ".toml", ".yaml", ".md", ".sql")
_DULL = ("TRACE.md", "spec.yaml", "quantumlayer.json", "requirements", "migrations/versions", ".lock", "static/")


def tokens(text: str) -> int:
    """How many tokens a text takes at most, about."""
    return int(len(text) / PER_TOKEN) + 1


def relevant(files: Mapping[str, str], said: str, *, budget: int) -> Sequence[str]:
    """The paths of the files that speak most of what was said, as many as fit into a budget of tokens, the best first."""
    weights = _weights(files)
    wanted = set(_words(said))
    scores = {path: _score(path, text, wanted, weights) for path, text in files.items() if _matters(path)}
    chosen, left = list[str](), budget
    for path in sorted(scores, key=lambda name: (-scores[name], name)):
        size = tokens(files[path])
        if scores[path] > 0 and size <= left:
            chosen.append(path)
            left -= size
    return chosen


def overview(files: Mapping[str, str], said: str, *, budget: int) -> str:
    """Each file with the names that it defines, those first that speak of what was said; paths alone when it gets long."""
    wanted, weights = set(_words(said)), _weights(files)
    order = sorted(
        (path for path in files if _matters(path)),
        key=lambda path: (-_score(path, files[path], wanted, weights), path),
    )
    lines, left = list[str](), budget
    for path in order:
        entry = f"{path}: {', '.join(defined)}" if (defined := _signatures(files[path], path)) else path
        entry = entry if tokens(entry) <= left else path
        if tokens(entry) > left:
            lines.append(f"... and {len(order) - len(lines)} more files")
            break
        lines.append(entry)
        left -= tokens(entry)
    return "\n".join(lines)


def shown(files: Mapping[str, str], paths: Iterable[str]) -> str:
    """Files whole, each under its path."""
    return "\n\n".join(f"{path}\n```\n{files[path].rstrip()}\n```" for path in paths)


def found(files: Mapping[str, str], words: str, *, most: int = 30) -> str:
    """The lines in which all of some words stand, with their places."""
    wanted = words.lower().split()
    hits = [
        f"{path}:{number}: {line.strip()[:160]}"
        for path, text in sorted(files.items())
        if _matters(path)
        for number, line in enumerate(text.splitlines(), 1)
        if all(word in line.lower() for word in wanted)
    ]
    more = [f"... and {len(hits) - most} more"] if len(hits) > most else []
    return "\n".join([*hits[:most], *more]) or f"Nothing has '{words}' in one line."


def _matters(path: str) -> bool:
    return path.endswith(_SHOWN) and not any(dull in path for dull in _DULL)


def _words(text: str) -> list[str]:
    return [_stem(word.lower()) for word in _WORD.findall(text) if len(word) > 2]


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "ies", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


def _weights(files: Mapping[str, str]) -> Mapping[str, float]:
    """How telling each word is: the fewer files it stands in, the more."""
    counts = Counter(word for path, text in files.items() if _matters(path) for word in set(_words(f"{path} {text}")))
    return {word: log((1 + len(files)) / count) for word, count in counts.items()}


def _score(path: str, text: str, wanted: set[str], weights: Mapping[str, float]) -> float:
    counts, named = Counter(_words(text)), set(_words(path))
    told = sum(weights.get(word, 0.0) * (1 + log(counts[word])) for word in wanted if counts[word])
    return told + 3 * sum(weights.get(word, 0.0) for word in wanted & named)


@cache
def _signatures(text: str, path: str) -> Sequence[str]:
    """The classes with their methods and the functions of a Python module, each with its parameters."""
    if not path.endswith(".py"):
        return []
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return []
    return [entry for node in body if (entry := _signature(node))]


def _signature(node: ast.stmt) -> str:
    match node:
        case ast.ClassDef():
            methods = [_signature(each) for each in node.body]
            inside = "; ".join(each for each in methods if each and not each.startswith("_"))
            return f"class {node.name}({inside})" if inside else f"class {node.name}"
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            return f"{node.name}({', '.join(name for name in names if name not in ('self', 'cls'))})"
    return ""
