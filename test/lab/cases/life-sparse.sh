# What a user in a hurry would probe: three functions, names of his own, numbers in hex.
# The group is called net, so the kernel's own events of that group come along.
cases() { echo life-sparse; }
plan() {
  cpus=2
  append='trace_buf_size=16M'
  steps=short
  before='
while read -r probe; do echo "$probe" >>$T/kprobe_events; done <<END
$(grep -E "^p:(list|unlist)_netdevice " /lab/probes |
  sed -E "s/^p:list_netdevice/p:net\/dev_up/; s/^p:unlist_netdevice/p:net\/dev_gone/; s/ (dev|net)=[^ ]*//g; s/:(s32|u32)/:x32/g")
p:net/batch cleanup_net
END
mkdir -p /out/probes
cp $T/kprobe_events /out/probes/armed
echo 1 >$T/events/net/enable'
  after='save_trace life-sparse.log'
  format[life-sparse.log]='ftrace kprobe events (trace)'
}
