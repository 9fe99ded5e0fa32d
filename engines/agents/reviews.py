"""What reviewers look for in a rendered project without a model. Pure: a tree and a specification in, findings out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from engines.kernel.findings import Finding, Severity
from engines.kernel.spec import Spec, facts, rule_id
from engines.kernel.tree import SourceTree

_CALLS: dict[str, tuple[Severity, str, str]] = {
    "eval": ("critical", "runs text as code", "parse the value instead"),
    "exec": ("critical", "runs text as code", "call a function instead"),
    "os.system": ("critical", "runs a shell command", "use subprocess with a list of arguments"),
    "pickle.loads": ("critical", "runs code hidden in data", "use JSON"),
    "pickle.load": ("critical", "runs code hidden in data", "use JSON"),
    "yaml.load": ("high", "may build any object from data", "use yaml.safe_load"),
    "hashlib.md5": ("high", "uses a broken hash", "use sha256, or scrypt for passwords"),
    "hashlib.sha1": ("high", "uses a broken hash", "use sha256, or scrypt for passwords"),
}
_FLAGS = {"shell": True, "verify": False, "debug": True}
_SECRETS = ("password", "secret", "token", "api_key")


def security(tree: SourceTree) -> list[Finding]:
    """Dangerous calls, switched-off protections and secrets in the application's Python files."""
    found: list[Finding] = []
    for path, content in tree.files.items():
        if path.endswith(".py") and not path.startswith("tests/"):
            found.extend(_read_module(path, content.decode()))
    return found


def _read_module(path: str, source: str) -> Iterator[Finding]:
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call():
                yield from _calls(path, node)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str() as text)) if text and _secret(
                name
            ):
                yield _finding(
                    "critical", f"{name} stands in the source", path, node.lineno, "read it from the environment"
                )


def _calls(path: str, node: ast.Call) -> Iterator[Finding]:
    name = ast.unparse(node.func)
    if name in _CALLS:
        severity, title, advice = _CALLS[name]
        yield _finding(severity, f"{name} {title}", path, node.lineno, advice)
    for keyword in node.keywords:
        if (
            keyword.arg in _FLAGS
            and isinstance(keyword.value, ast.Constant)
            and keyword.value.value is _FLAGS[keyword.arg]
        ):
            text = f"{name}({keyword.arg}={keyword.value.value})"
            yield _finding("high", f"{text} switches a protection off", path, node.lineno, f"drop {keyword.arg}")


def _secret(name: str) -> bool:
    return any(name.lower() == word or name.lower().endswith("_" + word) for word in _SECRETS)


def _finding(severity: Severity, title: str, path: str, line: int, advice: str) -> Finding:
    return Finding(severity=severity, title=title, place=f"{path}:{line}", advice=advice, by="security")


def proof(spec: Spec, tree: SourceTree) -> list[Finding]:
    """Rules of the specification that no test in the tree proves."""
    proven = {anchor.fact for anchor in tree.anchors if anchor.test}
    return [
        Finding(severity="high", title=f"no test proves {fact}", place=fact, advice="add a test for the rule", by="qa")
        for fact in map(rule_id, spec.rules)
        if fact not in proven
    ]


def scope(spec: Spec, tree: SourceTree) -> list[Finding]:
    """Facts that no code carries out, and sentences that nobody understood."""
    carried = {anchor.fact for anchor in tree.anchors}
    missing = [fact for fact, origin in facts(spec) if origin.sentences and fact not in carried]
    unread = [sentence for sentence in spec.sentences if sentence.status == "not_understood"]
    return [*map(_missing, missing), *(_unread(sentence.number, sentence.text) for sentence in unread)]


def _missing(fact: str) -> Finding:
    return Finding(
        severity="medium", title=f"{fact} is not built", place=fact, advice="see TRACE.md", by="project_manager"
    )


def _unread(number: int, text: str) -> Finding:
    title = f"not understood: {text[:80]}"
    return Finding(
        severity="low", title=title, place=f"sentence {number}", advice="say it in other words", by="project_manager"
    )
