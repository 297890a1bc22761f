/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_API_NOTICE_H
#define SL_API_NOTICE_H

#include "api/command.h"
#include "core/calendar.h"
#include "core/notice.h"

/*
 * What leaves the daemon by itself: a webhook's body, a mail's words, the alerts of a monitoring
 * system. A message is one or more notices to one person at one address, a list by next.
 */
struct notice_view {
	struct arena *arena;
	enum lang lang;
	const struct zone_shift *shifts; /* people read local times; none: UTC */
	int n_shifts;
};

/* {"type": "sliploop.alarms", "timestamp", "data": {"to", "items": [...]}} */
const char *encode_webhook(struct arena *a, const struct notice *first, int n, int64_t real_at);

/* "task clock (line)" */
const char *notice_clock_text(const struct notice_view *v, const struct notice *n);
const char *notice_subject(const struct notice_view *v, const struct notice *first, int n);
const char *notice_text(const struct notice_view *v, const struct notice *first, int n);

/* The array of POST /api/v2/alerts. The store's clock may be a virtual one: alerts are as old by the
 * real one as alarms are by it. Standing ones are said to stand until until_at. */
const char *encode_alerts(const struct notice_view *v, const struct alert *alerts, int n,
	int64_t now_at, int64_t real_at, int64_t until_at);

#endif
