# The same life under the function tracer and under function_graph, limited to the lab's filter,
# each buffer printed in several ways: one run, many files.
cases() { echo life-function life-graph; }
plan() {
  cpus=2
  append='trace_clock=local trace_buf_size=16M'
  steps=life
  "plan_${1#life-}"
}

plan_function() {
  steps=short
  before='
filter_functions
# Thread groups are recorded only while some event is on.
echo 1 >$T/events/module/enable
echo record-tgid >$T/trace_options
echo function >$T/current_tracer'
  after='
stop_tracing
echo "netdev-replay lab: a marker" >$T/trace_marker
print_as life-function.log norecord-tgid
print_as life-function-tgid.log
print_as life-function-latency.log norecord-tgid latency-format
print_as life-function-verbose.log norecord-tgid latency-format verbose
print_as life-function-noirqinfo.log norecord-tgid noirq-info
print_as life-function-nocontext.log norecord-tgid nocontext-info
print_as life-function-noparent.log norecord-tgid noprint-parent
print_as life-function-offsets.log norecord-tgid sym-offset sym-addr
print_as life-function-raw.log norecord-tgid raw
cat $T/per_cpu/cpu0/trace >/out/life-function-cpu0.log
cat $T/per_cpu/cpu1/trace >/out/life-function-cpu1.log
dmesg -C
echo 1 >/proc/sys/kernel/sysrq
echo z >/proc/sysrq-trigger
dmesg >/out/life-function-sysrq.log'
  format[life-function.log]='ftrace function (trace)'
  format[life-function-tgid.log]='ftrace function (trace, record-tgid)'
  format[life-function-latency.log]='ftrace function (trace, latency-format)'
  format[life-function-verbose.log]='ftrace function (trace, latency-format verbose)'
  format[life-function-noirqinfo.log]='ftrace function (trace, noirq-info)'
  format[life-function-nocontext.log]='ftrace function (trace, nocontext-info)'
  format[life-function-noparent.log]='ftrace function (trace, noprint-parent)'
  format[life-function-offsets.log]='ftrace function (trace, sym-offset sym-addr)'
  format[life-function-raw.log]='ftrace function (trace, raw)'
  format[life-function-cpu0.log]='ftrace function (per_cpu/cpu0/trace)'
  format[life-function-cpu1.log]='ftrace function (per_cpu/cpu1/trace)'
  format[life-function-sysrq.log]='dmesg with the buffer dumped by sysrq-z'
}

plan_graph() {
  before='
filter_functions
arm_probes
echo function_graph >$T/current_tracer'
  after='
stop_tracing
cat $T/trace >/out/life-graph.log
print_as life-graph-columns.log funcgraph-proc funcgraph-abstime funcgraph-tail
print_as life-graph-bare.log nofuncgraph-cpu nofuncgraph-duration
print_as life-graph-latency.log latency-format funcgraph-proc'
  format[life-graph.log]='ftrace function_graph + kprobe events (trace)'
  format[life-graph-columns.log]='ftrace function_graph + kprobe events (trace, proc abstime tail)'
  format[life-graph-bare.log]='ftrace function_graph + kprobe events (trace, no cpu, no duration)'
  format[life-graph-latency.log]='ftrace function_graph + kprobe events (trace, latency-format proc)'
}
