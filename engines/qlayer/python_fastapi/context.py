"""What the templates of python-fastapi see: `app`, and one `entity` per module of its kind. Called by render."""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec import Spec
from engines.qlayer.contract import contract_view
from engines.qlayer.model import Blueprint, Context
from engines.qlayer.python_fastapi.access import RoleAccess, role_accesses
from engines.qlayer.python_fastapi.entities import EntityView, entity_view
from engines.qlayer.python_fastapi.extras import Extras, extras_view
from engines.qlayer.python_fastapi.extras.mail_tests import message_tests
from engines.qlayer.python_fastapi.features import (
    FigureView,
    ReminderView,
    ReportView,
    feature_fact,
    figure_views,
    reminder_views,
    report_views,
)
from engines.qlayer.python_fastapi.names import Names
from engines.qlayer.python_fastapi.shapes import shapes
from engines.qlayer.python_fastapi.tables import migration_tables
from engines.qlayer.python_fastapi.test_views import with_modules
from engines.qlayer.python_fastapi.tests import tests_view
from engines.qlayer.python_fastapi.web import web_view
from engines.qlayer.samples.feasible import feasible

_ARITHMETIC = frozenset(
    """
    average days_between hours_between minutes_between money number ratio rounded years_between
    """.split()  # noqa: SIM905 - one word beside the other reads better
)


@dataclass(frozen=True, kw_only=True)
class AppView:
    """The application as a whole. `user` holds what the specification adds to accounts."""

    spec: Spec
    name: str
    title: str
    summary: str
    accounts: bool
    web: bool
    currency: str
    entities: tuple[EntityView, ...]
    user: EntityView | None
    roles: tuple[RoleAccess, ...]
    role_names: tuple[str, ...]
    default_role: str
    visitors: bool
    files: bool
    reports: tuple[ReportView, ...]
    reminders: tuple[ReminderView, ...]
    figures: tuple[FigureView, ...]
    extras: Extras
    feature_uses: dict[str, frozenset[str]]
    facts: dict[str, tuple[str, ...]]
    arithmetic: frozenset[str]
    classes: dict[str, Names]
    requirements: dict[str, str]
    serve: tuple[str, ...]
    test: tuple[str, ...]
    blueprint: str
    version: str

    @property
    def charts(self) -> tuple[ReportView, ...]:
        """The reports that the dashboard draws."""
        return tuple(report for report in self.reports if report.chart)

    def imported(self, uses: frozenset[str]) -> list[Names]:
        """The entities among names that a module uses."""
        return [names for cls, names in self.classes.items() if cls in uses]


def build_context(spec: Spec, blueprint: Blueprint) -> Context:
    """Values, loops and conditions for the manifest."""
    shapes(spec)  # names what is no specification before objects of it are sought
    spec = feasible(spec)
    app = app_view(spec, blueprint)
    conditions = frozenset(_conditions(app))
    values: dict[str, object] = {
        "app": app,
        "tables": migration_tables(app.entities, app.user, app.accounts, app.files, app.extras.tables),
        "labels": {view.names.name: view.label_attr for view in app.entities},
        "dashboard": "dashboard" in conditions,
    }
    web = web_view(spec) if app.web else None
    if web:
        values["web"] = web
    tests = tests_view(spec)
    suites = with_modules(tests.entities, (file.path for file in blueprint.files if not file.each))
    values["message_tests"] = message_tests(tests.spec, app.extras.mail, tests) if app.extras.mail else ()
    values["tests"], values["contract"] = tests, contract_view(spec)
    return Context(
        values=values,
        loops={
            "entity": app.entities,
            "moving": [view for view in app.entities if view.lifecycle],
            "suite": suites,
            "ruled": [suite for suite in suites if suite.has_rules],
            "lanes": web.lanes if web else (),
            "calendar": web.calendars if web else (),
        },
        conditions=conditions | ({"extras"} if tests.dashboard or app.files or app.reports or app.reminders else set()),
    )


def app_view(spec: Spec, blueprint: Blueprint) -> AppView:
    """The application's view, without those of the web interface and the tests."""
    known = shapes(spec)
    views = {name: entity_view(known, shape) for name, shape in known.entities.items()}
    user = views.pop("user", None) if spec.accounts else None
    uses: dict[str, set[str]] = {"reports": set(), "reminders": set(), "dashboard": set()}
    reports = report_views(known, uses["reports"])
    reminders = reminder_views(known, uses["reminders"])
    figures = figure_views(known, uses["dashboard"])
    roles = role_accesses(spec) if spec.accounts else ()
    everything = set().union(*uses.values(), *(view.model_uses | view.service_uses for view in views.values()))
    return AppView(
        spec=spec,
        name=spec.name,
        title=spec.title,
        summary=spec.summary or f"{spec.title}.",
        accounts=spec.accounts,
        web=spec.kind == "web",
        currency=spec.currency,
        entities=tuple(views.values()),
        user=user,
        roles=roles,
        role_names=_role_names(spec, roles),
        default_role=_default_role(spec),
        visitors=any(role.name == "visitor" for role in roles),
        files=any(view.files for view in views.values()) or any(f.name == "file_upload" for f in spec.features),
        reports=reports,
        reminders=reminders,
        figures=figures,
        extras=extras_view(known),
        feature_uses={name: frozenset(used) for name, used in uses.items()},
        facts=_facts(spec),
        arithmetic=frozenset(everything & _ARITHMETIC),
        classes={view.cls: view.names for view in views.values()},
        requirements=dict(blueprint.requirements),
        serve=blueprint.serve,
        test=blueprint.test,
        blueprint=blueprint.name,
        version=blueprint.version,
    )


def _role_names(spec: Spec, roles: tuple[RoleAccess, ...]) -> tuple[str, ...]:
    named = [role.name for role in roles if role.name != "visitor"]
    return tuple(dict.fromkeys(["admin", *named, _default_role(spec)]))


def _default_role(spec: Spec) -> str:
    """What registering gives: the first role that people may sign up for, else the last one."""
    open_roles = [role.name for role in spec.roles if role.self_register]
    others = [role.name for role in spec.roles if role.name not in ("admin", "visitor")]
    return (open_roles or others[-1:] or ["user"])[0]


def _facts(spec: Spec) -> dict[str, tuple[str, ...]]:
    names: dict[str, list[str]] = {}
    for feature in spec.features:
        if feature.built:
            names.setdefault(feature.name, []).append(feature_fact(feature))
    return {name: tuple(found) for name, found in names.items()}


def _conditions(app: AppView) -> set[str]:
    found = {f"feature:{name}" for name in app.facts} | app.extras.conditions
    flags = {
        "web": app.web,
        "accounts": app.accounts,
        "files": app.files,
        "lifecycles": any(view.lifecycle for view in app.entities),
        "csv": any(view.csv_export or view.csv_import for view in app.entities) or bool(app.reports),
        "pdf": any(view.pdf for view in app.entities),
        "reports": bool(app.reports),
        "charts": bool(app.charts),
        "reminders": bool(app.reminders),
        "dashboard": app.web or "dashboard" in app.facts,
        "arithmetic": bool(app.arithmetic),
    }
    return found | {name for name, holds in flags.items() if holds}
