"""What an answer must say: places in it (`$.items[0].id`, `header.Location`, `text`) and operators on what stands there."""

import json
import re
from typing import Any

import httpx

from tests.openapi.model import OPERATORS

ABSENT = object()
PART = re.compile(r"\.([^.\[\]]+)|\[(-?\d+|\*)\]|\[([\w.]+)=([^\]]*)\]")


def path_parts(path: str) -> list[str | int | tuple[str, str]]:
    """`$.items[0].name`, `$.items[*].id`, `$.items[id=7].name` in parts. Raises ValueError for any other form."""
    parts: list[str | int | tuple[str, str]] = []
    at = 1
    while at < len(path):
        found = PART.match(path, at)
        if found is None:
            raise ValueError(f"{path!r} is no path")
        name, index, key, value = found.groups()
        parts.append(name if name is not None else (key, value) if key else index if index == "*" else int(index))
        at = found.end()
    return parts


def select(value: Any, path: str) -> Any:
    """What stands at `path`, ABSENT where nothing does; `[*]` gives the list of what its members have there."""
    return _walk(value, path_parts(path))


def _walk(value: Any, parts: list[str | int | tuple[str, str]]) -> Any:
    if not parts:
        return value
    here, rest = parts[0], parts[1:]
    match here:
        case "*" if isinstance(value, list):
            return [found for item in value if (found := _walk(item, rest)) is not ABSENT]
        case int() if isinstance(value, list) and -len(value) <= here < len(value):
            return _walk(value[here], rest)
        case (key, wanted) if isinstance(value, list):
            for item in value:
                if str(select(item, f"$.{key}")) == wanted:
                    return _walk(item, rest)
            return ABSENT
        case str() if isinstance(value, dict) and here in value:
            return _walk(value[here], rest)
    return ABSENT


def at(answer: httpx.Response, place: str) -> Any:
    """What the answer has at `place`, ABSENT where it has nothing."""
    if place.startswith("header."):
        return answer.headers.get(place[7:], ABSENT)
    if place.startswith(("cookie.", "set-cookie.")):
        kind, name = place.split(".", 1)
        lines = [line for line in answer.headers.get_list("set-cookie") if line.split("=", 1)[0].strip() == name]
        if not lines:
            return ABSENT
        return lines[-1] if kind == "set-cookie" else lines[-1].split(";")[0].split("=", 1)[1]
    if place == "text":
        return answer.text
    try:
        return select(answer.json(), place)
    except json.JSONDecodeError:
        return ABSENT


def faults(found: Any, check: Any) -> list[str]:
    """What is wrong with `found`, in words; nothing when it satisfies `check`."""
    operators = check if isinstance(check, dict) and check and set(check) <= OPERATORS else {"equals": check}
    return [wrong for name, wanted in operators.items() if (wrong := _fault(name, found, wanted))]


def _fault(name: str, found: Any, wanted: Any) -> str | None:
    shown = "nothing" if found is ABSENT else json.dumps(found, default=str)[:160]
    if name == "absent":
        return None if (found is ABSENT) is bool(wanted) else f"is {shown}"
    if found is ABSENT and name not in {"not", "lacks"}:
        return "is absent"
    return None if _holds(name, found, wanted) else f"is {shown}, not {name} {json.dumps(wanted, default=str)[:160]}"


def _holds(name: str, found: Any, wanted: Any) -> bool:
    match name:
        case "equals":
            return same(found, wanted)
        case "not":
            return not same(found, wanted)
        case "one_of":
            return any(same(found, one) for one in wanted)
        case "matches":
            return re.search(str(wanted), str(found)) is not None
        case "type":
            return _type(found) == wanted or (wanted == "number" and _type(found) == "integer")
        case "length":
            return isinstance(found, str | list | dict) and len(found) == wanted
        case "min":
            return isinstance(found, int | float) and found >= wanted
        case "max":
            return isinstance(found, int | float) and found <= wanted
        case "contains":
            return all(_has(found, one) for one in (wanted if isinstance(wanted, list) else [wanted]))
        case "lacks":
            return not any(_has(found, one) for one in (wanted if isinstance(wanted, list) else [wanted]))
        case "unordered":
            return isinstance(found, list) and sorted(map(_key, found)) == sorted(map(_key, wanted))
    raise ValueError(f"{name} is no operator")


def same(found: Any, wanted: Any) -> bool:
    """Equal as JSON: true is no 1; floats up to rounding; a wanted object may leave out members."""
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    if isinstance(found, int | float) and isinstance(wanted, int | float):
        return abs(found - wanted) <= 1e-9 * max(1.0, abs(wanted))
    if isinstance(found, dict) and isinstance(wanted, dict):
        return all(key in found and same(found[key], item) for key, item in wanted.items())
    if isinstance(found, list) and isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(same, found, wanted))
    return bool(found == wanted)


def _has(found: Any, wanted: Any) -> bool:
    if isinstance(found, str):
        return str(wanted) in found
    if isinstance(found, dict):
        return wanted in found
    return isinstance(found, list) and any(same(item, wanted) for item in found)


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _type(value: Any) -> str:
    names = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"}
    return names.get(type(value), "null")
