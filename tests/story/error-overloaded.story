# rule 20: a full queue answers `overloaded`; what was taken in is carried out
part fault f
stall
flood li.wei: order.note id=$f text=x
li.wei: order.note id=$f text=last
