"""What the dashboard shows: figures, one chart, states and two short lists, only from what the specification holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engines.kernel.spec import FieldType
from engines.qlayer.python_fastapi.computed import computed_views
from engines.qlayer.python_fastapi.views import EntityShape, FieldView, Shapes
from engines.qlayer.python_fastapi.web_titles import template_title
from engines.qlayer.python_fastapi.web_views import Pages, ShownColumn
from engines.qlayer.web import label


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number with its label: how many are open, late or kept at all. `function` counts it."""

    kind: str
    function: str
    label: str
    pages: Pages
    states: tuple[str, ...] = ()
    one: str = ""
    several: str = ""

    @property
    def fresh(self) -> bool:
        """Whether it can be told how many are new."""
        return "created_at" in self.pages.stamps and self.kind != "late"


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Records by month of a date."""

    heading: str
    axis: str
    pages: Pages
    field: str
    moment: bool


@dataclass(frozen=True, kw_only=True)
class ShortList:
    """Five records: the next due, or the latest."""

    name: str
    heading: str
    pages: Pages
    var: str
    title: str
    under: str
    columns: tuple[ShownColumn, ...]
    late: str
    states: tuple[str, ...]
    sort: str
    sort_attr: str
    without: str


@dataclass(frozen=True, kw_only=True)
class DashboardView:
    """Everything on the first page."""

    create: Pages | None
    figures: tuple[Figure, ...]
    chart: Chart | None
    states: Pages | None
    lists: tuple[ShortList, ...]

    @property
    def used(self) -> list[Pages]:
        """The collections it reads, each once."""
        shown = [figure.pages for figure in self.figures] + [part.pages for part in self.lists]
        shown += [self.chart.pages] if self.chart else []
        shown += [self.states] if self.states else []
        return sorted({pages.path: pages for pages in shown}.values(), key=lambda pages: pages.path)


def dashboard_view(shapes: Shapes, pages: Sequence[Pages]) -> DashboardView:
    """The dashboard of an application with these pages."""
    main = _main(pages)
    return DashboardView(
        create=main,
        figures=tuple(_figures(shapes, pages))[:4],
        chart=_chart(shapes, pages, main),
        states=next((p for p in (main, *pages) if p and p.view.states), None),
        lists=tuple(_lists(shapes, pages, main))[:2],
    )


def _main(pages: Sequence[Pages]) -> Pages | None:
    moving = [p for p in pages if p.view.states]
    due = [p for p in pages if p.view.due]
    linked = sorted(pages, key=lambda page: -len(page.references))
    return next(iter((*due, *moving, *linked)), None)


def _figures(shapes: Shapes, pages: Sequence[Pages]) -> Iterator[Figure]:
    for p in pages:
        if p.view.states and p.view.open and p.view.closed:
            yield Figure(
                kind="open",
                function=f"open_{p.names.plural}",
                label=f"Open {p.view.many}",
                pages=p,
                states=p.view.open,
                one=f"{p.view.one} is open",
                several=f"{p.view.many} are open",
            )
        if p.view.due and _counts_late(shapes, p):
            yield Figure(
                kind="late",
                function=f"late_{p.names.plural}",
                label=f"Late {p.view.many}",
                pages=p,
                states=p.view.open,
                one=f"{p.view.one} is late",
                several=f"{p.view.many} are late",
            )
    for p in pages:
        if not p.view.states:
            yield Figure(kind="count", function=f"all_{p.names.plural}", label=p.labels, pages=p)


def _counts_late(shapes: Shapes, pages: Pages) -> bool:
    """Whether the list can be asked for the late ones."""
    flag = pages.view.late_flag
    known = computed_views(shapes, shapes[pages.view.name], set(), set()) if flag else ()
    return not flag or any(value.name == flag and value.query for value in known)


def _chart(shapes: Shapes, pages: Sequence[Pages], main: Pages | None) -> Chart | None:
    for p in (main, *pages):
        if p is None:
            continue
        date = _date(shapes[p.view.name])
        if date:
            return Chart(
                heading=f"{p.labels} per month",
                axis=label(date.field.name),
                pages=p,
                field=date.name,
                moment=date.type is FieldType.DATETIME,
            )
    return None


def _date(shape: EntityShape) -> FieldView | None:
    dates = [f for f in shape.fields if f.type in (FieldType.DATE, FieldType.DATETIME) and "birth" not in f.name]
    required = [f for f in dates if f.required]
    return next(iter((*required, *dates)), None)


def _lists(shapes: Shapes, pages: Sequence[Pages], main: Pages | None) -> Iterator[ShortList]:
    if main and main.view.late_flag and _counts_late(shapes, main):
        yield _list(shapes, main, f"late_{main.names.plural}_list", f"Late {main.view.many}", (), main.view.due)
    elif main and main.view.due:
        yield _list(shapes, main, f"next_{main.names.plural}", "Due next", main.view.open, main.view.due)
    for p in sorted(pages, key=lambda p: (not p.view.states, p is main)):
        yield _list(shapes, p, f"latest_{p.names.plural}", f"Latest {p.view.many}", (), "-id")


def _list(shapes: Shapes, pages: Pages, name: str, heading: str, states: tuple[str, ...], sort: str) -> ShortList:
    var = pages.names.var
    due = shapes[pages.view.name].field(pages.view.due)
    certain = due is not None and due.required
    reference = next((c for c in pages.columns if c.kind == "reference" and c.required), None)
    wanted = [c for c in pages.columns if c.name == pages.view.due or c.kind == "status"]
    others = [c for c in pages.columns if c.kind in ("money", "date", "enum")]
    text = next((f"{var}.{c.attr} or ''" for c in pages.columns if c.kind in ("email", "phone", "text")), "")
    return ShortList(
        name=name,
        heading=heading,
        pages=pages,
        var=var,
        title=template_title(shapes, pages.view.name, var),
        under=reference.shown if reference else text,
        columns=tuple(wanted or others[:1]),
        late=pages.late,
        states=states,
        sort=sort,
        sort_attr=pages.due_attr,
        without="" if certain else " or now()" if pages.view.due_kind == "datetime" else " or today()",
    )
