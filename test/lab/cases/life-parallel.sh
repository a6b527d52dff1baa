# Several tasks on four CPUs make and unmake namespaces at the same time.
cases() { echo life-parallel; }
plan() {
  cpus=4
  append='trace_clock=global trace_buf_size=16M'
  steps=parallel
  before='arm_probes'
  after='save_trace life-parallel.log'
  format[life-parallel.log]='ftrace kprobe events (trace)'
}
