"""The worker's loop: says what its llama.cpp can, loads the model it is told to, and answers one request after the other."""

from __future__ import annotations

import gc
import time
import traceback
from functools import partial

import llama_cpp

from local_models.worker.model import Model, TooLong, Wish
from local_models.worker.wire import Message, Wire

GREETING = 0


def serve() -> None:
    """Answers until the engine is gone; ends early when the model can't be loaded."""
    wire = Wire()
    model = _loaded(wire)
    while model is not None:
        _answer(wire, model, wire.next())


def about() -> dict[str, object]:
    """Which llama.cpp this is and whether it can use a graphics card."""
    return {"release": llama_cpp.__version__, "offload": bool(llama_cpp.llama_supports_gpu_offload())}


def _loaded(wire: Wire) -> Model | None:
    asked = wire.next()
    began = time.monotonic()
    try:
        model = Model(**asked["model"])
    except (ValueError, RuntimeError, MemoryError) as error:
        wire.tell(GREETING, fault="load", message=str(error))
        return None
    facts = {"context": model.context, "fills_in": model.tokens.fills_in, "seconds": time.monotonic() - began}
    gc.freeze()
    wire.tell(GREETING, end={**about(), **facts})
    return model


def _answer(wire: Wire, model: Model, asked: Message) -> None:
    number = asked["id"]
    if wire.cancelled(number):
        wire.tell(number, end={"finish": "cancelled"})
        return
    try:
        wire.tell(number, end=_done(wire, model, asked))
    except TooLong as error:
        wire.tell(number, fault="too_long", message=str(error), tokens=error.tokens)
    except Exception as error:  # noqa: BLE001 (one question's failure is not the end of the model)
        traceback.print_exc()
        wire.tell(number, fault="failed", message=str(error) or type(error).__name__)


def _done(wire: Wire, model: Model, asked: Message) -> object:
    match asked["do"]:
        case "write":
            number = asked["id"]
            return model.write(
                _wish(model, asked), lambda text: wire.tell(number, text=text), partial(wire.cancelled, number)
            )
        case "wear":
            began = time.monotonic()
            model.wear([(each["path"], each["scale"]) for each in asked["adapters"]])
            return {"seconds": time.monotonic() - began}
        case "weigh":
            return {"weights": model.weigh(asked["text"])}
        case other:
            raise ValueError(f"the worker knows no '{other}'")


def _wish(model: Model, asked: Message) -> Wish:
    stops = list(asked["stop"])
    if "turns" in asked:
        prompt = model.chat.prompt(asked["turns"])
        stops.extend(model.chat.stops)
    elif "suffix" in asked:
        if not model.tokens.fills_in:
            raise ValueError("the model has no tokens to fill a gap with")
        prompt = model.around(asked["prefix"], asked["suffix"], asked["longest"])
    else:
        prompt = model.plain(asked["prefix"])
    return Wish(
        prompt=prompt,
        longest=asked["longest"],
        temperature=asked["temperature"],
        stops=stops,
        schema=asked.get("schema", ""),
    )
