/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the calls answered from memory: the session's own, the system's, and the rows of the
 * organisation. It never touches the store; what it says is as fresh as the snapshot.
 */
#include "daemon/now.h"

#include <string.h>

#include "base/die.h"
#include "daemon/engine.h"
#include "daemon/reload.h"
#include "daemon/secret.h"

const struct user *speaker_get_user(
	const struct speaker *s, const struct org *org, const struct engine *engine)
{
	const struct user *u = NULL;

	if (s->user[0]) {
		u = org_get_user(org, s->user);
		if (u && !user_has_password(u, s->password_end))
			u = NULL;
	} else if (s->token) {
		const struct token *t = org_get_token(org, s->token);

		/* A session's row is taken again, by a session that is not this one. */
		if (org_token_is_good(org, t, engine_now(engine)) &&
			memcmp(t->hash, s->token_hash, sizeof(t->hash)) == 0)
			u = org_get_user(org, t->user);
	} else if (s->uid >= 0) {
		u = org_get_user_by_uid(org, s->uid);
	}
	return u && !u->is_disabled ? u : NULL;
}

bool speaker_login(
	struct speaker *s, const char *token, const struct org *org, const struct engine *engine)
{
	struct speaker next = *s;

	secret_hash(token, next.token_hash);
	const struct token *t = org_get_token_by_hash(org, next.token_hash);
	next.token = t ? t->id : 0;
	next.user[0] = '\0';
	if (!t || !speaker_get_user(&next, org, engine))
		return false;
	*s = next;
	return true;
}

bool now_acts_at_once(enum act act)
{
	switch (act) {
	case ACT_LOGIN:
	case ACT_SET:
	case ACT_WHOAMI:
	case ACT_PING:
	case ACT_DISCOVER: return true;
	case ACT_DECIDE:
	case ACT_ADVANCE:
	case ACT_FIND:
	case ACT_REPLAY:
	case ACT_WATCH:
	case ACT_UNWATCH:
	case ACT_LIST_ORG:
	case ACT_GET_ORG:
	case ACT_COUNT:
	case ACT_INFO:
	case ACT_HEALTH:
	case ACT_RELOAD: return false;
	}
	die_assert(__FILE__, __LINE__, "act");
}

static const char *answer_whoami(
	const struct now *n, struct ask *ask, const struct speaker *speaker)
{
	struct view view = {.arena = ask->arena, .org = n->org, .now_at = engine_now(n->engine)};
	const struct user *u = speaker_get_user(speaker, n->org, n->engine);

	return ask_result(ask, ask->arena, encode_whoami(&view, u, speaker->lang), false);
}

const char *now_get_stored(const struct now *n, const char *user)
{
	const struct user *u = org_get_user(n->org, user);

	return u && !u->is_disabled && u->password ? u->password : "";
}

const char *now_answer_password(const struct now *n, struct ask *ask, struct speaker *speaker,
	bool is_right, const char *stored)
{
	const struct request_session *q = ask->call->request;
	struct speaker next = {.uid = speaker->uid, .lang = speaker->lang};
	size_t len = strlen(stored);

	if (!is_right || strcmp(now_get_stored(n, q->user), stored) != 0) {
		struct failure f = {.err = ERR_UNAUTHENTICATED,
			.field = "/params/password",
			.en = "no such user, or this is not the password",
			.zh = "用户不存在或密码错误"};

		return ask_error(ask, ask->arena, &f, NULL);
	}
	must(len >= sizeof(next.password_end) && strlen(q->user) < sizeof(next.user));
	strcpy(next.user, q->user);
	memcpy(next.password_end, stored + len - sizeof(next.password_end), sizeof(next.password_end));
	*speaker = next;
	return answer_whoami(n, ask, speaker);
}

static const char *answer_login(const struct now *n, struct ask *ask, struct speaker *speaker)
{
	const struct request_session *q = ask->call->request;

	if (!q->token || q->user || q->password) {
		struct failure f = {.err = ERR_INVALID_PARAMS,
			.field = "/params/token",
			.en = "say either a token, or a user and his password",
			.zh = "请提供令牌，或用户名与密码"};

		return ask_error(ask, ask->arena, &f, NULL);
	}
	if (!speaker_login(speaker, q->token, n->org, n->engine)) {
		struct failure f = {.err = ERR_UNAUTHENTICATED,
			.field = "/params/token",
			.en = "this token is unknown, revoked or expired",
			.zh = "令牌无效、已撤销或已过期"};

		return ask_error(ask, ask->arena, &f, NULL);
	}
	return answer_whoami(n, ask, speaker);
}

static const char *answer_set(const struct now *n, struct ask *ask, struct speaker *speaker)
{
	const struct request_session *q = ask->call->request;

	if (q->lang)
		speaker->lang = strcmp(q->lang, "zh-CN") == 0 ? LANG_ZH_CN : LANG_EN;
	return answer_whoami(n, ask, speaker);
}

static const char *answer_organisation(const struct now *n, struct ask *ask)
{
	const struct command *c = ask->call->command;
	const struct request_find *q = ask->call->request;
	struct view view = {.arena = ask->arena, .org = n->org, .now_at = engine_now(n->engine)};
	struct failure f = {.err = ERR_NOT_FOUND, .field = "/params/name"};
	const struct user *who = ask->user ? org_get_user(n->org, ask->user) : NULL;
	const char *result;

	view.hides_addresses = !who || !(who->roles & BIT(ROLE_ADMIN));
	if (c->act == ACT_LIST_ORG) {
		result = encode_org_items(&view, c->noun, q->cursor, q->limit);
		f = (struct failure){.err = ERR_INVALID_PARAMS, .field = "/params/cursor"};
	} else if (c->act == ACT_GET_ORG) {
		result = encode_org_one(&view, c->noun, q->name);
	} else {
		result = encode_counted(&view, c, ask->call->request);
	}
	if (!result)
		return ask_error(ask, ask->arena, &f, NULL);
	return ask_result(ask, ask->arena, result, false);
}

static const char *answer_reload(const struct now *n, struct ask *ask, const struct user *who)
{
	struct reload_outcome o;

	reloader_run(n->reloader, who ? who->name : NULL, &o);
	engine_sweep(n->engine);
	if (o.is_taken)
		return ask_result(
			ask, ask->arena, encode_reloaded(ask->arena, o.changed, o.n_changed), false);
	struct failure f = {.err = ERR_BAD_CONFIG, .option = o.fixed, .en = o.why, .zh = o.why};

	if (o.fixed)
		f.zh = arena_fmt(ask->arena, "--%s 不能在运行中更改，请重启服务；未作任何更改", o.fixed);
	return ask_error(ask, ask->arena, &f, NULL);
}

const char *now_answer(const struct now *n, struct ask *ask, struct speaker *speaker)
{
	const struct command *c = ask->call->command;
	struct view view = {.arena = ask->arena, .org = n->org, .now_at = engine_now(n->engine)};
	struct failure fail = {0};
	const struct user *who = ask_check_who(ask, n->org, &fail);

	if (fail.err != ERR_NONE)
		return ask_error(ask, ask->arena, &fail, NULL);
	switch (c->act) {
	case ACT_PING: return ask_result(ask, ask->arena, encode_pong(ask->arena), false);
	case ACT_DISCOVER: return ask_result(ask, ask->arena, n->discover, false);
	case ACT_INFO:
		return ask_result(ask, ask->arena, encode_info(&view, n->node, n->is_virtual), false);
	case ACT_LOGIN: return answer_login(n, ask, speaker);
	case ACT_SET: return answer_set(n, ask, speaker);
	case ACT_WHOAMI: return answer_whoami(n, ask, speaker);
	case ACT_LIST_ORG:
	case ACT_GET_ORG:
	case ACT_COUNT: return answer_organisation(n, ask);
	case ACT_RELOAD: return answer_reload(n, ask, who);
	case ACT_DECIDE:
	case ACT_ADVANCE:
	case ACT_FIND:
	case ACT_REPLAY:
	case ACT_WATCH:
	case ACT_UNWATCH:
	case ACT_HEALTH: break;
	}
	die_assert(__FILE__, __LINE__, "act");
}
