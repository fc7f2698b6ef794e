-- For wrk: asks for the paths in the file BENCH_PATHS, one after the other, over and over.
local paths, next = {}, 0
for path in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = path end
function request()
    next = next % #paths + 1
    return wrk.format("GET", paths[next])
end
