/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-practice-application.h"
#include "zpi-practice-supplement.h"

G_BEGIN_DECLS

/* What the client would find in the mail or on the mat. */
void zpi_practice_mail_received (ZpiPracticeStore *store, const ZpiPracticeApplication *self);
void zpi_practice_mail_more (ZpiPracticeStore *store,
                             const ZpiPracticeApplication *self,
                             const ZpiPracticeSupplement *supplement,
                             const char *link);
void zpi_practice_mail_more_received (ZpiPracticeStore *store, const ZpiPracticeApplication *self);
void zpi_practice_mail_withdrawn (ZpiPracticeStore *store, const ZpiPracticeApplication *self);
void zpi_practice_mail_decided (ZpiPracticeStore *store,
                                const ZpiPracticeApplication *self,
                                gboolean granted,
                                const char *reason);
void zpi_practice_letter_photo (ZpiPracticeStore *store,
                                const char *application,
                                const char *first_names,
                                const char *code,
                                const char *link);
void zpi_practice_letter_passes (ZpiPracticeStore *store, const char *application);
void zpi_practice_mail_account (ZpiPracticeStore *store,
                                const char *recipient,
                                const char *reference,
                                const char *due);

JsonArray *zpi_practice_mail_list (ZpiPracticeStore *store);

G_END_DECLS
