/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the reading of the command line and of the --config file: one table of options serves both,
 * so a name means the same in either place. It never acts on what it read.
 */
#include "daemon/config.h"

#include <assert.h>
#include <ini.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/command.h"
#include "base/die.h"
#include "daemon/address.h"
#include "core/notice.h"

static const char help[] =
	"usage: sliploopd (--embedded DIR | --store CONNINFO) [options]\n"
	"       sliploopd migrate [--status | --restored] (--embedded DIR | --store CONNINFO)\n"
	"       sliploopd verify (--embedded DIR | --store CONNINFO) [--head HASH@N,..] [--lang LANG]\n"
	"\n"
	"  --embedded DIR           keep a private Postgres cluster in DIR\n"
	"  --store CONNINFO         use this Postgres database (libpq connection string)\n"
	"  --store-password-file F  with the password in F, where the string has none\n"
	"  --socket PATH            Unix socket to listen on (DIR/sliploop.sock with --embedded)\n"
	"  --listen HOST:PORT       the same protocol on TCP; port 0: any free one\n"
	"  --tls-cert FILE          our certificate and its chain, for --listen: TLS 1.2 or newer\n"
	"  --tls-key FILE           its key; without them --listen is for this machine only\n"
	"  --login-timeout SECONDS  on TCP, for whoever is silent and has not logged in (60)\n"
	"  --source-connections N   from one address on TCP at most (512)\n"
	"  --user-rate N            calls a second of one user, four times that at once (10000)\n"
	"  --http HOST:PORT         HTTP on this machine only, 127.0.0.1 or [::1]; port 0: any free one\n"
	"  --console DIR            the web console's files, served at / of --http (as it is installed)\n"
	"  --config FILE            read options from FILE, `name = value` a line, the names as here\n"
	"  --virtual-clock INSTANT  the store's time stands still and moves by time.advance only\n"
	"  --zone ZONE              the carrier's time zone, for months (Asia/Shanghai)\n"
	"\n"
	"  --notice-smtp URL        mail by this server: smtp://HOST:PORT or smtps://HOST:PORT\n"
	"  --notice-smtp-user NAME  log in there, never without TLS\n"
	"  --notice-smtp-password-file F  with the password in F\n"
	"  --notice-from ADDRESS    whom mail is from, name@host\n"
	"  --notice-ca-file F       certificates in F are trusted too: of our own mail server, say\n"
	"  --notice-secret-file F   webhooks, signed by each secret in F, whsec_BASE64 a line, one to four\n"
	"  --notice-allow-private yes|no  webhooks may reach private addresses (no)\n"
	"  --notice-lang LANG       of mails: en or zh-CN (en)\n"
	"  --notice-digest SPAN     what is told a person within SPAN goes in one message (PT10S)\n"
	"  --notice-timeout SPAN    a receiver has so long to take a message (PT15S)\n"
	"  --notice-retry SPAN      before the second try; doubles with each, up to PT1H (PT5S)\n"
	"  --notice-tries N         then it is given up: see notice.list state=dead (15)\n"
	"  --alertmanager URL       standing alarms are posted to URL/api/v2/alerts\n"
	"\n"
	"  --log-level LEVEL        debug, info, warn or error: what is said on stderr (info)\n"
	"  --version, --help\n"
	"\n"
	"migrate brings the schema of a store up to date, and takes up one that was restored from a dump or to\n"
	"a point in time. --restored: say so where nothing shows it, because its files were put back.\n"
	"--status only says how it stands.\n"
	"\n"
	"credential:NAME for a FILE or F is what systemd gave the service under NAME: LoadCredential=NAME:FILE.\n"
	"\n"
	"SIGHUP and system.reload read all this again, and the files it names. --log-level, --user-rate,\n"
	"--login-timeout, --source-connections, --tls-cert, --tls-key, --console and --notice-* but -lang may\n"
	"change, the rest needs a restart. Connections that are open keep the certificate they began with.\n"
	"\n"
	"verify rebuilds every clock and figure from the history and compares with what is stored. It\n"
	"writes nothing, and daemons may run meanwhile: it reads one snapshot, which a busy store should\n"
	"not have to keep for hours. Status 0: no difference; 1: differences, the first 100 are printed;\n"
	"2: it could not be done. What happened before schema 2 does not say which tier a clock ran\n"
	"under: an order that was given another tier before that upgrade is replayed with its present\n"
	"one, and may be said to differ though nothing is wrong.\n"
	"\n"
	"It also follows the chain of hashes that the daemons seal the history with, and names the first row\n"
	"that was changed, removed, moved or cut off since. Whoever owns the database can rewrite the chain as\n"
	"well: give --head a head, or several, that a daemon's log or system.health showed before (seal=HASH@N),\n"
	"and a chain that has not got them is found too. --lang: en or zh-CN, for what is said of it.\n";

enum option_kind {
	OPTION_TEXT,
	OPTION_PATH,
	OPTION_INSTANT,
	OPTION_ADDRESS,
	OPTION_LOOPBACK,
	OPTION_SPAN,
	OPTION_NUMBER,
	OPTION_BOOL,
	OPTION_LOG_LEVEL
};
enum { NUMBER_MAX = 1000000, FILE_LINE_MAX = 4096 };
#define CREDENTIAL "credential:"

/* What takes effect in a running daemon, by a hook of reload.h; the rest needs a restart. */
enum option_change { STAYS, CHANGES };

static const struct option {
	const char *name;
	enum option_kind kind;
	size_t offset;
	enum option_change change;
} options[] = {
	{"embedded", OPTION_PATH, offsetof(struct config, embedded), STAYS},
	{"store", OPTION_TEXT, offsetof(struct config, store), STAYS},
	{"store-password-file", OPTION_PATH, offsetof(struct config, store_password_file), STAYS},
	{"socket", OPTION_PATH, offsetof(struct config, socket), STAYS},
	{"zone", OPTION_TEXT, offsetof(struct config, zone), STAYS},
	{"virtual-clock", OPTION_INSTANT, 0, STAYS},
	{"notice-smtp", OPTION_TEXT, offsetof(struct config, notice.smtp), CHANGES},
	{"notice-smtp-user", OPTION_TEXT, offsetof(struct config, notice.smtp_user), CHANGES},
	{"notice-smtp-password-file", OPTION_PATH, offsetof(struct config, notice.smtp_password_file),
		CHANGES},
	{"notice-ca-file", OPTION_PATH, offsetof(struct config, notice.ca_file), CHANGES},
	{"notice-from", OPTION_TEXT, offsetof(struct config, notice.from), CHANGES},
	{"notice-secret-file", OPTION_PATH, offsetof(struct config, notice.secret_file), CHANGES},
	{"notice-allow-private", OPTION_BOOL, offsetof(struct config, notice.may_be_private), CHANGES},
	{"notice-lang", OPTION_TEXT, offsetof(struct config, notice.lang), STAYS},
	{"notice-digest", OPTION_SPAN, offsetof(struct config, notice.digest_ms), CHANGES},
	{"notice-timeout", OPTION_SPAN, offsetof(struct config, notice.timeout_ms), CHANGES},
	{"notice-retry", OPTION_SPAN, offsetof(struct config, notice.retry_ms), CHANGES},
	{"notice-tries", OPTION_NUMBER, offsetof(struct config, notice.tries), CHANGES},
	{"alertmanager", OPTION_TEXT, offsetof(struct config, notice.alertmanager), STAYS},
	{"listen", OPTION_ADDRESS, offsetof(struct config, listen), STAYS},
	{"tls-cert", OPTION_PATH, offsetof(struct config, tls_cert), CHANGES},
	{"tls-key", OPTION_PATH, offsetof(struct config, tls_key), CHANGES},
	{"login-timeout", OPTION_NUMBER, offsetof(struct config, login_timeout_s), CHANGES},
	{"source-connections", OPTION_NUMBER, offsetof(struct config, source_connections), CHANGES},
	{"user-rate", OPTION_NUMBER, offsetof(struct config, user_rate), CHANGES},
	{"http", OPTION_LOOPBACK, offsetof(struct config, http), STAYS},
	{"console", OPTION_PATH, offsetof(struct config, console), CHANGES},
	{"head", OPTION_TEXT, offsetof(struct config, heads), STAYS},
	{"lang", OPTION_TEXT, offsetof(struct config, lang), STAYS},
	{"log-level", OPTION_LOG_LEVEL, offsetof(struct config, log_level), CHANGES},
};

struct reading {
	struct config *config;
	unsigned given; /* BIT of the options table: the first to name one wins */
	unsigned in_file; /* the same, of what the file has named */
	char *why;
	size_t size;
	bool is_refused;
};

static bool __attribute__((format(printf, 2, 3)))
refuse_option(struct reading *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(r->why, r->size, fmt, ap);
	va_end(ap);
	r->is_refused = true;
	return false;
}

/* credential:NAME is a file that the service manager gave us: LoadCredential= of systemd.exec(5). */
static bool put_credential(struct reading *r, char *to, const char *name, const char *value)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	const char *file = value + strlen(CREDENTIAL);

	if (!dir || dir[0] != '/')
		return refuse_option(r, "--%s %s: the service manager gave us no credentials", name, value);
	if (!file[0] || strchr(file, '/') || file[0] == '.')
		return refuse_option(r, "--%s %s: not a credential's name", name, value);
	if (snprintf(to, CONFIG_TEXT_MAX, "%s/%s", dir, file) >= CONFIG_TEXT_MAX)
		return refuse_option(r, "--%s %s: too long", name, value);
	return true;
}

/* Paths are made absolute here, so that nothing later depends on the working directory. */
static bool put_path(struct reading *r, char *to, const char *name, const char *value)
{
	char here[PATH_MAX] = "";
	int n;

	if (strncmp(value, CREDENTIAL, strlen(CREDENTIAL)) == 0)
		return put_credential(r, to, name, value);
	if (value[0] != '/' && !getcwd(here, sizeof(here)))
		return refuse_option(r, "--%s %s: the working directory is gone", name, value);
	n = snprintf(to, CONFIG_TEXT_MAX, "%s%s%s", here, here[0] ? "/" : "", value);
	if (n >= CONFIG_TEXT_MAX)
		return refuse_option(r, "--%s %s: too long", name, value);
	while (n > 1 && to[n - 1] == '/')
		to[--n] = '\0';
	return true;
}

static bool put_text(struct reading *r, char *to, const char *name, const char *value)
{
	if (strlen(value) >= CONFIG_TEXT_MAX) /* not said again: --store may hold a password */
		return refuse_option(r, "--%s: too long", name);
	strcpy(to, value);
	return true;
}

static bool put_number(struct reading *r, int *to, const char *name, const char *value)
{
	char *end;
	long n = strtol(value, &end, 10);

	if (value[0] < '0' || value[0] > '9' || *end != '\0' || n < 1 || n > NUMBER_MAX)
		return refuse_option(r, "--%s %s: not a number from 1 to %d", name, value, NUMBER_MAX);
	*to = (int)n;
	return true;
}

static bool put_address(struct reading *r, char *to, const char *name, const char *value)
{
	struct address at;

	if (!address_read(&at, value))
		return refuse_option(r,
			"--%s %s: not an address and a port such as 127.0.0.1:8080 or [::1]:8080", name, value);
	return put_text(r, to, name, value);
}

static bool put_loopback(struct reading *r, char *to, const char *name, const char *value)
{
	struct address at;

	if (!put_address(r, to, name, value))
		return false;
	if (!address_read(&at, value) || !address_is_loopback(&at))
		return refuse_option(r,
			"--%s %s: plain HTTP is for this machine only (127.0.0.1 or [::1]); "
			"for others put a proxy with TLS before it",
			name, value);
	return true;
}

static bool put_option(struct reading *r, const struct option *o, const char *value)
{
	char *to = (char *)r->config + o->offset;

	if (value[0] == '\0')
		return refuse_option(r, "--%s needs a value", o->name);
	switch (o->kind) {
	case OPTION_PATH: return put_path(r, to, o->name, value);
	case OPTION_TEXT: return put_text(r, to, o->name, value);
	case OPTION_ADDRESS: return put_address(r, to, o->name, value);
	case OPTION_LOOPBACK: return put_loopback(r, to, o->name, value);
	case OPTION_NUMBER: return put_number(r, (int *)(void *)to, o->name, value);
	case OPTION_INSTANT:
		if (!read_instant(value, &r->config->virtual_at))
			return refuse_option(
				r, "--%s %s: not an instant such as 2026-03-06T16:00:00.000Z", o->name, value);
		r->config->is_virtual = true;
		return true;
	case OPTION_SPAN:
		if (!read_span(value, (int64_t *)(void *)to) || *(int64_t *)(void *)to > SPAN_MAX_MS)
			return refuse_option(r, "--%s %s: not a span such as PT30S", o->name, value);
		return true;
	case OPTION_BOOL:
		if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
			return refuse_option(r, "--%s %s: say yes or no", o->name, value);
		*(bool *)to = value[0] == 'y';
		return true;
	case OPTION_LOG_LEVEL:
		return log_level_find(value, (enum log_level *)to) ||
			refuse_option(r, "--%s %s: not one of debug, info, warn, error", o->name, value);
	}
	die_assert(__FILE__, __LINE__, "option kind");
}

static const struct option *find_option(const char *name)
{
	for (size_t i = 0; i < N_OF(options); i++)
		if (strcmp(options[i].name, name) == 0)
			return &options[i];
	return NULL;
}

static bool take_option(struct reading *r, const char *name, const char *value)
{
	const struct option *o = find_option(name);

	if (!o)
		return refuse_option(r, "no such option: --%s; --help lists them", name);
	unsigned bit = 1u << (o - options);
	if (r->given & bit)
		return true;
	r->given |= bit;
	return put_option(r, o, value);
}

static int take_line(void *arg, const char *section, const char *name, const char *value)
{
	struct reading *r = arg;
	const struct option *o = find_option(name);
	unsigned bit = o ? 1u << (o - options) : 0;

	if (section[0] != '\0')
		return refuse_option(r, "sections are not known: [%s]", section);
	if (r->in_file & bit)
		return refuse_option(r, "--%s stands twice", name);
	r->in_file |= bit;
	return take_option(r, name, value);
}

struct lines {
	FILE *file;
	int n;
	bool is_cut;
};

/* fgets() for libinih, which would take the rest of a long line for a line. */
static char *read_line(char *out, int size, void *arg)
{
	struct lines *lines = arg;

	if (!fgets(out, size, lines->file))
		return NULL;
	lines->n++;
	lines->is_cut = !strchr(out, '\n') && !feof(lines->file);
	return lines->is_cut ? NULL : out;
}

/* Debian's libinih asks these; as it comes, it cuts lines at 199 bytes and joins those that are indented. */
static void set_up_ini(void)
{
	ini_use_stack = false;
	ini_initial_alloc = ini_max_line = FILE_LINE_MAX + 2;
	ini_allow_multiline = false;
	ini_stop_on_first_error = true;
}

static bool read_file(struct reading *r, const char *path)
{
	struct lines lines = {.file = fopen(path, "re")};
	char said[512];

	if (!lines.file)
		return refuse_option(r, "%s cannot be read", path);
	set_up_ini();
	int line = ini_parse_stream(read_line, &lines, take_line, r);
	bool is_read = line >= 0 && !ferror(lines.file);
	fclose(lines.file);
	if (!is_read)
		return refuse_option(r, "%s cannot be read", path);
	if (lines.is_cut)
		return refuse_option(r, "%s, line %d: longer than %d bytes, or with a zero byte in it",
			path, lines.n, FILE_LINE_MAX);
	if (line == 0)
		return true;
	snprintf(said, sizeof(said), "%s", r->is_refused ? r->why : "not `name = value`");
	return refuse_option(r, "%s, line %d: %s", path, line, said);
}

static bool read_arguments(struct reading *r, int argc, char **argv, const char **file)
{
	for (int i = 1; i < argc; i++) {
		const char *arg = argv[i];

		if (i == 1 && strcmp(arg, "migrate") == 0) {
			r->config->action = CONFIG_MIGRATE;
		} else if (i == 1 && strcmp(arg, "verify") == 0) {
			r->config->action = CONFIG_VERIFY;
		} else if (strcmp(arg, "--status") == 0 && r->config->action == CONFIG_MIGRATE) {
			r->config->action = CONFIG_MIGRATE_STATUS;
		} else if (strcmp(arg, "--restored") == 0 && r->config->action == CONFIG_MIGRATE) {
			r->config->action = CONFIG_MIGRATE_RESTORED;
		} else if (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0) {
			r->config->action = CONFIG_HELP;
			return true;
		} else if (strcmp(arg, "--version") == 0) {
			r->config->action = CONFIG_VERSION;
			return true;
		} else if (strncmp(arg, "--", 2) != 0) {
			return refuse_option(r, "unexpected: %s; --help says how", arg);
		} else {
			char name[64];
			const char *equals = strchr(arg, '=');
			const char *value = equals ? equals + 1 : argv[i + 1];

			snprintf(name, sizeof(name), "%.*s",
				equals ? (int)(equals - arg - 2) : (int)sizeof(name) - 1, arg + 2);
			if (!equals && find_option(name) && !value)
				return refuse_option(r, "--%s needs a value", name);
			if (!equals && value)
				i++;
			if (strcmp(name, "config") == 0 && value)
				*file = value;
			else if (!take_option(r, name, value ? value : ""))
				return false;
		}
	}
	return true;
}

static bool starts_with(const char *text, const char *one, const char *other)
{
	return strncmp(text, one, strlen(one)) == 0 || strncmp(text, other, strlen(other)) == 0;
}

static bool check_notices(struct reading *r)
{
	const struct notice_config *n = &r->config->notice;
	char mailto[CONFIG_TEXT_MAX + 8];

	snprintf(mailto, sizeof(mailto), "mailto:%s", n->from);
	if (!n->smtp[0] != !n->from[0])
		return refuse_option(r, "--notice-smtp and --notice-from go together");
	if (!n->smtp_user[0] != !n->smtp_password_file[0] || (n->smtp_user[0] && !n->smtp[0]))
		return refuse_option(r,
			"--notice-smtp-user and --notice-smtp-password-file go together, with --notice-smtp");
	if (n->smtp[0] && !starts_with(n->smtp, "smtp://", "smtps://"))
		return refuse_option(
			r, "--notice-smtp %s: not smtp://HOST:PORT or smtps://HOST:PORT", n->smtp);
	if (n->from[0] && !notice_is_address(mailto))
		return refuse_option(r, "--notice-from %s: not an address such as name@host", n->from);
	if (n->alertmanager[0] && !starts_with(n->alertmanager, "http://", "https://"))
		return refuse_option(r, "--alertmanager %s: not http://HOST:PORT", n->alertmanager);
	if (strcmp(n->lang, "en") != 0 && strcmp(n->lang, "zh-CN") != 0)
		return refuse_option(r, "--notice-lang %s: en and zh-CN are known", n->lang);
	if (n->timeout_ms < 100 || n->retry_ms < 1)
		return refuse_option(r, "--notice-timeout and --notice-retry are too short to be of use");
	return true;
}

/* What anybody on the way could read is for this machine only. */
static bool check_listen(struct reading *r)
{
	const struct config *c = r->config;
	struct address at;

	if (!c->tls_cert[0] != !c->tls_key[0])
		return refuse_option(r, "--tls-cert and --tls-key go together");
	if (c->tls_cert[0] && !c->listen[0])
		return refuse_option(r, "--tls-cert is for --listen HOST:PORT, which is not given");
	if (c->listen[0] && !c->tls_cert[0] &&
		!(address_read(&at, c->listen) && address_is_loopback(&at)))
		return refuse_option(r,
			"--listen %s: plain TCP is for this machine only (127.0.0.1 or [::1]); "
			"for others give --tls-cert FILE and --tls-key FILE",
			c->listen);
	return true;
}

static bool check_whole(struct reading *r)
{
	struct config *c = r->config;

	if (c->action == CONFIG_HELP || c->action == CONFIG_VERSION)
		return true;
	if (!c->embedded[0] == !c->store[0])
		return refuse_option(
			r, "say where the store is: either --embedded DIR or --store CONNINFO");
	if (c->store_password_file[0] && !c->store[0])
		return refuse_option(
			r, "--store-password-file is for --store CONNINFO, which is not given");
	if (c->action != CONFIG_VERIFY && (c->heads[0] || c->lang[0]))
		return refuse_option(r, "--head and --lang are for verify");
	if (c->lang[0] && strcmp(c->lang, "en") != 0 && strcmp(c->lang, "zh-CN") != 0)
		return refuse_option(r, "--lang %s: say en or zh-CN", c->lang);
	if (c->action != CONFIG_RUN)
		return true;
	if (c->socket[0] == '\0') {
		char path[CONFIG_TEXT_MAX + 16];

		if (!c->embedded[0])
			return refuse_option(r, "--store needs --socket PATH");
		snprintf(path, sizeof(path), "%s/sliploop.sock", c->embedded);
		if (!put_path(r, c->socket, "socket", path))
			return false;
	}
	return check_notices(r) && check_listen(r);
}

int config_print(enum config_action action)
{
	if (action == CONFIG_HELP)
		return fputs(help, stdout) < 0;
	return printf("sliploopd %s\n", SLIPLOOP_VERSION) < 0;
}

const char *config_get_option(size_t i, bool *may_change)
{
	if (i >= N_OF(options))
		return NULL;
	*may_change = options[i].change == CHANGES;
	return options[i].name;
}

bool config_read(struct config *c, int argc, char **argv, char *why, size_t size)
{
	struct reading r = {.config = c, .why = why, .size = size};
	const char *file = NULL;

	memset(c, 0, sizeof(*c));
	strcpy(c->zone, "Asia/Shanghai");
	strcpy(c->console, SLIPLOOP_CONSOLE_DIR);
	strcpy(c->notice.lang, "en");
	c->notice.digest_ms = 10 * 1000;
	c->notice.timeout_ms = 15 * 1000;
	c->notice.retry_ms = 5 * 1000;
	c->notice.tries = 15;
	c->login_timeout_s = 60;
	c->source_connections = 512;
	c->user_rate = 10000;
	c->log_level = LOG_LEVEL_INFO;
	if (!read_arguments(&r, argc, argv, &file))
		return false;
	if (file && !read_file(&r, file))
		return false;
	return check_whole(&r);
}

/* --- read again ------------------------------------------------------------------------------------ */

static bool option_differs(const struct option *o, const struct config *a, const struct config *b)
{
	const char *one = (const char *)a + o->offset, *other = (const char *)b + o->offset;

	switch (o->kind) {
	case OPTION_TEXT:
	case OPTION_PATH:
	case OPTION_ADDRESS:
	case OPTION_LOOPBACK: return strcmp(one, other) != 0;
	case OPTION_SPAN:
		return *(const int64_t *)(const void *)one != *(const int64_t *)(const void *)other;
	case OPTION_NUMBER: return *(const int *)(const void *)one != *(const int *)(const void *)other;
	case OPTION_BOOL: return *(const bool *)one != *(const bool *)other;
	case OPTION_INSTANT: return a->is_virtual != b->is_virtual || a->virtual_at != b->virtual_at;
	case OPTION_LOG_LEVEL: return a->log_level != b->log_level;
	}
	die_assert(__FILE__, __LINE__, "option kind");
}

int config_compare(const struct config *live, const struct config *next,
	const char *changed[CONFIG_OPTIONS_MAX], const char **fixed)
{
	int n = 0;

	static_assert(N_OF(options) <= CONFIG_OPTIONS_MAX, "room for all");
	*fixed = NULL;
	for (size_t i = 0; i < N_OF(options); i++) {
		if (!option_differs(&options[i], live, next))
			continue;
		changed[n++] = options[i].name;
		if (options[i].change == STAYS && !*fixed)
			*fixed = options[i].name;
	}
	return n;
}
