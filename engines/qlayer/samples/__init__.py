"""Sample objects and cases of a specification, for tests of any stack."""

from engines.qlayer.samples.computed_cases import computed_cases
from engines.qlayer.samples.plain_spec import plain_spec
from engines.qlayer.samples.rule_cases import rule_cases, rule_proofs
from engines.qlayer.samples.sample import samples
from engines.qlayer.samples.step_cases import step_cases

__all__ = ["computed_cases", "plain_spec", "rule_cases", "rule_proofs", "samples", "step_cases"]
