"""Specifications that tests of this room render: eight plain ones, and one that tries everything at once."""

from __future__ import annotations

from engines.kernel.spec import (
    Check,
    Computed,
    Entity,
    Feature,
    Field,
    FieldOrder,
    FieldsDiffer,
    FieldType,
    Grant,
    Lifecycle,
    Locked,
    NoOverlap,
    Origin,
    Quota,
    RelatedBound,
    RelatedState,
    Relation,
    RequiredWhen,
    Role,
    Sentence,
    Spec,
    StepNeeds,
    Transition,
    UniqueTogether,
)

T = FieldType
ALL = ("create", "read", "update", "delete", "export", "import")


def text(name: str, **options: object) -> Field:
    """A text field."""
    return Field(name=name, type=T.TEXT, **options)  # type: ignore[arg-type]


def of(kind: FieldType, name: str, **options: object) -> Field:
    """A field of a type."""
    return Field(name=name, type=kind, **options)  # type: ignore[arg-type]


def steps(*pairs: str, roles: tuple[str, ...] = ()) -> tuple[Transition, ...]:
    """Transitions written as `draft>sent`."""
    return tuple(Transition(source=pair.split(">")[0], target=pair.split(">")[1], roles=roles) for pair in pairs)


LIBRARY = Spec(
    name="town-library",
    title="Town library",
    summary="Lends books to members.",
    accounts=True,
    roles=(Role(name="librarian"), Role(name="member", self_register=True)),
    sentences=(
        Sentence(number=1, text="A small town library lends books to its members.", status="facts"),
        Sentence(number=2, text="A member can't have more than three open loans.", status="facts"),
    ),
    entities=(
        Entity(
            name="book",
            plural="books",
            label="title",
            origin=Origin(sentences=(1,)),
            fields=(
                text("title"),
                text("author"),
                text("isbn", unique=True, min_length=10, max_length=17),
                of(T.INTEGER, "year_published", minimum=0, maximum=2100),
                of(T.INTEGER, "copies", minimum=0),
            ),
        ),
        Entity(
            name="member",
            plural="members",
            account_role="member",
            label="name",
            fields=(text("name"), of(T.EMAIL, "email", unique=True), of(T.PHONE, "phone", required=False)),
        ),
        Entity(
            name="loan",
            plural="loans",
            fields=(
                of(T.DATE, "borrowed_at"),
                of(T.DATE, "due_date"),
                of(T.DATE, "returned_at", required=False),
            ),
            relations=(
                Relation(name="book", target="book", children="loans"),
                Relation(name="member", target="member", owner=True, children="loans"),
            ),
            computed=(
                Computed(name="overdue", type=T.BOOLEAN, expression="returned_at is None and due_date < today()"),
            ),
        ),
    ),
    rules=(
        FieldOrder(entity="loan", earlier="borrowed_at", later="due_date"),
        Quota(entity="loan", per="member", limit="3", where="returned_at is None", origin=Origin(sentences=(2,))),
        Quota(entity="loan", per="book", limit="copies", where="returned_at is None"),
    ),
    grants=(
        *(Grant(role="librarian", entity=name, actions=ALL) for name in ("book", "member", "loan")),
        Grant(role="member", entity="book", actions=("read",)),
        Grant(role="member", entity="loan", actions=("read",), own=True),
        Grant(role="member", entity="member", actions=("read", "create", "update"), own=True),
    ),
    features=(
        Feature(name="auth"),
        Feature(name="search", entity="book", fields=("title", "author")),
        Feature(name="own_records", entity="loan"),
    ),
)

INVOICES = Spec(
    name="invoices",
    title="Invoices",
    entities=(
        Entity(
            name="client",
            plural="clients",
            label="company_name",
            fields=(text("company_name"), of(T.LONG_TEXT, "address"), text("vat_number"), of(T.EMAIL, "email")),
        ),
        Entity(
            name="invoice",
            plural="invoices",
            label="number",
            fields=(text("number", unique=True), of(T.DATE, "issue_date"), of(T.DATE, "due_date")),
            relations=(Relation(name="client", target="client", children="invoices"),),
            lifecycle=Lifecycle(
                states=("draft", "sent", "paid"), initial="draft", transitions=steps("draft>sent", "sent>paid")
            ),
            computed=(
                Computed(name="net", type=T.MONEY, expression="sum(line_items, quantity * unit_price)"),
                Computed(name="total", type=T.MONEY, expression="sum(line_items, quantity * unit_price) * 1.19"),
            ),
        ),
        Entity(
            name="line_item",
            plural="line_items",
            label="description",
            fields=(
                text("description"),
                of(T.NUMBER, "quantity", minimum=0),
                of(T.MONEY, "unit_price", minimum=0),
            ),
            relations=(Relation(name="invoice", target="invoice", on_delete="cascade", children="line_items"),),
            computed=(Computed(name="amount", type=T.MONEY, expression="quantity * unit_price"),),
        ),
    ),
    rules=(
        FieldOrder(entity="invoice", earlier="issue_date", later="due_date", strict=False),
        Locked(entity="invoice", condition="status == 'paid'", children=("line_items",)),
        StepNeeds(entity="invoice", to="sent", condition="count(line_items) >= 1"),
    ),
    features=(
        Feature(name="dashboard", entity="invoice", fields=("total",), expression="status == 'sent'"),
        Feature(name="pdf", entity="invoice"),
        Feature(name="csv_export", entity="invoice"),
        Feature(name="report", entity="invoice", fields=("client", "issue_date.year"), expression="total"),
        Feature(name="reminders", entity="invoice", expression="status == 'sent' and due_date < today()"),
    ),
)

FLATS = Spec(
    name="holiday-flats",
    title="Holiday flats",
    entities=(
        Entity(
            name="flat",
            plural="flats",
            label="name",
            fields=(
                text("name"),
                text("street"),
                text("city"),
                of(T.INTEGER, "beds", minimum=1, maximum=12),
                of(T.MONEY, "price_per_night", minimum=0),
                of(T.BOOLEAN, "pets_allowed"),
            ),
        ),
        Entity(
            name="guest",
            plural="guests",
            label="full_name",
            fields=(text("full_name"), of(T.EMAIL, "email", unique=True), text("country")),
        ),
        Entity(
            name="stay",
            plural="stays",
            fields=(
                of(T.DATE, "arrival"),
                of(T.DATE, "departure"),
                of(T.INTEGER, "adults", minimum=1),
                of(T.INTEGER, "children", minimum=0, default=0),
            ),
            relations=(
                Relation(name="flat", target="flat", children="stays"),
                Relation(name="guest", target="guest", children="stays"),
            ),
            lifecycle=Lifecycle(
                states=("requested", "confirmed", "checked_in", "checked_out", "cancelled"),
                initial="requested",
                transitions=steps(
                    "requested>confirmed",
                    "confirmed>checked_in",
                    "checked_in>checked_out",
                    "requested>cancelled",
                    "confirmed>cancelled",
                ),
            ),
            computed=(
                Computed(name="nights", type=T.INTEGER, expression="days(arrival, departure)"),
                Computed(name="price", type=T.MONEY, expression="days(arrival, departure) * flat.price_per_night"),
            ),
        ),
    ),
    rules=(
        NoOverlap(entity="stay", same=("flat",), start="arrival", end="departure", where="status != 'cancelled'"),
        FieldOrder(entity="stay", earlier="arrival", later="departure"),
    ),
    features=(Feature(name="csv_import"), Feature(name="csv_export"), Feature(name="filter"), Feature(name="sort")),
)

TICKETS = Spec(
    name="tickets",
    title="Event tickets",
    kind="api",
    entities=(
        Entity(
            name="venue",
            plural="venues",
            label="name",
            fields=(text("name"), text("address"), of(T.INTEGER, "capacity", minimum=0)),
        ),
        Entity(
            name="event",
            plural="events",
            label="title",
            fields=(text("title"), of(T.DATETIME, "starts_at")),
            relations=(Relation(name="venue", target="venue", children="events"),),
            lifecycle=Lifecycle(
                states=("draft", "published", "cancelled"),
                initial="draft",
                transitions=steps("draft>published", "draft>cancelled", "published>cancelled"),
            ),
        ),
        Entity(
            name="ticket_type",
            plural="ticket_types",
            label="name",
            fields=(text("name"), of(T.MONEY, "price", minimum=0), of(T.INTEGER, "quantity", minimum=0)),
            relations=(Relation(name="event", target="event", children="ticket_types"),),
        ),
        Entity(
            name="order",
            plural="orders",
            fields=(of(T.EMAIL, "buyer_email"), of(T.INTEGER, "quantity", minimum=1)),
            relations=(Relation(name="ticket_type", target="ticket_type", children="orders"),),
            computed=(Computed(name="total", type=T.MONEY, expression="ticket_type.price * quantity"),),
        ),
    ),
    rules=(
        Quota(entity="order", per="ticket_type", limit="quantity", amount="quantity"),
        RelatedState(entity="order", relation="ticket_type.event", condition="status != 'cancelled'"),
    ),
)

JOBS = Spec(
    name="job-board",
    title="Job board",
    summary="Companies post jobs, applicants apply.",
    accounts=True,
    roles=(Role(name="company", self_register=True), Role(name="applicant", self_register=True)),
    entities=(
        Entity(
            name="company",
            plural="companies",
            label="name",
            account_role="company",
            fields=(text("name"), of(T.IMAGE, "logo", required=False)),
        ),
        Entity(
            name="job",
            plural="jobs",
            label="title",
            fields=(text("title"), of(T.DATE, "closes_on")),
            relations=(Relation(name="company", target="company", owner=True, children="jobs"),),
        ),
        Entity(
            name="application",
            plural="applications",
            fields=(of(T.LONG_TEXT, "letter"), of(T.FILE, "cv", required=False)),
            relations=(
                Relation(name="job", target="job", children="applications"),
                Relation(name="applicant", target="user", owner=True),
            ),
            lifecycle=Lifecycle(
                states=("received", "invited", "declined"),
                initial="received",
                transitions=steps("received>invited", "received>declined"),
            ),
        ),
        Entity(
            name="interview",
            plural="interviews",
            fields=(of(T.DATETIME, "starts_at"), text("place")),
            relations=(Relation(name="application", target="application", owner=True, children="interviews"),),
        ),
    ),
    rules=(UniqueTogether(entity="application", fields=("applicant", "job")),),
    grants=(
        Grant(role="visitor", entity="job", actions=("read",)),
        Grant(role="company", entity="company", actions=("create", "read", "update"), own=True),
        Grant(role="company", entity="job", actions=("create", "read", "update", "delete"), own=True),
        Grant(role="company", entity="application", actions=("read", "update"), own=True),
        Grant(role="company", entity="interview", actions=("create", "read", "update", "delete"), own=True),
        Grant(role="applicant", entity="application", actions=("create", "read", "update"), own=True),
        Grant(role="applicant", entity="interview", actions=("read",), own=True),
    ),
    features=(
        Feature(name="auth"),
        Feature(name="own_records"),
        Feature(name="file_upload"),
        Feature(name="csv_export"),
        Feature(name="pdf", entity="application"),
        Feature(name="calendar", entity="interview", fields=("starts_at",)),
        Feature(name="calendar", entity="job", fields=("closes_on",)),
    ),
)

CHORES = Spec(
    name="chores",
    title="Chores",
    summary="Tasks of a household whose people do not sign in.",
    entities=(
        Entity(name="user", plural="users", label="name", fields=(text("name"), of(T.EMAIL, "email", unique=True))),
        Entity(
            name="task",
            plural="tasks",
            label="title",
            fields=(text("title"), of(T.DATE, "due_date")),
            relations=(
                Relation(name="user", target="user", children="tasks"),
                Relation(name="helper", target="user", required=False, children="helped"),
            ),
            lifecycle=Lifecycle(states=("open", "done"), initial="open", transitions=steps("open>done")),
        ),
    ),
    rules=(
        Quota(entity="task", per="user", limit="3", where="status == 'open'"),
        FieldsDiffer(entity="task", fields=("user", "helper")),
    ),
)

DESK = Spec(
    name="desk",
    title="Help desk",
    summary="Accounts with a department, a manager and rules of their own.",
    accounts=True,
    roles=(Role(name="agent", self_register=True),),
    entities=(
        Entity(
            name="user",
            plural="users",
            label="name",
            fields=(
                text("name"),
                of(T.EMAIL, "email", unique=True),
                text("badge", unique=True, required=False),
                of(T.DATE, "hired_on"),
                of(T.DATE, "left_on", required=False),
            ),
            relations=(
                Relation(name="department", target="department", children="users"),
                Relation(name="manager", target="user", required=False),
                Relation(name="skill", target="skill", many=True, children="people"),
            ),
        ),
        Entity(
            name="department",
            plural="departments",
            label="name",
            fields=(text("name"), of(T.INTEGER, "seats", minimum=1)),
        ),
        Entity(name="skill", plural="skills", label="name", fields=(text("name"),)),
        Entity(
            name="ticket",
            plural="tickets",
            label="title",
            fields=(text("title"),),
            relations=(
                Relation(name="reporter", target="user"),
                Relation(name="reviewer", target="user", required=False),
            ),
        ),
    ),
    rules=(
        FieldOrder(entity="user", earlier="hired_on", later="left_on"),
        Quota(entity="user", per="department", limit="seats"),
        FieldsDiffer(entity="ticket", fields=("reporter", "reviewer")),
        UniqueTogether(entity="ticket", fields=("reporter", "title")),
    ),
    features=(Feature(name="auth"),),
)

KANBAN = Spec(
    name="kanban",
    title="Kanban",
    summary="Boards with lists of cards, without accounts.",
    entities=(
        Entity(name="board", plural="boards", label="name", fields=(text("name"),)),
        Entity(
            name="list",
            plural="lists",
            label="name",
            fields=(text("name"), of(T.INTEGER, "position", required=False, default=0, minimum=0)),
            relations=(Relation(name="board", target="board", on_delete="cascade", children="lists"),),
        ),
        Entity(
            name="card",
            plural="cards",
            label="title",
            fields=(
                text("title"),
                of(T.DATE, "due_date"),
                of(T.ENUM, "size", choices=("small", "large")),
                of(T.INTEGER, "position", required=False, default=0, minimum=0),
                of(T.BOOLEAN, "favourite", required=False, default=False),
            ),
            relations=(
                Relation(name="list", target="list", on_delete="cascade", children="cards"),
                Relation(name="labels", target="label", many=True, required=False),
            ),
        ),
        Entity(name="label", plural="labels", label="name", fields=(text("name", unique=True),)),
        Entity(
            name="comment",
            plural="comments",
            fields=(of(T.LONG_TEXT, "text"), text("author")),
            relations=(Relation(name="card", target="card", on_delete="cascade", children="comments"),),
        ),
    ),
    features=(
        Feature(name="drag_and_drop", entity="card", fields=("list",)),
        Feature(name="comments", realised_by=("entity:comment", "field:comment.text", "relation:comment.card")),
        Feature(name="tags", realised_by=("relation:card.labels", "entity:label")),
        Feature(name="favourites", realised_by=("field:card.favourite",)),
        Feature(name="charts", entity="card", fields=("due_date", "size"), options=(("period", "month"),)),
        Feature(name="charts", entity="list", fields=("created_at",), options=(("period", "year"), ("shape", "line"))),
        Feature(name="print"),
        Feature(name="pagination"),
        Feature(name="dark_mode"),
        Feature(name="calendar", entity="card", fields=("due_date",)),
    ),
)

RECIPES = Spec(
    name="recipes",
    title="Recipes",
    summary="Members cook, comment, rate and remember.",
    accounts=True,
    roles=(Role(name="member", self_register=True),),
    entities=(
        Entity(
            name="recipe",
            plural="recipes",
            label="title",
            fields=(text("title"), of(T.IMAGE, "photo", required=False)),
            relations=(Relation(name="tags", target="tag", many=True, required=False),),
            computed=(
                Computed(name="average_rating", type=T.NUMBER, expression="average(ratings, stars)"),
                Computed(name="number_of_ratings", type=T.INTEGER, expression="count(ratings)"),
            ),
        ),
        Entity(name="tag", plural="tags", label="name", fields=(text("name", unique=True),)),
        *(
            Entity(
                name=name,
                plural=f"{name}s",
                fields=fields,
                relations=(
                    Relation(name="recipe", target="recipe", on_delete="cascade", children=f"{name}s"),
                    Relation(name=by, target="user", owner=True, on_delete="cascade"),
                ),
            )
            for name, by, fields in (
                ("comment", "author", (of(T.LONG_TEXT, "text"),)),
                (
                    "rating",
                    "author",
                    (of(T.INTEGER, "stars", minimum=1, maximum=5), of(T.LONG_TEXT, "note", required=False)),
                ),
                ("favourite", "owner", ()),
            )
        ),
    ),
    rules=(
        UniqueTogether(entity="rating", fields=("author", "recipe")),
        UniqueTogether(entity="favourite", fields=("owner", "recipe")),
    ),
    grants=(
        Grant(role="visitor", entity="recipe", actions=("read",)),
        Grant(role="member", entity="recipe", actions=("create", "read", "update")),
        Grant(role="member", entity="tag", actions=("create", "read")),
        *(
            grant
            for name in ("comment", "rating")
            for grant in (
                Grant(role="visitor", entity=name, actions=("read",)),
                Grant(role="member", entity=name, actions=("read",)),
                Grant(role="member", entity=name, actions=("create", "update", "delete"), own=True),
            )
        ),
        Grant(role="member", entity="favourite", actions=("create", "read", "delete"), own=True),
    ),
    features=(
        Feature(name="auth"),
        Feature(name="comments", realised_by=("entity:comment", "relation:comment.recipe", "relation:comment.author")),
        Feature(
            name="ratings",
            realised_by=(
                "entity:rating",
                "field:rating.stars",
                "relation:rating.recipe",
                "rule:rating.once.author-recipe",
                "computed:recipe.average_rating",
            ),
        ),
        Feature(name="favourites", realised_by=("entity:favourite", "relation:favourite.recipe")),
        Feature(name="tags", realised_by=("relation:recipe.tags", "entity:tag")),
        Feature(name="file_upload", realised_by=("field:recipe.photo",)),
    ),
)

HOSTILE = Spec(
    name="hostile",
    title="Hos\"tile \\ {{ title }} [[ x ]] 's",
    summary="Names that clash, every type, every rule.",
    accounts=True,
    roles=(Role(name="admin"), Role(name="manager"), Role(name="clerk", self_register=True)),
    entities=(
        Entity(
            name="class",
            plural="classes",
            label="name",
            account_role="",
            fields=(
                text("name", max_length=80),
                text("id"),
                text("class", required=False),
                of(T.LONG_TEXT, "import", required=False),
                text("metadata", required=False),
                text("registry", required=False, pattern=r"[A-Z]{2}\d+"),
                text("json", required=False),
                text("model_config", required=False),
                text("query", required=False),
                of(T.URL, "link", required=False),
                of(T.PHONE, "phone", required=False),
                of(T.EMAIL, "email", required=False),
                of(T.INTEGER, "size", minimum=1, maximum=40, default=20),
                of(T.NUMBER, "weight", required=False),
                of(T.MONEY, "price", minimum=0.5, maximum=999.5),
                of(T.BOOLEAN, "active"),
                of(T.DATE, "date", required=False),
                of(T.DATETIME, "datetime", required=False),
                of(T.TIME, "time", required=False),
                of(T.ENUM, "type", choices=("full_time", "part_time", "class")),
                of(T.FILE, "contract", required=False),
                of(T.IMAGE, "photo", required=False),
            ),
            relations=(
                Relation(name="parent", target="class", required=False, children="parts", on_delete="set_null"),
                Relation(name="tags", target="select", many=True, children="classes"),
                Relation(name="twins", target="class", many=True),
                Relation(name="property", target="metadata", required=False),
            ),
            computed=(
                Computed(name="total", type=T.MONEY, expression="price * size + (weight if weight is not None else 0)"),
                Computed(name="orders_open", type=T.INTEGER, expression="count(orders, status == 'draft')"),
                Computed(name="average_amount", type=T.NUMBER, expression="average(orders, amount)"),
                Computed(name="largest", type=T.MONEY, expression="maximum(orders, amount)"),
                Computed(name="share", type=T.NUMBER, expression="round(sum(orders, amount) / count(orders), 1)"),
                Computed(name="late", type=T.BOOLEAN, expression="date < today() or not active"),
                Computed(name="age", type=T.INTEGER, expression="years(date, today())"),
                Computed(name="kind", type=T.TEXT, expression="'big' if size > 10 else 'small'"),
                Computed(name="whole", type=T.BOOLEAN, expression="type in ('full_time', 'class')"),
            ),
        ),
        Entity(
            name="import",
            plural="imports",
            fields=(of(T.DATETIME, "from_at"), of(T.DATETIME, "to", required=False), of(T.INTEGER, "seats", minimum=0)),
            relations=(
                Relation(name="class", target="class", children="imports"),
                Relation(name="user", target="user", owner=True),
            ),
            computed=(
                Computed(name="length", type=T.NUMBER, expression="hours(from_at, to)"),
                Computed(name="minutes", type=T.NUMBER, expression="least(minutes(from_at, now()), 60)"),
            ),
        ),
        Entity(name="user", plural="users", fields=(text("name"), text("nickname"), of(T.EMAIL, "email"))),
        Entity(
            name="order",
            plural="orders",
            label="number",
            fields=(
                text("number", unique=True),
                of(T.MONEY, "amount", minimum=0),
                of(T.DATE, "day"),
                text("reason", required=False),
                of(T.TIME, "opens", required=False),
                of(T.TIME, "closes", required=False),
            ),
            relations=(
                Relation(name="class", target="class", children="orders"),
                Relation(name="course", target="class", children="course_orders"),
                Relation(name="buyer", target="session"),
                Relation(name="seller", target="session"),
            ),
            lifecycle=Lifecycle(
                states=("draft", "approved", "rejected", "done"),
                initial="draft",
                transitions=(
                    *steps("draft>approved", "draft>rejected", roles=("manager",)),
                    *steps("approved>done", "rejected>draft"),
                ),
            ),
        ),
        Entity(
            name="line",
            plural="lines",
            fields=(text("text"), of(T.INTEGER, "position", minimum=1)),
            relations=(Relation(name="order", target="order", on_delete="cascade", children="lines"),),
        ),
        Entity(name="select", plural="selects", label="name", fields=(text("name", unique=True),)),
        Entity(name="metadata", plural="metadata", fields=(text("value", min_length=0),)),
        Entity(
            name="session",
            plural="sessions",
            account_role="clerk",
            label="name",
            fields=(text("name"), of(T.INTEGER, "limit", minimum=0, default=5)),
        ),
        Entity(name="base", plural="auth", fields=(text("field"), of(T.BOOLEAN, "on", required=False))),
        Entity(
            name="service",
            plural="services",
            fields=(of(T.DATE, "date"), of(T.MONEY, "cost")),
            lifecycle=Lifecycle(states=("open", "closed"), initial="open", transitions=steps("open>closed")),
        ),
        Entity(name="transaction", plural="transactions", fields=(of(T.MONEY, "amount"),)),
        Entity(name="document", plural="documents", fields=(text("title"), text("status", required=False))),
        Entity(name="list", plural="lists", fields=(text("title"),)),
        Entity(name="table", plural="lists", fields=(text("title"),)),
    ),
    rules=(
        FieldOrder(entity="order", earlier="opens", later="closes"),
        FieldsDiffer(entity="order", fields=("buyer", "seller")),
        UniqueTogether(entity="order", fields=("class", "buyer", "day"), where="status != 'rejected'"),
        UniqueTogether(entity="line", fields=("order", "position")),
        NoOverlap(entity="import", same=("class",), start="from_at", end="to"),
        NoOverlap(entity="order", same=("seller",), start="day", where="days(day, today()) < 3000"),
        Quota(entity="order", per="buyer", limit="limit", where="status == 'draft'", window="week", window_field="day"),
        Quota(entity="import", per="class", limit="size", amount="seats", window="day", window_field="from_at"),
        RelatedBound(entity="order", field="amount", relation="class", related_field="price"),
        RelatedState(entity="order", relation="class", condition="active == True"),
        RelatedState(entity="line", relation="order.class", condition="active"),
        Locked(entity="order", condition="status == 'done'", children=("lines",)),
        RequiredWhen(entity="order", field="reason", condition="status == 'rejected'"),
        StepNeeds(entity="order", to="approved", condition="count(lines) >= 1"),
        StepNeeds(entity="order", to="done", condition="reason is not None or amount > 10"),
        Check(entity="order", condition="amount <= course.price * 2", field="amount"),
    ),
    grants=(
        Grant(role="clerk", entity="order", actions=("read", "create", "update")),
        Grant(role="clerk", entity="import", actions=("read", "create", "update", "delete"), own=True),
        Grant(role="clerk", entity="class", actions=("read",)),
        Grant(role="clerk", entity="session", actions=("read", "create"), own=True),
        Grant(role="visitor", entity="class", actions=("read",)),
    ),
    features=(
        Feature(name="auth"),
        Feature(name="search", entity="class", fields=("name", "import")),
        Feature(name="csv_export"),
        Feature(name="csv_import"),
        Feature(name="pdf", entity="order"),
        Feature(name="pdf", entity="document"),
        Feature(name="dashboard"),
        Feature(
            name="report", entity="order", fields=("class", "day"), expression="amount", options=(("period", "month"),)
        ),
        Feature(name="report", entity="class", fields=("type", "parent")),
        Feature(name="reminders", entity="class", expression="days(date, today()) > 365"),
        Feature(name="file_upload"),
    ),
)

SPECS = {spec.name: spec for spec in (LIBRARY, INVOICES, FLATS, TICKETS, JOBS, CHORES, DESK, KANBAN, RECIPES, HOSTILE)}
