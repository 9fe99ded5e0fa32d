"""An application with pages and accounts; its first page is green for who is signed in, and asks a stranger's server."""

import os

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route

NAVIGATION = """<nav><a href="/"><svg><title>House</title></svg><span>Home &amp; more</span></a>
<a href="/books">Books</a><a href="https://example.com/">Elsewhere</a></nav><nav><a href="/other">Other</a></nav>"""


async def health(_: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})


async def home(request: Request) -> HTMLResponse:
    known = request.cookies.get("session") == "the-token"
    strange = f'<img src="http://127.0.0.1:{os.environ.get("STRANGE_PORT", "1")}/spy.png">'
    body = f'<body style="margin:0;background:{"#00ff00" if known else "#ff0000"}">{strange if known else ""}'
    return HTMLResponse(f"<title>Shop</title>{body}<div style='margin-top:100vh'>{NAVIGATION if known else ''}</div>")


async def books(_: Request) -> HTMLResponse:
    return HTMLResponse('<body style="background:#0000ff">')


async def token(request: Request) -> JSONResponse:
    form = (await request.body()).decode()
    right = f"password={os.environ['ADMIN_PASSWORD']}" in form
    return JSONResponse({"access_token": "the-token"}, 200) if right else JSONResponse({}, 401)


app = Starlette(
    routes=[
        Route("/healthz", health),
        Route("/", home),
        Route("/books", books),
        Route("/api/auth/token", token, methods=["POST"]),
    ],
)
