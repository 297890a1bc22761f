/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_SERVICE_H
#define SL_DAEMON_SERVICE_H

#include <stdint.h>

/* The service manager that started us, where one did; elsewhere all of this does nothing. */
void service_init(void); /* before anything is forked or opened */
void service_tell_ready(const char *socket);
/* Once ready; and then ready anew, whatever came of it. */
void service_tell_reloading(int64_t now_us);
void service_tell_reloaded(void);
void service_tell_stopping(void);
void service_tick(int64_t now_ms); /* from the loop, so that the watchdog knows that it turns */

/* A listening socket that the manager opened for the option of this name ("socket", "listen", "http"),
 * nonblocking; the caller's to close, but never to unlink. -1: none. Each is given once. */
int service_take_socket(const char *option);
void service_close_untaken(void); /* and says which nobody wanted */

#endif
