/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the files of the application share among themselves. Not for anybody else. */

#include "zpi-application.h"
#include "zpi-checks.h"
#include "zpi-field.h"
#include "zpi-text.h"

G_BEGIN_DECLS

/* Finds the item at @index of @list, and turns the index of a month on the wire (or −1) into the
 * slot of the case, counted from 0. NULL when there is none. */
typedef const char *(*ZpiFindPlace) (const char *list, guint index, int *month, gpointer user_data);

const char *
zpi_application_find_place (const char *list, guint index, int *month, gpointer user_data);
char *zpi_wire_path_to_key (const char *path, ZpiFindPlace find, gpointer user_data);

/* Years on the wire begin here. */
#define ZPI_WIRE_FIRST_YEAR 1850

const char *zpi_wire_date_type (ZpiDatePrecision precision);
const char *const *zpi_wire_date_types (void);
gboolean zpi_wire_date_type_parse (const char *type, ZpiDatePrecision *precision);
gboolean zpi_wire_is_word (const char *text);

typedef ZpiCheckResult (*ZpiCheckFunc) (const char *text);

/* Where the answers of rows are kept: an application, a person or an income. */
typedef struct {
  gpointer base;
  GHashTable *others;
} ZpiKept;

/* The rows whose place on the wire begins with @start and that have a member of their own there.
 * NULL ends them. */
const ZpiField *zpi_wire_next_row (const ZpiField *before, const char *start);
const char *zpi_kept_text (const ZpiKept *self, const ZpiField *field);
void zpi_kept_take_text (const ZpiKept *self, const ZpiField *field, char *text);
gboolean zpi_kept_is_date (const ZpiField *field);
ZpiDate zpi_kept_date (const ZpiKept *self, const ZpiField *field);
void zpi_kept_set_date (const ZpiKept *self, const ZpiField *field, const ZpiDate *date);
ZpiCheckFunc zpi_field_wire_check (const ZpiField *self);

static inline ZpiKept
zpi_kept_in_application (const ZpiApplication *self)
{
  return (ZpiKept){(gpointer) self, self->others};
}

static inline ZpiKept
zpi_kept_in_person (const ZpiPerson *self)
{
  return (ZpiKept){(gpointer) self, self->others};
}

static inline ZpiKept
zpi_kept_in_income (const ZpiIncome *self)
{
  return (ZpiKept){(gpointer) self, self->others};
}

char *zpi_wire_normalise (const char *text, ZpiCheckFunc check);
char *zpi_income_find_other_period (ZpiCase *from, const char *item);
void zpi_wire_settle (char **text, ZpiCheckFunc check);

void zpi_application_split_house_number (ZpiApplication *self);

void zpi_unprocessed_add (GPtrArray *list, const char *path, const char *text);

/* What does not fit on the wire is among the unprocessed answers. */
static inline gboolean
zpi_month_amount_fits (const ZpiMonthAmount *self)
{
  return self->has_amount && self->amount_cents >= 0 && !self->duplicate && self->month.year != 0;
}

gboolean zpi_income_parse_amount (const char *text, gint64 *cents);
void zpi_income_add_month (ZpiIncome *self, const ZpiMonthAmount *month);
guint zpi_period_slips_a_month (const char *period);
void zpi_income_settle_months (ZpiIncome *self);
gboolean zpi_month_parse (const char *text, ZpiMonth *month);
char *zpi_month_format (ZpiMonth month);

G_END_DECLS
