"""Specifications over HTTP: read a brief, check a specification. Both are pure and change nothing."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.services.drawing import drawn
from engines.kernel.spec import Question, Spec
from engines.spec import check_spec, dump_spec, line_of, load_spec, place_lines, read_brief, spec_schema

router = APIRouter(prefix="/specs", tags=["specs"])


class Brief(BaseModel):
    """English to read."""

    model_config = ConfigDict(extra="forbid")

    brief: str = Field(default="", max_length=2_000_000)
    interface: str = Field(default="", max_length=4_000_000)
    name: str = ""
    answers: dict[str, str] = Field(default_factory=dict)


class Document(BaseModel):
    """A specification as YAML."""

    model_config = ConfigDict(extra="forbid")

    spec: str = Field(max_length=5_000_000)


@router.post("/read")
async def read(given: Brief) -> dict[str, Any]:
    reading = await asyncio.to_thread(
        read_brief, given.brief, interface=given.interface, name=given.name, answers=given.answers
    )
    return {
        "spec": dump_spec(reading.spec),
        "refusal": reading.refusal,
        "questions": [_asked(question, reading.spec) for question in reading.questions],
        "sentences": [asdict(sentence) for sentence in reading.spec.sentences],
    }


def _asked(question: Question, spec: Spec) -> dict[str, Any]:
    """A question with the sentences it lets a person choose from."""
    choices = [sentence.text for sentence in spec.sentences if sentence.number in question.sentences]
    return {**asdict(question), "choices": [] if question.says else choices}


@router.post("/facts")
async def facts(given: Document) -> dict[str, Any]:
    """A specification as values to be drawn."""
    return await asyncio.to_thread(drawn, given.spec)


@router.post("/check")
async def check(given: Document) -> dict[str, Any]:
    return await asyncio.to_thread(_checked, given.spec)


def _checked(text: str) -> dict[str, Any]:
    spec = load_spec(text)
    lines = place_lines(text, spec)
    found = [{**asdict(finding), "line": line_of(finding.place, lines)} for finding in check_spec(spec)]
    return {"name": spec.name, "findings": sorted(found, key=lambda row: row["line"])}


@router.get("/schema")
async def schema() -> dict[str, Any]:
    return spec_schema()
