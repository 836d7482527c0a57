#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The rules of this source that no compiler knows.

    tests/check-source.py [--root FOLDER] [--list]
    tests/check-source.py --self-test

Prints TAP, one case per rule. A line may carry `check-source: allow RULE` with a reason in the
same comment. The self-test runs all rules over tests/data/check-source, where every line that
breaks one says `expect: RULE`, and wants exactly those found.
"""

import argparse
import collections
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURE = os.path.join("tests", "data", "check-source")
SKIPPED_FOLDERS = {".git", "node_modules", "__pycache__", ".cache"}
# Inputs for tests that are wrong on purpose.
RAW = re.compile(r"/(broken|corpus)/")
TEXT_SUFFIXES = (
    ".c", ".h", ".py", ".sh", ".js", ".mjs", ".css", ".ui", ".sql", ".json", ".md", ".xml", ".in",
    ".build", ".txt", ".yaml", ".yml", ".po", ".svg", ".supp",
)
LICENSED_SUFFIXES = (".c", ".h", ".py", ".sh", ".js", ".mjs", ".css", ".ui", ".sql")

# Who may include whom: src/README.md, one static library per folder.
BELOW = {
    "base": set(),
    "model": {"base"},
    "vault": {"base", "model"},
    "store": {"base", "model", "vault"},
    "net": {"base", "model", "vault"},
    "service": {"base", "model", "vault", "store", "net"},
    "practice": {"base"},
    "helper": {"base"},
    "ctl": {"base", "model", "vault", "store", "net", "service", "practice"},
    "ui": {"base", "model", "vault", "service"},
    "app": {"base", "model", "vault", "store", "net", "service", "practice", "ui"},
}
# The rooms of a folder, and which of them each may include: the README of the folder.
ROOMS = {
    "service": {
        "records": set(),
        "rules": set(),
        "cases": {"records", "rules"},
        "session": {"records", "rules", "cases"},
        "documents": {"records", "rules", "cases", "session"},
        "sending": {"records", "rules", "cases", "session", "documents"},
        "after": {"records", "rules", "cases", "session", "documents", "sending"},
    },
    "ui": {
        "kit": set(),
        "words": {"kit"},
        "rows": {"kit", "words"},
        "documents": {"kit", "words", "rows"},
        "case": {"kit", "words", "rows", "documents"},
        "after": {"kit", "words", "rows", "documents"},
        "door": {"kit", "words", "rows", "documents"},
        "shell": {"kit", "words", "rows", "documents", "case", "after", "door"},
    },
}
# Which folders of src may see which library.
LIBRARIES = [
    ("gtk", re.compile(r"^(gtk|gdk|gsk|adwaita\.h|graphene)\b"), {"ui", "app"}),
    ("sqlite", re.compile(r"^sqlite3"), {"store", "practice"}),
    ("soup", re.compile(r"^libsoup/"), {"net", "practice"}),
    ("sodium", re.compile(r"^sodium"), {"vault"}),
    ("nettle", re.compile(r"^nettle/"), {"base"}),
    ("secret", re.compile(r"^libsecret/"), {"vault"}),
    ("decoders", re.compile(r"^(poppler\.h|poppler/|qpdf/|seccomp\.h|gdk-pixbuf/)"), {"helper", "ui", "app"}),
]
# Numbers the municipalities' registry gives out for tests, and well-known invalid persons.
TEST_BSNS = {
    "999993653", "999993847", "999990019", "999995492", "999991802", "999994141", "999992892",
    "999993562", "999990937", "999990901", "999997567", "999997440", "999995248", "999991784",
    "000000000", "111222333", "123456782",
}
CHAINED = ("dispose finalize constructed startup shutdown root unroot realize unrealize map unmap"
           ).split()
RETIRED = (
    r"\b(AdwLeaflet|AdwFlap|AdwSqueezer|AdwViewSwitcherTitle|AdwEnumListModel|GtkAssistant"
    r"|GtkInfoBar|GtkDialog|GtkComboBox|GtkComboBoxText|GtkTreeView|GtkEntryCompletion"
    r"|adw_leaflet_\w+|adw_flap_\w+|gtk_dialog_\w+|gtk_info_bar_\w+|gtk_tree_view_\w+"
    r"|gtk_widget_show|gtk_widget_hide|adw_action_row_set_icon_name)\b")
# What is put right of a widget that GTK uses in its own dialog, and we nowhere.
RETIRED_BY_GTK = {"src/ui/kit/zpi-file-list.c"}
# A name in the middle of a file (`/home/…`, a user's folder) ties it to one machine.
MACHINE_PATH = r"(?<![\w.$}*-])/(?:home|root|work|Users|mnt)/[A-Za-z0-9]"

TOKEN = re.compile(
    r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)
FUNCTION = re.compile(r"^(\w+) \(([^;{}]*?)\)\n\{\n(.*?)^\}", re.MULTILINE | re.DOTALL)


def blank(match, keep_strings):
    text = match.group(0)
    if text[0] == "/" or not keep_strings:
        inner = re.sub(r"[^\n]", " ", text)
        return inner if text[0] == "/" else text[0] + inner[1:-1] + text[0]
    return text


class Source:
    """One file: its text, without comments, and without comments and strings."""

    def __init__(self, root, path):
        self.path = path
        with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
            self.text = file.read()
        self.lines = self.text.splitlines()
        self.is_c = path.endswith((".c", ".h"))
        if self.is_c:
            self.uncommented = TOKEN.sub(lambda m: blank(m, True), self.text)
            self.code = TOKEN.sub(lambda m: blank(m, False), self.text)
        else:
            self.uncommented = self.code = self.text
        parts = path.split("/")
        self.folder = parts[1] if parts[0] == "src" and len(parts) > 2 else None
        self.room = parts[2] if self.folder and len(parts) > 3 else None
        self.name = parts[-1]

    def line_at(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def find(self, pattern, text=None):
        for match in re.finditer(pattern, self.code if text is None else text, re.MULTILINE):
            yield self.line_at(match.start()), match


class Tree:
    def __init__(self, root):
        self.root = root
        self.sources = [Source(root, path) for path in sorted(self.paths())]
        self.c = [s for s in self.sources if s.is_c]
        self.src = [s for s in self.c if s.folder]
        self.headers = {s.name: s for s in self.src if s.name.endswith(".h")}

    def paths(self):
        for folder, names, files in os.walk(self.root):
            inside = os.path.relpath(folder, self.root)
            names[:] = [n for n in names if n not in SKIPPED_FOLDERS
                        and not (inside == "." and re.match(r"_?build", n))
                        and os.path.normpath(os.path.join(inside, n)) != FIXTURE]
            for name in files:
                if name.endswith(TEXT_SUFFIXES) or (inside == "." and name == "run"):
                    yield os.path.normpath(os.path.join(inside, name))


RULES = {}


def rule(name, why):
    def register(function):
        RULES[name] = (function, why)
        return function
    return register


def words(tree_part, pattern, message):
    for source in tree_part:
        for line, match in source.find(pattern):
            yield source.path, line, message % match.group(0).strip() if "%s" in message else message


@rule("g-error", "g_error() ends the program; report the error instead")
def check_g_error(tree):
    return words(tree.src, r"\bg_error\s*\(", "g_error() ends the program")


@rule("goto", "no goto; split the function or use an autoptr")
def check_goto(tree):
    return words(tree.c, r"\bgoto\b", "goto")


@rule("printf", "libraries do not print; log or return it")
def check_printf(tree):
    libraries = [s for s in tree.src if s.folder not in ("ctl", "helper")
                 and not re.search(r"^(zoetermeerpas-|zpictl)|^(.*-)?main\.c$", s.name)]
    return words(libraries, r"(?<!\w)(?:v?f?printf|puts|fputs|putchar|g_print|g_printerr)\s*\(",
                 "a library prints: %s…)")


@rule("include-up", 'no #include "../"; folders see each other through meson')
def check_include_up(tree):
    for source in tree.c:
        for line, _ in source.find(r'^[ \t]*#\s*include\s+[<"][^">]*\.\./', source.uncommented):
            yield source.path, line, "an include leaves its folder"


@rule("json-parser", "only base/zpi-json.c parses JSON")
def check_json_parser(tree):
    others = [s for s in tree.src if s.path != "src/base/zpi-json.c"]
    return words(others, r"\b(json_parser_\w+|JsonParser|json_from_string|json_gobject_from_data)\b",
                 "%s outside base/zpi-json.c")


@rule("error-message", "ERROR_MESSAGE crashes GTK 4.8; only zpi-field-feedback.c may use it")
def check_error_message(tree):
    others = [s for s in tree.src if s.name != "zpi-field-feedback.c"]
    return words(others, r"\bGTK_ACCESSIBLE_RELATION_ERROR_MESSAGE\b", "%s")


@rule("names", "zpi_ui_name() names a widget: beside the label that the toolkit found GTK 4.18 reads no name")
def check_names(tree):
    others = [s for s in tree.src if s.name not in ("zpi-ui.c", "zpi-widgets.c")]
    return words(others, r"\bGTK_ACCESSIBLE_PROPERTY_LABEL\b", "%s")


@rule("task-tag", "g_task_new() is followed by g_task_set_source_tag()")
def check_task_tag(tree):
    for source in tree.src:
        for line, match in source.find(r"\bg_task_new\s*\("):
            after = source.code[match.start():].split("\n")[:10]
            if not any("g_task_set_source_tag" in text for text in after):
                yield source.path, line, "a task without a source tag"


@rule("chain-up", "a virtual function that the parent has calls the parent's")
def check_chain_up(tree):
    for source in tree.src:
        bodies = {m.group(1): m.group(3) for m in FUNCTION.finditer(source.code)}
        for line, match in source.find(r"\b\w*class\)?->(%s) = (\w+);" % "|".join(CHAINED)):
            body = bodies.get(match.group(2))
            if body is not None and not re.search(r"->\s*%s \(" % match.group(1), body):
                yield source.path, line, "%s does not call its parent's %s" % (
                    match.group(2), match.group(1))


def end_of_call(code, start):
    depth = 0
    for index in range(code.index("(", start), len(code)):
        if code[index] == "(":
            depth += 1
        elif code[index] == ")":
            depth -= 1
            if depth == 0:
                return index + 1
    return len(code)


@rule("error-return", "g_set_error() is followed by a return")
def check_error_return(tree):
    for source in tree.src:
        for line, match in source.find(r"\bg_set_error(_literal)?\s*\((?!&)"):
            after = source.code[end_of_call(source.code, match.start()):]
            function_end = re.search(r"^\}", after, re.MULTILINE)
            inside = after[1:function_end.start()] if function_end else after[1:]
            # Other branches that set the error may come first; then a return or the end.
            following = re.sub(r"g_set_error(_literal)?\s*\([^;]*;|\belse\b( if \([^{;]*\))?|[{}\s]",
                               " ", inside).split()
            if following and following[0] not in ("return", "return;", "break;", "case", "default:"):
                yield source.path, line, "the function goes on after an error was set"


@rule("soup-bodies", "bodies are never logged")
def check_soup_bodies(tree):
    return words(tree.c, r"\bSOUP_LOGGER_LOG_BODY\b", "%s")


@rule("layers", "a folder includes only the folders below it")
def check_layers(tree):
    for source in tree.src:
        if source.folder not in BELOW:
            yield source.path, 1, "unknown folder %s" % source.folder
            continue
        for line, match in source.find(r'^#include "([^"/]+)"', source.uncommented):
            header = tree.headers.get(match.group(1))
            target = header.folder if header else source.folder
            if target != source.folder and target not in BELOW[source.folder]:
                yield source.path, line, "%s includes %s" % (source.folder, target)


DECLARED = re.compile(r"\b(zpi_\w+) \(|^\} (Zpi\w+);|^G_DECLARE_\w+ \((Zpi\w+)|^  (ZPI_\w+),"
                      r"|^typedef struct _\w+ (Zpi\w+);", re.MULTILINE)


def declared_in(tree, folders):
    names = set()
    for source in tree.src:
        if source.folder in folders and source.name.endswith(".h"):
            for match in DECLARED.finditer(source.code):
                names.add(next(filter(None, match.groups())))
    return names


@rule("ui-types", "the window knows the services, nothing that only store or net declare")
def check_ui_types(tree):
    hidden = (declared_in(tree, {"store", "net"})
              - declared_in(tree, {"base", "model", "vault", "service"}))
    for source in tree.src:
        if source.folder != "ui":
            continue
        for line, match in source.find(r"\b(?:Zpi|zpi_|ZPI_)\w+"):
            if match.group(0) in hidden:
                yield source.path, line, match.group(0) + " is of store or net"


@rule("rooms", "a room includes only the rooms below it")
def check_rooms(tree):
    for source in tree.src:
        rooms = ROOMS.get(source.folder)
        # "pch": libraries' headers, read once for all rooms.
        if rooms is None or source.room == "pch":
            continue
        if source.room not in rooms:
            yield source.path, 1, "%s has no room %s" % (source.folder, source.room)
            continue
        for line, match in source.find(r'^#include "([^"/]+)"', source.uncommented):
            header = tree.headers.get(match.group(1))
            if header is None or header.folder != source.folder:
                continue
            if header.room != source.room and header.room not in rooms[source.room]:
                yield source.path, line, "%s includes %s" % (source.room, header.room)


@rule("outgoing", "a document leaves by zpi-outgoing.c: what was covered in it is drawn by then")
def check_outgoing(tree):
    for source in tree.src:
        if source.folder == "store" or source.room == "documents" \
                or source.name == "zpi-outgoing.c":
            continue
        for line, match in source.find(r"\bzpi_document_store_read_chunk\b"
                                       r"|\bzpi_intake_read_(?:async|finish)\b"):
            yield source.path, line, match.group(0)


@rule("decoders", "what others made is decoded in the helper alone: take its bytes in as a file")
def check_decoders(tree):
    return words([source for source in tree.src if source.folder != "helper"],
                 r"\bgdk_texture_new_from_\w+|\bgdk_clipboard_read_texture\w*|\bGDK_TYPE_(?:TEXTURE|PIXBUF)\b"
                 r"|\bgdk_pixbuf_\w+|\bgtk_(?:picture|image|media_file)_\w*file(?:name)?\b"
                 r"|\bcairo_image_surface_create_from_png\w*|\b(?:rsvg|poppler)_\w+",
                 "%s decodes here")


@rule("libraries", "each library is seen by its own folders only")
def check_libraries(tree):
    for source in tree.src:
        for line, match in source.find(r"^[ \t]*#\s*include <([^>]+)>", source.uncommented):
            for name, pattern, folders in LIBRARIES:
                if name == "gtk" and match.group(1).startswith("gdk-pixbuf"):
                    continue
                if pattern.match(match.group(1)) and source.folder not in folders:
                    yield source.path, line, "%s includes <%s>" % (source.folder, match.group(1))


@rule("sql", "SQL only in store and practice")
def check_sql(tree):
    statement = (r'"\s*(SELECT\b|INSERT (OR \w+ )?INTO\b|UPDATE \w+ SET\b|DELETE FROM\b|PRAGMA \w'
                 r'|CREATE (TABLE|INDEX|TRIGGER)\b|DROP TABLE\b|BEGIN IMMEDIATE\b|VACUUM\b)')
    for source in tree.src:
        if source.folder in ("store", "practice"):
            continue
        for line, _ in source.find(statement, source.uncommented):
            yield source.path, line, "SQL in %s" % source.folder


@rule("licence", "every source file says its licence in its first lines")
def check_licence(tree):
    for source in tree.sources:
        if source.name.endswith(LICENSED_SUFFIXES) or source.path == "run":
            if not any("SPDX-License-Identifier: EUPL-1.2" in text for text in source.lines[:4]):
                yield source.path, 1, "no SPDX line"


@rule("header-guard", "headers begin with #pragma once")
def check_header_guard(tree):
    for source in tree.c:
        if source.name.endswith(".h") and "#pragma once" not in source.code:
            yield source.path, 1, "no #pragma once"


@rule("retired-widgets", "widgets that are deprecated or too new")
def check_retired(tree):
    for source in tree.sources:
        if source.path in RETIRED_BY_GTK:
            continue
        if source.path.startswith("src/") and source.is_c or source.name.endswith(".ui"):
            for line, match in source.find(RETIRED):
                yield source.path, line, match.group(0)


@rule("mute-rows", "AdwEntryRow of libadwaita 1.2 tells no screen reader that it has the focus: ZpiTextRow")
def check_mute_rows(tree):
    for source in tree.sources:
        if source.path.startswith("src/") and source.is_c or source.name.endswith(".ui"):
            for line, match in source.find(r"\bAdw(Password)?EntryRow\b|\badw_(password_)?entry_row_\w+",
                                           getattr(source, "uncommented", source.text)):
                yield source.path, line, match.group(0)


# What the toolkit gives no role of its own.
WITHOUT_ROLE = (r"GtkBox|GtkCenterBox|GtkDrawingArea|GtkGrid|GtkOverlay|GtkRevealer|GtkScrolledWindow|GtkStack|AdwBin"
                r"|AdwClamp|ZpiSpinner")


@rule("nameless", "GTK 4.18 reads no name of what has no role: give it an accessible-role")
def check_nameless(tree):
    for source in tree.sources:
        if not source.name.endswith(".ui"):
            continue
        for line, match in source.find(r'(?s)<object class="(%s)"[^>]*>((?:(?!</?object).)*?)<accessibility>'
                                       r'\s*<\w+ name="label' % WITHOUT_ROLE):
            if '"accessible-role"' not in match.group(2):
                yield source.path, line, match.group(1) + " has a name and no role"


@rule("template-types", "a template knows a class only when something ensured it: not by luck, an earlier page")
def check_template_types(tree):
    for source in tree.sources:
        if not source.name.endswith(".ui"):
            continue
        own = [s.code for s in tree.src if source.name in s.uncommented]
        everywhere = [s.code for s in tree.src if s.name == "zpi-ui.c"]
        for line, match in source.find(r'<object class="Zpi(\w+)"'):
            kind = "ZPI_TYPE" + re.sub(r"([A-Z])", r"_\1", match.group(1)).upper()
            if own and not any("g_type_ensure (%s)" % kind in code for code in own + everywhere):
                yield source.path, line, "nothing ensures " + kind


@rule("gi18n", "sentences of the window come from zpi-i18n.h, so that papers for the client are Dutch")
def check_gi18n(tree):
    for source in tree.src:
        if source.folder in ("ui", "app") and source.name not in ("zpi-i18n.h", "main.c"):
            for line, _ in source.find(r"#include <(glib/gi18n(-lib)?|libintl)\.h>", source.uncommented):
                if source.name != "zpi-language.c":
                    yield source.path, line, "include zpi-i18n.h instead"


@rule("sleep", "nothing sleeps, and nothing runs a shell")
def check_sleep(tree):
    return words(tree.src, r"(?<!\w)(g_usleep|usleep|sleep|system|popen)\s*\(", "%s…)")


@rule("stretch-least", "what a PIN costs is measured; only tests leave that out")
def check_stretch_least(tree):
    others = [s for s in tree.src if s.folder != "vault"]
    return words(others, r"\bzpi_vault_keep_stretch_least\s*\(", "%s…)")


@rule("keyed-data", "state has a struct, not g_object_set_data()")
def check_keyed_data(tree):
    return words(tree.src, r"\bg_object_set_q?data(_full)?\s*\(", "%s…)")


@rule("widget-names", "state has a property; a widget's name is for CSS and the inspector")
def check_widget_names(tree):
    return words(tree.src, r"\bgtk_widget_get_name\s*\(", "%s…)")


@rule("button-labels", "a screen reader hears the underscore of a label that changes: zpi_ui_set_button_label()")
def check_button_labels(tree):
    others = [s for s in tree.src if not s.path.endswith("kit/zpi-ui.c")]
    return words(others, r"\bgtk_button_set_label\s*\(", "%s…)")


@rule("actions", "what is asked by action is done somewhere")
def check_actions(tree):
    installed = set()
    for source in tree.src:
        installed.update(re.findall(r'_install_action\s*\(\s*[^,"]+,\s*"([a-z.-]+)"',
                                    source.uncommented))
        for name in re.findall(r'^ +\{"([a-z-]+)", \w+', source.uncommented, re.MULTILINE):
            installed.update(("app." + name, "program." + name))
    groups = "|".join(sorted({name.split(".")[0] for name in installed} | {"app", "program"}))
    for source in tree.sources:
        if not (source.path.startswith("src/") and source.is_c or source.name.endswith(".ui")):
            continue
        for line, match in source.find(r'[">]((?:%s)\.[a-z][a-z-]*)(?=["<(:])' % groups,
                                       source.uncommented):
            if match.group(1) not in installed:
                yield source.path, line, "nobody does " + match.group(1)


@rule("words", 'never "user": it is the counsellor or the client')
def check_words(tree):
    for source in tree.src:
        for line, match in source.find(r'\b(?:_|N_|C_|ngettext) ?\((?:\s*"(?:\\.|[^"\\])*"[\s,]*)+',
                                       source.uncommented):
            if re.search(r"\busers?\b", match.group(0), re.IGNORECASE):
                yield source.path, line, "a sentence says user"
    for source in tree.sources:
        if not source.name.endswith(".ui"):
            continue
        for line, match in source.find(r'translatable="(?:yes|true)"[^>]*>([^<]*)<'):
            if re.search(r"\busers?\b", match.group(1), re.IGNORECASE):
                yield source.path, line, "a sentence says user"


@rule("places", "no path of somebody's machine")
def check_places(tree):
    for source in tree.sources:
        if source.path == "tests/check-source.py" or source.name == "package-lock.json":
            continue
        for line, match in source.find(MACHINE_PATH, source.text):
            yield source.path, line, match.group(0)


@rule("lock-hosts", "pinned packages name no host; whoever installs them chooses the registry")
def check_lock_hosts(tree):
    for source in tree.sources:
        if source.name != "package-lock.json":
            continue
        for line, match in source.find(r'"resolved":\s*"(\w+:[^"]*)"'):
            yield source.path, line, match.group(1)


def eleven(digits):
    weights = [9, 8, 7, 6, 5, 4, 3, 2, -1]
    return sum(w * int(d) for w, d in zip(weights, digits)) % 11 == 0


@rule("bsn", "only published test numbers; a made-up one may be a living person's")
def check_bsn(tree):
    for source in tree.sources:
        if source.name == "package-lock.json" or source.name.endswith(".svg"):
            continue
        for line, match in source.find(r"(?<![\w.+-])\d{9}(?![\w.])", source.text):
            digits = match.group(0)
            if eleven(digits) and digits not in TEST_BSNS and not digits.startswith("0000"):
                yield source.path, line, "a number that may be somebody's BSN"


# As long as a page on paper.
README_LINES = 90


@rule("readme", "each folder of src and tests says in a page what lives there")
def check_readme(tree):
    pages = {os.path.dirname(s.path): s for s in tree.sources if s.name == "README.md"}
    seen = set()
    for source in tree.sources:
        folder = os.path.dirname(source.path)
        if not re.match(r"(src|tests)(/|$)(?!data/)", folder):
            continue
        if source.path == os.path.join(folder, "README.md") and len(source.lines) > README_LINES:
            yield source.path, README_LINES + 1, "longer than a page"
        if source.name.endswith(".c") and folder not in pages and folder not in seen:
            seen.add(folder)
            yield source.path, 1, "nothing says what lives in this folder"


@rule("json", "JSON files are JSON, without repeated keys")
def check_json(tree):
    def pairs(items):
        keys = [key for key, _ in items]
        if len(set(keys)) != len(keys):
            raise ValueError("repeated key %s" % [k for k in keys if keys.count(k) > 1][0])
        return dict(items)

    for source in tree.sources:
        if not source.name.endswith(".json") or RAW.search(source.path):
            continue
        try:
            json.loads(source.text, object_pairs_hook=pairs)
        except ValueError as problem:
            yield source.path, getattr(problem, "lineno", 1), str(problem)


# What the product is called in names of files, buses and resources, and in the contract, is no fact of a city.
NAMES = re.compile(r"nl[./]zoetermeerpas|zoetermeerpas-(intake|practice)|urn:problem-type:zoetermeerpas", re.IGNORECASE)


@rule("city", "what is about one city stands in its scheme")
def check_city(tree):
    for source in tree.sources:
        if not (source.path.startswith("src/") and source.is_c
                or source.path.startswith("resources/") and source.name.endswith(".ui")):
            continue
        text = NAMES.sub(lambda m: "-" * len(m.group(0)), source.uncommented)
        gap = r'(?: |"\s+"| "\s+"|"\s+" )'  # also where a literal is broken off
        for line, match in source.find(r"(?i)zoetermeer\w*|\b14%s?079\b|\b(1|one)%sweek\b|\b(10|ten)%sweeks\b"
                                       % (gap, gap, gap), text):
            yield source.path, line, match.group(0)


@rule("kinds", "what is special about a kind of the scheme is a member of the kind")
def check_kinds(tree):
    ids = set()
    for source in tree.sources:
        if re.match(r"data/schemes/[\w-]+\.json$", source.path):
            scheme = json.loads(source.text)
            ids |= {kind["id"] for name in ("income_kinds", "document_kinds") for kind in scheme.get(name, ())}
    # Some are words of a question too.
    for source in tree.src:
        if source.name == "zpi-field.c":
            ids -= {word for words in re.findall(r"CHOICES \(([^()]*)\)", source.uncommented)
                    for word in re.findall(r'"([^"]*)"', words)}
    for source in tree.src:
        if source.folder in ("practice", "helper"):
            continue
        # Compared with, looked for, or in the middle of JSON.
        for line, match in source.find(r'(?:strcmp|strcmp0|str_equal|strv_contains|_find\w*) \([^;{}]*?"([a-z-]+)"\)'
                                       r'|\\"([a-z-]+)\\"', source.uncommented):
            word = match.group(1) or match.group(2)
            if word in ids:
                yield source.path, line, word


@rule("reasons", "a reason of attention is named by the enum, not by its word in the store")
def check_reasons(tree):
    named = re.compile(r'\[(ZPI_[A-Z]+)\w*\] = "([a-z-]+)"|^#define (ZPI_[A-Z]+)\w* +"([a-z-]+)"', re.MULTILINE)
    what = {}
    for source in tree.src:
        for one, word, other, its_word in named.findall(source.uncommented):
            what.setdefault(word or its_word, set()).add(one or other)
    # "refused" is the word of an error too.
    ours = {word for word, names in what.items() if names == {"ZPI_ATTENTION"}}
    for source in tree.src:
        for line, match in source.find(r'(\[ZPI_ATTENTION_\w+\] = )?"([a-z]+(?:-[a-z]+)*)"', source.uncommented):
            if match.group(2) in ours and not match.group(1):
                yield source.path, line, match.group(2)


@rule("parameters", "every parameter of a scheme is read somewhere")
def check_parameters(tree):
    readers = "".join(s.code for s in tree.src
                      if s.name.endswith(".c") and s.name != "zpi-scheme-parameters.c")
    for source in tree.src:
        if source.name != "zpi-scheme.h":
            continue
        for line, match in source.find(r"^\s*(ZPI_PARAMETER_\w+),"):
            if not re.search(r"\b%s\b" % match.group(1), readers):
                yield source.path, line, match.group(1) + " is read by nothing"


# What only tests may call, and why the program does not.
FOR_TESTS = {
    "zpi_clock_set_boot_id": "tests start the computer anew",
    "zpi_clock_set_since_boot": "tests say how long the computer runs",
    "zpi_clock_set_source": "tests say what time it is",
    "zpi_evidence_adder_replace_with": "no test can answer the toolkit's dialog for files",
    "zpi_helper_use_program": "tests put another program in the place of the helper",
    "zpi_migrations_set_extra": "tests add a migration that fails",
    "zpi_vault_keep_stretch_least": "a PIN stretched as the program does takes a second each time",
    "zpi_vault_unlock_with_escrow_key": "the municipality's half: no laptop has that key, and what is"
                                        " written here has to open with it",
}
# At the margin stands what is declared or defined; what is called, named in a table or in a macro does not.
AT_MARGIN = r"^(?:\w[\w ]*[ *]+)?(zpi_\w+) \("


@rule("called", "what a header declares is called by the program, not by tests alone")
def check_called(tree):
    called = set()
    pasted = set()
    for source in tree.sources:
        if source.path.startswith("src/"):
            text = re.sub(AT_MARGIN, "", source.code, flags=re.MULTILINE) if source.is_c else source.text
            called.update(re.findall(r"\bzpi_\w+", text))
            # Names that a table is made of.
            pasted.update(re.findall(r"\b(zpi_\w+_)(?:\{|##)", text))
    for source in tree.src:
        if not source.name.endswith(".h"):
            continue
        for line, match in source.find(AT_MARGIN):
            name = match.group(1)
            if not (name in called or name in FOR_TESTS or name.startswith(tuple(pasted))):
                yield source.path, line, name + " is called by nothing, or by tests alone"


# Who listens to a signal or binds, asks or sets a property, up to its name.
LISTENS = r"(?:_connect\w*|_signal_group\w*|_bind\w*|_set_state|_lookup_property|_object_get|_object_set|_object_new|_notify)" \
          r" \([^;]*?"
HEARS = r"""["'](?:(?:swapped|object)-signal::)?(?:notify::)?(%s)(?:::[\w-]+)?["']"""


@rule("heard", "a signal has a listener, a property somebody who uses it, a key or number of a header a reader")
def check_heard(tree):
    code = "".join(s.uncommented for s in tree.src)
    templates = "".join(s.text for s in tree.sources if s.name.endswith(".ui"))
    for source in tree.src:
        made = r'\bg_(signal_new\w*|param_spec_\w+) \(\s*"([\w-]+)"'
        for line, match in source.find(made, source.uncommented):
            name = re.escape(match.group(2))
            if not re.search(LISTENS + HEARS % name, code) \
                    and not re.search(r'(?:name|bind-property)="(?:notify::)?%s[":]' % name, templates):
                yield source.path, line, "nobody hears of %s" % match.group(2)
    words = set()
    for source in tree.src:
        words.update(re.findall(r"\bZPI_\w+", re.sub(r"^#define ZPI_\w+", "", source.code, flags=re.MULTILINE)))
    for source in tree.src:
        for line, match in source.find(r"^#define (ZPI_(?!TYPE_)\w+)"):
            if source.name.endswith(".h") and match.group(1) not in words:
                yield source.path, line, match.group(1) + " is read by nothing, or by tests alone"


# What only makes a member of a template known to its class.
BINDS = r"gtk_widget_class_bind_template_child\w* \([^;]*;"
STRUCT = r"\bstruct (?:\w+ )?\{\n((?:  .*\n|\n)*?)\}"
MEMBER = r"[ *](\w+)(?:\[\w*\])?;"


@rule("used", "a member of a struct has a user, and so has the id of a template")
def check_used(tree):
    in_file, in_room, everywhere = {}, {}, collections.Counter()
    for source in tree.src:
        in_file[source] = collections.Counter(re.findall(r"\w+", re.sub(BINDS, "", source.code)))
        in_room.setdefault((source.folder, source.room), collections.Counter()).update(in_file[source])
        everywhere.update(in_file[source])
    for source in tree.src:
        words = in_room[source.folder, source.room] if source.name.endswith("-private.h") \
            else everywhere if source.name.endswith(".h") else in_file[source]
        for _, struct in source.find(STRUCT):
            for member in re.finditer(MEMBER, struct.group(1)):
                # The first of an object is for the type system.
                if words[member.group(1)] == 1 and not member.group(1).startswith("parent"):
                    yield source.path, source.line_at(struct.start(1) + member.start(1)), \
                        member.group(1) + " is used by nothing"
    for source in tree.sources:
        if source.name.endswith(".ui"):
            words = collections.Counter(re.findall(r"\w+", source.text))
            for line, match in source.find(r'\bid="(\w+)"'):
                if words[match.group(1)] == 1 and match.group(1) not in everywhere:
                    yield source.path, line, match.group(1) + " is named by nothing"


@rule("documented", "what another folder or room calls has a gi-docgen comment")
def check_documented(tree):
    documented = set(re.findall(r"/\*\*\n \* (zpi_\w+):", "".join(s.text for s in tree.src)))
    callers = {}
    for source in tree.src:
        if source.name.endswith(".c"):
            for name in set(re.findall(r"\bzpi_\w+", re.sub(AT_MARGIN, "", source.code, flags=re.MULTILINE))):
                callers.setdefault(name, set()).add((source.folder, source.room))
    for source in tree.src:
        if not source.name.endswith(".h"):
            continue
        for line, match in source.find(AT_MARGIN):
            name = match.group(1)
            if name not in documented and not name.endswith(("_get_type", "_quark")) \
                    and callers.get(name, set()) - {(source.folder, source.room)}:
                yield source.path, line, name


@rule("built", "every C file is named by a meson.build")
def check_built(tree):
    named = " ".join(s.text for s in tree.sources if s.name == "meson.build")
    for source in tree.c:
        if source.name.endswith(".c"):
            stem = source.name[:-2]
            # Tests may be named in a list without the suffix.
            if source.name not in named and not re.search(r"'(?:[\w/]*/)?%s'" % stem, named) \
                    and not re.search(r"'%s'" % re.sub(r"^(test|fuzz|bench)-", "", stem), named):
                yield source.path, 1, "no meson.build names it"


@rule("space", "no tabs, no trailing space, a newline at the end")
def check_space(tree):
    for source in tree.sources:
        if source.name == "package-lock.json" or source.name.endswith((".po", ".txt")) \
                or RAW.search(source.path):
            continue
        if source.is_c or source.name.endswith((".py", ".build", ".ui", ".sql", ".css")):
            for line, _ in source.find(r"\t|[ \t]+$", source.text):
                yield source.path, line, "a tab or space at the end"
        if source.text and not source.text.endswith("\n"):
            yield source.path, len(source.lines), "no newline at the end"


def run_rules(tree):
    """All violations as {rule: [(path, line, message)]}, without those a line allows."""
    by_path = {source.path: source for source in tree.sources}
    found = {}
    for name, (function, _) in RULES.items():
        found[name] = []
        for path, line, message in function(tree):
            lines = by_path[path].lines
            text = lines[line - 1] if 0 < line <= len(lines) else ""
            if "check-source: allow %s" % name not in text:
                found[name].append((path, line, message))
    return found


def report(found):
    failed = 0
    print("1..%d" % len(RULES))
    for number, name in enumerate(RULES, 1):
        places = found[name]
        for path, line, message in places:
            print("# %s:%d: %s" % (path, line, message))
        failed += bool(places)
        print("%sok %d - %s%s" % ("not " if places else "", number, name,
                                  ": " + RULES[name][1] if places else ""))
    return 1 if failed else 0


def self_test(root):
    """Each rule finds what breaks it in the fixture, and nothing else."""
    tree = Tree(root)
    expected = {name: set() for name in RULES}
    for source in tree.sources:
        for number, text in enumerate(source.lines, 1):
            for name in re.findall(r"expect: ([\w-]+)", text):
                expected.setdefault(name, set()).add((source.path, number))
    found = run_rules(tree)
    failed = 0
    print("1..%d" % len(expected))
    for number, name in enumerate(sorted(expected), 1):
        got = {(path, line) for path, line, _ in found.get(name, [])}
        wrong = ["# missed %s:%d" % place for place in sorted(expected[name] - got)]
        wrong += ["# wrongly found %s:%d" % place for place in sorted(got - expected[name])]
        if not expected[name]:
            wrong.append("# the fixture never breaks this rule")
        print("\n".join(wrong + ["%sok %d - finds %s" % ("not " if wrong else "", number, name)]))
        failed += bool(wrong)
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", default=os.path.dirname(HERE))
    parser.add_argument("--list", action="store_true", help="list the rules")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if options.list:
        for name, (_, why) in RULES.items():
            print("%-16s %s" % (name, why))
        return 0
    if options.self_test:
        return self_test(os.path.join(os.path.dirname(HERE), FIXTURE))
    return report(run_rules(Tree(options.root)))


if __name__ == "__main__":
    sys.exit(main())
