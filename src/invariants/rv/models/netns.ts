/**
 * The life of a network namespace, as net/core/net_namespace.c has it: pernet operations come and
 * go while it is set up, lives, and even while it is dying; in cleanup_net they only go. Not every
 * last put of a reference shows in a log, so cleanup_net may come upon a namespace that is ready.
 */
export const NETNS_DOT = `digraph state_automaton {
	center = true;
	size = "7,11";
	{node [shape = plaintext, style=invis, label=""] "__init_absent"};
	{node [shape = doublecircle] "absent"};
	{node [shape = circle] "absent"};
	{node [shape = circle] "cleanup"};
	{node [shape = circle] "dying"};
	{node [shape = circle] "failed"};
	{node [shape = doublecircle] "freed"};
	{node [shape = circle] "ready"};
	{node [shape = circle] "setup"};
	"__init_absent" -> "absent";
	"absent" [label = "absent", color = green3];
	"absent" -> "setup" [ label = "setup_net" ];
	"cleanup" [label = "cleanup"];
	"cleanup" -> "cleanup" [ label = "ops_exit\\nunlist_netdevice" ];
	"cleanup" -> "freed" [ label = "net_free" ];
	"dying" [label = "dying"];
	"dying" -> "cleanup" [ label = "cleanup_net" ];
	"dying" -> "dying" [ label = "ops_init\\nops_init_failed\\nops_exit\\nlist_netdevice\\nunlist_netdevice" ];
	"failed" [label = "failed"];
	"failed" -> "freed" [ label = "net_free" ];
	"freed" [label = "freed"];
	"ready" [label = "ready"];
	"ready" -> "cleanup" [ label = "cleanup_net" ];
	"ready" -> "dying" [ label = "put_net" ];
	"ready" -> "ready" [ label = "ops_init\\nops_init_failed\\nops_exit\\nlist_netdevice\\nunlist_netdevice" ];
	"setup" [label = "setup"];
	"setup" -> "failed" [ label = "setup_net_failed" ];
	"setup" -> "ready" [ label = "setup_net_done" ];
	"setup" -> "setup" [ label = "ops_init\\nops_init_failed\\nops_exit\\nlist_netdevice\\nunlist_netdevice" ];
	{ rank = min ;
		"__init_absent";
		"absent";
	}
}
`;

/** How our events are those of {@link NETNS_DOT}: a life for each namespace. */
export const NETNS_MAPPING = {
  per: 'net',
  events: [
    { type: 'net.setup', is: 'setup_net', begins: 'always' },
    { type: 'net.ready', is: 'setup_net_done' },
    { type: 'net.failed', is: 'setup_net_failed' },
    { type: 'net.dying', is: 'put_net' },
    { type: 'net.cleanup', is: 'cleanup_net' },
    { type: 'net.freed', is: 'net_free', ends: true },
    { type: 'pernet.initialized', is: 'ops_init' },
    { type: 'pernet.failed', is: 'ops_init_failed' },
    { type: 'pernet.exited', is: 'ops_exit' },
    { type: 'netdev.registered', is: 'list_netdevice' },
    { type: 'netdev.moved', of: 'to', is: 'list_netdevice' },
    { type: 'netdev.moved', of: 'from', is: 'unlist_netdevice' },
    { type: 'netdev.unregistered', is: 'unlist_netdevice' },
  ],
} as const;
