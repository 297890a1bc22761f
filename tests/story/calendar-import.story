# rule 7: holidays and make-up days come from iCalendar text; the week stays the calendar's own
admin: calendar.put name=office zone=Asia/Shanghai week={mon: [["09:00", "17:00"]], tue: [["09:00", "17:00"]], wed: [["09:00", "17:00"]], thu: [["09:00", "17:00"]], fri: [["09:00", "17:00"]]} days=[{date: "2026-05-04", open: []}]
# tried first, it tells what the calendar would be and what was read; nothing is changed
admin: calendar.import name=office ics="BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//sliploop//test//\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261001\r\nDTEND;VALUE=DATE:20261008\r\nSUMMARY:国庆节\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20261010\r\nSUMMARY:国庆节（班）\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n" dry_run=true
    dry_run = true
    moved = 0
    #calendar.days = 9
    calendar.days[date=2026-10-10].open[0][1] = "17:00"
    events.taken = 2
admin: calendar.get name=office
    #calendar.days = 1
admin: calendar.import name=office ics="BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//sliploop//test//\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261001\r\nDTEND;VALUE=DATE:20261008\r\nSUMMARY:国庆节\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20261010\r\nSUMMARY:国庆节（班）\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    #calendar.days = 9
    #calendar.days[date=2026-05-04] = 1
    #calendar.days[date=2026-10-07] = 1
    events.taken = 2
    events.passed = []
# Friday 30 September is worked, then nothing until Thursday the 8th, Friday the 9th and the make-up Saturday
admin: calendar.span name=office from=2026-09-30T00:00:00+08:00 to=2026-10-12T00:00:00+08:00
    seconds = 115200
admin: calendar.add name=office from=2026-09-30T16:00:00+08:00 seconds=3601
    at = 2026-10-08T01:00:01.000Z
# a calendar made by importing alone counts working days whole: P10D are ten of them
admin: calendar.import name=days zone=Asia/Shanghai ics="BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20260306\nSUMMARY:closed\nEND:VEVENT\nEND:VCALENDAR"
    #calendar.week.sat = 0
admin: calendar.add name=days from=2026-03-02T00:00:00+08:00 seconds=864000
    at = 2026-03-16T16:00:00.000Z
admin: calendar.import name=fresh ics="BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nEND:VCALENDAR"
    refused invalid_params /params/zone
admin: calendar.import name=office ics="no calendar at all"
    refused bad_calendar /params/ics
admin: calendar.import name=office zone=Moon/Base ics="BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nEND:VCALENDAR"
    refused bad_calendar /params/zone
li.wei: calendar.import name=office ics="x"
    refused forbidden
