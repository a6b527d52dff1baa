# A boot with initcall_debug, read in every way the kernel log can be read: one boot, many files.
cases() { echo boot-dmesg; }
plan() {
  cpus=2
  append='ignore_loglevel initcall_debug log_buf_len=4M'
  steps=messages
  # The console is copied last, by `boot`; it also holds what came before and after the kernel.
  format[boot-dmesg-console.log]='serial console'
  format[boot-dmesg.log]='dmesg (util-linux)'
  format[boot-dmesg-raw.log]='dmesg -r'
  format[boot-dmesg-decoded.log]='dmesg -x'
  format[boot-dmesg-ctime.log]='dmesg -T'
  format[boot-dmesg-notime.log]='dmesg -t'
  format[boot-dmesg-delta.log]='dmesg -d'
  format[boot-dmesg-reltime.log]='dmesg -e'
  format[boot-dmesg-iso.log]='dmesg --time-format iso'
  format[boot-dmesg-json.log]='dmesg -J'
  format[boot-dmesg-syslog.log]='dmesg -S -r (syslog(2))'
  format[boot-dmesg-busybox.log]='dmesg of busybox'
  format[boot-kmsg.log]='/dev/kmsg'
  after='
cd /out
timeout 3 cat /dev/kmsg >boot-kmsg.log
dmesg >boot-dmesg.log
dmesg -r >boot-dmesg-raw.log
dmesg -x >boot-dmesg-decoded.log
dmesg -T >boot-dmesg-ctime.log
dmesg -t >boot-dmesg-notime.log
dmesg -d >boot-dmesg-delta.log
dmesg -e >boot-dmesg-reltime.log
dmesg --time-format iso >boot-dmesg-iso.log
dmesg -J >boot-dmesg-json.log
dmesg -S -r >boot-dmesg-syslog.log
/bb/dmesg >boot-dmesg-busybox.log'
}
