"""The audit log: who changed what and when, kept in the transaction of the change. Called by the extras."""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec import Spec
from engines.qlayer.python_fastapi.extras.model import AdminPage, Extra, Model, asked, covered
from engines.qlayer.python_fastapi.features import feature_fact
from engines.qlayer.python_fastapi.tables import plain_table


@dataclass(frozen=True, kw_only=True)
class AuditView:
    """The entities whose changes are kept; `accounts`: theirs too; `moves`: some of them have states."""

    extra: Extra
    entities: frozenset[str]
    accounts: bool
    moves: bool


def audit_view(spec: Spec) -> AuditView | None:
    """The audit log of a specification, if it asks for one."""
    features = asked(spec, "audit_log", "audit_entries", "audit_log")
    if not features:
        return None
    who = {"user_id": ("sa.Integer()", True), "user_name": ("sa.String(200)", False)} if spec.accounts else {}
    columns = {
        "id": ("sa.Integer()", False),
        "at": ("sa.DateTime(timezone=True)", False),
        **who,
        "entity": ("sa.String(100)", False),
        "record_id": ("sa.Integer()", False),
        "action": ("sa.String(20)", False),
        "field": ("sa.String(100)", True),
        "old": ("sa.Text()", True),
        "new": ("sa.Text()", True),
        "reason": ("sa.String(500)", True),
    }
    logged = covered(spec, features)
    return AuditView(
        extra=Extra(
            condition="audit",
            facts=tuple(map(feature_fact, features)),
            models=(Model(module="audit_entry", cls="AuditEntry"),),
            tables=(plain_table("audit_entries", columns, ("at", "entity", "record_id"), append_only=True),),
            api=("audit",),
            pages=(AdminPage(path="/audit-log", label="Audit log", icon="clock", module="audit"),),
            filters=frozenset({"ago", "moment", "day"}),
            icons=frozenset({"clock"}),
        ),
        entities=logged,
        accounts=spec.accounts and any(not feature.entity for feature in features),
        moves=any(entity.lifecycle for entity in spec.entities if entity.name in logged),
    )
