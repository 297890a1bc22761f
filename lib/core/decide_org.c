/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the decisions on the organisation: units, stations, people, customers, tokens, hold reasons.
 * A put replaces the whole row. It never touches an order.
 */
#include <string.h>

#include "core/decide.h"
#include "core/notice.h"
#include "core/put.h"

void put_row(struct decision *d, enum org_noun noun, const void *row, size_t size)
{
	struct org_change *c = arena_new(d->arena, struct org_change);

	c->noun = noun;
	c->row = arena_copy(d->arena, row, size);
	c->next = d->changes;
	d->changes = c;
}

static enum err wrong(struct decision *d, const char *field, const char *en, const char *zh)
{
	return refuse(d, ERR_INVALID_PARAMS, field, en, zh);
}

enum err put_check_calendar(struct decision *d, const char *calendar, const char *field)
{
	if (org_get_calendar(d->org, calendar, org_get_policy_version(d->org)))
		return ERR_NONE;
	return refuse(d, ERR_BAD_CALENDAR, field,
		arena_fmt(d->arena, "no such calendar: %s; calendar.list names them", calendar),
		arena_fmt(d->arena, "没有这个日历：%s；calendar.list 列出全部日历", calendar));
}

enum err decide_unit_put(struct decision *d, const void *request)
{
	const struct request_unit *r = request;
	struct unit u = r->unit;

	u.kind = (enum unit_kind)r->kind;
	u.is_confirmation_direct = r->confirmation_direct != GIVEN_FALSE;
	if (r->has_reviews == GIVEN_TRUE) {
		for (int i = 0; i < r->reviews.n; i++)
			u.reviews |= BIT(word_value(WORDS_REVIEW, r->reviews.at[i]));
		if (u.reviews && u.kind != UNIT_FRONT)
			return wrong(
				d, "/params/reviews", "only a front unit has reviews", "只有前端部门设有审核环节");
	} else if (u.kind == UNIT_FRONT) {
		u.reviews = BIT(REVIEW_MANAGER) | BIT(REVIEW_LEADER) | BIT(REVIEW_CLERK);
	}
	put_row(d, ORG_UNIT, &u, sizeof(u));
	return ERR_NONE;
}

enum err decide_station_put(struct decision *d, const void *request)
{
	const struct request_station *r = request;
	const struct unit *u = org_get_unit(d->org, r->station.unit);
	enum err e = put_check_calendar(d, r->station.calendar, "/params/calendar");

	if (e != ERR_NONE)
		return e;
	if (!u)
		return wrong(d, "/params/unit", "no such unit", "没有这个部门");
	if (u->kind == UNIT_FRONT)
		return wrong(d, "/params/unit", "a station belongs to a back unit or the CRC",
			"工位属于后端部门或客户响应中心");
	if (strcmp(r->station.name, "crc") == 0)
		return wrong(d, "/params/name", "\"crc\" is the CRC itself: choose another name",
			"\"crc\" 指客户响应中心本身，请换一个名称");
	put_row(d, ORG_STATION, &r->station, sizeof(r->station));
	return ERR_NONE;
}

static enum err check_user(struct decision *d, const struct request_user *r, unsigned roles)
{
	const unsigned front = BIT(ROLE_ACCOUNT_MANAGER) | BIT(ROLE_INDUSTRY_MANAGER) |
		BIT(ROLE_CLERK) | BIT(ROLE_LEADER);
	const struct user *same = org_get_user_by_uid(d->org, r->uid);

	if (r->unit && !org_get_unit(d->org, r->unit))
		return wrong(d, "/params/unit", "no such unit", "没有这个部门");
	if ((roles & front) && !r->unit)
		return wrong(d, "/params/unit", "a front role is held in a unit: say which",
			"前端角色必须指明所属部门");
	for (int i = 0; i < r->stations.n; i++)
		if (!org_get_station(d->org, r->stations.at[i]))
			return wrong(d, arena_fmt(d->arena, "/params/stations/%d", i), "no such station",
				"没有这个工位");
	for (int i = 0; i < r->notify.n; i++)
		if (!notice_is_address(r->notify.at[i]))
			return wrong(d, arena_fmt(d->arena, "/params/notify/%d", i),
				"not an address: mailto:name@host, https://host/path or http://host/path, without a "
				"user, a space or a control character in it",
				"不是通知地址：应为 mailto:name@host、https://host/path 或 http://host/path，"
				"其中不得含用户名、空格或控制字符");
	if (same && strcmp(same->name, r->name) != 0)
		return wrong(d, "/params/uid", "this uid is another user's", "此 uid 属于另一用户");
	return ERR_NONE;
}

enum err decide_user_put(struct decision *d, const void *request)
{
	const struct request_user *r = request;
	const struct user *old = org_get_user(d->org, r->name);
	struct user u = {
		.name = r->name,
		.title = r->title,
		.unit = r->unit,
		.stations = r->stations,
		.notify = r->notify,
		.uid = r->uid,
		.absent_until = r->absent_until,
		.is_disabled = r->disabled == GIVEN_TRUE,
	};

	for (int i = 0; i < r->roles.n; i++)
		u.roles |= BIT(word_value(WORDS_ROLE, r->roles.at[i]));
	u.password = old ? old->password : NULL;
	enum err e = check_user(d, r, u.roles);
	if (e == ERR_NONE)
		put_row(d, ORG_USER, &u, sizeof(u));
	return e;
}

/* Whoever is in by the old password is out, as on an open connection. */
static void end_sessions(struct decision *d, const struct user *u)
{
	for (int i = 0; i < org_count(d->org, ORG_TOKEN); i++) {
		struct token t = *(const struct token *)org_at(d->org, ORG_TOKEN, i);

		if (t.opened_with != OPENED_BY_PASSWORD || strcmp(t.user, u->name) != 0 ||
			!org_token_is_good(d->org, &t, d->now_at))
			continue;
		t.revoked_at = d->now_at;
		put_row(d, ORG_TOKEN, &t, sizeof(t));
	}
}

enum err decide_user_password(struct decision *d, const void *request)
{
	const struct request_password *r = request;
	const struct user *old = org_get_user(d->org, r->user);

	if (strcmp(d->actor->name, r->user) != 0 && !user_has(d->actor, ROLE_ADMIN))
		return refuse(d, ERR_FORBIDDEN, "/params/user", "only an admin sets another's password",
			"只有管理员可以设置他人的密码");
	if (!old || old->is_disabled)
		return wrong(d, "/params/user", "no such user", "没有这个用户");
	if (r->password && strlen(r->password) < PASSWORD_MIN)
		return wrong(
			d, "/params/password", "a password has eight bytes at least", "密码至少八个字节");
	must(!r->password || r->stored);
	struct user u = *old;
	u.password = r->password ? r->stored : NULL;
	end_sessions(d, old);
	put_row(d, ORG_USER, &u, sizeof(u));
	return ERR_NONE;
}

enum err decide_customer_put(struct decision *d, const void *request)
{
	const struct request_customer *r = request;
	const struct unit *unit = org_get_unit(d->org, r->unit);
	const struct user *am = org_get_user(d->org, r->account_manager);
	const struct customer *old = org_get_customer(d->org, r->name);
	bool is_admin = user_has(d->actor, ROLE_ADMIN);

	if (!is_admin &&
		(!d->actor->unit || strcmp(d->actor->unit, r->unit) != 0 ||
			(old && (!old->unit || strcmp(old->unit, d->actor->unit) != 0))))
		return refuse(d, ERR_FORBIDDEN, "/params/unit",
			"a leader keeps the register of the own unit only", "部门领导只能维护本部门的客户资料");
	if (!unit || unit->kind != UNIT_FRONT)
		return wrong(d, "/params/unit", "no such front unit", "没有这个前端部门");
	if (r->account_manager &&
		(!am || !user_has(am, ROLE_ACCOUNT_MANAGER) || !am->unit || strcmp(am->unit, r->unit) != 0))
		return wrong(d, "/params/account_manager", "no such account manager in that unit",
			"该部门没有这位客户经理");
	struct customer c = {
		.name = r->name,
		.number = r->number,
		.title = r->title,
		.unit = r->unit,
		.account_manager = r->account_manager,
		.tier = (enum tier)r->tier,
		.contacts = r->contacts ? r->contacts : "[]",
	};
	put_row(d, ORG_CUSTOMER, &c, sizeof(c));
	return ERR_NONE;
}

int64_t put_next_id(const struct decision *d, enum org_noun noun)
{
	/* Rows are kept in order of id, and the snapshot is current: the batch holds the lock. */
	int n = org_count(d->org, noun);

	for (const struct org_change *c = d->changes; c; c = c->next)
		if (c->noun == noun) /* the newest of this very put, ids lead every such row */
			return *(const int64_t *)c->row + 1;
	return n ? *(const int64_t *)org_at(d->org, noun, n - 1) + 1 : 1;
}

enum err decide_token_issue(struct decision *d, const void *request)
{
	const struct request_token *r = request;
	const struct user *u = org_get_user(d->org, r->user);
	struct token t = {
		.user = r->user,
		.issued_at = d->now_at,
		.expires_at = r->ttl_ms < 0 ? INSTANT_NONE : d->now_at + r->ttl_ms,
		.revoked_at = INSTANT_NONE,
		.issued_by = d->actor->name,
	};

	if (!u || u->is_disabled)
		return wrong(d, "/params/user", "no such user", "没有这个用户");
	memcpy(t.hash, r->hash, sizeof(t.hash));
	t.id = put_next_id(d, ORG_TOKEN);
	put_row(d, ORG_TOKEN, &t, sizeof(t));
	return ERR_NONE;
}

enum err decide_token_revoke(struct decision *d, const void *request)
{
	const struct request_token *r = request;
	const struct token *old = org_get_token(d->org, r->head.id);

	if (!old)
		return refuse(d, ERR_NOT_FOUND, "/params/id", "no such token", "没有这个令牌");
	struct token t = *old;
	if (t.revoked_at == INSTANT_NONE)
		t.revoked_at = d->now_at;
	put_row(d, ORG_TOKEN, &t, sizeof(t));
	return ERR_NONE;
}

enum err decide_hold_reason_put(struct decision *d, const void *request)
{
	const struct request_hold_reason *r = request;
	struct hold_reason h = {r->name, r->en, r->zh, r->stops_clock == GIVEN_TRUE};

	put_row(d, ORG_HOLD_REASON, &h, sizeof(h));
	return ERR_NONE;
}
