# The same life told by bpftrace, with guest/netns.bt: lines a kprobe event of ftrace would print.
cases() { echo life-bpftrace; }
plan() {
  cpus=2
  steps=life
  memory=3G
  packages='bpftrace'
  programs='/usr/bin/bpftrace'
  before='
export BPFTRACE_PERF_RB_PAGES=1024
bpftrace --version >/out/tools
bpftrace /lab/netns.bt >/out/life-bpftrace.log 2>/tmp/bpftrace.err & bpftrace=$!
i=0
until grep -q Attaching /out/life-bpftrace.log || [ $i -gt 240 ]; do sleep 1; i=$((i + 1)); done
sleep 8'
  after='
sleep 1
kill -INT $bpftrace
wait $bpftrace'
  format[life-bpftrace.log]='bpftrace (netns.bt)'
}
