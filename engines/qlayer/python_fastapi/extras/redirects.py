"""Short addresses: `/{code}` sends browsers on, and counts clicks where that is asked. Called by the extras.

The feature `redirects` names the field of the code and that of the address in `fields`; option `path` stands before codes.
"""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec import FieldType
from engines.qlayer.python_fastapi.access import visitor_actions
from engines.qlayer.python_fastapi.extras.model import Extra, Model, asked
from engines.qlayer.python_fastapi.features import feature_fact
from engines.qlayer.python_fastapi.names import Names
from engines.qlayer.python_fastapi.tables import plain_table
from engines.qlayer.python_fastapi.views import EntityShape, FieldView, Shapes
from engines.qlayer.python_fastapi.web_titles import python_title, template_title
from engines.qlayer.python_fastapi.web_views import RESERVED, web_path

_COUNTED = ("clicks", "click_count", "number_of_clicks", "visits", "visit_count", "hits", "hit_count")
_ENDS = ("expires_at", "expires_on", "expiry_date", "expiration_date", "expires", "expiry", "valid_until")
_ELSEWHERE = {
    "api-keys",
    "audit-log",
    "board",
    "favicon",
    "feed-addresses",
    "new",
    "outbox",
    "sitemap",
    "trash",
    "webhooks",
}


@dataclass(frozen=True, kw_only=True)
class RedirectView:
    """Which records are short addresses. `counter`: a field that counts clicks too; `ends`: when an address stops."""

    extra: Extra
    names: Names
    code: FieldView
    url: FieldView
    ends: FieldView | None
    counter: str
    changed: str
    facts: tuple[str, ...]
    counted: tuple[str, ...]
    prefix: str
    reserved: tuple[str, ...]
    open: bool
    page: str
    title: str
    python_title: str
    space: int

    @property
    def counts(self) -> bool:
        """Whether clicks are counted."""
        return bool(self.counted)


def redirect_view(shapes: Shapes) -> RedirectView | None:
    """The short addresses of a specification, if it asks for them."""
    for feature in asked(shapes.spec, "redirects", "click_counts"):
        shape = shapes.entities.get(feature.entity)
        fields = [found for name in feature.fields if shape and (found := shape.field(name))]
        if shape and len(fields) == 2:
            return _view(shapes, shape, fields[0], fields[1], feature_fact(feature), dict(feature.options))
    return None


def _view(
    shapes: Shapes, shape: EntityShape, code: FieldView, url: FieldView, fact: str, options: dict[str, str]
) -> RedirectView:
    names = shape.names
    counted = tuple(map(feature_fact, asked(shapes.spec, "click_statistics", "click_counts")))
    ends = [f for f in shape.fields if f.field.name in _ENDS and f.type in (FieldType.DATE, FieldType.DATETIME)]
    numbers = [f for f in shape.fields if f.field.name in _COUNTED and f.type is FieldType.INTEGER]
    columns = {
        "id": ("sa.Integer()", False),
        "record_id": ("sa.Integer()", False),
        "day": ("sa.Date()", False),
        "number": ("sa.Integer()", False),
    }
    table = plain_table(
        "click_counts", columns, references={"record_id": names.table}, unique_together=("record_id", "day")
    )
    taken = {web_path(other.names).strip("/") for other in shapes.entities.values()}
    return RedirectView(
        extra=Extra(
            condition="redirects",
            facts=(fact, *counted),
            models=(Model(module="click_count", cls="ClickCount"),) if counted else (),
            tables=(table,) if counted else (),
            api=("redirects",) if counted else (),
            icons=frozenset({"line-chart"} if counted else ()),
        ),
        names=names,
        code=code,
        url=url,
        ends=next(iter(ends), None),
        counter=numbers[0].attr if numbers else "",
        changed="updated_at" if "updated_at" in shape.stamps else "",
        facts=(fact,),
        counted=counted,
        prefix=options.get("path", ""),
        reserved=() if options.get("path") else tuple(sorted(RESERVED | _ELSEWHERE | taken)),
        open="read" in visitor_actions(shapes.spec, shape.entity.name),
        page=web_path(names) if shapes.spec.kind == "web" else "",
        title=template_title(shapes, shape.entity.name, names.var),
        python_title=python_title(shapes, shape.entity.name, names.var),
        space=code.field.max_length or 64,
    )
