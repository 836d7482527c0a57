#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""zpictl against servers that misbehave. TAP.

Between zpictl and the practice municipality stands a server of our own that gives one wrong answer
of every kind. Each time the case has to end in exactly one named state with a typed reason; once
the answers are right again it has to be at the municipality exactly once, whole.
"""

import hashlib
import http.client
import http.server
import json
import os
import resource
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import zlib

BUILD = os.environ["ZPI_BUILD_ROOT"]
SOURCE = os.environ["ZPI_SOURCE_ROOT"]
ZPICTL = os.path.join(BUILD, "src", "ctl", "zpictl")
SERVER = os.path.join(BUILD, "src", "practice", "zoetermeerpas-practice-server")
LONG = os.environ.get("ZPI_TEST_LONG") == "1"
MEGABYTE = 1024 * 1024

PAGE = b"<!DOCTYPE html><html><body><h1>Welkom! Log in</h1></body></html>"
HOUSEHOLD = {
    "regeling": "zoetermeerpas", "pasjaar": 2026,
    "aanvrager": {"naam": {"voornamen": "Anna", "geslachtsnaam": "Jong"},
                  "burgerservicenummer": "999993653"},
    "contact": {"emailadres": "anna@example.nl", "vanWie": "aanvrager"},
    "inkomen": [{"soort": "aow", "bedragInCenten": 105000, "periode": "maand"}],
    "verklaring": {"ondertekendOp": "2026-01-15T14:05:00+01:00", "wijze": "mondeling"},
}


class Call:
    """One request as it came, and the means to answer it rightly or wrongly."""

    def __init__(self, handler):
        length = int(handler.headers.get("Content-Length") or 0)
        self.handler = handler
        self.method = handler.command
        self.path = handler.path
        self.headers = dict(handler.headers.items())
        self.body = handler.rfile.read(length)

    def upstream(self):
        """The municipality's own answer: status, headers, body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.handler.server.town_port, timeout=30)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection")}
        headers["Host"] = "127.0.0.1:%d" % self.handler.server.town_port
        connection.request(self.method, self.path, self.body, headers)
        answer = connection.getresponse()
        given = {k: v for k, v in answer.getheaders() if k.lower() not in ("connection", "server")}
        if "Location" in given:
            given["Location"] = given["Location"].replace(headers["Host"], self.headers["Host"])
        return answer.status, given, answer.read()

    def raw(self, data):
        self.handler.wfile.write(data)
        self.handler.wfile.flush()

    def answer(self, status, headers, body=b""):
        lines = ["HTTP/1.1 %d Word" % status, "Connection: close"]
        lines += ["%s: %s" % (k, v) for k, v in headers.items() if k.lower() != "content-length"]
        if status != 204:
            length = headers.get("Content-Length") if self.method == "HEAD" else None
            lines.append("Content-Length: %s" % (length or len(body)))
        self.raw(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + (b"" if self.method == "HEAD" else body))

    def forward(self):
        self.answer(*self.upstream())

    def problem(self, status, code, headers=None, params=None):
        body = {"type": "urn:problem-type:zoetermeerpas:" + code, "title": "Fout", "status": status,
                "detail": "Het ging niet.", "code": code}
        if params:
            body["invalidParams"] = params
        self.answer(status, dict({"Content-Type": "application/problem+json"}, **(headers or {})),
                    json.dumps(body).encode())

    def changed(self, change, status=None):
        """The municipality's answer with something changed in its JSON."""
        real, headers, body = self.upstream()
        value = json.loads(body)
        value = change(value) or value
        self.answer(status or real, headers, json.dumps(value).encode())


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_one_request(self):
        self.raw_requestline = self.rfile.readline(65537)
        self.close_connection = True
        if not self.raw_requestline or not self.parse_request():
            return
        call = Call(self)
        self.server.calls.append((call.method, call.path))
        self.server.headers_seen.append(call.headers)
        rule, where = self.server.rule, self.server.where
        try:
            if rule and where[0] in ("", call.method) and where[1] in call.path:
                self.server.hits += 1
                rule(call)
            else:
                call.forward()
        except (OSError, ValueError):
            pass  # the other side has gone

    def log_message(self, *args):
        pass


class Middle(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, town_port, certificate=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.town_port = town_port
        self.context = None
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate)
            self.socket = self.context.wrap_socket(self.socket, server_side=True,
                                                   do_handshake_on_connect=False)
        self.set(None)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        pass

    def set(self, rule, where=("", "")):
        self.rule, self.where, self.hits = rule, where, 0
        self.calls, self.headers_seen = [], []

    @property
    def url(self):
        scheme = "https" if self.context else "http"
        return "%s://127.0.0.1:%d/v1" % (scheme, self.server_address[1])


class World:
    """A municipality, the server before it, and a data folder."""

    def __init__(self):
        self.top = tempfile.mkdtemp(prefix="hostile-")
        self.town_process = subprocess.Popen(
            [SERVER, "--data", os.path.join(self.top, "town"), "--max-document-bytes", "60000"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.town_port = int(self.town_process.stdout.readline().split(":")[2].split("/")[0])
        self.middle = Middle(self.town_port)
        self.env = dict(os.environ, ZPI_API_URL=self.middle.url, ZPI_ACCESS_TOKEN="geheim-token")
        self.env.pop("ZPI_CA_FILE", None)
        self.fresh_folder()
        self.documents = []
        for i in range(3):
            content = b"\xff\xd8\xff\xe0" + bytes([i]) * 20000
            self.write("paper-%d.jpg" % i, content)
            self.documents.append(hashlib.sha256(content).hexdigest())

    def fresh_folder(self):
        self.data = tempfile.mkdtemp(prefix="data-", dir=self.top)

    def close(self):
        self.middle.shutdown()
        self.middle.server_close()
        self.town_process.terminate()
        self.town_process.wait()
        shutil.rmtree(self.top)

    def write(self, name, content):
        with open(os.path.join(self.top, name), "wb") as file:
            file.write(content)
        return os.path.join(self.top, name)

    def run(self, *args):
        done = subprocess.run([ZPICTL, "--practice", "--data", self.data, *args], env=self.env,
                              capture_output=True, timeout=200)
        self.messages = done.stderr.decode()
        assert done.returncode in (0, 1), (args, done.returncode, self.messages)
        return done.returncode, json.loads(done.stdout) if done.stdout.strip() else None

    def queued(self, documents=("paper-0.jpg", "paper-1.jpg", "paper-2.jpg")):
        wire = dict(HOUSEHOLD, bewijsstukken=[{"soort": "overig", "bestand": d} for d in documents])
        status, ids = self.run("import", self.write("case.json", json.dumps(wire).encode()))
        assert status == 0, self.messages
        status, _ = self.run("queue", ids[0])
        assert status == 0, self.messages
        return ids[0]

    def info(self, case, listed=None):
        found = [one for one in listed or self.run("list")[1] if one["id"] == case]
        assert len(found) == 1
        assert found[0]["next_step"], found[0]
        return found[0]

    def outbox(self, case):
        return self.run("status", case)[1].get("outbox") or {}

    def town(self, case, listed=None):
        """How the application stands at the municipality, asked at its own desk."""
        found = [one for one in listed or self.town_list() if one["aanvraagId"] == case]
        assert len(found) <= 1
        return found[0] if found else None

    def town_list(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.town_port, timeout=30)
        connection.request("GET", "/_oefening/aanvragen")
        return json.loads(connection.getresponse().read())["aanvragen"]

    def send_all(self):
        """The answers are right again."""
        self.middle.set(None)
        for _ in range(4):
            if self.run("send")[0] == 0:
                break
            time.sleep(0.5)

    def recovers(self, case, documents=None):
        self.send_all()
        self.check_arrived(self.info(case), self.town(case), documents)

    def check_arrived(self, info, there, documents=None):
        """Once, and whole."""
        assert info["state"] == "received", info
        assert there["status"] == "ontvangen", there
        assert info["reference"] == there["referentie"]
        digests = sorted(one["sha256"] for one in there["documenten"])
        assert digests == sorted(self.documents if documents is None else documents), digests


FORM = ("PUT", "/aanvragen/")
LOOK_UP = ("GET", "/aanvragen/")
CREATE = ("POST", "/documenten")
HEAD = ("HEAD", "/documenten/")
PART = ("PATCH", "/documenten/")
SUBMIT = ("POST", "_indienen")
RECEIPT = ("GET", "/ontvangstbevestiging")
OPTIONS = ("OPTIONS", "/documenten")
JSON = {"Content-Type": "application/json"}


def page(status=200, **headers):
    return lambda call: call.answer(status, dict({"Content-Type": "text/html; charset=utf-8"}, **headers), PAGE)


def nothing(status, **headers):
    headers = {k.replace("_", "-"): v for k, v in headers.items()}
    return lambda call: call.answer(status, headers, b"")


def refusal(status, code, params=None, **headers):
    headers = {k.replace("_", "-"): v for k, v in headers.items()}
    return lambda call: call.problem(status, code, headers, params)


def receipt(change):
    return lambda call: call.changed(change)


def without(*names):
    def change(value):
        for name in names:
            value.pop(name, None)
    return change


def set_to(name, new):
    def change(value):
        value[name] = new
    return change


def document(change):
    return lambda value: change(value["documenten"])


def headers_changed(**changes):
    def rule(call):
        status, headers, body = call.upstream()
        for name, value in changes.items():
            headers = {k: v for k, v in headers.items() if k.lower() != name.replace("_", "-").lower()}
            if value is not None:
                headers[name.replace("_", "-")] = value
        call.answer(status, headers, body)
    return rule


def large_json(call):
    call.raw(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\n"
             b"Content-Length: %d\r\n\r\n" % (100 * MEGABYTE))
    call.raw(b'{"a":"')
    for _ in range(100):
        call.raw(b"x" * MEGABYTE)


def endless_chunks(call):
    call.raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(100):
        call.raw(b"%x\r\n" % MEGABYTE + b" " * MEGABYTE + b"\r\n")


def make_bomb():
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [packer.compress(b'{"a":"')]
    parts += [packer.compress(b"x" * MEGABYTE) for _ in range(128)]
    return b"".join(parts + [packer.compress(b'"}'), packer.flush()])


def gzip_bomb(call):
    call.answer(200, {"Content-Type": "application/json", "Content-Encoding": "gzip"}, make_bomb())


def many_headers(call):
    call.raw(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (i, b"y" * 1000) for i in range(5000))
             + b"\r\n")


def deep_json(call):
    call.answer(200, JSON, b'{"a":' * 100000)


def doubled_keys(call):
    status, headers, body = call.upstream()
    text = body.rstrip()[:-1] + b',"referentie":"ZP-2026-999999"}'
    call.answer(status, headers, text)


def other_protocol(call):
    call.raw(b"220 mail.example ESMTP\r\n")


def cut_off(call):
    status, headers, body = call.upstream()
    call.raw(b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
             % (status, len(body)) + body[:len(body) // 2])
    call.handler.connection.shutdown(socket.SHUT_RDWR)


def reset(call):
    call.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    os.close(call.handler.connection.detach())


def patch_offset(value):
    return headers_changed(Upload_Offset=value)


# What can pass: the case waits (or is being sent), and arrives later. The reason is what `status`
# and `list` call it.
PASSES = [
    ("a page with 200", FORM, page(), "waiting", "login-page"),
    ("a page with 200", SUBMIT, page(), "waiting", "login-page"),
    ("a page with 200 that says JSON", SUBMIT,
     lambda call: call.answer(200, JSON, b"\r\n " + PAGE), "waiting", "login-page"),
    ("a page with 200", CREATE, page(), "waiting", "login-page"),
    ("a page with 200", PART, page(), "waiting", "login-page"),
    ("a redirect to another host", FORM, nothing(302, Location="http://localhost:9/login"),
     "waiting", "login-page"),
    ("a redirect to another host", SUBMIT, nothing(307, Location="http://portal.example/"),
     "waiting", "login-page"),
    ("a redirect to another host", PART, nothing(308, Location="http://portal.example/"),
     "waiting", "login-page"),
    ("a redirect on this host", SUBMIT, nothing(301, Location="/v2/elders"), "waiting", "not-verified"),
    ("a redirect to nowhere", SUBMIT, nothing(302), "waiting", "not-verified"),
    ("network authentication required", SUBMIT, page(511), "waiting", "login-page"),
    ("proxy authentication required", SUBMIT, page(407, **{"Proxy-Authenticate": "Basic"}),
     "waiting", "login-page"),
    ("a proxy's page with 502", SUBMIT, page(502), "waiting", "busy"),
    ("a proxy's page with 403", FORM, page(403), "waiting", "not-verified"),
    ("a page with 404", LOOK_UP, page(404), "waiting", "not-verified"),
    ("an empty 200", SUBMIT, nothing(200), "waiting", "not-verified"),
    ("an empty 204", SUBMIT, nothing(204), "waiting", "not-verified"),
    ("an empty 304", SUBMIT, nothing(304), "waiting", "not-verified"),
    ("an empty 204", FORM, nothing(204), "waiting", "not-verified"),
    ("plain text", SUBMIT, lambda c: c.answer(200, {"Content-Type": "text/plain"}, b"OK"),
     "waiting", "not-verified"),
    ("an array", SUBMIT, lambda c: c.answer(200, JSON, b"[]"), "waiting", "not-verified"),
    ("a string", FORM, lambda c: c.answer(201, JSON, b'"goed"'), "waiting", "not-verified"),
    ("invalid UTF-8", SUBMIT, lambda c: c.answer(200, JSON, b'{"referentie":"\xff\xfe"}'),
     "waiting", "not-verified"),
    ("half a JSON", SUBMIT, cut_off, "waiting", None),
    ("a reset", SUBMIT, reset, "waiting", "offline"),
    ("a reset", FORM, reset, "waiting", "offline"),
    ("another protocol", SUBMIT, other_protocol, "waiting", None),
    ("JSON of 100,000 levels", SUBMIT, deep_json, "waiting", "not-verified"),
    ("JSON with a key twice", SUBMIT, doubled_keys, "waiting", "not-verified"),
    ("100 MB of JSON", SUBMIT, large_json, "waiting", "not-verified"),
    ("endless chunks", SUBMIT, endless_chunks, "waiting", "not-verified"),
    ("a gzip bomb", SUBMIT, gzip_bomb, "waiting", "not-verified"),
    ("5 MB of headers", SUBMIT, many_headers, "waiting", None),
    ("no etag", FORM, headers_changed(ETag=None), "waiting", "not-verified"),
    ("another digest of the form", FORM, receipt(set_to("formulierSha256", "0" * 64)),
     "waiting", "not-verified"),
    ("another application", FORM, receipt(set_to("aanvraagId", "0b0b0b0b-0000-4000-8000-000000000000")),
     "waiting", "not-verified"),
    ("412 for ever", FORM, refusal(412, "versie-anders"), "waiting", "not-verified"),
    ("409 for ever", SUBMIT, refusal(409, "sleutel-gebruikt"), "waiting", "not-verified"),
    ("404 for ever", SUBMIT, refusal(404, "niet-gevonden"), "waiting", "not-verified"),
    ("401", FORM, refusal(401, "aanmelden", WWW_Authenticate="Bearer"), "waiting", "sign-in-needed"),
    ("401", PART, refusal(401, "aanmelden", WWW_Authenticate="Bearer"), "waiting", "sign-in-needed"),
    ("401 of somebody else", FORM, page(401, **{"WWW-Authenticate": "Basic"}), "waiting", "not-verified"),
    ("408", SUBMIT, nothing(408), "waiting", "busy"),
    ("423", PART, refusal(423, "bezig"), "waiting", "busy"),
    ("423", FORM, refusal(423, "bezig"), "waiting", "busy"),
    ("425", SUBMIT, nothing(425), "waiting", "busy"),
    ("460 for ever", PART, refusal(460, "controlesom"), "waiting", "not-verified"),
    ("500", SUBMIT, refusal(500, "storing"), "waiting", "busy"),
    ("a status that does not exist", SUBMIT, nothing(777), "waiting", "not-verified"),
    ("429 with an endless Retry-After", SUBMIT, refusal(429, "te-vaak", Retry_After="1000000000000"),
     "waiting", "busy"),
    ("429 with a negative Retry-After", SUBMIT, refusal(429, "te-vaak", Retry_After="-5"),
     "waiting", "busy"),
    ("429 with a past Retry-After", SUBMIT,
     refusal(429, "te-vaak", Retry_After="Fri, 31 Dec 1999 23:59:59 GMT"), "waiting", "busy"),
    ("202 for ever", SUBMIT,
     lambda c: c.answer(202, JSON, b'{"aanvraagId":"x","status":"in-verwerking"}'), "sending", None),
    ("a receipt without a document", SUBMIT, receipt(document(lambda d: d.pop())),
     "waiting", "not-verified"),
    ("a receipt with a document twice", SUBMIT, receipt(document(lambda d: d.__setitem__(2, d[1]))),
     "waiting", "not-verified"),
    ("a receipt with a foreign document", SUBMIT,
     receipt(document(lambda d: d.append(dict(d[0], documentId="0b0b0b0b-0000-4000-8000-000000000000")))),
     "waiting", "not-verified"),
    ("a receipt with another digest", SUBMIT, receipt(document(lambda d: d[2].update(sha256="0" * 64))),
     "waiting", "not-verified"),
    ("a receipt with a digest in capitals", SUBMIT,
     receipt(document(lambda d: d[2].update(sha256=d[2]["sha256"].upper()))), "waiting", "not-verified"),
    ("a receipt with another size", SUBMIT, receipt(document(lambda d: d[0].update(grootteInBytes=1))),
     "waiting", "not-verified"),
    ("a receipt with a size in words", SUBMIT,
     receipt(document(lambda d: d[0].update(grootteInBytes="20004"))), "waiting", "not-verified"),
    ("a receipt without documents", SUBMIT, receipt(without("documenten")), "waiting", "not-verified"),
    ("a receipt whose documents are null", SUBMIT, receipt(set_to("documenten", None)),
     "waiting", "not-verified"),
    ("a receipt with a number for a reference", SUBMIT, receipt(set_to("referentie", 12)),
     "waiting", "not-verified"),
    ("a receipt with an empty reference", SUBMIT, receipt(set_to("referentie", "")),
     "waiting", "not-verified"),
    ("a receipt without a reference", SUBMIT, receipt(without("referentie")), "waiting", "not-verified"),
    ("a receipt with 31 February", SUBMIT, receipt(set_to("beslisdatum", "2026-02-31")),
     "waiting", "not-verified"),
    ("a receipt without a date of application", SUBMIT, receipt(without("aanvraagdatum")),
     "waiting", "not-verified"),
    ("a receipt of another application", SUBMIT,
     receipt(set_to("aanvraagId", "0b0b0b0b-0000-4000-8000-000000000000")), "waiting", "not-verified"),
    ("a receipt with a digest that is null", SUBMIT, receipt(set_to("formulierSha256", None)),
     "waiting", "not-verified"),
    ("a place on another host", CREATE, headers_changed(Location="http://127.0.0.1:9/v1/aanvragen/x"),
     "waiting", "not-verified"),
    ("a place on another scheme", CREATE, headers_changed(Location="ftp://127.0.0.1/v1/x"),
     "waiting", "not-verified"),
    ("a place above the base address", CREATE, headers_changed(Location="/v1/../../etc/passwd"),
     "waiting", "not-verified"),
    ("a place with dots in code", CREATE, headers_changed(Location="/v1/%2e%2e/%2e%2e/elders"),
     "waiting", "not-verified"),
    ("a place with somebody's name", CREATE, headers_changed(Location="http://a:b@127.0.0.1/v1/x"),
     "waiting", "not-verified"),
    ("no place", CREATE, headers_changed(Location=None), "waiting", "not-verified"),
    ("200 instead of 201", CREATE, lambda c: c.answer(200, {"Tus-Resumable": "1.0.0"}), "waiting",
     "not-verified"),
    ("an offset beyond the document", PART, patch_offset("99999999"), "waiting", "not-verified"),
    ("an offset that is no number", PART, patch_offset("-1"), "waiting", "not-verified"),
    ("an offset that goes nowhere", PART, patch_offset("0"), "waiting", "not-verified"),
    ("no offset", PART, patch_offset(None), "waiting", "not-verified"),
    ("no word of tus", PART, headers_changed(Tus_Resumable=None), "waiting", "not-verified"),
    ("410 on every part", PART, refusal(410, "verlopen"), "waiting", "not-verified"),
    ("404 on every part", PART, refusal(404, "niet-gevonden"), "waiting", "not-verified"),
    ("409 on every part", PART, refusal(409, "verkeerde-positie"), "waiting", "not-verified"),
    ("another digest on every part", PART, refusal(409, "digest-anders"), "waiting", "conflict"),
    ("another tus", OPTIONS, headers_changed(Tus_Version="2.0.0"), "waiting", "not-verified"),
    ("a page", OPTIONS, page(), "waiting", "login-page"),
    ("a page", HEAD, page(), "waiting", "login-page"),
    ("another length", HEAD, headers_changed(Upload_Length="1"), "waiting", "not-verified"),
    ("an offset beyond the document", HEAD, headers_changed(Upload_Offset="99999999"),
     "waiting", "not-verified"),
    ("no offset", HEAD, headers_changed(Upload_Offset=None), "waiting", "not-verified"),
    ("423", HEAD, nothing(423), "waiting", "busy"),
    ("500", LOOK_UP, refusal(500, "storing"), "waiting", "busy"),
    ("a state of another application", LOOK_UP,
     receipt(set_to("aanvraagId", "0b0b0b0b-0000-4000-8000-000000000000")), "waiting", "not-verified"),
    ("a state without a word for it", LOOK_UP, receipt(without("status")), "waiting", "not-verified"),
]

# What does not matter: it arrives all the same.
GOES_ON = [
    ("no word of tus", OPTIONS, nothing(204)),
    ("405", OPTIONS, nothing(405)),
    ("501", OPTIONS, nothing(501)),
    ("an upload that expired", HEAD, nothing(410)),
    ("an upload that is not known", HEAD, nothing(404)),
    ("a form that does not fit what is there", FORM,
     lambda c: c.forward() if c.handler.server.hits > 1 else c.problem(412, "versie-anders")),
    ("a receipt with members from later", SUBMIT, receipt(set_to("nieuwVeld", {"a": [1, 2]}))),
]

# What a person has to look at, and how `list` calls it.
STAYS = [
    ("a refused field", FORM,
     refusal(400, "ongeldig", [{"name": "aanvrager.geboorte.datum", "code": "onmogelijk",
                                "reason": "Deze datum kan niet."}]), "refused"),
    ("a form that is too large", FORM, refusal(413, "te-groot"), "too-large"),
    ("a removed id", FORM, refusal(410, "verwijderd"), "gone"),
    ("an organisation that may not", FORM, refusal(403, "niet-bevoegd"), "refused"),
    ("a refused submission", SUBMIT, refusal(400, "ongeldig"), "refused"),
    ("documents that are too large", CREATE, refusal(413, "te-groot"), "document-refused"),
    ("documents of another kind", CREATE, refusal(415, "soort-niet-toegestaan"), "document-refused"),
]


# Before some calls a try has to have failed.
BEFORE = {HEAD: (reset, PART), LOOK_UP: (lambda call: (call.upstream(), reset(call)), SUBMIT)}


def queued_for(world, where):
    case = world.queued()
    if where in BEFORE:
        world.middle.set(*BEFORE[where])
        assert world.run("send")[0] == 1
    return case


def check_goes_on(world, where, rule):
    case = queued_for(world, where)
    world.middle.set(rule, where)
    assert world.run("send") == (0, {"waiting": 0, "attention": 0}), world.messages
    assert world.middle.hits > 0, "nothing went wrong"
    world.recovers(case)


def check_waits(world, case, calls, state, reason, listed=None):
    """After the wrong answer: one named state, a typed reason, and not too many questions."""
    info, outbox = world.info(case, listed), world.outbox(case)
    assert info["state"] == state, (info, outbox)
    if reason is not None:
        assert outbox["problem"] == reason, outbox
    assert info["reference"] is None
    assert "geheim-token" not in world.messages and "999993653" not in world.messages
    assert len(calls) < 60, len(calls)


def check_passes(world, where, rule, state, reason):
    case = queued_for(world, where)
    world.middle.set(rule, where)
    status, said = world.run("send")
    assert world.middle.hits > 0, "nothing went wrong"
    assert status == 1 and said == {"waiting": 1, "attention": 0}, (status, said, world.messages)
    check_waits(world, case, world.middle.calls, state, reason)
    world.recovers(case)


def may_share(where, reason):
    """Whether others can be sent in the same round: some answers end it."""
    return where != OPTIONS and where not in BEFORE and reason not in ("login-page", "sign-in-needed", "offline")


class Batch:
    """Many cases in one round, each with a wrong answer of its own."""

    def __init__(self, world, rules):
        self.world = world
        self.rules = {world.queued(): rule for rule in rules}
        self.cases = list(self.rules)
        self.hits = {case: [] for case in self.cases}
        world.middle.set(self.answer)
        self.said = world.run("send")
        self.calls = list(world.middle.calls)
        self.listed = world.run("list")[1]
        self.town_list = None

    def answer(self, call):
        for case in self.cases:
            where, rule = self.rules[case][0], self.rules[case][1]
            if case in call.path and call.method == where[0] and where[1] in call.path:
                self.hits[case].append(call.path)
                rule(call)
                return
        call.forward()

    def check(self, index):
        case = self.cases[index]
        assert self.hits[case], "nothing went wrong"
        check_waits(self.world, case, [path for _, path in self.calls if case in path],
                    *self.rules[case][2:], listed=self.listed)

    def recover(self, index):
        if self.town_list is None:
            self.world.send_all()
            self.listed, self.town_list = self.world.run("list")[1], self.world.town_list()
        case = self.cases[index]
        self.world.check_arrived(self.world.info(case, self.listed),
                                 self.world.town(case, self.town_list))


def check_stays(world, where, rule, reason):
    case = world.queued()
    world.middle.set(rule, where)
    assert world.run("send") == (1, {"waiting": 0, "attention": 1})
    assert world.middle.hits > 0, "nothing went wrong"
    info = world.info(case)
    assert (info["state"], info["attention"]) == ("attention", reason), info
    world.middle.set(None)
    assert world.run("send")[0] == 1, "a person has to look first"
    assert world.middle.calls == [], world.middle.calls
    # Nothing changed, but a person says: send it again.
    assert world.run("queue", case)[0] == 0, world.messages
    world.recovers(case)


def problem_of(world, case):
    """What is kept of a refusal, and that every part of it leads to an answer of the case."""
    problem = world.run("status", case)[1]["problem"]
    assert all(one["key"] for one in problem["params"]), problem
    return problem


def test_one_document_refused(world):
    """Of three documents the one that will not do is named; the others are there."""
    case = world.queued()
    ids = []

    def second(call):
        ids.append(call.path)
        call.problem(415, "soort-niet-toegestaan") if len(ids) == 2 else call.forward()

    world.middle.set(second, CREATE)
    assert world.run("send")[0] == 1
    info = world.info(case)
    assert (info["state"], info["attention"]) == ("attention", "document-refused"), info
    params = problem_of(world, case)["params"]
    assert [(one["name"], one["code"]) for one in params] == [("bewijsstukken[1]", "refused")]
    assert params[0]["reason"] == "Het ging niet.", params
    there = world.town(case)
    assert there["status"] == "concept"
    assert len([one for one in there["documenten"] if one["status"] == "ontvangen"]) == 2, there
    assert world.run("queue", case)[0] == 0
    world.recovers(case)


def test_why_a_document_is_refused(world):
    """What is said of the document itself is kept, not how many faults there are."""
    case = world.queued()
    said = [{"name": "documenten[x]", "code": "mediatype", "reason": "Te vaag."},
            {"name": "documenten[x]", "code": "leeg", "reason": "Lever een ander aan."}]
    world.middle.set(lambda call: call.problem(400, "ongeldige-invoer", params=said), CREATE)
    assert world.run("send")[0] == 1
    params = problem_of(world, case)["params"]
    assert {one["reason"] for one in params} == {"Te vaag. Lever een ander aan."}, params
    world.middle.set(None)
    assert world.run("queue", case)[0] == 0
    world.recovers(case)


def test_announced_too_large(world):
    """The municipality refuses what the form announces: the answer it belongs to is named."""
    world.write("large.jpg", b"\xff\xd8\xff\xe0" + b"g" * 70000)
    case = world.queued(("paper-0.jpg", "large.jpg", "paper-2.jpg"))
    assert world.run("send")[0] == 1
    info = world.info(case)
    assert info["state"] == "attention", info
    params = problem_of(world, case)["params"]
    assert len(params) == 1 and params[0]["name"].startswith("bewijsstukken[1]"), params
    assert params[0]["reason"], params
    world.fresh_folder()


def test_odd_places(world):
    """What leads nowhere is kept as it was said, and never takes a file for another."""
    case = world.queued()
    odd = [{"name": name, "reason": "Vreemd."} for name in (
        "bewijsstukken[4294967296]", "bewijsstukken[-4294967295]", "bewijsstukken[99999999999]",
        "bewijsstukken[0", "bewijsstukken[ 0]", "bewijsstukken[]", "", "[", "kinderen[7].naam")]
    odd += [{"reason": "Zonder plaats."}, {"name": 7, "reason": ["x"]}, {}]
    world.middle.set(refusal(400, "onjuist", odd + [{"name": "bewijsstukken[1]", "reason": "Te vaag."}]), FORM)
    assert world.run("send")[0] == 1
    assert world.info(case)["state"] == "attention", world.info(case)
    params = world.run("status", case)[1]["problem"]["params"]
    assert len(params) == len(odd) + 1, params
    assert [one["reason"] for one in params if one.get("key")] == ["Te vaag."], params
    assert [one.get("document") for one in params] == [None] * len(odd) + [2], params
    assert "paper-" not in str(params), params
    world.middle.set(None)
    assert world.run("queue", case)[0] == 0
    world.recovers(case)


def test_bad_one_blocks_nobody(world):
    first, second, third = (world.queued() for _ in range(3))
    world.middle.set(lambda call: call.problem(500, "storing") if second in call.path else call.forward(),
                     FORM)
    assert world.run("send") == (1, {"waiting": 1, "attention": 0})
    assert [world.info(one)["state"] for one in (first, second, third)] == ["received", "waiting", "received"]
    forms = [path for method, path in world.middle.calls if method == "PUT"]
    assert [one for one in (first, second, third) if any(one in p for p in forms)] == [first, second, third]
    world.recovers(second)


def test_retry_after_binds_everybody(world):
    world.fresh_folder()
    case = world.queued()
    world.middle.set(refusal(503, "druk", Retry_After="3600"), SUBMIT)
    assert world.run("send")[0] == 1
    world.middle.set(None)
    assert world.run("send")[0] == 1
    assert world.middle.calls == [], "before the time that the server asked for"
    assert world.info(case)["state"] == "waiting"
    world.fresh_folder()


def test_token_stays_here(world):
    """No redirect and no place of an upload carries the token to another server."""
    thief = Middle(world.town_port)
    try:
        for where, rule in (
                (FORM, nothing(307, Location=thief.url + "/aanvragen/x")),
                (SUBMIT, nothing(308, Location=thief.url + "/x")),
                (CREATE, headers_changed(Location=thief.url + "/aanvragen/a/documenten/b")),
                (PART, nothing(307, Location=thief.url + "/x"))):
            case = world.queued()
            world.middle.set(rule, where)
            assert world.run("send")[0] == 1
            assert thief.calls == [], thief.calls
            world.recovers(case)
        assert thief.headers_seen == []
    finally:
        thief.shutdown()
        thief.server_close()


def test_tls(world):
    """Over TLS with our own authority it arrives; with any other certificate the fault has a name."""
    folder = os.path.join(world.top, "certificates")
    subprocess.run(["sh", os.path.join(SOURCE, "tests", "net", "make-certificates.sh"), folder],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    plain = world.middle
    world.env["ZPI_CA_FILE"] = os.path.join(folder, "ca.pem")
    case = world.queued()
    try:
        for name, reason in (("expired", "tls-expired"), ("early", "tls-not-yet-valid"),
                             ("wrong-host", "tls-wrong-host"), ("foreign", "tls-unknown-authority")):
            world.middle = Middle(world.town_port, os.path.join(folder, name + ".pem"))
            world.env["ZPI_API_URL"] = world.middle.url
            assert world.run("send") == (1, {"waiting": 1, "attention": 0})
            assert world.middle.calls == [], "nothing goes to a server that cannot be trusted"
            info = world.info(case)
            assert (info["state"], info["attention"]) == ("waiting", reason), info
            assert world.outbox(case)["problem"] == "tls"
            world.middle.server_close()
        world.middle = Middle(world.town_port, os.path.join(folder, "good.pem"))
        world.env["ZPI_API_URL"] = world.middle.url
        world.recovers(case)
    finally:
        del world.env["ZPI_CA_FILE"]
        world.middle = plain
        world.env["ZPI_API_URL"] = plain.url


def test_other_port(world):
    """Stopped amid a document; the server comes back on another port; it goes on where it was."""
    world.write("long.jpg", b"\xff\xd8\xff\xe0" + b"l" * 59000)
    case = world.queued(("paper-0.jpg", "paper-1.jpg", "long.jpg"))
    world.middle.set(lambda call: call.forward() if world.middle.hits < 3 else reset(call), PART)
    assert world.run("send")[0] == 1
    before = world.middle
    world.middle = Middle(world.town_port)
    world.env["ZPI_API_URL"] = world.middle.url
    before.shutdown()
    before.server_close()
    world.middle.set(None)
    assert world.run("send")[0] == 0
    parts = [path for method, path in world.middle.calls if method == "PATCH"]
    assert len(parts) == 1, parts
    assert world.info(case)["state"] == "received"
    assert world.town(case)["status"] == "ontvangen"


def test_slow(world):
    """One byte a second is no answer; the request ends when its time is over."""
    if not LONG:
        return
    case = world.queued()

    def drip(call):
        for byte in b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n" + b" " * 4000:
            call.raw(bytes([byte]))
            time.sleep(1)

    world.middle.set(drip, SUBMIT)
    start = time.time()
    assert world.run("send") == (1, {"waiting": 1, "attention": 0})
    assert time.time() - start < 110, time.time() - start
    assert world.outbox(case)["problem"] == "timed-out"
    world.recovers(case)


def test_memory(world):
    """None of these answers was ever held in memory as a whole."""
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print("#= most memory that zpictl took: %d MB" % largest)
    if os.environ.get("ZPI_TEST_SANITIZE", "none") == "none":
        assert largest < 120, largest


def batch_tests():
    shared = [one[1:] for one in PASSES if may_share(one[1], one[4])]
    names = ["%s: %s %s" % (one[0], *one[1]) for one in PASSES if may_share(one[1], one[4])]
    batch = []

    def check(world, index):
        if not batch:
            world.fresh_folder()
            batch.append(Batch(world, shared))
            assert batch[0].said == (1, {"waiting": len(shared), "attention": 0}), batch[0].said
        batch[0].check(index)

    for index, name in enumerate(names):
        yield name, lambda w, i=index: check(w, i)
    for index, name in enumerate(names):
        yield name + ", then well", lambda w, i=index: batch[0].recover(i)


def all_tests():
    yield from batch_tests()
    for name, where, rule, state, reason in PASSES:
        if not may_share(where, reason):
            yield ("%s: %s %s" % (name, *where),
                   lambda w, a=(where, rule, state, reason): check_passes(w, *a))
    for name, where, rule in GOES_ON:
        yield "%s: %s %s" % (name, *where), lambda w, a=(where, rule): check_goes_on(w, *a)
    for name, where, rule, reason in STAYS:
        yield "%s: %s %s" % (name, *where), lambda w, a=(where, rule, reason): check_stays(w, *a)
    for name, test in list(globals().items()):
        if name.startswith("test_"):
            yield name.removeprefix("test_").replace("_", " "), test


def main():
    failed = number = 0
    wanted = sys.argv[1:]
    world = World()
    try:
        for name, test in all_tests():
            if wanted and not any(one in name for one in wanted):
                continue
            number += 1
            try:
                test(world)
                print("ok %d - %s" % (number, name), flush=True)
            except Exception:  # whatever it is, it is this test's failure
                failed += 1
                print("".join("# " + line + "\n" for line in traceback.format_exc().splitlines()), end="")
                print("not ok %d - %s" % (number, name), flush=True)
                if ": " not in name:
                    world.fresh_folder()
    finally:
        world.close()
    print("1..%d" % number)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
