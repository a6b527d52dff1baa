# Devices with names a parser would not choose, and forged lines through trace_marker.
cases() { echo life-hostile; }
plan() {
  cpus=2
  append='trace_clock=local trace_buf_size=16M'
  steps=hostile
  before='arm_probes'
  after='save_trace life-hostile.log'
  format[life-hostile.log]='ftrace kprobe events (trace)'
}
