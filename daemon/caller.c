/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the frames of callers until their last call is answered, and the order in which calls are
 * started: lane by lane, so that what a caller sent in a row happens in the order he said (rules.md
 * 25). It knows no socket: answers go to the door that the caller came by. It never decides anything.
 */
#include "daemon/caller.h"

#include <stdio.h>
#include <string.h>

#include "base/die.h"
#include "base/log.h"
#include "daemon/engine.h"
#include "daemon/hasher.h"
#include "daemon/kept.h"
#include "daemon/loop.h"
#include "daemon/meter.h"
#include "daemon/reader.h"
#include "daemon/throttle.h"

enum {
	/* Frames held by all callers together; beyond it calls are refused as overloaded. */
	JOBS_BYTES_MAX = 256 * 1024 * 1024,
};

/* One frame until all its calls are answered; it outlives its caller when he hangs up. */
struct job {
	struct callers *all;
	struct caller *caller; /* NULL: gone */
	struct job *prev, *next; /* of the caller */
	struct arena arena;
	struct frame frame;
	struct ask *asks;
	const char **answers; /* of an array: kept until all are there */
	size_t n_answer_bytes; /* of those */
	int n_left;
	size_t n_counted; /* bytes of it in callers.n_job_bytes */
};

/* --- answers back ------------------------------------------------------------------------------- */

static void job_count(struct job *job)
{
	job->all->n_job_bytes += job->arena.used - job->n_counted;
	job->n_counted = job->arena.used;
}

static void job_free(struct job *job)
{
	struct caller *c = job->caller;

	if (c) {
		if (job->prev)
			job->prev->next = job->next;
		else
			c->jobs = job->next;
		if (job->next)
			job->next->prev = job->prev;
	}
	job->all->n_job_bytes -= job->n_counted;
	struct arena arena = job->arena; /* the job lives in it */
	arena_fini(&arena);
}

static void put(struct caller *c, const char *text)
{
	if (text && !c->is_broken)
		c->put(c, text);
}

/* An array's answers leave as one, without those of notifications. */
static void job_put_array(struct job *job)
{
	int n = 0;

	for (int i = 0; i < job->frame.n_calls; i++)
		if (job->answers[i])
			job->answers[n++] = job->answers[i];
	if (n > 0)
		put(job->caller, encode_batch(&job->arena, job->answers, n));
}

static const char *outcome_name(const struct ask *ask, const char *text)
{
	if (ask->err != ERR_NONE)
		return err_class(ask->err);
	return text || !ask->call->id ? "ok" : "given up: the caller went";
}

static void job_count_answer(struct job *job, const struct ask *ask, const char *outcome)
{
	int64_t took_us = loop_now_us() - ask->asked_us;

	must(job->n_left > 0);
	job->n_left--;
	meter_count_call(job->all->meter, ask->call->command, ask->err, took_us);
	ask_log(ask, LOG_LEVEL_DEBUG, "%s after %lld us", outcome, (long long)took_us);
	if (job->caller)
		job->caller->last = ask->err;
}

static void job_answer(struct job *job, int index, const char *text)
{
	struct caller *c = job->caller;
	const struct ask *ask = &job->asks[index];

	job_count_answer(job, ask, outcome_name(ask, text));
	if (c && !job->frame.is_array) {
		put(c, text);
	} else if (c && !c->is_broken) {
		job->answers[index] = arena_str(&job->arena, text);
		job->n_answer_bytes += text ? strlen(text) : 0;
		c->is_broken |= job->n_answer_bytes > CALLER_ANSWER_MAX;
		if (job->n_left == 0)
			job_put_array(job);
	}
	job_count(job);
	if (job->n_left == 0)
		job_free(job);
}

/* From engine and reader, for calls that were started. */
static void on_answer(struct ask *ask, const char *text)
{
	struct caller *c = ask->job->caller;

	job_answer(ask->job, ask->index, text);
	if (!c)
		return;
	c->n_started--;
	c->turn(c);
}

/* Of a call alone in its frame, at a door that shares. */
static void on_answer_kept(struct ask *ask, struct kept *result)
{
	struct job *job = ask->job;
	struct caller *c = job->caller;

	if (!c || !c->put_kept || job->frame.is_array || !ask->call->id) {
		on_answer(ask, ask_result(ask, ask->arena, result->text, false));
		return;
	}
	ask->err = ERR_NONE;
	if (!c->is_broken)
		c->put_kept(c, encode_result_head(ask->arena, ask->call->id), result, encode_result_tail);
	job_count_answer(job, ask, "ok");
	job_free(job);
	c->n_started--;
	c->turn(c);
}

/* --- calls in ------------------------------------------------------------------------------------- */

/* A password to be made or checked, which takes too long for the loop. */
static bool needs_hashing(const struct call *call)
{
	if (call->command->act == ACT_LOGIN) {
		const struct request_session *q = call->request;

		return q->user && q->password && !q->token;
	}
	if (call->command->fill & FILL_PASSWORD) {
		const struct request_password *q = call->request;

		return q->password && strlen(q->password) >= PASSWORD_MIN;
	}
	return false;
}

static enum lane lane_of(const struct call *call)
{
	const struct command *c = call->command;

	if (needs_hashing(call))
		return LANE_HASH;
	switch (c->act) {
	case ACT_DECIDE: return call_is_dry_run(call) ? LANE_READ : LANE_BATCH;
	case ACT_ADVANCE: return LANE_BATCH;
	case ACT_FIND:
	case ACT_REPLAY:
	case ACT_WATCH:
	case ACT_HEALTH: return LANE_READ;
	case ACT_LIST_ORG:
	case ACT_GET_ORG:
	case ACT_COUNT:
	case ACT_PING:
	case ACT_INFO:
	case ACT_RELOAD:
	case ACT_DISCOVER:
	case ACT_LOGIN:
	case ACT_WHOAMI:
	case ACT_UNWATCH:
	case ACT_SET: return LANE_NOW;
	}
	die_assert(__FILE__, __LINE__, "act");
}

static const char *answer_unwatch(struct caller *c, struct ask *ask)
{
	const struct request_watch *q = ask->call->request;
	const struct failure fail = {.err = ERR_NOT_FOUND, .field = "/params/watch"};

	if (watches_stop(c->all->watches, c, q->watch))
		return ask_result(ask, ask->arena, encode_unwatched(ask->arena), false);
	return ask_error(ask, ask->arena, &fail, NULL);
}

static void answer_now(struct caller *c, struct ask *ask)
{
	const char *text = ask->call->command->act == ACT_UNWATCH
		? answer_unwatch(c, ask)
		: now_answer(c->all->now, ask, &c->speaker);

	if (ask->call->command->act == ACT_LOGIN && ask->err == ERR_UNAUTHENTICATED && c->hold)
		c->hold(c, NULL);
	job_answer(ask->job, ask->index, text);
}

static void start_watch(struct caller *c, struct ask *ask)
{
	const struct watch_sink sink = {
		c->begin_events, c->put_event, c->count_waiting, c, &c->speaker};
	const struct failure fail = {.err = ERR_INVALID_REQUEST,
		.en = "watching needs a connection that stays: the socket, or GET /events",
		.zh = "监视需要保持的连接：请用套接字或 GET /events"};

	if (c->put_event)
		watches_start(c->all->watches, ask, &sink);
	else
		ask->answer(ask, ask_error(ask, ask->arena, &fail, NULL));
}

/* --- passwords ------------------------------------------------------------------------------------- */

static const char *source_of(const struct caller *c)
{
	return c->source ? c->source->name : "http";
}

static void name_account(char name[THROTTLE_NAME], const char *account)
{
	snprintf(name, THROTTLE_NAME, "account %s", account);
}

int64_t caller_lose_patience(struct caller *c, const char *account)
{
	struct throttles *all = c->all->throttles;
	int64_t now_ms = loop_now_ms();
	struct throttle *source = throttle_get(all, source_of(c), now_ms);
	int64_t ms = patience_lose(&source->patience, now_ms);

	if (source->patience.n_wrong == PATIENCE_MOST / 2)
		log_warn("wrong logins from %s: their answers wait", source->name);
	if (account) { /* guessed at from many sources: they all wait, who knows the password does not */
		char name[THROTTLE_NAME];

		name_account(name, account);
		int64_t also_ms = patience_lose(&throttle_get(all, name, now_ms)->patience, now_ms);
		ms = also_ms > ms ? also_ms : ms;
	}
	return ms;
}

/* Lives in the arena of its frame, which stays until the ask is answered. */
struct hashing {
	struct callers *all;
	struct ask *ask;
	char source[THROTTLE_NAME]; /* by name: the connection may end meanwhile */
};

static struct throttle *hashing_get_source(struct hashing *h)
{
	return throttle_get(h->all->throttles, h->source, loop_now_ms());
}

static void on_hashed(void *arg, const struct hash_job *job)
{
	struct hashing *h = arg;
	struct ask *ask = h->ask;
	struct caller *c = ask->job->caller;
	struct throttle *source = hashing_get_source(h);
	const char *text = NULL;

	if (source->n_hashing > 0)
		source->n_hashing--;
	if (ask->call->command->fill & FILL_PASSWORD) {
		struct request_password *q = ask->call->request;

		q->stored = arena_str(ask->arena, job->stored);
		if (job->is_good)
			engine_submit(h->all->engine, ask);
		else
			ask_refuse(ask, ERR_OVERLOADED, NULL);
		return;
	}
	if (c) {
		const struct request_session *q = ask->call->request;

		text = now_answer_password(h->all->now, ask, &c->speaker, job->is_good, job->stored);
		c->is_logging_in = false;
		if (ask->err == ERR_UNAUTHENTICATED && c->hold)
			c->hold(c, q->user);
	}
	ask->answer(ask, text);
}

/* False: it was refused at once. */
static bool start_hashing(struct caller *c, struct ask *ask)
{
	struct hashing *h = arena_new(ask->arena, struct hashing);
	bool is_login = ask->call->command->act == ACT_LOGIN;
	const char *account, *password, *stored = NULL;
	struct failure fail = {0};

	/* Nothing is hashed for a stranger but to let him in; who logs in is nobody yet, which his row allows. */
	if (!ask_check_who(ask, c->all->now->org, &fail) && fail.err != ERR_NONE) {
		job_answer(ask->job, ask->index, ask_error(ask, ask->arena, &fail, NULL));
		return false;
	}
	h->all = c->all;
	h->ask = ask;
	if (is_login) {
		const struct request_session *q = ask->call->request;

		account = q->user;
		password = q->password;
		stored = now_get_stored(c->all->now, q->user);
	} else {
		account = ask->user;
		password = ((const struct request_password *)ask->call->request)->password;
	}
	/* All that comes by HTTP is one source: there one account's passwords leave room for the others'. */
	if (c->source)
		snprintf(h->source, sizeof(h->source), "%s", c->source->name);
	else
		name_account(h->source, account);
	struct throttle *source = hashing_get_source(h);
	if (source->n_hashing < SOURCE_HASHES_MAX &&
		hasher_submit(c->all->hasher, password, stored, on_hashed, h)) {
		source->n_hashing++;
		return true;
	}
	if (is_login)
		c->is_logging_in = false;
	job_answer(ask->job, ask->index,
		ask_error(ask, ask->arena, &(struct failure){.err = ERR_OVERLOADED}, NULL));
	return false;
}

/* --- starting ---------------------------------------------------------------------------------------- */

void caller_start(struct caller *c)
{
	while (c->pending.head && !c->is_broken) {
		enum lane lane = lane_of(c->pending.head->call);

		if (c->n_started && lane != c->lane)
			return;
		if (lane != LANE_BATCH && !c->has_room(c))
			return;
		if (lane == LANE_READ && c->n_started >= CALLER_READS_MAX)
			return;
		if (lane == LANE_HASH && c->n_started)
			return;
		struct ask *ask = asks_take(&c->pending);
		c->lane = lane;
		switch (lane) {
		case LANE_NOW: answer_now(c, ask); break;
		case LANE_BATCH:
			c->n_started++;
			engine_submit(c->all->engine, ask);
			break;
		case LANE_READ:
			c->n_started++;
			if (ask->call->command->act == ACT_WATCH)
				start_watch(c, ask);
			else
				reader_submit(c->all->reader, ask);
			break;
		case LANE_HASH: c->n_started += start_hashing(c, ask); break;
		}
	}
}

/* Everybody goes at his own pace: a user, or a source of strangers. Logging in is always open, so
 * that no stranger can use up what his neighbours need for it. */
static bool is_within_rate(const struct caller *c, const struct call *call, const struct user *who)
{
	struct throttles *all = c->all->throttles;
	int64_t now_ms = loop_now_ms();
	struct throttle *t = c->source;

	if (call->fail.err == ERR_NONE && call->command->act == ACT_LOGIN)
		return true;
	if (who || !t) {
		char name[THROTTLE_NAME];

		snprintf(name, sizeof(name), "user %s", who ? who->name : "");
		t = throttle_get(all, name, now_ms);
	}
	return throttle_take_call(all, t, now_ms);
}

static void put_pending(struct caller *c, struct ask *ask)
{
	c->is_logging_in |= ask->call->command->act == ACT_LOGIN;
	asks_put(&c->pending, ask);
}

static void take_call(struct caller *c, struct job *job, int i)
{
	static const struct failure not_alone = {.err = ERR_INVALID_REQUEST,
		.en = "logging in by password takes a while: in a frame of its own, please",
		.zh = "用密码登录需要时间，请单独发送，不要放在批量请求中"};
	static const struct failure too_fast = {.err = ERR_OVERLOADED,
		.en = "you call faster than a user may: try again shortly",
		.zh = "调用过于频繁，请稍后重试"};
	const struct call *call = &job->frame.calls[i];
	struct ask *ask = &job->asks[i];
	const struct user *who = speaker_get_user(&c->speaker, c->all->now->org, c->all->engine);
	char trace[TRACE_MAX + 1];

	*ask = (struct ask){
		.call = call,
		.arena = &job->arena,
		.stream = c,
		.user = who ? arena_str(&job->arena, who->name) : NULL,
		.lang = c->speaker.lang,
		.outages = c->all->outages,
		.trace = arena_str(&job->arena, c->trace ? c->trace : traces_next(&c->all->traces, trace)),
		.answer = on_answer,
		.answer_kept = on_answer_kept,
		.asked_us = loop_now_us(),
		.job = job,
		.index = i,
	};
	bool is_login = call->fail.err == ERR_NONE && call->command->act == ACT_LOGIN;

	if (!is_within_rate(c, call, who))
		job_answer(job, i, ask_error(ask, &job->arena, &too_fast, NULL));
	else if (call->fail.err != ERR_NONE)
		job_answer(job, i, ask_error(ask, &job->arena, &call->fail, NULL));
	else if (now_acts_at_once(call->command->act) && !needs_hashing(call))
		answer_now(c, ask);
	else if (is_login && job->frame.is_array)
		job_answer(job, i, ask_error(ask, &job->arena, &not_alone, NULL));
	else if (c->all->n_job_bytes > JOBS_BYTES_MAX)
		job_answer(
			job, i, ask_error(ask, &job->arena, &(struct failure){.err = ERR_OVERLOADED}, NULL));
	else
		put_pending(c, ask);
}

bool caller_take(struct caller *c, const char *text, size_t len, const char *key)
{
	struct arena arena;

	arena_init(&arena);
	struct job *job = arena_new(&arena, struct job);
	decode_frame(&arena, text, len, key, &job->frame);
	job->asks = arena_new_n(&arena, (size_t)job->frame.n_calls, struct ask);
	job->answers = arena_new_n(&arena, (size_t)job->frame.n_calls, const char *);
	job->arena = arena;
	job->all = c->all;
	job->caller = c;
	job->n_left = job->frame.n_calls;
	job->next = c->jobs;
	if (c->jobs)
		c->jobs->prev = job;
	c->jobs = job;
	job_count(job);
	/* The job goes with its last answer, which may be given at once. */
	bool must_close = job->frame.must_close;

	c->is_array = job->frame.is_array;
	int n = job->frame.n_calls;

	if (n == 0)
		job_free(job);
	for (int i = 0; i < n; i++)
		take_call(c, job, i);
	return must_close;
}

void caller_leave(struct caller *c)
{
	struct ask *ask;

	watches_drop(c->all->watches, c);
	while ((ask = asks_take(&c->pending)))
		job_answer(ask->job, ask->index, NULL);
	for (struct job *job = c->jobs; job; job = job->next)
		job->caller = NULL;
}
