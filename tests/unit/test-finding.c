/* SPDX-License-Identifier: EUPL-1.2 */

#include <glib.h>
#include <string.h>

#include "random-case.h"
#include "rules-fixture.h"
#include "zpi-clock.h"
#include "zpi-finding-private.h"
#include "zpi-overview.h"
#include "zpi-progress.h"

static gint64
fixed_clock (gpointer user_data)
{
  return G_GINT64_CONSTANT (1768478700) * G_USEC_PER_SEC; /* 2026-01-15 13:05 */
}

/* What an application needs to be sent, and nothing else. */
static ZpiCase *
sendable (void)
{
  ZpiCase *self = zpi_case_new (ZPI_CASE_APPLICATION);

  zpi_case_set (self, ZPI_KEY_FAMILY_NAME, "Jong");
  zpi_case_set (self, ZPI_KEY_EMAIL, "anna@example.nl");
  zpi_case_set (self, ZPI_KEY_EMAIL_WHOSE, "aanvrager");
  zpi_case_set_flag (self, ZPI_KEY_DECLARED, TRUE);
  zpi_case_set (self, ZPI_KEY_DECLARED_HOW, "op-papier");
  return self;
}

static ZpiCase *
complete (void)
{
  static const char *const answers[][2] = {
      {ZPI_KEY_RENEWED, "nee"},
      {ZPI_KEY_MANDATE, "mondeling"},
      {ZPI_KEY_CHECK_CHILDREN, "0"},
      {ZPI_KEY_CHECK_INCOME, "1200"},
      {ZPI_KEY_GIVEN_NAMES, "Anna"},
      {ZPI_KEY_BIRTH_DATE, "1-5-1980"},
      {ZPI_KEY_BSN, "999993653"},
      {ZPI_KEY_STREET, "Dorpsstraat"},
      {ZPI_KEY_HOUSE_NUMBER, "1"},
      {ZPI_KEY_POSTCODE, "2712 AA"},
      {ZPI_KEY_CITY, "Zoetermeer"},
      {ZPI_KEY_PARTNER, ZPI_NO},
  };
  ZpiCase *self = sendable ();

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    zpi_case_set (self, answers[i][0], answers[i][1]);
  return self;
}

static char *
add (ZpiCase *self, const char *list, const char *first, ...)
{
  char *item = zpi_case_add_item (self, list);
  const char *field = first;
  va_list args;

  va_start (args, first);
  while (field != NULL) {
    g_autofree char *key = zpi_case_item_key (list, item, field);

    zpi_case_set (self, key, va_arg (args, const char *));
    field = va_arg (args, const char *);
  }
  va_end (args);
  return item;
}

/* All findings as text, so that a test sees too many as well as too few. */
static char *
describe (GPtrArray *found)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (guint i = 0; i < found->len; i++) {
    const ZpiFinding *finding = g_ptr_array_index (found, i);
    g_auto (GStrv) parts = g_strsplit (finding->key, ".", 3);
    g_autofree char *args = g_strjoinv (",", finding->args);
    g_autofree char *line =
        g_strdup_printf ("%s %s %s%s%s%s%s",
                         zpi_finding_severity_to_nick (finding->severity),
                         zpi_finding_code_to_nick (finding->code),
                         parts[0],
                         g_strv_length (parts) > 1 ? "." : "",
                         g_strv_length (parts) > 1 ? parts[g_strv_length (parts) - 1] : "",
                         *args != '\0' ? " " : "",
                         args);

    if (finding->code == ZPI_FINDING_CHECK) {
      g_autofree char *checked =
          g_strdup_printf ("%s [%s]", line, zpi_check_code_to_nick (finding->check));

      g_strv_builder_add (lines, checked);
    } else {
      g_strv_builder_add (lines, line);
    }
  }
  all = g_strv_builder_end (lines);
  return g_strjoinv ("\n", all);
}

/* The rules that this program comes with. */
static const ZpiScheme *
shipped (void)
{
  static ZpiScheme *scheme = NULL;

  if (scheme == NULL)
    scheme = zpi_scheme_load_shipped (NULL, NULL);
  return scheme;
}

/* Evidence is looked at where it is the subject. */
static const ZpiScheme *
scheme_for (ZpiSection section)
{
  return section == ZPI_SECTION_EVIDENCE ? NULL : shipped ();
}

static ZpiSectionState
section_state (ZpiCase *self, ZpiSection section)
{
  g_autoptr (ZpiOverview) overview = zpi_overview_for_case (self, scheme_for (section));

  return zpi_overview_get_state (overview, section);
}

static void
assert_section (ZpiCase *self, ZpiSection section, const char *expected)
{
  g_autoptr (GPtrArray) found = fixture_findings (self, scheme_for (section), section);
  g_autofree char *text = describe (found);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_field (ZpiCase *self, const char *key, const char *expected)
{
  g_autoptr (GPtrArray) found = zpi_findings_for_field (self, shipped (), key);
  g_autofree char *text = describe (found);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_empty (void)
{
  g_autoptr (ZpiCase) self = zpi_case_new (ZPI_CASE_APPLICATION);

  assert_section (self, ZPI_SECTION_BEFORE, "");
  assert_section (self, ZPI_SECTION_CHECK, "");
  assert_section (self,
                  ZPI_SECTION_APPLICANT,
                  "to-decide missing applicant.given_names\n"
                  "to-send missing applicant.family_name\n"
                  "to-decide missing applicant.birth_date\n"
                  "to-decide missing applicant.bsn\n"
                  "to-decide missing applicant.postcode\n"
                  "to-decide missing applicant.house_number\n"
                  "to-decide missing applicant.street\n"
                  "to-decide missing applicant.city\n"
                  "to-send missing contact.whose\n"
                  "to-send missing contact.email");
  assert_section (self,
                  ZPI_SECTION_HOUSEHOLD,
                  "to-decide missing household.partner\n"
                  "to-decide missing check.children");
  assert_section (self, ZPI_SECTION_INCOME, "to-decide income-missing income");
  assert_section (self, ZPI_SECTION_EVIDENCE, "");
  assert_section (self,
                  ZPI_SECTION_REVIEW,
                  "to-send missing declaration.agreed\n"
                  "to-send missing declaration.how");
  for (guint i = 0; i < ZPI_N_SECTIONS; i++)
    g_assert_cmpint (section_state (self, i), ==, ZPI_SECTION_STATE_UNTOUCHED);
  g_assert_false (zpi_case_can_send (self));
}

static void
test_missing_to_send (void)
{
  g_autoptr (ZpiCase) self = sendable ();
  g_autoptr (ZpiCase) empty = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autofree char *nothing = zpi_case_dup_missing_to_send (self);
  g_autofree char *all = zpi_case_dup_missing_to_send (empty);
  g_autofree char *wrong = NULL;

  g_assert_null (nothing);
  g_assert_cmpstr (all,
                   ==,
                   "applicant.family_name, contact.whose, contact.email, declaration.agreed, "
                   "declaration.how");
  zpi_case_set (self, ZPI_KEY_EMAIL, "anna@");
  wrong = zpi_case_dup_missing_to_send (self);
  g_assert_cmpstr (wrong, ==, "contact.email");
}

static void
test_can_send (void)
{
  static const char *const needed[] = {ZPI_KEY_EMAIL,
                                       ZPI_KEY_EMAIL_WHOSE,
                                       ZPI_KEY_DECLARED,
                                       ZPI_KEY_DECLARED_HOW};
  g_autoptr (ZpiCase) self = sendable ();

  g_assert_true (zpi_case_can_send (self));
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++) {
    g_autofree char *was = g_strdup (zpi_case_get (self, needed[i]));

    zpi_case_set (self, needed[i], " ");
    g_assert_false (zpi_case_can_send (self));
    zpi_case_set (self, needed[i], was);
  }
  zpi_case_set (self, ZPI_KEY_EMAIL, "anna@");
  g_assert_false (zpi_case_can_send (self));
  zpi_case_set (self, ZPI_KEY_EMAIL, "anna@homtail.com");
  g_assert_true (zpi_case_can_send (self));
  zpi_case_set (self, ZPI_KEY_EMAIL_WHOSE, "geen");
  g_assert_false (zpi_case_can_send (self));
}

/* What no eye sees is no answer, and a name needs a letter. */
static void
test_name_of_nothing (void)
{
  static const char *const nothing[] = {"\u200b", "\x01", "\u3164", " \u00a0\u202e"};
  static const char *const no_name[] = {"-", "..", "12", "\u2019"};
  g_autoptr (ZpiCase) self = complete ();

  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++) {
    zpi_case_set (self, ZPI_KEY_GIVEN_NAMES, nothing[i]);
    zpi_case_set (self, ZPI_KEY_FAMILY_NAME, nothing[i]);
    assert_field (self, ZPI_KEY_FAMILY_NAME, "to-send missing applicant.family_name");
    g_assert_false (zpi_case_can_send (self));
  }
  for (guint i = 0; i < G_N_ELEMENTS (no_name); i++) {
    zpi_case_set (self, ZPI_KEY_GIVEN_NAMES, no_name[i]);
    zpi_case_set (self, ZPI_KEY_FAMILY_NAME, "");
    assert_field (self, ZPI_KEY_FAMILY_NAME, "to-send missing applicant.family_name");
    g_assert_false (zpi_case_can_send (self));
    zpi_case_set (self, ZPI_KEY_FAMILY_NAME, no_name[i]);
    assert_field (self, ZPI_KEY_FAMILY_NAME, "error check applicant.family_name [name-no-letter]");
    g_assert_false (zpi_case_can_send (self));
    zpi_case_set (self, ZPI_KEY_GIVEN_NAMES, "Anna");
    g_assert_true (zpi_case_can_send (self));
  }
  zpi_case_set (self, ZPI_KEY_GIVEN_NAMES, "");
  zpi_case_set (self, ZPI_KEY_FAMILY_NAME, ".");
  assert_field (self, ZPI_KEY_FAMILY_NAME, "notice check applicant.family_name [name-unknown]");
  g_assert_true (zpi_case_can_send (self));
}

/* One of both names is enough. */
/* A file that is on its way in, or was when the program ended, would silently not go along. */
static void
test_file_on_its_way (void)
{
  g_autoptr (ZpiCase) self = sendable ();
  g_autofree char *item = add (self, ZPI_LIST_DROPPED, "uri", "file:///brief.pdf", NULL);
  g_autofree char *missing = zpi_case_dup_missing_to_send (self);
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DROPPED, item, "uri");

  g_assert_cmpstr (missing, ==, key);
  g_assert_false (zpi_case_can_send (self));
  zpi_case_remove_item (self, ZPI_LIST_DROPPED, item);
  g_assert_true (zpi_case_can_send (self));
}

static void
test_name_to_send (void)
{
  g_autoptr (ZpiCase) self = sendable ();

  zpi_case_set (self, ZPI_KEY_FAMILY_NAME, "");
  g_assert_false (zpi_case_can_send (self));
  assert_field (self, ZPI_KEY_FAMILY_NAME, "to-send missing applicant.family_name");
  zpi_case_set (self, ZPI_KEY_GIVEN_NAMES, "Anna");
  g_assert_true (zpi_case_can_send (self));
  assert_field (self, ZPI_KEY_FAMILY_NAME, "to-decide missing applicant.family_name");
}

/* Nothing that is merely wrong or missing ever stops an application. */
static void
test_nothing_else_stops (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 200; i++) {
    g_autoptr (ZpiCase) self = sendable ();
    g_autoptr (ZpiCase) other = sendable ();
    g_autofree char *email = g_strdup (zpi_case_get (other, ZPI_KEY_EMAIL));

    fill_random (self, rand);
    zpi_case_set (self, ZPI_KEY_FAMILY_NAME, "Jong");
    zpi_case_set (self, ZPI_KEY_EMAIL, email);
    zpi_case_set (self, ZPI_KEY_EMAIL_WHOSE, "helper");
    zpi_case_set_flag (self, ZPI_KEY_DECLARED, TRUE);
    zpi_case_set (self, ZPI_KEY_DECLARED_HOW, "mondeling");
    g_assert_true (zpi_case_can_send (self));
  }
}

static void
test_complete (void)
{
  g_autoptr (ZpiCase) self = complete ();
  g_autofree char *income =
      add (self, ZPI_LIST_INCOME, "kind", "loon", "amount", "1200", "period", "maand", NULL);

  for (guint i = 0; i < ZPI_N_SECTIONS; i++) {
    assert_section (self, i, "");
    if (i != ZPI_SECTION_EVIDENCE)
      g_assert_cmpint (section_state (self, i), ==, ZPI_SECTION_STATE_COMPLETE);
  }
}

static void
test_states (void)
{
  g_autoptr (ZpiCase) self = zpi_case_new (ZPI_CASE_APPLICATION);

  zpi_case_set (self, ZPI_KEY_SCHEME, "zoetermeerpas");
  g_assert_cmpint (section_state (self, ZPI_SECTION_BEFORE), ==, ZPI_SECTION_STATE_UNTOUCHED);
  zpi_case_set (self, ZPI_KEY_RENEWED, "nee");
  g_assert_cmpint (section_state (self, ZPI_SECTION_BEFORE), ==, ZPI_SECTION_STATE_BEGUN);
  g_assert_cmpint (section_state (self, ZPI_SECTION_CHECK), ==, ZPI_SECTION_STATE_UNTOUCHED);
  zpi_case_set (self, ZPI_KEY_STUDENT, ZPI_NO);
  g_assert_cmpint (section_state (self, ZPI_SECTION_CHECK), ==, ZPI_SECTION_STATE_BEGUN);
  zpi_case_set (self, ZPI_KEY_CITY, "Zoetermeer");
  g_assert_cmpint (section_state (self, ZPI_SECTION_APPLICANT), ==, ZPI_SECTION_STATE_BEGUN);
  zpi_case_set (self, ZPI_KEY_BSN, "123");
  g_assert_cmpint (section_state (self, ZPI_SECTION_APPLICANT), ==, ZPI_SECTION_STATE_ATTENTION);
}

/* What the check asks and is wrong is said there, not at a section that nobody opened; sending is
 * not complete before it can be sent. */
static void
test_states_not_opened (void)
{
  g_autoptr (ZpiCase) self = zpi_case_new (ZPI_CASE_APPLICATION);

  zpi_case_set (self, ZPI_KEY_BIRTH_DATE, "31-2-1980");
  g_assert_cmpint (section_state (self, ZPI_SECTION_CHECK), ==, ZPI_SECTION_STATE_ATTENTION);
  g_assert_cmpint (section_state (self, ZPI_SECTION_APPLICANT), ==, ZPI_SECTION_STATE_BEGUN);
  zpi_case_set (self, ZPI_KEY_GIVEN_NAMES, "Anna");
  g_assert_cmpint (section_state (self, ZPI_SECTION_APPLICANT), ==, ZPI_SECTION_STATE_ATTENTION);
  zpi_case_set_flag (self, ZPI_KEY_DECLARED, TRUE);
  zpi_case_set (self, ZPI_KEY_DECLARED_HOW, "mondeling");
  g_assert_cmpint (section_state (self, ZPI_SECTION_REVIEW), ==, ZPI_SECTION_STATE_BEGUN);
}

/* A section is complete only when the municipality would miss nothing of it. */
static void
test_states_true (void)
{
  g_autoptr (ZpiCase) self = complete ();
  g_autoptr (ZpiOverview) overview = NULL;
  g_auto (GStrv) incomes = NULL;
  g_autofree char *whose = NULL;
  g_autofree char *income =
      add (self, ZPI_LIST_INCOME, "kind", "loon", "amount", "1200", "period", "maand", NULL);

  g_assert_cmpint (section_state (self, ZPI_SECTION_HOUSEHOLD), ==, ZPI_SECTION_STATE_COMPLETE);
  zpi_case_set (self, ZPI_KEY_CHECK_CHILDREN, "2");
  g_assert_cmpuint (zpi_case_count_missing_children (self), ==, 2);
  assert_section (self, ZPI_SECTION_HOUSEHOLD, "to-decide children-missing child 2");
  g_assert_cmpint (section_state (self, ZPI_SECTION_HOUSEHOLD), ==, ZPI_SECTION_STATE_BEGUN);
  /* That there are no children is an answer; nothing is none. */
  zpi_case_set (self, ZPI_KEY_CHECK_CHILDREN, "");
  assert_section (self, ZPI_SECTION_HOUSEHOLD, "to-decide missing check.children");
  g_assert_cmpint (section_state (self, ZPI_SECTION_HOUSEHOLD), ==, ZPI_SECTION_STATE_BEGUN);
  zpi_case_set (self, ZPI_KEY_CHECK_CHILDREN, "0");
  g_assert_cmpint (section_state (self, ZPI_SECTION_HOUSEHOLD), ==, ZPI_SECTION_STATE_COMPLETE);

  g_assert_cmpint (section_state (self, ZPI_SECTION_CHECK), ==, ZPI_SECTION_STATE_COMPLETE);
  zpi_case_set (self, ZPI_KEY_BIRTH_DATE, "1-5-2006");
  g_assert_cmpint (section_state (self, ZPI_SECTION_CHECK), ==, ZPI_SECTION_STATE_BEGUN);
  zpi_case_set (self, ZPI_KEY_WITH_PARENTS, "nee");
  g_assert_cmpint (section_state (self, ZPI_SECTION_CHECK), ==, ZPI_SECTION_STATE_COMPLETE);
  zpi_case_set (self, ZPI_KEY_PARTNER, ZPI_YES);
  g_assert_cmpint (section_state (self, ZPI_SECTION_CHECK), ==, ZPI_SECTION_STATE_BEGUN);
  zpi_case_set (self, ZPI_KEY_PARTNER_BIRTH_DATE, "1-5-1985");
  g_assert_cmpint (section_state (self, ZPI_SECTION_CHECK), ==, ZPI_SECTION_STATE_COMPLETE);
  zpi_case_set (self, ZPI_KEY_PARTNER, ZPI_NO);

  g_assert_cmpint (section_state (self, ZPI_SECTION_INCOME), ==, ZPI_SECTION_STATE_COMPLETE);
  zpi_case_set (self, ZPI_KEY_PARTNER, ZPI_YES);
  assert_section (self, ZPI_SECTION_INCOME, "to-decide missing income.whose");
  overview = zpi_overview_for_case (self, NULL);
  g_assert_cmpuint (zpi_overview_get_n_missing (overview, ZPI_SECTION_INCOME), ==, 1);
  incomes = zpi_case_dup_items (self, ZPI_LIST_INCOME);
  whose = zpi_case_item_key (ZPI_LIST_INCOME, incomes[0], "whose");
  zpi_case_set (self, whose, "partner");
  g_assert_cmpint (section_state (self, ZPI_SECTION_INCOME), ==, ZPI_SECTION_STATE_COMPLETE);
}

static void
assert_evidence_state (ZpiCase *self, ZpiSectionState expected)
{
  g_autoptr (ZpiOverview) overview = zpi_overview_for_case (self, shipped ());

  g_assert_cmpint (zpi_overview_get_state (overview, ZPI_SECTION_EVIDENCE), ==, expected);
}

/* What has to be brought cannot be said before it is known who lives there and from what. */
static void
test_evidence_state (void)
{
  static const struct {
    const char *kind;
    const char *whose;
    const char *month;
  } pieces[] = {{"legitimatie", "aanvrager", ""}, {"bankafschrift", "aanvrager", "2025-12"}};
  g_autoptr (ZpiCase) self = complete ();
  g_autofree char *income = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    g_free (add (self,
                 ZPI_LIST_DOCUMENT,
                 "kind",
                 pieces[i].kind,
                 "whose",
                 pieces[i].whose,
                 "month",
                 pieces[i].month,
                 NULL));
  assert_evidence_state (self, ZPI_SECTION_STATE_BEGUN);
  income = add (self, ZPI_LIST_INCOME, "kind", "geen", NULL);
  assert_evidence_state (self, ZPI_SECTION_STATE_COMPLETE);
  zpi_case_set (self, ZPI_KEY_PARTNER, "");
  assert_evidence_state (self, ZPI_SECTION_STATE_BEGUN);
  zpi_case_set (self, ZPI_KEY_PARTNER, ZPI_NO);
  /* Without its rules nobody knows. */
  g_assert_cmpint (section_state (self, ZPI_SECTION_EVIDENCE), ==, ZPI_SECTION_STATE_BEGUN);
}

static void
assert_progress (ZpiCase *self, const char *expected)
{
  g_autofree char *text = zpi_progress_dup_text (self, shipped ());
  g_auto (ZpiProgress) progress = {.next = ZPI_N_SECTIONS};

  g_assert_cmpstr (text, ==, expected);
  g_assert_true (zpi_progress_parse (text, &progress));
  /* Opened, it goes on where its row says. */
  g_assert_cmpint (zpi_progress_find_next (self, shipped ()), ==, progress.next);
}

/* What is next is what somebody at the desk would do next. */
static void
test_progress (void)
{
  g_autoptr (ZpiCase) empty = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (ZpiCase) imported = sendable ();
  g_autoptr (ZpiCase) self = complete ();
  g_autofree char *income = NULL;

  assert_progress (empty, "0 before");
  assert_progress (imported, "1 applicant");
  assert_progress (self, "5 income");
  income = add (self, ZPI_LIST_INCOME, "kind", "loon", "amount", "1200", "period", "maand", NULL);
  assert_progress (self, "6 evidence legitimatie");
  zpi_case_set (self, ZPI_KEY_BSN, "123456789");
  assert_progress (self, "5 applicant !");
}

static void
test_checks (void)
{
  g_autoptr (ZpiCase) self = complete ();

  zpi_case_set (self, ZPI_KEY_BSN, "999993654");
  assert_field (self, ZPI_KEY_BSN, "error check applicant.bsn [bsn-eleven]");
  zpi_case_set (self, ZPI_KEY_BIRTH_DATE, "31-2-1980");
  assert_field (self, ZPI_KEY_BIRTH_DATE, "error check applicant.birth_date [date-impossible]");
  zpi_case_set (self, ZPI_KEY_BIRTH_DATE, "00-00-1975");
  assert_field (self, ZPI_KEY_BIRTH_DATE, "");
  zpi_case_set (self, ZPI_KEY_BIRTH_DATE, "1-1-2010");
  assert_field (self, ZPI_KEY_BIRTH_DATE, "notice check applicant.birth_date [date-minor]");
  zpi_case_set (self, ZPI_KEY_POSTCODE, "2712");
  assert_field (self, ZPI_KEY_POSTCODE, "error check applicant.postcode [postcode-form]");
  zpi_case_set (self, ZPI_KEY_HOUSE_NUMBER, "12 b");
  assert_field (self, ZPI_KEY_HOUSE_NUMBER, "");
  zpi_case_set (self, ZPI_KEY_HOUSE_LETTER, "c");
  assert_field (self,
                ZPI_KEY_HOUSE_NUMBER,
                "error check applicant.house_number [house-number-form]");
  zpi_case_set (self, ZPI_KEY_EMAIL, "anna@homtail.com");
  assert_field (self, ZPI_KEY_EMAIL, "notice check contact.email anna@hotmail.com [email-typo]");
  zpi_case_set (self, ZPI_KEY_PHONE, "14 079");
  assert_field (self, ZPI_KEY_PHONE, "error check applicant.phone [phone-service]");
  zpi_case_set (self, ZPI_KEY_CHECK_INCOME, "veel");
  assert_field (self, ZPI_KEY_CHECK_INCOME, "error check check.income [money-form]");
  assert_field (self, "no.such.key", "");
}

/* What is read back of a section, in its order, follows the answers. */
static void
test_read_back (void)
{
  g_autoptr (ZpiCase) self = zpi_case_new (ZPI_CASE_APPLICATION);
  g_auto (GStrv) without = zpi_section_dup_read_back (ZPI_SECTION_HOUSEHOLD, self, NULL);
  g_auto (GStrv) with = NULL;
  g_autofree char *child = NULL;
  g_autofree char *bsn = NULL;

  g_assert_cmpstr (without[0], ==, ZPI_KEY_PARTNER);
  g_assert_null (without[1]);
  zpi_case_set_flag (self, ZPI_KEY_PARTNER, TRUE);
  child = zpi_case_add_item (self, ZPI_LIST_CHILD);
  bsn = zpi_case_item_key (ZPI_LIST_CHILD, child, "bsn");
  with = zpi_section_dup_read_back (ZPI_SECTION_HOUSEHOLD, self, NULL);
  g_assert_cmpuint (g_strv_length (with), ==, 9);
  g_assert_cmpstr (with[1], ==, ZPI_KEY_PARTNER_GIVEN_NAMES);
  g_assert_cmpstr (with[8], ==, bsn);
}

static void
test_too_long (void)
{
  g_autoptr (ZpiCase) self = complete ();
  g_autofree char *long_text = g_strnfill (101, 'a');
  g_autofree char *remark = g_strnfill (4001, 'a');

  zpi_case_set (self, ZPI_KEY_STREET, long_text);
  assert_field (self, ZPI_KEY_STREET, "error too-long applicant.street 100");
  zpi_case_set (self, ZPI_KEY_STREET, long_text + 1);
  assert_field (self, ZPI_KEY_STREET, "");
  zpi_case_set (self, ZPI_KEY_REMARK, remark);
  assert_field (self, ZPI_KEY_REMARK, "error too-long application.remark 4000");
}

static void
test_practice (void)
{
  g_autoptr (ZpiCase) self = complete ();

  /* Passes the eleven-test and is no published test number. */
  zpi_case_set (self, ZPI_KEY_BSN, "111222333");
  assert_field (self, ZPI_KEY_BSN, "");
  zpi_findings_set_practice (TRUE);
  assert_field (self, ZPI_KEY_BSN, "error check applicant.bsn [bsn-not-a-test]");
  zpi_case_set (self, ZPI_KEY_BSN, "999993653");
  assert_field (self, ZPI_KEY_BSN, "");
  zpi_findings_set_practice (FALSE);
}

static void
test_contact (void)
{
  g_autoptr (ZpiCase) self = complete ();

  zpi_case_set (self, ZPI_KEY_EMAIL_WHOSE, "geen");
  zpi_case_set (self, ZPI_KEY_EMAIL, "");
  assert_section (self, ZPI_SECTION_APPLICANT, "to-send paper-route contact.whose");
  zpi_case_set (self, ZPI_KEY_EMAIL_WHOSE, "helper");
  assert_section (self,
                  ZPI_SECTION_APPLICANT,
                  "to-send missing contact.email\n"
                  "notice helper-missing before.helper_name");
  zpi_case_set (self, ZPI_KEY_HELPER_NAME, "B. de Wit");
  assert_section (self, ZPI_SECTION_APPLICANT, "to-send missing contact.email");
  /* It will do as well as the client's own. */
  zpi_case_set (self, ZPI_KEY_EMAIL, "b.de.wit@example.org");
  assert_section (self, ZPI_SECTION_APPLICANT, "");
}

static void
test_household (void)
{
  g_autoptr (ZpiCase) self = complete ();
  g_autofree char *adult = NULL;
  g_autofree char *unborn = NULL;

  zpi_case_set (self, ZPI_KEY_PARTNER, ZPI_YES);
  assert_section (self,
                  ZPI_SECTION_HOUSEHOLD,
                  "to-decide missing partner.given_names\n"
                  "to-decide missing partner.family_name\n"
                  "to-decide missing partner.birth_date\n"
                  "to-decide missing partner.bsn");
  zpi_case_set (self, ZPI_KEY_PARTNER_BSN, "9999 93 653");
  assert_field (self, ZPI_KEY_PARTNER_BSN, "error same-bsn partner.bsn applicant.bsn");
  g_assert_cmpint (section_state (self, ZPI_SECTION_HOUSEHOLD), ==, ZPI_SECTION_STATE_ATTENTION);
  zpi_case_set (self, ZPI_KEY_PARTNER, ZPI_NO);

  zpi_case_set (self, ZPI_KEY_REFERENCE_DATE, "2026-01-15");
  adult = add (self,
               ZPI_LIST_CHILD,
               "given_names",
               "Bo",
               "family_name",
               "Jong",
               "birth_date",
               "15-1-2008",
               "bsn",
               "999993847",
               NULL);
  unborn = add (self,
                ZPI_LIST_CHILD,
                "given_names",
                "Mo",
                "family_name",
                "Jong",
                "birth_date",
                "16-1-2026",
                "bsn",
                "999993847",
                NULL);
  g_autofree char *other = zpi_case_item_key (ZPI_LIST_CHILD, adult, "bsn");
  g_autofree char *expected = g_strdup_printf ("notice child-adult child.birth_date\n"
                                               "error check child.birth_date [date-future]\n"
                                               "error same-bsn child.bsn %s",
                                               other);
  assert_section (self, ZPI_SECTION_HOUSEHOLD, expected);
  /* The day before the 18th birthday it is still a child. */
  zpi_case_set (self, ZPI_KEY_REFERENCE_DATE, "2026-01-14");
  g_autofree char *birth = zpi_case_item_key (ZPI_LIST_CHILD, adult, "birth_date");
  assert_field (self, birth, "");
}

/* Who was a partner when the income was filled in is none any more. */
static void
test_absent_partner (void)
{
  g_autoptr (ZpiCase) self = complete ();
  g_autofree char *wage = add (self,
                               ZPI_LIST_INCOME,
                               "kind",
                               "loon",
                               "amount",
                               "1250",
                               "period",
                               "maand",
                               "whose",
                               "partner",
                               NULL);
  g_autofree char *whose = zpi_case_item_key (ZPI_LIST_INCOME, wage, "whose");

  zpi_case_set (self, ZPI_KEY_PARTNER, ZPI_NO);
  assert_section (self, ZPI_SECTION_INCOME, "error partner-absent income.whose");
  g_assert_cmpint (section_state (self, ZPI_SECTION_INCOME), ==, ZPI_SECTION_STATE_ATTENTION);
  zpi_case_set (self, whose, "gezamenlijk");
  assert_section (self, ZPI_SECTION_INCOME, "error partner-absent income.whose");
  zpi_case_set (self, whose, "aanvrager");
  assert_section (self, ZPI_SECTION_INCOME, "");
  zpi_case_set (self, whose, "partner");
  zpi_case_set (self, ZPI_KEY_PARTNER, ZPI_YES);
  assert_section (self, ZPI_SECTION_INCOME, "");
}

static void
test_incomes (void)
{
  g_autoptr (ZpiCase) self = complete ();
  g_autofree char *wage = add (self, ZPI_LIST_INCOME, "kind", "loon", NULL);
  g_autofree char *none = NULL;

  assert_section (self,
                  ZPI_SECTION_INCOME,
                  "to-decide missing income.amount\n"
                  "to-decide missing income.period");
  none = add (self, ZPI_LIST_INCOME, "kind", "geen", NULL);
  assert_section (self,
                  ZPI_SECTION_INCOME,
                  "to-decide missing income.amount\n"
                  "to-decide missing income.period\n"
                  "error none-with-others income.kind");
  zpi_case_remove_item (self, ZPI_LIST_INCOME, wage);
  /* An allowance does not count, so nobody waits for its amount, and it goes with "none". */
  wage = (g_free (wage), add (self, ZPI_LIST_INCOME, "kind", "toeslag", NULL));
  assert_section (self, ZPI_SECTION_INCOME, "");
  zpi_case_remove_item (self, ZPI_LIST_INCOME, wage);
  assert_section (self, ZPI_SECTION_INCOME, "");
  g_assert_cmpint (section_state (self, ZPI_SECTION_INCOME), ==, ZPI_SECTION_STATE_COMPLETE);
}

static void
test_months (void)
{
  g_autoptr (ZpiCase) self = complete ();
  g_autofree char *wage = add (self,
                               ZPI_LIST_INCOME,
                               "kind",
                               "wisselend-loon",
                               "month1",
                               "2025-10",
                               "amount1",
                               "400",
                               "month2",
                               "2025-11",
                               NULL);
  g_autofree char *period = zpi_case_item_key (ZPI_LIST_INCOME, wage, "period");
  g_autofree char *month2 = zpi_case_item_key (ZPI_LIST_INCOME, wage, "month2");
  g_autofree char *month3 = zpi_case_item_key (ZPI_LIST_INCOME, wage, "month3");
  g_autofree char *amount2 = zpi_case_item_key (ZPI_LIST_INCOME, wage, "amount2");
  g_autofree char *amount3 = zpi_case_item_key (ZPI_LIST_INCOME, wage, "amount3");

  /* The page waits for it: slips of four weeks are no months. */
  assert_section (self,
                  ZPI_SECTION_INCOME,
                  "to-decide missing income.period\n"
                  "to-decide months-missing income.amount2 2,3");
  zpi_case_set (self, period, "maand");
  assert_section (self, ZPI_SECTION_INCOME, "to-decide months-missing income.amount2 2,3");
  zpi_case_set (self, amount2, "500");
  zpi_case_set (self, amount3, "310");
  assert_section (self, ZPI_SECTION_INCOME, "to-decide months-missing income.month3 1,3");
  zpi_case_set (self, month3, "10-2025");
  assert_section (self, ZPI_SECTION_INCOME, "error same-month income.month3 2025-10");
  /* Two slips of four weeks can end in one month, three cannot. */
  zpi_case_set (self, period, "vier-weken");
  assert_section (self, ZPI_SECTION_INCOME, "");
  zpi_case_set (self, month2, "oktober 2025");
  assert_section (self, ZPI_SECTION_INCOME, "error same-month income.month3 2025-10");
  zpi_case_set (self, month2, "2025-11");
  zpi_case_set (self, period, "maand");
  zpi_case_set (self, month3, "december 2025");
  assert_section (self, ZPI_SECTION_INCOME, "");
}

static void
test_nicks (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < ZPI_N_FINDING_CODES; i++)
    g_assert_true (g_hash_table_add (seen, (gpointer) zpi_finding_code_to_nick (i)));
}

/* Whatever stands in a case, its findings are about its own keys and never quote an answer that is
 * private. */
static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 300; i++) {
    g_autoptr (ZpiCase) self = zpi_case_new (ZPI_CASE_APPLICATION);
    g_autoptr (GPtrArray) found = NULL;

    fill_random (self, rand);
    found = zpi_findings_for_case (self, NULL);
    for (guint j = 0; j < found->len; j++) {
      const ZpiFinding *finding = g_ptr_array_index (found, j);

      g_assert_true (zpi_field_lookup (finding->key) != NULL ||
                     strcmp (finding->key, ZPI_LIST_INCOME) == 0 ||
                     strcmp (finding->key, ZPI_LIST_CHILD) == 0);
      g_assert_true (finding->code == ZPI_FINDING_CHECK || finding->check == ZPI_CHECK_OK);
      for (guint k = 0; finding->args[k] != NULL; k++)
        g_assert_null (strstr (finding->args[k], "999993653"));
    }
  }
}

/* Whichever question was answered first: somebody has been there. */
static void
test_any_answer_touches (void)
{
  guint n_fields;
  const ZpiField *fields = zpi_field_get_all (&n_fields);

  for (guint i = 0; i < n_fields; i++) {
    g_autoptr (ZpiCase) self = zpi_case_new (ZPI_CASE_APPLICATION);

    if (!zpi_field_is_asked (&fields[i]) || strchr (fields[i].pattern, '*') != NULL)
      continue;
    zpi_case_set (self, fields[i].pattern, "x");
    if (section_state (self, fields[i].section) == ZPI_SECTION_STATE_UNTOUCHED)
      g_test_fail_printf ("an answer to %s does not show", fields[i].pattern);
  }
}

/* Who is 18 to 20 on the reference date is asked about the parents, whatever the age is today. */
static void
test_asked_about_parents (void)
{
  static const struct {
    const char *on;
    gboolean asked;
  } rows[] = {
      {"2025-05-09", FALSE}, /* 17 */
      {"2025-05-10", TRUE},
      {"2028-05-09", TRUE},
      {"2028-05-10", FALSE}, /* 21 */
  };
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);

  zpi_case_set (zcase, ZPI_KEY_BIRTH_DATE, "10-5-2007");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    zpi_case_set (zcase, ZPI_KEY_REFERENCE_DATE, rows[i].on);
    g_assert_cmpint (zpi_field_applies (zcase, NULL, ZPI_KEY_WITH_PARENTS), ==, rows[i].asked);
  }
}

/* A question of the page of the incomes that is not about one of them. */
static void
test_once_among_incomes (void)
{
  static const ZpiField field = {"income.debts2",
                                 ZPI_SECTION_INCOME,
                                 ZPI_FIELD_TEXT,
                                 ZPI_REQUIRED_TO_DECIDE};
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_finding_free);
  ZpiFindings findings = {.zcase = zcase, .found = found};

  zpi_findings_look_at_field (&findings, &field, field.pattern);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (((ZpiFinding *) found->pdata[0])->key, ==, field.pattern);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  zpi_clock_set_source (fixed_clock, NULL);

  g_test_add_func ("/finding/empty", test_empty);
  g_test_add_func ("/finding/missing-to-send", test_missing_to_send);
  g_test_add_func ("/finding/can-send", test_can_send);
  g_test_add_func ("/finding/file-on-its-way", test_file_on_its_way);
  g_test_add_func ("/finding/name-to-send", test_name_to_send);
  g_test_add_func ("/finding/name-of-nothing", test_name_of_nothing);
  g_test_add_func ("/finding/nothing-else-stops", test_nothing_else_stops);
  g_test_add_func ("/finding/complete", test_complete);
  g_test_add_func ("/finding/states", test_states);
  g_test_add_func ("/finding/states-not-opened", test_states_not_opened);
  g_test_add_func ("/finding/states-true", test_states_true);
  g_test_add_func ("/finding/evidence-state", test_evidence_state);
  g_test_add_func ("/finding/progress", test_progress);
  g_test_add_func ("/finding/checks", test_checks);
  g_test_add_func ("/finding/read-back", test_read_back);
  g_test_add_func ("/finding/too-long", test_too_long);
  g_test_add_func ("/finding/practice", test_practice);
  g_test_add_func ("/finding/contact", test_contact);
  g_test_add_func ("/finding/household", test_household);
  g_test_add_func ("/finding/incomes", test_incomes);
  g_test_add_func ("/finding/absent-partner", test_absent_partner);
  g_test_add_func ("/finding/months", test_months);
  g_test_add_func ("/finding/nicks", test_nicks);
  g_test_add_func ("/finding/random", test_random);
  g_test_add_func ("/finding/any-answer-touches", test_any_answer_touches);

  g_test_add_func ("/finding/asked-about-parents", test_asked_about_parents);
  g_test_add_func ("/finding/once-among-incomes", test_once_among_incomes);
  return g_test_run ();
}
