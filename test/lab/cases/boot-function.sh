# A boot under the function tracer with initcall events, then three short lives.
cases() { echo boot-function-1cpu boot-function-4cpu boot-function-2of4cpu; }
plan() {
  case $1 in
    *-1cpu) cpus=1 ;;
    *-4cpu) cpus=4 ;;
    *-2of4cpu) cpus=4 append='maxcpus=2 ' ;;
  esac
  append+="trace_clock=local ftrace=function trace_buf_size=8M trace_event=initcall:*"
  append+=" ftrace_filter=$(grep -v '^#' "$here/filter" | paste -sd,)"
  steps=short
  after="save_trace $1.log"
  format[$1.log]='ftrace function + initcall events (trace)'
}
