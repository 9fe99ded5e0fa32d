"""Adapters of `engines.kernel.sandbox`; `app.bootstrap` takes the strongest that works from `choose_sandbox`."""

from engines.edges.sandbox.bubblewrap import BubblewrapSandbox
from engines.edges.sandbox.choose import choose_sandbox
from engines.edges.sandbox.limits import LimitsSandbox

__all__ = ["BubblewrapSandbox", "LimitsSandbox", "choose_sandbox"]
