"""`ql models local`: models that run on this machine: which fit, fetch, add by path, remove."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, TextColumn, TransferSpeedColumn
from rich.progress import Progress as Bars
from rich.table import Column, Table

from app.cli.engine import reach_engine
from app.cli.output import EXIT_DONE, EXIT_FAILED, JsonFlag, emit_json, people, progress

if TYPE_CHECKING:
    from app.client.client import Client

app = typer.Typer(no_args_is_help=True, help="Models that run on this machine.")
ROOT = "/local-models"
VERDICTS = {"fits": "[green]fits[/]", "tight": "[yellow]hardly fits[/]", "does_not_fit": "[red]does not fit[/]"}
Name = Annotated[str, typer.Argument(help="As `ql models local list` names it.")]


@app.command("list")
def every(
    all_known: Annotated[bool, typer.Option("--all", help="The catalogue's too that do not fit.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """List the models of this machine, those that could be fetched, and Ollama's."""
    found = reach_engine(as_json=as_json).request("GET", ROOT)
    if as_json:
        emit_json(found)
        return
    _show_machine(found["hardware"], found["runtime"])
    _show("On this machine", [*found["models"]], found["loaded"])
    there = {model["name"] for model in found["models"]}
    offered = [one for one in found["catalogue"] if one["name"] not in there]
    shown = offered if all_known else [one for one in offered if one["verdict"] == "fits"]
    _show("To be fetched", shown, [])
    if len(shown) < len(offered):
        people.print(f"[dim]{len(offered) - len(shown)} more do not fit, or hardly; --all shows them.[/]")
    if found["ollama"]:
        _show_ollama(found["ollama"])


@app.command()
def fit(
    name: Annotated[str, typer.Argument(help="A model's name, or the path of a GGUF file.")],
    context: Annotated[int, typer.Option(min=0, help="Tokens of context; the usual one if not given.")] = 0,
    as_json: JsonFlag = False,
) -> None:
    """Say how a model would fit this machine, and what else would."""
    wanted = _path(name) if name.endswith(".gguf") else name
    found = reach_engine(as_json=as_json).request("GET", f"{ROOT}/fit", query={"name": wanted, "context": context})
    if as_json:
        emit_json(found)
    else:
        _show_fit(found)
    raise typer.Exit(EXIT_FAILED if found["verdict"] == "does_not_fit" else EXIT_DONE)


@app.command()
def add(
    path: Annotated[str, typer.Argument(help="A GGUF file; it stays where it is.")],
    name: Annotated[str, typer.Option(help="What to call it; made from the file's name if not given.")] = "",
    as_json: JsonFlag = False,
) -> None:
    """Add a model by its file."""
    added = reach_engine(as_json=as_json).request("POST", ROOT, body={"path": _path(path), "name": name})
    if as_json:
        emit_json(added)
        return
    about = (
        f"{added['architecture']}, {_billions(added['parameters'])}, {added['quantisation']}, {_size(added['size'])}"
    )
    people.print(f"[green]✓[/] {escape(added['name'])} is added: {escape(about)}, context {added['context']}.")


@app.command()
def download(
    name: Annotated[str, typer.Argument(help="A model of the list; without a quantisation the largest that fits.")],
    as_json: JsonFlag = False,
) -> None:
    """Fetch a model; Ctrl-C stops, and the next attempt goes on from there."""
    client = reach_engine(as_json=as_json)
    started = client.request("POST", f"{ROOT}/downloads", body={"name": name})
    try:
        _follow(client, started, as_json=as_json)
    except KeyboardInterrupt:
        client.cancel(started["run"])
        raise
    record = client.run(started["run"])
    if record.status != "done":
        hint = next((str(e.payload.get("hint", "")) for e in client.follow(record.id) if e.ends_run), "")
        raise _failed(record.error or f"The download was {record.status}.", hint)
    if as_json:
        emit_json({"status": "done", **record.result})
        return
    checked = (
        "its digest is the source's" if record.result["checked"] else "its digest could only be recorded, not checked"
    )
    people.print(f"[green]✓[/] {escape(record.result['name'])} is here; {checked}.\n  {record.result['sha256']}")


@app.command()
def remove(name: Name, as_json: JsonFlag = False) -> None:
    """Forget a model; a file that was fetched is deleted, one that was added stays."""
    freed = reach_engine(as_json=as_json).request("DELETE", f"{ROOT}/{name}")["freed"]
    if as_json:
        emit_json({"name": name, "status": "removed", "freed": freed})
    else:
        people.print(
            f"[green]✓[/] {escape(name)} is removed; " + (f"{_size(freed)} freed." if freed else "its file stays.")
        )


@app.command()
def unload(name: Name, as_json: JsonFlag = False) -> None:
    """Take a model out of memory; the next question loads it again."""
    reach_engine(as_json=as_json).request("POST", f"{ROOT}/{name}/unload")
    if as_json:
        emit_json({"name": name, "status": "unloaded"})
    else:
        people.print(f"[green]✓[/] {escape(name)} is out of memory.")


def _follow(client: Client, started: dict[str, Any], *, as_json: bool) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Bars(*columns, console=progress, disable=as_json) as bars:
        bar = bars.add_task(str(started["name"]), total=None)
        for event in client.follow(started["run"]):
            if event.kind == "download.progress":
                if as_json:
                    emit_json({"event": {"kind": event.kind, "payload": dict(event.payload)}})
                bars.update(bar, completed=event.payload["done"], total=event.payload["total"] or None)


def _failed(message: str, hint: str) -> Exception:
    from app.client import EngineError

    return EngineError(message, hint=hint)


def _show_machine(hardware: dict[str, Any], runtime: dict[str, Any]) -> None:
    cards = ", ".join(f"{card['name']} with {_size(card['memory_free'])} free" for card in hardware["gpus"])
    free = f"{_size(hardware['memory_free'])} of {_size(hardware['memory_total'])} memory free"
    people.print(f"{hardware['cores']} cores, {free}, {escape(cards) or 'no graphics card'}.")
    if not runtime["ready"]:
        people.print(f"[yellow]![/] {escape(runtime['fault'])}\n  {escape(runtime['hint'])}", soft_wrap=True)
    elif hardware["gpus"] and not runtime["offload"]:
        people.print("[yellow]![/] llama.cpp was compiled without the graphics card; docs/local-models.md tells how.")


def _show(title: str, models: list[dict[str, Any]], loaded: list[dict[str, Any]]) -> None:
    if not models:
        return
    in_memory = {one["name"]: one for one in loaded}
    table = Table(Column(title, no_wrap=True), "Size", "Context", "Here", "Licence", box=None)
    for model in models:
        verdict = VERDICTS[model["verdict"]]
        if model["name"] in in_memory:
            verdict += f", in memory ({_size(in_memory[model['name']]['memory'])})"
        about = (_size(model["size"]), str(model["context"])) if "size" in model else ("", "")
        table.add_row(model["name"], *about, model.get("fault") or verdict, escape(model.get("licence", "")))
    people.print(table)


def _show_ollama(peer: dict[str, Any]) -> None:
    if peer["fault"]:
        people.print(f"[yellow]![/] {escape(peer['fault'])}")
        return
    table = Table(Column(f"Ollama {peer['release']}", no_wrap=True), "Size", "Parameters", "Quantisation", box=None)
    for model in peer["models"]:
        table.add_row(escape(model["name"]), _size(model["size"]), model["parameters"], model["quantisation"])
    people.print(table)


def _show_fit(found: dict[str, Any]) -> None:
    need = found["need"]
    people.print(
        f"{escape(found['name'])} {VERDICTS[found['verdict']]} with a context of {found['context']} tokens.",
        soft_wrap=True,
    )
    people.print(
        f"  It needs {_size(need['total'])}: weights {_size(need['weights'])}, cache {_size(need['cache'])}, "
        f"room to compute {_size(need['compute'])}, process {_size(need['process'])}.",
        soft_wrap=True,
    )
    people.print(f"  Memory: {_size(found['memory'])} of {_size(found['memory_free'])} free.")
    if found["gpu_layers"]:
        people.print(
            f"  Graphics card: {_size(found['card'])} of {_size(found['card_free'])}, {found['gpu_layers']} layers."
        )
    if found["verdict"] != "fits" and 0 < found["longest"] < found["context"]:
        people.print(f"  It would fit with a context of {found['longest']} tokens.")
    for offer in found["offers"]:
        people.print(f"  [bold]→[/] {escape(offer['name'])} fits: {_size(offer['need']['total'])}.")


def _path(given: str) -> str:
    return str(Path(given).expanduser().absolute())


def _size(count: float) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e8 else f"{count / 1e6:.1f} MB"


def _billions(count: int) -> str:
    return f"{count / 1e9:.1f} B parameters" if count >= 1e8 else f"{count / 1e6:.1f} M parameters"
