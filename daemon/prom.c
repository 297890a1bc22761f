/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns how figures are spelt for Prometheus (text format 0.0.4): names, escaped labels, cumulative
 * buckets, seconds. It never knows what a figure means.
 */
#include "daemon/prom.h"

#include <inttypes.h>

/* In a label's value: backslash, quote and line feed. In a help text the quote stays. */
static void put_escaped(struct buf *b, const char *text, bool is_label)
{
	for (; *text; text++) {
		if (*text == '\\')
			buf_put_str(b, "\\\\");
		else if (*text == '\n')
			buf_put_str(b, "\\n");
		else if (*text == '"' && is_label)
			buf_put_str(b, "\\\"");
		else
			buf_put_char(b, *text);
	}
}

static void put_label(struct buf *b, int *n, const char *name, const char *value)
{
	if (!name)
		return;
	buf_put_char(b, (*n)++ ? ',' : '{');
	buf_put_str(b, name);
	buf_put_str(b, "=\"");
	put_escaped(b, value, true);
	buf_put_char(b, '"');
}

static void end_labels(struct buf *b, int n)
{
	buf_put_str(b, n ? "} " : " ");
}

/* Millionths, written whole: 0.0025, 60, 1.5. */
static void put_micros(struct buf *b, int64_t us)
{
	int64_t rest = us % 1000000;
	int digits = 6;

	buf_put_int(b, us / 1000000);
	if (rest == 0)
		return;
	while (rest % 10 == 0) {
		rest /= 10;
		digits--;
	}
	buf_put_fmt(b, ".%0*" PRId64, digits, rest);
}

void prom_put_family(struct buf *b, const char *name, const char *type, const char *help)
{
	buf_put_fmt(b, "# HELP %s ", name);
	put_escaped(b, help, false);
	buf_put_fmt(b, "\n# TYPE %s %s\n", name, type);
}

void prom_put_count(struct buf *b, const char *name, struct prom_label first,
	struct prom_label second, uint64_t value)
{
	int n = 0;

	buf_put_str(b, name);
	put_label(b, &n, first.name, first.value);
	put_label(b, &n, second.name, second.value);
	end_labels(b, n);
	buf_put_fmt(b, "%" PRIu64 "\n", value);
}

void prom_put_value(struct buf *b, const char *name, struct prom_label label, int64_t value)
{
	int n = 0;

	buf_put_str(b, name);
	put_label(b, &n, label.name, label.value);
	end_labels(b, n);
	buf_put_int(b, value);
	buf_put_char(b, '\n');
}

void prom_put_seconds(struct buf *b, const char *name, int64_t ms)
{
	buf_put_fmt(b, "%s ", name);
	put_micros(b, ms * 1000);
	buf_put_char(b, '\n');
}

static void put_bucket(
	struct buf *b, const char *name, struct prom_label label, int64_t bound_us, uint64_t n_within)
{
	struct buf le;
	int n = 0;

	buf_init(&le);
	if (bound_us < 0)
		buf_put_str(&le, "+Inf");
	else
		put_micros(&le, bound_us);
	buf_put_fmt(b, "%s_bucket", name);
	put_label(b, &n, label.name, label.value);
	put_label(b, &n, "le", le.data);
	end_labels(b, n);
	buf_put_fmt(b, "%" PRIu64 "\n", n_within);
	buf_fini(&le);
}

void prom_put_spread(
	struct buf *b, const char *name, struct prom_label label, const struct spread *s)
{
	uint64_t n_within = 0;

	for (int i = 0; i <= SPREAD_BOUNDS; i++) {
		n_within += s->n_at[i];
		put_bucket(b, name, label, i < SPREAD_BOUNDS ? spread_bounds_us[i] : -1, n_within);
	}
	int n = 0;

	buf_put_fmt(b, "%s_sum", name);
	put_label(b, &n, label.name, label.value);
	end_labels(b, n);
	put_micros(b, s->sum_us);
	n = 0;
	buf_put_fmt(b, "\n%s_count", name);
	put_label(b, &n, label.name, label.value);
	end_labels(b, n);
	buf_put_fmt(b, "%" PRIu64 "\n", s->n);
}
