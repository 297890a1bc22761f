# rules 3, 22: an ordinary slip goes from the industry manager to the clerk
part contact k
chen.jie: order.confirm id=$k
  order.state = clerk_review
