/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests and their answers, matched by id: the window of calls in flight and the callbacks.
 * Owns the slots; never touches the socket itself.
 */
#include "client.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void slot_answer(
	struct sliploop *conn, struct client_slot *slot, const struct sliploop_reply *reply)
{
	struct client_slot done = *slot;
	slot->id = 0;
	conn->n_in_flight--;
	if (done.fn == NULL)
		return;
	conn->delivering = true;
	done.fn(done.arg, reply);
	conn->delivering = false;
}

/* The connection is over: everything in flight learns why, oldest first. */
void client_break(struct sliploop *conn)
{
	conn->broken = true;
	struct sliploop_reply reply = {.error = &conn->failure};
	for (uint64_t i = 0; i < SLIPLOOP_WINDOW; i++) {
		struct client_slot *slot = &conn->slots[(conn->next_id + i) % SLIPLOOP_WINDOW];
		if (slot->id != 0)
			slot_answer(conn, slot, &reply);
	}
}

static void line_refuse(struct sliploop *conn, const char *why)
{
	client_error_put(&conn->failure, SLIPLOOP_UNAVAILABLE, "the daemon sent %s", why);
	client_break(conn);
}

/* One line from the daemon: an answer, an error of the whole connection, or an event. */
void client_line_deliver(struct sliploop *conn, const char *line, size_t len)
{
	json_t *frame = json_loadb(line, len, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(frame)) {
		json_decref(frame);
		line_refuse(conn, "a line that is not a JSON object");
		return;
	}
	json_t *id = json_object_get(frame, "id");
	json_t *fault = json_object_get(frame, "error");
	if (json_is_integer(id) && json_integer_value(id) > 0) {
		uint64_t wanted = (uint64_t)json_integer_value(id);
		struct client_slot *slot = &conn->slots[wanted % SLIPLOOP_WINDOW];
		struct sliploop_error error = {.class = SLIPLOOP_OK};
		struct sliploop_reply reply = {.result = json_object_get(frame, "result")};
		if (fault != NULL) {
			client_error_decode(&error, fault);
			reply = (struct sliploop_reply){.error = &error};
		}
		conn->n_answered++;
		if (slot->id != wanted)
			line_refuse(conn, "an answer nobody asked for");
		else if (reply.result == NULL && reply.error == NULL)
			line_refuse(conn, "an answer without a result");
		else
			slot_answer(conn, slot, &reply);
		sliploop_error_fini(&error);
	} else if (json_is_object(fault)) {
		/* An error without an id belongs to the stream itself; the daemon closes after it. */
		client_error_decode(&conn->failure, fault);
		client_break(conn);
	} else if (id == NULL) {
		client_event_deliver(conn, json_object_get(frame, "params"));
	}
	json_decref(frame);
}

static json_t *frame_new(uint64_t id, const char *method, json_t *params)
{
	json_t *frame = json_object();
	json_object_set_new(frame, "jsonrpc", json_string("2.0"));
	json_object_set_new(frame, "id", json_integer((json_int_t)id));
	json_object_set_new(frame, "method", json_string(method));
	json_object_set_new(frame, "params", params != NULL ? params : json_object());
	return frame;
}

bool sliploop_has_room(const struct sliploop *conn)
{
	return conn->slots[conn->next_id % SLIPLOOP_WINDOW].id == 0 && conn->out.len <= CLIENT_OUT_HIGH;
}

static bool submit_room(struct sliploop *conn)
{
	while (!sliploop_has_room(conn))
		if (!client_wire_turn(conn, -1))
			return false;
	return true;
}

bool sliploop_submit(
	struct sliploop *conn, const char *method, json_t *params, sliploop_reply_fn *fn, void *arg)
{
	assert(!conn->delivering);
	if (conn->broken || !submit_room(conn)) {
		json_decref(params);
		return false;
	}
	json_t *frame = frame_new(conn->next_id, method, params);
	char *text = json_dumps(frame, JSON_COMPACT);
	json_decref(frame);
	size_t len = text != NULL ? strlen(text) : 0;
	bool is_sendable = text != NULL && len < SLIPLOOP_LINE_MAX;
	if (!is_sendable)
		client_error_put(&conn->failure, SLIPLOOP_INVALID_REQUEST,
			text == NULL ? "%s: the parameters are not valid text"
						 : "%s: the request would be %zu bytes long, at most %u can be sent",
			method, len + 1, SLIPLOOP_LINE_MAX);
	bool is_queued = false;
	if (is_sendable) {
		text[len] = '\n'; /* in the place of the terminating NUL */
		is_queued = client_wire_append(conn, text, len + 1);
	}
	free(text);
	if (!is_queued)
		return false;
	conn->slots[conn->next_id % SLIPLOOP_WINDOW] = (struct client_slot){conn->next_id, fn, arg};
	conn->next_id++;
	conn->n_in_flight++;
	/* A broken connection is not this request's refusal any more: its callback tells. */
	if (conn->out.len > CLIENT_OUT_FLUSH)
		(void)client_wire_flush(conn);
	return true;
}

bool sliploop_pump(struct sliploop *conn, int timeout_ms)
{
	assert(!conn->delivering);
	return client_wire_turn(conn, timeout_ms);
}

bool sliploop_process(struct sliploop *conn)
{
	return sliploop_pump(conn, 0);
}

bool sliploop_drain(struct sliploop *conn)
{
	while (conn->n_in_flight > 0)
		if (!sliploop_pump(conn, -1))
			return false;
	return !conn->broken;
}

struct awaited {
	bool is_done;
	json_t *result;
	struct sliploop_error *error;
};

static void awaited_answer(void *arg, const struct sliploop_reply *reply)
{
	struct awaited *awaited = arg;
	awaited->is_done = true;
	if (reply->error == NULL) {
		awaited->result = json_incref(reply->result);
		return;
	}
	*awaited->error = *reply->error;
	json_incref(awaited->error->data);
}

json_t *sliploop_call(
	struct sliploop *conn, const char *method, json_t *params, struct sliploop_error *error)
{
	struct awaited awaited = {.error = error};
	memset(error, 0, sizeof *error);
	if (!sliploop_submit(conn, method, params, awaited_answer, &awaited)) {
		*error = conn->failure;
		json_incref(error->data);
		return NULL;
	}
	while (!awaited.is_done)
		(void)sliploop_pump(conn, -1);
	return awaited.result;
}

void sliploop_patience_put(struct sliploop *conn, int patience_ms)
{
	conn->patience_ms = patience_ms;
}

unsigned sliploop_in_flight(const struct sliploop *conn)
{
	return conn->n_in_flight;
}

unsigned long long sliploop_answered(const struct sliploop *conn)
{
	return conn->n_answered;
}

const struct sliploop_error *sliploop_failure_get(const struct sliploop *conn)
{
	return &conn->failure;
}

void sliploop_close(struct sliploop *conn)
{
	if (conn == NULL)
		return;
	if (!conn->broken) {
		client_error_put(&conn->failure, SLIPLOOP_UNAVAILABLE, "the connection was closed");
		client_break(conn);
	}
	sliploop_error_fini(&conn->failure);
	client_wire_fini(conn);
	free(conn);
}
