/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the way of log records into systemd's journal, where what a record is about can be asked for:
 * journalctl SLIPLOOP_TRACE=... Elsewhere stderr is good enough. It never decides what is logged.
 */
#include "daemon/journal.h"

#include "base/log.h"

#ifdef HAVE_SYSTEMD
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

enum { FIELDS_MAX = 8, FIELD_TEXT_MAX = 512 };

/* KEY=value, as sd_journal_sendv() takes it. */
static struct iovec spell_field(char out[FIELD_TEXT_MAX], const struct log_field *f)
{
	int n = snprintf(out, FIELD_TEXT_MAX / 2, "SLIPLOOP_%s=", f->key);

	for (char *s = out; *s; s++)
		*s = (char)toupper((unsigned char)*s);
	size_t len = (size_t)n + log_escape(out + n, FIELD_TEXT_MAX - (size_t)n, f->value);
	return (struct iovec){out, len};
}

static bool journal_put(
	enum log_level level, const struct log_field *fields, size_t n, const char *text)
{
	static const char *const priorities[LOG_LEVEL_N] = {
		"PRIORITY=7", "PRIORITY=6", "PRIORITY=4", "PRIORITY=3"};
	char message[LOG_RECORD_MAX] = "MESSAGE=", spelled[FIELDS_MAX][FIELD_TEXT_MAX];
	struct iovec parts[FIELDS_MAX + 3];
	size_t head = strlen(message);
	int n_parts = 0;

	head += log_escape(message + head, sizeof(message) - head, text);
	parts[n_parts++] = (struct iovec){message, head};
	parts[n_parts++] = (struct iovec){(char *)priorities[level], strlen(priorities[level])};
	parts[n_parts++] = (struct iovec){"SYSLOG_IDENTIFIER=sliploopd", 27};
	for (size_t i = 0; i < n && i < FIELDS_MAX; i++)
		if (fields[i].value)
			parts[n_parts++] = spell_field(spelled[i], &fields[i]);
	return sd_journal_sendv(parts, n_parts) == 0;
}

/* Without its socket sd_journal_sendv() says nothing and drops the record. */
static bool journal_is_there(void)
{
	return access("/run/systemd/journal/socket", W_OK) == 0;
}
#endif

void journal_open(void)
{
	if (!log_goes_to_journal())
		return;
	log_set_style(LOG_STYLE_JOURNAL);
#ifdef HAVE_SYSTEMD
	if (journal_is_there())
		log_set_sink(journal_put);
#endif
}
