# SPDX-License-Identifier: EUPL-1.2
"""A practice municipality, and five documents that zpictl or curl sends to it."""

import base64
import hashlib
import json
import os
import pathlib
import random
import shutil
import subprocess
import time
import urllib.parse
import urllib.request
import uuid

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PART_BYTES = 256 * 1024  # one sealed piece, as the program sends it
DOCUMENTS = 5
FORM = {
    "regeling": "zoetermeerpas",
    "pasjaar": 2026,
    "aanvrager": {"naam": {"voornamen": "Anna", "geslachtsnaam": "Jong"}, "burgerservicenummer": "999993653"},
    "contact": {"emailadres": "anna@example.nl", "vanWie": "aanvrager"},
    "inkomen": [{"soort": "aow", "bedragInCenten": 105000, "periode": "maand"}],
    "verklaring": {"ondertekendOp": "2026-01-15T14:05:00+01:00", "wijze": "mondeling"},
}


def sha256(data):
    return hashlib.sha256(data).digest()


def base64_of(data):
    return base64.b64encode(data if isinstance(data, bytes) else data.encode()).decode()


def pdf_of(size, seed):
    """A whole PDF of one page with a picture of @size bytes that nothing can make smaller."""
    wide = 1 << (size.bit_length() // 2)
    stuffing = random.Random(seed).randbytes(size // wide * wide)
    drawing = b"200 0 0 200 0 0 cm /I Do"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 5 0 R"
        b" /Resources << /XObject << /I 4 0 R >> >> >>",
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
        b" /Length %d >>\nstream\n" % (wide, size // wide, len(stuffing)) + stuffing + b"\nendstream",
        b"<< /Length %d >>\nstream\n" % len(drawing) + drawing + b"\nendstream",
    ]
    whole, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj\n" % number + text + b"\nendobj\n"
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in places)
    return whole + table + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(whole)


class Town:
    """A municipality on this computer; with @relay, the ways of peers/relay.mjs, TLS before it."""

    def __init__(self, program, folder, size, relay=None):
        self.ctl = program("src", "ctl", "zpictl")
        self.folder = pathlib.Path(folder) / "town"
        self.folder.mkdir()
        self.documents = []
        for i in range(DOCUMENTS):
            path = self.folder / f"{i}.pdf"
            path.write_bytes(pdf_of(size, i))
            self.documents.append(path)
        self.server = subprocess.Popen(
            [program("src", "practice", "zoetermeerpas-practice-server"), "--data", self.folder / "kept"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        self.plain = self.base = self.server.stdout.readline().strip()
        self.environment = dict(os.environ, ZPI_ACCESS_TOKEN="oefenen")
        self.trusting, self.relay = [], None
        if relay is not None:
            self.stand_before(relay)
        self.environment["ZPI_API_URL"] = self.base

    def stand_before(self, ways):
        made = self.folder / "certificates"
        subprocess.run(["sh", SOURCE / "tests/net/make-certificates.sh", made], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        behind = urllib.parse.urlsplit(self.plain)
        with open(self.folder / "relay.log", "w") as log:
            self.relay = subprocess.Popen(
                ["node", SOURCE / "tests/peers/relay.mjs", made / "good.pem", made / "good.key", str(behind.port), *ways],
                stdout=subprocess.PIPE, stderr=log, text=True)
        port = self.relay.stdout.readline().strip()
        self.base = f"https://127.0.0.1:{port}{behind.path}"
        self.trusting = [f'cacert = "{made}/ca.pem"']
        self.environment["ZPI_CA_FILE"] = str(made / "ca.pem")

    def end(self):
        for process in (self.relay, self.server):
            if process:
                process.terminate()
                process.wait()
        shutil.rmtree(self.folder)

    def zpictl(self, data, *arguments):
        return subprocess.run(
            [self.ctl, "--practice", "--data", data, *arguments],
            env=self.environment, check=True, stdout=subprocess.PIPE, text=True,
        ).stdout

    def sent_by_zpictl(self):
        """Seconds that one case with its documents takes, from what is queued to the receipt."""
        data = self.folder / "desk"
        case = self.folder / "case.json"
        papers = [{"soort": "overig", "bestand": str(path)} for path in self.documents]
        case.write_text(json.dumps({**FORM, "bewijsstukken": papers}))
        self.zpictl(data, "queue", json.loads(self.zpictl(data, "import", case))[0])
        begun = time.monotonic()
        self.zpictl(data, "send")
        taken = time.monotonic() - begun
        shutil.rmtree(data)
        return taken

    def ask(self, method, path, body=None, **headers):
        request = urllib.request.Request(self.plain + path, data=body, method=method, headers={
            "Authorization": "Bearer oefenen", "API-Version": "1.0.0",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        })
        return urllib.request.urlopen(request)

    def call(self, *what, **headers):
        with self.ask(*what, **headers) as answer:
            return answer.headers

    def parts(self, application, document, content):
        """What curl has to be told of each part of one document; the parts lie in files."""
        told = base64_of(document["documentId"]), base64_of(document["sha256"]), base64_of(document["mediatype"])
        place = self.call(
            "POST", f"/aanvragen/{application}/documenten", b"", Tus_Resumable="1.0.0",
            Upload_Length=str(len(content)), Upload_Metadata="documentId {},sha256 {},mediatype {}".format(*told),
        )["Location"]
        place = urllib.parse.urljoin(self.base, urllib.parse.urlsplit(place).path)
        for at in range(0, len(content), PART_BYTES):
            part = content[at : at + PART_BYTES]
            file = self.folder / "parts" / f"{document['documentId']}-{at}"
            file.write_bytes(part)
            headers = ["Authorization: Bearer oefenen", "Tus-Resumable: 1.0.0", "Expect:",
                       "Content-Type: application/offset+octet-stream", f"Upload-Offset: {at}",
                       f"Upload-Checksum: sha256 {base64_of(sha256(part))}"]
            yield "\n".join([f'url = "{place}"', 'request = "PATCH"', *[f'header = "{h}"' for h in headers],
                             f'data-binary = "@{file}"', *self.trusting, "fail", 'output = "/dev/null"'])

    def sent_by_curl(self):
        """Seconds that one curl on one connection takes to send the same parts with checksums made before."""
        application = str(uuid.uuid4())
        contents = [path.read_bytes() for path in self.documents]
        papers = [{"documentId": str(uuid.uuid4()), "soort": "overig", "mediatype": "application/pdf",
                   "grootteInBytes": len(content), "sha256": sha256(content).hex()} for content in contents]
        form = json.dumps({**FORM, "bewijsstukken": papers}).encode()
        self.call("PUT", f"/aanvragen/{application}", form, Content_Type="application/json",
                  If_None_Match="*", Content_Digest=f"sha-256=:{base64_of(sha256(form))}:")
        (self.folder / "parts").mkdir()
        told = self.folder / "curl.conf"
        told.write_text("\nnext\n".join(
            one for paper, content in zip(papers, contents) for one in self.parts(application, paper, content)))
        begun = time.monotonic()
        subprocess.run(["curl", "--silent", "--show-error", "--config", told], check=True)
        taken = time.monotonic() - begun
        shutil.rmtree(self.folder / "parts")
        return taken
