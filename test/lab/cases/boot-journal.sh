# The kernel log as the system's loggers keep it: a boot with initcall_debug under a real
# systemd-journald (which reads /dev/kmsg) and rsyslogd (which reads /proc/kmsg); and under the
# syslogd and klogd of busybox. One boot each; dmesg beside it.
cases() { echo boot-journal boot-klogd; }
plan() {
  cpus=2
  append='ignore_loglevel initcall_debug log_buf_len=4M'
  steps=messages
  "plan_${1#boot-}"
}

plan_journal() {
  packages='systemd rsyslog'
  format[boot-journal-dmesg.log]='dmesg (util-linux)'
  format[boot-journal-kern.log]='syslog file of rsyslogd (RSYSLOG_FileFormat)'
  format[boot-journal-kern-traditional.log]='syslog file of rsyslogd (RSYSLOG_TraditionalFileFormat)'
  format[boot-journal-syslog.log]='syslog file of rsyslogd (RSYSLOG_TraditionalFileFormat, with user lines)'
  before='
hostname lab
# journald does not start without it.
mount -t cgroup2 cgroup2 /sys/fs/cgroup
tr -d - </proc/sys/kernel/random/uuid >/etc/machine-id
mkdir -p /run/systemd/journal /run/log/journal /var/log /var/lib/rsyslog
/lib/systemd/systemd-journald &
rsyslogd -n -i /run/rsyslogd.pid -f /lab/rsyslog.conf & rsyslogd=$!
sleep 2
ln -sf /run/systemd/journal/dev-log /dev/log'
  after='
# A user process that calls itself kernel: only the missing stamp gives it away.
logger -t kernel "eth0: renamed from forged0"
logger -t lab "calling  net_dev_init+0x0/0x1 @ 1"
sleep 2
journalctl --sync
kill $rsyslogd
wait $rsyslogd
cd /out
{ journalctl --version; rsyslogd -v; } | grep -E "^(systemd|rsyslogd)" >tools
for log in kern kern-traditional syslog; do cp /var/log/$log.log boot-journal-$log.log; done
dmesg >boot-journal-dmesg.log'
  for style in short short-precise short-iso short-iso-precise short-full short-monotonic short-unix \
    short-delta cat json; do
    format[boot-journal-$style.log]="journalctl -k -o $style"
    after+="
journalctl -k --no-pager -o $style >boot-journal-$style.log"
  done
  format[boot-journal-everything.log]='journalctl -b -o short (kernel and user lines)'
  after+='
journalctl -b --no-pager >boot-journal-everything.log'
}

plan_klogd() {
  format[boot-klogd.log]='syslog file of busybox syslogd and klogd'
  before='
hostname lab
mkdir -p /var/log
/bb/syslogd -n -O /var/log/messages & syslogd=$!
sleep 1
/bb/klogd -n &'
  after='
logger -t kernel "eth0: renamed from forged0"
sleep 2
kill $syslogd
wait $syslogd
cp /var/log/messages /out/boot-klogd.log'
}
