"""One webhook handler, written in each way in which applications are written; each validates what it gets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl
from wsgiref.util import request_uri

from starlette.requests import Request
from starlette.responses import Response
from twilio.request_validator import RequestValidator

from tests.listener import AUTH_TOKEN

if TYPE_CHECKING:
    from wsgiref.types import StartResponse

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]


class Seen(NamedTuple):
    """What a handler found in its request."""

    method: str
    url: str
    form: dict[str, str]
    headers: Mapping[str, str]
    is_signed: bool


class Log(list[Seen]):
    """What the handlers of one application have seen."""

    def note(self, method: str, url: str, form: Mapping[str, str], headers: Any) -> int:
        """Validate a request as the vendor's manual says; the answer's status."""
        if "broken" in url:
            raise RuntimeError("the handler is broken")
        headers = {name.lower(): value for name, value in dict(headers).items()}
        signature = headers["x-twilio-signature"]
        is_signed = RequestValidator(AUTH_TOKEN).validate(url, form, signature)
        self.append(Seen(method, url, dict(form), headers, is_signed))
        return 200 if is_signed else 403


def flask(log: Log) -> Any:
    from flask import Flask, request

    app = Flask(__name__, static_folder=None)
    app.testing = True  # or Flask itself answers 500

    @app.route("/", defaults={"path": ""}, methods=["GET", "POST"])
    @app.route("/<path:path>", methods=["GET", "POST"])
    def hook(path: str) -> tuple[str, int]:
        return "", log.note(request.method, request.url, request.form, request.headers)

    return app


def plain_wsgi(log: Log) -> Any:
    def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        headers = {
            key.removeprefix("HTTP_").replace("_", "-"): value
            for key, value in environ.items()
            if key.startswith("HTTP_") or key == "CONTENT_TYPE"
        }
        form = dict(parse_qsl(body.decode(), keep_blank_values=True))
        status = log.note(environ["REQUEST_METHOD"], request_uri(environ), form, headers)
        start_response(f"{status} Whatever", [])
        return []

    return app


def django(log: Log) -> Any:
    from django.core.wsgi import get_wsgi_application

    _django_urls().log = log  # type: ignore[attr-defined]  # one Django for the whole process
    return get_wsgi_application()


def django_async(log: Log) -> Any:
    from django.core.asgi import get_asgi_application

    _django_urls().log = log  # type: ignore[attr-defined]
    return get_asgi_application()


def starlette(log: Log) -> Any:
    from starlette.applications import Starlette
    from starlette.routing import Route

    async def hook(request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        return Response("", log.note(request.method, str(request.url), form, request.headers))

    return Starlette(routes=[Route("/{path:path}", hook, methods=["GET", "POST"])])


def fastapi(log: Log) -> Any:
    from fastapi import FastAPI

    app = FastAPI()

    @app.api_route("/{path:path}", methods=["GET", "POST"])
    async def hook(request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        status = log.note(request.method, str(request.url), form, request.headers)
        return Response("", status)

    return app


def plain_asgi(log: Log) -> Any:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        body = (await receive())["body"]
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        query = b"?" + scope["query_string"] if scope["query_string"] else b""
        path = (scope["raw_path"] + query).decode()
        url = f"{scope['scheme']}://{headers['host']}{path}"
        form = dict(parse_qsl(body.decode(), keep_blank_values=True))
        status = log.note(scope["method"], url, form, headers)
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    return app


WSGI = {"Flask": flask, "plain WSGI": plain_wsgi, "Django": django}
ASGI = {
    "Starlette": starlette,
    "FastAPI": fastapi,
    "plain ASGI": plain_asgi,
    "Django on ASGI": django_async,
}


@cache
def _django_urls() -> ModuleType:
    """The module that Django looks for its views in, made on the spot."""
    import django
    from django.conf import settings
    from django.http import HttpRequest, HttpResponse
    from django.urls import re_path

    urls = ModuleType("tests.django_urls")

    def hook(request: HttpRequest) -> HttpResponse:
        url = request.build_absolute_uri()
        status = urls.log.note(request.method, url, request.POST.dict(), request.headers)
        return HttpResponse("", status=status)

    urls.urlpatterns = [re_path("", hook)]  # type: ignore[attr-defined]
    settings.configure(
        ALLOWED_HOSTS=["*"],
        DEBUG_PROPAGATE_EXCEPTIONS=True,  # or Django itself answers 500
        LOGGING_CONFIG=None,
        ROOT_URLCONF=urls,
        SECRET_KEY="only a test",
    )
    django.setup()
    return urls
