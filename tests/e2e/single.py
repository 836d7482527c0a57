# SPDX-License-Identifier: EUPL-1.2
"""An application of one person, through the real window, and the municipality that gets it."""

import json
import pathlib
import urllib.request

from driver import keys

ALONE = {
    "First names": "Joost",
    "Last name": "Eenling",
    "BSN": "999991802",
    "Postcode": "2715 BK",
    "House number": "7",
    "Street": "Oefenlaan",
    "Place": "Zoetermeer",
}


class Municipality:
    """The municipality's own desk, over HTTP."""

    def __init__(self, data):
        port = pathlib.Path(data, "municipality", "port").read_text().strip()
        self.base = f"http://127.0.0.1:{port}/_oefening"

    def trouble(self, **what):
        self.put("storing", what)

    def limits(self, **what):
        self.put("grenzen", what)

    def put(self, name, what):
        request = urllib.request.Request(
            f"{self.base}/{name}",
            data=json.dumps(what).encode(),
            headers={"Content-Type": "application/json"},
            method="PUT",
        )
        urllib.request.urlopen(request, timeout=20).close()

    def applications(self):
        with urllib.request.urlopen(f"{self.base}/aanvragen", timeout=20) as answer:
            return json.loads(answer.read())["aanvragen"]

    def form(self, number):
        application = self.applications()[number]
        with urllib.request.urlopen(
            f"{self.base}/aanvragen/{application['aanvraagId']}/formulier", timeout=20
        ) as answer:
            return json.loads(answer.read())


def fill_check(walk, born, children):
    app = walk.app
    walk.section(2)
    app.fill("Date of birth", born)
    app.choose("No", "Does the applicant live with a partner?")
    app.fill("Number of children under 18", str(children))
    app.choose("No", "Does the applicant get student finance?")


def fill_applicant(walk, who, email):
    app = walk.app
    walk.section(3)
    for name, text in who.items():
        app.fill(name, text)
    app.choose("The client’s own address")
    app.fill("E-mail address", email)


def fill_income(walk, amount):
    walk.section(5)
    walk.switch("loon")
    walk.app.fill("Amount", amount)


def declare_and_send(walk):
    app = walk.app
    walk.section(7)
    app.choose("Spoken, the counsellor heard it")
    app.choose("The client agrees")
    app.press("_Send application")
    app.wait_to_see("Send the application?")
    keys("Return")


def received(app):
    return app.sees("Received by the municipality")
