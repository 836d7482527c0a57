#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The arithmetic of the check a second time, written from the rules and not from the C code, with
exact fractions. `test-oracle.py` compares the two on many random households."""

import datetime
import functools
import json
import os
from fractions import Fraction


def half_up(value):
    """Round a non-negative fraction to a whole number, halves upwards."""
    return int(value + Fraction(1, 2))


ROUNDINGS = {
    "half-up": half_up,
    "down": lambda value: value.numerator // value.denominator,
    "up": lambda value: -(-value.numerator // value.denominator),
    "half-up-euro": lambda value: half_up(value / 100) * 100,
    "down-euro": lambda value: (value / 100).__floor__() * 100,
    "up-euro": lambda value: (value / 100).__ceil__() * 100,
}


@functools.cache
def day(text):
    return datetime.date.fromisoformat(text)


def birthday(birth, years, months=0):
    """The day somebody is so old. 29 February counts as 1 March in a year without it."""
    month = birth.month - 1 + months
    year, month = birth.year + years + month // 12, month % 12 + 1
    try:
        return datetime.date(year, month, birth.day)
    except ValueError:
        return datetime.date(year + month // 12, month % 12 + 1, 1)


class Scheme:
    def __init__(self, scheme, norms):
        self.scheme, self.norms = scheme, norms

    @classmethod
    def load(cls, folder, name="zoetermeerpas", norms=None):
        with open(os.path.join(folder, name + ".json"), encoding="utf-8") as file:
            scheme = json.load(file)
        with open(os.path.join(norms or folder, "norms.json"), encoding="utf-8") as file:
            return cls(scheme, json.load(file))

    def value(self, name, on):
        values = self.scheme["parameters"][name]
        if isinstance(values, dict):
            values = [values]
        counting = [v for v in values if not v["from"] or day(v["from"]) <= on]
        return (counting or values[:1])[-1]["value"]

    def norm_set(self, on):
        sets = self.norms["norm_sets"]
        return ([s for s in sets if day(s["valid_from"]) <= on] or sets[:1])[-1]

    def is_aow(self, birth, on):
        for band in self.norms["aow_ages"]:
            if not band["born_to"] or birth <= day(band["born_to"]):
                age = band["value"]
                return age is not None and birthday(birth, age["years"], age["months"]) <= on
        return False

    def factor(self, period):
        for entry in self.scheme["periods"]:
            if entry["id"] == period:
                return Fraction(*entry["value"])
        return Fraction(1)

    def kind(self, name):
        return next((k for k in self.scheme["income_kinds"] if k["id"] == name), None)


def possible_days(born):
    """The first and the last day that a date of birth can be; None when it is not known."""
    kind = born.get("type") if born else None
    if kind == "Datum":
        return day(born["datum"]), day(born["datum"])
    if kind == "JaarMaandDatum":
        first = datetime.date(born["jaar"], born["maand"], 1)
        after = datetime.date(born["jaar"] + born["maand"] // 12, born["maand"] % 12 + 1, 1)
        return first, after - datetime.timedelta(days=1)
    if kind == "JaarDatum":
        return datetime.date(born["jaar"], 1, 1), datetime.date(born["jaar"], 12, 31)
    return None


def stage(scheme, birth, on):
    if birthday(birth, 18) > on:
        return "minor"
    if scheme.is_aow(birth, on):
        return "aow"
    return "youth" if birthday(birth, 21) > on else "grown"


def adult_stage(scheme, person, on):
    days = possible_days(person.get("geboorte", {}).get("datum"))
    if days is None:
        return None
    youngest, oldest = stage(scheme, days[1], on), stage(scheme, days[0], on)
    return None if youngest == "minor" != oldest else youngest


def as_old_as_can_be(person):
    days = possible_days(person.get("geboorte", {}).get("datum"))
    born = {"type": "Datum", "datum": days[0].isoformat()} if days else None
    return {**person, "geboorte": {"datum": born}} if days else person


def is_child(scheme, person, on):
    days = possible_days(person.get("geboorte", {}).get("datum"))
    until = scheme.value("child_age_until", on) or 18
    if days is None:
        return True
    return days[0] <= on and birthday(days[1], until) > on


def certain_children(scheme, application, on):
    """The children of whom every possible day of birth makes them count."""
    until = scheme.value("child_age_until", on) or 18
    for child in application.get("kinderen", []):
        days = possible_days(child.get("geboorte", {}).get("datum"))
        if days and is_child(scheme, child, on) and birthday(days[0], until) > on:
            yield child


# What stands in no form, under names of our own: "_open" is what nobody answered yet, "_counted" how
# many children there are, "_estimate" the income per month that was estimated.
def is_open(application, question):
    return question in application.get("_open", ())


def counts_more(application):
    """Whether more children were counted than are filled in."""
    return application.get("_counted", 0) > len(application.get("kinderen", []))


def possible_households(scheme, application, on):
    """The application with every answer that is open: a partner of any age, a child or none, adults
    as old as they can be."""
    certain = {**application, "kinderen": list(certain_children(scheme, application, on))}
    certain["_counted"] = len(certain["kinderen"]) + counts_more(application)
    variants = [application, certain]
    if is_open(application, "children"):
        variants.append({**application, "kinderen": [{}]})
    if is_open(application, "partner"):
        for age in 19, 40, 90:
            born = on.replace(year=on.year - age, day=1).isoformat()
            partner = {"geboorte": {"datum": {"type": "Datum", "datum": born}}}
            variants += [{**variant, "partner": partner} for variant in variants
                         if "partner" not in variant]
    for who in "aanvrager", "partner":
        variants += [{**variant, who: as_old_as_can_be(variant[who])} for variant in variants
                     if who in variant]
    return variants


def household_types(scheme, application, on):
    """What the household can be: the children in doubt may count or not."""
    return {household_type(scheme, variant, on)
            for variant in possible_households(scheme, application, on)}


def household_type(scheme, application, on):
    one = adult_stage(scheme, application.get("aanvrager", {}), on)
    children = counts_more(application) or any(
        is_child(scheme, child, on) for child in application.get("kinderen", []))
    if one in (None, "minor"):
        return None
    if "partner" not in application:
        word = "single_parent" if children else "single"
        return {"youth": "youth_18_20_" + word, "grown": word + "_21_to_aow",
                "aow": word + "_aow"}[one]
    other = adult_stage(scheme, application["partner"], on)
    if other in (None, "minor"):
        return None
    if "aow" in (one, other):
        return "couple_aow_one_or_both"
    with_children = "with_children" if children else "no_children"
    youths = [one, other].count("youth")
    return ["couple_21_to_aow",
            "youth_couple_one_18_20_other_21plus_" + with_children,
            "youth_18_20_couple_both_" + with_children][youths]


def norm_row(scheme, kind, on):
    rule = scheme.value("single_parent_counts_as", on)
    if "single_parent" in kind and rule != "own":
        if rule == "single":
            kind = kind.replace("single_parent", "single")
        else:
            kind = {"single_parent_21_to_aow": "couple_21_to_aow",
                    "single_parent_aow": "couple_aow_one_or_both",
                    "youth_18_20_single_parent": "youth_18_20_couple_both_with_children"}[kind]
    if not scheme.value("aow_split", on):
        kind = {"single_aow": "single_21_to_aow", "single_parent_aow": "single_parent_21_to_aow",
                "couple_aow_one_or_both": "couple_21_to_aow"}.get(kind, kind)
    return kind


def norm(scheme, kind, on):
    basis = {"excl-holiday-allowance": "excl_holiday_allowance",
             "incl-holiday-allowance": "incl_holiday_allowance"}[scheme.value("norm_basis", on)]
    amount = scheme.norm_set(on)[basis]["value"].get(norm_row(scheme, kind, on))
    return amount["value"] if isinstance(amount, dict) else amount


def table_limit(scheme, kind, on, place):
    limits = scheme.scheme["limits"]
    row = limits["rows"].get(norm_row(scheme, kind, on))
    best = None
    for table in limits["tables"]:
        if table.get("municipality") not in (None, place) or (
                table["from"] and day(table["from"]) > on):
            continue
        if best is None or (table.get("municipality") is not None) >= (
                best.get("municipality") is not None):
            best = table
    return best["value"].get(row) if best else None


def fits(entry, place, digits):
    """0 inside, 1 doubtful, 2 outside, as far as the households here need it."""
    inside = digits and any(first <= digits <= last for first, last in entry["postcodes"])
    if not place:
        return 0 if inside else 2
    if place in [known.casefold() for known in entry["places"]]:
        return 0 if inside or not digits or not entry["postcodes"] else 1
    return 1 if inside else 2


def municipality(scheme, application):
    """Where it is, as far as that is known, and whether it can be elsewhere."""
    address = application.get("aanvrager", {}).get("adres", {})
    place = address.get("woonplaats", "").strip().casefold()
    digits = int("0" + address.get("postcode", "")[:4])
    if not place and not digits:
        return None, True
    entries = [(fits(entry, place, digits), i) for i, entry in
               enumerate(scheme.scheme["municipalities"])]
    best = min(entries, default=(2, 0))
    name = scheme.scheme["municipalities"][best[1]]["name"] if best[0] < 2 else None
    return name, best[0] == 1


def possible_places(scheme, application):
    name, doubt = municipality(scheme, application)
    return [name] + [m["name"] for m in scheme.scheme["municipalities"] if doubt]


def fitting_months(income):
    """The months with an amount, and those that are one too many: two slips of four weeks can end in
    one month, and five of a week."""
    most = {"vier-weken": 2, "week": 5}.get(income.get("periode"), 1)
    fitting, others = [], []
    for month in income.get("maanden", []):
        if "bedragInCenten" in month:
            same = [m for m in fitting if m.get("maand") and m["maand"] == month.get("maand")]
            (others if len(same) >= most else fitting).append(month)
    return fitting, others


def given_months(income):
    """The amounts by month; one too many of the same month does not count."""
    return [month["bedragInCenten"] for month in fitting_months(income)[0]]


def without_twins(income):
    """The months of which no other amount stands there that is one too many."""
    fitting, others = fitting_months(income)
    return [month for month in fitting
            if all(o.get("maand") != month.get("maand")
                   or o["bedragInCenten"] == month["bedragInCenten"] for o in others)]


def amount_per_month(scheme, income, on):
    """The exact amount of one income, before rounding; None when it is not filled in."""
    asked = scheme.value("variable_income_months", on)
    months = given_months(income)
    if months:
        months = months[-asked:]
        exact = Fraction(sum(months), len(months)) * scheme.factor(income.get("periode", "maand"))
    elif "bedragInCenten" in income:
        exact = income["bedragInCenten"] * scheme.factor(income.get("periode", "maand"))
    else:
        return None
    kind = scheme.kind(income["soort"])
    wants = scheme.value("norm_basis", on) == "incl-holiday-allowance"
    has = income.get("vakantiegeld") == "met"
    yearly = scheme.value("test_period", on) == "previous-year-gross"
    if wants != has and not yearly and kind and kind.get("holiday_factor"):
        without = Fraction(*kind["holiday_factor"])
        exact = exact / without if wants else exact * without
    return exact * 12 if yearly else exact


def recent_months(scheme, income, on):
    """The amounts of the last months before the reference date; one of two for a month is none."""
    asked = scheme.value("variable_income_months", on)
    given = fitting_months(income)[0]
    number = lambda month: int(month["maand"][:4]) * 12 + int(month["maand"][5:]) - 1
    named = [month for month in given if month.get("maand")]
    running = on.year * 12 + on.month - 1
    last = running if max(map(number, named), default=0) == running else running - 1
    return [month["bedragInCenten"] for month in without_twins(income)
            if month.get("maand") and last - asked < number(month) <= last]


def certain_months(income):
    """The amounts of any month, but not one of two different ones for the same month."""
    return [month["bedragInCenten"] for month in without_twins(income)]


def by_period(scheme, income, on):
    """The same amount by every period of the scheme."""
    return [amount_per_month(scheme, {**income, "periode": entry["id"]}, on)
            for entry in scheme.scheme["periods"]]


def item_range(scheme, income, on, partner):
    """Lowest and highest exact amount of one income; None for a highest that nobody knows."""
    exact = amount_per_month(scheme, income, on)
    low = high = exact
    asked, months = scheme.value("variable_income_months", on), given_months(income)
    yearly = scheme.value("test_period", on) == "previous-year-gross"
    gross = income.get("grondslag") == "bruto"
    kind = scheme.kind(income["soort"])
    months = months[-asked:]
    recent = certain_months(income) if yearly else recent_months(scheme, income, on)
    if months and len(recent) < asked and not (yearly and len(months) >= asked):
        share = Fraction(sum(recent), sum(months)) if sum(months) else 0
        low, high = exact * share * len(months) / asked, None
    if not months and not income.get("periode") and exact:
        low, high = min(by_period(scheme, income, on)), max(by_period(scheme, income, on))
    if not months and not yearly and kind and kind.get("variable"):
        low, high = 0, None
    if yearly and not gross:
        high = None
    if not yearly and gross:
        low = 0
    wants = scheme.value("norm_basis", on) == "incl-holiday-allowance"
    has = income.get("vakantiegeld") == "met"
    if not yearly and wants != has and not (kind and kind.get("holiday_factor")):
        low, high = (low, None) if wants else (0, high)
    if not partner and income.get("van") in ("partner", "gezamenlijk") or not kind:
        low = 0
    if kind and kind.get("student"):
        low = 0
    return low, high


def counted(scheme, application, on):
    """The incomes that count and have to have an amount."""
    for income in application.get("inkomen", []):
        kind = scheme.kind(income["soort"])
        if not kind or kind.get("counts", True) and kind.get("amount_asked", True):
            yield income, kind


def shared_kinds(scheme, application, on):
    """The kinds of several incomes of which one has no owner, while there are perhaps two people."""
    if "partner" not in application and not is_open(application, "partner"):
        return set()
    kinds = [income["soort"] for income in application.get("inkomen", [])]
    return {income["soort"] for income in application.get("inkomen", [])
            if not income.get("van") and kinds.count(income["soort"]) > 1}


def add_up(scheme, application, on, amounts, end=None):
    """The sum of @amounts, one for each income that counts, each rounded and after exemptions. At
    the lowest who is not named has an exemption of their own, at the highest all have one."""
    shared = shared_kinds(scheme, application, on)
    rounding = ROUNDINGS[scheme.value("rounding_income", on)]
    yearly = scheme.value("test_period", on) == "previous-year-gross"
    left, total = {}, 0
    for (income, kind), exact in zip(counted(scheme, application, on), amounts):
        amount = rounding(Fraction(exact))
        if kind and kind.get("exempt"):
            exempt = kind["exempt"]
            cents = (scheme.value(exempt["parameter"], on) if "parameter" in exempt
                     else exempt["cents"])
            owner = income.get("van") or "gezamenlijk"
            if owner == "gezamenlijk" and "partner" not in application:
                owner = "aanvrager"
            key = (kind["id"], owner)
            if kind["id"] in shared and end == "high":
                key = kind["id"]
            if kind["id"] in shared and end == "low" and not income.get("van"):
                key = (kind["id"], len(left), "one")
            free = rounding((cents or 0) * scheme.factor(exempt["period"]) * (12 if yearly else 1))
            free = left.setdefault(key, free)
            left[key] -= min(free, amount)
            amount -= min(free, amount)
        total += amount
    return total


def total_income(scheme, application, on):
    if not application.get("inkomen"):
        yearly = scheme.value("test_period", on) == "previous-year-gross"
        estimate = application.get("_estimate")
        return estimate * 12 if estimate is not None and yearly else estimate
    amounts = [amount_per_month(scheme, income, on)
               for income, _ in counted(scheme, application, on)]
    return None if None in amounts else add_up(scheme, application, on, amounts)


def half_years(date):
    return date.year * 2 + (date.month >= 7)


@functools.cache
def rise(scheme, basis):
    """The largest rise of any row from one set of norms to the next."""
    largest = Fraction(1)
    sets = scheme.norms["norm_sets"]
    for old, new in zip(sets, sets[1:]):
        for row, amount in new[basis]["value"].items():
            before = old[basis]["value"].get(row)
            plain = [x["value"] if isinstance(x, dict) else x for x in (before, amount)]
            if None not in plain:
                largest = max(largest, Fraction(plain[1], plain[0]))
    return largest


GROWN = {"youth_18_20_single": "single_21_to_aow",
         "youth_18_20_single_parent": "single_21_to_aow",
         "youth_18_20_couple_both_no_children": "couple_21_to_aow",
         "youth_18_20_couple_both_with_children": "couple_21_to_aow",
         "youth_couple_one_18_20_other_21plus_no_children": "couple_21_to_aow",
         "youth_couple_one_18_20_other_21plus_with_children": "couple_21_to_aow"}


def norm_range(scheme, application, kind, on):
    """What the norm can be: below 21 up to the one of 21 unless living in with parents; outside the
    known sets within the largest rise that was, for each half year."""
    norms = [norm(scheme, other, on) for other in household_types(scheme, application, on)]
    low, high = min(norms), max(norms)
    row = norm_row(scheme, kind, on)
    if row in GROWN and application.get("thuiswonend") is not True:
        high = max(high, norm(scheme, GROWN[row], on))
    basis = {"excl-holiday-allowance": "excl_holiday_allowance",
             "incl-holiday-allowance": "incl_holiday_allowance"}[scheme.value("norm_basis", on)]
    chosen = scheme.norm_set(on)
    steps = half_years(on) - half_years(day(chosen["valid_from"]))
    if not day(chosen["valid_from"]) <= on <= day(chosen["valid_to"]):
        for _ in range(steps):
            if high < 10 ** 9:
                high = -(-high * rise(scheme, basis) // 1)
        for _ in range(-steps):
            low = low / rise(scheme, basis) // 1
    return int(low), int(high)


def percentage_range(scheme, chosen, on):
    values = scheme.scheme["parameters"]["percentage"]
    values = values if isinstance(values, list) else [values]
    counting = ([v for v in values if not v["from"] or day(v["from"]) <= on] or values[:1])[-1]
    low = chosen or counting["value"]
    has_next = "percentage_next" in scheme.scheme["parameters"]
    nextone = scheme.value("percentage_next", on) if has_next else None
    if chosen or counting["status"] != "unverified" or not nextone or nextone <= low:
        return low, low
    return low, nextone


def limit_of(scheme, amount, percentage, on):
    return ROUNDINGS[scheme.value("rounding_limit", on)](Fraction(amount * percentage, 100))


def outcome_of(income, limit):
    """@income and @limit are the lowest and the highest that they can be."""
    if income[0] > limit[1]:
        return "unlikely"
    return "likely" if income[1] is not None and income[1] <= limit[0] else "unknown"


def check(scheme, application, percentage=None, on=None):
    on = day(on or application["peildatum"])
    kind = household_type(scheme, application, on)
    result = {"household_type": kind, "norm_cents": None, "percentage": None, "limit_cents": None,
              "income_cents": total_income(scheme, application, on), "outcome": "unknown"}
    limit = None
    if kind and scheme.scheme["limits"]:
        places = possible_places(scheme, application)
        result["limit_cents"] = table_limit(scheme, kind, on, places[0])
        limits = [table_limit(scheme, other, on, place) for place in places
                  for other in household_types(scheme, application, on)]
        limit = (0, 10 ** 12) if None in limits else (min(limits), max(limits))
    elif kind and norm(scheme, kind, on) is not None:
        low, high = percentage_range(scheme, percentage, on)
        norms = norm_range(scheme, application, kind, on)
        result["norm_cents"] = norm(scheme, kind, on)
        result["percentage"] = low
        result["limit_cents"] = limit_of(scheme, result["norm_cents"], low, on)
        limit = (limit_of(scheme, norms[0], low, on), limit_of(scheme, norms[1], high, on))
    if result["limit_cents"] is not None and result["income_cents"] is not None:
        ranges = [item_range(scheme, income, on, "partner" in application)
                  for income, _ in counted(scheme, application, on)]
        highs = [high for _, high in ranges]
        income = (add_up(scheme, application, on, [low for low, _ in ranges], "low"),
                  None if None in highs else add_up(scheme, application, on, highs, "high"))
        if not application.get("inkomen"):
            income = (result["income_cents"], result["income_cents"])
        elif is_open(application, "partner"):
            income = (income[0], None)
        result["outcome"] = outcome_of(income, limit)
    return result
