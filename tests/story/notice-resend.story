# rules 4, 20, 26: a dead notice is sent again once, by the admin, and its key stays
admin: user.put name=r.one title="one" roles=[operator] unit=operations stations=[km_line] notify=["mailto:r.one@crc.example", "https://hooks.example/r1"]
part executing f tier=C
at +1h48m
admin: notice.list -> l
  #items = 2
admin: notice.resend id="$l.items[channel=mail].id"
  refused wrong_state /params/id
  state = waiting
admin: notice.resend id=999999
  refused not_found
# as a daemon leaves it whose every try failed: both in one message, and just now, so that they are kept
sql update outbox set state = 'dead', message = (select min(id) from outbox), tries = 15, last_error = 'HTTP 500', \
	done_at = floor(extract(epoch from now()) * 1000)
admin: notice.list state=dead -> d
  #items = 2
  items[channel=mail].last_error = "HTTP 500"
  items[channel=mail].dead_at is set
zhang.qiang: notice.resend id="$d.items[channel=webhook].id"
  refused forbidden
admin: notice.resend id="$d.items[channel=webhook].id" idempotency_key=again
  notice.state = waiting
  notice.tries = 0
  notice.channel = webhook
admin: notice.list state=waiting
  #items = 2
  items[channel=mail].key = "$l.items[channel=mail].key"
admin: notice.resend id="$d.items[channel=webhook].id" idempotency_key=again
  replayed = true
admin: notice.resend id="$d.items[channel=webhook].id"
  refused wrong_state
