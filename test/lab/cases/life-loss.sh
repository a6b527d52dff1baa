# The same probes with a buffer too small: oldest records overwritten, and newest records dropped.
cases() { echo life-overwritten life-dropped; }
plan() {
  cpus=2
  append='trace_clock=local trace_buf_size=64k'
  steps=life
  before='arm_probes'
  if [[ $1 == *-dropped ]]; then before='echo 0 >$T/options/overwrite; arm_probes'; fi
  after="save_trace $1.log"
  format[$1.log]='ftrace kprobe events (trace)'
}
