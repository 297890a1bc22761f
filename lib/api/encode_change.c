/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what a watcher is told: one change as an event of each topic it belongs to. It never knows who
 * watches.
 */
#include <string.h>

#include "api/encode.h"
#include "base/die.h"
#include "core/found.h"

static const struct {
	const char *what;
	const char *type; /* of the event among the alarms */
} alarm_whats[] = {
	{"step", "alarm.raised"},
	{"acknowledged", "alarm.acknowledged"},
	{"alarm_cleared", "alarm.cleared"},
	{"alarm_reopened", "alarm.raised"},
};

/* What happened to several tasks at once, and names none. */
static const char *const task_whats[] = {"dispatched", "signature_refused", "cancelled",
	"return_accepted", "return_upheld", "return_overturned", "return_settled"};

const struct alarm *change_get_alarm(const struct found_change *c)
{
	const struct happening *h = &c->happening;
	const struct alarm *found = NULL;

	for (int i = 0; h->clock && i < c->order->n_alarms; i++) {
		const struct alarm *a = &c->order->alarms[i];

		/* A step that was cleared by another limit and fired again has two: the one of that time. */
		if (a->clock == h->clock && a->ref == h->ref && a->generation == h->generation &&
			a->step_is_after == h->step_is_after && a->step == h->step && a->raised_at <= h->at)
			found = a;
	}
	return found;
}

static const char *alarm_type(const struct happening *h)
{
	for (size_t i = 0; i < N_OF(alarm_whats); i++)
		if (strcmp(h->what, alarm_whats[i].what) == 0)
			return h->repeat ? "alarm.repeated" : alarm_whats[i].type;
	return NULL;
}

static bool concerns_tasks(const struct happening *h)
{
	if (h->task && !alarm_type(h))
		return true;
	for (size_t i = 0; i < N_OF(task_whats); i++)
		if (strcmp(h->what, task_whats[i]) == 0)
			return true;
	return false;
}

static const char *type_of(const struct found_change *c, enum topic topic)
{
	switch (topic) {
	case TOPIC_ALARMS: return change_get_alarm(c) ? alarm_type(&c->happening) : NULL;
	case TOPIC_TASKS: return concerns_tasks(&c->happening) ? "task.changed" : NULL;
	case TOPIC_ORDERS: return "order.changed";
	case TOPIC_N: break;
	}
	die_assert(__FILE__, __LINE__, "topic");
}

static void put_tasks(struct out *o, const struct found_change *c)
{
	out_key(o, "tasks");
	out_open(o, '[');
	for (int i = 0; i < c->order->n_tasks; i++) {
		encode_task_open(o, &c->order->tasks[i]);
		out_close(o, '}');
	}
	out_close(o, ']');
}

static void put_data(struct out *o, const struct found_change *c, enum topic topic)
{
	const struct alarm *a = change_get_alarm(c);

	out_key(o, "data");
	if (topic == TOPIC_ALARMS) {
		encode_alarm(o, a, c->order->id, c->order->kind,
			a->clock == CLOCK_RETURN ? NULL : encode_task_name(c->order, a->ref));
		return;
	}
	out_open(o, '{');
	encode_order_head(o, c->order);
	out_put_int(o, "version", c->order->version);
	out_key(o, "change");
	encode_happening(o, c->order, &c->happening);
	if (topic == TOPIC_TASKS)
		put_tasks(o, c);
	out_close(o, '}');
}

void encode_change(
	const struct view *v, const struct found_change *c, enum topic topic, struct event_text *out)
{
	const char *type = type_of(c, topic);
	struct out o;

	*out = (struct event_text){0};
	if (!type)
		return;
	out_init(&o, v->arena);
	out_open(&o, '{');
	out_put_text(&o, "type", type);
	out_put_instant(&o, "at", c->happening.at);
	put_data(&o, c, topic);
	out_close(&o, '}');
	out->type = type;
	/* Members of an object to be: what is told differs from watcher to watcher in front of them. */
	const char *text = out_finish(&o);
	out->members = arena_strn(v->arena, text + 1, strlen(text) - 2);
}
