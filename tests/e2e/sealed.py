# SPDX-License-Identifier: EUPL-1.2
"""A sealed store of the real mode, in which what is sent arrives: the practice municipality behind TLS, an issuer
that signs everybody in, and the authority of both among those that the computer trusts (trust.c)."""

import base64
import http.client
import http.server
import json
import os
import pathlib
import secrets
import ssl
import subprocess
import tempfile
import threading
import urllib.parse
import urllib.request

BUILD = os.environ["ZPI_BUILD_ROOT"]
SOURCE = os.environ["ZPI_SOURCE_ROOT"]
ZPICTL = os.path.join(BUILD, "src", "ctl", "zpictl")
SERVER = os.path.join(BUILD, "src", "practice", "zoetermeerpas-practice-server")
HAND = os.path.join(BUILD, "tests", "e2e", "sealed-hand")
TRUST = os.path.join(BUILD, "tests", "e2e", "trust.so")
PASSPHRASE = "paard batterij nietje juist"
CLIENT = "zoetermeerpas-intake"
BUSY = 3  # what sealed-hand ends with when another program has the store open
KEPT = {"content-length", "transfer-encoding", "connection", "date", "server"}


def preload(*libraries):
    """For LD_PRELOAD: those, and the clock of `./run test --days`."""
    return " ".join([*libraries, *(one for one in os.environ.get("LD_PRELOAD", "").split() if "shifted-clock" in one)])


def make_certificates(folder):
    script = os.path.join(SOURCE, "tests", "net", "make-certificates.sh")
    subprocess.run(["sh", script, folder], check=True, capture_output=True)
    return os.path.join(folder, "ca.pem"), os.path.join(folder, "good.pem")


class Front(http.server.BaseHTTPRequestHandler):
    """/v1 is handed on to the practice municipality; the rest is the issuer."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def say(self, status, body=b"", **headers):
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def hand_on(self):
        behind = http.client.HTTPConnection("127.0.0.1", self.server.town.port, timeout=60)
        names = {name: value for name, value in self.headers.items() if name.lower() not in ("connection", "host")}
        behind.request(self.command, self.path, self.body(), names)
        answer = behind.getresponse()
        content = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in KEPT:
                self.send_header(name, value)
        self.send_header("Date", self.server.town.date or self.date_time_string())
        self.send_header("Content-Length", answer.getheader("Content-Length", "0") if self.command == "HEAD"
                         else str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        behind.close()

    def send_response(self, code, message=None):
        """Without a date: the municipality's own goes along."""
        self.log_request(code)
        self.send_response_only(code, message)

    def handle_any(self):
        town = self.server.town
        path = urllib.parse.urlsplit(self.path)
        town.asked.append((self.command, path.path))
        try:
            if path.path.startswith("/v1"):
                if town.trouble is not None and town.trouble(self):
                    return
                self.hand_on()
            elif path.path == "/.well-known/openid-configuration":
                self.say(200, {"issuer": town.url, "authorization_endpoint": town.url + "/auth",
                               "token_endpoint": town.url + "/token"})
            elif path.path == "/auth":
                self.authorize(urllib.parse.parse_qs(path.query))
            elif path.path == "/token":
                self.give_tokens(urllib.parse.parse_qs(self.body().decode()))
            else:
                self.say(404)
        except (OSError, http.client.HTTPException):
            self.close_connection = True

    def authorize(self, asked):
        code = secrets.token_hex(8)
        self.server.town.nonces[code] = asked.get("nonce", [None])[0]
        back = urllib.parse.urlencode({"code": code, "state": asked["state"][0], "iss": self.server.town.url})
        self.say(302, Location=asked["redirect_uri"][0] + "?" + back)

    def give_tokens(self, asked):
        town = self.server.town
        if asked["grant_type"][0] == "refresh_token" and asked["refresh_token"][0] not in town.refresh:
            self.say(400, {"error": "invalid_grant"})
            return
        claims = {"iss": town.url, "aud": CLIENT, "exp": 4102444800, "sub": town.subject, "name": town.subject,
                  "nonce": town.nonces.get(asked.get("code", [None])[0])}
        payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
        # The last ones stay good: who is killed before it kept the new one is not signed out by that.
        town.refresh.append("refresh-" + secrets.token_hex(8))
        self.say(200, {"access_token": "access-" + secrets.token_hex(4), "token_type": "Bearer", "expires_in": 900,
                       "refresh_token": town.refresh[-1], "id_token": f"h.{payload}.s"})

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = handle_any


class Town:
    """The municipality and the issuer, by TLS on one port."""

    def __init__(self, folder):
        self.ca, certificate = make_certificates(os.path.join(folder, "certificates"))
        self.folder = os.path.join(folder, "town")
        self.subject, self.nonces, self.refresh, self.asked = "anneke", {}, [], []
        self.trouble = self.date = None
        self.behind = None
        self.start_behind()
        self.certificate = certificate
        self.front, self.url = self.start_front()

    def start_front(self):
        front = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Front)
        front.daemon_threads = True
        front.town = self
        context = self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        # Who is killed amid the handshake keeps nobody else waiting.
        front.socket = context.wrap_socket(front.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=front.serve_forever, daemon=True).start()
        return front, "https://127.0.0.1:%d" % front.server_address[1]

    def start_behind(self):
        self.behind = subprocess.Popen([SERVER, "--data", self.folder], stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, text=True)
        self.port = urllib.parse.urlsplit(self.behind.stdout.readline().split()[-1]).port

    def stop_behind(self):
        self.behind.terminate()
        self.behind.wait()

    def call(self, method, path, body=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method,
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read())

    def received(self):
        listed = self.call("GET", "/_oefening/aanvragen")["aanvragen"]
        return [one["aanvraagId"] for one in listed if one["status"] != "concept"]

    def close(self):
        self.front.shutdown()
        self.stop_behind()


class Thief(Town):
    """Has a certificate that everybody trusts, and hands on whatever it is sent: nobody would notice."""

    def __init__(self, town):
        self.__dict__.update(town.__dict__, asked=[])
        self.front, self.url = self.start_front()

    def close(self):
        self.front.shutdown()


class Sealed:
    """A desk of the real mode; zpictl opens it with a passphrase."""

    def __init__(self, secret=PASSPHRASE, environment=None):
        self.top = tempfile.mkdtemp(prefix="sealed-")
        self.data = os.path.join(self.top, "data")
        self.secret = secret
        self.town = Town(self.top)
        self.env = dict(os.environ, LD_PRELOAD=preload(TRUST), ZPI_TEST_TRUST=self.town.ca, **(environment or {}))
        self.organisation = os.path.join(self.top, "desk.zpi-org")
        self.write_organisation(self.organisation)
        self.code = self.hand("set-up", self.organisation, secret).stdout.strip()
        self.sign_in()

    def write_organisation(self, path, **changes):
        content = {"version": 1, "name": "Stichting Voorbeeld", "email": "balie@voorbeeld.example",
                   "base_url": self.town.url + "/v1", "issuer": self.town.url, "client_id": CLIENT}
        pathlib.Path(path).write_text(json.dumps({**content, **changes}), encoding="utf-8")

    def hand(self, command, *arguments, status=0):
        done = subprocess.run([HAND, command, self.data, *arguments], env=self.env, capture_output=True, text=True,
                              timeout=120)
        assert done.returncode == status, (command, done)
        return done

    def sign_in(self):
        """The browser is this: it goes where it is sent."""
        process = subprocess.Popen([HAND, "sign-in", self.data, self.secret], env=self.env, stdout=subprocess.PIPE,
                                   text=True)
        url = process.stdout.readline().strip()
        context = ssl.create_default_context(cafile=self.town.ca)
        with urllib.request.urlopen(url, context=context) as page:
            page.read()
        said = process.stdout.read()
        assert process.wait() == 0 and "signed in" in said, said

    def zpictl(self, *arguments, secret=None, more="", data=None):
        return subprocess.run([ZPICTL, "--data", data or self.data, *arguments], env=self.env, capture_output=True,
                              text=True, input=(secret or self.secret) + "\n" + more, timeout=120)

    def answer(self, *arguments, status=0, **options):
        done = self.zpictl(*arguments, **options)
        assert done.returncode == status, (arguments, done)
        return json.loads(done.stdout) if done.stdout.strip() else None

    def close(self):
        self.town.close()
