# rules 20, 22, 30: mean grades, to all who worked on the order; ungraded orders count for none
part chain a
part complete a who=r.three task=test
li.wei: order.sign id=$a accepted=true by="Mr Duan"
part signed b
part signed c
part signed d
yang.guang: order.authorise_grading id=$a until=+1d
yang.guang: order.authorise_grading id=$b until=+1d
yang.guang: order.authorise_grading id=$d until=+1h
li.wei: order.archive id=$a grades={time: 5, quality: 4}
li.wei: order.archive id=$b grades={time: 2, quality: 1}
li.wei: order.archive id=$c
at +2h
li.wei: order.archive id=$d grades={time: 1, quality: 1}
  refused forbidden|wrong_state
li.wei: order.archive id=$d
# Two graded of four: time (5 + 2) / 2, quality (4 + 1) / 2.
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[kind]
  rows[0].finished = 4
  rows[0].graded = 2
  rows[0].grade_time = 3.5
  rows[0].grade_quality = 2.5
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[station]
  rows[station=km_line].graded = 2
  rows[station=km_line].grade_time = 3.5
  rows[station=km_test].graded = 1
  rows[station=km_test].grade_time = 5
  rows[station=km_test].grade_quality = 4
zhang.qiang: report.kpi from=2026-03-01T00:00:00.000Z to=2026-04-01T00:00:00.000Z by=[person]
  rows[person=r.three].grade_time = 5
  rows[person=r.one].grade_quality = 2.5
