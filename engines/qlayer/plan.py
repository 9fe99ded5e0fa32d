"""Decides which files a blueprint renders for a context; pure. Called by render."""

from __future__ import annotations

from collections.abc import Iterator

from engines.qlayer.model import Blueprint, BlueprintFile, Context, Rendering


def renderings(blueprint: Blueprint, context: Context) -> Iterator[Rendering]:
    """Every file of the project, in the manifest's order; paths are still templates."""
    for file in blueprint.files:
        if applies(file, context.conditions):
            yield from _each(file, context)


def applies(file: BlueprintFile, conditions: frozenset[str]) -> bool:
    """Whether all conditions of a manifest line hold; `!name` asks that one does not."""
    return all((word[1:] not in conditions) if word.startswith("!") else (word in conditions) for word in file.when)


def _each(file: BlueprintFile, context: Context) -> Iterator[Rendering]:
    if not file.each:
        yield Rendering(template=file.template, path=file.path, item={})
        return
    for value in context.loops[file.each]:
        yield Rendering(template=file.template, path=file.path, item={file.each: value})
