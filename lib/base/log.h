/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_BASE_LOG_H
#define SL_BASE_LOG_H

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARN, LOG_LEVEL_ERROR };

/* Records below this level are dropped. INFO unless told otherwise. */
void log_set_level(enum log_level level);

/*
 * One record, one line on stderr: "LEVEL text". Control characters and line breaks in the text
 * are escaped, so that data can never forge a record. No secrets: the caller sees to it.
 */
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
