/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ZpiNoticeKind:
 *
 * What a notice is about: good to know, mind this, or good news. Each has its own icon, so that
 * the colour is never the only sign.
 */
typedef enum {
  ZPI_NOTICE_INFO,
  ZPI_NOTICE_WARNING,
  ZPI_NOTICE_GOOD,
} ZpiNoticeKind;

/* Advice between the questions. Hidden while it has no text. */
#define ZPI_TYPE_NOTICE (zpi_notice_get_type ())
G_DECLARE_FINAL_TYPE (ZpiNotice, zpi_notice, ZPI, NOTICE, GtkBox)

GtkWidget *zpi_notice_new (ZpiNoticeKind kind, const char *text);
void zpi_notice_set (ZpiNotice *self, ZpiNoticeKind kind, const char *text);
void zpi_notice_add_child (ZpiNotice *self, GtkWidget *child);
const char *zpi_notice_get_text (ZpiNotice *self);

G_END_DECLS
