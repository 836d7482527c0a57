# SPDX-License-Identifier: EUPL-1.2
"""A copy of the checkout with what was built from it, in which something can be changed and built anew: only what the
change touches is compiled. Paths inside a build folder are relative; the few that are not are put right here."""

import os
import pathlib
import shutil
import subprocess

# What makes a program under test strict is not for a compiler.
STRICT = ("G_DEBUG", "G_SLICE", "LD_PRELOAD", "MALLOC_CHECK_", "MALLOC_PERTURB_")
LEFT_OUT = shutil.ignore_patterns(".git", ".ccache", "node_modules", "__pycache__", "meson-logs", "tour")


class Copy:
    def __init__(self, source, build, folder):
        source, build = pathlib.Path(source).resolve(), pathlib.Path(build).resolve()
        common = pathlib.Path(os.path.commonpath([source, build]))
        self.source = pathlib.Path(folder) / "copy" / source.relative_to(common)
        self.build = pathlib.Path(folder) / "copy" / build.relative_to(common)
        inside = {entry for entry in source.iterdir() if (entry / "build.ninja").exists()}

        def leave_out(place, names):
            if pathlib.Path(place) == source:
                return LEFT_OUT(place, names) | {entry.name for entry in inside}
            return LEFT_OUT(place, names)

        shutil.copytree(source, self.source, ignore=leave_out, symlinks=True)
        shutil.copytree(build, self.build, ignore=LEFT_OUT, symlinks=True, dirs_exist_ok=True)
        self.move(self.build / "build.ninja", source, build)
        # Only who asks for the place of the build folder is compiled again.
        config = self.build / "zpi-config.h"
        times = config.stat()
        self.move(config, source, build)
        os.utime(config, ns=(times.st_atime_ns, times.st_mtime_ns))
        for path in (self.source / "src").rglob("*.c"):
            if b"ZPI_BUILDDIR" in path.read_bytes():
                path.touch()

    def move(self, path, source, build):
        text = path.read_text()
        # The build folder may be inside the checkout.
        for old, new in sorted(((source, self.source), (build, self.build)), key=lambda pair: -len(str(pair[0]))):
            text = text.replace(f"{old}/", f"{new}/").replace(f'{old}"', f'{new}"').replace(f"{old} ", f"{new} ")
        path.write_text(text)

    def patch(self, text, back=False):
        subprocess.run(["patch", "--quiet", "-p1", *(["-R"] if back else [])], cwd=self.source, input=text, text=True,
                       check=True)

    def make(self, *targets):
        environment = {name: value for name, value in os.environ.items() if name not in STRICT}
        done = subprocess.run(["ninja", "-C", str(self.build), *targets], env=environment, capture_output=True,
                              text=True, check=False)
        assert done.returncode == 0, done.stdout[-4000:]
        return done.stdout

    def run(self, *command):
        """The status and all that was said."""
        places = {"ZPI_SOURCE_ROOT": str(self.source), "ZPI_BUILD_ROOT": str(self.build)}
        done = subprocess.run(command, cwd=self.source, env=dict(os.environ, **places), stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        return done.returncode, done.stdout


def by_file(text):
    """The parts of a patch, by the file that each changes."""
    parts = {}
    for part in text.split("\n--- a/")[0:]:
        part = part if part.startswith("--- a/") else f"--- a/{part}"
        parts[part.split("\n", 1)[0].removeprefix("--- a/")] = part.rstrip("\n") + "\n"
    return parts
