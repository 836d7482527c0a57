/* SPDX-License-Identifier: EUPL-1.2 */ // expect: header-guard
void zpi_words (void); /* expect: called */
