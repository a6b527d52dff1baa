# The life of life-kprobe under fprobe events, with the same arguments: another front end of the
# kernel, the same print. Not in 6.1 (FPROBE_EVENTS came later).
cases() { echo life-fprobe; }
only() { echo 6.12-cloud 7.2-cloud; }
plan() {
  cpus=2
  append='trace_clock=local trace_buf_size=16M'
  steps=life
  before='
mkdir -p /out/probes
sed -E "s/^p:/f:/; s/^r:([^ ]+) ([^ ]+)/f:\1 \2%return/" /lab/probes >/tmp/fprobes
while IFS= read -r probe; do
  if echo "$probe" >>$T/dynamic_events 2>/dev/null; then
    echo "$probe" >>/out/probes/armed
  else
    echo "$probe" >>/out/probes/absent
  fi
done </tmp/fprobes
echo 1 >$T/events/fprobes/enable'
  after='save_trace life-fprobe.log'
  format[life-fprobe.log]='ftrace fprobe events (trace)'
}
