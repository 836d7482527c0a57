/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-practice-person.h"

#include "zpi-clock.h"
#include "zpi-json.h"
#include "zpi-practice-persons-resource.h"

#define FOLDER "/nl/zoetermeerpas/Intake/practice-persons/"

/* From the simplest to the most remarkable. */
static const char *const names[] = {
    "alleenstaand-bijstand.json",
    "paar-aow-pensioen-wisselend-loon.json",
    "ouder-twee-kinderen.json",
    "gezin-loon-ww.json",
    "geboortedatum-deels-onbekend.json",
    "pensioen-boven-de-grens.json",
};

typedef struct {
  JsonNode *wire;
  const char *title_nl;
  const char *title_en;
} Person;

static Person persons[G_N_ELEMENTS (names)];

/* They are compiled in, so a mistake in one is ours. */
static Person *
ensure_person (guint index)
{
  Person *person = &persons[index];
  g_autofree char *path = g_strconcat (FOLDER, names[index], NULL);
  g_autoptr (GBytes) bytes = NULL;
  JsonObject *title;

  if (person->wire != NULL)
    return person;
  bytes = g_resource_lookup_data (zpi_practice_persons_get_resource (),
                                  path,
                                  G_RESOURCE_LOOKUP_FLAGS_NONE,
                                  NULL);
  g_assert (bytes != NULL);
  person->wire = zpi_json_parse (bytes, 0, 0, NULL);
  g_assert (person->wire != NULL);
  title = zpi_json_get_object (zpi_json_get_object (json_node_get_object (person->wire),
                                                    "oefenpersoon"),
                               "titel");
  person->title_nl = zpi_json_get_string (title, "nl");
  person->title_en = zpi_json_get_string (title, "en");
  g_assert (person->title_nl != NULL && person->title_en != NULL);
  return person;
}

/**
 * zpi_practice_person_count:
 *
 * Returns: how many households there are
 */
guint
zpi_practice_person_count (void)
{
  return G_N_ELEMENTS (names);
}

/**
 * zpi_practice_person_title:
 * @index: which one
 * @language: (nullable): `nl` or `en`
 *
 * Main thread only.
 *
 * Returns: (transfer none): who it is, in one line
 */
const char *
zpi_practice_person_title (guint index, const char *language)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (names), "");

  if (language != NULL && g_str_has_prefix (language, "nl"))
    return ensure_person (index)->title_nl;
  return ensure_person (index)->title_en;
}

/* Moves the months of an income so that the last one is last month. */
static void
move_months (ZpiIncome *income, const ZpiDate *today)
{
  ZpiDate first = {ZPI_DATE_FULL, today->year, today->month, 1};

  for (guint i = 0; i < income->n_months; i++) {
    ZpiDate moved = zpi_date_add (&first, 0, -(int) (income->n_months - i), 0);

    income->months[i].month = (ZpiMonth){moved.year, moved.month};
  }
}

/**
 * zpi_practice_person_load:
 * @index: which one
 *
 * The household as an application without declaration, for [method@Application.fill_case]. Main
 * thread only.
 *
 * Returns: (transfer full): the application
 */
ZpiApplication *
zpi_practice_person_load (guint index)
{
  ZpiDate today = zpi_clock_today ();
  ZpiApplication *self;

  g_return_val_if_fail (index < G_N_ELEMENTS (names), NULL);

  self = zpi_application_new_from_wire (ensure_person (index)->wire, NULL);
  g_assert (self != NULL);
  for (guint i = 0; i < self->incomes->len; i++)
    move_months (g_ptr_array_index (self->incomes, i), &today);
  return self;
}
