/**
 * The pernet operations of the kernel with their callbacks, as kprobes on ops_init showed them on
 * 6.1.0-56, 6.12.117 and 7.2.13 (events/*-cloud/life-kprobe.log.gz): init, exit and exit_batch where set.
 */
const CALLBACKS: Readonly<Record<string, readonly string[]>> = {
  addrconf_ops: ['addrconf_init_net', 'addrconf_exit_net'],
  af_inet_ops: ['inet_init_net'],
  apparmor_net_ops: ['apparmor_nf_register', 'apparmor_nf_unregister'],
  arp_net_ops: ['arp_net_init', 'arp_net_exit'],
  audit_net_ops: ['audit_net_init', 'audit_net_exit'],
  br_net_ops: ['br_net_exit_batch'],
  default_device_ops: ['default_device_exit_batch'],
  dev_mc_net_ops: ['dev_mc_net_init', 'dev_mc_net_exit'],
  dev_proc_ops: ['dev_proc_net_init', 'dev_proc_net_exit'],
  devinet_ops: ['devinet_init_net', 'devinet_exit_net'],
  diag_net_ops: ['diag_net_init', 'diag_net_exit'],
  fib6_net_ops: ['fib6_net_init', 'fib6_net_exit'],
  fib6_rules_net_ops: ['fib6_rules_net_init', 'fib6_rules_net_exit_batch'],
  fib_net_ops: ['fib_net_init', 'fib_net_exit', 'fib_net_exit_batch'],
  fib_notifier_net_ops: ['fib_notifier_net_init', 'fib_notifier_net_exit'],
  fib_rules_net_ops: ['fib_rules_net_init', 'fib_rules_net_exit'],
  genl_pernet_ops: ['genl_pernet_init', 'genl_pernet_exit'],
  handshake_genl_net_ops: ['handshake_net_init', 'handshake_net_exit'],
  icmp_sk_ops: ['icmp_sk_init'],
  if6_proc_net_ops: ['if6_proc_net_init', 'if6_proc_net_exit'],
  igmp6_net_ops: ['igmp6_net_init', 'igmp6_net_exit'],
  igmp_net_ops: ['igmp_net_init', 'igmp_net_exit'],
  inet6_net_ops: ['inet6_net_init', 'inet6_net_exit'],
  ioam6_net_ops: ['ioam6_net_init', 'ioam6_net_exit'],
  ip4_frags_ops: ['ipv4_frags_init_net', 'ipv4_frags_exit_net'],
  ip6_flowlabel_net_ops: ['ip6_flowlabel_proc_init', 'ip6_flowlabel_net_exit'],
  ip6_frags_ops: ['ipv6_frags_init_net', 'ipv6_frags_exit_net'],
  ip6_route_net_late_ops: ['ip6_route_net_init_late', 'ip6_route_net_exit_late'],
  ip6_route_net_ops: ['ip6_route_net_init', 'ip6_route_net_exit'],
  ip6_segments_ops: ['seg6_net_init', 'seg6_net_exit'],
  ip6mr_net_ops: ['ip6mr_net_init', 'ip6mr_net_exit', 'ip6mr_net_exit_batch'],
  ip_proc_ops: ['ip_proc_init_net', 'ip_proc_exit_net'],
  ip_rt_ops: ['netns_ip_rt_init'],
  ip_rt_proc_ops: ['ip_rt_do_proc_init', 'ip_rt_do_proc_exit'],
  ipmr_net_ops: ['ipmr_net_init', 'ipmr_net_exit', 'ipmr_net_exit_batch'],
  ipv4_inetpeer_ops: ['ipv4_inetpeer_init', 'ipv4_inetpeer_exit'],
  ipv4_mib_ops: ['ipv4_mib_init_net', 'ipv4_mib_exit_net'],
  ipv4_sysctl_ops: ['ipv4_sysctl_init_net', 'ipv4_sysctl_exit_net'],
  ipv6_addr_label_ops: ['ip6addrlbl_net_init', 'ip6addrlbl_net_exit'],
  ipv6_inetpeer_ops: ['ipv6_inetpeer_init', 'ipv6_inetpeer_exit'],
  ipv6_proc_ops: ['ipv6_proc_init_net', 'ipv6_proc_exit_net'],
  ipv6_sysctl_net_ops: ['ipv6_sysctl_net_init', 'ipv6_sysctl_net_exit'],
  loopback_net_ops: ['loopback_net_init'],
  mptcp_pernet_ops: ['mptcp_net_init', 'mptcp_net_exit'],
  mptcp_pm_pernet_ops: ['pm_nl_init_net', 'pm_nl_exit_net'],
  ndisc_net_ops: ['ndisc_net_init', 'ndisc_net_exit'],
  net_defaults_ops: ['net_defaults_init_net'],
  net_inuse_ops: ['sock_inuse_init_net', 'sock_inuse_exit_net'],
  net_ns_ops: ['net_ns_net_init', 'net_ns_net_exit'],
  netdev_net_ops: ['netdev_init', 'netdev_exit'],
  netfilter_net_ops: ['netfilter_net_init', 'netfilter_net_exit'],
  netlink_net_ops: ['netlink_net_init', 'netlink_net_exit'],
  netlink_tap_net_ops: ['netlink_tap_init_net'],
  netns_bpf_pernet_ops: ['netns_bpf_pernet_init'],
  nexthop_net_ops: ['nexthop_net_init', 'nexthop_net_exit_batch', 'nexthop_net_exit'],
  nf_log_net_ops: ['nf_log_net_init', 'nf_log_net_exit'],
  nf_lwtunnel_net_ops: ['nf_lwtunnel_net_init', 'nf_lwtunnel_net_exit'],
  nfnetlink_net_ops: ['nfnetlink_net_init', 'nfnetlink_net_exit_batch'],
  packet_net_ops: ['packet_net_init', 'packet_net_exit'],
  ping_v4_net_ops: ['ping_v4_proc_init_net', 'ping_v4_proc_exit_net'],
  ping_v6_net_ops: ['ping_v6_proc_init_net', 'ping_v6_proc_exit_net'],
  proc_net_ns_ops: ['proc_net_ns_init', 'proc_net_ns_exit'],
  proto_net_ops: ['proto_init_net', 'proto_exit_net'],
  psched_net_ops: ['psched_net_init', 'psched_net_exit'],
  raw6_net_ops: ['raw6_init_net', 'raw6_exit_net'],
  raw_net_ops: ['raw_init_net', 'raw_exit_net'],
  raw_sysctl_ops: ['raw_sysctl_init'],
  rt_genid_ops: ['rt_genid_init'],
  rtnetlink_net_ops: ['rtnetlink_net_init', 'rtnetlink_net_exit'],
  sit_net_ops: ['sit_init_net', 'sit_exit_batch_net'],
  sysctl_core_ops: ['sysctl_core_net_init', 'sysctl_core_net_exit'],
  sysctl_pernet_ops: ['sysctl_net_init', 'sysctl_net_exit'],
  sysctl_route_ops: ['sysctl_route_net_init', 'sysctl_route_net_exit'],
  tcf_net_ops: ['tcf_net_init', 'tcf_net_exit'],
  tcp4_net_ops: ['tcp4_proc_init_net', 'tcp4_proc_exit_net'],
  tcp_net_metrics_ops: ['tcp_net_metrics_exit_batch', 'tcp_net_metrics_init'],
  tcp_sk_ops: ['tcp_sk_init', 'tcp_sk_exit', 'tcp_sk_exit_batch'],
  tcpv6_net_ops: ['tcpv6_net_init', 'tcpv6_net_exit'],
  udp4_net_ops: ['udp4_proc_init_net', 'udp4_proc_exit_net'],
  udp_sysctl_ops: ['udp_pernet_init', 'udp_pernet_exit', 'udp_sysctl_init'],
  udplite4_net_ops: ['udplite4_proc_init_net', 'udplite4_proc_exit_net'],
  udplite6_net_ops: ['udplite6_proc_init_net', 'udplite6_proc_exit_net'],
  uevent_net_ops: ['uevent_net_init', 'uevent_net_exit'],
  unix_net_ops: ['unix_net_init', 'unix_net_exit'],
  vlan_net_ops: ['vlan_init_net', 'vlan_exit_net'],
  xfrm4_net_ops: ['xfrm4_net_init', 'xfrm4_net_exit'],
  xfrm6_net_ops: ['xfrm6_net_init', 'xfrm6_net_exit'],
  xfrm_net_ops: ['xfrm_net_init', 'xfrm_net_exit'],
  xsk_net_ops: ['xsk_net_init', 'xsk_net_exit'],
};

const BY_CALLBACK: ReadonlyMap<string, string> = new Map(
  Object.entries(CALLBACKS).flatMap(([ops, callbacks]) => callbacks.map((fn) => [fn, ops])),
);

/** The operation a callback belongs to, by its variable name; the callback itself if unknown. */
export function opsOf(callback: string): string {
  return BY_CALLBACK.get(callback) ?? callback;
}

/** Every callback we know by name. */
export function knownCallbacks(): Iterable<string> {
  return BY_CALLBACK.keys();
}

/** Whether a function is a callback of a pernet operation we know by name. */
export function isCallback(fn: string): boolean {
  return BY_CALLBACK.has(fn);
}
