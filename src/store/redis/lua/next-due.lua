-- -> the earliest moment at which something may be claimed, or nothing
must_all()
sweep(clock())
return redis.call('ZRANGE', DUE, 0, 0, 'WITHSCORES')[2]
