"""The Web API over HTTP: tokens, scopes, troubles, and answers in Slack's shape."""

from __future__ import annotations

import asyncio
from contextlib import closing
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response

from bot.simulator.methods import METHODS
from bot.simulator.methods.call import Arguments, Call, Caller, WebApiMethod
from bot.simulator.service.slack import Fault, Wrong
from bot.simulator.state.model import SlackError

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from bot.simulator.service.slack import Slack


class WebApi:
    """The endpoint `/api/<method>`."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def answer(self, request: Request) -> Response:
        """Answer one call."""
        name = request.path_params["method"]
        try:
            arguments = await Arguments.of(request)
        except SlackError as refusal:
            return JSONResponse(refusal.as_slack())
        fault = self._slack.faults.next(name, arguments.text("channel"))
        return await meeting(fault, self._answer(request, name, arguments))

    async def _answer(self, request: Request, name: str, arguments: Arguments) -> Response:
        method, address = METHODS.get(name), f"{request.url.scheme}://{request.url.netloc}"
        try:
            if method is None:
                raise SlackError("unknown_method", req_method=name)  # noqa: TRY301 - refused like all the others
            call = Call(self._slack, arguments, address)
            _admit(self._slack, method, _token(request, arguments))
            if method.scopes:
                call.need(*method.scopes)
            told = {"ok": True, **method.run(call)}
        except SlackError as refusal:
            told = refusal.as_slack()
        return JSONResponse(told, headers=self._headers(method))

    def _headers(self, method: WebApiMethod | None) -> dict[str, str]:
        granted = ",".join(sorted(self._slack.scopes))
        accepted = ",".join(method.scopes) if method else ""
        return {"x-oauth-scopes": granted, "x-accepted-oauth-scopes": accepted, "x-slack-req-id": "playground"}


async def meeting(fault: Fault | None, work: Coroutine[Any, Any, Response]) -> Response:
    """Return what *work* answers, unless *fault* keeps it from being done, or its answer from coming."""
    with closing(work):
        match fault:
            case Fault(wrong=Wrong.DELAY):
                await asyncio.sleep(fault.seconds)
            case Fault(wrong=Wrong.DROP):
                return Dropped()
            case Fault(wrong=Wrong.STATUS):
                return Response("<html>Server Error - Slack</html>", fault.status, media_type="text/html")
            case Fault(wrong=Wrong.RATE_LIMIT):
                refusal = {"ok": False, "error": "ratelimited"}
                return JSONResponse(refusal, 429, headers={"retry-after": str(round(fault.seconds))})
            case Fault(wrong=Wrong.REFUSE):
                return JSONResponse({"ok": False, "error": fault.error})
        answer = await work
    return Dropped() if fault and fault.wrong is Wrong.ACCEPT_THEN_DROP else answer


def _token(request: Request, arguments: Arguments) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token if kind.lower() == "bearer" else arguments.text("token")


def _admit(slack: Slack, method: WebApiMethod, token: str) -> None:
    app = slack.workspace.app
    if not token:
        raise SlackError("not_authed")
    if token not in {app.bot_token, app.app_token}:
        raise SlackError("invalid_auth")
    if slack.dead_token and token == app.bot_token:
        raise SlackError(slack.dead_token)
    if token != (app.app_token if method.caller is Caller.APP else app.bot_token):
        raise SlackError("not_allowed_token_type")


class Dropped(Response):
    """No answer: the connection is cut, so that the client sees it close without a byte."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  the signature is ASGI's
        """Cut the connection. ASGI has no word for it, so this reaches for uvicorn's transport."""
        cycle = getattr(receive, "__self__", None)
        transport = getattr(cycle, "transport", None)
        if transport is None:
            raise RuntimeError("only uvicorn can drop a connection; serve the workspace with it")
        transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass
