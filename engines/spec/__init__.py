"""Reads English into a specification, and writes, reads and checks specifications."""

from engines.spec.changing import ChangeReading, read_change, read_document_change, read_service_change
from engines.spec.check import check_spec
from engines.spec.lines import line_of, place_lines
from engines.spec.loading import load_spec
from engines.spec.model import Claim, Reading
from engines.spec.picture import picture
from engines.spec.restating import Restated, restated
from engines.spec.schema import spec_schema
from engines.spec.service import read_brief, suggested
from engines.spec.writing import dump_spec

__all__ = [
    "ChangeReading",
    "Claim",
    "Reading",
    "Restated",
    "check_spec",
    "dump_spec",
    "line_of",
    "load_spec",
    "picture",
    "place_lines",
    "read_brief",
    "read_change",
    "read_document_change",
    "read_service_change",
    "restated",
    "spec_schema",
    "suggested",
]
