/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the sessions of the console: tokens that a user opens for himself and ends. They are rows that are
 * taken again once ended, so that logging in every day leaves no more of them. It never issues a token for
 * somebody else.
 */
#include <string.h>

#include "core/decide.h"
#include "core/put.h"

enum {
	SESSIONS_MAX = 64, /* of one user; one more ends his oldest */
	ROW_REST_MS = 60 * 1000, /* a row is not taken sooner: so many a minute, whoever is at it */
};

static bool is_his_session(const struct token *t, const struct user *who)
{
	return t->opened_with != 0 && strcmp(t->user, who->name) == 0;
}

/* What he came with may have gone since it was looked at. */
static enum err check_origin(struct decision *d, const struct request_token *r, int64_t *expires_at)
{
	const struct token *with = org_get_token(d->org, r->opened_with);

	if (r->opened_with == OPENED_BY_PASSWORD ? !user_has_password(d->actor, r->password_end)
											 : !org_token_is_good(d->org, with, d->now_at))
		return refuse(d, ERR_UNAUTHENTICATED, NULL, "what you logged in with is good no more",
			"登录凭据已失效");
	if (with && with->opened_with != 0)
		return refuse(d, ERR_UNAUTHENTICATED, "/params/token", "a session opens no other",
			"会话不能用于再建会话");
	*expires_at = d->now_at + r->ttl_ms;
	if (with && with->expires_at != INSTANT_NONE && with->expires_at < *expires_at)
		*expires_at = with->expires_at;
	return ERR_NONE;
}

/* An ended one goes first, then the oldest; a new row unless there are as many as may be. 0: none rests yet. */
static int64_t find_row(const struct decision *d)
{
	const struct token *ended = NULL, *oldest = NULL;
	int n = 0;

	for (int i = 0; i < org_count(d->org, ORG_TOKEN); i++) {
		const struct token *t = org_at(d->org, ORG_TOKEN, i);

		if (!is_his_session(t, d->actor))
			continue;
		n++;
		if (t->issued_at > d->now_at - ROW_REST_MS)
			continue;
		if (!org_token_is_good(d->org, t, d->now_at))
			ended = t;
		if (!oldest || t->issued_at < oldest->issued_at)
			oldest = t;
	}
	if (ended)
		return ended->id;
	if (n < SESSIONS_MAX)
		return put_next_id(d, ORG_TOKEN);
	return oldest ? oldest->id : 0;
}

enum err decide_session_open(struct decision *d, const void *request)
{
	const struct request_token *r = request;
	struct token t = {
		.user = d->actor->name,
		.issued_at = d->now_at,
		.revoked_at = INSTANT_NONE,
		.issued_by = d->actor->name,
		.opened_with = r->opened_with,
	};
	enum err e = check_origin(d, r, &t.expires_at);

	if (e != ERR_NONE)
		return e;
	t.id = find_row(d);
	if (!t.id)
		return refuse(d, ERR_OVERLOADED, NULL,
			"too many sessions of yours were opened just now: try again in a minute",
			"您刚刚打开的会话过多，请一分钟后再试");
	memcpy(t.hash, r->hash, sizeof(t.hash));
	put_row(d, ORG_TOKEN, &t, sizeof(t));
	return ERR_NONE;
}

enum err decide_session_close(struct decision *d, const void *request)
{
	const struct request_token *r = request;
	const struct token *old = org_get_token(d->org, r->head.id);

	if (!old || !is_his_session(old, d->actor) || memcmp(old->hash, r->hash, sizeof(r->hash)) != 0)
		return refuse(d, ERR_NOT_FOUND, NULL, "no such session", "没有这个会话");
	struct token t = *old;
	if (t.revoked_at == INSTANT_NONE)
		t.revoked_at = d->now_at;
	put_row(d, ORG_TOKEN, &t, sizeof(t));
	return ERR_NONE;
}
