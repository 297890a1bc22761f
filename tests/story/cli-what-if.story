# rules 4, 9: a dry run and a recounted period as tables, in both languages; --json as it came
part executing a tier=C
part executing b tier=B
at +5h
cli admin: policy.put 'limits=[{"clock": "order", "kind": "fault", "service": "pstn", "tier": "C", "limit": "PT4H"}]' dry_run=true
  status = 0
  out ~ "Dry run, nothing was changed: of 2 open orders 1 would move, 1 of them become late; 0 would stay as they are; 4 alarms would rise at once"
  out ~ "24 h 00 min  4 h 00 min  2026-03-03 16:00  2026-03-02 20:00  -20 h 00 min  late  task line 100 %, task line 90 %, order 100 %, order 90 %"
cli admin: --lang zh-CN policy.put 'limits=[{"clock": "order", "kind": "fault", "service": "pstn", "tier": "C", "limit": "PT4H"}]' dry_run=true
  status = 0
  out ~ "试算，未作任何更改：未完工单 2 张，将变动 1 张，其中 1 张将超时；0 张保持不变；将立即产生示警 4 个"
cli admin: policy.put 'limits=[{"clock": "order", "kind": "fault", "service": "pstn", "tier": "C", "limit": "PT4H"}]' dry_run=true --json
  status = 0
  out ~ "{\"dry_run\":true,\"open\":2,"
r.one: task.accept id=$a/line
r.one: task.complete id=$a/line record=done cause=cable side=carrier impact=one explanation=rain
cli admin: policy.replay from=2026-03-01T00:00:00Z to=2026-04-01T00:00:00Z 'limits=[{"clock": "order", "kind": "fault", "service": "pstn", "tier": "C", "limit": "PT4H"}]'
  status = 0
  out ~ "FIGURE       THEN    NOW"
  out ~ "FINISHED        1      1"
  out ~ "MISSED          0      1"
  out ~ "ON TIME   100.0 %  0.0 %"
  out ~ "Orders that would have come out otherwise: 1"
  out ~ "5 h 00 min  5 h 00 min  24 h 00 min  4 h 00 min  met      missed"
cli admin: --lang zh-CN policy.replay from=2026-04-01T00:00:00Z to=2026-05-01T00:00:00Z
  status = 0
  out ~ "结果将不同的工单：0 张"
