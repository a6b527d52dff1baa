# A short life stamped by other clocks.
cases() { for clock in counter uptime x86-tsc mono; do echo "life-clock-$clock"; done; }
plan() {
  cpus=2
  append="trace_clock=${1#life-clock-} trace_buf_size=16M"
  steps=short
  before="echo ${1#life-clock-} >\$T/trace_clock; arm_probes"
  after="cat \$T/trace_clock >/out/clock; save_trace $1.log"
  format[$1.log]='ftrace kprobe events (trace)'
}
