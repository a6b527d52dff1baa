/**
 * The life of a network device, as net/core/dev.c has it: `reg_state` never goes back, a move to
 * another namespace is no end, and what was listed is freed only after it was unlisted.
 */
export const NETDEV_DOT = `digraph state_automaton {
	center = true;
	size = "7,11";
	{node [shape = plaintext, style=invis, label=""] "__init_absent"};
	{node [shape = doublecircle] "absent"};
	{node [shape = circle] "absent"};
	{node [shape = circle] "allocated"};
	{node [shape = doublecircle] "freed"};
	{node [shape = circle] "listed"};
	{node [shape = circle] "unlisted"};
	"__init_absent" -> "absent";
	"absent" [label = "absent", color = green3];
	"absent" -> "allocated" [ label = "alloc_netdev" ];
	"absent" -> "listed" [ label = "list_netdevice" ];
	"allocated" [label = "allocated"];
	"allocated" -> "allocated" [ label = "register_failed" ];
	"allocated" -> "freed" [ label = "free_netdev" ];
	"allocated" -> "listed" [ label = "list_netdevice" ];
	"freed" [label = "freed"];
	"listed" [label = "listed"];
	"listed" -> "listed" [ label = "change_net_namespace" ];
	"listed" -> "unlisted" [ label = "unlist_netdevice" ];
	"unlisted" [label = "unlisted"];
	"unlisted" -> "freed" [ label = "free_netdev" ];
	"unlisted" -> "unlisted" [ label = "register_failed" ];
	{ rank = min ;
		"__init_absent";
		"absent";
	}
}
`;

/** How our events are those of {@link NETDEV_DOT}: a life for each device. */
export const NETDEV_MAPPING = {
  per: 'dev',
  events: [
    { type: 'netdev.allocated', is: 'alloc_netdev', begins: 'always' },
    { type: 'netdev.registered', is: 'list_netdevice', begins: 'unseen' },
    { type: 'netdev.moved', is: 'change_net_namespace' },
    { type: 'netdev.unregistered', is: 'unlist_netdevice' },
    { type: 'netdev.failed', is: 'register_failed' },
    { type: 'netdev.freed', is: 'free_netdev', ends: true },
  ],
} as const;
