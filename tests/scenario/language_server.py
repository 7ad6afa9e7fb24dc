"""A small client of yaml-language-server, the program behind completion and hover in editors.

The server speaks the Language Server Protocol: JSON-RPC messages on stdin and stdout, each after a
header with its length.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

VARIABLE = "TWINTRACK_YAML_SERVER"
"""Names the server's program, where it is not on the path or in `node_modules`."""
PACKAGE = "yaml-language-server"
PATIENCE = 60.0
"""Seconds after which an answer that does not come is a failure."""


def server() -> str | None:
    """The server's program: from the environment, the path, or `node_modules` here; or None."""
    if named := os.environ.get(VARIABLE):
        return named
    here = Path(__file__).parents[2] / "node_modules" / ".bin" / PACKAGE
    return shutil.which(PACKAGE) or (str(here) if here.is_file() else None)


@dataclass
class Said:
    """What the server says about a document: severity (1 is an error), line from 1, message."""

    severity: int
    line: int
    column: int
    message: str


@dataclass
class LanguageServer:
    """One server for many documents.

    Args:
        program: The server's program.
        root: The folder that an editor would have open.
    """

    program: str
    root: Path
    _answers: dict[int, Any] = field(default_factory=dict)
    _told: dict[str, queue.SimpleQueue[list[Any]]] = field(default_factory=dict)
    _versions: dict[str, int] = field(default_factory=dict)
    _count: int = 0

    def __enter__(self) -> Self:
        command = [self.program, "--stdio"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._ready = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()
        able = {
            "textDocument": {
                "hover": {"contentFormat": ["markdown"]},
                "completion": {
                    "completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}
                },
                "publishDiagnostics": {"relatedInformation": True},
            },
            "workspace": {"configuration": True, "didChangeConfiguration": {}},
        }
        self.ask(
            "initialize",
            {"processId": os.getpid(), "rootUri": self.root.as_uri(), "capabilities": able},
        )
        self._send({"method": "initialized", "params": {}})
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def open(self, path: Path, text: str | None = None) -> list[Said]:
        """Show a document to the server, with a text of its own or the file's.

        Returns:
            What the server has to say of it.
        """
        return self.open_all({path: path.read_text(encoding="utf-8") if text is None else text})[0]

    def open_all(self, texts: Mapping[Path, str]) -> list[list[Said]]:
        """Show several documents at once; what the server has to say of each, in their order."""
        for path, text in texts.items():
            self.show(path, text)
        return [self._said(path.as_uri()) for path in texts]

    def show(self, path: Path, text: str) -> None:
        """Show a document to the server without waiting for what it has to say."""
        uri = path.as_uri()
        told = self._told.setdefault(uri, queue.SimpleQueue())
        version = self._versions[uri] = self._versions.get(uri, 0) + 1
        while not told.empty():
            told.get_nowait()
        if version == 1:
            document = {"uri": uri, "languageId": "yaml", "version": version, "text": text}
            self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
            return
        changed = {
            "textDocument": {"uri": uri, "version": version},
            "contentChanges": [{"text": text}],
        }
        self._send({"method": "textDocument/didChange", "params": changed})

    def _said(self, uri: str) -> list[Said]:
        return [
            Said(
                one.get("severity", 1),
                one["range"]["start"]["line"] + 1,
                one["range"]["start"]["character"] + 1,
                one["message"],
            )
            for one in self._told[uri].get(timeout=PATIENCE)
        ]

    def hover(self, path: Path, line: int, column: int) -> str:
        """What is shown over a place of an open document, as Markdown; lines from 1."""
        answer = self.ask("textDocument/hover", self._at(path, line, column))
        return "" if answer is None else str(answer["contents"]["value"])

    def complete(self, path: Path, line: int, column: int) -> dict[str, dict[str, Any]]:
        """What could be written at a place of an open document, by label."""
        answer = self.ask("textDocument/completion", self._at(path, line, column))
        items = answer["items"] if isinstance(answer, dict) else answer or []
        return {item["label"]: item for item in items}

    def ask(self, method: str, params: object) -> Any:
        """Send a request, and wait for its answer."""
        self._count += 1
        mine = self._count
        self._send({"id": mine, "method": method, "params": params})
        with self._ready:
            if not self._ready.wait_for(lambda: mine in self._answers, PATIENCE):
                raise TimeoutError(f"the language server does not answer {method}")
            answer = self._answers.pop(mine)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def _at(self, path: Path, line: int, column: int) -> dict[str, Any]:
        return {
            "textDocument": {"uri": path.as_uri()},
            "position": {"line": line - 1, "character": column - 1},
        }

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        pipe = self._process.stdout
        while header := pipe.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                header = pipe.readline()
            self._hear(json.loads(pipe.read(length)))

    def _hear(self, message: dict[str, Any]) -> None:
        method, number = message.get("method"), message.get("id")
        if method == "textDocument/publishDiagnostics":
            params = message["params"]
            told = self._told.setdefault(params["uri"], queue.SimpleQueue())
            told.put(params["diagnostics"])
        elif method is not None and number is not None:
            self._send({"id": number, "result": self._reply(message)})
        elif method is None:
            with self._ready:
                self._answers[int(number or 0)] = message
                self._ready.notify_all()

    @staticmethod
    def _reply(message: dict[str, Any]) -> object:
        """What an editor says when the server asks it something."""
        if message["method"] != "workspace/configuration":
            return None
        own = {
            "yaml": {
                "validate": True,
                "hover": True,
                "completion": True,
                "schemaStore": {"enable": False},
            }
        }
        asked = message["params"]["items"]
        return [own.get(item.get("section", ""), {}) for item in asked]
