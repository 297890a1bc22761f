/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_ALERTMANAGER_H
#define SL_DAEMON_ALERTMANAGER_H

#include "api/notice.h"

struct courier;
struct notice_config;
struct store;

/*
 * Tells an Alertmanager of our alarms: every daemon does, for it keeps one of each. What changed goes
 * at once, what stands is said again every minute and is over four minutes after the last time.
 */
struct alertmanager_options {
	struct store *store;
	struct courier *courier;
	const struct notice_config *config;
	struct notice_view view;
};

struct alertmanager;
struct alertmanager *alertmanager_new(const struct alertmanager_options *options);
void alertmanager_free(struct alertmanager *m); /* NULL: nothing */
void alertmanager_tick(struct alertmanager *m, int64_t now_ms);
bool alertmanager_is_asking(const struct alertmanager *m); /* the store owes an answer */

#endif
