/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_CONFIG_H
#define SL_DAEMON_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/log.h"

/* What the daemon was told on its command line and in its --config file (the command line wins). */
enum config_action {
	CONFIG_RUN,
	CONFIG_MIGRATE,
	CONFIG_MIGRATE_STATUS,
	CONFIG_MIGRATE_RESTORED,
	CONFIG_VERIFY,
	CONFIG_VERSION,
	CONFIG_HELP,
};

enum { CONFIG_TEXT_MAX = 1024, CONFIG_OPTIONS_MAX = 32 };

struct notice_config { /* how people are told (daemon/notices.h) */
	char smtp[CONFIG_TEXT_MAX], from[CONFIG_TEXT_MAX]; /* "": no mail from here */
	char smtp_user[CONFIG_TEXT_MAX], smtp_password_file[CONFIG_TEXT_MAX]; /* "": nobody logs in */
	char ca_file[CONFIG_TEXT_MAX]; /* "": whom the system trusts */
	char secret_file[CONFIG_TEXT_MAX]; /* "": no webhooks from here */
	char alertmanager[CONFIG_TEXT_MAX]; /* "": none */
	char lang[CONFIG_TEXT_MAX];
	int64_t digest_ms, timeout_ms, retry_ms;
	int tries;
	bool may_be_private;
};

struct config {
	enum config_action action;
	char embedded[CONFIG_TEXT_MAX]; /* absolute; "": none */
	char store[CONFIG_TEXT_MAX]; /* conninfo; "": none */
	char store_password_file[CONFIG_TEXT_MAX]; /* "": none */
	char socket[CONFIG_TEXT_MAX];
	char listen[CONFIG_TEXT_MAX]; /* "": no TCP */
	char tls_cert[CONFIG_TEXT_MAX], tls_key[CONFIG_TEXT_MAX]; /* of TCP; "": plain */
	int login_timeout_s; /* on TCP, for whoever has not logged in */
	int source_connections; /* from one address */
	int user_rate; /* calls a second */
	char http[CONFIG_TEXT_MAX]; /* "": no HTTP door */
	char console[CONFIG_TEXT_MAX]; /* a folder that need not be there */
	char zone[CONFIG_TEXT_MAX];
	bool is_virtual;
	int64_t virtual_at;
	struct notice_config notice;
	enum log_level log_level;
	char heads[CONFIG_TEXT_MAX], lang[CONFIG_TEXT_MAX]; /* of verify */
};

/* False with one line for people in why: status 64 (EX_USAGE) is the caller's. */
bool config_read(struct config *c, int argc, char **argv, char *why, size_t size);
int config_print(enum config_action action); /* help or version; its status */

/* The name of the option in place i, NULL: there are no more. may_change: in a running daemon. */
const char *config_get_option(size_t i, bool *may_change);

/* The names of the options that differ, and how many; fixed: one of them that no running daemon can
 * change, NULL: there is none. */
int config_compare(const struct config *live, const struct config *next,
	const char *changed[CONFIG_OPTIONS_MAX], const char **fixed);

#endif
