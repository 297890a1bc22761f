/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what the system knows of zones: the instants at which one's offset changes, as glibc reads
 * them from the zone's file, and the last few that were asked for. TZ is another's only while it looks: only
 * the loop's thread asks for local times, and the environment that other threads search stays where it is
 * (zone_init). It never leaves TZ changed and never asks what time it is.
 */
#include "daemon/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/die.h"

enum { ZONE_PATH_MAX = 128, DAY_S = 24 * 60 * 60, KEPT_MAX = 4 };
static const char zones_dir[] = "/usr/share/zoneinfo/";
static const char tz_none[] = ":/etc/localtime"; /* what glibc takes where TZ is not set */

/* The environment's own TZ, from zone_init() on. */
static char tz_slot[sizeof("TZ=") + ZONE_PATH_MAX] = "TZ=";
static char *const tz = tz_slot + sizeof("TZ=") - 1;

/* The last few, for listing one takes tens of milliseconds and callers put many calendars of one zone. */
struct kept_zone {
	char tz[ZONE_PATH_MAX]; /* "": none yet */
	struct stat file; /* as it was: an update of the system's zones makes it another */
	uint64_t used; /* when, as a count */
	struct zone_shift shifts[CALENDAR_SHIFTS_MAX];
	int n;
};
static struct kept_zone kept_zones[KEPT_MAX];
static uint64_t n_used;

/*
 * Files that zoneinfo has and nobody means: right/ counts leap seconds, which our instants do not;
 * the other two are whatever this machine was set up with.
 */
static bool is_of_the_machine(const char *name)
{
	return strncmp(name, "right/", 6) == 0 || strcmp(name, "localtime") == 0 ||
		strcmp(name, "posixrules") == 0;
}

static bool is_plain(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
								  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
								  "0123456789/_+-";

	/* No dot is among them, so no "..". */
	return name[0] != '\0' && name[0] != '/' && name[strspn(name, allowed)] == '\0';
}

/* The zone's file: there, regular and a zone's, for zoneinfo holds tables as well. */
static bool has_zone(const char *path, struct stat *st)
{
	char magic[4] = "";
	FILE *f;

	if (stat(path, st) < 0 || !S_ISREG(st->st_mode) || !(f = fopen(path, "re")))
		return false;
	size_t n = fread(magic, 1, sizeof(magic), f);
	fclose(f);
	return n == sizeof(magic) && memcmp(magic, "TZif", sizeof(magic)) == 0;
}

/* Makes glibc read the zone of a path, or what TZ said before. In place: setenv() would move what getenv()
 * reads meanwhile in libcurl's resolver threads. */
static void tz_put(const char *value)
{
	must(snprintf(tz, ZONE_PATH_MAX, "%s", value) < ZONE_PATH_MAX);
	tzset();
}

void zone_init(void)
{
	const char *said = getenv("TZ");
	char before[ZONE_PATH_MAX];

	/* A longer one is no zone's; nothing of ours asks for the machine's. */
	snprintf(before, sizeof(before), "%s", said && strlen(said) < sizeof(before) ? said : tz_none);
	tz_put(before);
	must(putenv(tz_slot) == 0);
	tzset();
}

static int64_t offset_at(int64_t at_s)
{
	time_t t = (time_t)at_s;
	struct tm tm;

	must(localtime_r(&t, &tm));
	if (!tm.tm_zone[0]) /* a zone that glibc had no memory to read: it goes on as an unnamed UTC */
		die("a zone cannot be read: out of memory");
	return tm.tm_gmtoff;
}

/* The first second after `from` of another offset than its own; the offset differs at `to`. */
static int64_t first_other(int64_t from, int64_t to)
{
	int64_t was = offset_at(from);

	while (to - from > 1) {
		int64_t middle = from + (to - from) / 2;

		if (offset_at(middle) == was)
			from = middle;
		else
			to = middle;
	}
	return to;
}

/* Day by day: no zone goes to another offset and back within one. False: more than a calendar holds. */
static bool list_shifts(struct zone_shift *out, int *n)
{
	int64_t at = CALENDAR_FIRST_AT / 1000, end = CALENDAR_END_AT / 1000, was = offset_at(at);

	out[0] = (struct zone_shift){INT64_MIN, was * 1000};
	*n = 1;
	while (at < end) {
		int64_t next = at + DAY_S < end ? at + DAY_S : end, offset = offset_at(next);

		if (offset != was) {
			if (*n == CALENDAR_SHIFTS_MAX)
				return false;
			next = first_other(at, next);
			was = offset_at(next);
			out[(*n)++] = (struct zone_shift){next * 1000, was * 1000};
		}
		at = next;
	}
	return true;
}

/* The one kept of that file, or else the one to give up for it. */
static struct kept_zone *find_kept(const char *wanted)
{
	struct kept_zone *oldest = &kept_zones[0];

	for (int i = 0; i < KEPT_MAX; i++) {
		if (strcmp(kept_zones[i].tz, wanted) == 0)
			return &kept_zones[i];
		if (kept_zones[i].used < oldest->used)
			oldest = &kept_zones[i];
	}
	return oldest;
}

static bool is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
		a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* False: not kept for the next time either. */
static bool look_up(struct kept_zone *k, const char *wanted, const struct stat *file)
{
	char before[ZONE_PATH_MAX];

	must(getenv("TZ") == tz);
	memcpy(before, tz, sizeof(before));
	tz_put(wanted);
	bool is_listed = list_shifts(k->shifts, &k->n);
	tz_put(before);
	snprintf(k->tz, sizeof(k->tz), "%s", is_listed ? wanted : "");
	k->file = *file;
	return is_listed;
}

bool zone_list_shifts(struct arena *a, const char *name, struct zone_shift **out, int *n)
{
	char wanted[ZONE_PATH_MAX];
	int length = snprintf(wanted, sizeof(wanted), ":%s%s", zones_dir, name);
	struct stat file;

	/* glibc takes a name that it does not know for UTC: only what was found may be asked of it. */
	if (length >= (int)sizeof(wanted) || !is_plain(name) || is_of_the_machine(name) ||
		!has_zone(wanted + 1, &file))
		return false;
	struct kept_zone *k = find_kept(wanted);

	if ((strcmp(k->tz, wanted) != 0 || !is_same_file(&k->file, &file)) &&
		!look_up(k, wanted, &file))
		return false;
	k->used = ++n_used;
	*n = k->n;
	*out = arena_copy(a, k->shifts, (size_t)k->n * sizeof(*k->shifts));
	return true;
}
