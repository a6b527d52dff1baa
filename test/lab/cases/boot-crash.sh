# A boot without net_dev_init: the kernel dies in inet_init. Only the console survives.
cases() { echo boot-crash boot-crash-ftrace; }
plan() {
  cpus=2
  append='ignore_loglevel initcall_debug panic=-1 initcall_blacklist=net_dev_init'
  if [[ $1 == *-ftrace ]]; then
    append+=' trace_clock=local ftrace_dump_on_oops ftrace=function'
    append+=" ftrace_filter=net_dev_init,register_pernet_*,ops_init,dev_add_pack,open_softirq"
  fi
  dies=yes
  format[$1-console.log]='serial console'
}
