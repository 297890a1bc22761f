/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the program's log: one escaped line per record on stderr, where systemd or the operator
 * picks it up. It never writes anywhere else, never blocks on purpose, never takes memory and never
 * stamps a time (the journal does, and this layer may not read a clock).
 */
#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum log_level log_threshold = LOG_LEVEL_INFO;
static enum log_style log_style = LOG_STYLE_PLAIN;
static log_sink_fn *log_sink;

static const struct {
	const char *name, *plain, *journal;
} levels[LOG_LEVEL_N] = {
	[LOG_LEVEL_DEBUG] = {"debug", "debug ", "<7>"},
	[LOG_LEVEL_INFO] = {"info", "info ", "<6>"},
	[LOG_LEVEL_WARN] = {"warn", "warn ", "<4>"},
	[LOG_LEVEL_ERROR] = {"error", "error ", "<3>"},
};

const char *log_level_name(enum log_level level)
{
	return levels[level].name;
}

bool log_level_find(const char *name, enum log_level *level)
{
	for (int i = 0; i < LOG_LEVEL_N; i++) {
		if (strcmp(levels[i].name, name) != 0)
			continue;
		*level = (enum log_level)i;
		return true;
	}
	return false;
}

void log_set_level(enum log_level level)
{
	log_threshold = level;
}

bool log_wants(enum log_level level)
{
	return level >= log_threshold;
}

void log_set_style(enum log_style style)
{
	log_style = style;
}

void log_set_sink(log_sink_fn *sink)
{
	log_sink = sink;
}

bool log_goes_to_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long device, inode;
	struct stat at;
	char *end;

	if (!stream)
		return false;
	device = strtoull(stream, &end, 10);
	if (*end != ':')
		return false;
	inode = strtoull(end + 1, NULL, 10);
	return fstat(STDERR_FILENO, &at) == 0 && at.st_dev == device && at.st_ino == inode;
}

/* --- escaping --------------------------------------------------------------------------------- */

struct line {
	char *out;
	size_t len, size;
	bool is_cut;
};

static const char cut_mark[] = "...";

/* All of it or nothing, so that an escape or a character is never cut in two. */
static void line_put(struct line *l, const char *bytes, size_t n)
{
	l->is_cut |= l->len + n + sizeof(cut_mark) > l->size;
	if (l->is_cut)
		return;
	memcpy(l->out + l->len, bytes, n);
	l->len += n;
}

static void line_put_str(struct line *l, const char *s)
{
	line_put(l, s, strlen(s));
}

static size_t line_end(struct line *l)
{
	if (l->is_cut) {
		memcpy(l->out + l->len, cut_mark, sizeof(cut_mark) - 1);
		l->len += sizeof(cut_mark) - 1;
	}
	l->out[l->len] = '\0';
	return l->len;
}

/* Terminals obey the C1 controls; the separators break lines and the marks turn text round. */
static bool is_harmless(unsigned c)
{
	return c >= 0xa0 && (c < 0x200e || c > 0x200f) && (c < 0x2028 || c > 0x202e) &&
		(c < 0x2066 || c > 0x2069) && c != 0xfeff && c != 0xfffe && c != 0xffff &&
		(c < 0xd800 || c > 0xdfff) && c <= 0x10ffff;
}

/* Bytes of the harmless character of UTF-8 that s begins with, which is not ASCII; 0: there is none. */
static size_t character_length(const unsigned char *s)
{
	static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	unsigned c = s[0] & (0xffu >> (n + 1));

	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3f);
	}
	return c >= least[n] && is_harmless(c) ? n : 0;
}

static void line_put_escaped(struct line *l, const char *text, const char *also)
{
	char escape[8];

	for (const unsigned char *s = (const unsigned char *)text; *s && !l->is_cut;) {
		bool is_plain = *s >= 0x20 && *s < 0x7f && *s != '\\' && !strchr(also, *s);
		size_t n = is_plain ? 1 : *s >= 0x80 ? character_length(s) : 0;

		if (n) {
			line_put(l, (const char *)s, n);
			s += n;
		} else {
			snprintf(escape, sizeof(escape), "\\x%02x", *s++);
			line_put(l, escape, 4);
		}
	}
}

/* Without blanks, quotes, brackets and equal signs a value needs nothing round it. */
static void line_put_field(struct line *l, const struct log_field *f)
{
	bool is_quoted = f->value[0] == '\0' || strpbrk(f->value, " \"=[]");

	line_put_str(l, f->key);
	line_put_str(l, is_quoted ? "=\"" : "=");
	line_put_escaped(l, f->value, "\"");
	if (is_quoted)
		line_put_str(l, "\"");
}

size_t log_escape(char *out, size_t size, const char *text)
{
	struct line l = {.out = out, .size = size};

	line_put_escaped(&l, text, "");
	return line_end(&l);
}

size_t log_spell(char out[LOG_RECORD_MAX], enum log_style style, enum log_level level,
	const struct log_field *fields, size_t n, const char *text)
{
	struct line l = {.out = out, .size = LOG_RECORD_MAX - 1}; /* and the line feed */
	bool is_first = true;

	line_put_str(&l, style == LOG_STYLE_JOURNAL ? levels[level].journal : levels[level].plain);
	for (size_t i = 0; i < n; i++) {
		if (!fields[i].value)
			continue;
		line_put_str(&l, is_first ? "[" : " ");
		line_put_field(&l, &fields[i]);
		is_first = false;
	}
	if (!is_first) {
		line_put_str(&l, "] ");
	} else if (text[0] == '[') {
		line_put_str(&l, "\\x5b");
		text++;
	}
	line_put_escaped(&l, text, "");
	size_t len = line_end(&l);
	out[len++] = '\n';
	out[len] = '\0';
	return len;
}

/* --- records ---------------------------------------------------------------------------------- */

static void __attribute__((format(printf, 4, 0))) log_record(
	enum log_level level, const struct log_field *fields, size_t n, const char *fmt, va_list ap)
{
	char text[LOG_RECORD_MAX], line[LOG_RECORD_MAX];

	if (!log_wants(level))
		return;
	vsnprintf(text, sizeof(text), fmt, ap);
	if (log_sink && log_sink(level, fields, n, text))
		return;
	size_t len = log_spell(line, log_style, level, fields, n, text);
	/* A log that cannot be written has nowhere to complain to. */
	ssize_t written = write(STDERR_FILENO, line, len);
	(void)written;
}

void log_about(enum log_level level, const struct log_field *fields, size_t n, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_record(level, fields, n, fmt, ap);
	va_end(ap);
}

#define LOG_FUNCTION(name, level) \
	void name(const char *fmt, ...) \
	{ \
		va_list ap; \
		va_start(ap, fmt); \
		log_record(level, NULL, 0, fmt, ap); \
		va_end(ap); \
	}

LOG_FUNCTION(log_debug, LOG_LEVEL_DEBUG)
LOG_FUNCTION(log_info, LOG_LEVEL_INFO)
LOG_FUNCTION(log_warn, LOG_LEVEL_WARN)
LOG_FUNCTION(log_error, LOG_LEVEL_ERROR)
