/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The error classes of the protocol as an enum, and errors read from the wire. Owns the text of an
 * error; never decides what to do about one.
 */
#include "client.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
	enum sliploop_class class;
	const char *name;
	int code;
} classes[] = {
#define X(id, name, code) {SLIPLOOP_##id, name, code},
	SLIPLOOP_CLASSES(X)
#undef X
};

#define N_CLASSES (sizeof classes / sizeof classes[0])

enum sliploop_class sliploop_class_find(const char *name)
{
	for (size_t i = 0; i < N_CLASSES; i++)
		if (strcmp(classes[i].name, name) == 0)
			return classes[i].class;
	return SLIPLOOP_OTHER;
}

const char *sliploop_class_name(enum sliploop_class class)
{
	for (size_t i = 0; i < N_CLASSES; i++)
		if (classes[i].class == class)
			return classes[i].name;
	return class == SLIPLOOP_OK ? "ok" : "other";
}

static int class_code(enum sliploop_class class)
{
	for (size_t i = 0; i < N_CLASSES; i++)
		if (classes[i].class == class)
			return classes[i].code;
	return 0;
}

static enum sliploop_class class_of_code(json_int_t code)
{
	for (size_t i = 0; i < N_CLASSES; i++)
		if (classes[i].code == code)
			return classes[i].class;
	return SLIPLOOP_OTHER;
}

void client_error_put(struct sliploop_error *error, enum sliploop_class class, const char *fmt, ...)
{
	memset(error, 0, sizeof *error);
	error->class = class;
	error->code = class_code(class);
	snprintf(error->name, sizeof error->name, "%s", sliploop_class_name(class));
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(error->message, sizeof error->message, fmt, ap);
	va_end(ap);
}

/* Reads {"code", "message", "data": {"class", ...}}; takes a reference to data. */
void client_error_decode(struct sliploop_error *error, const json_t *object)
{
	const char *message = json_string_value(json_object_get(object, "message"));
	json_t *data = json_object_get(object, "data");
	const char *name = json_string_value(json_object_get(data, "class"));

	client_error_put(error, SLIPLOOP_OTHER, "%s", message != NULL ? message : "no message");
	error->code = (int)json_integer_value(json_object_get(object, "code"));
	error->class = name != NULL ? sliploop_class_find(name) : class_of_code(error->code);
	snprintf(error->name, sizeof error->name, "%s",
		name != NULL ? name : sliploop_class_name(error->class));
	error->data = json_incref(data);
}

void sliploop_error_fini(struct sliploop_error *error)
{
	json_decref(error->data);
	error->data = NULL;
}
