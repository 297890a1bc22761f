# rules 1, 2: on the real clock a clock that runs is drawn to where it was counted, not to when the next call came
clock real
part executing f
times 8 part explained f
