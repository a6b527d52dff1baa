import type { PernetOps } from './pernet-ops.ts';

/** An initcall and the built-in pernet operations it registers, in order. */
export interface BuiltinInitcall {
  readonly level: string;
  readonly name: string;
  readonly ops: readonly PernetOps[];
}

/**
 * The initcalls of a Debian cloud kernel that register pernet operations, as recorded on 6.1 and
 * 6.12 (events/, boot-function and life-kprobe). Which operations want private data or have a
 * pre_exit callback is read from the sources: no recording shows it.
 */
export const BUILTIN_INITCALLS: readonly BuiltinInitcall[] = [
  {
    level: 'core',
    name: 'sock_init',
    ops: [
      subsys('sysctl_pernet_ops', { init: { fn: 'sysctl_net_init' }, exit: { fn: 'sysctl_net_exit' } }),
      subsys('netfilter_net_ops', { init: { fn: 'netfilter_net_init' }, exit: { fn: 'netfilter_net_exit' } }),
      subsys('nf_lwtunnel_net_ops', { hasId: true, init: { fn: 'nf_lwtunnel_net_init' }, exit: { fn: 'nf_lwtunnel_net_exit' }, since: '6.12' }),
      subsys('nf_log_net_ops', { init: { fn: 'nf_log_net_init' }, exit: { fn: 'nf_log_net_exit' } }),
    ],
  },
  {
    level: 'core',
    name: 'net_inuse_init',
    ops: [
      subsys('net_inuse_ops', { init: { fn: 'sock_inuse_init_net' }, exit: { fn: 'sock_inuse_exit_net' } }),
    ],
  },
  {
    level: 'core',
    name: 'net_defaults_init',
    ops: [
      subsys('net_defaults_ops', { init: { fn: 'net_defaults_init_net' }, until: '6.1' }),
    ],
  },
  {
    level: 'core',
    name: 'netlink_proto_init',
    ops: [
      subsys('netlink_net_ops', { init: { fn: 'netlink_net_init' }, exit: { fn: 'netlink_net_exit' } }),
      subsys('netlink_tap_net_ops', { init: { fn: 'netlink_tap_init_net' } }),
      subsys('rtnetlink_net_ops', { init: { fn: 'rtnetlink_net_init' }, exit: { fn: 'rtnetlink_net_exit' } }),
    ],
  },
  {
    level: 'core',
    name: 'genl_init',
    ops: [
      subsys('genl_pernet_ops', { init: { fn: 'genl_pernet_init' }, exit: { fn: 'genl_pernet_exit' } }),
    ],
  },
  {
    level: 'postcore',
    name: 'audit_init',
    ops: [
      subsys('audit_net_ops', { hasId: true, init: { fn: 'audit_net_init' }, exit: { fn: 'audit_net_exit' } }),
    ],
  },
  {
    level: 'postcore',
    name: 'kobject_uevent_init',
    ops: [
      subsys('uevent_net_ops', { init: { fn: 'uevent_net_init' }, exit: { fn: 'uevent_net_exit' } }),
    ],
  },
  {
    level: 'subsys',
    name: 'netns_bpf_init',
    ops: [
      subsys('netns_bpf_pernet_ops', { preExit: { fn: 'netns_bpf_pernet_pre_exit' }, init: { fn: 'netns_bpf_pernet_init' } }),
    ],
  },
  {
    level: 'subsys',
    name: 'proto_init',
    ops: [
      subsys('proto_net_ops', { init: { fn: 'proto_init_net' }, exit: { fn: 'proto_exit_net' } }),
    ],
  },
  { level: 'subsys', name: 'net_dev_init', ops: [] },
  {
    level: 'subsys',
    name: 'fib_notifier_init',
    ops: [
      subsys('fib_notifier_net_ops', { hasId: true, init: { fn: 'fib_notifier_net_init' }, exit: { fn: 'fib_notifier_net_exit' } }),
    ],
  },
  {
    level: 'subsys',
    name: 'fib_rules_init',
    ops: [
      subsys('fib_rules_net_ops', { init: { fn: 'fib_rules_net_init' }, exit: { fn: 'fib_rules_net_exit' } }),
    ],
  },
  {
    level: 'subsys',
    name: 'pktsched_init',
    ops: [
      subsys('psched_net_ops', { init: { fn: 'psched_net_init' }, exit: { fn: 'psched_net_exit' } }),
    ],
  },
  {
    level: 'subsys',
    name: 'tc_filter_init',
    ops: [
      subsys('tcf_net_ops', { hasId: true, init: { fn: 'tcf_net_init' }, exit: { fn: 'tcf_net_exit' } }),
    ],
  },
  {
    level: 'subsys',
    name: 'nexthop_init',
    ops: [
      subsys('nexthop_net_ops', { init: { fn: 'nexthop_net_init' }, exitBatch: { fn: 'nexthop_net_exit_batch' }, until: '6.1' }),
      subsys('nexthop_net_ops', { init: { fn: 'nexthop_net_init' }, exit: { fn: 'nexthop_net_exit' }, since: '6.12' }),
    ],
  },
  {
    level: 'subsys',
    name: 'devlink_init',
    ops: [
      subsys('devlink_pernet_ops', { preExit: { fn: 'devlink_pernet_pre_exit' } }),
    ],
  },
  {
    level: 'fs',
    name: 'sysctl_core_init',
    ops: [
      subsys('sysctl_core_ops', { init: { fn: 'sysctl_core_net_init' }, exit: { fn: 'sysctl_core_net_exit' } }),
    ],
  },
  {
    level: 'fs',
    name: 'inet_init',
    ops: [
      subsys('arp_net_ops', { init: { fn: 'arp_net_init' }, exit: { fn: 'arp_net_exit' } }),
      subsys('devinet_ops', { init: { fn: 'devinet_init_net' }, exit: { fn: 'devinet_exit_net' } }),
      subsys('fib_net_ops', { init: { fn: 'fib_net_init' }, exit: { fn: 'fib_net_exit' }, exitBatch: { fn: 'fib_net_exit_batch' } }),
      subsys('ip_rt_proc_ops', { init: { fn: 'ip_rt_do_proc_init' }, exit: { fn: 'ip_rt_do_proc_exit' } }),
      subsys('xfrm_net_ops', { init: { fn: 'xfrm_net_init' }, exit: { fn: 'xfrm_net_exit' } }),
      subsys('xfrm4_net_ops', { init: { fn: 'xfrm4_net_init' }, exit: { fn: 'xfrm4_net_exit' } }),
      subsys('sysctl_route_ops', { init: { fn: 'sysctl_route_net_init' }, exit: { fn: 'sysctl_route_net_exit' } }),
      subsys('ip_rt_ops', { init: { fn: 'netns_ip_rt_init' } }),
      subsys('rt_genid_ops', { init: { fn: 'rt_genid_init' } }),
      subsys('ipv4_inetpeer_ops', { init: { fn: 'ipv4_inetpeer_init' }, exit: { fn: 'ipv4_inetpeer_exit' } }),
      subsys('igmp_net_ops', { init: { fn: 'igmp_net_init' }, exit: { fn: 'igmp_net_exit' } }),
      subsys('ipv4_mib_ops', { init: { fn: 'ipv4_mib_init_net' }, exit: { fn: 'ipv4_mib_exit_net' } }),
      subsys('tcp_sk_ops', { init: { fn: 'tcp_sk_init' }, exit: { fn: 'tcp_sk_exit' }, exitBatch: { fn: 'tcp_sk_exit_batch' } }),
      subsys('tcp_net_metrics_ops', { init: { fn: 'tcp_net_metrics_init' }, exitBatch: { fn: 'tcp_net_metrics_exit_batch' }, until: '6.1' }),
      subsys('tcp_net_metrics_ops', { exitBatch: { fn: 'tcp_net_metrics_exit_batch' }, since: '6.12' }),
      subsys('mptcp_pm_pernet_ops', { hasId: true, init: { fn: 'pm_nl_init_net' }, exitBatch: { fn: 'pm_nl_exit_net' } }),
      subsys('mptcp_pernet_ops', { hasId: true, init: { fn: 'mptcp_net_init' }, exit: { fn: 'mptcp_net_exit' } }),
      subsys('udp_sysctl_ops', { init: { fn: 'udp_sysctl_init' }, until: '6.1' }),
      subsys('udp_sysctl_ops', { init: { fn: 'udp_pernet_init' }, exit: { fn: 'udp_pernet_exit' }, since: '6.12' }),
      subsys('udplite4_net_ops', { init: { fn: 'udplite4_proc_init_net' }, exit: { fn: 'udplite4_proc_exit_net' } }),
      subsys('raw_sysctl_ops', { init: { fn: 'raw_sysctl_init' } }),
      subsys('icmp_sk_ops', { init: { fn: 'icmp_sk_init' } }),
      subsys('ipmr_net_ops', { init: { fn: 'ipmr_net_init' }, exit: { fn: 'ipmr_net_exit' }, exitBatch: { fn: 'ipmr_net_exit_batch' } }),
      subsys('af_inet_ops', { init: { fn: 'inet_init_net' } }),
      subsys('raw_net_ops', { init: { fn: 'raw_init_net' }, exit: { fn: 'raw_exit_net' } }),
      subsys('tcp4_net_ops', { init: { fn: 'tcp4_proc_init_net' }, exit: { fn: 'tcp4_proc_exit_net' } }),
      subsys('udp4_net_ops', { init: { fn: 'udp4_proc_init_net' }, exit: { fn: 'udp4_proc_exit_net' } }),
      subsys('ping_v4_net_ops', { init: { fn: 'ping_v4_proc_init_net' }, exit: { fn: 'ping_v4_proc_exit_net' } }),
      subsys('ip_proc_ops', { init: { fn: 'ip_proc_init_net' }, exit: { fn: 'ip_proc_exit_net' } }),
      subsys('ip4_frags_ops', { init: { fn: 'ipv4_frags_init_net' }, exit: { fn: 'ipv4_frags_exit_net' } }),
    ],
  },
  {
    level: 'fs',
    name: 'af_unix_init',
    ops: [
      subsys('unix_net_ops', { init: { fn: 'unix_net_init' }, exit: { fn: 'unix_net_exit' } }),
    ],
  },
  {
    level: 'fs',
    name: 'xsk_init',
    ops: [
      subsys('xsk_net_ops', { init: { fn: 'xsk_net_init' }, exit: { fn: 'xsk_net_exit' } }),
    ],
  },
  {
    level: 'device',
    name: 'apparmor_nf_ip_init',
    ops: [
      subsys('apparmor_net_ops', { init: { fn: 'apparmor_nf_register' }, exit: { fn: 'apparmor_nf_unregister' } }),
    ],
  },
  {
    level: 'device',
    name: 'sock_diag_init',
    ops: [
      subsys('diag_net_ops', { init: { fn: 'diag_net_init' }, exit: { fn: 'diag_net_exit' } }),
    ],
  },
  {
    level: 'device',
    name: 'sysctl_ipv4_init',
    ops: [
      subsys('ipv4_sysctl_ops', { init: { fn: 'ipv4_sysctl_init_net' }, exit: { fn: 'ipv4_sysctl_exit_net' } }),
    ],
  },
  {
    level: 'device',
    name: 'inet6_init',
    ops: [
      subsys('inet6_net_ops', { init: { fn: 'inet6_net_init' }, exit: { fn: 'inet6_net_exit' } }),
      subsys('ip6mr_net_ops', { init: { fn: 'ip6mr_net_init' }, exit: { fn: 'ip6mr_net_exit' }, exitBatch: { fn: 'ip6mr_net_exit_batch' } }),
      subsys('ndisc_net_ops', { init: { fn: 'ndisc_net_init' }, exit: { fn: 'ndisc_net_exit' } }),
      subsys('igmp6_net_ops', { init: { fn: 'igmp6_net_init' }, exit: { fn: 'igmp6_net_exit' } }),
      subsys('raw6_net_ops', { init: { fn: 'raw6_init_net' }, exit: { fn: 'raw6_exit_net' } }),
      subsys('udplite6_net_ops', { init: { fn: 'udplite6_proc_init_net' }, exit: { fn: 'udplite6_proc_exit_net' } }),
      subsys('ipv6_proc_ops', { init: { fn: 'ipv6_proc_init_net' }, exit: { fn: 'ipv6_proc_exit_net' } }),
      subsys('if6_proc_net_ops', { init: { fn: 'if6_proc_net_init' }, exit: { fn: 'if6_proc_net_exit' } }),
      subsys('ipv6_inetpeer_ops', { init: { fn: 'ipv6_inetpeer_init' }, exit: { fn: 'ipv6_inetpeer_exit' } }),
      subsys('ip6_route_net_ops', { init: { fn: 'ip6_route_net_init' }, exit: { fn: 'ip6_route_net_exit' } }),
      subsys('fib6_net_ops', { init: { fn: 'fib6_net_init' }, exit: { fn: 'fib6_net_exit' } }),
      subsys('xfrm6_net_ops', { init: { fn: 'xfrm6_net_init' }, exit: { fn: 'xfrm6_net_exit' } }),
      subsys('fib6_rules_net_ops', { init: { fn: 'fib6_rules_net_init' }, exitBatch: { fn: 'fib6_rules_net_exit_batch' } }),
      subsys('ip6_route_net_late_ops', { init: { fn: 'ip6_route_net_init_late' }, exit: { fn: 'ip6_route_net_exit_late' } }),
      subsys('ip6_flowlabel_net_ops', { init: { fn: 'ip6_flowlabel_proc_init' }, exit: { fn: 'ip6_flowlabel_net_exit' } }),
      subsys('ipv6_addr_label_ops', { init: { fn: 'ip6addrlbl_net_init' }, exit: { fn: 'ip6addrlbl_net_exit' } }),
      subsys('addrconf_ops', { init: { fn: 'addrconf_init_net' }, exit: { fn: 'addrconf_exit_net' } }),
      subsys('ip6_frags_ops', { init: { fn: 'ipv6_frags_init_net' }, exit: { fn: 'ipv6_frags_exit_net' } }),
      subsys('tcpv6_net_ops', { init: { fn: 'tcpv6_net_init' }, exit: { fn: 'tcpv6_net_exit' } }),
      subsys('ping_v6_net_ops', { init: { fn: 'ping_v6_proc_init_net' }, exit: { fn: 'ping_v6_proc_exit_net' } }),
      subsys('ip6_segments_ops', { init: { fn: 'seg6_net_init' }, exit: { fn: 'seg6_net_exit' } }),
      subsys('ioam6_net_ops', { init: { fn: 'ioam6_net_init' }, exit: { fn: 'ioam6_net_exit' } }),
      subsys('ipv6_sysctl_net_ops', { init: { fn: 'ipv6_sysctl_net_init' }, exit: { fn: 'ipv6_sysctl_net_exit' } }),
    ],
  },
  {
    level: 'device',
    name: 'packet_init',
    ops: [
      subsys('packet_net_ops', { init: { fn: 'packet_net_init' }, exit: { fn: 'packet_net_exit' } }),
    ],
  },
  {
    level: 'device',
    name: 'handshake_init',
    ops: [
      subsys('handshake_genl_net_ops', { hasId: true, init: { fn: 'handshake_net_init' }, exit: { fn: 'handshake_net_exit' }, since: '6.12' }),
    ],
  },
];

function subsys(name: string, callbacks: Omit<PernetOps, 'name' | 'kind'>): PernetOps {
  return { name, kind: 'subsys', ...callbacks };
}
