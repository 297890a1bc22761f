/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the private Postgres of --embedded: finding its programs, making the cluster, starting the
 * server as an unprivileged user, taking over one that a killed daemon left, and stopping it. It never
 * opens a query: that is the store's.
 */
#include "daemon/embedded.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/die.h"
#include "base/log.h"
#include "daemon/loop.h"
#include "store/store.h"

enum {
	START_MS = 120000, /* a crashed cluster may have a lot of log to replay */
	STOP_MS = 60000,
	POLL_MS = 20,
	SAY_MS = 2000,
	STAYED_UP_MS = 10000,
	PAUSE_MS = 100, /* before the second start; doubles with each */
	PAUSE_MAX_MS = 5000,
	NEWEST = 30,
	OLDEST = 15,
	SOCKET_PATH_MAX = 107,
	PATH_SIZE = 1024,
};

struct embedded {
	char dir[PATH_SIZE];
	char data[PATH_SIZE + 8];
	char sockets[PATH_SIZE + 8];
	char bin[64];
	char conninfo[3 * PATH_SIZE];
	int lock_fd;
	uid_t uid;
	gid_t gid;
	const char *user; /* NULL: as whoever we are */
	pid_t pid;
	int64_t begun_at, again_at, pause_ms; /* the last start, and the next after one that ended */
	bool is_child;
	bool is_visited; /* somebody else's server: read, never started or stopped */
};

/* --- the folder ----------------------------------------------------------------------------------- */

static void make_dir(const char *path, mode_t mode)
{
	if (mkdir(path, mode) != 0 && errno != EEXIST)
		die("the folder %s cannot be made: %s", path, strerror(errno));
}

/*
 * Everything below has one owner: whoever the server runs as. He may own the folder too and put into it
 * what he likes, so nothing here follows a link, which as root would reach anybody's files.
 */
static void make_server_dir(const struct embedded *e, const char *path)
{
	struct stat st;

	make_dir(path, 0700);
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0 || (st.st_uid != e->uid && st.st_uid != geteuid()))
		die("%s is not ours: remove it", path);
	if (st.st_uid != e->uid && fchown(fd, e->uid, e->gid) != 0)
		die("%s cannot be given to %s: %s", path, e->user, strerror(errno));
	close(fd);
}

static bool lock_dir(struct embedded *e)
{
	char path[PATH_SIZE + 8];

	snprintf(path, sizeof(path), "%s/lock", e->dir);
	e->lock_fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (e->lock_fd < 0)
		die("%s cannot be opened: %s", path, strerror(errno));
	return flock(e->lock_fd, LOCK_EX | LOCK_NB) == 0;
}

/* Postgres refuses to run as root. */
static void choose_user(struct embedded *e)
{
	static const char *const names[] = {"postgres", "nobody"};

	e->uid = geteuid();
	e->gid = getegid();
	for (size_t i = 0; e->uid == 0 && i < N_OF(names); i++) {
		const struct passwd *pw = getpwnam(names[i]);

		if (pw) {
			e->user = names[i];
			e->uid = pw->pw_uid;
			e->gid = pw->pw_gid;
		}
	}
	if (e->uid == 0)
		die("Postgres does not run as root, and there is no user postgres or nobody to run it as");
}

/* errno says why not. */
static bool has_cluster(const struct embedded *e)
{
	char version[PATH_SIZE + 32];

	snprintf(version, sizeof(version), "%s/PG_VERSION", e->data);
	return access(version, F_OK) == 0;
}

/* Of a cluster that is there: whoever made it. */
static bool choose_owner(struct embedded *e)
{
	const struct passwd *pw;
	struct stat st;

	if (stat(e->data, &st) != 0)
		return false;
	e->uid = st.st_uid;
	e->gid = st.st_gid;
	pw = geteuid() == 0 ? getpwuid(e->uid) : NULL;
	e->user = pw ? pw->pw_name : geteuid() == 0 ? "its owner" : NULL;
	return e->user || e->uid == geteuid();
}

/* As another user the server must be able to walk down to its folder. */
static void check_way(const struct embedded *e)
{
	char path[PATH_SIZE];
	struct stat st;

	for (size_t n = 1; e->user && n <= strlen(e->dir); n++) {
		if (e->dir[n] != '/' && e->dir[n] != '\0')
			continue;
		snprintf(path, sizeof(path), "%.*s", (int)n, e->dir);
		if (stat(path, &st) == 0 && !(st.st_mode & S_IXOTH) && st.st_uid != e->uid)
			die("Postgres runs as %s here, which may not enter %s: choose another folder, or "
				"chmod o+x it",
				e->user, path);
	}
}

/* In the data folder, or in a short one where that path is too long for a Unix socket. */
static void choose_sockets(struct embedded *e)
{
	unsigned hash = 5381;

	snprintf(e->sockets, sizeof(e->sockets), "%s/run", e->dir);
	if (strlen(e->sockets) + strlen("/.s.PGSQL.5432.lock") > SOCKET_PATH_MAX) {
		for (const char *p = e->dir; *p; p++)
			hash = hash * 33 + (unsigned char)*p;
		snprintf(e->sockets, sizeof(e->sockets), "/tmp/sliploop-%u-%08x", geteuid(), hash);
	}
	make_server_dir(e, e->sockets);
}

static void choose_programs(struct embedded *e)
{
	for (int version = NEWEST; version >= OLDEST; version--) {
		char path[128];

		snprintf(e->bin, sizeof(e->bin), "/usr/lib/postgresql/%d/bin", version);
		snprintf(path, sizeof(path), "%s/initdb", e->bin);
		if (access(path, X_OK) == 0)
			return;
	}
	die("no Postgres %d or newer in /usr/lib/postgresql: apt-get install postgresql", OLDEST);
}

/* --- its programs ---------------------------------------------------------------------------------- */

static void become_server(const struct embedded *e)
{
	char path[PATH_SIZE + 32];

	snprintf(path, sizeof(path), "%s/postgres.log", e->dir);
	int out = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
	int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	sigset_t none;

	if (out < 0)
		log_error("%s cannot be opened: %s", path, strerror(errno));
	if (out < 0 || in < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0)
		_exit(126);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid(); /* a Ctrl-C at our terminal is ours alone */
	if (e->user && (setgroups(0, NULL) != 0 || setgid(e->gid) != 0 || setuid(e->uid) != 0))
		_exit(126);
	if (chdir("/") != 0)
		_exit(126);
}

/*
 * Below 0 where there can be no more processes. args[0] becomes where it is: Postgres' programs look
 * there for each other, and by a bare name in PATH.
 */
static pid_t run_program(const struct embedded *e, const char *name, char *args[])
{
	char path[128];
	pid_t pid;

	snprintf(path, sizeof(path), "%s/%s", e->bin, name);
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		become_server(e);
		unsetenv("NOTIFY_SOCKET"); /* it would tell our service manager that it is ready */
		args[0] = path;
		execv(path, args);
		_exit(127);
	}
	return pid;
}

static void make_cluster(const struct embedded *e)
{
	char fresh[PATH_SIZE + 16];
	char *args[] = {NULL, "--pgdata", fresh, "--username=sliploop", "--no-locale",
		"--encoding=UTF8", "--auth=trust", "--no-instructions", NULL};
	int status;

	if (has_cluster(e))
		return;
	/* Made beside and renamed when whole: a start that was killed leaves nothing half done. */
	snprintf(fresh, sizeof(fresh), "%s/pg.new", e->dir);
	log_info("making a Postgres cluster in %s", e->data);
	char *const wipe[] = {"rm", "-rf", fresh, NULL};
	pid_t rm = fork();
	if (rm == 0) {
		execv("/bin/rm", wipe);
		_exit(127);
	}
	if (rm < 0 || waitpid(rm, &status, 0) != rm)
		die("%s cannot be removed", fresh);
	make_server_dir(e, fresh);
	pid_t pid = run_program(e, "initdb", args);
	if (pid < 0)
		die("initdb cannot be started: %s", strerror(errno));
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		die("initdb failed: %s/postgres.log says why", e->dir);
	if (rename(fresh, e->data) != 0)
		die("%s cannot be renamed: %s", fresh, strerror(errno));
}

/* After a power failure the number in postmaster.pid may be any process's. */
static bool is_server(const struct embedded *e, pid_t pid)
{
	char path[64], exe[PATH_SIZE];
	struct stat data, at;
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%ld", (long)pid);
	if (stat(e->data, &data) != 0 || stat(path, &at) != 0 || at.st_uid != data.st_uid)
		return false;
	snprintf(path, sizeof(path), "/proc/%ld/exe", (long)pid);
	n = readlink(path, exe, sizeof(exe) - 1);
	/* Root in a container may not look: then whose it is decides, as it does for Postgres. */
	if (n < 0)
		return errno == EACCES || errno == EPERM;
	exe[n] = '\0';
	const char *name = strrchr(exe, '/');
	if (!name || (strcmp(name, "/postgres") != 0 && strcmp(name, "/postgres (deleted)") != 0))
		return false;
	snprintf(path, sizeof(path), "/proc/%ld/cwd", (long)pid);
	return stat(path, &at) == 0 && at.st_dev == data.st_dev && at.st_ino == data.st_ino;
}

/* 0: none runs. What is left of one that was cut off Postgres itself passes over when it starts. */
static pid_t read_pid(const struct embedded *e)
{
	char path[PATH_SIZE + 32], line[32];
	long pid = 0;

	snprintf(path, sizeof(path), "%s/postmaster.pid", e->data);
	FILE *f = fopen(path, "r");
	if (!f)
		return 0;
	if (fgets(line, sizeof(line), f))
		pid = strtol(line, NULL, 10);
	fclose(f);
	return pid > 0 && is_server(e, (pid_t)pid) ? (pid_t)pid : 0;
}

static bool try_to_start(struct embedded *e)
{
	char sockets[PATH_SIZE + 64];
	char *args[] = {NULL, "-D", e->data, "-c", "listen_addresses=", "-c", sockets, "-c",
		"unix_socket_permissions=0700", "-c", "fsync=on", "-c", "synchronous_commit=on", "-c",
		"full_page_writes=on", "-c", "max_connections=40", "-c", "shared_buffers=128MB", "-c",
		"wal_compression=on", "-c", "max_wal_size=1GB", "-c", "log_min_messages=warning", "-c",
		"timezone=UTC", "-c", "port=5432", NULL};

	snprintf(sockets, sizeof(sockets), "unix_socket_directories=%s", e->sockets);
	e->begun_at = loop_now_ms();
	pid_t pid = run_program(e, "postgres", args);
	if (pid < 0)
		return false;
	e->pid = pid;
	e->is_child = true;
	return true;
}

static void start_server(struct embedded *e)
{
	if (!try_to_start(e))
		die("Postgres cannot be started: %s", strerror(errno));
}

static bool is_gone(struct embedded *e)
{
	if (!e->pid)
		return true;
	if (e->is_child) {
		pid_t pid = waitpid(e->pid, NULL, WNOHANG);

		if (pid == e->pid || (pid < 0 && errno == ECHILD)) {
			e->pid = 0;
			return true;
		}
		return false;
	}
	if (is_server(e, e->pid))
		return false;
	e->pid = 0;
	return true;
}

static void wait_until_it_answers(struct embedded *e)
{
	int64_t begun = loop_now_ms(), said = begun;

	while (!schema_can_connect(e->conninfo)) {
		if (e->is_child && is_gone(e))
			die("Postgres ended while starting: %s/postgres.log says why", e->dir);
		if (!e->is_child && is_gone(e))
			start_server(e);
		if (loop_now_ms() - begun > START_MS)
			die("Postgres does not answer: %s/postgres.log says why", e->dir);
		if (loop_now_ms() - said >= SAY_MS) {
			said = loop_now_ms();
			log_info("waiting for Postgres: %lld s", (long long)(said - begun) / 1000);
		}
		loop_pause_ms(POLL_MS);
	}
}

/* --- from outside ------------------------------------------------------------------------------------ */

static struct embedded *embedded_new(const char *dir)
{
	struct embedded *e = xcalloc(1, sizeof(*e));

	if (strlen(dir) >= sizeof(e->dir))
		die("--embedded: the folder's name is too long");
	strcpy(e->dir, dir);
	snprintf(e->data, sizeof(e->data), "%s/pg", dir);
	e->lock_fd = -1;
	return e;
}

static void choose_conninfo(struct embedded *e)
{
	snprintf(e->conninfo, sizeof(e->conninfo), "host='%s' port=5432 user=sliploop dbname=postgres",
		e->sockets);
}

/* Where a running server says that it listens: the fifth line of its postmaster.pid. */
static bool read_sockets(struct embedded *e)
{
	char path[PATH_SIZE + 32], line[sizeof(e->sockets) + 1] = "";
	FILE *f;
	int n = 0;

	snprintf(path, sizeof(path), "%s/postmaster.pid", e->data);
	f = fopen(path, "r");
	while (f && n < 5 && fgets(line, sizeof(line), f))
		n++;
	if (f)
		fclose(f);
	line[strcspn(line, "\n")] = '\0';
	if (n < 5 || line[0] != '/')
		return false;
	return snprintf(e->sockets, sizeof(e->sockets), "%s", line) < (int)sizeof(e->sockets);
}

static struct embedded *leave(struct embedded *e, char *why, size_t size, const char *what)
{
	snprintf(why, size, "%s: %s", e->dir, what);
	if (e->lock_fd >= 0)
		close(e->lock_fd);
	free(e);
	return NULL;
}

struct embedded *embedded_visit(const char *dir, char *why, size_t size)
{
	struct embedded *e = embedded_new(dir);

	if (!has_cluster(e))
		return leave(e, why, size,
			errno == ENOENT ? "there is no store in this folder" : "this folder cannot be read");
	if (!choose_owner(e))
		return leave(e, why, size, "the store belongs to another user");
	e->is_visited = read_pid(e) != 0;
	if (e->is_visited) {
		if (!read_sockets(e))
			return leave(e, why, size, "its Postgres is just starting: try again");
		choose_conninfo(e);
		return e;
	}
	if (!lock_dir(e))
		return leave(e, why, size, "a sliploopd is just starting or stopping: try again");
	check_way(e);
	choose_programs(e);
	choose_sockets(e);
	choose_conninfo(e);
	start_server(e);
	wait_until_it_answers(e);
	return e;
}

struct embedded *embedded_start(const char *dir)
{
	struct embedded *e = embedded_new(dir);

	make_dir(dir, 0755);
	if (!has_cluster(e))
		choose_user(e);
	else if (!choose_owner(e))
		die("%s: the store belongs to another user", e->dir);
	if (!lock_dir(e))
		die("another sliploopd runs on %s", e->dir);
	check_way(e);
	choose_programs(e);
	choose_sockets(e);
	choose_conninfo(e);
	make_cluster(e);
	e->pid = read_pid(e);
	if (e->pid)
		log_info("taking over the Postgres that runs as process %ld", (long)e->pid);
	else
		start_server(e);
	wait_until_it_answers(e);
	return e;
}

const char *embedded_get_conninfo(const struct embedded *e)
{
	return e->conninfo;
}

/* One that ends at once, each time, must not fill the log and keep the machine busy. */
static void put_off(struct embedded *e)
{
	int64_t now = loop_now_ms();

	if (now - e->begun_at > STAYED_UP_MS)
		e->pause_ms = 0;
	else if (e->pause_ms == 0)
		e->pause_ms = PAUSE_MS;
	else
		e->pause_ms = e->pause_ms * 2 < PAUSE_MAX_MS ? e->pause_ms * 2 : PAUSE_MAX_MS;
	e->again_at = now + e->pause_ms;
}

void embedded_tick(struct embedded *e)
{
	bool had_one = e->pid != 0;

	if (!is_gone(e))
		return;
	if (had_one) {
		log_error(
			"Postgres ended by itself and is started again; %s/postgres.log may say why", e->dir);
		put_off(e);
	}
	if (loop_now_ms() >= e->again_at && !try_to_start(e)) {
		log_error("Postgres cannot be started, which is tried again: %s", strerror(errno));
		put_off(e);
	}
}

void embedded_stop(struct embedded *e)
{
	int64_t begun = loop_now_ms(), said = begun;

	if (!e || e->is_visited) {
		free(e);
		return;
	}
	if (!is_gone(e))
		kill(e->pid, SIGINT); /* fast: disconnects everybody, loses nothing */
	while (!is_gone(e) && loop_now_ms() - begun < STOP_MS) {
		if (loop_now_ms() - said >= SAY_MS) {
			said = loop_now_ms();
			log_info("waiting for Postgres to stop");
		}
		loop_pause_ms(POLL_MS);
	}
	if (e->pid)
		log_warn("Postgres (process %ld) is still stopping", (long)e->pid);
	close(e->lock_fd);
	free(e);
}
