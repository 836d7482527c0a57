/* SPDX-License-Identifier: EUPL-1.2 */

/* The sentences of the check's explanation. Level B1: short, concrete, no abbreviations that
 * people here do not use themselves. Both languages stand together, so that they stay the same. */

#include "zpi-explanation-private.h"

const ZpiSentence zpi_explanation_sentences[] = {
    /* The outcome. */
    {"likely",
     "De cliënt heeft waarschijnlijk recht op de {scheme}.",
     "The client probably has a right to the {scheme}."},
    {"likely-by-income",
     "Het inkomen is laag genoeg voor de {scheme}. Maar om een andere reden heeft de cliënt "
     "misschien geen recht.",
     "The income is low enough for the {scheme}. But for another reason the client may have no "
     "right."},
    {"unlikely",
     "De cliënt heeft waarschijnlijk geen recht op de {scheme}. Aanvragen mag altijd.",
     "The client probably has no right to the {scheme}. Applying is always allowed."},
    {"unknown",
     "We weten nog niet of de cliënt recht heeft op de {scheme}. Aanvragen mag altijd.",
     "We do not know yet whether the client has a right to the {scheme}. Applying is always "
     "allowed."},

    /* Who. */
    {"reference-date", "We rekenen met de datum {date}.", "We calculate for {date}."},
    {"applicant-age", "De aanvrager is {age} jaar.", "The applicant is {age} years old."},
    {"applicant-age-about",
     "De aanvrager is {from} of {to} jaar.",
     "The applicant is {from} or {to} years old."},
    {"applicant-age-aow",
     "De aanvrager is {age} jaar en heeft de AOW-leeftijd.",
     "The applicant is {age} years old and of state pension age."},
    {"applicant-age-aow-about",
     "De aanvrager is {from} of {to} jaar en heeft de AOW-leeftijd.",
     "The applicant is {from} or {to} years old and of state pension age."},
    {"partner-age", "De partner is {age} jaar.", "The partner is {age} years old."},
    {"partner-age-about",
     "De partner is {from} of {to} jaar.",
     "The partner is {from} or {to} years old."},
    {"partner-age-aow",
     "De partner is {age} jaar en heeft de AOW-leeftijd.",
     "The partner is {age} years old and of state pension age."},
    {"partner-age-aow-about",
     "De partner is {from} of {to} jaar en heeft de AOW-leeftijd.",
     "The partner is {from} or {to} years old and of state pension age."},
    {"no-partner", "Er is geen partner.", "There is no partner."},
    {"no-partner-given",
     "Of er een partner is, is nog niet ingevuld. We rekenen zonder partner.",
     "Whether there is a partner is not filled in yet. We calculate without one."},
    {"no-children",
     "Er zijn geen kinderen onder de {until}.",
     "There are no children under {until}."},
    {"no-children-given",
     "Er zijn geen kinderen onder de {until} ingevuld.",
     "No children under {until} were filled in."},
    {"children",
     "Er {count|is|zijn} {count} {count|kind|kinderen} onder de {until}.",
     "There {count|is|are} {count} {count|child|children} under {until}."},
    {"household", "Dit gezin telt als: {type}.", "This household counts as: {type}."},

    /* The limit. */
    {"single-parent-as-single",
     "Een alleenstaande ouder heeft dezelfde norm als een alleenstaande.{status}",
     "A single parent has the same norm as a single person.{status}"},
    {"single-parent-as-couple",
     "Een alleenstaande ouder heeft dezelfde norm als partners.{status}",
     "A single parent has the same norm as partners.{status}"},
    {"aow-not-split",
     "De norm is hier voor en na de AOW-leeftijd gelijk.{status}",
     "Here the norm is the same before and after state pension age.{status}"},
    {"norm",
     "De bijstandsnorm is {norm} per maand, zonder vakantiegeld. Dit bedrag geldt van {from} tot "
     "en met {to}. Bron: {source}.{status}",
     "The social assistance norm is {norm} per month, without holiday pay. This amount counts "
     "from {from} up to and including {to}. Source: {source}.{status}"},
    {"norm-with-holiday",
     "De bijstandsnorm is {norm} per maand, met vakantiegeld. Dit bedrag geldt van {from} tot en "
     "met {to}. Bron: {source}.{status}",
     "The social assistance norm is {norm} per month, with holiday pay. This amount counts from "
     "{from} up to and including {to}. Source: {source}.{status}"},
    {"kostendelersnorm-off",
     "Andere volwassenen in huis veranderen de norm niet.{status}",
     "Other adults in the house do not change the norm.{status}"},
    {"percentage",
     "De grens is {percentage} procent van de norm. Bron: {source}.{status}",
     "The limit is {percentage} percent of the norm. Source: {source}.{status}"},
    {"percentage-chosen",
     "De grens is {percentage} procent van de norm. Dit percentage is met de hand gekozen.",
     "The limit is {percentage} percent of the norm. This percentage was chosen by hand."},
    {"limit",
     "{percentage} procent van {norm} is {limit}. Dat is de grens per maand.",
     "{percentage} percent of {norm} is {limit}. That is the limit per month."},
    {"limit-table-month",
     "De grens is {limit} per maand. Bron: {source}.{status}",
     "The limit is {limit} per month. Source: {source}.{status}"},
    {"limit-table-year",
     "De grens is {limit} per jaar. Bron: {source}.{status}",
     "The limit is {limit} per year. Source: {source}.{status}"},

    /* The income, one sentence for each. */
    {"income-month",
     "{kind^}{whose}: {monthly} per maand.",
     "{kind^}{whose}: {monthly} per month."},
    {"income-converted",
     "{kind^}{whose}: {amount} {period}. Keer {times} en gedeeld door {by} is dat {monthly} per "
     "maand.",
     "{kind^}{whose}: {amount} {period}. Times {times} and divided by {by} that is {monthly} per "
     "month."},
    {"income-divided",
     "{kind^}{whose}: {amount} {period}. Gedeeld door {by} is dat {monthly} per maand.",
     "{kind^}{whose}: {amount} {period}. Divided by {by} that is {monthly} per month."},
    {"income-mean",
     "{kind^}{whose}: {total} over {months}. Gemiddeld is dat {monthly} per maand.",
     "{kind^}{whose}: {total} over {months}. On average that is {monthly} per month."},
    {"income-mean-unnamed",
     "{kind^}{whose}: {total} over {count} {count|maand|maanden}. Gemiddeld is dat {monthly} per "
     "maand.",
     "{kind^}{whose}: {total} over {count} {count|month|months}. On average that is {monthly} per "
     "month."},
    {"income-mean-converted",
     "{kind^}{whose}: samen {total}, in {count} {count|bedrag|bedragen} {period}. Het gemiddelde "
     "keer "
     "{times} en gedeeld door {by} is {monthly} per maand.",
     "{kind^}{whose}: {total} together, in {count} {count|amount|amounts} {period}. The mean times "
     "{times} and divided by {by} is {monthly} per month."},
    {"income-mean-without-holiday",
     "{kind^}{whose}: samen {total}, in {count} {count|bedrag|bedragen} {period}, met "
     "vakantiegeld. "
     "Gemiddeld en zonder vakantiegeld is dat {monthly} per maand.",
     "{kind^}{whose}: {total} together, in {count} {count|amount|amounts} {period}, with holiday "
     "pay. On average and without holiday pay that is {monthly} per month."},
    {"income-mean-with-holiday",
     "{kind^}{whose}: samen {total}, in {count} {count|bedrag|bedragen} {period}, zonder "
     "vakantiegeld. Gemiddeld en met vakantiegeld is dat {monthly} per maand.",
     "{kind^}{whose}: {total} together, in {count} {count|amount|amounts} {period}, without "
     "holiday "
     "pay. On average and with holiday pay that is {monthly} per month."},
    {"income-without-holiday",
     "{kind^}{whose}: {amount} {period}, met vakantiegeld. Zonder vakantiegeld is dat {monthly} "
     "per maand.",
     "{kind^}{whose}: {amount} {period}, with holiday pay. Without holiday pay that is {monthly} "
     "per month."},
    {"income-with-holiday",
     "{kind^}{whose}: {amount} {period}, zonder vakantiegeld. Met vakantiegeld is dat {monthly} "
     "per maand.",
     "{kind^}{whose}: {amount} {period}, without holiday pay. With holiday pay that is {monthly} "
     "per month."},
    {"income-year", "{kind^}{whose}: {yearly} per jaar.", "{kind^}{whose}: {yearly} per year."},
    {"income-year-converted",
     "{kind^}{whose}: {amount} {period}. Dat is {yearly} per jaar.",
     "{kind^}{whose}: {amount} {period}. That is {yearly} per year."},
    {"income-year-mean",
     "{kind^}{whose}: {total} over {count} {count|maand|maanden}. Dat is {yearly} per jaar.",
     "{kind^}{whose}: {total} over {count} {count|month|months}. That is {yearly} per year."},
    {"income-none", "Er is geen inkomen.", "There is no income."},
    {"income-estimate",
     "Het inkomen is geschat op {monthly} per maand.",
     "The income is estimated at {monthly} per month."},
    {"income-year-estimate",
     "Het inkomen is geschat op {yearly} per jaar.",
     "The income is estimated at {yearly} per year."},
    {"income-exempt",
     "{kind^}{whose} telt niet mee. Bron: {source}.{status}",
     "{kind^}{whose} does not count. Source: {source}.{status}"},
    {"income-partly-exempt",
     "Daarvan telt {exempt} niet mee. Er blijft {counted} over.{status}",
     "Of this {exempt} does not count. That leaves {counted}.{status}"},
    {"sum", "In totaal is het inkomen {sum} per maand.", "In all the income is {sum} per month."},
    {"sum-joint",
     "Bij partners telt het inkomen samen. Dat is {sum} per maand.",
     "For partners the income counts together. That is {sum} per month."},
    {"sum-year",
     "In totaal is het inkomen {sum} per jaar.",
     "In all the income is {sum} per year."},

    /* The comparison. */
    {"compare-below",
     "Het inkomen van {sum} is lager dan de grens van {limit}. Het verschil is {difference}.",
     "The income of {sum} is below the limit of {limit}. The difference is {difference}."},
    {"compare-equal",
     "Het inkomen van {sum} is gelijk aan de grens. Dat mag.",
     "The income of {sum} is equal to the limit. That is allowed."},
    {"compare-above",
     "Het inkomen van {sum} is hoger dan de grens van {limit}. Het verschil is {difference}.",
     "The income of {sum} is above the limit of {limit}. The difference is {difference}."},
    {"close",
     "Dit is dicht bij de grens. De gemeente rekent het precies uit en beslist.",
     "This is close to the limit. The municipality works it out and decides."},

    /* Why the outcome is unknown. */
    {"doubt",
     "Dat is nog niet zeker. Dit kan de uitkomst veranderen:",
     "That is not certain yet. This can change the outcome:"},
    {"percentage-between",
     "Bij {percentage} procent is de grens {limit}. Bij {next} procent is de grens {higher}.",
     "At {percentage} percent the limit is {limit}. At {next} percent the limit is {higher}."},
    {"missing-applicant-birth",
     "Vul de geboortedatum van de aanvrager in. Dan kunnen we rekenen.",
     "Fill in the applicant’s date of birth. Then we can calculate."},
    {"missing-partner-birth",
     "Vul de geboortedatum van de partner in. Dan kunnen we rekenen.",
     "Fill in the partner’s date of birth. Then we can calculate."},
    {"doubtful-applicant-birth",
     "Van de geboortedatum van de aanvrager is te weinig bekend. De norm hangt ervan af. Vul in "
     "wat "
     "op een identiteitsbewijs staat.",
     "Too little is known of the applicant’s date of birth. The norm depends on it. Fill in what "
     "an "
     "identity document says."},
    {"doubtful-partner-birth",
     "Van de geboortedatum van de partner is te weinig bekend. De norm hangt ervan af. Vul in wat "
     "op een identiteitsbewijs staat.",
     "Too little is known of the partner’s date of birth. The norm depends on it. Fill in what an "
     "identity document says."},
    {"applicant-unborn",
     "De geboortedatum van de aanvrager ligt na de datum waarmee we rekenen. Controleer de datum.",
     "The applicant’s date of birth is after the date we calculate for. Check the date."},
    {"partner-unborn",
     "De geboortedatum van de partner ligt na de datum waarmee we rekenen. Controleer de datum.",
     "The partner’s date of birth is after the date we calculate for. Check the date."},
    {"applicant-minor",
     "De aanvrager is jonger dan 18. Voor die leeftijd is er geen norm. Controleer de datum, of "
     "vraag de gemeente of aanvragen kan.",
     "The applicant is under 18. There is no norm for that age. Check the date, or ask the "
     "municipality whether applying is possible."},
    {"partner-minor",
     "De partner is jonger dan 18. Voor die leeftijd is er geen norm. Controleer de datum, of "
     "vraag de gemeente hoe de partner telt.",
     "The partner is under 18. There is no norm for that age. Check the date, or ask the "
     "municipality how the partner counts."},
    {"missing-income",
     "Vul het inkomen in. Is er geen inkomen? Vul 0 in, of zet ‘Geen inkomen’ aan.",
     "Fill in the income. Is there none? Fill in 0, or switch on ‘No income’."},
    {"missing-income-amount",
     "Vul het bedrag in bij: {kind}{whose}.",
     "Fill in the amount at: {kind}{whose}."},
    {"wrong-applicant-birth",
     "Controleer de geboortedatum van de aanvrager. Zo klopt die niet.",
     "Check the applicant’s date of birth. It cannot be right like this."},
    {"wrong-partner-birth",
     "Controleer de geboortedatum van de partner. Zo klopt die niet.",
     "Check the partner’s date of birth. It cannot be right like this."},
    {"wrong-income-estimate",
     "Controleer het inkomen per maand. Het bedrag {fault}.",
     "Check the income per month. The amount {fault}."},
    {"wrong-income-amount",
     "Controleer het bedrag bij: {kind}{whose}. Het {fault}.",
     "Check the amount at: {kind}{whose}. It {fault}."},
    {"wrong-income-month",
     "Controleer de maand bij: {kind}{whose}. Zo klopt die niet.",
     "Check the month at: {kind}{whose}. It cannot be right like this."},
    {"wrong-children",
     "Controleer hoeveel kinderen er zijn. Het aantal is niet te lezen.",
     "Check how many children there are. The number cannot be read."},
    {"missing-partner",
     "Vul in of de aanvrager met een partner woont. Daarvan hangen de grens en het inkomen af.",
     "Fill in whether the applicant lives with a partner. The limit and the income depend on it."},
    {"missing-children",
     "Vul in hoeveel kinderen er zijn. Daarvan hangt de grens af.",
     "Fill in how many children there are. The limit depends on it."},
    {"missing-place",
     "De grens hangt af van woonplaats en postcode. Vul ze in of controleer ze.",
     "The limit depends on place and postcode. Fill them in or check them."},
    {"missing-limit",
     "Voor dit gezin is de grens niet bekend. Vraag de gemeente ernaar.",
     "The limit for this household is not known. Ask the municipality."},
    {NULL, NULL, NULL},
};
