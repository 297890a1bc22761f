/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the snapshot of the organisation and the policy: one sorted table a noun, rows copied in
 * whole, texts and all, so that a replaced row can be freed. It never reads the store.
 */
#include "core/org.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"

/* A row and its texts in one arena: freed together when the row is replaced. */
struct org_row {
	struct arena arena;
	void *value;
};

struct org_table {
	struct org_row **rows; /* in order of key */
	int n, size;
};

struct org {
	struct org_table tables[ORG_N];
	int64_t config_version, policy_version;
	bool is_partial;
	char *zone;
	int64_t first_month;
	int64_t *months;
	int n_months;
};

typedef void *copy_row(struct arena *a, const void *row);
typedef int compare_rows(const void *a, const void *b);

static struct names copy_names(struct arena *a, const struct names *from)
{
	struct names to = {arena_new_n(a, (size_t)from->n, const char *), from->n};

	for (int i = 0; i < from->n; i++)
		to.at[i] = arena_str(a, from->at[i]);
	return to;
}

/* Each noun: copying its texts, and the key it is sorted by. */
#define COPY(noun, type, ...) \
	static void *copy_##noun(struct arena *a, const void *from) \
	{ \
		type *r = arena_copy(a, from, sizeof(*r)); \
		__VA_ARGS__ \
		return r; \
	}
#define TEXT(field) r->field = arena_str(a, r->field);
#define NAMES(field) r->field = copy_names(a, &r->field);

COPY(unit, struct unit, TEXT(name) TEXT(title))
COPY(station, struct station, TEXT(name) TEXT(unit) TEXT(area) TEXT(title) TEXT(calendar))
COPY(user, struct user,
	TEXT(name) TEXT(title) TEXT(unit) NAMES(stations) NAMES(notify) TEXT(password))
COPY(customer, struct customer,
	TEXT(name) TEXT(number) TEXT(title) TEXT(unit) TEXT(account_manager) TEXT(contacts))
COPY(token, struct token, TEXT(user) TEXT(issued_by))
COPY(hold_reason, struct hold_reason, TEXT(name) TEXT(en) TEXT(zh))
COPY(limit, struct limit, TEXT(service) TEXT(customer) TEXT(calendar) TEXT(source))
COPY(ladder, struct ladder,
	 r->steps = arena_copy(a, r->steps, (size_t)r->n_steps * sizeof(*r->steps));)
COPY(quota, struct quota, TEXT(service) TEXT(source))
COPY(target, struct on_time_target, TEXT(service) TEXT(source))
COPY(forecast, struct forecast, TEXT(unit) TEXT(service))

static void *copy_calendar(struct arena *a, const void *from)
{
	struct calendar *c = arena_new(a, struct calendar);

	calendar_copy(a, c, from);
	return c;
}

static void *copy_route(struct arena *a, const void *from)
{
	struct route *r = arena_copy(a, from, sizeof(*r));

	TEXT(name)
	TEXT(service)
	r->nodes = arena_copy(a, r->nodes, (size_t)r->n_nodes * sizeof(*r->nodes));
	for (int i = 0; i < r->n_nodes; i++) {
		struct route_node *node = &r->nodes[i];

		node->name = arena_str(a, node->name);
		node->station = arena_str(a, node->station);
		node->after = copy_names(a, &node->after);
	}
	return r;
}

#define BY_NAME(noun, type) \
	static int compare_##noun(const void *a, const void *b) \
	{ \
		return strcmp(((const type *)a)->name, ((const type *)b)->name); \
	}
#define BY_ID(noun, type) \
	static int compare_##noun(const void *a, const void *b) \
	{ \
		int64_t x = ((const type *)a)->id, y = ((const type *)b)->id; \
		return (x > y) - (x < y); \
	}
BY_NAME(unit, struct unit)
BY_NAME(station, struct station)
BY_NAME(user, struct user)
BY_NAME(customer, struct customer)
BY_ID(token, struct token)
BY_NAME(hold_reason, struct hold_reason)
BY_ID(limit, struct limit)
BY_ID(ladder, struct ladder)
BY_ID(quota, struct quota)
BY_ID(target, struct on_time_target)
BY_NAME(route, struct route)
BY_ID(calendar, struct calendar)
BY_ID(forecast, struct forecast)

#define NOUN(name) \
	{ \
		copy_##name, compare_##name \
	}
static const struct {
	copy_row *copy;
	compare_rows *compare;
} nouns[ORG_N] = {
	[ORG_UNIT] = NOUN(unit),
	[ORG_STATION] = NOUN(station),
	[ORG_USER] = NOUN(user),
	[ORG_CUSTOMER] = NOUN(customer),
	[ORG_TOKEN] = NOUN(token),
	[ORG_HOLD_REASON] = NOUN(hold_reason),
	[ORG_LIMIT] = NOUN(limit),
	[ORG_LADDER] = NOUN(ladder),
	[ORG_QUOTA] = NOUN(quota),
	[ORG_TARGET] = NOUN(target),
	[ORG_ROUTE] = NOUN(route),
	[ORG_CALENDAR] = NOUN(calendar),
	[ORG_FORECAST] = NOUN(forecast),
};

struct org *org_new(void)
{
	struct org *g = xcalloc(1, sizeof(*g));

	g->zone = xstrdup("UTC");
	return g;
}

struct org *org_copy(const struct org *from)
{
	struct org *g = org_new();

	for (int noun = 0; noun < ORG_N; noun++)
		for (int i = 0; i < from->tables[noun].n; i++)
			org_put(g, (enum org_noun)noun, from->tables[noun].rows[i]->value);
	org_set_versions(g, from->config_version, from->policy_version);
	org_set_zone(g, from->zone);
	if (from->n_months)
		org_set_months(g, from->first_month, from->months, from->n_months);
	return g;
}

static void row_free(struct org_row *row)
{
	arena_fini(&row->arena);
	free(row);
}

void org_free(struct org *g)
{
	if (!g)
		return;
	for (int i = 0; i < ORG_N; i++) {
		for (int k = 0; k < g->tables[i].n; k++)
			row_free(g->tables[i].rows[k]);
		free(g->tables[i].rows);
	}
	free(g->months);
	free(g->zone);
	free(g);
}

/* The place of the first row not before this key. */
static int place_of(const struct org_table *t, compare_rows *compare, const void *key)
{
	int lo = 0, hi = t->n;

	while (lo < hi) {
		int mid = lo + (hi - lo) / 2;

		if (compare(t->rows[mid]->value, key) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

void org_put(struct org *g, enum org_noun noun, const void *from)
{
	struct org_table *t = &g->tables[noun];
	struct org_row *row = xmalloc(sizeof(*row));
	int i;

	arena_init(&row->arena);
	row->value = nouns[noun].copy(&row->arena, from);
	i = place_of(t, nouns[noun].compare, from);
	if (i < t->n && nouns[noun].compare(t->rows[i]->value, from) == 0) {
		row_free(t->rows[i]);
		t->rows[i] = row;
		return;
	}
	if (t->n == t->size) {
		t->size = t->size ? t->size * 2 : 16;
		t->rows = xrealloc(t->rows, (size_t)t->size * sizeof(*t->rows));
	}
	memmove(&t->rows[i + 1], &t->rows[i], (size_t)(t->n - i) * sizeof(*t->rows));
	t->rows[i] = row;
	t->n++;
}

int org_count(const struct org *g, enum org_noun noun)
{
	return g->tables[noun].n;
}

const void *org_at(const struct org *g, enum org_noun noun, int i)
{
	must(i >= 0 && i < g->tables[noun].n);
	return g->tables[noun].rows[i]->value;
}

static const void *get(const struct org *g, enum org_noun noun, const void *key)
{
	const struct org_table *t = &g->tables[noun];
	int i = place_of(t, nouns[noun].compare, key);

	if (i == t->n || nouns[noun].compare(t->rows[i]->value, key) != 0)
		return NULL;
	return t->rows[i]->value;
}

#define GET_BY_NAME(noun, NOUN, type) \
	const type *org_get_##noun(const struct org *g, const char *name) \
	{ \
		type key = {.name = name}; \
		return name ? get(g, NOUN, &key) : NULL; \
	}
GET_BY_NAME(unit, ORG_UNIT, struct unit)
GET_BY_NAME(station, ORG_STATION, struct station)
GET_BY_NAME(user, ORG_USER, struct user)
GET_BY_NAME(customer, ORG_CUSTOMER, struct customer)
GET_BY_NAME(hold_reason, ORG_HOLD_REASON, struct hold_reason)
GET_BY_NAME(route, ORG_ROUTE, struct route)

const struct calendar *org_get_calendar(const struct org *g, const char *name, int64_t version)
{
	const struct org_table *t = &g->tables[ORG_CALENDAR];
	const struct calendar *first = NULL;

	if (!name || strcmp(name, calendar_always.name) == 0)
		return &calendar_always;
	for (int i = 0; i < t->n; i++) {
		const struct calendar *c = t->rows[i]->value;

		if (strcmp(c->name, name) != 0)
			continue;
		if (c->from_version <= version && (!c->to_version || version < c->to_version))
			return c;
		if (!first)
			first = c;
	}
	return first;
}

const struct calendar *org_get_calendar_version(const struct org *g, int64_t id)
{
	struct calendar key = {.id = id};

	return id ? get(g, ORG_CALENDAR, &key) : &calendar_always;
}

int64_t org_get_agreed(const struct org *g, const char *unit, const char *service, int64_t month)
{
	const struct org_table *t = &g->tables[ORG_FORECAST];

	for (int i = 0; i < t->n; i++) {
		const struct forecast *f = t->rows[i]->value;

		if (f->state == FORECAST_AGREED && f->month == month && strcmp(f->unit, unit) == 0 &&
			strcmp(f->service, service) == 0)
			return f->quantity;
	}
	return -1;
}

const struct token *org_get_token(const struct org *g, int64_t id)
{
	struct token key = {.id = id};

	return get(g, ORG_TOKEN, &key);
}

const struct token *org_get_token_by_hash(const struct org *g, const unsigned char hash[32])
{
	/* Every row is compared whole: how long it takes says nothing about how near a guess was. */
	const struct token *found = NULL;

	for (int i = 0; i < g->tables[ORG_TOKEN].n; i++) {
		const struct token *t = g->tables[ORG_TOKEN].rows[i]->value;
		unsigned char differ = 0;

		for (size_t k = 0; k < sizeof(t->hash); k++)
			differ |= (unsigned char)(t->hash[k] ^ hash[k]);
		if (!differ)
			found = t;
	}
	return found;
}

static bool token_lives(const struct token *t, int64_t now_at)
{
	return t && t->revoked_at == INSTANT_NONE &&
		(t->expires_at == INSTANT_NONE || now_at < t->expires_at);
}

bool org_token_is_good(const struct org *g, const struct token *t, int64_t now_at)
{
	return token_lives(t, now_at) &&
		(t->opened_with <= 0 || token_lives(org_get_token(g, t->opened_with), now_at));
}

const struct user *org_get_user_by_uid(const struct org *g, int64_t uid)
{
	for (int i = 0; uid >= 0 && i < g->tables[ORG_USER].n; i++) {
		const struct user *u = g->tables[ORG_USER].rows[i]->value;

		if (u->uid == uid && !u->is_disabled)
			return u;
	}
	return NULL;
}

int64_t org_get_config_version(const struct org *g)
{
	return g->config_version;
}

int64_t org_get_policy_version(const struct org *g)
{
	return g->policy_version;
}

void org_set_versions(struct org *g, int64_t config, int64_t policy)
{
	g->config_version = config;
	g->policy_version = policy;
	g->is_partial = false;
}

void org_set_partial(struct org *g)
{
	g->is_partial = true;
}

bool org_is_partial(const struct org *g)
{
	return g->is_partial;
}

const char *org_get_zone(const struct org *g)
{
	return g->zone;
}

void org_set_zone(struct org *g, const char *zone)
{
	free(g->zone);
	g->zone = xstrdup(zone);
}

void org_set_months(struct org *g, int64_t first, const int64_t *starts, int n)
{
	free(g->months);
	g->months = xmalloc((size_t)n * sizeof(*starts));
	memcpy(g->months, starts, (size_t)n * sizeof(*starts));
	g->first_month = first;
	g->n_months = n;
}

int64_t org_get_month(const struct org *g, int64_t at)
{
	int lo = 0, hi = g->n_months;

	while (lo < hi) {
		int mid = lo + (hi - lo) / 2;

		if (g->months[mid] <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo ? g->first_month + lo - 1 : -1;
}

bool user_has(const struct user *u, enum role role)
{
	return u->roles & BIT(role);
}

bool user_is_at(const struct user *u, const char *station)
{
	return names_has(&u->stations, station);
}

bool user_has_password(const struct user *u, const char end[PASSWORD_END])
{
	size_t len = u->password ? strlen(u->password) : 0;

	return len >= PASSWORD_END && memcmp(u->password + len - PASSWORD_END, end, PASSWORD_END) == 0;
}

bool user_is_absent(const struct user *u, int64_t now_at)
{
	return u->absent_until != INSTANT_NONE && now_at < u->absent_until;
}
