/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_BASE_LOG_H
#define SL_BASE_LOG_H

#include <stdbool.h>
#include <stddef.h>

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARN, LOG_LEVEL_ERROR, LOG_LEVEL_N };
enum log_style {
	LOG_STYLE_PLAIN, /* the level's name first */
	LOG_STYLE_JOURNAL, /* its priority first, as the journal reads it: <6> */
};
enum { LOG_RECORD_MAX = 4096 }; /* bytes of a line; what is longer is cut, and says so */

/* What a record is about, beside its text. value NULL: left out. */
struct log_field {
	const char *key, *value;
};

const char *log_level_name(enum log_level level);
bool log_level_find(const char *name, enum log_level *level);

/* Records below this level are dropped. INFO unless told otherwise. */
void log_set_level(enum log_level level);
bool log_wants(enum log_level level);

/* Whether the journal reads our stderr: $JOURNAL_STREAM names it. */
bool log_goes_to_journal(void);
/* How the lines on stderr begin. PLAIN unless told otherwise. */
void log_set_style(enum log_style style);
/* Another way out, tried first; false: it could not, and the line goes to stderr. */
typedef bool log_sink_fn(
	enum log_level level, const struct log_field *fields, size_t n, const char *text);
void log_set_sink(log_sink_fn *sink);

/*
 * One record, one line on stderr: "LEVEL [key=value key=value] text". Whatever is no printable text
 * of UTF-8 is escaped byte by byte, and so is what could pass for a field or end one, so that data
 * can never forge a record or a field. No secrets: the caller sees to it.
 */
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_about(enum log_level level, const struct log_field *fields, size_t n, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* The same as pure functions: bytes written, out always ends with a NUL. */
size_t log_spell(char out[LOG_RECORD_MAX], enum log_style style, enum log_level level,
	const struct log_field *fields, size_t n, const char *text); /* with its line feed */
size_t log_escape(char *out, size_t size, const char *text); /* a text alone */

#endif
