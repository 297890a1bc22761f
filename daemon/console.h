/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_CONSOLE_H
#define SL_DAEMON_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>

/* The console's files as they were built, in memory: what is not here is not served. */
enum {
	CONSOLE_FILES_MAX = 256,
	CONSOLE_FILE_MAX = 4 * 1024 * 1024, /* bytes of one */
	CONSOLE_BYTES_MAX = 16 * 1024 * 1024, /* of all */
	CONSOLE_DEPTH_MAX = 4, /* folders in folders */
	CONSOLE_PATH_MAX = 160,
	CONSOLE_ETAG_MAX = 2 * 16 + 3, /* a hash of the form that leaves, with its quotes */
};

struct console_body {
	const char *bytes;
	size_t len;
	char etag[CONSOLE_ETAG_MAX];
};

struct console_file {
	char path[CONSOLE_PATH_MAX]; /* of a URL: "/assets/index-4f2a.js" */
	const char *type;
	bool is_fixed; /* its name has a hash of it: another content has another name */
	struct console_body plain, packed; /* packed: by gzip; bytes NULL: it would be no smaller */
};

struct console;
/* No such folder: there are no files. NULL with why: it holds more than may be, or cannot be read. */
struct console *console_new(const char *dir, char *why, size_t size);
void console_free(struct console *c); /* NULL: nothing */
/* "/" is its index.html; NULL: no such file. */
const struct console_file *console_get(const struct console *c, const char *path);

#endif
