"""Delivers into an ASGI application in this process, as its server would."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from mockconf.app_errors import raised
from mockconf.transport import (
    MOST_READ,
    Callback,
    Reply,
    Target,
    Undeliverable,
    seconds,
    shown_url,
    target_of,
)

if TYPE_CHECKING:
    import asyncio

Message = MutableMapping[str, Any]
App = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Awaitable[None],
]

_VERSION = {"version": "3.0", "spec_version": "2.4"}
#: How long an application that has answered may go on, before we do too (as a task, it is not lost), and how long the
#: end of one is waited for, in seconds.
_GRACE = 1.0
_FAREWELL = 2.0


def into_asgi(app: App, base_url: str) -> AsgiTransport:
    """A transport that calls `app`, which sees what is below the path of `base_url` as its root path."""
    return AsgiTransport(app, target_of(base_url).path.rstrip("/"))


class AsgiTransport:
    """Calls an ASGI application on an event loop of its own; its lifespan lasts from the first callback to close()."""

    def __init__(self, app: App, root: str) -> None:
        self._app, self._root = app, root
        self._lock = Lock()
        self._runner: asyncio.Runner | None = None
        self._lifespan: _Lifespan | None = None
        self._lasting: set[asyncio.Task[Any]] = set()

    def __call__(self, callback: Callback) -> Reply:
        import asyncio

        with self._lock:
            if self._runner is None:
                # A loop that is nobody else's: setting the thread's own would change what others find.
                self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
            return self._runner.run(self._deliver(callback))

    def close(self) -> None:
        """End the application's lifespan and everything that it still does."""
        if self._runner is None or not self._lock.acquire(timeout=_FAREWELL):
            return
        # The caller may be inside an event loop, and one thread cannot run two.
        thread = Thread(target=self._shut_down, name="mockconf-mount-close", daemon=True)
        thread.start()
        thread.join(2 * _FAREWELL)
        self._lock.release()

    def _shut_down(self) -> None:
        runner, self._runner = self._runner, None
        lifespan, self._lifespan = self._lifespan, None
        if runner is None:
            return
        if lifespan is not None:
            runner.run(lifespan.end())
        runner.close()

    async def _deliver(self, callback: Callback) -> Reply:
        import asyncio

        limits = callback.overrides
        limit = min(limits.read_timeout, limits.total_timeout)
        now = asyncio.get_running_loop().time
        until = now() + limit
        if self._lifespan is None:
            self._lifespan = _Lifespan(self._app)
        await self._lifespan.begin(callback, limit)
        answer = _Answer(callback.body)
        task = self._call(callback, self._lifespan.state, answer)
        is_over = {task, answer.complete}
        done, _ = await asyncio.wait(is_over, timeout=until - now(), return_when="FIRST_COMPLETED")
        if not done or now() > until:
            await _end(task)
            text = f"{shown_url(callback.url)} gave no answer within {seconds(limit)}"
            raise Undeliverable("rt", text)
        await asyncio.wait({task}, timeout=min(_GRACE, until - now()))
        if answer.is_hung_up:
            await _end(task)
        elif task.done() and (failure := task.result()):
            raise failure
        return _reply(callback, answer)

    def _call(
        self, callback: Callback, state: dict[str, Any], answer: _Answer
    ) -> asyncio.Task[Undeliverable | None]:
        import asyncio

        scope = _scope(callback, target_of(callback.url), self._root)
        scope["state"] = state.copy()
        task = asyncio.create_task(_called(self._app, callback, scope, answer))
        self._lasting.add(task)  # a loop itself holds its tasks only weakly
        task.add_done_callback(self._lasting.discard)
        return task


async def _called(
    app: App, callback: Callback, scope: Message, answer: _Answer
) -> Undeliverable | None:
    """Call the application, and give back what it failed of."""
    try:
        await app(scope, answer.receive, answer.send)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - pytest.fail() raises no Exception
        return raised(callback, error)
    if not answer.complete.done():
        what = "an answer" if answer.status is None else "the end of its answer"
        return Undeliverable("app", f"{shown_url(callback.url)} returned without {what}")
    return None


async def _end(task: asyncio.Task[Any]) -> None:
    """Let an application end that nobody listens to any more."""
    import asyncio

    task.cancel()
    await asyncio.wait({task}, timeout=_GRACE)


class _Answer:
    """One request's two channels, and what came back by them."""

    def __init__(self, body: bytes) -> None:
        import asyncio

        self._request: Message | None = {"type": "http.request", "body": body, "more_body": False}
        self.complete = asyncio.get_running_loop().create_future()
        self.status: Any = None
        self.headers: dict[str, str] = {}
        self.body = bytearray()
        #: We have read enough and want no more.
        self.is_hung_up = False

    async def receive(self) -> Message:
        import asyncio

        request, self._request = self._request, None
        if request is None:
            # Shielded: an application may cancel its wait for our going.
            await asyncio.shield(self.complete)
            return {"type": "http.disconnect"}
        return request

    async def send(self, message: Message) -> None:
        if self.is_hung_up:
            raise OSError("the vendor reads no more of the answer")
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {
                name.decode("latin-1").lower(): value.decode("latin-1")
                for name, value in message.get("headers", ())
            }
        elif message["type"] == "http.response.body":
            self._take(message)
        else:
            raise RuntimeError(f"{message['type']!r} is no message of an HTTP answer")

    def _take(self, message: Message) -> None:
        if self.status is None:
            raise RuntimeError("http.response.body was sent before http.response.start")
        self.body += message.get("body", b"")[: MOST_READ - len(self.body)]
        is_last = not message.get("more_body", False)
        self.is_hung_up = not is_last and len(self.body) >= MOST_READ
        if (is_last or self.is_hung_up) and not self.complete.done():
            self.complete.set_result(None)


class _Lifespan:
    """The application's life as a whole, if it wants to hear of it."""

    def __init__(self, app: App) -> None:
        import asyncio

        self.state: dict[str, Any] = {}
        self._app = app
        self._task: asyncio.Task[None] | None = None
        self._began = asyncio.get_running_loop().create_future()
        self._ends = asyncio.Event()
        self._is_announced = False

    async def begin(self, callback: Callback, limit: float) -> None:
        """Let the application start, if it has not yet.

        Raises:
            Undeliverable: it did not.
        """
        import asyncio

        if self._task is None:
            self._task = asyncio.create_task(self._live())
        if not self._began.done():
            await asyncio.wait({self._began}, timeout=limit)
        where = shown_url(callback.url)
        if not self._began.done():
            raise Undeliverable("rt", f"{where}: the app did not start within {seconds(limit)}")
        if failure := self._began.result():
            raise Undeliverable("app", f"{where}: the app did not start: {failure}")

    async def end(self) -> None:
        import asyncio

        self._ends.set()
        if self._task is not None and self._began.done():
            await asyncio.wait({self._task}, timeout=_FAREWELL)

    async def _live(self) -> None:
        scope = {"type": "lifespan", "asgi": _VERSION, "state": self.state}
        try:
            await self._app(scope, self._receive, self._send)
        except Exception:  # noqa: BLE001, S110 - the way to say that one knows no lifespan
            pass
        finally:
            self._note("")

    async def _receive(self) -> Message:
        if not self._is_announced:
            self._is_announced = True
            return {"type": "lifespan.startup"}
        await self._ends.wait()
        return {"type": "lifespan.shutdown"}

    async def _send(self, message: Message) -> None:
        match message["type"]:
            case "lifespan.startup.complete":
                self._note("")
            case "lifespan.startup.failed":
                # Frameworks send a whole traceback; its last line names the error.
                self._note(
                    message.get("message", "").strip().rpartition("\n")[2] or "it gave no reason"
                )
            case "lifespan.shutdown.complete" | "lifespan.shutdown.failed":
                pass
            case other:
                raise RuntimeError(f"{other!r} is no message of a lifespan")

    def _note(self, failure: str) -> None:
        if not self._began.done():
            self._began.set_result(failure)


def _scope(callback: Callback, target: Target, root: str) -> Message:
    headers = {"host": target.authority}
    headers |= {name.lower(): value for name, value in callback.headers.items()}
    if target.authorization:
        headers["authorization"] = target.authorization
    if callback.body or callback.method != "GET":
        headers["content-length"] = str(len(callback.body))
    return {
        "type": "http",
        "asgi": _VERSION,
        "http_version": "1.1",
        "method": callback.method,
        "scheme": target.scheme,
        "path": unquote(target.path),
        "raw_path": target.path.encode(),
        "query_string": target.query.encode(),
        "root_path": unquote(root),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
        "client": ("127.0.0.1", 0),
        "server": (target.host, target.port),
    }


def _reply(callback: Callback, answer: _Answer) -> Reply:
    if not (isinstance(answer.status, int) and 100 <= answer.status <= 599):
        text = f"{shown_url(callback.url)} answered {answer.status!r}, which is no HTTP status"
        raise Undeliverable("app", text)
    return Reply(int(answer.status), answer.headers, bytes(answer.body))
