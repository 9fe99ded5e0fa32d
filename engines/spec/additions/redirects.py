"""Short addresses: which thing has them, by which code and where they lead. Used by realised."""

from __future__ import annotations

from dataclasses import replace

from engines.kernel.spec import Entity, Feature, Field, FieldType, Origin, Spec
from engines.spec.patterns import pattern

_CODES = ("short_code", "code", "slug", "short_name", "alias", "short_url", "short_link", "custom_code", "keyword", "token", "key", "hash", "custom_alias", "short_id", "path", "back_half")  # fmt: skip
_AIMS = ("target_url", "target", "destination", "destination_url", "original_url", "long_url", "full_url", "url", "address", "link", "web_address", "website")  # fmt: skip
_LINKS = ("link", "url", "short_link", "short_url", "redirect", "shortcut", "alias", "shortlink")
_PATH = pattern(r"(?P<path>/[a-z]+)/[{<:\[]\s*(?:short|code|slug|alias|key|id|token|hash)")
_SIGNS = "^[A-Za-z0-9_-]+$"
_LENGTH = 64


def with_redirects(spec: Spec) -> Spec:
    """The specification whose short addresses have a code that may be left out; not built where nothing leads anywhere."""
    wished = next((f for f in spec.features if f.name == "redirects"), None)
    found = _leading(spec) if wished else None
    if wished is None or found is None:
        return replace(spec, features=tuple(_unbuilt(f) for f in spec.features))
    entity, url = found
    made = _with_code(entity, url, wished.origin)
    code = next(field.name for field in made.fields if field.pattern == _SIGNS)
    said = " ".join(s.text.lower() for s in spec.sentences)
    path = (("path", match["path"]),) if (match := _PATH.search(said)) and match["path"] != "/api" else ()
    placed = replace(wished, entity=made.name, fields=(code, url), options=path, built=True)
    features = tuple(placed if f is wished else _counting(f, made.name) for f in spec.features)
    entities = tuple(made if other is entity else other for other in spec.entities)
    return replace(spec, entities=entities, features=features)


def _unbuilt(feature: Feature) -> Feature:
    return replace(feature, built=False) if feature.name in ("redirects", "click_statistics") else feature


def _counting(feature: Feature, entity: str) -> Feature:
    return replace(feature, entity=entity) if feature.name == "click_statistics" else feature


def _leading(spec: Spec) -> tuple[Entity, str] | None:
    """The thing that leads somewhere and the field that says where."""
    ranked = sorted(spec.entities, key=lambda e: (e.name not in _LINKS, not any(f.name in _CODES for f in e.fields)))
    for entity in ranked:
        fields = [f for f in entity.fields if f.type is FieldType.URL and f.name not in _CODES]
        named = [f for name in _AIMS for f in fields if f.name == name]
        if fields and not entity.account_role:
            return entity, (named or fields)[0].name
    return None


def _with_code(entity: Entity, url: str, origin: Origin) -> Entity:
    fields = {f.name: f for f in entity.fields if f.type in (FieldType.TEXT, FieldType.URL) and f.name != url}
    known = next((fields[name] for name in _CODES if name in fields), None)
    code = _coded(known or Field(name="code", origin=replace(origin, confidence=0.8)))
    kept = tuple(code if field is known else field for field in entity.fields)
    return replace(entity, fields=kept if known else (*kept, code))


def _coded(field: Field) -> Field:
    length = min(field.max_length or _LENGTH, _LENGTH)
    return replace(
        field, type=FieldType.TEXT, required=False, unique=True, pattern=_SIGNS, max_length=length, default=None
    )
