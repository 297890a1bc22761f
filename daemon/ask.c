/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns queues of calls, the spelling of their answers and the one check of identity and role that
 * every call passes. It never carries a call out.
 */
#include "daemon/ask.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/die.h"
#include "daemon/outages.h"

bool call_is_dry_run(const struct call *call)
{
	return ((const struct request *)call->request)->dry_run == GIVEN_TRUE;
}

void asks_put(struct asks *q, struct ask *ask)
{
	ask->next = NULL;
	if (q->tail)
		q->tail->next = ask;
	else
		q->head = ask;
	q->tail = ask;
	q->n++;
}

void asks_put_front(struct asks *q, struct asks *all)
{
	if (!all->head)
		return;
	all->tail->next = q->head;
	if (!q->tail)
		q->tail = all->tail;
	q->head = all->head;
	q->n += all->n;
	*all = (struct asks){0};
}

struct ask *asks_take(struct asks *q)
{
	struct ask *ask = q->head;

	if (!ask)
		return NULL;
	q->head = ask->next;
	if (!q->head)
		q->tail = NULL;
	q->n--;
	ask->next = NULL;
	return ask;
}

const char *ask_result(struct ask *ask, struct arena *arena, const char *result, bool is_replayed)
{
	ask->err = ERR_NONE;
	return ask->call->id ? encode_result(arena, ask->call->id, result, is_replayed) : NULL;
}

const char *ask_error(
	struct ask *ask, struct arena *arena, const struct failure *f, const struct order *held)
{
	struct failure with = *f;

	ask->err = f->err;
	if (!ask->call->id)
		return NULL;
	if (f->err == ERR_UNAVAILABLE && ask->outages)
		with.outage = outages_get(ask->outages);
	return encode_error(
		arena, ask->call->id, ask->trace, &with, ask->lang, ask->call->command, held);
}

void ask_log(const struct ask *ask, enum log_level level, const char *fmt, ...)
{
	const struct log_field fields[] = {
		{"trace", ask->trace},
		{"method", ask->call->command ? ask->call->command->name : NULL},
		{"user", ask->user},
	};
	char text[LOG_RECORD_MAX];
	va_list ap;

	if (!log_wants(level))
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	log_about(level, fields, N_OF(fields), "%s", text);
}

void ask_refuse(struct ask *ask, enum err e, const char *words)
{
	/* Words that came from Postgres or the system have no second language. */
	struct failure f = {.err = e, .en = words, .zh = words};

	ask->answer(ask, ask_error(ask, ask->arena, &f, NULL));
}

const struct user *ask_check_who(const struct ask *ask, const struct org *org, struct failure *fail)
{
	const struct user *who = ask->user ? org_get_user(org, ask->user) : NULL;
	unsigned roles = ask->call->command->roles;

	if (who && who->is_disabled)
		who = NULL;
	if (roles == 0)
		return who;
	if (!who)
		fail->err = ERR_UNAUTHENTICATED;
	else if (roles != ROLES_ALL && !(who->roles & (roles | BIT(ROLE_ADMIN))))
		fail->err = ERR_FORBIDDEN;
	return who;
}
