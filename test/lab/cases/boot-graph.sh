# A boot under function_graph of net_dev_init: full depth, and shallow with every column on.
cases() { echo boot-graph boot-graph-columns; }
plan() {
  cpus=2
  append='trace_clock=local ftrace=function_graph ftrace_graph_filter=net_dev_init trace_buf_size=8M'
  format[$1.log]='ftrace function_graph (trace)'
  if [[ $1 == *-columns ]]; then
    append+=' ftrace_graph_max_depth=7 trace_event=initcall:*'
    append+=' trace_options=funcgraph-proc,funcgraph-abstime,funcgraph-tail'
  fi
  after="save_trace $1.log"
}
