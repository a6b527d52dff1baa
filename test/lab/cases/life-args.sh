# The tracers with the arguments of the functions (option func-args, kernels of 6.15 and later with
# FUNCTION_TRACE_ARGS): a short life, each buffer printed with and without them.
cases() { echo life-function-args life-graph-args; }
only() { echo 7.2-cloud; }
plan() {
  cpus=2
  append='trace_clock=local trace_buf_size=16M'
  steps=short
  case $1 in
    life-function-args)
      before='
filter_functions
echo function >$T/current_tracer
echo func-args >$T/trace_options'
      after='
stop_tracing
cat $T/trace >/out/life-function-args.log
print_as life-function-args-offsets.log sym-offset
print_as life-function-args-latency.log latency-format'
      format[life-function-args.log]='ftrace function (trace, func-args)'
      format[life-function-args-offsets.log]='ftrace function (trace, func-args sym-offset)'
      format[life-function-args-latency.log]='ftrace function (trace, func-args latency-format)'
      ;;
    life-graph-args)
      before='
filter_functions
echo function_graph >$T/current_tracer
echo funcgraph-args >$T/trace_options'
      after='
stop_tracing
cat $T/trace >/out/life-graph-args.log
print_as life-graph-args-columns.log funcgraph-proc funcgraph-abstime funcgraph-tail'
      format[life-graph-args.log]='ftrace function_graph (trace, funcgraph-args)'
      format[life-graph-args-columns.log]='ftrace function_graph (trace, funcgraph-args proc abstime tail)'
      ;;
  esac
}
