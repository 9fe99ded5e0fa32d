"""Names of a specification as people read them. Called by the other modules of this package."""

from __future__ import annotations

_CAPITALS = frozenset({"api", "gps", "iban", "id", "ip", "isbn", "issn", "iata", "pdf", "sku", "url", "vat", "vin"})


def label(name: str) -> str:
    """A snake_case name with a capital: `vat_number` becomes `VAT number`."""
    words = [word.upper() if word in _CAPITALS else word for word in name.replace("_", " ").split()]
    text = " ".join(words)
    return text[:1].upper() + text[1:]
