# rule 20: parse, invalid_request, method_not_found and invalid_params; the connection goes on
raw li.wei: {"jsonrpc": "2.0", "id": 1, "method": 
  refused parse
raw li.wei: {"id": 1, "method": "system.ping"}
  refused invalid_request
li.wei: order.dance id=1
  refused method_not_found
li.wei: order.get
  refused invalid_params /params/id
li.wei: order.get id=one
  refused invalid_params /params/id
li.wei: order.get id=1 colour=red
  refused invalid_params /params/colour
li.wei: system.ping
