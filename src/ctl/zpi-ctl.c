/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-ctl.h"

#include "zpi-error.h"
#include "zpi-file.h"
#include "zpi-json.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

void
ctl_message (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("%s\n", text);
}

/* What to do about it, for whoever reads the message and not the code. */
static const char *const advice[] = {
    [ZPI_ERROR_OFFLINE] =
        "There is no connection. Nothing is lost: what waits goes with the next send",
    [ZPI_ERROR_TIMED_OUT] = "There was no answer in time. Nothing is lost: try again later",
    [ZPI_ERROR_BUSY] = "Another program or the other side is busy. Wait a moment and try again",
    [ZPI_ERROR_SIGN_IN_NEEDED] = "Sign in with the window first",
    [ZPI_ERROR_REFUSED] = "It was not taken. Change what is named here and try again",
    [ZPI_ERROR_CONFLICT] = "Look at how it is now (zpictl show, status) before you go on",
    [ZPI_ERROR_GONE] = "It was removed there and does not come back. Make a new one",
    [ZPI_ERROR_TOO_LARGE] = "Use a smaller file",
    [ZPI_ERROR_NOT_VERIFIED] = "It does not count as sent. Try again, and call the municipality "
                               "when it stays",
    [ZPI_ERROR_LOGIN_PAGE] = "Sign in to this network with a browser, and try again",
    [ZPI_ERROR_TLS] = "Nothing was sent. Check the date of this computer, or try another network",
    [ZPI_ERROR_STORE_FULL] = "Make room on the disk and try again. What was there is still there",
    [ZPI_ERROR_STORE_DAMAGED] =
        "Nothing was thrown away, and nothing is added or sent. Make a copy "
        "of the data folder first. Then zpictl backup FILE, and zpictl "
        "--data NEW restore FILE in a new folder",
    [ZPI_ERROR_STORE_TOO_NEW] = "Install the newer version of the program that wrote it",
    [ZPI_ERROR_STORE_READ_ONLY] = "Look who may write in the data folder",
    [ZPI_ERROR_STORE_GONE] = "Put the data folder back, or name the right one with --data",
    [ZPI_ERROR_STORE_FAILED] = "Try again. If it stays, zpictl verify says more",
    [ZPI_ERROR_KEYRING_LOCKED] = "Unlock the keyring of this computer and try again",
    [ZPI_ERROR_KEYRING_ABSENT] = "Start the keyring of this computer, or open with a passphrase",
    [ZPI_ERROR_KEYRING_UNPROTECTED] = "Give the keyring a password, or use a passphrase",
    [ZPI_ERROR_KEY_MISSING] = "The data is locked. Give the PIN, or zpictl recover with the "
                              "recovery code",
    [ZPI_ERROR_WRONG_SECRET] = "Check what was typed and try again",
    [ZPI_ERROR_SEAL_BROKEN] = "It was changed or damaged on the disk. zpictl verify says what; a "
                              "backup may have it whole",
    [ZPI_ERROR_BAD_FORMAT] = "Correct that place in the file and try again",
    [ZPI_ERROR_NOT_FOUND] = "Check the name. zpictl list shows the cases",
    [ZPI_ERROR_NOT_ALLOWED] = "Look at how the case is now (zpictl show)",
    [ZPI_ERROR_NOT_DRAWN] = "Open the document in the window, undo what was done to it, and do it "
                            "again",
};

/* Why the store can only be read: what is to be done about that comes before what was to be done.
 */
static int read_only_code = ZPI_ERROR_STORE_READ_ONLY;
static char *read_only_advice; /* (nullable): what its message says itself */

/* Practice data open by themselves: nobody has a PIN for them. */
static gboolean in_practice;

#define NO_PRACTICE_KEY                                                                            \
  "practice.key belongs in the data folder and opens what is in it. Put it back from a copy of "   \
  "the folder, or restore a backup into a new folder: zpictl --practice --data NEW restore FILE"

static const char *
advice_for (const GError *error)
{
  int code = error->code == ZPI_ERROR_STORE_READ_ONLY ? read_only_code : error->code;

  if (error->code == ZPI_ERROR_STORE_READ_ONLY && read_only_advice != NULL)
    return read_only_advice;
  if (error->code == ZPI_ERROR_KEY_MISSING && in_practice)
    return NO_PRACTICE_KEY;
  return code >= 0 && code < (int) G_N_ELEMENTS (advice) ? advice[code] : NULL;
}

int
ctl_failed (const char *what, const GError *error)
{
  gboolean ours = error->domain == ZPI_ERROR;
  const char *nick = ours ? zpi_error_code_to_nick (error->code) : "failed";
  const char *own = strstr (error->message, ". ");
  const char *general = ours ? advice_for (error) : NULL;

  /* A message of two sentences brings its own advice, which fits better than that of the code. */
  ctl_message ("zpictl: %s: %.*s (%s)",
               what,
               own != NULL ? (int) (own - error->message) : -1,
               error->message,
               nick);
  if (own != NULL)
    ctl_message ("  %s.", own + strlen (". "));
  else if (general != NULL)
    ctl_message ("  %s.", general);
  return CTL_FAILED;
}

void
ctl_say_unknown_code (const char *text, ZpiLetterKind wanted, GError **error)
{
  ZpiLetterKind kind = ZPI_LETTER_UNKNOWN;
  g_autofree char *code = zpi_letter_code_from_text (text, &kind);
  const char *message = "The municipality does not know this code. Compare it with the letter or "
                        "the mail, sign by sign";

  if (code == NULL || !g_error_matches (*error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    return;
  if (kind != ZPI_LETTER_UNKNOWN && kind != wanted)
    message =
        wanted == ZPI_LETTER_PHOTOS
            ? "This is the link of a mail that asks for more information. Answer it with "
              "zpictl supplement"
            : "This is the link of a letter that asks for photos. Send them with zpictl photo";
  g_clear_error (error);
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND, message);
}

int
ctl_usage (const char *text)
{
  ctl_message ("usage: zpictl [--data DIR] [--practice [--scheme ID]] %s", text);
  return CTL_USAGE;
}

void
ctl_print (JsonNode *node)
{
  g_autoptr (GBytes) bytes = zpi_json_serialize (node, TRUE);
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  fwrite (text, 1, size, stdout);
  fputc ('\n', stdout);
}

void
ctl_print_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, object);
  ctl_print (node);
}

/* A mark that some editors put in front of a text; it is no part of it. */
static const char byte_order_mark[] = "\xef\xbb\xbf";

/* Most files are small, and what is allocated is wiped: no more is taken than is there. One byte
 * more than will do is read, not all of what never ends. */
#define FIRST_READ_BYTES 16384

static GByteArray *
read_all (GInputStream *stream, GError **error)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  gsize room = FIRST_READ_BYTES;
  gsize size = 0, got;

  do {
    g_byte_array_set_size (content, room);
    if (!g_input_stream_read_all (stream, content->data + size, room - size, &got, NULL, error))
      return NULL;
    size += got;
    if (size < room)
      break;
    room = MIN (4 * room, ZPI_JSON_MAX_BYTES + 1);
  } while (size < room);
  g_byte_array_set_size (content, size);
  return g_steal_pointer (&content);
}

/* Files that people have beside an application, by how they begin. */
static const struct {
  const char *start;
  gsize at;
  const char *what;
} other_files[] = {
    {"\xff\xd8\xff", 0, "a photo (JPEG)"},
    {"\x89PNG", 0, "a picture (PNG)"},
    {"GIF8", 0, "a picture (GIF)"},
    {"ftyp", 4, "a photo or a film of a phone"},
    {"%PDF-", 0, "a PDF"},
    {"PK\x03\x04", 0, "of an office program, or a package of files (ZIP)"},
    {"\xd0\xcf\x11\xe0", 0, "of an older office program"},
    {"\x1f\x8b", 0, "a package of files (gzip)"},
    {"SQLite format 3", 0, "a store or a backup of one"},
    {"ZPIH", 0, "a case that was handed over; take-over takes it in"},
};

/* (nullable): what kind of file it is, when it is none of text */
static const char *
find_other_kind (const char *text, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (other_files); i++) {
    gsize length = strlen (other_files[i].start);

    if (size >= other_files[i].at + length &&
        memcmp (text + other_files[i].at, other_files[i].start, length) == 0)
      return other_files[i].what;
  }
  return NULL;
}

/* What has no line that could be named. */
static gboolean
check_text (GBytes *bytes, GError **error)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  const char *other = find_other_kind (text, size);

  if (other != NULL) {
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_BAD_FORMAT,
                 "The file is %s. Here an application is expected, a text in JSON; evidence is "
                 "named in it, in \"bewijsstukken\"",
                 other);
    return FALSE;
  }
  if (size > 0 && (size > ZPI_JSON_MAX_BYTES || g_utf8_validate_len (text, size, NULL)))
    return TRUE;
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_BAD_FORMAT,
                       size == 0 ? "The file is empty. Save it again, or name another"
                                 : "The file is not UTF-8. Save it again as UTF-8");
  return FALSE;
}

JsonNode *
ctl_load_json (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GInputStream) stream = zpi_file_open (g_file_peek_path (file), error);
  g_autoptr (GError) reason = NULL;
  g_autoptr (GByteArray) content = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize skip;

  if (stream == NULL)
    return NULL;
  content = read_all (stream, &reason);
  if (content == NULL) {
    zpi_file_say_unread (error, reason);
    return NULL;
  }
  skip = content->len >= strlen (byte_order_mark) &&
                 memcmp (content->data, byte_order_mark, strlen (byte_order_mark)) == 0
             ? strlen (byte_order_mark)
             : 0;
  bytes = g_bytes_new (content->data + skip, content->len - skip);
  return check_text (bytes, error) ? zpi_json_parse (bytes, 0, 0, error) : NULL;
}

/* Whether nothing that is sent stands in it. */
static gboolean
is_empty (const ZpiApplication *application)
{
  g_autoptr (ZpiApplication) nothing = zpi_application_new ();
  g_autoptr (JsonNode) wire = zpi_application_to_wire (application);
  g_autoptr (JsonNode) empty = zpi_application_to_wire (nothing);

  return application->documents->len == 0 && json_node_equal (wire, empty);
}

/* More of them are a file of another kind. */
#define MAX_UNKNOWN 20

/* A name that may be said: the words of the format have letters and digits only. */
static gboolean
is_plain_place (const char *place)
{
  return strlen (place) <= 80 &&
         place[strspn (place,
                       "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.[]")] ==
             '\0';
}

static void
say_unread (const ZpiUnread *one, const char *what)
{
  const char *place = is_plain_place (one->place) ? one->place : "something";

  if (one->meant != NULL)
    ctl_message ("zpictl: warning: %s: %s is no word of the format and is left out; write %s if "
                 "that is meant",
                 what,
                 place,
                 one->meant);
  else
    ctl_message ("zpictl: warning: %s: %s is no word of the format and is left out; see if it is "
                 "spelled right",
                 what,
                 place);
}

/* @unread: (element-type ZpiUnread): gets what nothing reads, which is said too */
ZpiApplication *
ctl_read_application (JsonNode *wire, const char *what, GPtrArray *unread, GError **error)
{
  ZpiApplication *application = zpi_application_new_from_wire_strict (wire, unread, error);

  for (guint i = 0; application != NULL && i < MIN (unread->len, MAX_UNKNOWN); i++)
    say_unread (g_ptr_array_index (unread, i), what);
  if (application != NULL && is_empty (application))
    ctl_message ("zpictl: warning: %s: nothing of an application is in it. Did you mean another "
                 "file?",
                 what);
  return application;
}

void
ctl_say_twins (Ctl *ctl, ZpiCase *zcase, const char *what)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (ctl->session);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) ids = NULL;

  zpi_case_keeper_find_duplicates_async (keeper, zcase, NULL, ctl_result_cb, &result);
  ids = zpi_case_keeper_find_duplicates_finish (keeper, ctl_wait (&result), NULL);
  if (ids == NULL || ids->len == 0)
    return;
  ctl_message ("zpictl: warning: %s: %u other case%s here %s the same BSN, one is %s; send one "
               "application for a person and a year",
               what,
               ids->len,
               ids->len == 1 ? "" : "s",
               ids->len == 1 ? "has" : "have",
               (const char *) g_ptr_array_index (ids, 0));
}

void
ctl_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

GAsyncResult *
ctl_wait (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

/* Read without echo from a terminal, else a line of standard input. */
char *
ctl_ask_secret (const char *prompt)
{
  struct termios before, quiet;
  gboolean terminal = isatty (STDIN_FILENO) && tcgetattr (STDIN_FILENO, &before) == 0;
  char line[256];
  char *secret = NULL;

  if (terminal) {
    g_printerr ("%s: ", prompt);
    quiet = before;
    quiet.c_lflag &= ~(tcflag_t) ECHO;
    tcsetattr (STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  if (fgets (line, sizeof line, stdin) != NULL) {
    line[strcspn (line, "\r\n")] = '\0';
    secret = zpi_secret_strdup (line);
  }
  if (terminal) {
    tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
    g_printerr ("\n");
  }
  explicit_bzero (line, sizeof line);
  return secret;
}

static gboolean
unlock (Ctl *ctl, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  char *secret = ctl_ask_secret ("PIN, passphrase or recovery code");
  gboolean unlocked;

  if (secret == NULL) {
    g_set_error (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "The store is locked");
    return FALSE;
  }
  zpi_session_unlock_async (ctl->session, NULL, secret, NULL, ctl_result_cb, &result);
  unlocked = zpi_session_unlock_finish (ctl->session, ctl_wait (&result), error);
  zpi_secret_strfree (secret);
  return unlocked;
}

static void
say_read_only (ZpiSession *session)
{
  const GError *error = zpi_session_get_error (session);
  const char *own = error != NULL ? strstr (error->message, ". ") : NULL;

  if (error != NULL && error->domain == ZPI_ERROR)
    read_only_code = error->code;
  if (own != NULL && read_only_advice == NULL)
    read_only_advice = g_strdup (own + strlen (". "));
  if (zpi_session_is_damaged (session)) {
    /* Without SQLite's number behind it. */
    int length = (int) strcspn (error->message, "(");

    read_only_code = ZPI_ERROR_STORE_DAMAGED;
    while (length > 0 && error->message[length - 1] == ' ')
      length--;
    ctl_message ("zpictl: the store is damaged; this is what can be read of it, and something may "
                 "be missing. Keep your older backups: %.*s",
                 length,
                 error->message);
    return;
  }
  /* What SQLite says of a full disk is that it cannot be read. */
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_STORE_FULL))
    ctl_message ("zpictl: the store can only be read: the disk is full");
  else
    ctl_message ("zpictl: the store can only be read: %s",
                 error != NULL ? error->message : "unknown");
}

gboolean
ctl_check_open (Ctl *ctl, GError **error)
{
  switch (zpi_session_get_state (ctl->session)) {
  case ZPI_SESSION_OPEN:
    return TRUE;
  case ZPI_SESSION_READ_ONLY:
    say_read_only (ctl->session);
    return TRUE;
  case ZPI_SESSION_NEEDS_ORGANISATION:
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_NOT_ALLOWED,
                 "There is no organisation file. Open the window with that of the municipality, or "
                 "use --practice to try the program");
    return FALSE;
  case ZPI_SESSION_NEEDS_SET_UP:
    g_set_error (
        error,
        ZPI_ERROR,
        ZPI_ERROR_NOT_ALLOWED,
        "Nothing was set up yet. Open the window first, or name the right folder with --data");
    return FALSE;
  default:
    g_set_error (error, ZPI_ERROR, ZPI_ERROR_STORE_FAILED, "The store did not open");
    return FALSE;
  }
}

/* What stands in a variable; one that is empty is as good as none. */
static const char *
get_variable (const char *name)
{
  const char *value = g_getenv (name);

  return value != NULL && *value != '\0' ? value : NULL;
}

/* A folder that was mistyped, and one in which nothing was kept yet. (The real mode sets nothing up
 * here, and says so.) */
static gboolean
is_new_folder (const Ctl *ctl)
{
  g_autofree char *folder =
      ctl->data != NULL ? g_strdup (ctl->data) : zpi_session_default_folder (ctl->practice);

  return ctl->practice && zpi_store_is_new_folder (folder);
}

/* Only what takes something in begins a store: else the cases would seem to be gone. */
static gboolean
check_may_begin (Ctl *ctl, GError **error)
{
  if (ctl->may_begin)
    return TRUE;
  ctl->found_nothing = TRUE;
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_NOT_FOUND,
                       ctl->data != NULL
                           ? "There is no data of this program in the folder of --data. Check its "
                             "name, or begin there with zpictl import"
                           : "There is no practice data yet. Begin with zpictl import, or name the "
                             "folder with --data");
  return FALSE;
}

static gboolean
check_data_folder (const Ctl *ctl, GError **error)
{
  if (ctl->data == NULL || !g_file_test (ctl->data, G_FILE_TEST_EXISTS) ||
      g_file_test (ctl->data, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_NOT_FOUND,
                       "What --data names is no folder. Name the folder that the data are in");
  return FALSE;
}

gboolean
ctl_open (Ctl *ctl, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiSessionOptions options = {.practice = ctl->practice,
                               .data_folder = ctl->data,
                               .scheme = ctl->scheme,
                               .without_list = TRUE};

  gboolean begins = is_new_folder (ctl);

  if (!check_data_folder (ctl, error))
    return FALSE;
  if (ctl->practice) {
    options.api_url = get_variable ("ZPI_API_URL");
    options.ca_file = get_variable ("ZPI_CA_FILE");
    options.token = get_variable ("ZPI_ACCESS_TOKEN");
  }
  in_practice = ctl->practice;
  ctl->session = zpi_session_new (&options);
  if (ctl->scheme != NULL && zpi_session_get_scheme (ctl->session) == NULL) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_NOT_FOUND,
                         "There are no rules for this scheme. Put its file in the folder schemes "
                         "of the data folder");
    return FALSE;
  }
  if (begins && !check_may_begin (ctl, error))
    return FALSE;
  zpi_session_open_async (ctl->session, NULL, ctl_result_cb, &result);
  if (!zpi_session_open_finish (ctl->session, ctl_wait (&result), error))
    return FALSE;
  if (begins && ctl->data != NULL)
    ctl_message ("zpictl: there was no data of this program in the folder of --data: a new store "
                 "is begun there");
  if (zpi_session_get_state (ctl->session) == ZPI_SESSION_LOCKED && !unlock (ctl, error))
    return FALSE;
  return ctl_check_open (ctl, error);
}

gboolean
ctl_ensure_server (Ctl *ctl, GError **error)
{
  if (zpi_session_get_api (ctl->session) != NULL || !ctl->practice)
    return TRUE;
  /* Whoever names a server does not want another one to get the cases. */
  if (get_variable ("ZPI_API_URL") == NULL) {
    ctl->municipality = ctl_municipality_new (ctl->session, error);
    if (ctl->municipality == NULL)
      return FALSE;
  }
  if (zpi_session_get_api (ctl->session) != NULL)
    return TRUE;
  g_set_error (error,
               ZPI_ERROR,
               ZPI_ERROR_NOT_ALLOWED,
               "The server that ZPI_API_URL and ZPI_CA_FILE name cannot be used. Check both; an "
               "address begins with https:// or is of this computer");
  return FALSE;
}

gboolean
ctl_renew_server (Ctl *ctl)
{
  if (ctl->municipality == NULL || ctl_municipality_is_ours (ctl->municipality))
    return FALSE;
  ctl_municipality_free (ctl->municipality);
  ctl->municipality = ctl_municipality_new (ctl->session, NULL);
  return ctl->municipality != NULL;
}

void
ctl_close (Ctl *ctl)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (ctl->session != NULL) {
    zpi_session_close_async (ctl->session, ctl_result_cb, &result);
    /* What can only be read was not changed: there is nothing that was not kept. */
    if (!zpi_session_close_finish (ctl->session, ctl_wait (&result), &error) &&
        !g_error_matches (error, ZPI_ERROR, ZPI_ERROR_STORE_READ_ONLY))
      ctl_failed ("closing", error);
  }
  g_clear_object (&ctl->session);
  g_clear_pointer (&ctl->municipality, ctl_municipality_free);
}

/* Fewer characters than this are rather an empty variable in a script than a case. */
#define MIN_PREFIX 4

typedef struct {
  const char *text;
  char *found;
  guint n_found;
} FindCase;

static void
find_case_free (FindCase *self)
{
  g_free (self->found);
  g_free (self);
}

static gboolean
find_case_func (ZpiStore *store, gpointer data, GError **error)
{
  FindCase *self = data;
  g_autoptr (GPtrArray) infos = zpi_case_store_list_bare (store, ZPI_CASE_ROWS_ALL, error);

  if (infos == NULL)
    return FALSE;
  for (guint i = 0; i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);

    if (!g_str_has_prefix (info->id, self->text))
      continue;
    self->n_found++;
    g_free (self->found);
    self->found = g_strdup (info->id);
  }
  return TRUE;
}

char *
ctl_find_case (Ctl *ctl, const char *text, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiStore *store = zpi_session_get_store (ctl->session);
  FindCase *find;

  if (strlen (text) < MIN_PREFIX) {
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_NOT_FOUND,
                 "That is too little of a case. Give at least %d characters, as zpictl list shows "
                 "them",
                 MIN_PREFIX);
    return NULL;
  }
  find = g_new0 (FindCase, 1);
  find->text = text;
  zpi_store_run_async (store,
                       find_case_func,
                       find,
                       (GDestroyNotify) find_case_free,
                       NULL,
                       ctl_result_cb,
                       &result);
  find = zpi_store_run_finish (store, ctl_wait (&result), error);
  if (find == NULL)
    return NULL;
  if (find->n_found == 1)
    return g_steal_pointer (&find->found);
  g_set_error (error,
               ZPI_ERROR,
               ZPI_ERROR_NOT_FOUND,
               find->n_found == 0
                   ? "No such case"
                   : "More than one case begins like this. Give more characters of it");
  return NULL;
}

typedef struct {
  const char *id;
  ZpiCaseInfo *info;
} LookUp;

static gboolean
look_up_func (ZpiStore *store, gpointer data, GError **error)
{
  LookUp *self = data;

  self->info = zpi_case_store_get_info (store, self->id, error);
  return self->info != NULL;
}

ZpiCaseInfo *
ctl_look_up (Ctl *ctl, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  LookUp look = {.id = id};
  ZpiStore *store = zpi_session_get_store (ctl->session);

  zpi_store_run_async (store, look_up_func, &look, NULL, NULL, ctl_result_cb, &result);
  return zpi_store_run_finish (store, ctl_wait (&result), NULL) != NULL ? look.info : NULL;
}
