"""How refusals look: a class for each kind, and for what an operation says in its own way. Called by context and steps."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from engines.kernel.spec.service import Fault, FaultName, Operation
from engines.kernel.spec.service_terms import FAULT_NAMES
from engines.qlayer.python_service.kinds import PLAIN
from engines.qlayer.python_service.names import class_name
from engines.qlayer.python_service.syntax import call, code, constant, written
from engines.qlayer.python_service.terms import Needs, Scope, Terms
from engines.qlayer.python_service.world import World

FAULT_CLASSES: Mapping[FaultName, str] = {
    "unreadable": "Unreadable",
    "invalid": "Invalid",
    "unauthenticated": "Unauthenticated",
    "forbidden": "Forbidden",
    "unknown": "Unknown",
    "conflict": "Conflict",
    "gone": "Gone",
    "too_large": "TooLarge",
    "wrong_type": "WrongType",
    "too_many": "TooMany",
    "stale": "Stale",
    "no_condition": "NoCondition",
    "unprocessable": "Unprocessable",
    "locked": "Locked",
    "timeout": "TookTooLong",
    "not_acceptable": "NotAcceptable",
    "unpaid": "Unpaid",
    "not_built": "NotBuilt",
}
_USUAL: Mapping[FaultName, tuple[int, str, str]] = {
    "unreadable": (400, "What was sent cannot be read.", "Something was sent that is not what it claims to be."),
    "invalid": (400, "The request is not valid.", "A value is not what the document allows."),
    "unauthenticated": (401, "Credentials are needed.", "Nobody is known by the credentials, or there are none."),
    "forbidden": (403, "This is not allowed.", "The caller may not do this."),
    "unknown": (404, "There is no such thing.", "There is nothing of that name."),
    "conflict": (409, "Something stands against this.", "What there is stands against it."),
    "gone": (410, "This is gone.", "It was here, and is no more."),
    "too_large": (413, "This is too large.", "More was sent than is taken."),
    "wrong_type": (415, "This type of content is not taken.", "The body is of a type that is not declared."),
    "too_many": (429, "That is too often, wait a while.", "It was tried too often."),
    "stale": (412, "It has changed since.", "The caller knows an older version."),
    "no_condition": (428, "A condition is needed.", "The caller did not say which version is known."),
    "unprocessable": (422, "This cannot be carried out.", "It can be read, but not carried out."),
    "locked": (423, "This is locked.", "It may not be changed now."),
    "timeout": (408, "That took too long.", "It did not end in time."),
    "not_acceptable": (406, "There is nothing of that type.", "The caller takes no type that there is."),
    "unpaid": (402, "There is not enough to pay for this.", "What is there does not cover what is asked."),
    "not_built": (501, "This is not built yet.", "What the document asks for here is not built."),
}
PROBLEM = "{'type': 'about:blank', 'title': phrase(status), 'status': status, 'detail': says}"
PROBLEM_MEDIA = "application/problem+json"


@dataclass(frozen=True, kw_only=True)
class FaultClass:
    """One class of faults.py; empty where it is as its parent."""

    cls: str
    parent: str
    doc: str
    status: int = 0
    sentence: str = ""
    code: str = ""
    media: str = ""
    body: str = ""
    headers: str = ""


@dataclass(frozen=True, kw_only=True)
class FaultsView:
    """What faults.py is made of."""

    imports: tuple[str, ...]
    media: str
    body: str
    classes: tuple[FaultClass, ...]
    general: str = "Fault"


class FaultForms:
    """Finds the common form of refusals, and what differs from it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._needs = Needs()
        self._terms = Terms(world, self._needs)
        self._scope = Scope(names={n: (code(f"self.{n}"), PLAIN) for n in FAULT_NAMES})
        known = [fault for fault in world.service.faults if fault.body]
        forms = Counter((fault.body, fault.media) for fault in known)
        common = forms.most_common(1)[0][0] if forms else (PROBLEM, PROBLEM_MEDIA)
        self._body, self._media = common

    def view(self) -> FaultsView:
        """All classes, those of single operations last."""
        own = [self._own(operation, fault) for operation in self.world.service.operations for fault in operation.faults]
        classes = (*(self._usual(name) for name in FAULT_CLASSES), *own)
        body = self._terms.text(self._body, self._scope)
        return FaultsView(
            imports=tuple(sorted(what for module, what in self._needs.imports if module == "app.values")) or ("keep",),
            media=self._media,
            body=body,
            classes=classes,
        )

    def status(self, name: FaultName, operation: Operation | None = None) -> int:
        """The status of a kind of refusal."""
        return self.found(name, operation).status

    def found(self, name: FaultName, operation: Operation | None = None) -> Fault:
        """How a kind of refusal is answered, by an operation's own word or the service's; with its body."""
        own = [f for f in operation.faults if f.name == name] if operation else []
        said = next(iter((*own, *(f for f in self.world.service.faults if f.name == name))), None)
        if said is not None:
            return said
        if name == "not_built":
            return Fault(name=name, status=501, body=PROBLEM, media=PROBLEM_MEDIA)
        like = "invalid" if name == "unreadable" else ""
        for fault in self.world.service.faults:
            if fault.name == like:
                return replace(fault, name=name)
        code = self._general_code() if _USUAL[name][0] < 500 else ""
        return Fault(name=name, status=_USUAL[name][0], body=self._body, media=self._media, code=code)

    def _general_code(self) -> str:
        return next((fault.code for fault in self.world.service.faults if fault.name == "invalid"), "")

    def own_classes(self, operation: Operation) -> dict[str, str]:
        """The classes that stand for the usual ones in an operation."""
        return {FAULT_CLASSES[f.name]: _own_name(operation, f) for f in operation.faults}

    def _usual(self, name: FaultName) -> FaultClass:
        _, sentence, doc = _USUAL[name]
        return self._made(FAULT_CLASSES[name], "Fault", doc, self.found(name), sentence)

    def _own(self, operation: Operation, fault: Fault) -> FaultClass:
        doc = f"The same where {operation.method} {operation.path} refuses."
        return self._made(_own_name(operation, fault), FAULT_CLASSES[fault.name], doc, fault, "")

    def _made(self, cls: str, parent: str, doc: str, fault: Fault, sentence: str) -> FaultClass:
        differs = (fault.body, fault.media) != (self._body, self._media)
        body = self._terms.text(fault.body, self._scope) if fault.body else "None"
        return FaultClass(
            cls=cls,
            parent=parent,
            doc=doc,
            status=fault.status,
            sentence=sentence,
            code=fault.code,
            media=fault.media if fault.media != self._media or parent != "Fault" else "",
            body=body if differs or parent != "Fault" else "",
            headers=self._headers(fault),
        )

    def _headers(self, fault: Fault) -> str:
        said = {key: self._terms.typed(term, self._scope)[0] for key, term in fault.headers}
        if fault.name == "unauthenticated" and "WWW-Authenticate" not in said:
            challenges = dict.fromkeys(s.challenge for s in self.world.service.schemes if s.challenge)
            if challenges:
                said["WWW-Authenticate"] = constant(", ".join(challenges))
        pairs = [f"{written(constant(key))}: {written(_text(value))}" for key, value in said.items()]
        return "{" + ", ".join(pairs) + "}" if pairs else ""


def _text(value: ast.expr) -> ast.expr:
    return value if isinstance(value, ast.Constant) and isinstance(value.value, str) else call("str", value)


def _own_name(operation: Operation, fault: Fault) -> str:
    return f"{class_name(operation.name)}{FAULT_CLASSES[fault.name]}"
