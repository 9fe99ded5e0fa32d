"""Tests of projects: runs them in the sandbox and says what they prove of each sentence."""

from engines.qtest.counting import number_of_tests
from engines.qtest.extensions import extension_anchors
from engines.qtest.model import Case, Outcome, Requirement, RequirementStatus, TestReport
from engines.qtest.plan import built_features, evidence, merged
from engines.qtest.service import QTestService
from engines.qtest.trace import render_trace

__all__ = [
    "Case",
    "Outcome",
    "QTestService",
    "Requirement",
    "RequirementStatus",
    "TestReport",
    "built_features",
    "evidence",
    "extension_anchors",
    "merged",
    "number_of_tests",
    "render_trace",
]
