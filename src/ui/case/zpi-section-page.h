/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-application.h"
#include "zpi-field.h"
#include "zpi-session.h"
#include "zpi-way-back.h"

G_BEGIN_DECLS

/**
 * ZpiSectionPage:
 *
 * One section of a case on the screen: title, summary of what is wrong, and the questions. The
 * case around it has the sections, Back and Next. Actions for what is below it: `page.refresh`,
 * `page.next-question` (Enter) and `page.scroll-to-focus`. What it asks for are actions of those
 * around it: `case.go-to` (s: a key), and of the window `win.send`, `win.paper`, `win.print` (s:
 * what) and `win.client-view`.
 */
#define ZPI_TYPE_SECTION_PAGE (zpi_section_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (ZpiSectionPage, zpi_section_page, ZPI, SECTION_PAGE, AdwBin)

/**
 * ZpiSectionPageClass:
 * @section: which section it shows
 * @bound: session and case are known; rows that exist are bound already
 * @unbound: the case is about to go
 * @answer_changed: an answer of the case changed, by whatever hand
 * @items_changed: items were added to or removed from a list
 * @refresh: show anew what follows from the answers: when the page comes in sight, and a moment
 *   after the last change while it is
 * @go_on: (nullable): Enter was pressed where no question is open any more: adds what is asked
 *   next and returns %TRUE, or leaves it to the next page
 */
struct _ZpiSectionPageClass {
  AdwBinClass parent_class;

  ZpiSection section;
  void (*bound) (ZpiSectionPage *self);
  void (*unbound) (ZpiSectionPage *self);
  void (*answer_changed) (ZpiSectionPage *self, const char *key);
  void (*items_changed) (ZpiSectionPage *self, const char *list);
  void (*refresh) (ZpiSectionPage *self);
  gboolean (*go_on) (ZpiSectionPage *self);
};

ZpiSectionPage *zpi_section_page_new (ZpiSection section);

void zpi_section_page_bind (ZpiSectionPage *self, ZpiSession *session, ZpiCase *zcase);
ZpiSection zpi_section_page_get_section (ZpiSectionPage *self);
const char *zpi_section_get_title (ZpiSection section);
void zpi_section_page_focus_first (ZpiSectionPage *self);
gboolean zpi_section_page_focus_key (ZpiSectionPage *self, const char *key);
void zpi_section_page_show_refusal (ZpiSectionPage *self, const char *key, const char *text);
gboolean zpi_section_page_leave (ZpiSectionPage *self);

/* For the pages themselves. */
ZpiSession *zpi_section_page_get_session (ZpiSectionPage *self);
ZpiCase *zpi_section_page_get_case (ZpiSectionPage *self);
const ZpiScheme *zpi_section_page_get_scheme (ZpiSectionPage *self);
ZpiApplication *zpi_section_page_dup_application (ZpiSectionPage *self);
void zpi_section_page_widen (ZpiSectionPage *self, int width);
gboolean zpi_section_page_has_end (ZpiSectionPage *self);
void zpi_section_page_lend_end (ZpiSectionPage *self, GtkBox *bar);
void zpi_section_page_refresh (ZpiSectionPage *self);
void zpi_section_page_adopt (ZpiSectionPage *self, GtkWidget *below);
void zpi_section_page_offer_undo (ZpiSectionPage *self,
                                  AdwToast *toast,
                                  guint64 before,
                                  ZpiWayBackAgain again,
                                  gpointer data,
                                  GDestroyNotify destroy);
void zpi_section_page_stay (ZpiSectionPage *self, GtkWidget *widget);

G_END_DECLS
