# SPDX-License-Identifier: EUPL-1.2
"""What goes wrong between the program and the municipality: a script for mitmdump.

    mitmdump --mode reverse:http://127.0.0.1:PORT -s network-faults.py --set plan=FILE

For each request the plan (JSON) is read again:

    fault    what happens (the names below)
    method, path   only to requests with this method whose path contains this
    skip     let so many of them pass first
    times    then do it so often
    kill     "arriving", "answered" or "delivered": end the process `pid` then, once

What it did goes to FILE.log, one word a line.
"""

import email.utils
import json
import os
import signal
import threading
import time
import urllib.request

from mitmproxy import ctx, http

PAGE = b"<!DOCTYPE html><html><body><h1>Welkom op ons netwerk</h1><form>Log in</form></body></html>"


def problem(status, code, **headers):
    body = {"type": "urn:problem-type:zoetermeerpas:" + code, "title": "Fout", "status": status,
            "detail": "Probeer het later opnieuw.", "code": code}
    fields = {"Content-Type": "application/problem+json"}
    fields.update({name.replace("_", "-"): value for name, value in headers.items()})
    return http.Response.make(status, json.dumps(body).encode(), fields)


def in_two_seconds():
    return email.utils.formatdate(time.time() + 2, usegmt=True)


# Instead of the municipality's answer; the request never gets there.
INSTEAD = {
    "login-page": lambda: http.Response.make(200, PAGE, {"Content-Type": "text/html"}),
    "proxy-html-502": lambda: http.Response.make(502, PAGE, {"Content-Type": "text/html"}),
    "proxy-html-413": lambda: http.Response.make(413, PAGE, {"Content-Type": "text/html"}),
    "redirect": lambda: http.Response.make(302, b"", {"Location": "http://127.0.0.1:9/login"}),
    "401": lambda: problem(401, "aanmelden", WWW_Authenticate="Bearer"),
    "429-seconds": lambda: problem(429, "te-vaak", Retry_After="1"),
    "429-date": lambda: problem(429, "te-vaak", Retry_After=in_two_seconds()),
    "429-nonsense": lambda: problem(429, "te-vaak", Retry_After="gisteren"),
    "500": lambda: problem(500, "storing"),
}


def other_digest(flow):
    """Of a form, or of a photo."""
    answer = json.loads(flow.response.content)
    for member in {"formulierSha256", "sha256"} & answer.keys():
        answer[member] = "0" * 64
        flow.response.content = json.dumps(answer).encode()


def twice(flow):
    """The same request gets there once more, as from a network that repeats itself."""
    upstream = "http://%s:%d%s" % (flow.server_conn.address[0], flow.server_conn.address[1],
                                   flow.request.path)
    again = urllib.request.Request(upstream, method=flow.request.method, data=flow.request.content,
                                   headers=dict(flow.request.headers))
    try:
        urllib.request.urlopen(again, timeout=10).read()
    except OSError:
        pass


def cut_short(flow):
    """A head that promises the whole, half the body, and the end of the connection."""
    flow.response.stream = lambda chunk: chunk[:len(chunk) // 2]
    flow.response.headers["Connection"] = "close"


def drip(flow):
    def slowly(chunk):
        for i in range(0, len(chunk), 64):
            time.sleep(0.05)
            yield chunk[i:i + 64]
    flow.response.stream = slowly


class Faults:
    def __init__(self):
        self.lock = threading.Lock()
        self.plan_text = None
        self.plan = {}
        self.seen = 0

    def load(self, loader):
        loader.add_option("plan", str, "", "What goes wrong")

    def read_plan(self):
        with open(ctx.options.plan, encoding="utf-8") as file:
            text = file.read()
        if text != self.plan_text:
            self.plan_text, self.plan, self.seen = text, json.loads(text), 0

    def log(self, word):
        with open(ctx.options.plan + ".log", "a", encoding="utf-8") as file:
            file.write(word + "\n")

    @staticmethod
    def sender():
        """The process that sends now; 0 for none."""
        try:
            with open(ctx.options.plan + ".pid", encoding="utf-8") as file:
                return int(file.read())
        except (OSError, ValueError):
            return 0

    def kill(self, moment, pid=None):
        if self.plan.get("kill") != moment:
            return
        del self.plan["kill"]
        pid = self.sender() if pid is None else pid
        # Who came to its end meanwhile is not killed, nor who runs after it.
        if pid and pid == self.sender():
            os.kill(pid, signal.SIGKILL)
            self.log("kill")

    def request(self, flow):
        self.read_plan()
        plan = self.plan
        flow.metadata["fault"] = None
        if flow.request.method != plan.get("method") or plan.get("path", "") not in flow.request.path:
            return
        self.seen += 1
        if not plan.get("skip", 0) < self.seen <= plan.get("skip", 0) + plan.get("times", 1):
            return
        fault = plan["fault"]
        flow.metadata["fault"] = fault
        self.log("fault")
        self.kill("arriving")
        if fault == "never-arrived":
            flow.kill()
        elif fault in INSTEAD:
            flow.response = INSTEAD[fault]()
            self.kill("answered")

    def responseheaders(self, flow):
        fault = flow.metadata.get("fault")
        if fault == "reset-mid-body":
            cut_short(flow)
        elif fault == "slow-drip":
            drip(flow)
        if fault in ("reset-mid-body", "slow-drip"):
            self.kill("answered")

    def response(self, flow):
        fault = flow.metadata.get("fault")
        if fault is None:
            return
        if fault == "answer-lost":
            flow.kill()
        elif fault == "answered-twice":
            twice(flow)
        elif fault == "truncated-json":
            flow.response.content = flow.response.content[:len(flow.response.content) // 2]
        elif fault == "wrong-digest":
            other_digest(flow)
        self.kill("answered")
        if self.plan.get("kill") == "delivered":
            threading.Timer(0.02, self.kill, ["delivered", self.sender()]).start()


addons = [Faults()]
