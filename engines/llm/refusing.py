"""Why nobody answered, as errors that say what to do next. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from engines.kernel.errors import QuantumLayerError, Retryable, Unavailable
from engines.kernel.llm import Ask, BudgetSpent, NoModel
from engines.llm.route import Route, Why

LASTING: Sequence[Why] = ("over_budget", "price_unknown", "no_key", "too_small", "no_tools", "leaves_machine")
"""What is told when candidates were passed over for several reasons: the one that is closest to an answer."""


def shortest_wait(route: Route) -> float | None:
    """Seconds until somebody who rests or is at a limit can be asked; None when nobody is."""
    return min((each.wait for each in route.passed if each.why in ("resting", "at_limit")), default=None)


def worth_waiting(failures: Sequence[QuantumLayerError]) -> bool:
    """Whether it is limits that are in the way, which end by themselves, rather than faults."""
    return not failures or any(isinstance(each, Retryable) for each in failures)


def none_fits(ask: Ask, route: Route) -> QuantumLayerError:
    """The error for a route without candidates."""
    reasons = {candidate.why for candidate in route.passed}
    reason = next((why for why in LASTING if why in reasons), None)
    match reason:
        case "over_budget":
            return BudgetSpent(
                "This would pass a budget for language models.", hint="`ql models budget list` shows them."
            )
        case "price_unknown":
            return BudgetSpent(
                "There is a budget, and the price of no model that could be asked is known.",
                hint="Add the model again with its price: ql models add --price-read --price-written.",
            )
        case "no_key":
            return NoModel("There is no key for any model that could be asked.", hint="Set one with `ql keys set`.")
        case "leaves_machine":
            return NoModel(
                "This may not leave the machine, and no model on it is set up.",
                hint="Add one that runs here, such as `ql models add ollama/qwen3-coder`.",
            )
        case "no_tools":
            return NoModel("No model that is set up can call tools.", hint="Add one that can: ql models add.")
    if ask.model:
        return NoModel(f"There is no model '{ask.model}'.", hint="`ql models list` shows which there are.")
    return NoModel("No language model is set up.", hint="Add one, such as `ql models add anthropic/claude-haiku-4-5`.")


def all_failed(failures: Sequence[QuantumLayerError], route: Route) -> QuantumLayerError:
    """The error when everybody who could be asked failed: what the last one said, and how long to wait."""
    wait = shortest_wait(route)
    if not failures:
        return Unavailable(
            f"All models rest or are at their limits; the first one can be asked in {wait or 0:.0f} seconds.",
            hint="Wait, or add another model: ql models add.",
        )
    last = failures[-1]
    return Unavailable(f"No model answered. {last}", hint=last.hint)
