# Kernel stacks between the lines; a CPU is taken off and put back meanwhile.
cases() { echo life-stacktrace; }
plan() {
  cpus=2
  append='trace_clock=local trace_buf_size=16M'
  steps=hotplug
  before='
echo dev_cpu_dead >>$T/set_ftrace_filter
echo list_netdevice >>$T/set_ftrace_filter
echo unlist_netdevice >>$T/set_ftrace_filter
echo function >$T/current_tracer
grep -E "^p:(list_netdevice|unlist_netdevice|cleanup_net) " /lab/probes >/tmp/probes
mv /tmp/probes /lab/probes
arm_probes
echo stacktrace >$T/trace_options'
  after='save_trace life-stacktrace.log'
  format[life-stacktrace.log]='ftrace function + kprobe events (trace, stacktrace)'
}
