"""The webhooks of group robots, as the three platforms describe them: they check signatures, limits and sizes, and fail.

usage: robots.py JOURNAL PORTFILE SEED ROUGHNESS CLOCK
Every text that is shown is a line of JOURNAL: platform, tab, the text as JSON. ROUGHNESS is the share of requests that
meet a fault, in per cent. CLOCK is a file with the time, in seconds, by which texts are counted. Signatures are held
against the timestamp that they carry, not against the clock.
"""

import base64
import hashlib
import hmac
import json
import os
import random
import sys
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRETS = {"dingtalk": "SECding", "feishu": "feishu-secret"}
LIMITS = {"dingtalk": 20, "wecom": 20, "feishu": 100}
BYTES = {"dingtalk": 20000, "wecom": 2048, "feishu": 20480}
RATE = {"dingtalk": 130101, "wecom": 45009, "feishu": 11232}

lock = threading.Lock()
times = {name: [] for name in LIMITS}


def signed(secret, message):
    return base64.b64encode(hmac.new(secret.encode(), message.encode(), hashlib.sha256).digest()).decode()


class Robots(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, code, text="", status=200):
        name = "code" if self.platform == "feishu" else "errcode"
        self.plain(status, json.dumps({name: code, "msg": text, "errmsg": text}))

    def plain(self, status, body, kind="application/json"):
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        url = urllib.parse.urlparse(self.path)
        query = urllib.parse.parse_qs(url.query)
        try:
            message = json.loads(body)
        except ValueError:
            message = {}
        if url.path == "/robot/send":
            self.platform = "dingtalk"
            stamp = query.get("timestamp", [""])[0]
            expected = signed(SECRETS["dingtalk"], stamp + "\n" + SECRETS["dingtalk"])
            if query.get("access_token") != ["T1"]:
                return self.answer(300005, "token is not exist")
            if query.get("sign", [""])[0] != expected:
                return self.answer(310000, "sign not match")
            text = message.get("text", {}).get("content")
        elif url.path == "/cgi-bin/webhook/send":
            self.platform = "wecom"
            if query.get("key") != ["K1"]:
                return self.answer(93000, "invalid webhook url")
            text = message.get("text", {}).get("content")
        elif url.path == "/open-apis/bot/v2/hook/H1":
            self.platform = "feishu"
            key = str(message.get("timestamp")) + "\n" + SECRETS["feishu"]
            expected = base64.b64encode(hmac.new(key.encode(), b"", hashlib.sha256).digest()).decode()
            if message.get("sign") != expected:
                return self.answer(19021, "sign match fail or timestamp is not within one hour from current time")
            text = message.get("content", {}).get("text")
        else:
            self.platform = "wecom"
            return self.plain(404, "<html>not found</html>", "text/html")
        self.take(text)

    def take(self, text):
        platform = self.platform
        with lock:
            fault = draw.random() * 100 < roughness
            kind = draw.choice(["html", "busy", "drop", "shown-html", "shown-drop"])
        if fault and kind == "html":
            return self.plain(502, "<html><h1>502 Bad Gateway</h1></html>", "text/html")
        if fault and kind == "busy":
            return self.answer(-1, "system busy")
        if fault and kind == "drop":
            return self.connection.close()
        if not isinstance(text, str) or not text:
            return self.answer(9499 if platform == "feishu" else 40058, "Bad Request", 400)
        if len(text.encode()) > BYTES[platform]:
            return self.answer(9499 if platform == "feishu" else 40058, "too long")
        with open(clock, encoding="ascii") as file:
            now = float(file.read())
        with lock:
            times[platform] = [at for at in times[platform] if at > now - 60]
            if len(times[platform]) >= LIMITS[platform]:
                journal.write(platform + "\tTOO MANY\n")
                journal.flush()
                return self.answer(RATE[platform], "too many")
            times[platform].append(now)
            journal.write(platform + "\t" + json.dumps(text, ensure_ascii=False) + "\n")
            journal.flush()
        if fault and kind == "shown-html":
            return self.plain(504, "<html>timeout</html>", "text/html")
        if fault and kind == "shown-drop":
            return self.connection.close()
        self.answer(0, "ok")


journal = open(sys.argv[1], "a", encoding="utf-8")
draw = random.Random(int(sys.argv[3]))
roughness = float(sys.argv[4])
clock = sys.argv[5]
server = ThreadingHTTPServer(("127.0.0.1", 0), Robots)
with open(sys.argv[2] + ".new", "w", encoding="ascii") as file:
    file.write(str(server.server_address[1]))
# A rename makes the port appear whole.
os.rename(sys.argv[2] + ".new", sys.argv[2])
server.serve_forever()
