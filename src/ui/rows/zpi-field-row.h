/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-finding.h"
#include "zpi-session.h"

G_BEGIN_DECLS

typedef struct _ZpiFieldBinding ZpiFieldBinding;

/**
 * ZpiFieldRow:
 * @get_binding: what ties the row to its answer; made by the row with [func@field_binding_new]
 * @key_set: (nullable): the key is known, once; the title is set already
 * @show_text: the answer changed: show it
 * @focus: move the focus to where is typed
 * @dup_echo: (nullable): the answer as it was understood
 * @has_default: (nullable): whether no answer means something that is shown as chosen
 *
 * A question on the screen: bound to one answer of a case, both ways, as raw text. What is wrong
 * shows on leaving, and from then on follows every change.
 */
#define ZPI_TYPE_FIELD_ROW (zpi_field_row_get_type ())
G_DECLARE_INTERFACE (ZpiFieldRow, zpi_field_row, ZPI, FIELD_ROW, GtkWidget)

struct _ZpiFieldRowInterface {
  GTypeInterface parent;

  ZpiFieldBinding *(*get_binding) (ZpiFieldRow *self);
  void (*key_set) (ZpiFieldRow *self, const char *key);
  void (*show_text) (ZpiFieldRow *self, const char *text);
  void (*focus) (ZpiFieldRow *self);
  char *(*dup_echo) (ZpiFieldRow *self, const char *text);
  gboolean (*has_default) (ZpiFieldRow *self);
};

const char *zpi_field_row_get_key (ZpiFieldRow *self);
void zpi_field_row_set_key (ZpiFieldRow *self, const char *key);
void zpi_field_row_set_help (ZpiFieldRow *self, const char *help);
void zpi_field_row_bind (ZpiFieldRow *self, ZpiSession *session, ZpiCase *zcase);
void zpi_field_row_describe_buttons (ZpiFieldRow *self, GtkWidget *question);
ZpiCase *zpi_field_row_get_case (ZpiFieldRow *self);
gboolean zpi_field_row_show_problem (ZpiFieldRow *self);
void zpi_field_row_set_refusal (ZpiFieldRow *self, const char *text);
const char *zpi_field_row_get_problem (ZpiFieldRow *self);
gboolean zpi_field_row_is_wrong (ZpiFieldRow *self);
gboolean zpi_field_row_is_open (ZpiFieldRow *self);
void zpi_field_row_focus (ZpiFieldRow *self);
void zpi_field_row_refresh (ZpiFieldRow *self);

GPtrArray *zpi_field_row_collect (GtkWidget *below);
ZpiFieldRow *zpi_field_row_find (const GPtrArray *rows, const char *key);

/* For the rows themselves. */
void zpi_field_row_install_key (GObjectClass *klass);
void zpi_field_row_go_on (ZpiFieldRow *self);
void zpi_field_row_answered (ZpiFieldRow *self);
ZpiFieldBinding *zpi_field_binding_new (GtkWidget *row);
void zpi_field_binding_free (ZpiFieldBinding *self);
void zpi_field_row_input (ZpiFieldRow *self, const char *text);
void zpi_field_row_choose (ZpiFieldRow *self, const char *text);
void zpi_field_row_left (ZpiFieldRow *self);

G_END_DECLS
