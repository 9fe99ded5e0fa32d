"""Files that people attach: a field for one, a thing of its own for several. Used by claims."""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec import Field, FieldType
from engines.spec.additions.parts import about, known_thing, origin_of
from engines.spec.additions.wishes import Wish
from engines.spec.context import Context
from engines.spec.model import Content, FieldClaim
from engines.spec.patterns import pattern

_FILES = (FieldType.FILE, FieldType.IMAGE)
_NOUN = pattern(
    r"\b(?P<noun>attachment|file|document|pdf|scan|receipt|contract|certificate|cv|resume|invoice|photo|photograph|picture|image|screenshot|logo|avatar)(?P<plural>s)?\b"
)
_IMAGES = frozenset({"photo", "photograph", "picture", "image", "screenshot", "logo", "avatar"})


def files(wish: Wish, context: Context, *, accounts: bool) -> Iterator[Content]:
    """'Staff attach documents to tasks', where a task has no place for a file yet."""
    noun = _NOUN.search(wish.said) or _NOUN.search(wish.text)
    for target in wish.targets:
        entity = context.entity(target)
        if entity is None or any(f.type in _FILES for f in entity.fields) or _has_files(target, context):
            continue
        word = noun["noun"] if noun else "file"
        kind = FieldType.IMAGE if word in _IMAGES else FieldType.FILE
        if noun is None or not noun["plural"] or context.named(word) == target:
            field = Field(name=word, type=kind, required=False, origin=origin_of(wish))
            yield FieldClaim(entity=target, field=field, sure=True)
            continue
        name = "attachment" if word in ("file", "pdf", "attachment", "scan") else word
        known = known_thing((name,), target, context)
        name = known.name if known else name if not context.entity(name) else f"{target}_{name}"
        yield from about(name, target, context.english.plural_name(name), wish, context)
        held = kind is FieldType.IMAGE and name == word
        yield FieldClaim(
            entity=name, field=Field(name="image" if held else "file", type=kind, origin=origin_of(wish)), sure=True
        )
        caption = Field(name="caption" if held else "description", required=False, origin=origin_of(wish))
        yield FieldClaim(entity=name, field=caption, sure=True)


def _has_files(target: str, context: Context) -> bool:
    return any(f.type in _FILES for child, _ in context.children_of(target) for f in child.fields)
