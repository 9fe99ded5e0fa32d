"""What an attack came to: findings by class, and how many requests each class took."""

from collections import Counter
from dataclasses import dataclass, field

from tests.openapi.model import AttackClass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """An attack that went through: of which class, at which operation, and what was seen."""

    kind: AttackClass
    operation: str
    why: str

    def __str__(self) -> str:
        return f"{self.kind.value}: {self.operation}: {self.why}"


@dataclass
class Report:
    """`tried`: requests by class; a class without any had nothing to attack there."""

    tried: Counter[AttackClass] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    def add(self, kind: AttackClass, operation: str, why: str) -> None:
        """Notes a finding once."""
        found = Finding(kind=kind, operation=operation, why=why[:300])
        if found not in self.findings:
            self.findings.append(found)

    def of(self, kind: AttackClass) -> list[Finding]:
        """The findings of a class."""
        return [found for found in self.findings if found.kind is kind]

    def lines(self) -> list[str]:
        """One line for each class that was tried, with its findings below."""
        told: list[str] = []
        for kind in AttackClass:
            if self.tried[kind]:
                found = self.of(kind)
                told.append(f"{kind.value:22} {self.tried[kind]:5} requests  {len(found)} findings")
                told += [f"    {one.operation}: {one.why}" for one in found]
        return told
