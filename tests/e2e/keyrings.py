# SPDX-License-Identifier: EUPL-1.2
"""Two more Secret Services beside gnome-keyring, of other makers: KWallet and KeePassXC. Real programs on the bus of
the test, opened without a person: KWallet as PAM does it at log-in, KeePassXC with the password on its input."""

import os
import shutil
import socket
import subprocess
import time

from desk import OURS, Gio, GLib, Keyring
from driver import keys, wait_for

SERVICE = ("org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service")
ALL = {"program": "nl.zoetermeerpas.Intake"}


class Other(Keyring):
    """What the two have in common: questions in a window of their own, and the Secret Service."""

    window_class = None

    def call(self, method, arguments, path=SERVICE[1], interface=SERVICE[2]):
        return self.bus.call_sync(
            SERVICE[0], path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, -1
        )

    def own_environment(self):
        environment = {k: v for k, v in os.environ.items() if k not in OURS}
        environment["DBUS_SESSION_BUS_ADDRESS"] = self.address
        environment["XDG_DATA_HOME"] = str(self.data)
        environment["XDG_CONFIG_HOME"] = str(self.data / "config")
        environment["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "0"
        (self.data / "config").mkdir(exist_ok=True)
        return environment

    def collection(self):
        return self.call("ReadAlias", GLib.Variant("(s)", ("default",))).unpack()[0]

    def lock(self):
        collection = self.collection()
        _, prompt = self.call("Lock", GLib.Variant("(ao)", ([collection],))).unpack()
        self.perform(prompt)
        wait_for("the lock", lambda: self.is_locked(collection))

    def is_locked(self, collection):
        arguments = GLib.Variant("(ss)", ("org.freedesktop.Secret.Collection", "Locked"))
        return self.call("Get", arguments, collection, "org.freedesktop.DBus.Properties").unpack()[0]

    def delete_items(self):
        """Somebody removes what the program keeps there, and nothing else."""
        found = self.items()
        assert len(found) == 1, found
        self.perform(*self.call("Delete", None, found[0], "org.freedesktop.Secret.Item").unpack())
        wait_for("the item to go", lambda: not self.items())

    def items(self):
        unlocked, locked = self.call("SearchItems", GLib.Variant("(a{ss})", (ALL,))).unpack()
        return unlocked + locked

    def perform(self, prompt):
        """What has to be asked for before it is done."""
        if prompt != "/":
            self.call("Prompt", GLib.Variant("(s)", ("",)), prompt, "org.freedesktop.Secret.Prompt")

    def windows(self):
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--class", self.window_class],
            capture_output=True,
            text=True,
            check=False,
        )
        return found.stdout.split()

    def dismiss(self):
        """Escape in every window in which it asks something."""
        wait_for("the keyring's question", self.windows)
        time.sleep(0.7)
        for _ in range(20):
            asking = self.windows()
            if not asking:
                return
            subprocess.run(["xdotool", "windowfocus", asking[-1]], check=False)
            keys("Escape")
            time.sleep(0.3)
        raise AssertionError("its question stays")

    def restart(self):
        self.stop()
        self.start()


class Gnome(Other):
    """gnome-keyring, with nobody on the desktop who could ask."""

    start = Keyring.start

    def dismiss(self):
        pass


class KWallet(Other):
    window_class = "kwalletd5"
    key = bytes(range(56))

    def settings(self, environment):
        path = os.path.join(environment["XDG_CONFIG_HOME"], "kwalletrc")
        with open(path, "w", encoding="utf-8") as file:
            file.write("[Wallet]\nEnabled=true\nFirst Use=false\nUse One Wallet=true\n"
                       "Default Wallet=kdewallet\nLeave Open=true\nClose When Idle=false\n"
                       "[org.freedesktop.secrets]\napiEnabled=true\n")

    def start_once(self):
        """As pam_kwallet does: what it made of the password through a pipe, the environment through a socket."""
        environment = self.own_environment()
        self.settings(environment)
        path = str(self.data / "kwallet.socket")
        if os.path.exists(path):
            os.unlink(path)
        reader, writer = os.pipe()
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path)
            server.listen(1)
            self.daemon = subprocess.Popen(
                ["kwalletd5", "--pam-login", str(reader), str(server.fileno())],
                env={**environment, "PAM_KWALLET5_LOGIN": path},
                pass_fds=[reader, server.fileno()],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            os.close(reader)
            os.write(writer, self.key)
            os.close(writer)
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(path)
                for name in ("DISPLAY", "HOME", "PATH", "XDG_RUNTIME_DIR"):
                    client.send(f"{name}={environment[name]}\n".encode())
        wait_for("KWallet", self.owned)

    def start(self):
        if not (self.data / "kwalletd" / "kdewallet.kwl").exists():
            # Only the next one finds the wallet that this one makes.
            self.start_once()
            wait_for("the wallet", (self.data / "kwalletd" / "kdewallet.kwl").exists)
            time.sleep(0.5)
            self.stop()
        self.start_once()
        wait_for("the default wallet", lambda: self.collection() != "/")

    def stop(self):
        """As at log-out: it writes what is in the wallet, which it otherwise does seconds later."""
        if self.daemon is not None and self.owned():
            self.bus.call_sync(
                "org.kde.kwalletd5",
                "/modules/kwalletd5",
                "org.kde.KWallet",
                "close",
                GLib.Variant("(sb)", ("kdewallet", True)),
                None,
                Gio.DBusCallFlags.NONE,
                -1,
            )
        super().stop()

    def break_off(self):
        """The battery is flat: the item is there, what it held is not."""
        self.daemon.kill()
        super().stop()

    def start_without_wallet(self):
        """Nobody ever made a wallet."""
        environment = self.own_environment()
        self.settings(environment)
        self.daemon = subprocess.Popen(
            ["kwalletd5"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for("KWallet", self.owned)

    def empty(self):
        self.stop()
        shutil.rmtree(self.data / "kwalletd")


FRESH = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<KeePassFile><Meta><Generator>KeePassXC</Generator><DatabaseName>Balie</DatabaseName>
<RecycleBinEnabled>False</RecycleBinEnabled><CustomData><Item>
<Key>FDO_SECRETS_EXPOSED_GROUP</Key><Value>{00112233-4455-6677-8899-aabbccddeeff}</Value></Item></CustomData></Meta>
<Root><Group><UUID>ABEiM0RVZneImaq7zN3u/w==</UUID><Name>Root</Name></Group></Root></KeePassFile>
"""
SETTINGS = """[General]
ConfigVersion=2
UpdateCheckMessageShown=true
[GUI]
CheckForUpdates=false
MinimizeOnStartup=true
[FdoSecrets]
Enabled=true
ShowNotification=false
ConfirmDeleteItem=false
ConfirmAccessItem=false
"""


class KeePassXC(Other):
    window_class = "keepassxc"
    password = "onze balie"

    def start(self):
        environment = self.own_environment()
        database = self.data / "balie.kdbx"
        settings = self.data / "keepassxc.ini"
        settings.write_text(SETTINGS)
        if not database.exists():
            (self.data / "fresh.xml").write_text(FRESH)
            subprocess.run(
                ["keepassxc-cli", "import", "-p", str(self.data / "fresh.xml"), str(database)],
                input=f"{self.password}\n{self.password}\n".encode(),
                env=environment,
                capture_output=True,
                check=True,
            )
        self.daemon = subprocess.Popen(
            ["keepassxc", "--config", str(settings), "--pw-stdin", str(database)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.daemon.stdin.write(self.password.encode() + b"\n")
        self.daemon.stdin.close()
        wait_for("KeePassXC", self.owned)
        wait_for("its database", lambda: self.collection() != "/")

    def empty(self):
        self.stop()
        (self.data / "balie.kdbx").unlink()
