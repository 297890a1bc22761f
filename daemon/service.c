/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns what the service manager and we tell each other: that we are ready, read our configuration again, stop, and that
 * the loop turns; and the sockets that it opened for us. It never decides when any of that is so.
 */
#include "daemon/service.h"

#ifdef HAVE_SYSTEMD
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "base/die.h"
#include "base/log.h"

enum { HANDED_MAX = 8 };

static struct service {
	struct {
		char *name;
		int fd; /* -1: taken */
	} handed[HANDED_MAX];
	int n_handed;
	int64_t watch_ms; /* 0: nobody watches */
	int64_t told_ms;
	bool is_ready;
} service;

/* Of a socket unit that names nothing, by what it is. */
static const char *name_of(int fd, const char *given)
{
	static const char *const known[] = {"socket", "listen", "http"};

	for (size_t i = 0; i < N_OF(known); i++)
		if (given && strcmp(known[i], given) == 0)
			return known[i];
	return sd_is_socket(fd, AF_UNIX, SOCK_STREAM, 1) > 0 ? "socket" : "listen";
}

static void take_handed(void)
{
	char **names = NULL;
	int n = sd_listen_fds_with_names(1, &names);

	if (n < 0)
		die("the sockets that the service manager opened: %s", strerror(-n));
	if (n > HANDED_MAX)
		die("the service manager opened %d sockets, more than %d", n, HANDED_MAX);
	for (int i = 0; i < n; i++) {
		int fd = SD_LISTEN_FDS_START + i;

		if (sd_is_socket(fd, AF_UNSPEC, SOCK_STREAM, 1) <= 0)
			die("what the service manager opened as %s is not a listening stream socket", names[i]);
		if (fcntl(fd, F_SETFL, O_NONBLOCK) != 0)
			die("the socket %s: %s", names[i], strerror(errno));
		service.handed[i].name = xstrdup(name_of(fd, names[i]));
		service.handed[i].fd = fd;
		free(names[i]);
	}
	free(names);
	service.n_handed = n;
}

void service_init(void)
{
	uint64_t us;

	take_handed();
	if (sd_watchdog_enabled(0, &us) > 0)
		service.watch_ms = (int64_t)(us / 2000);
}

void service_tell_ready(const char *socket)
{
	service.is_ready = true;
	sd_notifyf(0, "READY=1\nSTATUS=Takes calls at %s", socket);
}

void service_tell_reloading(int64_t now_us)
{
	if (service.is_ready)
		sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" PRId64, now_us);
}

void service_tell_reloaded(void)
{
	if (service.is_ready)
		sd_notify(0, "READY=1");
}

void service_tell_stopping(void)
{
	sd_notify(0, "STOPPING=1\nSTATUS=Answers what is under way");
}

void service_tick(int64_t now_ms)
{
	if (!service.watch_ms || (service.told_ms && now_ms - service.told_ms < service.watch_ms))
		return;
	service.told_ms = now_ms;
	sd_notify(0, "WATCHDOG=1");
}

int service_take_socket(const char *option)
{
	for (int i = 0; i < service.n_handed; i++) {
		int fd = service.handed[i].fd;

		if (fd < 0 || strcmp(service.handed[i].name, option) != 0)
			continue;
		service.handed[i].fd = -1;
		log_info("the service manager opened the socket for --%s", option);
		return fd;
	}
	return -1;
}

void service_close_untaken(void)
{
	for (int i = 0; i < service.n_handed; i++) {
		if (service.handed[i].fd >= 0) {
			log_warn("the service manager opened a socket for --%s, which is not wanted (again)",
				service.handed[i].name);
			close(service.handed[i].fd);
		}
		free(service.handed[i].name);
	}
	service.n_handed = 0;
}

#else

void service_init(void)
{
}

void service_tell_ready(const char *socket)
{
	(void)socket;
}

void service_tell_reloading(int64_t now_us)
{
	(void)now_us;
}

void service_tell_reloaded(void)
{
}

void service_tell_stopping(void)
{
}

void service_tick(int64_t now_ms)
{
	(void)now_ms;
}

int service_take_socket(const char *option)
{
	(void)option;
	return -1;
}

void service_close_untaken(void)
{
}
#endif
