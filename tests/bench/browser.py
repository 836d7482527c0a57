# SPDX-License-Identifier: EUPL-1.2
"""Chromium with the application form of the contract as one page, for what a browser would cost."""

import html
import http.server
import json
import pathlib
import re
import shutil
import signal
import subprocess
import threading
import time

CONTRACT = pathlib.Path(__file__).resolve().parents[2] / "data/api/openapi.json"
# Tells when the form has been painted: the second frame after the page is there.
READY = """<script>addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(
() => fetch("/painted", {method: "POST"}))));</script>"""


def chromium():
    return shutil.which("chromium")


def fields(schemas, schema, name):
    """The HTML of one value of the contract, with what is in it."""
    while "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    for choice in ("oneOf", "anyOf"):
        if choice in schema:
            return fields(schemas, schema[choice][0], name)
    label = html.escape(re.sub(r"([A-Z])", r" \1", name).capitalize())
    told = html.escape(schema.get("description", ""))
    if "properties" in schema:
        inner = "".join(fields(schemas, value, key) for key, value in schema["properties"].items())
        return f"<fieldset><legend>{label}</legend><p>{told}</p>{inner}</fieldset>"
    if schema.get("type") == "array":
        return fields(schemas, schema["items"], name)
    if "enum" in schema:
        options = "".join(f"<option>{html.escape(str(o))}</option>" for o in schema["enum"])
        return f"<label>{label}<select>{options}</select></label>"
    kind = {"boolean": "checkbox", "integer": "number"}.get(schema.get("type"), "text")
    return f"<label>{label}<input type={kind}><small>{told}</small></label>"


def page():
    schemas = json.loads(CONTRACT.read_text())["components"]["schemas"]
    form = fields(schemas, schemas["Aanvraagformulier"], "aanvraag")
    style = "body{font:16px sans-serif;max-width:40em;margin:auto}label,input,select,small{display:block}"
    return f"<!doctype html><meta charset=utf-8><title>Aanvraag</title><style>{style}</style><form>{form}</form>{READY}"


class Form:
    """Serves the page on this computer and knows when it was painted."""

    def __init__(self):
        content, painted = page().encode(), threading.Event()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(content)

            def do_POST(self):
                painted.set()
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.painted = painted
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def end(self):
        self.server.shutdown()


def tree_of(pid):
    """A process and all it has started."""
    found, children = [pid], {}
    for status in pathlib.Path("/proc").glob("[0-9]*/status"):
        try:
            parent = re.search(r"^PPid:\s+(\d+)", status.read_text(), re.M)
        except OSError:
            continue
        children.setdefault(int(parent.group(1)), []).append(int(status.parent.name))
    for one in found:
        found += children.get(one, [])
    return found


def memory_mb(pid):
    """What a process and all it has started hold, in MB, each shared page divided by its users."""
    total = 0
    for one in tree_of(pid):
        try:
            rollup = pathlib.Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.M).group(1))
    return total / 1024


def opened(form, profile, timeout=60):
    """Milliseconds until Chromium has painted the form, and its memory (MB) a second later."""
    form.painted.clear()
    begun = time.monotonic()
    process = subprocess.Popen(
        [chromium(), f"--app=http://127.0.0.1:{form.server.server_port}/", f"--user-data-dir={profile}",
         "--no-first-run", "--no-default-browser-check", "--no-sandbox", "--disable-gpu",
         "--disable-dev-shm-usage", "--disable-background-networking", "--password-store=basic"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    try:
        if not form.painted.wait(timeout):
            raise SystemExit("bench: Chromium shows no form")
        taken = (time.monotonic() - begun) * 1000
        time.sleep(1)
        return taken, memory_mb(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
