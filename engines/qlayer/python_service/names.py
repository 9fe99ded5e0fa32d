"""Names of a service in Python: classes, modules, attributes and what the document calls them."""

from __future__ import annotations

import builtins
import keyword

from engines.kernel.spec.service_terms import FUNCTIONS, snake

__all__ = ["attribute", "class_name", "label", "module_name", "snake", "variable"]

_RESERVED_CLASSES = frozenset(
    (
        "Any", "Base", "Call", "Carrier", "Conflict", "Contract", "Failed", "Fault", "Forbidden", "Found", "Gone", "Invalid",
        "Locked", "Mapped", "Mapping", "Moment", "NoCondition", "NotAcceptable", "NotAllowed", "NotBuilt", "Request",
        "Response", "Stale", "Store", "TookTooLong", "TooLarge", "TooMany", "Unauthenticated", "Unknown", "Unprocessable",
        "Unreadable", "Upload", "WrongType", "String", "Text", "JSON", "Index", "Date", "Boolean", "Float", "Integer",
        "LargeBinary", "BigInteger", "UniqueConstraint", "ForeignKey",
    )
)  # fmt: skip
_RESERVED_NAMES = frozenset(
    (
        "call",
        "store",
        "request",
        "body",
        "form",
        "query",
        "path",
        "header",
        "cookie",
        "raw",
        "where",
        "operation",
        "metadata",
        "contains",
        "starts",
        "has",
        *FUNCTIONS,
    )
)
_RESERVED_ATTRIBUTES = frozenset(("metadata", "registry", "alive", "pk"))


def class_name(resource: str) -> str:
    """The class of a resource."""
    made = "".join(part[:1].upper() + part[1:] for part in resource.split("_"))
    return f"{made}Record" if made in _RESERVED_CLASSES or hasattr(builtins, made) else made


def module_name(resource: str) -> str:
    """The module of a resource or a group."""
    return f"{resource}_" if keyword.iskeyword(resource) else resource


def attribute(field: str) -> str:
    """A field as an attribute of its class."""
    return f"{field}_" if keyword.iskeyword(field) or field in _RESERVED_ATTRIBUTES else field


def variable(name: str) -> str:
    """A name that a step gives, as a local variable."""
    taken = keyword.iskeyword(name) or name in _RESERVED_NAMES or hasattr(builtins, name)
    return f"{name}_" if taken else name


def label(name: str) -> str:
    """A name as people say it."""
    return name.replace("_", " ")
