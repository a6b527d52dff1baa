# Namespaces live and die under kprobes with arguments.
cases() { echo life-kprobe; }
plan() {
  cpus=2
  append='trace_clock=local trace_buf_size=16M'
  steps=life
  before='arm_probes'
  after='save_trace life-kprobe.log'
  format[life-kprobe.log]='ftrace kprobe events (trace)'
}
