"""Which blueprint builds what: the one that was asked for, or the one that makes this kind of application."""

from __future__ import annotations

from engines.kernel.errors import UserError
from engines.kernel.spec import AppKind
from engines.qlayer import Blueprint, blueprint_for, load_blueprint


def chosen_blueprint(stack: str, kind: AppKind) -> Blueprint:
    """The stack that was asked for, else the one that makes this kind of application; UserError when it does not."""
    found = load_blueprint(stack) if stack else blueprint_for(kind)
    if found is None or kind not in found.kinds:
        raise UserError(
            f"the brief asks for an application of kind '{kind}', which "
            + (f"the stack '{stack}' does not build" if stack else "no blueprint builds yet"),
            hint="Leave --stack out, and the kind of application chooses it." if stack else "",
        )
    return found
