# Teardown that waits for a reference: "waiting for lo to become free", and the same with a dummy.
cases() { echo life-waiting life-waiting-dummy; }
plan() {
  cpus=2
  append='trace_clock=global trace_buf_size=16M ignore_loglevel'
  steps=${1#life-}
  before='arm_probes'
  after="save_trace $1.log; dmesg >/out/$1-dmesg.log"
  format[$1.log]='ftrace kprobe events (trace)'
  format[$1-dmesg.log]='dmesg (util-linux)'
  if [[ $1 == life-waiting ]]; then
    # The same buffer and messages while the kernel was still waiting.
    format[life-waiting-stuck.log]='ftrace kprobe events (trace)'
    format[life-waiting-stuck-dmesg.log]='dmesg (util-linux)'
  fi
}
