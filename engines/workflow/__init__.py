"""The workflow machine: durable runs, their events and their checkpoints (port: engines.kernel.jobs)."""

from engines.workflow.audit import StoredAudit
from engines.workflow.events import StoredEvents
from engines.workflow.ledger import StoredLedger
from engines.workflow.model import StepFailed, utc_now
from engines.workflow.models import StoredBudgets, StoredModels
from engines.workflow.projects import StoredProjects
from engines.workflow.service import DurableJobs
from engines.workflow.tables import open_database

__all__ = [
    "DurableJobs",
    "StepFailed",
    "StoredAudit",
    "StoredBudgets",
    "StoredEvents",
    "StoredLedger",
    "StoredModels",
    "StoredProjects",
    "open_database",
    "utc_now",
]
