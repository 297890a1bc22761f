/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the places of a month as values: where a quota's or an agreement's count stands. It never counts
 * and never says how many there are: flow.c and verify_sums.c do.
 */
#include "core/places.h"

#include <string.h>

struct quota_use *places_get_quota(struct places *p, struct arena *a, int64_t quota, int64_t month)
{
	for (int i = 0; i < p->n_quotas; i++)
		if (p->quotas[i].quota == quota && p->quotas[i].month == month)
			return &p->quotas[i];

	struct quota_use *grown = arena_new_n(a, (size_t)p->n_quotas + 1, struct quota_use);

	if (p->n_quotas)
		memcpy(grown, p->quotas, (size_t)p->n_quotas * sizeof(*grown));
	grown[p->n_quotas] = (struct quota_use){.quota = quota, .month = month};
	p->quotas = grown;
	return &p->quotas[p->n_quotas++];
}

struct agreed_use *places_get_agreed(
	struct places *p, struct arena *a, const char *unit, const char *service, int64_t month)
{
	for (int i = 0; i < p->n_agreed; i++)
		if (p->agreed[i].month == month && strcmp(p->agreed[i].unit, unit) == 0 &&
			strcmp(p->agreed[i].service, service) == 0)
			return &p->agreed[i];

	struct agreed_use *grown = arena_new_n(a, (size_t)p->n_agreed + 1, struct agreed_use);

	if (p->n_agreed)
		memcpy(grown, p->agreed, (size_t)p->n_agreed * sizeof(*grown));
	grown[p->n_agreed] = (struct agreed_use){
		.unit = arena_str(a, unit), .service = arena_str(a, service), .month = month};
	p->agreed = grown;
	return &p->agreed[p->n_agreed++];
}

struct places places_copy(struct arena *a, const struct places *p)
{
	return (struct places){
		.quotas = arena_copy(a, p->quotas, (size_t)p->n_quotas * sizeof(*p->quotas)),
		.n_quotas = p->n_quotas,
		.agreed = arena_copy(a, p->agreed, (size_t)p->n_agreed * sizeof(*p->agreed)),
		.n_agreed = p->n_agreed,
	};
}
