-- -> the earliest moment at which something may be claimed, or nothing
check_outbox()
sweep(clock())
finish()
return call('ZRANGE', DUE, 0, 0, 'WITHSCORES')[2]
