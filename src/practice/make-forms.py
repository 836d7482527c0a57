#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Writes the tables by which the practice municipality reads a form, from the contract.

make-forms.py OPENAPI OUTPUT

Which members there are, of what kind and size, and which words they take, stands in the contract
and nowhere else. Here is only what a schema cannot say: the function that judges a value, what is
looked at together, and what to tell the counsellor.
"""

import json
import sys

FORMS = {
    "Aanvraagformulier": "application",
    "Indiening": "submission",
    "Intrekking": "withdrawal",
    "Aanvullingsformulier": "supplement",
    "Zoekvraag": "search",
    "Verlengingsvraag": "renewal",
    "Accountverzoek": "account",
}

# What a value of a named kind, or with a pattern, is judged by. A pattern that is not here is
# matched as it stands.
CHECKS = {
    "Uuid": "uuid",
    "Sha256": "sha256",
    "Maand": "month",
    "Datum": "date",
    "Tijdstip": "time",
    "Burgerservicenummer": "bsn",
    "Emailadres": "email",
    "Code": "code",
    "^[a-z][a-z0-9-]{0,63}$": "name",
    "^\\+[1-9][0-9]{6,14}$": "phone",
    "^[1-9][0-9]{3}[A-Z]{2}$": "postcode",
    "^[a-zA-Z]$": "house_letter",
    "^[a-zA-Z0-9 -]{1,10}$": "house_addition",
}
ONE_LINE = "^[^\\x00-\\x1f]+$"
LINES = "^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]*$"

# What is looked at together, by the schema or the member.
ALSO = {
    "Aanvraagformulier": "document_ids",
    "Aanvullingsformulier": "document_ids",
    "DatumOnbekend": "unknown_date",
    "Aanvrager.naam": "some_name",
}

# What to do when it is wrong, by the member or by the kind of its value; else a general sentence.
REASONS = {
    "Uuid": "Deze id is niet goed. Dit is een fout in het programma.",
    "Sha256": "Deze controlesom is niet goed. Dit is een fout in het programma.",
    "Maand": "Deze maand is niet te lezen. Kies een maand en een jaar.",
    "Datum": "Deze datum bestaat niet. Controleer dag, maand en jaar.",
    "Tijdstip": "Deze datum bestaat niet. Controleer dag, maand en jaar.",
    "Burgerservicenummer": "Dit burgerservicenummer is hier niet te gebruiken. De oefengemeente "
    "neemt alleen testnummers.",
    "Emailadres": "Dit is geen e-mailadres. Vul een adres in met een @.",
    "Bedrag": "Dit bedrag kan niet. Vul een bedrag in van 0 euro of meer.",
    "Code": "Deze code is niet goed. Typ de code uit de brief of mail.",
    "JaarMaandDatum.jaar": "Dit jaar kan niet.",
    "JaarMaandDatum.maand": "Deze maand is niet te lezen. Kies een maand en een jaar.",
    "JaarDatum.jaar": "Dit jaar kan niet.",
    "DatumOnbekend.type": "Geef aan wat er van de geboortedatum bekend is.",
    "Adres.huisnummer": "Vul alleen het nummer in.",
    "Adres.huisletter": "Vul één letter in.",
    "Adres.huisnummertoevoeging": "Gebruik letters en cijfers.",
    "Adres.postcode": "Vul vier cijfers en twee letters in.",
    "Aanvrager.naam": "Vul de naam in.",
    "Aanvrager.telefoonnummer": "Vul een telefoonnummer in dat met + begint.",
    "Contact.vanWie": "Kies van wie dit e-mailadres is.",
    "Inkomen.soort": "Kies een soort inkomen.",
    "Bewijsstuk.soort": "Kies wat voor bewijsstuk dit is.",
    "Bewijsstuk.mediatype": "Lever een PDF, een JPEG of een PNG aan.",
    "Bewijsstuk.grootteInBytes": "Dit bestand is leeg of te groot.",
    "OntbrekendBewijsstuk.soort": "Kies wat voor bewijsstuk dit is.",
    "Machtiging.wijze": "Kies hoe de machtiging is gegeven.",
    "Verklaring.wijze": "Kies hoe de verklaring is gegeven.",
    "Aanvraagformulier.regeling": "Kies een regeling.",
    "Aanvraagformulier.pasjaar": "Kies een pasjaar.",
    "Aanvraagformulier.aanvrager": "Vul in wie de aanvrager is.",
    "Aanvraagformulier.contact": "Vul een e-mailadres in.",
    "Aanvraagformulier.verklaring": "De verklaring ontbreekt.",
    "Verlengingsvraag.pasjaar": "Kies een pasjaar.",
    "Accountverzoek.vanWie": "Kies van wie dit e-mailadres is.",
    "Accountverzoek.pasjaar": "Kies een pasjaar.",
    "Accountverzoek.hoofdpashouder": "Vul in wie de hoofdpashouder wordt.",
    "Accountverzoek.gezinsleden": "Vul in wie erbij horen.",
    "Accountverzoek.verklaring": "De verklaring ontbreekt.",
}


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Writer:
    def __init__(self, schemas):
        self.schemas = schemas
        self.done = {}
        self.lines = []

    def resolve(self, schema):
        """The schema itself, and its name where it has one."""
        name = None
        while "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            schema = self.schemas[name]
        return schema, name

    def shape(self, name, also=None):
        """Writes the shape of a named schema once, after those it needs; gives its C name."""
        key = (name, also)
        if key not in self.done:
            self.done[key] = f"zpi_wire_{FORMS[name]}" if name in FORMS else f"{name}_{len(self.done)}"
            schema = self.schemas[name]
            if "oneOf" in schema:
                self.write_choice(self.done[key], schema)
            else:
                self.write_object(self.done[key], name, schema, also or ALSO.get(name))
        return self.done[key]

    def write_choice(self, c_name, schema):
        member = schema["discriminator"]["propertyName"]
        mapping = schema["discriminator"]["mapping"]
        shapes = [(word, self.shape(ref.rsplit("/", 1)[1])) for word, ref in mapping.items()]
        self.lines += ["static const ZpiWireShape *", f"choose_{c_name} (JsonObject *object)", "{"]
        self.lines += [f"  const char *word = zpi_json_get_string (object, {quoted(member)});", ""]
        for word, shape in shapes[:-1]:
            self.lines += [f"  if (g_strcmp0 (word, {quoted(word)}) == 0)", f"    return &{shape};"]
        self.lines += [f"  return &{shapes[-1][1]};", "}", ""]
        self.lines += [f"static const ZpiWireShape {c_name} = {{.choose = choose_{c_name}}};", ""]

    def write_object(self, c_name, name, schema, also):
        if schema.get("additionalProperties") is not False:
            raise SystemExit(f"{name}: a form takes no members but its own")
        rows = [
            self.field(name, member, inner, member in schema.get("required", []))
            for member, inner in schema["properties"].items()
        ]
        self.lines += [f"static const ZpiWireField fields_{c_name}[] = {{"]
        self.lines += ["    {" + ", ".join(row) + "}," for row in rows]
        self.lines += ["    {.name = NULL},", "};"]
        hook = f", .also = zpi_wire_also_{also}" if also else ""
        static = "" if name in FORMS else "static "
        self.lines += [f"{static}const ZpiWireShape {c_name} = {{fields_{c_name}{hook}}};", ""]

    def field(self, owner, member, schema, required):
        schema, kind = self.resolve(schema)
        place = f"{owner}.{member}"
        reason = REASONS.get(place, REASONS.get(kind))
        row = [f".name = {quoted(member)}"]
        row += self.value(place, schema, kind)
        if required:
            row.append(".required = TRUE")
        if reason is not None:
            row.append(f".reason = {quoted(reason)}")
        return row

    @staticmethod
    def need_name(place, name):
        """What has members is a table of its own, which is called after its schema."""
        if name is None:
            raise SystemExit(f"{place}: what has members is a schema of its own, with a $ref to it")

    def value(self, place, schema, kind):
        if "oneOf" in schema or schema["type"] == "object":
            self.need_name(place, kind)
            return [".kind = ZPI_WIRE_OBJECT", f".shape = &{self.shape(kind, ALSO.get(place))}"]
        if schema["type"] == "array":
            name = self.resolve(schema["items"])[1]
            self.need_name(place, name)
            shape = self.shape(name)
            row = [".kind = ZPI_WIRE_LIST", f".shape = &{shape}", f".max = {schema['maxItems']}"]
            return row + [f".min = {schema.get('minItems', 0)}"]
        if schema["type"] == "boolean":
            return [".kind = ZPI_WIRE_BOOLEAN"]
        if schema["type"] == "integer":
            return [
                ".kind = ZPI_WIRE_INTEGER",
                f".min = G_GINT64_CONSTANT ({schema['minimum']})",
                f".max = G_GINT64_CONSTANT ({schema['maximum']})",
            ]
        return [".kind = ZPI_WIRE_TEXT"] + self.text(place, schema, kind)

    def text(self, place, schema, kind):
        pattern = schema.get("pattern")
        if "enum" in schema:
            words = ", ".join(quoted(word) for word in schema["enum"])
            return [f".words = (const char *const[]){{{words}, NULL}}"]
        check = CHECKS.get(kind, CHECKS.get(pattern))
        if check is not None:
            return [f".check = zpi_wire_check_{check}"]
        row = [f".max = {schema['maxLength']}"] if "maxLength" in schema else []
        if pattern == LINES:
            return row + [".lines = TRUE"]
        if pattern is None:
            raise SystemExit(f"{place}: a text without a pattern")
        row.append(".min = 1")
        return row if pattern == ONE_LINE else row + [f".pattern = {quoted(pattern)}"]

    def write(self):
        for name in FORMS:
            self.shape(name)
        return self.lines


def main():
    contract, output = sys.argv[1:]
    with open(contract, encoding="utf-8") as file:
        schemas = json.load(file)["components"]["schemas"]
    lines = ["/* Written by make-forms.py from the contract. */", ""]
    lines += ['#include "zpi-practice-forms.h"', ""]
    lines += Writer(schemas).write()
    with open(output, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))


main()
