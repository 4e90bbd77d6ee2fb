-- Points all over Poland, another one for every request; the same sequence in every run.
math.randomseed(20261124)
local paths = {}
for i = 1, 4096 do
  paths[i] = string.format("/api/v1/lookup?lat=%.5f&lon=%.5f", 49.5 + 4.5 * math.random(), 15 + 8 * math.random())
end
local i = 0
request = function()
  i = i % #paths + 1
  return wrk.format("GET", paths[i])
end
