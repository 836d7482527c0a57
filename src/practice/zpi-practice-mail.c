/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-practice-mail.h"

#include "zpi-clock.h"
#include "zpi-date.h"

/* "3 januari 2027": the mails of a municipality are in Dutch, whatever the machine speaks. */
static char *
dup_day (const char *iso)
{
  static const char *const months[] = {"januari",
                                       "februari",
                                       "maart",
                                       "april",
                                       "mei",
                                       "juni",
                                       "juli",
                                       "augustus",
                                       "september",
                                       "oktober",
                                       "november",
                                       "december"};
  ZpiDate date = ZPI_DATE_INIT;

  if (iso == NULL || !zpi_date_parse_iso (iso, &date) || !zpi_date_is_full (&date))
    return g_strdup (iso != NULL ? iso : "");
  return g_strdup_printf ("%d %s %d", date.day, months[date.month - 1], date.year);
}

static void
post (ZpiPracticeStore *store,
      const char *kind,
      const char *recipient,
      const char *application,
      const char *subject,
      const char *text)
{
  zpi_practice_store_run (store,
                          "INSERT INTO mails (kind, recipient, subject, text, application, sent_us)"
                          " VALUES (?, ?, ?, ?, ?, ?)",
                          "sssssi",
                          kind,
                          recipient,
                          subject,
                          text,
                          application,
                          zpi_clock_now_us ());
}

static void
mail (ZpiPracticeStore *store,
      const ZpiPracticeApplication *application,
      const char *subject,
      const char *text)
{
  post (store, "mail", application->email, application->id, subject, text);
}

void
zpi_practice_mail_received (ZpiPracticeStore *store, const ZpiPracticeApplication *self)
{
  g_autofree char *day = dup_day (self->decision_date);
  g_autofree char *text =
      g_strdup_printf ("Wij hebben uw aanvraag ontvangen. Het kenmerk is %s. U hoort uiterlijk op "
                       "%s van ons.",
                       self->reference,
                       day);

  mail (store, self, "Wij hebben uw aanvraag ontvangen", text);
}

void
zpi_practice_mail_more (ZpiPracticeStore *store,
                        const ZpiPracticeApplication *self,
                        const ZpiPracticeSupplement *supplement,
                        const char *link)
{
  g_autofree char *day = dup_day (supplement->due);
  g_autofree char *text =
      g_strdup_printf ("Wij hebben meer gegevens nodig voor uw aanvraag %s. %s\nStuur ze uiterlijk "
                       "op %s. Gebruik deze link: %s\nOf geef deze code aan uw hulpverlener: %s",
                       self->reference,
                       supplement->note != NULL ? supplement->note : "",
                       day,
                       link,
                       supplement->code);

  mail (store, self, "Wij hebben meer gegevens nodig", text);
}

void
zpi_practice_mail_more_received (ZpiPracticeStore *store, const ZpiPracticeApplication *self)
{
  g_autofree char *text =
      g_strdup_printf ("Wij hebben de extra gegevens voor uw aanvraag %s ontvangen. Wij kijken er "
                       "opnieuw naar.",
                       self->reference);

  mail (store, self, "Wij hebben uw gegevens ontvangen", text);
}

void
zpi_practice_mail_withdrawn (ZpiPracticeStore *store, const ZpiPracticeApplication *self)
{
  g_autofree char *text =
      g_strdup_printf ("Uw aanvraag %s is ingetrokken. U hoeft niets meer te doen.",
                       self->reference);

  mail (store, self, "Uw aanvraag is ingetrokken", text);
}

void
zpi_practice_mail_decided (ZpiPracticeStore *store,
                           const ZpiPracticeApplication *self,
                           gboolean granted,
                           const char *reason)
{
  g_autofree char *text = NULL;

  if (granted)
    text = g_strdup_printf ("U krijgt de pas (%s). U krijgt een brief met een code. Plaats "
                            "daarmee van iedereen die een pas krijgt een foto. %s",
                            self->reference,
                            reason != NULL ? reason : "");
  else
    text = g_strdup_printf ("U krijgt de pas niet (%s). %s Bent u het er niet mee eens? "
                            "U kunt bezwaar maken met een brief aan de gemeente.",
                            self->reference,
                            reason != NULL ? reason : "");
  mail (store, self, granted ? "U krijgt de pas" : "U krijgt geen pas", text);
}

void
zpi_practice_letter_photo (ZpiPracticeStore *store,
                           const char *application,
                           const char *first_names,
                           const char *code,
                           const char *link)
{
  g_autofree char *text =
      g_strdup_printf ("Beste %s,\nPlaats een foto voor op de pas. Scan de QR-code, ga naar %s, of "
                       "gebruik code %s.",
                       first_names != NULL ? first_names : "bewoner",
                       link,
                       code);

  post (store, "brief", NULL, application, "Plaats uw foto", text);
}

void
zpi_practice_letter_passes (ZpiPracticeStore *store, const char *application)
{
  post (store,
        "brief",
        NULL,
        application,
        "Uw pas",
        "Hierbij uw pas. U kunt hem meteen gebruiken.");
}

void
zpi_practice_mail_account (ZpiPracticeStore *store,
                           const char *recipient,
                           const char *reference,
                           const char *due)
{
  g_autofree char *day = dup_day (due);
  g_autofree char *text =
      g_strdup_printf ("Wij hebben uw verzoek om één account voor uw gezin ontvangen (%s). U hoort "
                       "uiterlijk op %s van ons.",
                       reference,
                       day);

  post (store, "mail", recipient, NULL, "Wij hebben uw verzoek ontvangen", text);
}

/* The mailbox, newest first. */
JsonArray *
zpi_practice_mail_list (ZpiPracticeStore *store)
{
  JsonArray *array = json_array_new ();
  g_autoptr (sqlite3_stmt) rows =
      zpi_practice_store_query (store,
                                "SELECT kind, recipient, subject, text, application, sent_us"
                                " FROM mails ORDER BY id DESC LIMIT 1000",
                                "");

  while (zpi_practice_store_next (store, rows)) {
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "soort", zpi_practice_column_text (rows, 0));
    zpi_json_set_string (object, "aan", zpi_practice_column_text (rows, 1));
    json_object_set_string_member (object, "onderwerp", zpi_practice_column_text (rows, 2));
    json_object_set_string_member (object, "tekst", zpi_practice_column_text (rows, 3));
    zpi_json_set_string (object, "aanvraagId", zpi_practice_column_text (rows, 4));
    zpi_practice_set_time (object, "verstuurdOp", sqlite3_column_int64 (rows, 5));
    json_array_add_object_element (array, object);
  }
  return array;
}
