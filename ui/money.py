"""What things cost, as people read it. The engine counts in US dollars; every room shows them through here."""

from __future__ import annotations

from ui.language import say


def price(dollars: float) -> str:
    """An amount with two decimals; four for what is less than a cent."""
    figure = f"{dollars:.4f}" if 0 < dollars < 0.01 else f"{dollars:,.2f}"
    return say("$ {amount}", amount=figure)
