#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""One household, twice: through the real window and through zpictl. The municipality gets the same form and the same
bytes. And of what was typed nothing can be read in any file that the program wrote."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
import warnings

sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parents[1])]
warnings.filterwarnings("ignore", category=DeprecationWarning)

import driver  # noqa: E402
from driver import keys  # noqa: E402
import household  # noqa: E402
from planted import readable  # noqa: E402
import tour  # noqa: E402

BUILD = pathlib.Path(os.environ.get("ZPI_BUILD_ROOT", "build")).resolve()
ZPICTL = BUILD / "src/ctl/zpictl"
SERVER = BUILD / "src/practice/zoetermeerpas-practice-server"
# What differs between two runs by its nature.
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TIMES = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")

results = []


def check(name, good, why=""):
    results.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(results)} - {name}{'' if good else f' # {why}'}", flush=True)


def fetch(base, path):
    with urllib.request.urlopen(f"{base}{path}", timeout=20) as answer:
        return answer.read()


def arrived(base):
    """The one application that the municipality has: its form, and its documents by kind and month."""
    (application,) = json.loads(fetch(base, "/_oefening/aanvragen"))["aanvragen"]
    path = f"/_oefening/aanvragen/{application['aanvraagId']}"
    form = json.loads(fetch(base, f"{path}/formulier"))
    documents = [
        (document["soort"], document.get("maand"), fetch(base, f"{path}/documenten/{document['documentId']}"))
        for document in form["bewijsstukken"]
    ]
    return form, documents


def without_ids_and_times(form):
    """Ids and times are replaced; the running number of a declaration belongs to the store."""
    text = TIMES.sub("TIME", IDS.sub("ID", json.dumps(form, sort_keys=True)))
    same = json.loads(text)
    for member in ("volgnummer", "klokafwijkingInSeconden", "klokTwijfel"):
        same.get("verklaring", {}).pop(member, None)
    return same


def scan(folder, planted):
    """Every file below @folder, but the municipality's own, for what was typed."""
    hits = []
    for path in pathlib.Path(folder).rglob("*"):
        if not path.is_file() or "municipality" in path.relative_to(folder).parts:
            continue
        content = readable(path.read_bytes())
        for text in planted:
            for encoding in ("utf-8", "utf-16-le"):
                if text.encode(encoding) in content:
                    hits.append(f"{path.name}: {text[:4]}…")
    return hits


def scan_all(data, documents, planted):
    """The data folder, and whatever else was written: home, cache, runtime and temporary folders."""
    hits = scan(data, planted)
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"):
        folder = os.environ.get(name)
        if folder and pathlib.Path(folder).is_dir():
            for path in pathlib.Path(folder).rglob("*"):
                inside = any(p in path.parents for p in (pathlib.Path(data), pathlib.Path(documents)))
                if path.is_file() and not inside:
                    content = readable(path.read_bytes())
                    hits += [f"{path.name}: {t[:4]}…" for t in planted if t.encode() in content]
    return hits


def month(text):
    """The names of three months before this one, as the fields have them, to yyyy-mm."""
    now = time.localtime()
    number = now.tm_year * 12 + now.tm_mon - 1 - text
    return f"{number // 12}-{number % 12 + 1:02d}"


def person(fields, iso):
    name = {"voornamen": fields["First names"], "geslachtsnaam": fields["Last name"]}
    if "Prefix (optional)" in fields:
        name["voorvoegsel"] = fields["Prefix (optional)"]
    return {"naam": name, "geboorte": {"datum": iso}, "burgerservicenummer": fields["BSN"]}


def wire(documents, form):
    """The household of the tour as an application in wire format; only the dates of today come from @form."""
    full = "Datum"
    applicant = person(household.APPLICANT, {"type": full, "datum": "1955-05-01"})
    applicant["adres"] = {
        "straat": "Oefenstraat",
        "huisnummer": 12,
        "postcode": "2712AA",
        "woonplaats": "Zoetermeer",
    }
    applicant["telefoonnummer"] = "+31612345678"
    # Today's dates, the mandate and the answers of two choices are taken over; zpictl has to read them.
    taken_over = {
        key: value
        for key, value in form.items()
        if key in ("pasjaar", "peildatum", "automatischVerlengd", "machtiging", "studiefinanciering", "student")
    }
    return taken_over | {
        "regeling": "zoetermeerpas",
        "aanvrager": applicant,
        "contact": {"emailadres": household.EMAIL, "vanWie": "aanvrager"},
        "heeftPartner": True,
        "partner": person(household.PARTNER, {"type": full, "datum": "1961-11-07"}),
        "kinderen": [
            person(household.CHILDREN[0], {"type": full, "datum": "2012-03-09"}),
            person(household.CHILDREN[1], {"type": "JaarMaandDatum", "jaar": 2015, "maand": 6}),
        ],
        "inkomen": [
            {"soort": "aow", "bedragInCenten": 105000, "periode": "maand"},
            {"soort": "pensioen", "bedragInCenten": 31250, "periode": "maand"},
            {
                "soort": "wisselend-loon",
                "periode": "maand",
                "maanden": [
                    {"maand": month(3), "bedragInCenten": 40000},
                    {"maand": month(2), "bedragInCenten": 52075},
                    {"maand": month(1), "bedragInCenten": 31000},
                ],
            },
        ],
        "bewijsstukken": [
            {
                key: value
                for key, value in document.items()
                if key in ("soort", "van", "maand")
            }
            | {"bestand": str(documents[name])}
            for document, name in zip(
                form["bewijsstukken"],
                (
                    "identiteit.jpg",
                    "bankafschrift.pdf",
                    "pensioen.png",
                    "loonstrook-1.pdf",
                    "loonstrook-2.pdf",
                ),
            )
        ],
        "verklaring": form["verklaring"],
    }


def through_zpictl(folder, application):
    """import, queue, send to a practice municipality of its own; what arrived there."""
    data = f"{folder}/second"
    server = subprocess.Popen(
        [SERVER, "--port", "0", "--data", f"{data}/municipality"], stdout=subprocess.PIPE, text=True
    )
    try:
        base = re.search(r"http://\S+/v1", server.stdout.readline()).group(0)
        environment = dict(os.environ, ZPI_API_URL=base, ZPI_ACCESS_TOKEN="oefenen")
        file = pathlib.Path(folder, "application.json")
        file.write_text(json.dumps({k: v for k, v in application.items() if v is not None}))

        def run(*arguments):
            done = subprocess.run(
                [ZPICTL, "--data", data, "--practice", *arguments],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )
            if done.returncode:
                raise driver.Lost(f"zpictl {arguments[0]}: {done.stderr}")
            return done.stdout

        (case,) = json.loads(run("import", str(file)))
        run("queue", case)
        run("send")
        return arrived(base[: -len("/v1")])
    finally:
        server.kill()


def difference(first, second, path=""):
    """Where two forms differ first, by place only."""
    if type(first) is not type(second):
        return path
    if isinstance(first, dict):
        for key in sorted(set(first) | set(second)):
            if first.get(key) != second.get(key):
                return difference(first.get(key), second.get(key), f"{path}.{key}")
    if isinstance(first, list):
        if len(first) != len(second):
            return f"{path}: {len(first)} and {len(second)}"
        for i, (one, other) in enumerate(zip(first, second)):
            if one != other:
                return difference(one, other, f"{path}[{i}]")
    return f"{path}: {first} and {second}"


def originals(walk, documents):
    """The scans themselves are not the program's: named before the end, said to be there after it, and found
    with the client until they are gone."""
    app = walk.app
    left = "5 originelen staan nog op deze computer"
    app.press("Done with this _client")
    app.wait_to_see("Done with this client?")
    app.wait_to_see("loonstrook-2.pdf")
    check("what still lies about is named before the end", all(app.sees(name) for name in documents))
    bin_them = app.said("Move to the _bin, and finish")
    driver.wait_for("the focus", lambda: app.focused())
    check("Enter leaves nothing that everybody can open", app.focused() == [bin_them], app.focused())
    keys("alt+l")  # Bestanden _laten staan en afronden
    app.wait_to_see(left)
    check("it is not said that all was removed", not app.sees(
        "The answers and documents of this client were removed from this computer"))
    check("nor was it", all(file.exists() for file in documents.values()))
    app.click("list item", prefix="F.O. · 1")
    app.wait_to_see(left)
    app.press("Alle naar de prullenbak")  # one of two forms, which the driver does not look up
    driver.wait_for("them gone", lambda: not any(file.exists() for file in documents.values()))
    for trash in pathlib.Path(os.environ["HOME"]).rglob("Trash"):  # as whoever empties the bin
        shutil.rmtree(trash)
    keys("alt+Left")
    app.wait_to_see("With the municipality")
    app.click("list item", prefix="F.O. · 1")
    app.wait_to_see("ZP-")
    time.sleep(1)
    check("then nothing is said of them", not app.sees(left) and not app.sees("loonstrook-2.pdf"))
    keys("alt+Left")
    app.wait_to_see("With the municipality")


def main():
    folder = tempfile.mkdtemp(prefix="tour-")
    data = f"{folder}/data"
    out = pathlib.Path(folder, "out")
    out.mkdir()
    documents = household.make_documents(f"{folder}/documents")
    walk = tour.Tour(BUILD, out, data, language="nl", pictures=False)
    planted = household.PLANTED + ("Loonstrook 1", "identiteit.jpg")
    try:
        walk.fill_in(documents)
        walk.review()
        walk.app.saved()
        hits = scan_all(data, f"{folder}/documents", planted)
        check("nothing typed can be read before sending", not hits, hits)
        walk.send()
        check("the window shows the receipt", True)
        title = walk.app.said("Received by the municipality")
        driver.wait_for("the cursor at how it stands", lambda: walk.app.focused() == [title])
        keys("Return")
        time.sleep(1)
        check("one Enter too many does nothing", len(walk.app.windows()) == 1 and walk.app.focused() == [title])
        port = pathlib.Path(data, "municipality", "port").read_text().strip()
        form, files = arrived(f"http://127.0.0.1:{port}")
        names = ("identiteit.jpg", "bankafschrift.pdf", "pensioen.png", "loonstrook-1.pdf", "loonstrook-2.pdf")
        check(
            "five documents arrived as they were",
            [content for _, _, content in files] == [documents[n].read_bytes() for n in names],
        )
        second_form, second_files = through_zpictl(folder, wire(documents, form))
        one, other = without_ids_and_times(form), without_ids_and_times(second_form)
        check("zpictl sends the same form", one == other, difference(one, other))
        check("zpictl sends the same documents", files == second_files)
        walk.receipt()
        text = subprocess.run(
            ["pdftotext", "-layout", str(out / "receipt.pdf"), "-"], capture_output=True, text=True, check=True
        ).stdout
        check("the receipt has the reference", re.search(r"ZP-\d{4}-\d{6}", text))
        # Once as a sentence, and at the foot of every page.
        check("the receipt says that it is practice", text.count("Oefenen:") == 1 + text.count("\f"), text)
        ends = [page.split("Oefenen: er gaat")[-2].split("\n") for page in text.split("\f")[:-1]]
        ends = [[line for line in lines if line.strip()][-1] for lines in ends]
        check("no page of the receipt ends in a heading", "Wat gebeurt er nu?" not in ends, ends)
        check("the receipt has no BSN", not re.search(r"\b\d{9}\b", text))
        originals(walk, documents)
        time.sleep(1)
        hits = scan_all(data, f"{folder}/documents", planted)
        check("nothing typed can be read after clearing", not hits, hits)
        check("the program ends well", walk.app.quit() == 0)
        done = subprocess.run(
            [ZPICTL, "--data", data, "--practice", "verify"], capture_output=True, text=True, check=False
        )
        check("the store is whole", done.returncode == 0 and json.loads(done.stdout)["ok"], done.stdout)
    except driver.Lost as lost:
        walk.app.screenshot(BUILD / "tour-lost.png")
        check("the tour goes to its end", False, str(lost))
    finally:
        if walk.app.process is not None and walk.app.process.poll() is None:
            walk.app.process.kill()
    print(f"1..{len(results)}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
