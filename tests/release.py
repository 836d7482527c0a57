#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Builds and tests on another release than this machine has.

    ./run test --debian13 [--suite SUITE…] [--test NAME…]

The other release lies in a folder of the cache ($XDG_CACHE_HOME or ~/.cache), made by debootstrap the
first time; only that, and packages that were added since, need the network. The source is copied into
it, with all that is not ignored; the build folders in it are kept for the next time. It is
entered in a mount and a process namespace, which leave nothing behind however it ends.
"""

import argparse
import filecmp
import os
import pathlib
import shlex
import shutil
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parent.parent
RELEASES = {"debian13": ("trixie", "http://deb.debian.org/debian")}
SUITES = ["unit", "store", "net", "service", "practice", "ui", "a11y", "e2e"]
# Packages this release does not have would be looked for every time.
INSTALL = ("cmp -s .ci/packages.txt /var/lib/packages.txt || "
           "{ ./run install build show test && cp .ci/packages.txt /var/lib/; }; ")
# What the folder's own file systems are; the namespaces take them away again.
ENTER = """
set -e
mount --make-rprivate /
mount -t proc proc "$1/proc"
mount --rbind /dev "$1/dev"
mount -t tmpfs -o mode=1777 tmp "$1/tmp"
exec chroot "$1" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
  TERM=dumb DEBIAN_FRONTEND=noninteractive CI="$3" /bin/bash -c "$2"
"""


class CannotStart(Exception):
    pass


def say(text):
    print("     " + text, flush=True)


def need(program):
    if shutil.which(program) is None:
        raise CannotStart("%s is not installed (./run install releases)" % program)


def cache_folder():
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return pathlib.Path(base) / "zoetermeerpas-intake" / "releases"


def make_root(codename, mirror):
    """The folder of a release; one that was begun and not finished is begun anew."""
    root = cache_folder() / codename
    made = root.with_suffix(".made")
    if made.exists():
        return root
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    say("making a folder of %s (a few minutes, once)" % codename)
    log = root.with_suffix(".log")
    with open(log, "wb") as out:
        status = subprocess.run(
            ["debootstrap", "--variant=minbase", "--include=ca-certificates", codename, str(root), mirror],
            stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, check=False).returncode
    if status != 0:
        lines = log.read_text(errors="replace").splitlines()
        raise CannotStart("%s could not be fetched from %s; the first time needs the network:\n%s"
                          % (codename, mirror, "\n".join(lines[-5:])))
    made.touch()
    return root


def source_files():
    listed = subprocess.run(
        ["git", "-C", str(SOURCE), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        stdout=subprocess.PIPE, check=True).stdout
    return {name for name in listed.decode().split("\0") if name and (SOURCE / name).is_file()}


def same(one, other):
    if not other.is_file() or one.stat().st_mode != other.stat().st_mode:
        return False
    return filecmp.cmp(one, other, shallow=False)


def copy_source(target):
    """Brings @target up to date; what changed gets the time of now. With the time of the
    checkout, which may be before what was built here last, it would not be built anew."""
    wanted = source_files()
    for folder, folders, names in os.walk(target):
        here = pathlib.Path(folder)
        if here == target:
            folders[:] = [f for f in folders if not f.startswith("build")]
        for name in names:
            if str((here / name).relative_to(target)) not in wanted:
                (here / name).unlink()
    for name in wanted:
        if not same(SOURCE / name, target / name):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(SOURCE / name, target / name)


def enter(root, command):
    shutil.copyfile("/etc/resolv.conf", root / "etc" / "resolv.conf")
    return subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "--kill-child", "/bin/bash", "-c", ENTER, "enter",
         str(root), command, os.environ.get("CI", "")],
        stdin=subprocess.DEVNULL, check=False).returncode


def tests_command(options):
    command = ["tests/run-tests.py", "--build-dir", "build", "--by-suite"]
    for stage in options.stage or ["gcc", "clang-build"]:
        command += ["--stage", stage]
    for suite in options.suite or SUITES:
        command += ["--suite", suite]
    for test in options.test:
        command += ["--test", test]
    return shlex.join(command)


def main():
    parser = argparse.ArgumentParser(prog="./run test --debian13", description=__doc__.split("\n")[0])
    parser.add_argument("release", choices=sorted(RELEASES), help=argparse.SUPPRESS)
    parser.add_argument("--stage", action="append", default=[], choices=["gcc", "clang-build"])
    parser.add_argument("--suite", action="append", default=[], choices=SUITES)
    parser.add_argument("--test", action="append", default=[], help="only this program of the suites")
    parser.add_argument("--shell", help="run this command there instead")
    options = parser.parse_args()
    try:
        if os.geteuid() != 0:
            raise CannotStart("another release needs root, for debootstrap and chroot: sudo ./run test --"
                              + options.release)
        need("debootstrap")
        need("unshare")
        root = make_root(*RELEASES[options.release])
        copy_source(root / "src")
    except CannotStart as problem:
        print("FAIL %s: %s" % (options.release, problem))
        print("0 passed, 1 failed", flush=True)
        return 1
    command = options.shell or INSTALL + "exec /usr/bin/python3 " + tests_command(options)
    return enter(root, "cd /src && " + command)


if __name__ == "__main__":
    sys.exit(main())
