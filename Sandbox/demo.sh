#!/usr/bin/env bash
# Starts the sandbox, plays the demo into it, and stops everything it started. KEEP=1 leaves it running.
set -euo pipefail
cd "$(dirname "$0")/.."
quell=.build/debug/quell
demo=.demo

stop() {
    for name in engine sandbox; do
        [ -s "$demo/$name.pid" ] || continue
        pid=$(cat "$demo/$name.pid")
        # Only what was started here: the process must still be ours.
        if grep -qaE 'quell' "/proc/$pid/cmdline" 2>/dev/null; then kill "$pid" && wait "$pid" 2>/dev/null || true; fi
        rm -f "$demo/$name.pid"
    done
}

if [ "${1:-}" = stop ]; then
    stop
    echo "Stopped."
    exit 0
fi

stop
mkdir -p "$demo/inbox"
rm -f "$demo"/sandbox.json "$demo"/journal.sqlite* "$demo"/*.log
PYTHONPATH=Sandbox nohup .venv/bin/python -m quell_sandbox --state "$demo/sandbox.json" >"$demo/sandbox.log" 2>&1 &
echo $! >"$demo/sandbox.pid"
[ "${KEEP:-}" = 1 ] || trap stop EXIT
for _ in $(seq 150); do
    [ -s "$demo/sandbox.json" ] && break
    kill -0 "$(cat "$demo/sandbox.pid")" 2>/dev/null || { cat "$demo/sandbox.log" >&2; exit 1; }
    sleep 0.1
done
[ -s "$demo/sandbox.json" ] || { echo "The sandbox did not start; see $demo/sandbox.log" >&2; exit 1; }

"$quell" demo --state "$demo/sandbox.json" --journal "$demo/journal.sqlite"

[ "${KEEP:-}" = 1 ] || exit 0
.venv/bin/python - "$demo/sandbox.json" >"$demo/environment" <<'PYTHON'
import json, shlex, sys
state = json.load(open(sys.argv[1]))
for name, value in {**state["environment"], "QUELL_SANDBOX_TOPIC": state["topic"]}.items():
    print(f"export {name}={shlex.quote(value)}")
PYTHON
. "$demo/environment"
nohup "$quell" respond --playbook Playbooks/default.yaml --topic "$QUELL_SANDBOX_TOPIC" \
    --journal "$demo/journal.sqlite" --watch "$demo/inbox" >"$demo/engine.log" 2>&1 &
echo $! >"$demo/engine.pid"
cat <<TEXT

The sandbox and the engine keep running. To look around:
  . $demo/environment                                        the sandbox's endpoint and credentials
  $quell journal list --journal $demo/journal.sqlite         what happened
  curl -s -X POST $AWS_ENDPOINT_URL/_sandbox/incidents -d '{"names": ["two-interfaces"]}' \\
    | .venv/bin/python -c 'import json,sys; [print(json.dumps(i["event"])) for i in json.load(sys.stdin)]' \\
    > $demo/inbox/new.json                                   a new incident, answered at once
  tail -f $demo/engine.log                                   what the engine says of it
  make demo-stop                                             end both
TEXT
