#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Checks of files by the tools that know them: layout, translations, desktop integration.

    tests/check-files.py [--build-dir build]

Prints TAP. The build folder must have been built: the desktop file and the metainfo are checked
as they are installed.
"""

import argparse
import ast
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FIXTURE = os.path.join("tests", "data", "check-source")
XGETTEXT = [
    "xgettext", "--from-code=UTF-8", "--add-comments", "--add-location=file", "--keyword=_",
    "--keyword=N_",
    "--keyword=C_:1c,2", "--keyword=NC_:1c,2", "--keyword=g_dcgettext:2",
    "--keyword=g_dngettext:2,3", "--keyword=g_dpgettext2:2c,3", "--flag=N_:1:pass-c-format",
    "--flag=C_:2:pass-c-format", "--flag=g_strdup_printf:1:c-format",
]
CHECKS = []


class Broken(Exception):
    pass


class NotHere(Exception):
    """The machine cannot check this, and need not."""


def check(function):
    CHECKS.append(function)
    return function


def tool(*command):
    """Runs a tool in the checkout; what it says, or Broken."""
    if shutil.which(command[0]) is None:
        raise Broken("%s is not installed" % command[0])
    done = subprocess.run(command, cwd=SOURCE, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env=dict(os.environ, LC_ALL="C.UTF-8"))
    said = done.stdout.decode("utf-8", "replace")
    if done.returncode != 0:
        raise Broken(said or "%s: exit status %d" % (command[0], done.returncode))
    return said


def files(*suffixes, below=("data", "po", "resources", "src", "tests", "flatpak")):
    for top in below:
        for folder, names, found in os.walk(os.path.join(SOURCE, top)):
            inside = os.path.relpath(folder, SOURCE)
            names[:] = [n for n in names if n not in ("node_modules", "__pycache__")
                        and os.path.join(inside, n) != FIXTURE]
            for name in sorted(found):
                if name.endswith(suffixes):
                    yield os.path.join(inside, name)


def read(path):
    with open(os.path.join(SOURCE, path), encoding="utf-8") as file:
        return file.read()


def need(condition, message):
    if not condition:
        raise Broken(message)


@check
def layout(_build):
    """clang-format would change nothing"""
    formatter = shutil.which("clang-format-14") or shutil.which("clang-format")
    if formatter is None or " 14." not in tool(formatter, "--version"):
        with open("/etc/os-release", encoding="utf-8") as release:
            need("bookworm" not in release.read(), "clang-format 14 is not installed")
        raise NotHere("clang-format 14 lays out this source; this release has another")
    sources = list(files(".c", ".h"))
    try:
        tool(formatter, "--dry-run", "-Werror", *sources)
    except Broken as problem:
        places = [l for l in str(problem).splitlines() if "error:" in l]
        raise Broken("\n".join(places[:20] + ["%d places; ./run format" % len(places)])) from None


@check
def scripts(_build):
    """shell and Python scripts can be read"""
    for path in ["run", ".ci/run"] + list(files(".sh", below=("tests", "flatpak"))):
        tool("bash", "-n", path)
    for path in files(".py"):
        try:
            ast.parse(read(path), path)
        except SyntaxError as problem:
            raise Broken(str(problem)) from None


@check
def markup(_build):
    """XML is well formed"""
    for path in files(".ui", ".svg", ".xml", ".xml.in"):
        try:
            xml.etree.ElementTree.parse(os.path.join(SOURCE, path))
        except xml.etree.ElementTree.ParseError as problem:
            raise Broken("%s: %s" % (path, problem)) from None


# Icons come from the theme of the system; ours lie in data/icons and, for the window, in resources.
THEME = "/usr/share/icons/Adwaita"
# What the theme of Debian 13 (adwaita-icon-theme 48) has no longer.
GONE = re.compile("emblem-|network-wired-offline-|process-working-")
ICON = re.compile(r'["\'>]([a-z][a-z0-9-]*-symbolic)["\'<]')


@check
def icons(_build):
    """every icon the program names is in the theme of this release and the next, or shipped"""
    need(os.path.isdir(THEME), "the icon theme (adwaita-icon-theme) is not installed")
    have = set()
    for top in (THEME, os.path.join(SOURCE, "data"), os.path.join(SOURCE, "resources")):
        for _, _, found in os.walk(top):
            have.update(name.split(".")[0] for name in found if "-symbolic" in name)
    missing = {"%s: %s" % (path, icon)
               for path in files(".c", ".h", ".ui", below=("src", "resources"))
               for icon in ICON.findall(read(path))
               if icon not in have or GONE.match(icon)}
    need(not missing, "no such icon:\n" + "\n".join(sorted(missing)))


@check
def lines(_build):
    """a line is a frame of one colour"""
    # Of the other sides the colour is that of the letters, and cairo paints a mesh of gradients.
    for path in files(".css", below=("resources",)):
        for line in read(path).splitlines():
            need(not re.search(r"border-(top|right|bottom|left): *[1-9]", line),
                 "%s: '%s': write border and border-width" % (path, line.strip()))


@check
def resources(_build):
    """every resource is listed, and is there"""
    for path in files(".gresource.xml", below=("resources", "src")):
        folder = os.path.dirname(path)
        listed = [e.text for e in xml.etree.ElementTree.parse(os.path.join(SOURCE, path)).iter("file")]
        for name in listed:
            # A catalogue is made from the translation of that name.
            made_from = os.path.join("po", name[:-3] + ".po") if name.endswith(".mo") else name
            need(os.path.exists(os.path.join(SOURCE, folder, name))
                 or os.path.exists(os.path.join(SOURCE, made_from))
                 or glob.glob(os.path.join(SOURCE, "data", "**", name), recursive=True),
                 "%s lists %s, which is not there" % (path, name))
    everything = "".join(read(p) for p in files(".gresource.xml", "meson.build"))
    for path in files(".ui", ".sql", ".css", below=("resources", "src")):
        need(os.path.basename(path) in everything, "%s is in no gresource file" % path)


@check
def packages(_build):
    """.ci/packages.txt says why for each package"""
    seen = set()
    for line in read(".ci/packages.txt").splitlines():
        line = line.split("#")[0].strip()
        if not line:
            continue
        parts = line.split(None, 2)
        need(len(parts) == 3, "no reason: %s" % line)
        need(parts[0] in ("build", "show", "test", "peers", "releases", "bench"), "unknown group: %s" % line)
        need(parts[1] not in seen, "twice: %s" % parts[1])
        seen.add(parts[1])


@check
def licence(_build):
    """COPYING is the EUPL 1.2"""
    text = read("COPYING")
    need(all(part in text for part in ("v. 1.2", "15.Applicable Law", "Appendix"))
         and len(text) > 12000, "COPYING is not the full text of the EUPL 1.2")


def linguas():
    return [w for l in read("po/LINGUAS").splitlines() if not l.startswith("#") for w in l.split()]


def statistics(path, checked=True):
    said = tool("msgfmt", *(["-c"] if checked else []), "--statistics", "-o", "/dev/null", path)
    need("fuzzy" not in said and "untranslated" not in said, "%s: %s" % (path, said))
    need(" translated" in said, "%s: %s" % (path, said))


@check
def translations(_build):
    """every translation is complete and well formed"""
    need("nl" in linguas(), "no Dutch")
    for language in linguas():
        statistics("po/%s.po" % language)


def translatable():
    """The files that have something to translate."""
    for path in files(".c", ".ui", below=("src", "resources")):
        text = read(path)
        if path.endswith(".ui"):
            found = re.search(r'translatable="(yes|true)"', text)
        else:
            text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
            found = re.search(r'(?<!\w)(_|N_|C_|NC_|ngettext|g_dngettext) ?\(\s*"', text)
        if found:
            yield path
    yield from files(".desktop.in", ".gschema.xml", ".metainfo.xml.in", below=("data",))


@check
def translatable_files(_build):
    """POTFILES names exactly the files with something to translate"""
    listed = [l for l in read("po/POTFILES").splitlines() if l and not l.startswith("#")]
    need(len(set(listed)) == len(listed), "a file is listed twice")
    missing = sorted(set(translatable()) - set(listed))
    extra = sorted(set(listed) - set(translatable()))
    need(not missing, "not listed (./run strings lists them): " + " ".join(missing))
    need(not extra, "nothing to translate in: " + " ".join(extra))


@check
def translations_follow(_build):
    """every sentence of the source has its translation"""
    with tempfile.TemporaryDirectory() as folder:
        template = os.path.join(folder, "all.pot")
        tool(*XGETTEXT, "--files-from=po/POTFILES", "-o", template)
        for language in linguas():
            merged = os.path.join(folder, language + ".po")
            tool("msgmerge", "--quiet", "--no-fuzzy-matching", "-o", merged,
                 "po/%s.po" % language, template)
            try:
                statistics(merged, checked=False)
            except Broken as problem:
                empty = tool("msgattrib", "--untranslated", "--no-obsolete", "--no-wrap", merged)
                raise Broken("po/%s.po: %s\n%s" % (language, problem, empty[:4000])) from None


# One word for one thing (po/README.md): what is said instead, and what is not said.
ONE_WORD = (
    ("controleren", r"\bkijk\w* [^.?!]*\bna\b|\bnakijken\b|\bkijk of\b|\bkijk (hier )?nog eens\b"),
    ("opslaan (papier bewaart u)", r"\bprogramma [^.?!]*\bbewa(art|ren)\b|\bbewaard\b|\bu het bewaart\b"),
    ("verwijderen", r"\bweg(halen|haal)\b"),
    ("gezin", r"\bhuishouden"),
    ("hulpverlener, of iemand die helpt", r"\bhelpers?\b|\bbegeleiders?\b|\bvrijwilligers?\b"),
    ("printen", r"\bafdruk\w*|\bdruk (hem|het|de \w+|ze|dit) af\b|\buitprint\w*"),
    ("inloggen", r"\baanmeld\w*|\baangemeld\b|\bmeld\w* [^.?!]*\b(zich|u) aan\b"),
    ("pagina", r"\bbladzijde\w*"),
    ("automatisch (van een verlenging)", r"\bvanzelf verlengd\b|\bpas vanzelf\b"),
    ("tussenvoegsel", r"\bvoorvoegsel\w*"),
    ("PDF", r"\bpdf"),
    ("uitkeringsspecificatie", r"\bAOW-specificatie\w*|\buitkeringsstrook\w*"),
    ("op slot", r"(ver|ont)grendel\w*|versleuteld\w*"),
    ("cliënt", r"\bklant\w*|\bgebruiker\w*"),
    ("versturen (wat weg gaat, is weg)",
     r"\bga(at|an)\b[^.?!]*\bweg\b|\bkan (nog niet )?weg\b|\bga(at|an) (ze )?(later )?vanzelf\b(?! verder)"),
    ("ontbreken", r"\bmist\b|\bmissen\b|\bmiste\b|\bgemist\b"),
    ("toch versturen", r"\b(ook|toe) (versturen )?zonder( versturen)?\b(?! (netwerk|verbinding))"),
    ("toets", r"\bcheck\b"),
    ("beschadigd", r"\bkapot"),
    ("bewijsstuk", r"\bander bewijs\b|\bandere bewijzen\b|\bhet document\b|\bdocumenten\b|\bin een document\b"),
    ("uw beheerder", r"\bde beheerder\b"),
    ("verbinding", r"\ber internet\b"),
    ("hoe het ervoor staat", r"\bhoe het ermee staat\b"),
    ("u heeft", r"\bhebt\b"),
    ("we", r"\bwij\b"),
    ("de soort", r"\bhet soort\b|\bdit soort inkomen\b"),
    ("in totaal (één inkomen is niet samen)", r"\bsamen is het inkomen\b"),
    ("besluit", r"\bbeschikking\w*"),
    ("‘ ’", r"[“”]|[a-z]'s\b"),
)


def dutch():
    """Every Dutch sentence of the window and of the rules, with where it is."""
    flat = tool("msgcat", "--no-wrap", "po/nl.po")
    for text in re.findall(r'^msgstr(?:\[\d\])? "(.+)"$', flat, re.MULTILINE):
        yield "po/nl.po", text.replace("_", "")
    for path in ("src/model/zpi-explanation-text.c", "src/model/zpi-advice-text.c"):
        text = re.sub(r'"\s*\n\s*"', "", read(path))
        for found in re.findall(r'\{"[\w-]+",\s*"((?:[^"\\]|\\.)*)",', text):
            yield path, found
    path = "src/net/zpi-redirect-listener.c"
    for found in re.findall(r'_text = g_strdup \("((?:[^"\\]|\\.)*)"', re.sub(r'"\s*\n\s*"', "", read(path))):
        yield path, found
    for path in files(".json", below=("data/schemes", "data/practice-persons")):
        for found in re.findall(r'"nl": "((?:[^"\\]|\\.)*)"', read(path)):
            yield path, found


@check
def one_word(_build):
    """one Dutch word for one thing"""
    said = list(dutch())
    need(len(said) > 900, "only %d Dutch sentences were found" % len(said))
    for instead, pattern in ONE_WORD:
        pattern = re.compile(pattern, re.IGNORECASE if pattern != r"\bpdf" else 0)
        wrong = ["%s: %s" % (path, text) for path, text in said if pattern.search(text)]
        need(not wrong, "say %r in:\n%s" % (instead, "\n".join(wrong[:10])))


def mnemonics():
    """What is on screen together, and the labels of it with a letter to press: each menu, the
    buttons of each template, and the menu of a case that was sent."""
    for path in files(".ui", below=("resources/ui",)):
        root = xml.etree.ElementTree.fromstring(read(path))
        for menu in root.iter("menu"):
            yield path, [a.text for a in menu.iter("attribute") if "_" in (a.text or "")
                         and a.get("translatable") == "yes"]
        yield path, [p.text for p in root.iter("property") if "_" in (p.text or "")
                     and p.get("translatable") == "yes"]
    path = "src/ui/after/zpi-sent-steps.c"
    steps = dict(re.findall(r'ZpiSentStep (\w+) =\s*\{ N_\("([^"]*)"\)', read(path)))
    found = re.findall(r"\bappend \(menu, item, first, (\w+)\)", read(path))
    need(len(found) > 5, "the menu in %s was not found" % path)
    yield path, [steps[name] for name in found]


@check
def one_letter(_build):
    """each letter to press is of one thing, in each language"""
    catalogues = {"en": {}}
    for language in linguas():
        flat = tool("msgcat", "--no-wrap", "po/%s.po" % language)
        catalogues[language] = dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', flat, re.MULTILINE))
    for path, labels in mnemonics():
        for language, words in catalogues.items():
            seen = {}
            for label in dict.fromkeys(words.get(label, label) for label in labels):
                letter = re.search("_(.)", label)
                need(letter, "%s: %s has no letter in %s" % (path, label, language))
                other = seen.setdefault(letter.group(1).lower(), label)
                need(other == label, "%s: “%s” and “%s” have one letter" % (path, other, label))


def update_translations():
    """Lists the files, brings every translation up to date, and says what is to be done."""
    with open(os.path.join(SOURCE, "po/POTFILES"), "w", encoding="utf-8") as file:
        file.write("".join(path + "\n" for path in sorted(translatable())))
    with tempfile.TemporaryDirectory() as folder:
        template = os.path.join(folder, "all.pot")
        tool(*XGETTEXT, "--files-from=po/POTFILES", "-o", template)
        for language in linguas():
            path = "po/%s.po" % language
            tool("msgmerge", "--quiet", "--no-fuzzy-matching", "--add-location=file", "--update",
                 "--backup=none", path, template)
            print("%s: %s" % (path, tool("msgfmt", "--statistics", "-o", "/dev/null", path).strip()))


def built(build, pattern):
    found = glob.glob(os.path.join(build, "data", pattern))
    need(found, "%s was not built" % pattern)
    return found


@check
def desktop_files(build):
    """the desktop files are valid and speak Dutch"""
    for path in built(build, "*.desktop"):
        tool("desktop-file-validate", "--no-hints", path)
        need("Comment[nl]=" in read(path), "%s has no Dutch" % path)
        icon = re.search(r"^Icon=(.*)$", read(path), re.MULTILINE).group(1)
        need(icon.endswith(".Devel") or icon.endswith(".Devel.Practice")
             or glob.glob(os.path.join(SOURCE, "data/icons/hicolor/*/apps", icon + ".svg")),
             "no icon %s" % icon)


@check
def metainfo(build):
    """the metainfo is valid and speaks Dutch"""
    for path in built(build, "*.metainfo.xml"):
        tool("appstreamcli", "validate", "--no-net", path)
        need('xml:lang="nl"' in read(path), "%s has no Dutch" % path)


@check
def settings(_build):
    """the settings schema is valid, and the code uses only its keys"""
    tool("glib-compile-schemas", "--strict", "--dry-run", "data")
    keys = set(re.findall(r'<key name="([\w-]+)"', read("data/nl.zoetermeerpas.Intake.gschema.xml")))
    for path in files(".c", below=("src/ui", "src/app")):
        for used in re.findall(r'g_settings_(?:get|set|bind)\w* \(\s*[\w>-]+,\s*"([\w-]+)"', read(path)):
            need(used in keys, "%s uses %s, which no schema has" % (path, used))


FORBIDDING = re.compile(r"\b(geen|niet goed|mag niet|niet toegestaan|not good|not allowed|must not)\b", re.I)


def sentences(node):
    """Each object of a scheme with texts of its own, and the texts."""
    if isinstance(node, dict):
        yield node, [t for v in node.values() if isinstance(v, dict) and "nl" in v for t in v.values()]
        node = list(node.values())
    if isinstance(node, list):
        for value in node:
            yield from sentences(value)


@check
def schemes(_build):
    """what a scheme forbids has a source"""
    for path in files(".json", below=("data/schemes", "tests/data/schemes")):
        whole = json.loads(read(path))
        for document in whole.get("identity_documents", []):
            need(document["value"] or document["source"],
                 "%s refuses %s without a source" % (path, document["id"]))
        for node, texts in sentences(whole):
            for text in texts:
                need(not FORBIDDING.search(str(text)) or "source" not in node or node["source"],
                     "%s says without a source: %s" % (path, text))


def sources_of_tests():
    """From the name of a test to the texts that its program is made of."""
    found = {}
    for path in files("meson.build", below=("tests",)):
        whole = read(path)
        folder = os.path.dirname(path)
        for name, script in re.findall(r"test\(\s*'([\w-]+)',\s*python,\s*args: files\('([\w./-]+)'\)", whole):
            found.setdefault(name, []).append(os.path.join(folder, script))
        for name in re.findall(r"'([\w-]+)'", whole):
            program = os.path.join(folder, "test-%s.c" % name)
            if os.path.exists(os.path.join(SOURCE, program)):
                found.setdefault(name, []).append(program)
    return {name: "".join(read(path) for path in set(paths)) for name, paths in found.items()}


def has_case(source, case):
    script = r"def (test_|story_)?%s\b" % re.escape(case.replace("-", "_"))
    return "/%s\"" % case in source or re.search(script, source) is not None


@check
def handbook(_build):
    """every rule of the handbook names tests that are there"""
    tests = sources_of_tests()
    section = read("tests/README.md").split("## The handbook")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (\d+) \| .* \| (.*) \|$", section, re.M)
    need([int(number) for number, _ in rows] == list(range(1, 28)), "not 27 rules")
    for number, shown in rows:
        parts = re.findall(r"`([^`]+)`([^`]*)", shown)
        need(parts, "rule %s names no test" % number)
        for name, cases in parts:
            source = tests.get(name.split("/")[-1])
            need(source is not None, "rule %s: there is no test %s" % (number, name))
            for text in re.findall("“(.+?)”", cases):
                need('"%s' % text in source, "rule %s: %s does not say: %s" % (number, name, text))
            for case in re.split("[,;]", re.sub(r"“.+?”|\(.*?\)", "", cases)):
                need(not case.strip() or has_case(source, case.strip()),
                     "rule %s: %s has no case %s" % (number, name, case.strip()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build-dir", default=os.environ.get("BUILD_DIR", "build"))
    parser.add_argument("--update-translations", action="store_true")
    parser.add_argument("--only", metavar="CHECK", help="one check, by the name of its function")
    options = parser.parse_args()
    if options.update_translations:
        update_translations()
        return 0
    build = os.path.abspath(options.build_dir)
    failed = 0
    chosen = [function for function in CHECKS if options.only in (None, function.__name__)]
    print("1..%d" % len(chosen))
    for number, function in enumerate(chosen, 1):
        try:
            function(build)
            print("ok %d - %s" % (number, function.__doc__))
        except NotHere as reason:
            print("ok %d - %s # SKIP %s" % (number, function.__doc__, reason))
        except (Broken, OSError) as problem:
            failed += 1
            for line in str(problem).strip().splitlines():
                print("# " + line)
            print("not ok %d - %s" % (number, function.__doc__))
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
