# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What up, down and tests/run stand on: stages with their times, the packages, the place of the
# data, and how to tell a daemon that up started. Sourced; it starts no daemon itself.

export LC_ALL=C.UTF-8
ground_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck disable=SC2034 # for whoever sources this
ground_began=$EPOCHREALTIME

# Seconds since $1 (an EPOCHREALTIME), with one decimal.
ground_since() {
	local us=$((${EPOCHREALTIME/./} - ${1/./}))
	printf '%d.%d' $((us / 1000000)) $((us / 100000 % 10))
}

ground_say() { # NAME TEXT [SECONDS]
	printf '%-10s %s%s\n' "$1" "$2" "${3:+  ($3 s)}"
}

ground_fail() { # TEXT [LOG]: says why, shows the end of the log, ends
	printf '\nsliploop: %s\n' "$1" >&2
	if [ -n "${2:-}" ] && [ -s "$2" ]; then
		printf 'The last lines of %s:\n' "$2" >&2
		tail -n 20 "$2" | sed 's/^/    /' >&2
	fi
	exit 1
}

# Where a running stage is: the last [n/m] that ninja wrote, else the last line.
ground_where() {
	local step
	step=$(tail -c 2000 "$1" 2>/dev/null | grep -oE '^\[[0-9]+/[0-9]+\]' | tail -n 1)
	[ -n "$step" ] || step=$(tail -n 1 "$1" 2>/dev/null | tr -d '\r' | cut -c1-60)
	printf '%s' "$step"
}

# ground_stage NAME LOG COMMAND...: runs it into the log; past two seconds it shows where it is.
ground_stage() {
	local name=$1 log=$2 began=$EPOCHREALTIME pid told=0 second
	shift 2
	"$@" >>"$log" 2>&1 </dev/null &
	pid=$!
	while kill -0 "$pid" 2>/dev/null; do
		second=$((${EPOCHREALTIME%.*} - ${began%.*}))
		if [ -t 1 ] && [ "$second" -ge 2 ]; then
			printf '\r\033[K%-10s %3d s  %s' "$name" "$second" "$(ground_where "$log")"
		elif [ ! -t 1 ] && [ "$second" -ge $((told + 10)) ]; then
			told=$second
			printf '%-10s %3d s  %s\n' "$name" "$second" "$(ground_where "$log")"
		fi
		sleep 0.2
	done
	[ ! -t 1 ] || printf '\r\033[K'
	wait "$pid"
}

# --- packages

ground_packages() { # GROUP...: the names in packaging/packages
	local groups=" $* " group package
	while read -r group package; do
		[[ $group == '#'* || -z $package ]] || [[ $groups != *" $group "* ]] || echo "$package"
	done <"$ground_root/packaging/packages"
}

ground_missing() { # GROUP...: those of them that dpkg does not have
	local package
	while read -r package; do
		# A node from elsewhere serves as well, and Debian's would not stand beside it.
		case $package in
		nodejs) ! command -v node >/dev/null || continue ;;
		npm) ! command -v npm >/dev/null || continue ;;
		esac
		[ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
			echo "$package"
	done < <(ground_packages "$@")
}

ground_as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo -- "$@"; fi
}

# Debian makes and starts a cluster of its own with postgresql-15 unless told not to; we keep a
# private one. The word stands only while apt runs, and only where no Postgres was before.
ground_apt() {
	local conf=/etc/postgresql-common/createcluster.d/sliploop.conf status=0 is_ours=
	if ! dpkg-query -W postgresql-common >/dev/null 2>&1; then
		is_ours=yes
		ground_as_root mkdir -p "${conf%/*}"
		echo 'create_main_cluster = false' | ground_as_root tee "$conf" >/dev/null
	fi
	ground_as_root apt-get -q -o DPkg::Lock::Timeout=120 update &&
		ground_as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
			-o DPkg::Lock::Timeout=120 --no-install-recommends install "$@" || status=$?
	if [ -n "$is_ours" ]; then
		ground_as_root rm -f "$conf"
		ground_as_root rmdir --ignore-fail-on-non-empty "${conf%/*}"
	fi
	return "$status"
}

ground_install() { # LOG GROUP...
	local log=$1 began=$EPOCHREALTIME missing
	shift
	command -v dpkg-query >/dev/null || ground_fail "this is made for Debian 12; there is no dpkg here"
	mapfile -t missing < <(ground_missing "$@")
	if [ ${#missing[@]} = 0 ]; then
		ground_say packages "all here" "$(ground_since "$began")"
		return
	fi
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null ||
			ground_fail "missing packages and no sudo; as root: apt-get install ${missing[*]}"
		sudo -n true 2>/dev/null || sudo -v ||
			ground_fail "missing packages; as root: apt-get install ${missing[*]}"
	fi
	ground_say packages "installing ${#missing[@]}: ${missing[*]}"
	ground_stage packages "$log" ground_apt "${missing[@]}" ||
		ground_fail "apt-get could not install what is missing" "$log"
	ground_say packages "installed ${#missing[@]}" "$(ground_since "$began")"
}

# --- building

ground_build() { # DIR TYPE [-D...]... [TARGET...]: into build/DIR
	local dir=$ground_root/build/$1 settings=(-DCMAKE_BUILD_TYPE="$2") cache
	shift 2
	while [[ ${1:-} == -D* ]]; do
		settings+=("$1")
		shift
	done
	cache=$dir/CMakeCache.txt
	if [ -f "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$ground_root" "$cache"; then
		rm -rf "$dir" # it was built elsewhere and carried here
	fi
	cmake -S "$ground_root" -B "$dir" -G Ninja "${settings[@]}" &&
		cmake --build "$dir" --target "${@:-all}"
}

# --- the place of the data

# Is every folder above $1 open to a user who is nobody here? Root's daemon runs Postgres as one.
ground_is_open() {
	local dir=$1 mode
	while [ "$dir" != / ]; do
		dir=$(dirname "$dir")
		mode=$(stat -L -c %a "$dir" 2>/dev/null) || continue
		[ $((${mode: -1} & 1)) = 1 ] || return 1
	done
}

# One folder for all that up keeps: $SLIPLOOP_DATA; else var in the checkout; where that cannot
# work (too deep for a socket's 107 bytes, or root's checkout in a closed folder) the state folder
# of whoever runs it.
ground_data() {
	local most=60 dir=${SLIPLOOP_DATA:-$ground_root/var}
	if [ -z "${SLIPLOOP_DATA:-}" ]; then
		if [ "$(id -u)" = 0 ]; then
			[ ${#dir} -le $most ] && ground_is_open "$dir" || dir=/var/lib/sliploop
		else
			[ ${#dir} -le $most ] || dir=${XDG_STATE_HOME:-$HOME/.local/state}/sliploop
		fi
	fi
	[[ $dir == /* ]] || dir=$PWD/$dir
	if [ "$(printf %s "$dir" | wc -c)" -gt $most ]; then
		ground_fail "$dir is too long for sockets in it ($most bytes at most): set SLIPLOOP_DATA"
	fi
	if [ "$(id -u)" = 0 ] && ! ground_is_open "$dir"; then
		ground_fail "$dir lies in a folder closed to others; root's daemon runs Postgres as another user: set SLIPLOOP_DATA"
	fi
	printf '%s' "$dir"
}

# --- the daemon that up started: pid, start time and socket in one line

ground_start_time() { # PID: its place in time since boot, so that a pid used again is told apart
	local stat
	stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
	read -ra stat <<<"${stat##*) }"
	echo "${stat[19]}"
}

ground_remember() { # FILE PID SOCKET
	printf '%s %s %s\n' "$2" "$(ground_start_time "$2")" "$3" >"$1"
}

ground_running() { # FILE: prints the pid while that very process lives
	local pid began
	[ -f "$1" ] || return 1
	read -r pid began _ <"$1"
	[[ $pid =~ ^[0-9]+$ ]] && [ "$(ground_start_time "$pid")" = "$began" ] || return 1
	[ "$(cat "/proc/$pid/comm" 2>/dev/null)" = sliploopd ] || return 1
	echo "$pid"
}

ground_end() { # PID SECONDS: SIGTERM, then wait until it is gone
	local began=${EPOCHREALTIME%.*}
	kill -TERM "$1" 2>/dev/null || return 1
	while kill -0 "$1" 2>/dev/null && [[ $(cat "/proc/$1/stat" 2>/dev/null) != *') Z '* ]]; do
		[ $((${EPOCHREALTIME%.*} - began)) -lt "$2" ] || return 1
		sleep 0.1
	done
}

# ground_await PID LOG SOCKET SECONDS: until the daemon says that it is ready.
ground_await() {
	local began=${EPOCHREALTIME%.*} second told=
	until grep -qsF "ready: $3" "$2"; do
		kill -0 "$1" 2>/dev/null || return 1
		second=$((${EPOCHREALTIME%.*} - began))
		[ "$second" -lt "$4" ] || return 1
		if [ -t 1 ] && [ "$second" -ge 2 ]; then
			told=yes
			printf '\r\033[K%-10s %3d s  starting' daemon "$second"
		fi
		sleep 0.1
	done
	[ -z "$told" ] || printf '\r\033[K'
}
