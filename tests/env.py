#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Run one command in a clean environment of its own.

    tests/env.py [--needs "bus display a11y keyring"] [--keep] COMMAND [ARGUMENT…]

Every command gets a temporary home, cache, runtime and temporary folder that are removed
afterwards. What else it needs is said by --needs or by ZPI_TEST_NEEDS:

    bus       a private D-Bus session bus
    display   a private X server of 1366x768 with a window manager (implies bus)
    a11y      the accessibility bus works (with display, or with wayland)
    wayland   a private Wayland compositor of 1366x768 instead of an X server (implies bus)
    keyring   no secrets file; the test brings its own Secret Service (implies bus)

A command whose needs cannot be met is not run at all: the exit status is 99 and the reason is
on standard error. It is never skipped, because a skipped suite looks like a good one.
"""

import argparse
import ctypes
import os
import platform
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import behind

CANNOT_START = 99
SCREEN = "1366x768x24"
LEAKY = [
    "AT_SPI_BUS_ADDRESS", "DBUS_STARTER_ADDRESS", "DBUS_STARTER_BUS_TYPE", "DESKTOP_STARTUP_ID",
    "DISPLAY", "GNOME_KEYRING_CONTROL", "GTK_THEME", "SSH_AUTH_SOCK", "SWAYSOCK", "WAYLAND_DISPLAY",
    "XAUTHORITY", "XDG_ACTIVATION_TOKEN", "XDG_CURRENT_DESKTOP", "XDG_SESSION_ID",
    "ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY",
    "all_proxy", "http_proxy", "https_proxy", "no_proxy",
    "ZPI_ACCESS_TOKEN", "ZPI_API_URL", "ZPI_CA_FILE",
]
# What makes a program under test strict is not for the servers: a window manager that stumbles over
# its own freed memory would be gone in the middle of a test.
STRICT = ["G_DEBUG", "G_SLICE", "LD_PRELOAD", "MALLOC_CHECK_", "MALLOC_PERTURB_"]
IMPLIED = {"display": {"bus"}, "a11y": {"bus"}, "keyring": {"bus"}, "wayland": {"bus"}}
PROGRAMS = {
    "bus": ["dbus-daemon"],
    "display": ["Xvfb", "openbox"],
    "wayland": ["sway", "wtype", "wl-paste"],
    "a11y": [],
    "keyring": [],
}
NOBODY = 65534
DAILY_SEED = "R02S" + "20261128" * 4
LAUNCHERS = ["/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher"]
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

libc = ctypes.CDLL(None, use_errno=True)


class CannotStart(Exception):
    pass


def die_with_parent():
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def wanted(text):
    needs = set(text.replace(",", " ").split())
    unknown = needs - set(PROGRAMS)
    if unknown:
        raise CannotStart("unknown need: " + " ".join(sorted(unknown)))
    for need in list(needs):
        needs |= IMPLIED.get(need, set())
    if "a11y" in needs and "wayland" not in needs:
        needs.add("display")
    return needs


def check_programs(needs):
    missing = [p for n in sorted(needs) for p in PROGRAMS[n] if shutil.which(p) is None]
    if "a11y" in needs and not any(os.path.exists(path) for path in LAUNCHERS):
        missing.append("at-spi-bus-launcher")
    if missing:
        raise CannotStart("not installed: %s (./run test installs them)" % " ".join(missing))


def name_locale(home, env):
    """glibc 2.41 translates nothing in C.UTF-8, whatever LANGUAGE says: there that locale by another name."""
    shipped = "/usr/lib/locale/C.utf8"
    version = tuple(int(part) for part in platform.libc_ver()[1].split(".")[:2] if part.isdigit())
    if env.get("LC_ALL") == "C.UTF-8" and version > (2, 36) and os.path.isdir(shipped):
        os.makedirs(os.path.join(home, "locale"))
        os.symlink(shipped, os.path.join(home, "locale", "en_US.utf8"))
        env.update({"LOCPATH": os.path.join(home, "locale"), "LC_ALL": "en_US.UTF-8"})


def private_environment(home, needs):
    env = {k: v for k, v in os.environ.items() if k not in LEAKY}
    folders = {
        "HOME": "home",
        "XDG_CONFIG_HOME": "home/.config",
        "XDG_DATA_HOME": "home/.local/share",
        "XDG_STATE_HOME": "home/.local/state",
        "XDG_CACHE_HOME": "home/.cache",
        "XDG_RUNTIME_DIR": "run",
        "TMPDIR": "tmp",
    }
    for name, folder in folders.items():
        path = os.path.join(home, folder)
        os.makedirs(path, mode=0o700, exist_ok=True)
        env[name] = path
    name_locale(home, env)
    env["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
    env["ZPI_TEST_ENVIRONMENT"] = " ".join(sorted(needs)) or "plain"
    if "keyring" in needs:
        env.pop("SECRET_BACKEND", None)
    else:
        env.setdefault("SECRET_BACKEND", "file")
        env["SECRET_FILE_TEST_PATH"] = os.path.join(home, "test.keyring")
        env["SECRET_FILE_TEST_PASSWORD"] = "only for tests"
    return env


def frees_by_itself(program):
    """Whether a program brings the free() that wipes, which no other allocator can stand under."""
    with open(program, "rb") as file:
        return b"zpi_wiping_free_is_on" in file.read()


def preload(command, env):
    """What meson says to load first; and MALLOC_CHECK_ needs glibc's debugging allocator."""
    ours = os.path.realpath(command[0]).startswith(os.environ.get("ZPI_BUILD_ROOT", "/nowhere") + "/")
    first = [env.get("ZPI_TEST_PRELOAD"), env.get("LD_PRELOAD")]
    if env.get("ZPI_TEST_DAYS") and env.get("ZPI_TEST_SANITIZE") == "none":
        first.append(os.path.join(env["ZPI_BUILD_ROOT"], "tests", "shifted-clock.so"))
    if (ours and env.get("MALLOC_CHECK_", "0") != "0" and env.get("ZPI_TEST_SANITIZE") == "none"
            and not frees_by_itself(command[0])):
        first.append("libc_malloc_debug.so.0")
    if any(first):
        env["LD_PRELOAD"] = " ".join(filter(None, first))


def read_line(fd, seconds, what, process):
    """Waits for one line, which the program writes when it is ready to be used."""
    text = b""
    deadline = time.monotonic() + seconds
    while not text.endswith(b"\n"):
        left = deadline - time.monotonic()
        ready = select.select([fd], [], [], max(left, 0))[0] if left > 0 else []
        chunk = os.read(fd, 4096) if ready else b""
        if not chunk:
            process.kill()
            raise CannotStart("%s did not become ready" % what)
        text += chunk
    return text.decode().strip()


def calm(env):
    return {k: v for k, v in env.items() if k not in STRICT}


def start_bus(env, log):
    process = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1",
         "--address=unix:dir=" + env["XDG_RUNTIME_DIR"]],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, env=calm(env),
        preexec_fn=die_with_parent)
    env["DBUS_SESSION_BUS_ADDRESS"] = read_line(process.stdout.fileno(), 30, "dbus-daemon", process)
    return process


def start_display(env, log):
    reader, writer = os.pipe()
    # Without auto-repeat (-r): on a busy computer a key that is only pressed is held long enough for it.
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", SCREEN, "-nolisten", "tcp",
         "-noreset", "-dpi", "96", "-r"],
        stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=calm(env), pass_fds=[writer],
        preexec_fn=die_with_parent)
    os.close(writer)
    env["DISPLAY"] = ":" + read_line(reader, 60, "Xvfb", process)
    os.close(reader)
    env["GDK_BACKEND"] = "x11"
    env.setdefault("GSK_RENDERER", "cairo")
    env["LIBGL_ALWAYS_SOFTWARE"] = "1"
    env["XDG_SESSION_TYPE"] = "x11"
    return process


def start_window_manager(env, home, log):
    ready = os.path.join(home, "window-manager-ready")
    process = subprocess.Popen(
        ["openbox", "--sm-disable", "--startup", "touch " + ready],
        stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=calm(env), preexec_fn=die_with_parent)
    wait_for_file(process, ready, "openbox")
    return process


def wait_for_file(process, path, what):
    deadline = time.monotonic() + 60
    while not os.path.exists(path):
        if process.poll() is not None or time.monotonic() > deadline:
            raise CannotStart("%s did not become ready" % what)
        time.sleep(0.02)


def become_nobody():
    """sway does not run as root."""
    die_with_parent()
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def start_compositor(env, place, log):
    """A compositor without a screen, in a folder of its own: it may be another user's."""
    os.chmod(place, 0o700)
    ready = os.path.join(place, "ready")
    with open(os.path.join(place, "config"), "w", encoding="utf-8") as config:
        config.write("output HEADLESS-1 mode 1366x768\ndefault_border none\nxwayland disable\n"
                     "exec touch %s\n" % ready)
    if os.getuid() == 0:
        os.chown(place, NOBODY, NOBODY)
    socket = os.path.join(place, "ipc")
    own = dict(calm(env), HOME=place, XDG_RUNTIME_DIR=place, SWAYSOCK=socket, WLR_BACKENDS="headless",
               WLR_LIBINPUT_NO_DEVICES="1", WLR_RENDERER="pixman", LIBSEAT_BACKEND="noop")
    process = subprocess.Popen(["sway", "-c", os.path.join(place, "config")], stdin=subprocess.DEVNULL,
                               stdout=log, stderr=log, env=own, preexec_fn=become_nobody)
    wait_for_file(process, ready, "sway")
    # A whole path: the programs have a runtime folder of their own.
    shown = [n for n in os.listdir(place) if n.startswith("wayland-") and not n.endswith(".lock")]
    env["WAYLAND_DISPLAY"] = os.path.join(place, shown[0])
    env["SWAYSOCK"] = socket
    env["GDK_BACKEND"] = "wayland"
    env.setdefault("GSK_RENDERER", "cairo")
    env["XDG_SESSION_TYPE"] = "wayland"
    return process


def hold_keyboard(env, log):
    """Without any keyboard no window has the focus: one that waits for a day before its first key."""
    return subprocess.Popen(["wtype", "-s", "86400000", "-k", "Shift_L"], stdin=subprocess.DEVNULL,
                            stdout=log, stderr=log, env=calm(env), preexec_fn=die_with_parent)


def descendants(root):
    children = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open("/proc/%s/stat" % entry, encoding="utf-8", errors="replace") as stat:
                parent = int(stat.read().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(entry))
    found, todo = [], [root]
    while todo:
        below = children.get(todo.pop(), [])
        found += below
        todo += below
    return found


def end_servers(servers):
    """A server that may say goodbye leaves no lock file or socket behind."""
    for process in reversed(servers):
        process.terminate()
        try:
            process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            process.kill()


def end_all():
    """Nothing a test started may outlive it; strays were handed to us as their new parent."""
    for _ in range(50):
        below = descendants(os.getpid())
        for pid in below:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.02)


def with_seed(command):
    """GLib's random numbers are the same every day, so that nothing lands by luck; a long run draws
    new ones, which the harness prints."""
    name = os.path.basename(command[0])
    if (not name.startswith("test-") or "." in name or os.environ.get("ZPI_TEST_LONG") == "1"
            or any(argument.startswith("--seed") for argument in command)):
        return command
    return command + ["--seed=" + DAILY_SEED]


def draw_filling(env):
    """What freed memory is filled with, where it is: drawn in a long run only, and said."""
    if env.get("ZPI_TEST_LONG") == "1" and env.get("MALLOC_PERTURB_", "0") != "0":
        env["MALLOC_PERTURB_"] = str(random.randint(1, 255))
        print("env.py: MALLOC_PERTURB_=%s" % env["MALLOC_PERTURB_"], file=sys.stderr)


def run(command, env):
    process = subprocess.Popen(command, env=env, preexec_fn=die_with_parent)

    def pass_on(number, _frame):
        try:
            process.send_signal(number)
        except ProcessLookupError:
            pass

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, pass_on)
    status = process.wait()
    return 128 - status if status < 0 else status


def main():
    parser = argparse.ArgumentParser(description="Run a command in an environment of its own")
    parser.add_argument("--needs", default=os.environ.get("ZPI_TEST_NEEDS", ""))
    parser.add_argument("--keep", action="store_true", help="leave the temporary home behind")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    if not options.command:
        parser.error("no command")
    command = options.command[1:] if options.command[0] == "--" else options.command

    if os.environ.get("ZPI_TEST_BEHIND"):
        behind.step_back()
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    home = tempfile.mkdtemp(prefix="zpi-test-")
    compositor = tempfile.mkdtemp(prefix="zpi-test-")
    log_path = os.path.join(home, "environment.log")
    servers = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    try:
        with open(log_path, "ab") as log:
            needs = wanted(options.needs)
            check_programs(needs)
            env = private_environment(home, needs)
            if "bus" in needs and "display" not in needs:
                servers.append(start_bus(env, log))
            if "display" in needs:
                servers.append(start_display(env, log))
                servers.append(start_bus(env, log))
                servers.append(start_window_manager(env, home, log))
            if "wayland" in needs:
                servers.append(start_compositor(env, compositor, log))
                servers.append(hold_keyboard(env, log))
        preload(command, env)
        draw_filling(env)
        if shutil.which(command[0], path=env.get("PATH")) is None:
            raise CannotStart("no such program")
        return run(with_seed(command), env)
    except CannotStart as problem:
        print("env.py: cannot start %s: %s" % (command[0], problem), file=sys.stderr)
        with open(log_path, encoding="utf-8", errors="replace") as log:
            sys.stderr.write(log.read())
        return CANNOT_START
    finally:
        end_servers(servers)
        end_all()
        if options.keep or os.environ.get("ZPI_TEST_KEEP"):
            print("env.py: kept %s" % home, file=sys.stderr)
        else:
            shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(compositor, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
