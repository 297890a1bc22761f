/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what a store must have before the daemon runs on it: its schema brought up to date or checked,
 * and the rows a new one begins with: the limits of sla.json and the first admins. No loop runs yet.
 */
#include "daemon/seed.h"

#include <stdlib.h>
#include <unistd.h>

#include "api/command.h"
#include "base/die.h"
#include "base/log.h"
#include "store/store.h"

/* The uid that first fills a store is its admin; through sudo that user too (api.md, Starting). */
static int seed_admins(struct arena *a, struct org_change *out)
{
	const char *sudo = getenv("SUDO_UID");
	int64_t uids[2] = {geteuid(), sudo ? strtoll(sudo, NULL, 10) : -1};
	int n = 0;

	for (int i = 0; i < 2; i++) {
		if (uids[i] < 0 || (i && uids[i] == uids[0]))
			continue;
		struct user u = {
			.name = i ? arena_fmt(a, "admin_%lld", (long long)uids[i]) : "admin",
			.title = "administrator",
			.roles = BIT(ROLE_ADMIN),
			.uid = uids[i],
			.absent_until = INSTANT_NONE,
		};

		out[n++] = (struct org_change){.noun = ORG_USER, .row = arena_copy(a, &u, sizeof(u))};
	}
	return n;
}

void seed_migrate(const char *conninfo, bool is_restored)
{
	struct arena a;
	struct org_change admins[2];
	const struct org_change **seed;
	const char *why = NULL;
	char text[512] = "";
	int n = 0;

	arena_init(&a);
	struct org_change *sla = decode_sla(&a, sla_json, &why);
	if (!sla)
		die("our own sla.json is not what we expect: %s", why);
	for (const struct org_change *c = sla; c; c = c->next)
		n++;
	seed = arena_new_n(&a, (size_t)n + N_OF(admins), const struct org_change *);
	n = 0;
	for (const struct org_change *c = sla; c; c = c->next)
		seed[n++] = c;
	for (int i = 0, k = seed_admins(&a, admins); i < k; i++)
		seed[n++] = &admins[i];
	struct schema_seed rows = {seed, n};
	if (schema_migrate(conninfo, &rows, is_restored, text, sizeof(text)) != 0)
		die("%s", text);
	if (text[0])
		log_info("%s", text);
	arena_fini(&a);
}

void seed_check(const char *conninfo)
{
	char text[512];

	switch (schema_check(conninfo, text, sizeof(text))) {
	case SCHEMA_OK: return;
	case SCHEMA_MOVED: log_warn("%s", text); return;
	case SCHEMA_RESTORED:
	case SCHEMA_BEHIND:
	case SCHEMA_NEWER:
	case SCHEMA_CHANGED:
	case SCHEMA_AWAY: die("%s", text);
	}
}
