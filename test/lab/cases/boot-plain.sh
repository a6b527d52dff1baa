# An ordinary boot, nothing asked for: what a log that shows nearly nothing looks like.
cases() { echo boot-plain; }
plan() {
  cpus=1
  steps=short
  after='dmesg >/out/boot-plain.log'
  format[boot-plain.log]='dmesg (util-linux)'
}
