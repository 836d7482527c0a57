/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-view.h"
#include "zpi-frame-sizes.h"
#include "zpi-letter.h"
#include "zpi-lock-page.h"
#include "zpi-organisation-page.h"
#include "zpi-sent-page.h"
#include "zpi-set-up-page.h"
#include "zpi-start-page.h"
#include "zpi-window.h"

G_BEGIN_DECLS

struct _ZpiWindow {
  AdwApplicationWindow parent_instance;

  AdwWindowTitle *window_title;
  GtkWidget *home_button;
  GtkWidget *case_menu_button;
  GtkWidget *practice_banner;
  GtkWidget *notice_bar;
  GtkLabel *notice_label;
  GtkWidget *notice_spinner;
  GtkButton *notice_button;
  GMenu *sign_in_menu;
  GtkStack *cover; /* over all below it, or away */
  AdwToastOverlay *toast_overlay;
  GtkStack *stack;
  ZpiStartPage *start_page;
  AdwBin *case_bin;
  AdwBin *client_bin;                     /* the client's view beside the page */
  ZpiLockPage *lock_page;                 /* (unowned, weak) (nullable): until it is needed */
  ZpiSetUpPage *set_up_page;              /* the same */
  ZpiOrganisationPage *organisation_page; /* the same */
  AdwStatusPage *blur_page;               /* its picture comes when it is shown */
  AdwStatusPage *failed_page;             /* likewise */

  ZpiFrameSizes *sizes;     /* (owned) */
  ZpiSession *session;      /* (owned) */
  ZpiCase *zcase;           /* (owned) (nullable): the draft on the screen */
  char *case_id;            /* (nullable): the case on the screen, draft or not */
  gboolean was_over;        /* a letter of which all photos were there when it was opened */
  gboolean repairing;       /* a refused application is on its way to be a draft again */
  const char *told;         /* (nullable): whether this case is saved, as it was said last */
  gint64 tell_again_us;     /* until then the same is not said once more */
  GPtrArray *hidden_beside; /* (owned) (nullable): those to bring back */
  GtkWidget *focus_before;  /* (unowned, weak) (nullable) */
  char *case_before_lock;   /* (nullable) */
  int section_before_lock;
  char *key_before_lock;             /* (nullable): where the cursor was */
  int cursor_before_lock;            /* and how far in the text; -1 at its end */
  char *door_before_lock;            /* (nullable): a door without a case */
  gboolean ways_in_not_changed;      /* while it was locked: to be told after that */
  GBytes *typed_before_lock;         /* (owned) (nullable): the code that stood in it, sealed */
  GtkWindow *client_window;          /* (unowned, weak) (nullable): of @client_view */
  GtkWidget *client_view;            /* (unowned, weak) (nullable) */
  ZpiCounsellor *counsellor;         /* (owned) (nullable) */
  GCancellable *sign_in_cancellable; /* (owned) (nullable): while the browser is open */
  char *sign_in_problem;             /* (nullable): why the last try failed, in words */
  GPtrArray *deletions; /* (owned): what may still be brought back, the last one last */
  GCancellable *cancellable;
};

/* @name: of a page of the stack. */
void _zpi_window_show_page (ZpiWindow *self, const char *name);
/* What is not shown is not read to anybody either: GTK 4.8 leaves it in the accessible tree. */
void _zpi_window_turn_to (GtkStack *stack, const char *name);
/* In the header. */
void _zpi_window_update_buttons (ZpiWindow *self);
/* The case on the screen, if any, is saved and closed. */
void _zpi_window_leave_case (ZpiWindow *self);
void _zpi_window_print_code (ZpiWindow *self, const char *code);
void _zpi_window_install_actions (GtkWidgetClass *widget_class);
void _zpi_window_update_actions (ZpiWindow *self);
/* A page of @zcase (nullable) instead of what is shown; the case that was open is left. */
void _zpi_window_show_in_case (ZpiWindow *self, ZpiCase *zcase, GtkWidget *page);
void _zpi_window_show_new_draft (ZpiWindow *self, ZpiCase *zcase);
void _zpi_window_show_draft (ZpiWindow *self, ZpiCase *zcase);
void _zpi_window_show_sent (ZpiWindow *self, const char *case_id);
/* zpi-window-after.c */
GtkWidget *_zpi_window_new_door_page (ZpiWindow *self, const char *door);
void _zpi_window_show_letter (ZpiWindow *self, ZpiCase *zcase, const ZpiPhotoOrder *order);
void _zpi_window_apply_again (ZpiWindow *self);
void _zpi_window_begin_reminded (ZpiWindow *self);
void _zpi_window_show_account (ZpiWindow *self, ZpiCase *zcase);
/* @take: one of another desk, instead of the one on the screen. */
void _zpi_window_hand_over (ZpiWindow *self, gboolean take);
void _zpi_window_take_back (ZpiWindow *self);
void _zpi_window_add_information (ZpiWindow *self);
void _zpi_window_show_kept_code (ZpiWindow *self, const char *letter_id);
void _zpi_window_add_photos (ZpiWindow *self);
void _zpi_window_show_failure (ZpiWindow *self, const GError *error);
void _zpi_window_delete_case (ZpiWindow *self);
/* zpi-window-sending.c */
void _zpi_window_send (ZpiWindow *self);
void _zpi_window_put_on_paper (ZpiWindow *self);
void _zpi_window_repair (ZpiWindow *self, const char *key, const char *reason);
/* zpi-window-lock.c */
void _zpi_window_show_state (ZpiWindow *self);
void _zpi_window_show_organisation (ZpiWindow *self);
/* Whether the recovery code is on the screen, which cannot be passed by. */
gboolean _zpi_window_shows_code (ZpiWindow *self);
void _zpi_window_return_to_place (ZpiWindow *self);
void _zpi_window_toggle_blur (ZpiWindow *self);
/* Whether everything is hidden. What comes meanwhile comes behind that. */
gboolean _zpi_window_is_blurred (ZpiWindow *self);
/* The focus came somewhere. */
void _zpi_window_keep_blurred (ZpiWindow *self);
/* zpi-window-beside.c */
/* Every window but this one and the client's, which only hides; also those over another window. */
void _zpi_window_close_beside (ZpiWindow *self);
/* Those that are hidden come back when it is over. */
void _zpi_window_hide_beside (ZpiWindow *self, gboolean hidden);
/* Hiding and locking by key from any of them. */
void _zpi_window_watch_beside (ZpiWindow *self);
/* zpi-window-many.c */
void _zpi_window_send_cases (ZpiWindow *self, const char *const *case_ids);
void _zpi_window_delete_cases (ZpiWindow *self, const char *const *case_ids);
/* zpi-window-delete.c */
void _zpi_window_init_deletions (ZpiWindow *self);
void _zpi_window_hide_deletions (ZpiWindow *self);
void _zpi_window_forget_deletions (ZpiWindow *self);
void _zpi_window_delete (ZpiWindow *self,
                         const char *const *case_ids,
                         const char *text,
                         gboolean reopen);
void _zpi_window_install_client_actions (GtkWidgetClass *widget_class);
void _zpi_window_set_up_client (ZpiWindow *self);
void _zpi_window_close_client_view (ZpiWindow *self);
void _zpi_window_show_ways_in (ZpiWindow *self);
void _zpi_window_tell_ways_in (ZpiWindow *self);
void _zpi_window_update_notice (ZpiWindow *self);
void _zpi_window_watch_sign_in (ZpiWindow *self);
void _zpi_window_sign_in (ZpiWindow *self);
void _zpi_window_cancel_sign_in (ZpiWindow *self);
void _zpi_window_sign_out (ZpiWindow *self);

G_END_DECLS
