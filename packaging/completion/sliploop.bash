# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Written by packaging/make-manual.py from the programs' own tables: do not edit.

_sliploop_takes='
order show|
order list|state= kind= tier= unit= station= overdue= major= text= limit=
board|
station|
alarms|state= station= severity= since= limit=
history|
explain|--task
kpi|--csv --from --to --by --xlsx
quota|--csv --from --to --xlsx
forecast|--csv --from --to --unit --service --xlsx
calendar|--year
health|
help|
replay|--map --verdicts
play|--figures
alarm.acknowledge|id= note= if_version= idempotency_key=
alarm.get|id=
alarm.list|state= since= station= severity= cursor= limit=
calendar.add|name= from= seconds=
calendar.get|name=
calendar.import|name= zone= ics= dry_run= apply= idempotency_key=
calendar.list|cursor= limit=
calendar.put|name= zone= week= days= dry_run= apply= idempotency_key=
calendar.span|name= from= to=
clock.explain|order= clock= task=
customer.list|cursor= limit=
customer.put|name= number= title= tier= unit= account_manager= contacts= idempotency_key=
feedback.list|unread= order= cursor= limit=
feedback.read|ids= idempotency_key=
forecast.list|cursor= limit=
forecast.put|unit= service= month= quantity= state= idempotency_key=
hold_reason.list|cursor= limit=
hold_reason.put|name= en= zh= stops_clock= idempotency_key=
ladder.list|cursor= limit=
ladder.put|tier= clock= steps= dry_run= apply= idempotency_key=
notice.list|state= cursor= limit=
notice.resend|id= idempotency_key=
order.amend|id= title= description= requirement= sites= service= tier= customer= lines= fault= purpose= needs_leader= confirmation= if_version= idempotency_key=
order.approve|id= if_version= idempotency_key=
order.archive|id= grades= if_version= idempotency_key=
order.assign|id= account_manager= if_version= idempotency_key=
order.authorise_grading|id= until= if_version= idempotency_key=
order.cancel|id= reason= if_version= idempotency_key=
order.confirm|id= needs_leader= if_version= idempotency_key=
order.create|kind= service= tier= unit= customer= title= description= requirement= lines= fault= purpose= sites= needs_leader= confirmation= submit= override= idempotency_key=
order.dispatch|id= route= tasks= if_version= idempotency_key=
order.forward|id= if_version= idempotency_key=
order.get|id=
order.history|id= cursor= limit=
order.hold|id= reason= note= if_version= idempotency_key=
order.list|state= kind= tier= unit= station= overdue= major= text= cursor= limit=
order.note|id= text= if_version= idempotency_key=
order.resolve_major|id= note= if_version= idempotency_key=
order.resume|id= note= if_version= idempotency_key=
order.retier|id= tier= reason= override= if_version= idempotency_key=
order.send_back|id= reason= if_version= idempotency_key=
order.sign|id= accepted= by= note= redo= if_version= idempotency_key=
order.submit|id= override= if_version= idempotency_key=
policy.list|cursor= limit=
policy.put|limits= dry_run= apply= idempotency_key=
policy.replay|from= to= limits= ladders= calendars= limit=
quota.list|cursor= limit=
quota.put|quotas= idempotency_key=
report.forecast|from= to= unit= service=
report.kpi|from= to= by=
report.loops|cursor= limit=
report.quota|from= to=
return.accept|id= if_version= idempotency_key=
return.dispute|id= reason= if_version= idempotency_key=
return.get|id=
return.list|state= station= cursor= limit=
return.rule|id= upheld= reason= if_version= idempotency_key=
return.settle|id= record= if_version= idempotency_key=
route.get|name=
route.list|cursor= limit=
route.put|name= kind= service= nodes= idempotency_key=
rpc.discover|
session.login|token= user= password=
session.set|lang=
session.whoami|
station.list|cursor= limit=
station.put|name= unit= area= title= calendar= idempotency_key=
system.health|
system.info|
system.ping|
system.reload|
target.list|cursor= limit=
target.put|targets= idempotency_key=
task.accept|id= if_version= idempotency_key=
task.complete|id= record= cause= side= impact= explanation= answer= if_version= idempotency_key=
task.escalate|id= reason= if_version= idempotency_key=
task.get|id=
task.list|station= state= mine= cursor= limit=
task.reassign|id= to= if_version= idempotency_key=
task.return|id= to= kind= text= if_version= idempotency_key=
time.advance|to=
token.issue|user= ttl= idempotency_key=
token.list|cursor= limit=
token.revoke|id= idempotency_key=
unit.list|cursor= limit=
unit.put|name= kind= title= reviews= confirmation_direct= idempotency_key=
user.list|cursor= limit=
user.password|user= password= idempotency_key=
user.put|name= title= roles= unit= stations= uid= notify= absent_until= disabled= idempotency_key=
watch.start|topics= since= station=
watch.stop|watch=
'
_sliploop_values='
order list state=|draft manager_review leader_review clerk_review at_crc executing awaiting_signature awaiting_archive archived cancelled
order list kind=|contact confirmation fault
order list tier=|A B C
order list overdue=|true false
order list major=|true false
alarm.list state=|raised acknowledged cleared
alarm.list severity=|warning minor major critical
calendar.import dry_run=|true false
calendar.import apply=|open
calendar.put dry_run=|true false
calendar.put apply=|open
clock.explain clock=|order approval intake accept task return signature archive reservation
customer.put tier=|A B C
feedback.list unread=|true false
forecast.put state=|forecast agreed
hold_reason.put stops_clock=|true false
ladder.put tier=|A B C
ladder.put clock=|order approval intake accept task return signature archive reservation
ladder.put dry_run=|true false
ladder.put apply=|open
notice.list state=|waiting sent dead
order.amend tier=|A B C
order.amend fault=|equipment line
order.amend purpose=|install upgrade relocate
order.amend needs_leader=|true false
order.confirm needs_leader=|true false
order.create kind=|contact confirmation fault
order.create tier=|A B C
order.create fault=|equipment line
order.create purpose=|install upgrade relocate
order.create needs_leader=|true false
order.create submit=|true false
order.list state=|draft manager_review leader_review clerk_review at_crc executing awaiting_signature awaiting_archive archived cancelled
order.list kind=|contact confirmation fault
order.list tier=|A B C
order.list overdue=|true false
order.list major=|true false
order.retier tier=|A B C
order.sign accepted=|true false
policy.put dry_run=|true false
policy.put apply=|open
report.kpi by=|station person unit service kind tier scope month
return.list state=|open accepted disputed upheld overturned closed cancelled
return.rule upheld=|true false
route.put kind=|contact confirmation fault
session.set lang=|en zh-CN
task.complete side=|carrier customer
task.list state=|waiting issued accepted done cancelled
task.list mine=|true false
task.return kind=|error cannot_complete
unit.put kind=|front crc back
unit.put reviews=|manager leader clerk
unit.put confirmation_direct=|true false
user.put roles=|account_manager industry_manager clerk leader dispatcher supervisor operator station_manager monitor admin
user.put disabled=|true false
watch.start topics=|alarms tasks orders
--lang|en zh-CN
--notice-allow-private|yes no
'
_sliploop_first='order board station alarms history explain kpi quota forecast calendar health help replay play alarm.acknowledge alarm.get alarm.list calendar.add calendar.get calendar.import calendar.list calendar.put calendar.span clock.explain customer.list customer.put feedback.list feedback.read forecast.list forecast.put hold_reason.list hold_reason.put ladder.list ladder.put notice.list notice.resend order.amend order.approve order.archive order.assign order.authorise_grading order.cancel order.confirm order.create order.dispatch order.forward order.get order.history order.hold order.list order.note order.resolve_major order.resume order.retier order.send_back order.sign order.submit policy.list policy.put policy.replay quota.list quota.put report.forecast report.kpi report.loops report.quota return.accept return.dispute return.get return.list return.rule return.settle route.get route.list route.put rpc.discover session.login session.set session.whoami station.list station.put system.health system.info system.ping system.reload target.list target.put task.accept task.complete task.escalate task.get task.list task.reassign task.return time.advance token.issue token.list token.revoke unit.list unit.put user.list user.password user.put watch.start watch.stop'
_sliploop_options='--socket --token-file --lang --json --version --help'
_sliploop_with_value='--socket --token-file --lang'
_sliploopd_options='--embedded --store --store-password-file --socket --listen --tls-cert --tls-key --login-timeout --source-connections --user-rate --http --console --config --virtual-clock --zone --notice-smtp --notice-smtp-user --notice-smtp-password-file --notice-from --notice-ca-file --notice-secret-file --notice-allow-private --notice-lang --notice-digest --notice-timeout --notice-retry --notice-tries --alertmanager --log-level --head --lang --version --help'

# The words of the row that $1 names in table $2.
_sliploop_row() {
	local line
	while IFS= read -r line; do
		case $line in "$1|"*)
			printf '%s' "${line#*|}"
			return
			;;
		esac
	done <<<"$2"
}

# What stands before the cursor, as the user wrote it: bash cuts words at = and : too.
_sliploop_before() {
	local line=${COMP_LINE:0:COMP_POINT}
	read -ra before <<<"$line"
	current=
	if [[ $line != *[[:space:]] ]]; then
		current=${before[-1]}
		unset 'before[-1]'
	fi
}

# The words that $current begins; of what bash holds for words of their own only the rest is given.
_sliploop_offer() {
	local cut=${current%"${current##*[=:]}"}
	[[ $COMP_WORDBREAKS == *=* ]] || cut=
	mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
	COMPREPLY=("${COMPREPLY[@]#"$cut"}")
	if [ ${#COMPREPLY[@]} = 0 ]; then
		compopt -o default 2>/dev/null # a file, then
	elif [[ ${COMPREPLY[0]} == *= ]]; then
		compopt -o nospace 2>/dev/null
	fi
}

# The verb or method in the words after the program's name.
_sliploop_verb() {
	local i skip=
	verb=
	for ((i = 1; i < ${#before[@]}; i++)); do
		if [ -n "$skip" ]; then
			skip=
		elif [[ " $_sliploop_with_value " == *" ${before[i]} "* ]]; then
			skip=yes
		elif [[ ${before[i]} != -* ]]; then
			verb=${verb:+$verb }${before[i]}
			[[ $_sliploop_takes == *$'\n'"$verb "* ]] || return
		fi
	done
}

_sliploop() {
	local before current verb key words
	_sliploop_before
	_sliploop_verb
	if [[ " $_sliploop_with_value " == *" ${before[-1]} "* ]]; then
		_sliploop_offer "$(_sliploop_row "${before[-1]}" "$_sliploop_values")"
	elif [ -z "$verb" ]; then
		_sliploop_offer "$_sliploop_first $_sliploop_options"
	elif [[ $_sliploop_takes == *$'\n'"$verb "* ]] && [[ $_sliploop_takes != *$'\n'"$verb|"* ]]; then
		_sliploop_offer "$(grep "^$verb " <<<"$_sliploop_takes" | cut -d' ' -f2 | cut -d'|' -f1)"
	elif [ "$verb" = help ]; then
		_sliploop_offer "$_sliploop_first"
	elif [[ $current == *=* ]]; then
		key=${current%%=*}=
		words=$(_sliploop_row "$verb $key" "$_sliploop_values")
		_sliploop_offer "${words:+$key${words// / $key}}"
	else
		_sliploop_offer "$(_sliploop_row "$verb" "$_sliploop_takes") $_sliploop_options"
	fi
}

_sliploopd() {
	local before current
	_sliploop_before
	local words
	words=$(_sliploop_row "${before[-1]}" "$_sliploop_values")
	if [ -n "$words" ]; then
		_sliploop_offer "$words"
	elif [[ ${before[-1]} == --* && $current != --* ]]; then
		COMPREPLY=()
		compopt -o default 2>/dev/null
	elif [ ${#before[@]} = 1 ]; then
		_sliploop_offer "migrate verify $_sliploopd_options"
	elif [ "${before[1]}" = migrate ]; then
		_sliploop_offer "--status --restored $_sliploopd_options"
	else
		_sliploop_offer "$_sliploopd_options"
	fi
}

complete -F _sliploop sliploop
complete -F _sliploopd sliploopd
