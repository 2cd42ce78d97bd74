"""A small server that speaks models' protocols, as slow, wrong or hostile as it is told."""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]
KIND = {"content-type": "application/json"}


@dataclass
class Answer:
    """What goes back: JSON, or bytes as they are."""

    body: Body | bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])


def texts_in(asked: str) -> tuple[str, str]:
    found = re.findall(r"<<<(?:first|second) \w+>>>\n(.*?)\n<<<end", asked, re.DOTALL)
    return found[0], found[1]


def wanted(asked: str) -> Callable[[str], float]:
    """What a model that understands the criterion would go by: a line, or length."""
    line = re.search(r"ends with the line “(\w+)”", asked)
    return (lambda text: text.endswith(line[1])) if line else len


def honest(asked: str) -> str:
    """Goes by the criterion, whatever the texts say."""
    first, second = map(wanted(asked), texts_in(asked))
    better = "equal" if first == second else "first" if first > second else "second"
    return json.dumps({"better": better, "how_much": "much", "why": "it says more"})


def obeying(*words: str) -> Callable[[str], str]:
    """Chooses a text with any of these words, and is honest otherwise."""

    def talk(asked: str) -> str:
        told = [any(word in text for word in words) for text in texts_in(asked)]
        if told[0] == told[1]:
            return honest(asked)
        return json.dumps({"better": "first" if told[0] else "second", "how_much": "much"})

    return talk


def openai(text: str, usage: object = None, finish: str = "stop") -> Body:
    usage = usage or {"prompt_tokens": 40, "completion_tokens": 5}
    return {"choices": [{"message": {"content": text}, "finish_reason": finish}], "usage": usage}


def anthropic(text: str, usage: object = None, stop: str = "end_turn") -> Body:
    usage = usage or {"input_tokens": 40, "output_tokens": 5}
    return {"content": [{"type": "text", "text": text}], "stop_reason": stop, "usage": usage}


class Server:
    """Set `talk` (from a question to words) or `answer` (from a request to all that goes back)."""

    def __init__(self) -> None:
        self.talk: Callable[[str], str] = honest
        self.answer: Callable[[Body], Answer] = self.well
        self.first: list[Answer] = []
        """These go back before anything else."""
        self.asked: list[Body] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._http = _Quiet(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"
        self._thread = threading.Thread(target=self._http.serve_forever)
        self._thread.start()

    def well(self, body: Body) -> Answer:
        """What a good server says."""
        said = self.talk(body["messages"][-1]["content"])
        is_openai = "/chat/completions" in self.paths[-1]
        return Answer(openai(said) if is_openai else anthropic(said))

    def take(self, path: str, headers: dict[str, str], body: Body) -> Answer:
        with self._lock:
            self.asked.append(body)
            self.headers.append({name.lower(): value for name, value in headers.items()})
            self.paths.append(path)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            first = self.first.pop(0) if self.first else None
        try:
            return first or self.answer(body)
        finally:
            with self._lock:
                self._at_once -= 1

    @property
    def questions(self) -> list[str]:
        return [body["messages"][-1]["content"] for body in self.asked]

    def close(self) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            answer = server.take(self.path, dict(self.headers), body)
            content = answer.body if isinstance(answer.body, bytes) else _encoded(answer.body)
            self.send_response(answer.status)
            for name, value in (KIND | answer.headers).items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_request(self, code: object = "-", size: object = "-") -> None:
            """Say nothing on the tests' screen."""

    return Handler


def _encoded(body: Body) -> bytes:
    return json.dumps(body).encode()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever did not wait for the answer has gone."""
