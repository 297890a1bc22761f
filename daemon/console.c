/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the files of the web console: read once, packed once, found by their names. It follows no link, and
 * whoever asks afterwards never reaches the file system.
 */
#include "daemon/console.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/die.h"
#include "base/log.h"

struct console {
	struct arena arena; /* of the bodies */
	struct console_file files[CONSOLE_FILES_MAX]; /* in order of path */
	int n;
	size_t n_bytes;
};

struct walk {
	struct console *console;
	char *why;
	size_t size;
};

static const struct {
	const char *end, *type;
	bool is_packable;
} types[] = {
	{".html", "text/html; charset=utf-8", true},
	{".js", "text/javascript; charset=utf-8", true},
	{".mjs", "text/javascript; charset=utf-8", true},
	{".css", "text/css; charset=utf-8", true},
	{".json", "application/json", true},
	{".map", "application/json", true},
	{".webmanifest", "application/manifest+json", true},
	{".txt", "text/plain; charset=utf-8", true},
	{".svg", "image/svg+xml", true},
	{".ico", "image/x-icon", true},
	{".png", "image/png", false},
	{".jpg", "image/jpeg", false},
	{".webp", "image/webp", false},
	{".woff2", "font/woff2", false},
	{".wav", "audio/wav", true},
	{".mp3", "audio/mpeg", false},
	{".ogg", "audio/ogg", false},
	{"", "application/octet-stream", false},
};

static bool __attribute__((format(printf, 2, 3)))
refuse_folder(const struct walk *w, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(w->why, w->size, fmt, ap);
	va_end(ap);
	return false;
}

/* --- one file --------------------------------------------------------------------------------------- */

static void set_etag(struct console_body *b)
{
	unsigned char hash[16];
	char hex[2 * sizeof(hash) + 1];

	must(crypto_generichash(hash, sizeof(hash), (const unsigned char *)b->bytes, b->len, NULL, 0) ==
		0);
	sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	snprintf(b->etag, sizeof(b->etag), "\"%s\"", hex);
}

static void pack(struct arena *a, struct console_file *f)
{
	z_stream z = {.next_in = (Bytef *)(uintptr_t)f->plain.bytes, .avail_in = (uInt)f->plain.len};
	enum { GZIP = 16, MEMORY = 9 };

	must(deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + GZIP, MEMORY,
			 Z_DEFAULT_STRATEGY) == Z_OK);
	uLong room = deflateBound(&z, (uLong)f->plain.len);
	char *out = xmalloc(room);

	z.next_out = (Bytef *)out;
	z.avail_out = (uInt)room;
	must(deflate(&z, Z_FINISH) == Z_STREAM_END);
	if (z.total_out < f->plain.len) {
		f->packed.bytes = arena_copy(a, out, z.total_out);
		f->packed.len = z.total_out;
		set_etag(&f->packed);
	}
	must(deflateEnd(&z) == Z_OK);
	free(out);
}

static bool read_all(int fd, char *bytes, size_t len)
{
	size_t n = 0;
	ssize_t got = 1;

	while (n < len && got > 0) {
		got = read(fd, bytes + n, len - n);
		n += got > 0 ? (size_t)got : 0;
	}
	return n == len;
}

static int type_of(const char *path)
{
	size_t len = strlen(path);
	int i = 0;

	for (;; i++) {
		size_t n = strlen(types[i].end);

		if (n <= len && strcmp(path + len - n, types[i].end) == 0)
			return i;
	}
}

static bool put_file(const struct walk *w, int fd, off_t size, const char *path)
{
	struct console *c = w->console;

	if (c->n == CONSOLE_FILES_MAX)
		return refuse_folder(w, "more than %d files", CONSOLE_FILES_MAX);
	if (size > CONSOLE_FILE_MAX)
		return refuse_folder(w, "%s is larger than %d bytes", path, CONSOLE_FILE_MAX);
	if (c->n_bytes + (size_t)size > CONSOLE_BYTES_MAX)
		return refuse_folder(w, "its files are larger than %d bytes together", CONSOLE_BYTES_MAX);
	struct console_file *f = &c->files[c->n];
	char *bytes = arena_alloc(&c->arena, (size_t)size + 1);
	int type = type_of(path);

	if (!read_all(fd, bytes, (size_t)size))
		return refuse_folder(w, "%s cannot be read whole", path);
	*f = (struct console_file){
		.type = types[type].type,
		.is_fixed = strncmp(path, "/assets/", 8) == 0,
		.plain = {.bytes = bytes, .len = (size_t)size},
	};
	strcpy(f->path, path);
	set_etag(&f->plain);
	if (types[type].is_packable)
		pack(&c->arena, f);
	c->n++;
	c->n_bytes += (size_t)size;
	return true;
}

/* --- the folder -------------------------------------------------------------------------------------- */

/* As it stands in a URL: nothing that would have to be spelt otherwise there. */
static bool is_plain(const char *name)
{
	static const char good[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

	return name[0] != '.' && name[strspn(name, good)] == '\0';
}

static bool walk_folder(const struct walk *w, int fd, const char *path, int depth);

static bool take_entry(
	const struct walk *w, int folder, const char *above, const char *name, int depth)
{
	char path[CONSOLE_PATH_MAX];
	struct stat is;

	if (name[0] == '.')
		return true;
	if (snprintf(path, sizeof(path), "%s/%s", above, name) >= (int)sizeof(path) ||
		!is_plain(name)) {
		log_warn("the console's file %s/%s is not served: its name is no plain one", above, name);
		return true;
	}
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0 && errno == ELOOP)
		return true; /* a link */
	if (fd < 0 || fstat(fd, &is) != 0) {
		int error = errno;

		if (fd >= 0)
			close(fd);
		return refuse_folder(w, "%s: %s", path, strerror(error));
	}
	if (S_ISDIR(is.st_mode))
		return walk_folder(w, fd, path, depth + 1);
	bool is_taken = !S_ISREG(is.st_mode) || put_file(w, fd, is.st_size, path);

	close(fd);
	return is_taken;
}

static bool walk_folder(const struct walk *w, int fd, const char *path, int depth)
{
	DIR *dir = fdopendir(fd);
	struct dirent *entry;
	bool is_good = depth <= CONSOLE_DEPTH_MAX;

	must(dir);
	if (!is_good)
		refuse_folder(w, "%s lies too deep", path);
	while (is_good && (entry = readdir(dir)))
		is_good = take_entry(w, dirfd(dir), path, entry->d_name, depth);
	closedir(dir);
	return is_good;
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct console_file *)a)->path, ((const struct console_file *)b)->path);
}

struct console *console_new(const char *dir, char *why, size_t size)
{
	struct console *c = xcalloc(1, sizeof(*c));
	char said[256] = "";
	const struct walk w = {c, said, sizeof(said)};
	int fd = open(dir, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
	bool is_good = true;

	arena_init(&c->arena);
	if (fd >= 0)
		is_good = walk_folder(&w, fd, "", 0);
	else if (errno != ENOENT && errno != ENOTDIR)
		is_good = refuse_folder(&w, "%s", strerror(errno));
	if (!is_good) {
		snprintf(why, size, "--console %s: %s", dir, said);
		console_free(c);
		return NULL;
	}
	qsort(c->files, (size_t)c->n, sizeof(c->files[0]), compare);
	return c;
}

static int compare_path(const void *path, const void *file)
{
	return strcmp(path, ((const struct console_file *)file)->path);
}

void console_free(struct console *c)
{
	if (c)
		arena_fini(&c->arena);
	free(c);
}

const struct console_file *console_get(const struct console *c, const char *path)
{
	if (strcmp(path, "/") == 0)
		path = "/index.html";
	return bsearch(path, c->files, (size_t)c->n, sizeof(c->files[0]), compare_path);
}
