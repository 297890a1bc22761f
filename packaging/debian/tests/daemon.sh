# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The installed daemon, for the tests beside this file, which source it: started and stopped as a service where
# systemd runs; without it by hand, as the service would be.

conf=/etc/sliploop/sliploop.conf
log=/var/lib/sliploop/by-hand.log

has_systemd() { [ -d /run/systemd/system ]; }
daemon_pid() { pgrep -o -x -u sliploop sliploopd; }
answers() { sliploop system.ping; }
is_gone() { ! daemon_pid; }

await() { # WHAT COMMAND...
	local what=$1 n
	shift
	for ((n = 0; n < 600; n++)); do
		! "$@" >/dev/null 2>&1 || return 0
		sleep 0.1
	done
	echo "$(basename "$0"): $what did not come" >&2
	tail -n 20 "$log" >&2 || true
	exit 1
}

start() {
	if has_systemd; then
		systemctl start sliploopd.socket sliploopd.service
	else
		systemd-tmpfiles --create sliploopd.conf 2>/dev/null ||
			install -d -o sliploop -g sliploop /run/sliploop /var/lib/sliploop
		setsid runuser -u sliploop -- sliploopd --config "$conf" >>"$log" 2>&1 </dev/null &
	fi
	await "the daemon's answer" answers
}

stop() {
	if has_systemd; then
		systemctl stop sliploopd.socket sliploopd.service
	elif ! is_gone; then
		kill -TERM "$(daemon_pid)"
		await "the daemon's end" is_gone
	fi
}
