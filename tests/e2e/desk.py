# SPDX-License-Identifier: EUPL-1.2
"""What the tests of the real mode share: an organisation file, a real keyring, a counsellor."""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import time

from driver import App, keys, wait_for

import gi  # noqa: E402

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

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


BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class Keyring:
    """A real gnome-keyring-daemon on a bus of its own, on which nothing starts by itself."""

    def __init__(self, folder):
        config = pathlib.Path(folder) / "bus.conf"
        config.write_text(BUS)
        self.daemon = None
        self.dbus = subprocess.Popen(
            ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.address = self.dbus.stdout.readline().strip()
        self.bus = Gio.DBusConnection.new_for_address_sync(
            self.address,
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION,
            None,
            None,
        )
        self.bus.set_exit_on_close(False)
        self.data = pathlib.Path(folder) / "share"
        self.data.mkdir()

    def environment(self):
        """For the program: this bus, and the accessibility bus of the test."""
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        answer = session.call_sync(
            "org.a11y.Bus",
            "/org/a11y/bus",
            "org.a11y.Bus",
            "GetAddress",
            None,
            None,
            Gio.DBusCallFlags.NONE,
            -1,
        )
        return {
            "DBUS_SESSION_BUS_ADDRESS": self.address,
            "AT_SPI_BUS_ADDRESS": answer.unpack()[0],
            "SECRET_BACKEND": "service",
        }

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
        environment["DBUS_SESSION_BUS_ADDRESS"] = self.address
        environment["XDG_DATA_HOME"] = str(self.data)
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
        shutil.rmtree(self.data / "keyrings", ignore_errors=True)

    def make_default(self, label, password):
        """Another keyring, which takes what is kept from then on."""
        def call(method, arguments, interface="org.freedesktop.Secret.Service"):
            return self.bus.call_sync("org.freedesktop.secrets", "/org/freedesktop/secrets", interface, method,
                                      arguments, None, Gio.DBusCallFlags.NONE, -1).unpack()

        _, session = call("OpenSession", GLib.Variant("(sv)", ("plain", GLib.Variant("s", ""))))
        properties = {"org.freedesktop.Secret.Collection.Label": GLib.Variant("s", label)}
        made, = call("CreateWithMasterPassword",
                     GLib.Variant("(a{sv}(oayays))", (properties, (session, b"", password.encode(), "text/plain"))),
                     "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface")
        call("SetAlias", GLib.Variant("(so)", ("default", made)))

    def close(self):
        self.stop()
        self.bus.close_sync(None)
        self.dbus.terminate()
        self.dbus.wait()

    def lock(self):
        answer = self.bus.call_sync(
            "org.freedesktop.secrets",
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service",
            "Lock",
            GLib.Variant("(ao)", (["/org/freedesktop/secrets/collection/login"],)),
            None,
            Gio.DBusCallFlags.NONE,
            -1,
        )
        assert len(answer.unpack()[0]) == 1


class Desk(App):
    """The program in real mode."""

    def __init__(self, data, language="en", environment=None):
        super().__init__(
            os.environ["ZPI_BUILD_ROOT"], data, language, arguments=(), environment=environment
        )

    to_confirm = None

    def start(self):
        super().start()
        self.resize()
        if self.to_confirm is not None:
            self.fill("Check code from the letter", self.to_confirm)
            self.press("Connect")
            self.to_confirm = None
        return self

    def choose_file(self, path):
        wait_for("the file chooser", lambda: len(self.windows()) > 1)
        self.name_file(path)
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

    def set_up_with_passphrase(self, secret="paard batterij nietje juist"):
        """The page already asks for one."""
        self.fill("Passphrase", secret)
        self.fill("The same passphrase again", secret)
        self.press("Next")
        code = self.code()
        self.choose("I have printed or written down the code")
        self.press("Start")
        self.wait_to_see("New application")
        return code

    def choose_who(self, index):
        """One of the names on the lock page, by keys."""
        self.click("combo box", "Who are you?")
        time.sleep(0.6)
        keys(*["Down"] * index, "Return")
        time.sleep(0.5)

    def open_with(self, secret, what="PIN"):
        self.fill(what, secret)
        self.press("Open")
