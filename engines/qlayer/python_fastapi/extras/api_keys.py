"""API keys: what programs show instead of a password, one account each. Called by the extras."""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec import Spec
from engines.qlayer.python_fastapi.extras.model import AdminPage, Extra, Model, asked
from engines.qlayer.python_fastapi.features import feature_fact
from engines.qlayer.python_fastapi.tables import plain_table

_COLUMNS = {
    "id": ("sa.Integer()", False),
    "user_id": ("sa.Integer()", False),
    "name": ("sa.String(100)", False),
    "prefix": ("sa.String(20)", False),
    "key_hash": ("sa.String(64)", False),
    "created_at": ("sa.DateTime(timezone=True)", False),
    "expires_at": ("sa.DateTime(timezone=True)", True),
    "revoked_at": ("sa.DateTime(timezone=True)", True),
}


@dataclass(frozen=True, kw_only=True)
class ApiKeyView:
    """The keys of accounts."""

    extra: Extra


def api_key_view(spec: Spec) -> ApiKeyView | None:
    """The keys of a specification; without accounts there is nobody whom they could stand for."""
    features = asked(spec, "api_keys", "api_keys")
    if not features or not spec.accounts:
        return None
    return ApiKeyView(
        extra=Extra(
            condition="api_keys",
            facts=tuple(map(feature_fact, features)),
            models=(Model(module="api_key", cls="ApiKey"),),
            tables=(
                plain_table("api_keys", _COLUMNS, ("user_id",), references={"user_id": "users"}, unique=("key_hash",)),
            ),
            api=("api_keys",),
            pages=(AdminPage(path="/api-keys", label="API keys", icon="code", module="api_keys", everyone=True),),
            filters=frozenset({"moment", "day"}),
            icons=frozenset({"code", "plus", "trash"}),
        )
    )
