/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is to be done, and with which store: the configuration says so. It owns no part of the daemon; program.c
 * joins those.
 */
#include <sodium.h>
#include <stdio.h>

#include "api/command.h"
#include "base/buf.h"
#include "base/die.h"
#include "base/log.h"
#include "daemon/config.h"
#include "daemon/embedded.h"
#include "daemon/journal.h"
#include "daemon/link.h"
#include "daemon/program.h"
#include "daemon/reload.h"
#include "daemon/seed.h"
#include "daemon/service.h"
#include "daemon/verify.h"
#include "daemon/zone.h"
#include "store/store.h"

enum { EX_USAGE_STATUS = 64 };

int main(int argc, char **argv)
{
	static struct config c;
	static struct buf store; /* by what --store is reached */
	struct embedded *embedded = NULL;
	char why[512];
	int status = 0;

	if (!config_read(&c, argc, argv, why, sizeof(why))) {
		fprintf(stderr, "sliploopd: %s\n", why);
		return EX_USAGE_STATUS;
	}
	if (c.action == CONFIG_HELP || c.action == CONFIG_VERSION)
		return config_print(c.action);
	decode_init();
	journal_open();
	log_set_level(c.log_level);
	if (c.store[0] && !link_spell_store(&store, &c, why, sizeof(why)))
		die("%s", why);
	if (c.action == CONFIG_VERIFY)
		return verify_store(&c, store.data);
	service_init();
	if (sodium_init() < 0)
		die("libsodium cannot start");
	if (c.embedded[0])
		embedded = embedded_start(c.embedded);
	const char *conninfo = embedded ? embedded_get_conninfo(embedded) : store.data;
	if (c.action == CONFIG_MIGRATE_STATUS)
		status = schema_print_status(conninfo);
	else if (c.action == CONFIG_MIGRATE || c.action == CONFIG_MIGRATE_RESTORED || embedded)
		seed_migrate(conninfo, c.action == CONFIG_MIGRATE_RESTORED);
	if (c.action == CONFIG_RUN) {
		seed_check(conninfo);
		zone_init();
		struct reloader *reloader = reloader_new(&c, argc, argv);

		program_run(&(struct program_options){&c, reloader, embedded, conninfo});
		reloader_free(reloader);
	}
	embedded_stop(embedded);
	return status;
}
