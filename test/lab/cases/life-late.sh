# Namespaces that are older than the recording.
cases() { echo life-late; }
plan() {
  cpus=2
  append='trace_clock=local trace_buf_size=16M'
  steps=late
  after='save_trace life-late.log'
  format[life-late.log]='ftrace kprobe events (trace)'
}
