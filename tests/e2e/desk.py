# SPDX-License-Identifier: EUPL-1.2
"""What the tests of the real mode share: an organisation file, a real keyring, a counsellor."""

import base64
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import time

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

from driver import App, keys, type_text, wait_for  # noqa: E402

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
OURS = ["LD_PRELOAD", "MALLOC_CHECK_", "MALLOC_PERTURB_", "G_DEBUG", "G_SLICE"]
PIN = "258036"


def organisation(path, **changes):
    """Writes an organisation file and gives its fingerprint, as on the municipality's letter."""
    content = {
        "version": 1,
        "name": "Stichting Voorbeeld",
        "email": "balie@voorbeeld.example",
        "base_url": "https://127.0.0.1:9/v1",
        "issuer": "https://127.0.0.1:9",
        "client_id": "zoetermeerpas-intake",
        "idle_lock_minutes": 1,
    }
    content.update(changes)
    raw = json.dumps(content, indent=1).encode()
    pathlib.Path(path).write_bytes(raw)
    bits = "".join(f"{byte:08b}" for byte in hashlib.sha256(raw).digest()[:15])
    letters = [ALPHABET[int(bits[i : i + 5], 2)] for i in range(0, len(bits), 5)]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, len(letters), 4))


def key_of(byte):
    return base64.b64encode(bytes([byte]) * 32).decode()


class Keyring:
    """A real gnome-keyring-daemon on the private bus."""

    def __init__(self):
        self.daemon = None
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.folder = pathlib.Path(os.environ["XDG_DATA_HOME"]) / "keyrings"

    def owned(self):
        answer = self.bus.call_sync(
            "org.freedesktop.DBus",
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus",
            "NameHasOwner",
            GLib.Variant("(s)", ("org.freedesktop.secrets",)),
            None,
            Gio.DBusCallFlags.NONE,
            -1,
        )
        return answer.unpack()[0]

    def start(self, password="onze balie"):
        environment = {k: v for k, v in os.environ.items() if k not in OURS}
        self.daemon = subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--components=secrets", "--unlock"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.daemon.stdin.write(password.encode())
        self.daemon.stdin.close()
        wait_for("the keyring", self.owned)

    def stop(self):
        if self.daemon is not None:
            self.daemon.terminate()
            self.daemon.wait()
            self.daemon = None
            wait_for("the keyring to go", lambda: not self.owned())

    def empty(self):
        """Somebody reset the keyring."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def lock(self):
        self.bus.call_sync(
            "org.freedesktop.secrets",
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service",
            "Lock",
            GLib.Variant("(ao)", (["/org/freedesktop/secrets/aliases/default"],)),
            None,
            Gio.DBusCallFlags.NONE,
            -1,
        )


class Desk(App):
    """The program in real mode."""

    def __init__(self, data, language="en"):
        super().__init__(os.environ["ZPI_BUILD_ROOT"], data, language, arguments=())

    def start(self):
        super().start()
        self.resize()
        return self

    def choose_file(self, path):
        wait_for("the file chooser", lambda: len(self.windows()) > 1)
        time.sleep(0.8)
        type_text(str(path))
        time.sleep(0.5)
        keys("Return")
        wait_for("the file chooser to go", lambda: len(self.windows()) == 1)

    def connect(self, file, fingerprint):
        self.press("I have an organisation file…")
        self.choose_file(file)
        self.fill("Check code from the letter", fingerprint)
        self.press("Connect")

    def code(self):
        """The recovery code on the screen."""

        def find():
            for node in self.nodes("label"):
                text = node.name.replace("-", "").replace(" ", "").replace("\n", "")
                if len(text) >= 24 and text.isalnum() and text.upper() == text:
                    return node.name
            return None

        return wait_for("the recovery code", find)

    def set_up(self, name="Anneke", secret=PIN, what="PIN"):
        self.fill("Your name", name)
        self.fill(what, secret)
        self.fill(f"The same {what if what == 'PIN' else 'passphrase'} again", secret)
        self.press("Next")
        code = self.code()
        self.choose("I have printed or written down the code")
        self.press("Start")
        self.wait_to_see("New application")
        return code

    def open_with(self, secret, what="PIN"):
        self.fill(what, secret)
        self.press("Open")
