# Trace events printed into the kernel log, during boot and a short life.
cases() { echo boot-tp-printk; }
plan() {
  cpus=2
  append='tp_printk trace_clock=local trace_event=initcall:*'
  steps=short
  before='arm_probes'
  after='dmesg >/out/boot-tp-printk.log'
  format[boot-tp-printk.log]='dmesg (util-linux) with tp_printk'
}
