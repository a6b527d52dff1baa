import type { PernetOps } from './pernet-ops.ts';
import type { VersionRange } from './versions.ts';

/** alloc_netdev_dummy (net/core/dev.c): a device to hang NAPI on, which is never registered. */
export interface DummyNetdev extends VersionRange {
  /** The function that makes it. */
  readonly dummyOf: string;
}

/** An initcall and the built-in pernet operations it registers, in order. */
export interface BuiltinInitcall {
  readonly level: string;
  readonly name: string;
  readonly steps: readonly (PernetOps | DummyNetdev)[];
}

/**
 * The initcalls of a Debian cloud kernel that register pernet operations, as recorded on 6.1, 6.12
 * and 7.2 (events/, boot-function and life-kprobe): each operation with its init and exit function.
 * Which ones want private data or have a pre_exit callback is read from the sources: no recording
 * shows it.
 */
export const BUILTIN_INITCALLS: readonly BuiltinInitcall[] = [
  initcall('core', 'sock_init', [
    subsys('sysctl_pernet_ops', 'sysctl_net_init', 'sysctl_net_exit'),
    subsys('netfilter_net_ops', 'netfilter_net_init', 'netfilter_net_exit'),
    subsys('nf_lwtunnel_net_ops', 'nf_lwtunnel_net_init', 'nf_lwtunnel_net_exit', {
      hasId: true,
      since: '6.12',
    }),
    subsys('nf_log_net_ops', 'nf_log_net_init', 'nf_log_net_exit'),
  ]),
  initcall('core', 'net_inuse_init', [
    subsys('net_inuse_ops', 'sock_inuse_init_net', 'sock_inuse_exit_net'),
  ]),
  initcall('core', 'net_defaults_init', [
    subsys('net_defaults_ops', 'net_defaults_init_net', null, { until: '6.1' }),
  ]),
  initcall('core', 'netlink_proto_init', [
    subsys('netlink_net_ops', 'netlink_net_init', 'netlink_net_exit'),
    subsys('netlink_tap_net_ops', 'netlink_tap_init_net', null),
    subsys('rtnetlink_net_ops', 'rtnetlink_net_init', 'rtnetlink_net_exit'),
  ]),
  initcall('core', 'genl_init', [
    subsys('genl_pernet_ops', 'genl_pernet_init', 'genl_pernet_exit'),
  ]),
  initcall('postcore', 'audit_init', [
    subsys('audit_net_ops', 'audit_net_init', 'audit_net_exit', { hasId: true }),
  ]),
  initcall('postcore', 'kobject_uevent_init', [
    subsys('uevent_net_ops', 'uevent_net_init', 'uevent_net_exit'),
  ]),
  initcall('subsys', 'netns_bpf_init', [
    subsys('netns_bpf_pernet_ops', 'netns_bpf_pernet_init', null, {
      preExit: { fn: 'netns_bpf_pernet_pre_exit' },
    }),
  ]),
  initcall('subsys', 'proto_init', [subsys('proto_net_ops', 'proto_init_net', 'proto_exit_net')]),
  initcall('subsys', 'net_dev_init', []), // its operations stand in net-dev-init.ts
  initcall('subsys', 'fib_notifier_init', [
    subsys('fib_notifier_net_ops', 'fib_notifier_net_init', 'fib_notifier_net_exit', {
      hasId: true,
    }),
  ]),
  initcall('subsys', 'fib_rules_init', [
    subsys('fib_rules_net_ops', 'fib_rules_net_init', 'fib_rules_net_exit'),
  ]),
  initcall('subsys', 'pktsched_init', [
    subsys('psched_net_ops', 'psched_net_init', 'psched_net_exit'),
  ]),
  initcall('subsys', 'tc_filter_init', [
    subsys('tcf_net_ops', 'tcf_net_init', 'tcf_net_exit', { hasId: true }),
  ]),
  initcall('subsys', 'nexthop_init', [
    subsys('nexthop_net_ops', 'nexthop_net_init', null, {
      exitBatch: { fn: 'nexthop_net_exit_batch' },
      until: '6.1',
    }),
    subsys('nexthop_net_ops', 'nexthop_net_init', 'nexthop_net_exit', { since: '6.12' }),
  ]),
  initcall('subsys', 'devlink_init', [
    subsys('devlink_pernet_ops', null, null, { preExit: { fn: 'devlink_pernet_pre_exit' } }),
  ]),
  initcall('subsys', 'wireless_nlevent_init', [
    subsys('wext_pernet_ops', 'wext_pernet_init', 'wext_pernet_exit'),
  ]),
  initcall('fs', 'sysctl_core_init', [
    subsys('sysctl_core_ops', 'sysctl_core_net_init', 'sysctl_core_net_exit'),
  ]),
  initcall('fs', 'inet_init', [
    subsys('arp_net_ops', 'arp_net_init', 'arp_net_exit'),
    subsys('devinet_ops', 'devinet_init_net', 'devinet_exit_net'),
    subsys('fib_net_ops', 'fib_net_init', 'fib_net_exit', {
      exitBatch: { fn: 'fib_net_exit_batch' },
      until: '6.18',
    }),
    subsys('fib_net_ops', 'fib_net_init', 'fib_net_exit', {
      exitRtnl: { fn: 'ip_fib_net_exit', run: noDevices },
      since: '7.2',
    }),
    subsys('ip_rt_proc_ops', 'ip_rt_do_proc_init', 'ip_rt_do_proc_exit'),
    subsys('xfrm_net_ops', 'xfrm_net_init', 'xfrm_net_exit'),
    { dummyOf: 'xfrm_input_init', since: '7.2' },
    subsys('xfrm4_net_ops', 'xfrm4_net_init', 'xfrm4_net_exit'),
    subsys('sysctl_route_ops', 'sysctl_route_net_init', 'sysctl_route_net_exit'),
    subsys('ip_rt_ops', 'netns_ip_rt_init', null),
    subsys('rt_genid_ops', 'rt_genid_init', null),
    subsys('ipv4_inetpeer_ops', 'ipv4_inetpeer_init', 'ipv4_inetpeer_exit'),
    subsys('igmp_net_ops', 'igmp_net_init', 'igmp_net_exit'),
    subsys('ipv4_mib_ops', 'ipv4_mib_init_net', 'ipv4_mib_exit_net'),
    subsys('tcp_sk_ops', 'tcp_sk_init', 'tcp_sk_exit', { exitBatch: { fn: 'tcp_sk_exit_batch' } }),
    subsys('tcp_net_metrics_ops', 'tcp_net_metrics_init', null, {
      exitBatch: { fn: 'tcp_net_metrics_exit_batch' },
      until: '6.1',
    }),
    subsys('tcp_net_metrics_ops', null, null, {
      exitBatch: { fn: 'tcp_net_metrics_exit_batch' },
      since: '6.12',
    }),
    { dummyOf: 'mptcp_proto_init', since: '7.2' },
    subsys('mptcp_pm_pernet_ops', 'pm_nl_init_net', null, {
      hasId: true,
      exitBatch: { fn: 'pm_nl_exit_net' },
    }),
    subsys('mptcp_pernet_ops', 'mptcp_net_init', 'mptcp_net_exit', { hasId: true }),
    subsys('udp_sysctl_ops', 'udp_sysctl_init', null, { until: '6.1' }),
    subsys('udp_sysctl_ops', 'udp_pernet_init', 'udp_pernet_exit', { since: '6.12' }),
    subsys('udplite4_net_ops', 'udplite4_proc_init_net', 'udplite4_proc_exit_net', {
      until: '6.18',
    }),
    subsys('raw_sysctl_ops', 'raw_sysctl_init', null),
    subsys('icmp_sk_ops', 'icmp_sk_init', null),
    subsys('ipmr_net_ops', 'ipmr_net_init', 'ipmr_net_exit', {
      exitBatch: { fn: 'ipmr_net_exit_batch' },
      until: '6.18',
    }),
    subsys('ipmr_net_ops', 'ipmr_net_init', 'ipmr_net_exit', { since: '7.2' }),
    subsys('af_inet_ops', 'inet_init_net', null),
    subsys('raw_net_ops', 'raw_init_net', 'raw_exit_net'),
    subsys('tcp4_net_ops', 'tcp4_proc_init_net', 'tcp4_proc_exit_net'),
    subsys('udp4_net_ops', 'udp4_proc_init_net', 'udp4_proc_exit_net'),
    subsys('ping_v4_net_ops', 'ping_v4_proc_init_net', 'ping_v4_proc_exit_net'),
    subsys('ip_proc_ops', 'ip_proc_init_net', 'ip_proc_exit_net'),
    subsys('ip4_frags_ops', 'ipv4_frags_init_net', 'ipv4_frags_exit_net'),
  ]),
  initcall('fs', 'af_unix_init', [subsys('unix_net_ops', 'unix_net_init', 'unix_net_exit')]),
  initcall('fs', 'xsk_init', [subsys('xsk_net_ops', 'xsk_net_init', 'xsk_net_exit')]),
  initcall('device', 'apparmor_nf_ip_init', [
    subsys('apparmor_net_ops', 'apparmor_nf_register', 'apparmor_nf_unregister', {
      until: '6.18',
    }),
  ]),
  initcall('device', 'security_initcall_device', [
    subsys('apparmor_net_ops', 'apparmor_nf_register', 'apparmor_nf_unregister', {
      since: '7.2',
    }),
  ]),
  initcall('device', 'blackhole_netdev_init', []), // see loopback.ts
  initcall('device', 'sock_diag_init', [subsys('diag_net_ops', 'diag_net_init', 'diag_net_exit')]),
  initcall('device', 'nfnetlink_init', [
    subsys('nfnetlink_net_ops', 'nfnetlink_net_init', null, {
      exitBatch: { fn: 'nfnetlink_net_exit_batch' },
      since: '7.2',
    }),
  ]),
  initcall('device', 'sysctl_ipv4_init', [
    subsys('ipv4_sysctl_ops', 'ipv4_sysctl_init_net', 'ipv4_sysctl_exit_net'),
  ]),
  initcall('device', 'inet6_init', [
    subsys('inet6_net_ops', 'inet6_net_init', 'inet6_net_exit'),
    subsys('ip6mr_net_ops', 'ip6mr_net_init', 'ip6mr_net_exit', {
      exitBatch: { fn: 'ip6mr_net_exit_batch' },
      until: '6.18',
    }),
    subsys('ip6mr_net_ops', 'ip6mr_net_init', 'ip6mr_net_exit', { since: '7.2' }),
    subsys('ndisc_net_ops', 'ndisc_net_init', 'ndisc_net_exit'),
    subsys('igmp6_net_ops', 'igmp6_net_init', 'igmp6_net_exit'),
    subsys('raw6_net_ops', 'raw6_init_net', 'raw6_exit_net'),
    subsys('udplite6_net_ops', 'udplite6_proc_init_net', 'udplite6_proc_exit_net', {
      until: '6.18',
    }),
    subsys('ipv6_proc_ops', 'ipv6_proc_init_net', 'ipv6_proc_exit_net'),
    subsys('if6_proc_net_ops', 'if6_proc_net_init', 'if6_proc_net_exit'),
    subsys('ipv6_inetpeer_ops', 'ipv6_inetpeer_init', 'ipv6_inetpeer_exit'),
    subsys('ip6_route_net_ops', 'ip6_route_net_init', 'ip6_route_net_exit'),
    subsys('fib6_net_ops', 'fib6_net_init', 'fib6_net_exit'),
    subsys('xfrm6_net_ops', 'xfrm6_net_init', 'xfrm6_net_exit'),
    subsys('fib6_rules_net_ops', 'fib6_rules_net_init', null, {
      exitBatch: { fn: 'fib6_rules_net_exit_batch' },
    }),
    subsys('ip6_route_net_late_ops', 'ip6_route_net_init_late', 'ip6_route_net_exit_late'),
    subsys('ip6_flowlabel_net_ops', 'ip6_flowlabel_proc_init', 'ip6_flowlabel_net_exit'),
    subsys('ipv6_addr_label_ops', 'ip6addrlbl_net_init', 'ip6addrlbl_net_exit'),
    subsys('addrconf_ops', 'addrconf_init_net', 'addrconf_exit_net'),
    subsys('ip6_frags_ops', 'ipv6_frags_init_net', 'ipv6_frags_exit_net'),
    subsys('tcpv6_net_ops', 'tcpv6_net_init', 'tcpv6_net_exit'),
    subsys('ping_v6_net_ops', 'ping_v6_proc_init_net', 'ping_v6_proc_exit_net'),
    subsys('ip6_segments_ops', 'seg6_net_init', 'seg6_net_exit'),
    subsys('ioam6_net_ops', 'ioam6_net_init', 'ioam6_net_exit'),
    subsys('ipv6_sysctl_net_ops', 'ipv6_sysctl_net_init', 'ipv6_sysctl_net_exit'),
  ]),
  initcall('device', 'packet_init', [
    subsys('packet_net_ops', 'packet_net_init', 'packet_net_exit'),
  ]),
  initcall('device', 'handshake_init', [
    subsys('handshake_genl_net_ops', 'handshake_net_init', 'handshake_net_exit', {
      hasId: true,
      since: '6.12',
    }),
  ]),
];

function initcall(level: string, name: string, steps: BuiltinInitcall['steps']): BuiltinInitcall {
  return { level, name, steps };
}

function subsys(
  name: string,
  init: string | null,
  exit: string | null,
  more: Partial<PernetOps> = {},
): PernetOps {
  return {
    name,
    kind: 'subsys',
    ...(init === null ? {} : { init: { fn: init } }),
    ...(exit === null ? {} : { exit: { fn: exit } }),
    ...more,
  };
}

/** Routes go under RTNL, but no device with them. */
function noDevices(): void {}
