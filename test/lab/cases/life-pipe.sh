# The same probes read through trace_pipe: all of it, and with a reader that is too slow.
cases() { echo life-pipe life-pipe-lost; }
plan() {
  cpus=2
  append='trace_clock=local trace_buf_size=16M'
  steps=life
  format[$1.log]='ftrace kprobe events (trace_pipe)'
  after="sleep 1; stop_tracing; sleep 1; kill \$reader"
  before="arm_probes; cat \$T/trace_pipe >/out/$1.log & reader=\$!"
  if [[ $1 == *-lost ]]; then
    steps=stopped-reader
    append='trace_clock=local trace_buf_size=8k'
  fi
}
