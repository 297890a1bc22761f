/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the program's log: one escaped line per record on stderr, where systemd or the operator
 * picks it up. It never writes anywhere else, never blocks on purpose and never stamps a time
 * (the journal does, and this layer may not read a clock).
 */
#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "buf.h"

enum { RECORD_MAX = 4096 };

static enum log_level log_threshold = LOG_LEVEL_INFO;

void log_set_level(enum log_level level)
{
	log_threshold = level;
}

static void log_put_escaped(struct buf *line, const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p && line->len < RECORD_MAX; p++) {
		if (*p < 0x20 || *p == 0x7f || *p == '\\')
			buf_put_fmt(line, "\\x%02x", *p);
		else
			buf_put_char(line, (char)*p);
	}
}

static void __attribute__((format(printf, 2, 0)))
log_record(enum log_level level, const char *fmt, va_list ap)
{
	static const char *const names[] = {"debug ", "info ", "warn ", "error "};
	char text[RECORD_MAX];
	struct buf line;

	if (level < log_threshold)
		return;
	vsnprintf(text, sizeof(text), fmt, ap);
	buf_init(&line);
	buf_put_str(&line, names[level]);
	log_put_escaped(&line, text);
	buf_put_char(&line, '\n');
	/* A log that cannot be written has nowhere to complain to. */
	ssize_t n = write(STDERR_FILENO, line.data, line.len);
	(void)n;
	buf_fini(&line);
}

#define LOG_FUNCTION(name, level) \
	void name(const char *fmt, ...) \
	{ \
		va_list ap; \
		va_start(ap, fmt); \
		log_record(level, fmt, ap); \
		va_end(ap); \
	}

LOG_FUNCTION(log_debug, LOG_LEVEL_DEBUG)
LOG_FUNCTION(log_info, LOG_LEVEL_INFO)
LOG_FUNCTION(log_warn, LOG_LEVEL_WARN)
LOG_FUNCTION(log_error, LOG_LEVEL_ERROR)
