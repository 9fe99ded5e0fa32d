"""What the templates see of the pages of one entity, with the names of generated code. Made by web_pages and web_inputs."""

from __future__ import annotations

from dataclasses import dataclass

from engines.qlayer.python_fastapi.names import Names
from engines.qlayer.web import Kind, PagesView, label

_NUMBERS = ("money", "number")
_MODULES = frozenset({"choices", "dashboard", "errors", "format", "forms", "pages", "people", "session", "sign_in", "states", "theme", "uploads"})  # fmt: skip
RESERVED = frozenset({"api", "docs", "files", "healthz", "login", "logout", "metrics", "more", "redoc", "register", "static", "theme", "users"})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ShownColumn:
    """A column with the attribute it reads; `shown` is the expression for the title of what it refers to."""

    name: str
    label: str
    heading: str
    kind: Kind
    attr: str
    sortable: bool = False
    target: str = ""
    person: bool = False
    unit: str = ""
    required: bool = True
    shown: str = ""
    icon: str = ""

    @property
    def number(self) -> bool:
        """Whether it stands at the right."""
        return self.kind in _NUMBERS


@dataclass(frozen=True, kw_only=True)
class ShownFact:
    """A fact with the attribute it reads."""

    label: str
    kind: Kind
    attr: str
    unit: str = ""

    @property
    def sum(self) -> bool:
        """Whether it is what the other amounts add up to."""
        return self.kind == "money" and any(word in self.attr for word in ("total", "balance", "gross", "outstanding"))


@dataclass(frozen=True, kw_only=True)
class ShownInput:
    """A control of the form: the macro call that draws it, and how its text is read."""

    name: str
    call: str
    macro: str
    reader: str
    optional: bool
    guard: str = ""


@dataclass(frozen=True, kw_only=True)
class ShownReference:
    """What the record refers to: its title, where it is shown and a few facts of it."""

    label: str
    name: str
    attr: str
    var: str
    path: str
    target: Names
    shown: str
    chosen: str
    item: str
    required: bool
    many: bool
    person: bool
    facts: tuple[ShownFact, ...]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The records that a form or a filter lets people choose from: `choices.<name>`."""

    name: str
    target: Names
    entity: str
    title: str
    accounts: bool
    many: bool
    searched: bool

    @property
    def path(self) -> str:
        """Where the pages of what is chosen live."""
        return "/users" if self.accounts else web_path(self.target)


@dataclass(frozen=True, kw_only=True)
class ShownChildren:
    """Records of another entity that point at this one, listed on its detail page.

    `form`: the controls of remarks that are made right there; `mine`: the viewer's own mark, which a button sets and
    takes back. `facts` are the features that both carry out.
    """

    label: str
    page: str
    var: str
    filter: str
    filter_attr: str
    names: Names
    entity: str
    path: str
    view: PagesView
    columns: tuple[ShownColumn, ...]
    title: str
    form: tuple[ShownInput, ...] = ()
    mine: str = ""
    facts: tuple[str, ...] = ()

    @property
    def pages(self) -> ShownChildren:
        """Reads like the pages of the other entity."""
        return self


@dataclass(frozen=True, kw_only=True)
class Pages:
    """Everything the templates of one entity's pages need."""

    view: PagesView
    names: Names
    path: str
    label: str
    labels: str
    board: str
    title: str
    heading: str
    python_title: str
    late: str
    due_attr: str
    purpose: str
    columns: tuple[ShownColumn, ...]
    inputs: tuple[ShownInput, ...]
    facts: tuple[ShownFact, ...]
    texts: tuple[ShownFact, ...]
    money: tuple[ShownFact, ...]
    references: tuple[ShownReference, ...]
    children: tuple[ShownChildren, ...]
    choices: tuple[Choice, ...]
    export: bool
    csv_import: bool
    pdf: bool
    stamps: tuple[str, ...]
    writable: tuple[str, ...]
    free_step: str
    searched: bool

    @property
    def module(self) -> str:
        """The module of its pages."""
        return f"{self.names.api_module}_" if self.names.api_module in _MODULES else self.names.api_module

    @property
    def controls(self) -> list[str]:
        """The macros that its form needs."""
        return sorted({control.macro for control in self.inputs})

    @property
    def uploads(self) -> bool:
        """Whether its form sends files."""
        return any(control.macro == "upload" for control in self.inputs)

    @property
    def upload_names(self) -> tuple[str, ...]:
        """The inputs that take files, as a tuple is written."""
        return tuple(control.name for control in self.inputs if control.macro == "upload")

    @property
    def optional(self) -> tuple[str, ...]:
        """The inputs that may be left empty."""
        return tuple(control.name for control in self.inputs if control.optional)

    @property
    def readers(self) -> list[str]:
        """The functions that read its form."""
        return sorted({control.reader for control in self.inputs})

    @property
    def order(self) -> str:
        """How its list is sorted at first: what moves by age, anything else by its title."""
        title = next((c.name for c in self.columns if c.kind == "title" and c.sortable), "")
        return title if title and not self.view.states else "-id"

    @property
    def has_choices(self) -> bool:
        """Whether its form refers to other records."""
        return bool(self.choices)

    @property
    def lists_accounts(self) -> bool:
        """Whether its form lets people choose an account."""
        return any(choice.accounts for choice in self.choices)

    @property
    def imports(self) -> list[Names]:
        """The other entities whose lists its pages read."""
        used = [*self.chosen, *(child.names for child in self.children)]
        return [names for cls, names in sorted({n.cls: n for n in used}.items()) if cls != self.names.cls]

    @property
    def chosen(self) -> list[Names]:
        """The other entities whose records its form lets people choose."""
        return [choice.target for choice in self.choices if not choice.accounts]

    @property
    def explained(self) -> list[ShownReference]:
        """The references whose facts stand beside the form once they are chosen."""
        return [reference for reference in self.references if reference.facts]

    @property
    def remarks(self) -> tuple[ShownChildren, ...]:
        """What is said of a record on its own page."""
        return tuple(child for child in self.children if child.form)

    @property
    def marks(self) -> tuple[ShownChildren, ...]:
        """What accounts mark a record with."""
        return tuple(child for child in self.children if child.mine)

    @property
    def remark_controls(self) -> list[str]:
        """The macros that the forms of remarks need."""
        return sorted({control.macro for child in self.remarks for control in child.form})

    @property
    def badges(self) -> bool:
        """Whether its detail page shows states, its own or those of its children."""
        return bool(self.view.states) or any(
            column.kind == "status" for child in self.children for column in child.columns
        )

    @property
    def aside(self) -> bool:
        """Whether its detail page has a column at the right."""
        return bool(self.money or self.references or self.stamps)

    @property
    def has_people(self) -> bool:
        """Whether its list shows people."""
        return any(column.person for column in self.columns)

    @property
    def faces(self) -> bool:
        """Whether its detail page shows people."""
        return any(reference.person and not reference.many for reference in self.references)

    @property
    def line(self) -> str:
        """The states of the progress bar as a template writes them."""
        return "[" + ", ".join(f'"{state}"' for state in self.view.line) + "]"

    @property
    def facts_heading(self) -> str:
        """What stands above the facts."""
        return f"About this {self.view.one}"

    @property
    def money_heading(self) -> str:
        """What stands above the sums."""
        return self.money[0].label if len(self.money) == 1 else "Amounts"

    @property
    def tile_text(self) -> tuple[ShownFact, ...]:
        """The text on a tile of the board."""
        return self.texts[:1]

    @property
    def tile_references(self) -> list[ShownColumn]:
        """What a tile refers to."""
        person = self.tile_person
        return [c for c in self.columns if c.kind == "reference" and c is not person][:2]

    @property
    def tile_person(self) -> ShownColumn | None:
        """Whose initials stand on a tile: the last of the people."""
        people = [c for c in self.columns if c.person]
        return people[-1] if people else None

    @property
    def tile_date(self) -> ShownColumn | None:
        """The date on a tile: when it is due, else its first."""
        dates = [c for c in self.columns if c.kind in ("date", "datetime")]
        return next((c for c in dates if c.name == self.view.due), dates[0] if dates else None)

    def options(self, choices: tuple[str, ...]) -> str:
        """Choices as pairs, as a template writes them."""
        return choice_pairs(choices)


def web_path(names: Names) -> str:
    """Where the pages of a collection live."""
    return f"/all-{names.kebab}" if names.kebab in RESERVED else f"/{names.kebab}"


def choice_pairs(choices: tuple[str, ...]) -> str:
    """Choices as pairs of value and label, as a template writes them."""
    return "[" + ", ".join(f'("{choice}", "{label(choice)}")' for choice in choices) + "]"
