# Trace events printed into the kernel log, during boot and a short life; with a log buffer large
# enough, and with the default one, whose oldest messages are gone without a word.
cases() { echo boot-tp-printk boot-tp-printk-lost; }
plan() {
  cpus=2
  append='tp_printk trace_clock=local trace_event=initcall:*'
  if [[ $1 != *-lost ]]; then append+=' log_buf_len=4M'; fi
  steps=short
  before='arm_probes'
  after="dmesg >/out/$1.log"
  format[$1.log]='dmesg (util-linux) with tp_printk'
}
