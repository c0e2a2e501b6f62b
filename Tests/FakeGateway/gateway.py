"""A payer to test against: it keeps what it paid by key, and loses, delays and garbles answers.

usage: gateway.py JOURNAL PORTFILE SEED LOSS_PERCENT

Every payment that is really made becomes one line of JOURNAL: milliseconds, key, order, fen. POST /calm ends all faults.
"""
import hashlib
import json
import random
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

journal_path, port_path, seed, loss = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]) / 100
chance = random.Random(seed)
lock = threading.Lock()
paid = {}
journal = open(journal_path, "a", buffering=1)
state = {"loss": loss, "token": "Bearer drill-token"}


def decide(body):
    """What becomes of a payment: decided once for each key, under the lock."""
    key, fen = body["key"], body["amount_fen"]
    with lock:
        if key in paid:
            if paid[key]["amount_fen"] != fen:
                return 409, {"key": key, "result": "conflict", "reason": "another amount"}
            return 200, paid[key]
        refused = int(hashlib.sha256(key.encode()).hexdigest(), 16) % 97 == 0
        answer = {"key": key, "result": "refused" if refused else "paid", "amount_fen": fen, "reason": ""}
        paid[key] = answer
        if not refused:
            journal.write(f"{int(time.time() * 1000)}\t{key}\t{body['order']}\t{fen}\n")
        return 200, answer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *words):
        pass

    def answer(self, status, value, twice=False):
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self.wfile.write((head.encode() + body) * (2 if twice else 1))

    def drop(self):
        self.close_connection = True

    def fault(self):
        with lock:
            return chance.choice(
                ["before", "after", "silent", "late", "garbage", "twice", "error"]
            ) if chance.random() < state["loss"] else None

    def do_POST(self):
        text = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/calm":
            state["loss"] = 0
            return self.answer(200, {})
        body = json.loads(text)
        if self.headers.get("Authorization") != state["token"]:
            return self.answer(401, {"key": body["key"], "result": "denied"})
        assert self.headers["Idempotency-Key"] == body["key"]
        self.reply(lambda: decide(body), body["key"])

    def do_GET(self):
        key = self.path.removeprefix("/refunds/")

        def look():
            with lock:
                if key in paid:
                    return 200, paid[key]
                return 404, {"key": key, "result": "unknown"}

        self.reply(look, key)

    def reply(self, act, key):
        fault = self.fault()
        if fault == "before":
            return self.drop()
        if fault == "late":
            # It arrives when nobody waits for it any more.
            threading.Timer(0.5, act).start()
            return self.drop()
        status, value = act()
        if fault == "after":
            return self.drop()
        if fault == "silent":
            time.sleep(0.6)
            return self.drop()
        if fault == "garbage":
            return self.answer(200, b'{"key": "' + quote(key[:3]).encode() + b'", "result": "paid"}')
        if fault == "error":
            return self.answer(503, b"<html>busy</html>")
        self.answer(status, value, twice=fault == "twice")


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def handle_error(self, *words):
        pass


server = Server(("127.0.0.1", 0), Handler)
with open(port_path + ".new", "w") as file:
    file.write(str(server.server_address[1]))
import os

os.rename(port_path + ".new", port_path)
server.serve_forever(poll_interval=0.05)
