/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what is remembered of those who call: how many connections, how many wrong logins, how many
 * calls. Whoever has no connection and nothing worth remembering is forgotten; of the others so many
 * at most are kept, those heard of last. It never refuses anybody.
 */
#include "daemon/throttle.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

enum {
	CHAINS = 16384, /* a power of two */
	BURST_S = 4, /* seconds' worth of calls at once */
	FORGET_A_TIME = 4, /* looked at for each new one: more go than come */
};

struct throttles {
	struct throttle *chains[CHAINS];
	struct throttle *oldest,
		*newest; /* of those without a connection, by when they were last heard of */
	int n, n_listed, rate;
	unsigned char key[crypto_shorthash_KEYBYTES]; /* nobody can choose names for one chain */
};

static struct throttle **chain_of(struct throttles *all, const char *name)
{
	unsigned char hash[crypto_shorthash_BYTES];
	uint64_t n;

	_Static_assert(sizeof(hash) == sizeof(n), "a hash is a number");
	must(crypto_shorthash(hash, (const unsigned char *)name, strlen(name), all->key) == 0);
	memcpy(&n, hash, sizeof(n));
	return &all->chains[n & (CHAINS - 1)];
}

static void list_take(struct throttles *all, struct throttle *t)
{
	if (!t->is_listed)
		return;
	*(t->prev ? &t->prev->next : &all->oldest) = t->next;
	*(t->next ? &t->next->prev : &all->newest) = t->prev;
	t->prev = t->next = NULL;
	t->is_listed = false;
	all->n_listed--;
}

static void list_put(struct throttles *all, struct throttle *t)
{
	t->prev = all->newest;
	*(t->prev ? &t->prev->next : &all->oldest) = t;
	all->newest = t;
	t->is_listed = true;
	all->n_listed++;
}

static void throttle_free(struct throttles *all, struct throttle *t)
{
	struct throttle **at = chain_of(all, t->name);

	list_take(all, t);
	while (*at != t)
		at = &(*at)->chain;
	*at = t->chain;
	all->n--;
	free(t);
}

static bool is_worth_keeping(const struct throttles *all, const struct throttle *t, int64_t now_ms)
{
	return t->n_hashing > 0 || !patience_is_calm(&t->patience, now_ms) ||
		!bucket_is_full(&t->bucket, all->rate, now_ms);
}

static void forget_some(struct throttles *all, int64_t now_ms)
{
	for (int i = 0; i < FORGET_A_TIME && all->oldest; i++) {
		if (all->n_listed < THROTTLES_IDLE_MAX && is_worth_keeping(all, all->oldest, now_ms))
			return;
		throttle_free(all, all->oldest);
	}
}

static struct throttle *throttle_find(struct throttles *all, const char *name, int64_t now_ms)
{
	char cut[THROTTLE_NAME];

	snprintf(cut, sizeof(cut), "%s", name);
	struct throttle **chain = chain_of(all, cut), *t = *chain;

	while (t && strcmp(t->name, cut) != 0)
		t = t->chain;
	if (t)
		return t;
	forget_some(all, now_ms);
	t = xcalloc(1, sizeof(*t));
	memcpy(t->name, cut, sizeof(cut));
	t->patience.at_ms = t->bucket.at_ms = now_ms;
	t->chain = *chain;
	*chain = t;
	all->n++;
	return t;
}

struct throttle *throttle_get(struct throttles *all, const char *name, int64_t now_ms)
{
	struct throttle *t = throttle_find(all, name, now_ms);

	if (t->n_connections == 0 && (!t->is_listed || t != all->newest)) {
		list_take(all, t);
		list_put(all, t);
	}
	return t;
}

struct throttle *throttle_enter(struct throttles *all, const char *name, int64_t now_ms)
{
	struct throttle *t = throttle_find(all, name, now_ms);

	list_take(all, t);
	t->n_connections++;
	return t;
}

void throttle_leave(struct throttles *all, struct throttle *t, int64_t now_ms)
{
	must(t->n_connections > 0);
	if (--t->n_connections > 0)
		return;
	if (is_worth_keeping(all, t, now_ms)) {
		forget_some(all, now_ms);
		list_put(all, t);
	} else {
		throttle_free(all, t);
	}
}

bool throttle_take_call(const struct throttles *all, struct throttle *t, int64_t now_ms)
{
	return bucket_take(&t->bucket, all->rate, all->rate * BURST_S, now_ms);
}

int throttles_count(const struct throttles *all)
{
	return all->n;
}

void throttles_set_rate(struct throttles *all, int rate)
{
	all->rate = rate;
}

struct throttles *throttles_new(int rate)
{
	struct throttles *all = xcalloc(1, sizeof(*all));

	must(rate > 0);
	all->rate = rate;
	crypto_shorthash_keygen(all->key);
	return all;
}

void throttles_free(struct throttles *all)
{
	for (int i = 0; i < CHAINS; i++)
		while (all->chains[i])
			throttle_free(all, all->chains[i]);
	free(all);
}
