#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What somebody may put into the data folder in the place of a file: a pipe, a link to a device, a file of terabytes,
a link to another program's file. Nothing is waited for, nothing outside is written. TAP."""

import os
import pathlib
import subprocess
import sys
import tempfile

ZPICTL = os.path.join(os.environ["ZPI_BUILD_ROOT"], "src/ctl/zpictl")
HOUSEHOLD = os.path.join(os.environ["ZPI_SOURCE_ROOT"], "tests/data/households/01-single-wage.json")
SECONDS = 15  # it takes a tenth of one
VICTIM = b"a file of another program\n"

results = []


def check(name, good, why=""):
    results.append(good)
    print(f"{'ok' if good else 'not ok'} {len(results)} {name}{'' if good else f' # {why}'}", flush=True)


def zpictl(folder, *arguments, command=("list",)):
    """Exit status; None when it waits for something."""
    try:
        return subprocess.run([ZPICTL, *arguments, "--data", str(folder), *command], stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=SECONDS, check=False).returncode
    except subprocess.TimeoutExpired:
        return None


def pipe(path):
    os.mkfifo(path)


def endless(path):
    path.symlink_to("/dev/zero")


def huge(path):
    with open(path, "wb") as file:
        file.truncate(4 << 40)


def begun(home):
    folder = pathlib.Path(tempfile.mkdtemp(dir=home))
    assert zpictl(folder, "--practice", command=("import", HOUSEHOLD)) == 0
    (folder / "schemes").mkdir()
    return folder


def main():
    with tempfile.TemporaryDirectory() as home:
        for plant in (pipe, endless, huge):
            real = pathlib.Path(tempfile.mkdtemp(dir=home))
            plant(real / "organisation.zpi-org")
            check(f"{plant.__name__}: organisation file", zpictl(real) == 1, "it waits")
            for name in ("schemes/zoetermeerpas.json", "schemes/norms.json", "schemes/zoetermeerpas.json.sig"):
                folder = begun(home)
                plant(folder / name)
                check(f"{plant.__name__}: {name}", zpictl(folder, "--practice") == 0, "it waits")
        for name in ("practice.key", "store.uuid", "store.db", "open.lock"):
            folder = begun(home)
            (folder / name).unlink()
            pipe(folder / name)
            check(f"pipe: {name}", zpictl(folder, "--practice") is not None, "it waits")
        victim = pathlib.Path(home) / "victim"
        for name in ("practice.key", "store.uuid", "store.db", "open.lock", "presence.lock"):
            folder = begun(home)
            victim.write_bytes(VICTIM)
            (folder / name).unlink()
            (folder / name).symlink_to(victim)
            zpictl(folder, "--practice")
            check(f"link: {name}", victim.read_bytes() == VICTIM, "another program's file was written")
        # What is written beside the store by each change, and what says which cases are open.
        for name in ("store.count", "cases.lock"):
            folder = begun(home)
            (folder / name).unlink(missing_ok=True)
            pipe(folder / name)
            good = zpictl(folder, "--practice", command=("import", HOUSEHOLD)) == 0
            check(f"pipe: {name}", good, "it waits, or takes nothing in")
            folder = begun(home)
            victim.write_bytes(VICTIM)
            (folder / name).unlink(missing_ok=True)
            (folder / name).symlink_to(victim)
            good = zpictl(folder, "--practice", command=("import", HOUSEHOLD)) == 0
            check(f"link: {name}", good and victim.read_bytes() == VICTIM, "another program's file was written")
    print(f"1..{len(results)}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
