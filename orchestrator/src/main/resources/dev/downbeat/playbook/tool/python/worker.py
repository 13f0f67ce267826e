"""Runs the code of python steps: one call after another, each answered with one frame.

A frame is a sequence of chunks (four bytes of length, big-endian, then the bytes) ended by a chunk of length zero; it holds one
JSON document. The process leads its own session, so that it can be killed with everything it started, and it ends itself when
the other side hangs up.
"""

import asyncio
import base64
import builtins
import dataclasses
import datetime
import decimal
import enum
import functools
import inspect
import io
import json
import linecache
import math
import os
import queue
import signal
import struct
import sys
import threading
import traceback
import types
import uuid
from collections import abc

CHUNK = 1 << 16
TRACEBACK_LINES = 30
TOP_LEVEL_AWAIT = 0x2000  # ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, without importing ast
WHOLE_INPUT_NAMES = ("args", "input", "input_data", "payload", "data", "context", "params", "event")


class ResultTooLarge(Exception):
    """The result is longer as JSON than the installation allows."""


class Printed(io.RawIOBase):
    """What the code prints, up to a limit; the rest is counted and dropped."""

    def __init__(self):
        super().__init__()
        self.reset(0)

    def reset(self, limit):
        self.limit = limit
        self.kept = bytearray()
        self.dropped = 0

    def writable(self):
        return True

    def write(self, data):
        room = max(0, self.limit - len(self.kept))
        self.kept += bytes(data[:room])
        self.dropped += max(0, len(data) - room)
        return len(data)


def open_channels():
    """Takes stdin and stdout for the frames; the code gets an empty stdin, and its children print to stderr."""
    outgoing = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    printed = Printed()
    sys.stdout = sys.stderr = io.TextIOWrapper(printed, encoding="utf-8", errors="backslashreplace", write_through=True)
    return outgoing, printed


def lead_session():
    """Makes this process the leader of a session, and on Linux the parent of its orphaned grandchildren."""
    try:
        os.setsid()
    except OSError:
        pass  # It leads one already.
    try:
        import ctypes

        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
    except Exception:
        pass  # Not Linux: the process group must do.


def end_all():
    """Ends this process and its group."""
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def read_frame(source):
    """Returns the next frame's bytes, or None at the end."""
    parts = []
    while True:
        header = source.read(4)
        if len(header) < 4:
            return None
        (length,) = struct.unpack(">I", header)
        if length == 0:
            return b"".join(parts)
        chunk = source.read(length)
        if len(chunk) < length:
            return None
        parts.append(chunk)


def write_frame(target, parts):
    for part in parts:
        view = memoryview(part)
        for start in range(0, len(view), CHUNK):
            chunk = view[start : start + CHUNK]
            target.write(struct.pack(">I", len(chunk)))
            target.write(chunk)
    target.write(b"\0\0\0\0")
    target.flush()


def receive(source, calls):
    """Feeds calls to the main thread; the other side's end is the end of everything, also of running code."""
    while True:
        frame = read_frame(source)
        if frame is None:
            end_all()
        calls.put(frame)


def number(value):
    """Returns a Decimal as a JSON number where that loses nothing, else as text."""
    if not value.is_finite():
        return None
    if value == value.to_integral_value():
        return int(value) if abs(value) < 10**18 else str(value)
    near = float(value)
    return near if decimal.Decimal(repr(near)) == value else str(value)


def plain(value):
    """Returns what stands in JSON for a value that JSON does not know."""
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    if isinstance(value, decimal.Decimal):
        return number(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, (uuid.UUID, complex, BaseException)):
        return str(value)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if hasattr(value, "model_dump"):
        return value.model_dump()
    if hasattr(value, "columns") and hasattr(value, "to_dict"):
        return value.to_dict("records")
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, abc.Mapping):
        return dict(value)
    if isinstance(value, abc.Set):
        try:
            return sorted(value)
        except TypeError:
            return list(value)
    if isinstance(value, abc.Iterable):
        return list(value)
    raise TypeError("the result holds a %s, which is not plain data" % type(value).__name__)


def plainly(value):
    """Returns a copy that JSON can hold: keys are text, and numbers that are none (NaN, infinity) are null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, dict):
        return {key if isinstance(key, str) else key_text(key): plainly(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plainly(item) for item in value]
    return plainly(plain(value))


def key_text(key):
    return json.dumps(key) if key is None or isinstance(key, (bool, int, float)) else str(plain(key) if isinstance(
        key, (datetime.date, enum.Enum, bytes)) else key)


def to_json(value):
    try:
        return json.dumps(value, default=plain, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    except (TypeError, ValueError) as fault:
        if "Circular" in str(fault):
            raise
        return json.dumps(plainly(value), allow_nan=False, ensure_ascii=False, separators=(",", ":"))


@functools.lru_cache(maxsize=256)
def compiled(code, name):
    return compile(code, name, "exec", flags=TOP_LEVEL_AWAIT, dont_inherit=True)


def main_arguments(main, args):
    """Returns how main is called: each argument by its name; the whole mapping for one unknown name that asks for it."""
    parameters = inspect.signature(main).parameters.values()
    positional, named = [], {}
    for parameter in parameters:
        if parameter.kind is parameter.VAR_POSITIONAL:
            continue
        if parameter.kind is parameter.VAR_KEYWORD:
            named.update({key: value for key, value in args.items() if key not in named})
        elif parameter.name in args:
            if parameter.kind is parameter.POSITIONAL_ONLY:
                positional.append(args[parameter.name])
            else:
                named[parameter.name] = args[parameter.name]
        elif parameter.default is parameter.empty and parameter.name in WHOLE_INPUT_NAMES:
            named[parameter.name] = args
    return positional, named


def settle(value):
    """Returns what a coroutine comes to, and anything else as it is."""
    if not inspect.isawaitable(value):
        return value

    async def wait():
        return await value

    return asyncio.run(wait())


def run(code, name, args):
    """Runs the code in a module of its own and returns the result of main, or the variable result."""
    module = types.ModuleType("__playbook__")
    space = module.__dict__
    space["args"] = args
    space["input_data"] = args
    space.update(args)
    offered = space.get("result")
    program = compiled(code, name)
    linecache.cache[name] = (len(code), None, code.splitlines(True), name)
    sys.modules[module.__name__] = module
    try:
        if program.co_flags & inspect.CO_COROUTINE:
            settle(eval(program, space))
        else:
            exec(program, space)
        main = space.get("main")
        if isinstance(main, types.FunctionType):
            positional, named = main_arguments(main, args)
            returned = settle(main(*positional, **named))
            if returned is not None or space.get("result") is offered:
                return returned
        return space.get("result")
    finally:
        sys.modules.pop(module.__name__, None)


def status_of(error):
    for status in (getattr(error, "code", None), getattr(getattr(error, "response", None), "status_code", None)):
        if isinstance(status, int) and 100 <= status < 600:
            return status
    return None


def failure(error, name):
    """Returns the error as JSON data, with the traceback from the code's own first line on."""
    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename != name:
        frames = frames.tb_next
    lines = "".join(traceback.format_exception(type(error), error, frames)).splitlines()
    return {
        "ok": False,
        "type": type(error).__name__,
        "bases": [base.__name__ for base in type(error).__mro__],
        "message": str(error),
        "status": status_of(error),
        "traceback": "\n".join(lines[-TRACEBACK_LINES:]),
    }


def exited(error):
    """Returns whether sys.exit told success."""
    return isinstance(error, SystemExit) and error.code in (None, 0)


def answer(call, printed):
    """Returns the parts of the answer to one call."""
    name = "<%s>" % call["name"]
    printed.reset(call["max_log"])
    body = b"null"
    try:
        value = run(call["code"], name, call["args"])
        body = to_json(value).encode("utf-8", "replace")
        del value
        if len(body) > call["max_result"]:
            raise ResultTooLarge("the result is %d bytes as JSON, at most %d are allowed" % (len(body), call["max_result"]))
        report = {"ok": True}
    except BaseException as error:
        report = {"ok": True} if exited(error) else failure(error, name)
        body = b"null"
    linecache.cache.pop(name, None)
    report["log"] = bytes(printed.kept).decode("utf-8", "replace")
    report["log_dropped"] = printed.dropped
    report["reusable"] = clean()
    head = json.dumps(report)[:-1] + ', "result": '
    return head.encode("ascii", "replace"), body, b"}"


def clean():
    """Returns whether the code left no thread and no child behind."""
    if threading.active_count() > 2:  # This thread and the receiving one.
        return False
    try:
        while True:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                return False
    except ChildProcessError:
        return True


class Surroundings:
    """What every call finds as the first one did: environment, directory, import path, built-ins, logging."""

    def __init__(self):
        self.environment = dict(os.environ)
        self.directory = os.getcwd()
        self.path = list(sys.path)
        self.builtins = dict(vars(builtins))
        self.streams = (sys.stdout, sys.stderr)

    def restore(self):
        if dict(os.environ) != self.environment:
            os.environ.clear()
            os.environ.update(self.environment)
        os.chdir(self.directory)
        sys.path[:] = self.path
        if vars(builtins) != self.builtins:
            vars(builtins).update(self.builtins)
            for name in [name for name in vars(builtins) if name not in self.builtins]:
                del vars(builtins)[name]
        sys.stdout, sys.stderr = self.streams
        logging = sys.modules.get("logging")
        if logging and logging.root.handlers:
            logging.root.handlers.clear()
            logging.root.setLevel(logging.WARNING)
        decimal.setcontext(decimal.Context())


def serve(source):
    lead_session()
    target, printed = open_channels()
    calls = queue.SimpleQueue()
    threading.Thread(target=receive, args=(source, calls), daemon=True).start()
    surroundings = Surroundings()
    write_frame(target, [json.dumps({"ready": sys.version.split()[0]}).encode()])
    while True:
        parts = answer(json.loads(calls.get()), printed)
        surroundings.restore()
        write_frame(target, parts)
        del parts


serve(source)
