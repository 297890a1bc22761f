/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_CORE_VERIFY_H
#define SL_CORE_VERIFY_H

#include "core/decide.h"
#include "core/found.h"

/*
 * Every clock and figure told again from the history and compared with what is stored. Order after
 * order first, then what they add up to. Nothing is changed; what differs is said in plain words.
 */
enum { VERIFY_SHOWN_MAX = 100 };

struct verify_group { /* of report.kpi by kind, service and tier */
	enum order_kind kind;
	const char *service;
	enum tier tier;
	int64_t orders, finished, missed, tasks, tasks_missed, reworked;
};

struct verify {
	struct arena *arena; /* keeps what is said and added up */
	const struct org *org;
	int64_t n_orders, n_clocks, n_steps, n_differences;
	const char *differences[VERIFY_SHOWN_MAX]; /* the first of them, a sentence each */
	struct places places; /* as the orders add up */
	struct verify_group *groups;
	int n_groups, size_groups;
};

/* An order with its alarms and whole record (FIND_ALL), as of now_at; page is freed by the caller. */
void verify_order(
	struct verify *v, struct arena *page, const struct order *recorded, int64_t now_at);
/* The rows of quota_use and agreed_use, after all orders (FIND_PLACES). */
void verify_places(struct verify *v, const struct places *stored);
/* report.kpi of all time by kind, service and tier, after all orders (FIND_KPI). */
void verify_kpi(struct verify *v, const struct found *kpi);

#endif
