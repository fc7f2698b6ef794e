# shellcheck shell=bash
# Sourced by with-postgis and with-server: run a command beside a service, whatever happens.

# run_beside COMMAND…: runs it with our standard input and gives its exit code. It waits in the
# background, because bash keeps a trap back until a foreground command ends.
run_beside() {
    local child code=0
    env --default-signal=INT "$@" <&0 &
    child=$!
    # shellcheck disable=SC2064 # The child of now.
    trap "kill -TERM $child 2>/dev/null || true" HUP INT TERM
    while kill -0 "$child" 2>/dev/null; do # A trapped signal ends `wait` early.
        wait "$child" && code=0 || code=$?
    done
    trap - HUP INT TERM
    return "$code"
}
