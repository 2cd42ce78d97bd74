#!lua name=huleedu_slots
-- Who may ask the database for a slot of a batch: as many contents as there are slots.
-- keys: the batch's book (hash: epoch, slots), the contents that hold a slot (set), and those that
-- were admitted and have not come back (sorted set: content -> when its admission ends, in ms)

local KEPT_MS = 24 * 3600 * 1000

local function now_ms()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

-- arguments: for how many ms to admit, then contents.
-- Answers the epoch, the slots that are known, and for each content: held, admitted or full.
local function admit(keys, args)
  local known = redis.call('HMGET', keys[1], 'epoch', 'slots')
  if not known[1] or not known[2] then
    return {'', 0}
  end
  local slots, now = tonumber(known[2]), now_ms()
  redis.call('ZREMRANGEBYSCORE', keys[3], '-inf', now)
  local taken = redis.call('SCARD', keys[2]) + redis.call('ZCARD', keys[3])
  local answers = {known[1], slots}
  for i = 2, #args do
    local content = args[i]
    if redis.call('SISMEMBER', keys[2], content) == 1 then
      answers[#answers + 1] = 'held'
    elseif redis.call('ZSCORE', keys[3], content) or taken < slots then
      -- asked again, it is admitted again: the database gives it one slot
      taken = taken + redis.call('ZADD', keys[3], now + tonumber(args[1]), content)
      answers[#answers + 1] = 'admitted'
    else
      answers[#answers + 1] = 'full'
    end
  end
  return answers
end

-- arguments: the epoch of the admission, then contents that have come back, each after a 1 if it
-- holds a slot now, or a 0
local function settle(keys, args)
  if redis.call('HGET', keys[1], 'epoch') ~= args[1] then
    return 0
  end
  for i = 2, #args, 2 do
    redis.call('ZREM', keys[3], args[i + 1])
    if args[i] == '1' then
      redis.call('SADD', keys[2], args[i + 1])
      redis.call('PEXPIRE', keys[2], KEPT_MS)
    end
  end
  return 1
end

-- arguments: the epoch that was found wrong, a new one, the slots, then the contents that hold one:
-- what the database knows. If somebody else was faster, theirs stands.
local function learn(keys, args)
  if (redis.call('HGET', keys[1], 'epoch') or '') ~= args[1] then
    return 0
  end
  redis.call('DEL', keys[1], keys[2], keys[3])
  redis.call('HSET', keys[1], 'epoch', args[2], 'slots', args[3])
  redis.call('PEXPIRE', keys[1], KEPT_MS)
  for i = 4, #args do
    redis.call('SADD', keys[2], args[i])
  end
  if #args > 3 then
    redis.call('PEXPIRE', keys[2], KEPT_MS)
  end
  return 1
end

redis.register_function('huleedu_admit', admit)
redis.register_function('huleedu_settle', settle)
redis.register_function('huleedu_learn', learn)
