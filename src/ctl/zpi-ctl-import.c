/* SPDX-License-Identifier: EUPL-1.2 */

/* `import`: a draft per file in wire format. Documents that it names are judged and taken in like
 * any other; one that will not do is said and left out, the draft stays. */

#include "zpi-address.h"
#include "zpi-application.h"
#include "zpi-clock.h"
#include "zpi-ctl.h"
#include "zpi-intake.h"
#include "zpi-photo.h"

#include <string.h>

static gboolean
flush (Ctl *ctl, ZpiCase *zcase, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (ctl->session);

  /* Also of a file that answers nothing there is a draft: its id is printed. */
  zpi_case_keeper_ensure_row_async (keeper, zcase, ctl_result_cb, &result);
  return zpi_case_keeper_flush_finish (keeper, ctl_wait (&result), error);
}

/* What is wrong with a document and what to do about it; by the order of the problems. */
static const char *const problem_sentences[] = {
    [ZPI_INTAKE_EMPTY] = "the file is empty",
    [ZPI_INTAKE_TOO_LARGE] = "the file is too large; make a smaller scan or photo",
    [ZPI_INTAKE_WRONG_TYPE] = "the file is no PDF, JPEG or PNG",
    [ZPI_INTAKE_ENCRYPTED] = "the file is locked with a password; save it without",
    [ZPI_INTAKE_DAMAGED] = "a part of it is missing; make the scan or photo again",
    [ZPI_INTAKE_UNREADABLE] = "there is no file of that name that can be read",
    [ZPI_INTAKE_HEIC] = "the file is a HEIC photo; save it as JPEG",
    [ZPI_INTAKE_OTHER_PICTURE] = "the picture is neither JPEG nor PNG; open it and save it as "
                                 "JPEG, or as PDF when it has more pages",
    [ZPI_INTAKE_DOCUMENT] = "the file is of an office program, or a package; save it as PDF",
    [ZPI_INTAKE_NO_PREVIEW] = "it cannot be shown",
    [ZPI_INTAKE_DARK] = "the photo is too dark to read",
    [ZPI_INTAKE_BLANK] = "there is nothing on the picture",
    [ZPI_INTAKE_BLURRED] = "the photo is too blurred to read",
    [ZPI_INTAKE_SMALL] = "the picture is too small to read",
    [ZPI_INTAKE_PROTECTED] =
        "the PDF is protected, although it opens without a password; print it to "
        "a new PDF, or make a photo of it",
    [ZPI_INTAKE_UNSEEN] = "it cannot be shown; make the scan or photo again",
    [ZPI_INTAKE_TOO_MANY] = "the municipality takes no more documents than there are; put pages of "
                            "one document together",
    [ZPI_INTAKE_ATTACHED] =
        "there are other files in it, which cannot be shown and go along; print "
        "it to a new PDF if they should not",
    [ZPI_INTAKE_FORM] = "the form can be read in one program only; print it to a new PDF",
};

/* @which: how it is named on the line, never by its own name */
static void
say_not_taken (const char *which, int problem, const GError *error)
{
  const char *sentence = problem >= 0 && problem < (int) G_N_ELEMENTS (problem_sentences)
                             ? problem_sentences[problem]
                             : NULL;

  if (problem == ZPI_INTAKE_OK) {
    /* Nothing is wrong with the file: the disk is full, for one. */
    g_autofree char *what = g_strdup_printf ("%s is not taken in", which);

    ctl_failed (what, error);
    return;
  }
  ctl_message ("zpictl: %s is not taken in: %s (%s)",
               which,
               sentence != NULL ? sentence : error->message,
               zpi_intake_problem_to_nick (problem));
}

/* What is wrong with a document that is kept all the same. */
static void
say_warning (const char *which, ZpiIntakeProblem problem)
{
  if (problem == ZPI_INTAKE_NO_PREVIEW)
    ctl_message ("zpictl: warning: %s is taken in but cannot be shown (%s)",
                 which,
                 zpi_intake_problem_to_nick (problem));
  else
    ctl_message ("zpictl: warning: %s is taken in, but %s (%s)",
                 which,
                 problem_sentences[problem],
                 zpi_intake_problem_to_nick (problem));
}

/* What the command for photos says in its own words. */
static gboolean
is_said_of_photo (const char *kind, ZpiIntakeProblem problem)
{
  return g_strcmp0 (kind, ZPI_PHOTO_KIND) == 0 &&
         (problem == ZPI_INTAKE_NO_PREVIEW || problem == ZPI_INTAKE_UNSEEN ||
          problem == ZPI_INTAKE_SMALL);
}

char *
ctl_take_in (Ctl *ctl,
             ZpiCase *zcase,
             const char *path,
             const char *kind,
             const char *whose,
             const char *month,
             const char *which)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ZpiIntakeProblem problem = ZPI_INTAKE_OK;
  char *item;

  zpi_intake_file_async (ctl->session,
                         zcase,
                         file,
                         kind,
                         whose,
                         month,
                         NULL,
                         ctl_result_cb,
                         &result);
  item = zpi_intake_file_finish (ctl_wait (&result), &problem, &error);
  if (item == NULL)
    say_not_taken (which, (int) problem, error);
  else if (problem != ZPI_INTAKE_OK && !is_said_of_photo (kind, problem))
    say_warning (which, problem);
  return item;
}

void
ctl_take_out (Ctl *ctl, ZpiCase *zcase, const char *item, const char *command)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  zpi_intake_remove_async (ctl->session, zcase, item, NULL, ctl_result_cb, &result);
  if (!zpi_intake_remove_finish (ctl_wait (&result), &error))
    ctl_failed (command, error);
}

/* Files and documents are named by their place: what they are called may say whose they are. */
static void
say_refused (int file, guint number, ZpiIntakeProblem problem, const GError *error)
{
  g_autofree char *which = g_strdup_printf ("import: file %d: document %u", file, number + 1);

  say_not_taken (which, (int) problem, error);
}

static char *
format_month (ZpiMonth month)
{
  return month.year != 0 ? g_strdup_printf ("%04d-%02d", month.year, month.month) : NULL;
}

/* @from: the application's file, to which the document's path is relative; the @nth on the line */
typedef struct {
  GFile *from;
  int nth;
} Source;

static gboolean
take_in (Ctl *ctl, ZpiCase *zcase, const Source *source, const ZpiDocument *document, guint number)
{
  g_autoptr (GFile) folder = g_file_get_parent (source->from);
  g_autoptr (GFile) file = g_file_resolve_relative_path (folder, document->local_path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *month = format_month (document->month);
  g_autofree char *item = NULL;
  ZpiIntakeProblem problem = ZPI_INTAKE_OK;

  zpi_intake_file_async (ctl->session,
                         zcase,
                         file,
                         document->kind,
                         document->whose,
                         month,
                         NULL,
                         ctl_result_cb,
                         &result);
  item = zpi_intake_file_finish (ctl_wait (&result), &problem, &error);
  if (item == NULL) {
    say_refused (source->nth, number, problem, error);
    return FALSE;
  }
  if (problem != ZPI_INTAKE_OK) {
    g_autofree char *which = g_strdup_printf ("file %d: document %u", source->nth, number + 1);

    say_warning (which, problem);
  }
  return TRUE;
}

static gboolean
take_in_documents (Ctl *ctl,
                   ZpiCase *zcase,
                   const Source *source,
                   const ZpiApplication *application)
{
  gboolean all = TRUE;

  for (guint i = 0; i < application->documents->len; i++) {
    const ZpiDocument *document = g_ptr_array_index (application->documents, i);

    if (document->local_path != NULL && *document->local_path != '\0')
      all = take_in (ctl, zcase, source, document, i) && all;
    else
      ctl_message ("zpictl: warning: file %d: document %u names no file and is left out",
                   source->nth,
                   i + 1);
  }
  return all;
}

/* A file that names the pass year and no reference date gets the one that belongs to that year. */
static void
follow_pass_year (Ctl *ctl, ZpiCase *zcase, const ZpiApplication *application)
{
  ZpiDate today = zpi_clock_today ();
  ZpiDate on;
  g_autofree char *date = NULL;

  if (application->pass_year == 0 || zpi_date_is_full (&application->reference_date))
    return;
  on = zpi_scheme_reference_date_in (zpi_session_get_scheme (ctl->session),
                                     application->pass_year,
                                     &today);
  date = zpi_date_format_iso (&on);
  zpi_case_set (zcase, ZPI_KEY_REFERENCE_DATE, date);
}

static gboolean
import_file (Ctl *ctl, const char *path, int number, JsonArray *ids)
{
  g_autofree char *name = g_strdup_printf ("import: file %d", number);
  g_autoptr (GPtrArray) unread = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_unread_free);
  g_autoptr (GFile) from = g_file_new_for_commandline_arg (path);
  const Source source = {from, number};
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) wire = ctl_load_json (path, &error);
  g_autoptr (ZpiApplication) application =
      wire != NULL ? ctl_read_application (wire, name, unread, &error) : NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  gboolean all;

  if (application == NULL) {
    ctl_failed (name, error);
    return FALSE;
  }
  zcase = zpi_case_keeper_new_case (zpi_session_get_keeper (ctl->session), ZPI_CASE_APPLICATION);
  zpi_application_fill_case (application, zcase);
  zpi_address_spread_all (zcase);
  follow_pass_year (ctl, zcase, application);
  if (!flush (ctl, zcase, &error)) {
    ctl_failed (name, error);
    return FALSE;
  }
  json_array_add_string_element (ids, zpi_case_get_id (zcase));
  ctl_say_twins (ctl, zcase, name);
  all = take_in_documents (ctl, zcase, &source, application);
  zpi_case_keeper_close_case (zpi_session_get_keeper (ctl->session), zcase);
  return all;
}

int
ctl_import (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonArray) ids = json_array_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);
  int status = CTL_OK;

  if (!ctl_open (ctl, &error))
    return ctl_failed ("import", error);
  for (int i = 1; i < argc; i++) {
    if (!import_file (ctl, argv[i], i, ids))
      status = CTL_FAILED;
  }
  json_node_set_array (root, ids);
  ctl_print (root);
  return status;
}
