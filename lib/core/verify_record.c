/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the check of an order's history for gaps, and of every figure that its rows keep (instants,
 * counts, rework, charged time) against what the history says. It never looks at another order.
 */
#include <string.h>

#include "core/check.h"
#include "core/sla.h"

static bool is_what(const struct happening *h, const char *what)
{
	return strcmp(h->what, what) == 0;
}

/* --- the history ------------------------------------------------------------------------------------ */

void check_history(const struct check *k)
{
	const struct order *o = k->order;
	const struct happening *last = o->happenings;
	int64_t n = 0;

	for (const struct happening *h = last; h; h = h->next) {
		int64_t before = h->next ? h->next->seq : 0;

		n++;
		if (before != h->seq - 1)
			check_say(k, "history: entry %lld follows upon entry %lld, so there is a gap",
				(long long)h->seq, (long long)before);
		if (h->next && h->next->at > h->at)
			check_say(k, "history: entry %lld at %s lies before the one it follows, at %s",
				(long long)h->seq, check_spell_at(k->page, h->at),
				check_spell_at(k->page, h->next->at));
	}
	check_count(k, "history", "number of entries", o->n_happenings, n);
	if (!last)
		return;
	check_word(k, NULL, "state", WORDS_ORDER_STATE, o->state, last->state);
	check_at(k, NULL, "instant of its latest change", o->last_at, last->at);
}

/* --- the order's row ----------------------------------------------------------------------------------- */

struct story { /* what the history says of the order's row */
	int64_t created_at, submitted_at, sent_back_at, arrived_at, finished_at, signed_at, archived_at;
	int64_t cancelled_at, held_since;
	int n_sent_back;
	int64_t version_least, version_most;
	enum order_state stands; /* the order's state */
	int64_t last_at;
	const char *last;
};

static const struct happening **list_oldest_first(struct arena *a, const struct order *o, int *n)
{
	const struct happening **list;
	int i = 0;

	for (const struct happening *h = o->happenings; h; h = h->next)
		i++;
	*n = i;
	list = arena_new_n(a, (size_t)i, const struct happening *);
	for (const struct happening *h = o->happenings; h; h = h->next)
		list[--i] = h;
	return list;
}

/* Raises the version by one, if it is a command; a step may (a major issue, a hand-over). */
static void tell_version(struct story *s, const struct happening *h)
{
	static const char *const quiet[] = {
		"lapsed", "used", "released", "acknowledged", "alarm_cleared", "alarm_reopened"};

	for (size_t i = 0; i < N_OF(quiet); i++)
		if (is_what(h, quiet[i]))
			return;
	s->version_most++;
	/* Raised and submitted at one instant: by one command or by two. */
	if (!is_what(h, "step") &&
		!(is_what(h, "submitted") && s->last && strcmp(s->last, "created") == 0 &&
			s->last_at == h->at))
		s->version_least++;
}

static void tell_state(struct story *s, const struct order *o, const struct happening *h)
{
	enum order_state done = o->kind == KIND_CONFIRMATION ? ORDER_AWAITING_ARCHIVE
														 : ORDER_AWAITING_SIGNATURE;

	if (h->state == s->stands)
		return;
	s->stands = h->state;
	if (h->state == ORDER_AT_CRC)
		s->arrived_at = h->at;
	if (h->state == done)
		s->finished_at = h->at;
}

static void tell(struct story *s, const struct order *o, const struct happening *h)
{
	const struct {
		const char *what;
		int64_t *at;
	} instants[] = {{"created", &s->created_at}, {"submitted", &s->submitted_at},
		{"sent_back", &s->sent_back_at}, {"signed", &s->signed_at}, {"archived", &s->archived_at},
		{"cancelled", &s->cancelled_at}, {"held", &s->held_since}};

	tell_version(s, h);
	tell_state(s, o, h);
	for (size_t i = 0; i < N_OF(instants); i++)
		if (is_what(h, instants[i].what))
			*instants[i].at = h->at;
	if (is_what(h, "submitted"))
		s->sent_back_at = INSTANT_NONE;
	if (is_what(h, "resumed") || is_what(h, "cancelled"))
		s->held_since = INSTANT_NONE;
	if (is_what(h, "signature_refused"))
		s->finished_at = INSTANT_NONE;
	s->n_sent_back += is_what(h, "sent_back");
	s->last = h->what;
	s->last_at = h->at;
}

/* Until when the order's clock ran when it last arrived. */
static int64_t find_promise(const struct check *k)
{
	for (const struct clock_event *e = k->order->clock_events; e; e = e->next)
		if (e->clock == CLOCK_ORDER && e->change == CHANGE_START) {
			const struct calendar *c = org_get_calendar_version(k->v->org, e->calendar);

			return c ? calendar_add(c, e->at, e->limit_ms) : INSTANT_NONE;
		}
	return INSTANT_NONE;
}

static void check_row(const struct check *k, const struct story *s)
{
	const struct order *o = k->order;

	check_at(k, NULL, "created_at", o->created_at, s->created_at);
	check_at(k, NULL, "submitted_at", o->submitted_at, s->submitted_at);
	check_at(k, NULL, "arrived_at", o->arrived_at, s->arrived_at);
	check_at(k, NULL, "promised_at", o->promised_at, find_promise(k));
	check_at(k, NULL, "finished_at", o->finished_at, s->finished_at);
	check_at(k, NULL, "signed_at", o->signed_at, s->signed_at);
	check_at(k, NULL, "archived_at", o->archived_at, s->archived_at);
	check_at(k, NULL, "cancelled_at", o->cancelled_at, s->cancelled_at);
	check_at(k, NULL, "sent_back_at", o->sent_back_at, s->sent_back_at);
	check_at(k, NULL, "held since", o->hold.reason ? o->hold.since : INSTANT_NONE, s->held_since);
	check_count(k, NULL, "number of times sent back", o->n_sent_back, s->n_sent_back);
	if (o->version < s->version_least || o->version > s->version_most)
		check_say(k, "version is stored as %lld, by the history it is from %lld to %lld",
			(long long)o->version, (long long)s->version_least, (long long)s->version_most);
}

/* --- places -------------------------------------------------------------------------------------------- */

/* Whether a place of that month was to be had when it can have been taken: at a submission, at a retier. */
static bool was_had_in(const struct check *k, int64_t month, bool also_by_retier)
{
	for (const struct happening *h = k->order->happenings; h; h = h->next)
		if ((is_what(h, "submitted") || (also_by_retier && is_what(h, "retiered"))) &&
			org_get_month(k->v->org, h->at) == month)
			return true;
	return false;
}

static bool has_quota(const struct org *g, int64_t id)
{
	for (int i = 0; i < org_count(g, ORG_QUOTA); i++)
		if (((const struct quota *)org_at(g, ORG_QUOTA, i))->id == id)
			return true;
	return false;
}

static void check_places(const struct check *k, const struct story *s)
{
	const struct order *o = k->order;

	if (s->cancelled_at != INSTANT_NONE && (o->quota || o->agreed_month))
		check_say(k, "it is cancelled and still holds a place of a month");
	if (o->quota && !has_quota(k->v->org, o->quota))
		check_say(k, "it holds a place of quota %lld, which there is not", (long long)o->quota);
	if (o->quota && !was_had_in(k, o->quota_month, true))
		check_say(k, "it holds a quota place of %s, and was neither submitted nor retiered then",
			check_spell_month(k->page, o->quota_month));
	if (!o->agreed_month)
		return;
	check_count(k, NULL, "lines counted as agreed", o->agreed_lines, o->lines);
	if (!was_had_in(k, o->agreed_month, false))
		check_say(k, "its lines count as agreed for %s, and it was not submitted then",
			check_spell_month(k->page, o->agreed_month));
}

/* --- tasks --------------------------------------------------------------------------------------------- */

/* Each issue starts the clocks of a task anew: what the row keeps is theirs. */
static void check_task(const struct check *k, const struct task *t, struct order *rebuilt)
{
	const struct clock *accept = order_get_clock(rebuilt, CLOCK_ACCEPT, t->id);
	const struct clock *work = order_get_clock(rebuilt, CLOCK_TASK, t->id);
	const char *of = arena_fmt(k->page, "task %s", t->name);

	check_count(k, of, "rework", t->rework, accept ? accept->generation - 1 : 0);
	check_at(k, of, "issued_at", t->issued_at, accept ? accept->started_at : INSTANT_NONE);
	check_at(k, of, "accepted_at", t->accepted_at,
		accept && (accept->state == CLOCK_MET || accept->state == CLOCK_MISSED) ? accept->ended_at
																				: INSTANT_NONE);
	check_at(k, of, "done_at", t->done_at,
		work && (work->state == CLOCK_MET || work->state == CLOCK_MISSED) ? work->ended_at
																		  : INSTANT_NONE);
}

/* --- return slips ---------------------------------------------------------------------------------------- */

/* When the erring task's rework was done: the first time behind that entry. */
static int64_t find_done(const struct order *o, int64_t task, int64_t behind_seq)
{
	int64_t at = INSTANT_NONE;

	for (const struct clock_event *e = o->clock_events; e && e->seq > behind_seq; e = e->next)
		if (e->clock == CLOCK_TASK && e->ref == task &&
			(e->change == CHANGE_MET || e->change == CHANGE_MISSED))
			at = e->at;
	return at;
}

/* The command an entry belongs to; between them stand steps that it put behind. */
static bool is_of_command(const struct order *o, int64_t seq, const char *what)
{
	for (const struct happening *h = o->happenings; h; h = h->next)
		if (h->seq <= seq && !is_what(h, "step"))
			return is_what(h, what);
	return false;
}

/* When a new dispatch left the task out: its clock was cancelled by it. */
static int64_t find_left_out(const struct order *o, int64_t task)
{
	for (const struct clock_event *e = o->clock_events; task && e; e = e->next)
		if (e->clock == CLOCK_TASK && e->ref == task && e->change == CHANGE_CANCELLED)
			return is_of_command(o, e->seq, "dispatched") ? e->at : INSTANT_NONE;
	return INSTANT_NONE;
}

struct slip_story {
	int64_t raised_at, closed_at, seq;
	bool is_overturned;
};

static void tell_slip(const struct check *k, const struct return_slip *r, struct slip_story *s)
{
	const struct order *o = k->order;
	const struct happening **list;
	bool is_answered = false;
	int n;

	list = list_oldest_first(k->page, o, &n);
	for (int i = 0; i < n; i++) {
		const struct happening *h = list[i];

		if (h->return_id == r->id && is_what(h, "returned")) {
			s->raised_at = h->at;
			s->seq = h->seq;
		} else if (h->return_id == r->id &&
			(is_what(h, "return_accepted") || is_what(h, "return_upheld"))) {
			is_answered = true;
			s->seq = h->seq;
		} else if (h->return_id == r->id &&
			(is_what(h, "return_settled") || is_what(h, "return_overturned"))) {
			s->closed_at = instant_earlier(s->closed_at, h->at);
			s->is_overturned = is_what(h, "return_overturned");
		} else if (!r->to_task && s->raised_at != INSTANT_NONE && is_what(h, "dispatched")) {
			s->closed_at = instant_earlier(s->closed_at, h->at); /* against the CRC (rules.md 12) */
		}
	}
	if (s->closed_at != INSTANT_NONE && s->is_overturned)
		return;
	if (is_answered && r->to_task)
		s->closed_at = instant_earlier(s->closed_at, find_done(o, r->to_task, s->seq));
	s->closed_at = instant_earlier(s->closed_at, find_left_out(o, r->to_task));
	s->closed_at = instant_earlier(s->closed_at, find_left_out(o, r->raised_by_task));
}

static void check_slip(const struct check *k, const struct return_slip *r)
{
	const struct order *o = k->order;
	struct slip_story s = {.raised_at = INSTANT_NONE, .closed_at = INSTANT_NONE};
	const char *of = arena_fmt(k->page, "return slip %lld", (long long)r->id);
	int64_t charged_ms = -1;
	bool is_cancelled;

	tell_slip(k, r, &s);
	check_at(k, of, "raised_at", r->raised_at, s.raised_at);
	if (s.closed_at != INSTANT_NONE)
		charged_ms = s.closed_at - s.raised_at;
	is_cancelled = charged_ms < 0 && o->cancelled_at != INSTANT_NONE;
	check_at(k, of, "closed_at", r->closed_at, is_cancelled ? o->cancelled_at : s.closed_at);
	check_yes(k, of, "charged", r->charged_ms >= 0, charged_ms >= 0);
	if (r->charged_ms >= 0 && charged_ms >= 0)
		check_span(k, of, "charged time", r->charged_ms, charged_ms);
}

void check_record(const struct check *k, struct order *rebuilt)
{
	const struct order *o = k->order;
	struct story s;
	const struct happening **list;
	int n;

	memset(&s, 0, sizeof(s));
	s.created_at = s.submitted_at = s.sent_back_at = s.arrived_at = s.finished_at = INSTANT_NONE;
	s.signed_at = s.archived_at = s.cancelled_at = s.held_since = INSTANT_NONE;
	list = list_oldest_first(k->page, o, &n);
	for (int i = 0; i < n; i++)
		tell(&s, o, list[i]);
	check_row(k, &s);
	check_places(k, &s);
	for (int i = 0; rebuilt && i < o->n_tasks; i++)
		check_task(k, &o->tasks[i], rebuilt);
	for (int i = 0; i < o->n_returns; i++)
		check_slip(k, &o->returns[i]);
}
