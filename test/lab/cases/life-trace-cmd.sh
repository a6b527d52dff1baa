# A short life recorded by trace-cmd and reported in its own formats; another one as a graph.
cases() { echo life-trace-cmd life-trace-cmd-graph; }
plan() {
  cpus=2
  append='trace_clock=local'
  steps=short
  "plan_${1#life-}"
}

plan_trace-cmd() {
  before='
arm_probes
echo 0 >$T/events/kprobes/enable
filters=$(grep -v "[*]" /lab/filter | while read -r f; do grep -qx "$f" $T/available_filter_functions && echo "-l $f"; done)
trace-cmd start -C local -p function $filters -e kprobes'
  after='
trace-cmd stop
trace-cmd extract -o /tmp/trace.dat
trace-cmd report -i /tmp/trace.dat >/out/life-trace-cmd.log
trace-cmd report -l -i /tmp/trace.dat >/out/life-trace-cmd-latency.log
trace-cmd report -t --ts-diff -i /tmp/trace.dat >/out/life-trace-cmd-nanoseconds.log
trace-cmd report -R -i /tmp/trace.dat >/out/life-trace-cmd-raw.log'
  format[life-trace-cmd.log]='trace-cmd report (function + kprobe events)'
  format[life-trace-cmd-latency.log]='trace-cmd report -l'
  format[life-trace-cmd-nanoseconds.log]='trace-cmd report -t --ts-diff'
  format[life-trace-cmd-raw.log]='trace-cmd report -R'
}

plan_trace-cmd-graph() {
  before='
filters=$(grep -v "[*]" /lab/filter | while read -r f; do grep -qx "$f" $T/available_filter_functions && echo "-l $f"; done)
trace-cmd start -C local -p function_graph $filters'
  after='
trace-cmd stop
trace-cmd extract -o /tmp/trace.dat
trace-cmd report -i /tmp/trace.dat >/out/life-trace-cmd-graph.log'
  format[life-trace-cmd-graph.log]='trace-cmd report (function_graph)'
}
