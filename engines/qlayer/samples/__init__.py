"""Sample objects and cases of a specification, for tests of any stack."""

from engines.qlayer.samples.rule_cases import rule_cases
from engines.qlayer.samples.sample import samples

__all__ = ["rule_cases", "samples"]
