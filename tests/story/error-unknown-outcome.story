# rule 26: the connection lost during COMMIT: the outcome is unknown, the key settles it
part fault f
sql create sequence boom; grant all on sequence boom to public; create function boom() returns trigger language plpgsql security definer as $$ begin if nextval('boom') = 1 then perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(10); end if; return null; end $$; create constraint trigger boom after insert on history deferrable initially deferred for each row execute function boom()
li.wei: order.note id=$f text=x idempotency_key=k
  refused unknown_outcome
until li.wei: order.note id=$f text=x idempotency_key=k
  order.version = $f.order.version+1
li.wei: order.note id=$f text=x idempotency_key=k
  replayed = true
