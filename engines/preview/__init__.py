"""Previews: a generated project running in the sandbox at its own address, with logs, shell, metrics and an end."""

from engines.preview.model import Metrics, Preview, PreviewSettings, State
from engines.preview.pages import Page, pages_of
from engines.preview.ports import Photographer
from engines.preview.service import PreviewService
from engines.preview.terminal import Terminal

__all__ = [
    "Metrics",
    "Page",
    "Photographer",
    "Preview",
    "PreviewService",
    "PreviewSettings",
    "State",
    "Terminal",
    "pages_of",
]
