# rule 20: whom there is to dispatch to is for everybody, how to reach him for the administrator
admin: user.put name=a.one title="A1" roles=[operator] unit=operations stations=[km_line] uid=4242 notify=["https://hooks.example/secret"]
admin: user.list limit=1
  items[name=a.one].uid ~ 4242
  items[name=a.one].notify ~ hooks.example
wang.lei: user.list limit=1
  items[name=a.one].title ~ A1
  items[name=a.one].uid is absent
  items[name=a.one].notify = []
