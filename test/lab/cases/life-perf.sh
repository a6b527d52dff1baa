# The same probes recorded by perf: perf script in several shapes (one recording, many files), probes
# made by perf itself with call chains, and perf trace.
cases() { echo life-perf life-perf-probe life-perf-trace; }
plan() {
  cpus=2
  steps=life
  memory=2G
  packages='linux-perf'
  programs='/usr/bin/perf'
  # No config file, no pager, no kernel addresses hidden.
  before='
export HOME=/tmp PAGER=cat
perf --version >/out/tools
echo 0 >/proc/sys/kernel/kptr_restrict
echo -1 >/proc/sys/kernel/perf_event_paranoid'
  "plan_${1#life-}"
}

wait_for_perf='
while [ ! -s /tmp/perf.data ]; do sleep 0.2; done
sleep 2'

plan_perf() {
  before+="
arm_probes
echo 0 >\$T/events/kprobes/enable
perf record -a -k monotonic -m 1024 -o /tmp/perf.data -e 'kprobes:*' >/out/perf.err 2>&1 & perf=\$!
$wait_for_perf"
  after='
kill -INT $perf
wait $perf
cd /out
perf script -i /tmp/perf.data >life-perf.log
perf script -i /tmp/perf.data --ns -F comm,pid,tid,cpu,time,event,trace >life-perf-tids.log
perf script -i /tmp/perf.data -F time,event,trace >life-perf-bare.log
perf script -i /tmp/perf.data --deltatime -F +period >life-perf-delta.log
perf script -i /tmp/perf.data --header >life-perf-header.log'
  format[life-perf.log]='perf script (kprobe events)'
  format[life-perf-tids.log]='perf script --ns -F comm,pid,tid,cpu,time,event,trace'
  format[life-perf-bare.log]='perf script -F time,event,trace'
  format[life-perf-delta.log]='perf script --deltatime -F +period'
  format[life-perf-header.log]='perf script --header'
}

plan_perf-probe() {
  steps=short
  # perf writes the probe; names and offsets are those of this kernel's /lab/probes.
  before+="
for probe in list_netdevice unlist_netdevice setup_net; do
  arguments=\$(grep \"^p:\$probe \" /lab/probes | cut -d' ' -f3-)
  perf probe --add \"\$probe \$arguments\"
done >/out/perf-probe.err 2>&1
perf probe --add cleanup_net --add 'cleanup_net%return' --add 'setup_net%return rc=\$retval:s32' >>/out/perf-probe.err 2>&1
mkdir -p /out/probes
cp \$T/kprobe_events /out/probes/armed
perf record -a -g -k monotonic -m 1024 -o /tmp/perf.data -e 'probe:*' >/out/perf.err 2>&1 & perf=\$!
$wait_for_perf"
  after='
kill -INT $perf
wait $perf
perf script -i /tmp/perf.data >/out/life-perf-probe.log
perf script -i /tmp/perf.data -G >/out/life-perf-probe-flat.log'
  format[life-perf-probe.log]='perf script (perf probe events, call chains)'
  format[life-perf-probe-flat.log]='perf script -G (perf probe events)'
}

plan_perf-trace() {
  before+="
arm_probes
echo 0 >\$T/events/kprobes/enable
perf trace -a --no-syscalls -m 1024 -o /out/life-perf-trace.log -e 'kprobes:*' >/out/perf.err 2>&1 & perf=\$!
sleep 5"
  after='
kill -INT $perf
wait $perf'
  format[life-perf-trace.log]='perf trace (kprobe events)'
}
