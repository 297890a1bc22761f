/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the frames of callers until their last call is answered, and the order in which calls are
 * started: lane by lane, so that what a caller sent in a row happens in the order he said (rules.md
 * 25). It knows no socket: answers go to the door that the caller came by. It never decides anything.
 */
#include "daemon/caller.h"

#include <string.h>

#include "base/die.h"
#include "daemon/engine.h"
#include "daemon/loop.h"
#include "daemon/meter.h"
#include "daemon/reader.h"

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

static void job_answer(struct job *job, int index, const char *text)
{
	struct caller *c = job->caller;
	const struct ask *ask = &job->asks[index];

	must(job->n_left > 0);
	job->n_left--;
	meter_count_call(job->all->meter, ask->call->command, ask->err, loop_now_us() - ask->asked_us);
	if (c)
		c->last = ask->err;
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

/* --- calls in ------------------------------------------------------------------------------------- */

static enum lane lane_of(const struct call *call)
{
	const struct command *c = call->command;

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
		return ask_result(ask, ask->arena, "{\"stopped\":true}", false);
	return ask_error(ask, ask->arena, &fail, NULL);
}

static void answer_now(struct caller *c, struct ask *ask)
{
	job_answer(ask->job, ask->index,
		ask->call->command->act == ACT_UNWATCH ? answer_unwatch(c, ask)
											   : now_answer(c->all->now, ask, &c->speaker));
}

static void start_watch(struct caller *c, struct ask *ask)
{
	const struct watch_sink sink = {c->put_event, c->count_waiting, c};
	const struct failure fail = {.err = ERR_INVALID_REQUEST,
		.en = "watching needs a connection that stays: the socket, or GET /events",
		.zh = "监视需要保持的连接：请用套接字或 GET /events"};

	if (c->put_event)
		watches_start(c->all->watches, ask, &sink);
	else
		ask->answer(ask, ask_error(ask, ask->arena, &fail, NULL));
}

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
		}
	}
}

static void take_call(struct caller *c, struct job *job, int i)
{
	const struct call *call = &job->frame.calls[i];
	struct ask *ask = &job->asks[i];
	const struct user *who = speaker_get_user(&c->speaker, c->all->now->org, c->all->engine);

	*ask = (struct ask){
		.call = call,
		.arena = &job->arena,
		.user = who ? arena_str(&job->arena, who->name) : NULL,
		.lang = c->speaker.lang,
		.answer = on_answer,
		.asked_us = loop_now_us(),
		.job = job,
		.index = i,
	};
	if (call->fail.err != ERR_NONE)
		job_answer(job, i, ask_error(ask, &job->arena, &call->fail, NULL));
	else if (now_acts_at_once(call->command->act))
		answer_now(c, ask);
	else if (c->all->n_job_bytes > JOBS_BYTES_MAX)
		job_answer(
			job, i, ask_error(ask, &job->arena, &(struct failure){.err = ERR_OVERLOADED}, NULL));
	else
		asks_put(&c->pending, ask);
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
