"""Previews: a generated project running in the sandbox at its own address, with logs, shell, metrics and an end."""

from engines.preview.model import Metrics, Preview, PreviewSettings, State
from engines.preview.service import PreviewService

__all__ = ["Metrics", "Preview", "PreviewService", "PreviewSettings", "State"]
