/* SPDX-License-Identifier: EUPL-1.2 */ // expect: built
