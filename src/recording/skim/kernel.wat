;; Steps over the lines of a log that cannot matter, many in one call. It accepts only usual shapes,
;; and of these only lines that name nothing anybody asked for; at any other line it stops, and
;; JavaScript reads that one. Its oracles are ftrace/fast-line.ts, ftrace/fast-graph-line.ts and
;; dmesg/fast-record.ts, which accept the same lines and more (test/recording/skim).
;;
;; The lines lie in the window, each with its newline; up to 128 bytes behind the last one are read
;; and not heeded. Texts of several bytes are compared as numbers, so they stand here backwards.
(module
  ;; What JavaScript and this module share, by address:
  ;;   names    65,536 places, by hash, two for a name: the lists with names that land there
  ;;   seen     for each CPU: 1 once one of its lines was stepped over
  ;;   ready    for each CPU: 1 where `open` is right (function_graph)
  ;;   open     for each CPU: two sets of depths, of open calls of no interest, of other open calls
  ;;   counts   what became of the lines: see $pass
  ;;   needles  three times the first eight bytes of what makes a message one of interest
  ;;   scratch  for JavaScript to write a name to
  ;; The window begins at 0x40000 and has 0x40000 bytes (window.ts).
  (import "window" "memory" (memory 9 9))
  (global $seen (export "seen") i32 (i32.const 0x10000))
  (global $ready (export "ready") i32 (i32.const 0x11000))
  (global $counts (export "counts") i32 (i32.const 0x12000))
  (global $needles (export "needles") i32 (i32.const 0x12100))
  (global $open (export "open") i32 (i32.const 0x20000))
  (global (export "scratch") i32 (i32.const 0x13000))
  (global $cpus (export "cpus") i32 (i32.const 4096))

  ;; The lists, as bits of a place: functions and callers that are asked for, events that tell
  ;; something, how a message of interest may begin (its first three bytes), and how such events.
  (global $WANTED i32 (i32.const 1))
  (global $CALLER i32 (i32.const 2))
  (global $TELLING i32 (i32.const 4))
  (global $START i32 (i32.const 8))
  (global $LIKE i32 (i32.const 16))

  ;; What $pass counts under, as offsets from `counts`.
  (global $FUNCTION i32 (i32.const 0))
  (global $EVENT i32 (i32.const 4))
  (global $MESSAGE i32 (i32.const 8))
  ;; Columns before the last message that was stepped over.
  (global $INDENT i32 (i32.const 12))
  ;; The CPU that was not ready, where that is why a graph was not followed further; else -1.
  (global $UNREADY i32 (i32.const 16))

  ;; A load from 32 - n bytes behind this begins with n times 255, and goes on with zeros; the one
  ;; 16 bytes further with what is left of the n.
  (global $first_bytes i32 (i32.const 0x12200))
  (data (i32.const 0x12200)
    "\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff"
    "\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff")

  ;; Forms of the column of a graph that tells durations, by their hash: 64 places.
  (global $forms i32 (i32.const 0x12400))

  ;; How lines began that were stepped over, by hash: 256 places of 256 bytes, see $remember.
  (global $heads i32 (i32.const 0x30000))

  ;; What stood before the last message, in the same form.
  (global $prefix i32 (i32.const 0x12300))

  ;; What $messages looks for besides.
  (global $last_control i32 (i32.const 0x12180))
  (global $open_bracket i32 (i32.const 0x12181))
  (data (i32.const 0x12180) "\1f[")

  ;; Longer lines count as too long (lines.ts: MAX_LINE_BYTES).
  (global $longest_line i32 (i32.const 65536))

  ;; What $name, $context and $entry found, besides where it ends.
  (global $place (mut i32) (i32.const 0))
  (global $other_place (mut i32) (i32.const 0))
  (global $suffixed (mut i32) (i32.const 0))
  (global $cpu (mut i32) (i32.const 0))
  ;; Where the flags begin, counted from the start of the line.
  (global $flags_at (mut i32) (i32.const 0))
  (global $fate (mut i32) (i32.const 0))

  ;; Why $alike ended: at a line that begins in another way (or none), that goes on in another way
  ;; than usual, that has to be read.
  (global $why (mut i32) (i32.const 0))
  (global $OTHER_HEAD i32 (i32.const 0))
  (global $OTHER_ENTRY i32 (i32.const 1))
  (global $FOUND i32 (i32.const 2))

  ;; --- Steps over calls, probe events and trace events ---

  ;; Steps over lines from $line on, to the first that has to be read, or to $end: at once those
  ;; that begin like a line before, others step by step.
  (func (export "calls") (param $line i32) (param $end i32) (result i32)
    (local $at i32) (local $head i32) (local $body i32) (local $from i32)
    (block $stop
      (loop $lines
        (br_if $stop (i32.ge_u (local.get $line) (local.get $end)))
        (local.set $from (local.get $line))
        (local.set $head (call $head_of (local.get $line)))
        (local.set $body (i32.load offset=128 (local.get $head)))
        (global.set $why (global.get $OTHER_HEAD))
        (if (local.get $body)
          (then
            (local.set $line (call $alike (local.get $line) (local.get $end) (local.get $head)))))
        (br_if $stop (i32.eq (global.get $why) (global.get $FOUND)))
        (local.set $body (i32.add (local.get $line) (local.get $body)))
        (if (i32.eq (global.get $why) (global.get $OTHER_HEAD))
          (then
            (br_if $lines (i32.ne (local.get $line) (local.get $from)))
            (local.set $body (call $context (local.get $line)))
            (br_if $stop (i32.eq (local.get $body) (i32.const -1)))
            (call $remember
              (local.get $head)
              (local.get $line)
              (i32.sub (local.get $body) (local.get $line)))))
        (local.set $at (call $entry (local.get $body)))
        (br_if $stop (i32.eq (local.get $at) (i32.const -1)))
        (br_if $stop
          (i32.gt_u (i32.sub (local.get $at) (local.get $line)) (global.get $longest_line)))
        (call $pass (global.get $fate))
        (i32.store8
          (i32.add (global.get $seen) (i32.load offset=132 (local.get $head)))
          (i32.const 1))
        (local.set $line (i32.add (local.get $at) (i32.const 1)))
        (br $lines)))
    (local.get $line))

  ;; Steps over lines that begin as $head tells and go on as usual, and sets $why it ended. As in
  ;; $graph, see there; only which of the three kinds of entries comes is asked: a log has mostly
  ;; one of them.
  (func $alike (param $line i32) (param $end i32) (param $head i32) (result i32)
    (local $v0 v128) (local $v1 v128) (local $v2 v128) (local $v3 v128)
    (local $more1 v128) (local $more2 v128) (local $more3 v128) (local $begins i32)
    (local $at i32) (local $newline i32) (local $newlines i64) (local $first v128)
    (local $a v128) (local $b v128) (local $byte i32) (local $run i32) (local $some i32)
    (local $next i32) (local $is_probe i32) (local $hexes i32) (local $size i32)
    (local $hash i64) (local $lists i32) (local $fate i32) (local $why i32)
    (local.set $v0 (v128.load (local.get $head)))
    (local.set $v1 (v128.load offset=16 (local.get $head)))
    (local.set $v2 (v128.load offset=32 (local.get $head)))
    (local.set $v3 (v128.load offset=48 (local.get $head)))
    (local.set $more1 (v128.load offset=80 (local.get $head)))
    (local.set $more2 (v128.load offset=96 (local.get $head)))
    (local.set $more3 (v128.load offset=112 (local.get $head)))
    (local.set $begins (i32.load offset=128 (local.get $head)))
    (block $done
      (loop $again
        (local.set $why (global.get $OTHER_HEAD))
        (br_if $done (i32.ge_u (local.get $line) (local.get $end)))
        (br_if $done
          (v128.any_true
            (v128.or
              (v128.or
                (v128.xor (v128.load (local.get $line)) (local.get $v0))
                (call $beyond
                  (v128.load offset=16 (local.get $line))
                  (local.get $v1)
                  (local.get $more1)))
              (v128.or
                (call $beyond
                  (v128.load offset=32 (local.get $line))
                  (local.get $v2)
                  (local.get $more2))
                (call $beyond
                  (v128.load offset=48 (local.get $line))
                  (local.get $v3)
                  (local.get $more3))))))
        (local.set $why (global.get $OTHER_ENTRY))
        (local.set $at (i32.add (local.get $line) (local.get $begins)))
        (local.set $newline (local.get $at))
        (local.set $newlines (call $newlines_from (local.get $newline)))
        (if (i64.eqz (local.get $newlines))
          (then
            (local.set $newline (i32.add (local.get $newline) (i32.const 64)))
            (local.set $newlines (call $newlines_from (local.get $newline)))
            (br_if $done (i64.eqz (local.get $newlines)))))
        (local.set $newline
          (i32.add (local.get $newline) (i32.wrap_i64 (i64.ctz (local.get $newlines)))))
        (call $usual_name)
        (local.set $first (local.get $a))
        (local.set $fate (global.get $FUNCTION))
        (local.set $lists (global.get $WANTED))
        (local.set $is_probe
          (i32.eq (i32.and (local.get $next) (i32.const 0xffffff)) (i32.const 0x28203a))) ;; ": ("
        (if
          (i32.or
            (local.get $is_probe)
            (i32.eq (i32.and (local.get $next) (i32.const 0xffffff)) (i32.const 0x2d3c20))) ;; " <-"
          (then
            (local.set $at (i32.add (local.get $at) (i32.const 3)))
            (call $usual_name)
            (if (local.get $is_probe)
              (then
                (call $usual_offset)
                (if (i32.eq (local.get $next) (i32.const 0x202d3c20)) ;; " <- "
                  (then
                    (local.set $at (i32.add (local.get $at) (i32.const 4)))
                    (call $usual_name)))
                (local.set $next (i32.and (local.get $next) (i32.const 0xffff)))
                (br_if $done
                  (i32.and
                    (i32.ne (local.get $next) (i32.const 0x2029)) ;; ") "
                    (i32.ne (local.get $next) (i32.const 0x0a29))))) ;; ")\n"
              (else
                (br_if $done (i32.ne (local.get $at) (local.get $newline)))
                (call $look_up (local.get $first))
                (local.set $why (global.get $FOUND))
                (br_if $done (i32.and (call $lists_of (local.get $hash)) (local.get $lists)))
                (local.set $lists (global.get $CALLER)))))
          (else
            (local.set $fate (global.get $EVENT))
            (local.set $lists (global.get $TELLING))
            (br_if $done
              (i32.ne (i32.and (local.get $next) (i32.const 0xffff)) (i32.const 0x203a))) ;; ": "
            (local.set $byte (i32.load8_u offset=2 (local.get $at)))
            (br_if $done (i32.le_u (local.get $byte) (i32.const 0x20)))
            (br_if $done (i32.eq (local.get $byte) (i32.const 0x5f))))) ;; "_"
        (call $look_up (local.get $a))
        (local.set $why (global.get $FOUND))
        (br_if $done (i32.and (call $lists_of (local.get $hash)) (local.get $lists)))
        (call $pass (local.get $fate))
        (i32.store8
          (i32.add (global.get $seen) (i32.load offset=132 (local.get $head)))
          (i32.const 1))
        (local.set $line (i32.add (local.get $newline) (i32.const 1)))
        (br $again)))
    (global.set $why (local.get $why))
    (local.get $line))

  ;; Reads a name of $alike into $a, and $next, which stands behind it at $at. To load that before
  ;; the first branch keeps V8 from counting the letters again behind each that needs to know.
  (func $usual_name (@inline)
    (local.set $a (v128.load (local.get $at)))
    (local.set $b (v128.load offset=16 (local.get $at)))
    (local.set $byte (i32.load8_u (local.get $at)))
    (local.set $run (call $word_run (local.get $a) (local.get $b)))
    (local.set $some (call $no_hex (local.get $a)))
    (local.set $at (i32.add (local.get $at) (local.get $run)))
    (local.set $next (i32.load (local.get $at)))
    (br_if $done (i32.eqz (local.get $run)))
    (br_if $done (call $is_digit (local.get $byte)))
    (br_if $done (i32.gt_u (i32.and (local.get $run) (i32.const 16)) (local.get $some)))
    (local.set $a (call $first_of (local.get $a) (local.get $b) (local.get $run))))

  ;; Reads `+0x13b/0x310`, of which 16 bytes are heeded, and $next behind it.
  (func $usual_offset (@inline)
    (local.set $b (v128.load (local.get $at)))
    (local.set $hexes (call $hexes (local.get $b)))
    (local.set $run (call $run (local.get $hexes) (i32.const 3)))
    (local.set $size (call $run (local.get $hexes) (i32.add (local.get $run) (i32.const 6))))
    (br_if $done (i32.eqz (i32.mul (local.get $run) (local.get $size))))
    (br_if $done
      (i32.ne (i32.and (local.get $next) (i32.const 0xffffff)) (i32.const 0x78302b))) ;; "+0x"
    (local.set $at (i32.add (local.get $at) (local.get $run)))
    (local.set $next (i32.load offset=3 (local.get $at)))
    (br_if $done
      (i32.ne (i32.and (local.get $next) (i32.const 0xffffff)) (i32.const 0x78302f))) ;; "/0x"
    (local.set $at (i32.add (i32.add (local.get $at) (local.get $size)) (i32.const 6)))
    (local.set $next (i32.load (local.get $at))))

  ;; Where it is kept how lines begin whose task, CPU and first flag are the same as here.
  (func $head_of (param $line i32) (result i32)
    (local $v v128)
    (local.set $v (v128.xor (v128.load (local.get $line)) (v128.load offset=16 (local.get $line))))
    (i32.add
      (global.get $heads)
      (i32.shl
        (i32.wrap_i64 (i64.shr_u (call $mixed (local.get $v)) (i64.const 56)))
        (i32.const 8))))

  ;; Keeps how a line begins, if that is not unusually long, and its CPU: the least that each of 64
  ;; bytes may be, by how much it may be more, how many of them stand before the entry.
  (func $remember (param $head i32) (param $line i32) (param $begins i32)
    (local $i i32)
    (loop $more
      (call $learn
        (i32.add (local.get $head) (local.get $i))
        (i32.add (local.get $line) (local.get $i))
        (i32.sub (global.get $flags_at) (local.get $i))
        (i32.sub (local.get $begins) (local.get $i)))
      (local.set $i (i32.add (local.get $i) (i32.const 16)))
      (br_if $more (i32.lt_u (local.get $i) (i32.const 64))))
    (i32.store offset=128 (local.get $head)
      (select
        (local.get $begins)
        (i32.const 0)
        (i32.le_u (local.get $begins) (i32.const 64))))
    (i32.store offset=132 (local.get $head) (global.get $cpu)))

  ;; The same of 16 bytes; $flags and $begins are counted from the first of them. Flags may be all
  ;; that is visible, but the first is as it is; behind them digits are any digits.
  (func $learn (param $head i32) (param $line i32) (param $flags i32) (param $begins i32)
    (local $v v128) (local $index v128) (local $digits v128) (local $visible v128)
    (local.set $v (v128.load (local.get $line)))
    (local.set $index (v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15))
    (local.set $visible
      (i8x16.lt_u
        (i8x16.sub (local.get $index) (i8x16.splat (i32.add (local.get $flags) (i32.const 1))))
        (i8x16.splat (i32.const 4))))
    (local.set $digits
      (v128.and
        (i8x16.gt_s (local.get $index) (i8x16.splat (i32.add (local.get $flags) (i32.const 4))))
        (i8x16.lt_u
          (i8x16.sub (local.get $v) (i8x16.splat (i32.const 0x30)))
          (i8x16.splat (i32.const 10)))))
    (v128.store (local.get $head)
      (v128.bitselect
        (i8x16.splat (i32.const 0x21))
        (v128.bitselect (i8x16.splat (i32.const 0x30)) (local.get $v) (local.get $digits))
        (local.get $visible)))
    (v128.store offset=64 (local.get $head)
      (v128.or
        (i8x16.ge_s (local.get $index) (i8x16.splat (local.get $begins)))
        (v128.or
          (v128.and (i8x16.splat (i32.const 93)) (local.get $visible))
          (v128.and (i8x16.splat (i32.const 9)) (local.get $digits))))))

  ;; Not zero where a byte is less than $least, or by more than $more beyond it.
  (func $beyond (@inline) (param $v v128) (param $least v128) (param $more v128) (result v128)
    (i8x16.sub_sat_u (i8x16.sub (local.get $v) (local.get $least)) (local.get $more)))

  ;; `rtnl_unlock <-rtnl_newlink`, `ops_init: (ops_init+0x0/0x130) rc=0`, `netif_rx: dev=lo` where
  ;; nobody asked for them: the index of the newline or -1. Sets $fate.
  (func $entry (param $at i32) (result i32)
    (local $lists i32) (local $next i32)
    (local.set $at (call $name (local.get $at)))
    (if (i32.eq (local.get $at) (i32.const -1)) (then (return (i32.const -1))))
    (local.set $lists (call $lists))
    (local.set $next (i32.load (local.get $at)))
    (global.set $fate (global.get $FUNCTION))
    (if (i32.eq (i32.and (local.get $next) (i32.const 0xffffff)) (i32.const 0x2d3c20)) ;; " <-"
      (then
        (if (i32.and (local.get $lists) (global.get $WANTED)) (then (return (i32.const -1))))
        (local.set $at (call $name (i32.add (local.get $at) (i32.const 3))))
        (if (i32.eq (local.get $at) (i32.const -1)) (then (return (i32.const -1))))
        (if (i32.ne (i32.load8_u (local.get $at)) (i32.const 10)) (then (return (i32.const -1))))
        (if (i32.and (call $lists) (global.get $CALLER)) (then (return (i32.const -1))))
        (return (local.get $at))))
    (if (i32.ne (i32.and (local.get $next) (i32.const 0xffff)) (i32.const 0x203a)) ;; ": "
      (then (return (i32.const -1))))
    (if (global.get $suffixed) (then (return (i32.const -1))))
    (local.set $at (i32.add (local.get $at) (i32.const 2)))
    (local.set $next (i32.load8_u (local.get $at)))
    (if (i32.eq (local.get $next) (i32.const 0x28)) ;; "("
      (then
        (local.set $at (call $probed (i32.add (local.get $at) (i32.const 1))))
        (if (i32.eq (local.get $at) (i32.const -1)) (then (return (i32.const -1)))))
      (else
        (if (i32.and (local.get $lists) (global.get $TELLING)) (then (return (i32.const -1))))
        (if (i32.le_u (local.get $next) (i32.const 0x20)) (then (return (i32.const -1))))
        (if (i32.eq (local.get $next) (i32.const 0x5f)) (then (return (i32.const -1)))) ;; "_"
        (global.set $fate (global.get $EVENT))))
    (call $line_end (local.get $at)))

  ;; `           ip-206     [001] d..1.     1.950970: `, fast-context.ts: FastContext.read. Gives
  ;; the index behind it or -1, and sets $cpu and $flags_at.
  (func $context (param $line i32) (result i32)
    (local $at i32) (local $run i32) (local $v v128)
    (local.set $v (v128.load (local.get $line)))
    (if (i8x16.bitmask (local.get $v)) (then (return (i32.const -1)))) ;; not all is ASCII
    (if (v128.any_true (i8x16.eq (local.get $v) (i8x16.splat (i32.const 10))))
      (then (return (i32.const -1))))
    (if (i32.ne (i32.load8_u offset=16 (local.get $line)) (i32.const 0x2d)) ;; "-"
      (then (return (i32.const -1))))
    (local.set $v (v128.load offset=17 (local.get $line)))
    (local.set $run (call $run (call $digits (local.get $v)) (i32.const 0))) ;; the pid
    (if (i32.gt_u (i32.sub (local.get $run) (i32.const 1)) (i32.const 9))
      (then (return (i32.const -1))))
    (local.set $at (i32.add (i32.add (local.get $line) (i32.const 17)) (local.get $run)))
    (local.set $run (call $run (call $blanks (local.get $v)) (local.get $run)))
    (if (i32.eqz (local.get $run)) (then (return (i32.const -1))))
    (local.set $at (i32.add (local.get $at) (local.get $run)))
    (if (i32.ne (i32.load8_u (local.get $at)) (i32.const 0x5b)) ;; "["
      (then (return (i32.const -1))))
    (local.set $at (call $read_cpu (i32.add (local.get $at) (i32.const 1))))
    (if (i32.eq (local.get $at) (i32.const -1)) (then (return (i32.const -1))))
    (if (i32.ne (i32.load16_u (local.get $at)) (i32.const 0x205d)) ;; "] "
      (then (return (i32.const -1))))
    (local.set $at (i32.add (local.get $at) (i32.const 2)))
    (global.set $flags_at (i32.sub (local.get $at) (local.get $line)))
    (call $stamp (call $flags (local.get $at))))

  ;; `d..1.`: the index behind it or -1. What is visible lies between "!" and "~".
  (func $flags (param $at i32) (result i32)
    (local $visible i32) (local $byte i32)
    (local.set $byte (i32.load8_u (local.get $at)))
    (if (i32.eqz (call $is_in (local.get $byte) (i64.const 0x50040000400001))) ;; .DXbd
      (then (return (i32.const -1))))
    (local.set $visible
      (i8x16.bitmask
        (i8x16.lt_u
          (i8x16.sub (v128.load (local.get $at)) (i8x16.splat (i32.const 0x21)))
          (i8x16.splat (i32.const 94)))))
    (if (i32.ne (i32.and (local.get $visible) (i32.const 0x1e)) (i32.const 0x1e))
      (then (return (i32.const -1))))
    (i32.add (local.get $at) (i32.const 5)))

  ;; `     1.950970: ` and blanks: the index behind it or -1.
  (func $stamp (param $at i32) (result i32)
    (local $run i32) (local $from i32) (local $v v128)
    (if (i32.eq (local.get $at) (i32.const -1)) (then (return (i32.const -1))))
    (local.set $v (v128.load (local.get $at)))
    (local.set $from (call $run (call $blanks (local.get $v)) (i32.const 0)))
    (if (i32.eqz (local.get $from)) (then (return (i32.const -1))))
    (local.set $run (call $run (call $digits (local.get $v)) (local.get $from)))
    (if (i32.gt_u (i32.sub (local.get $run) (i32.const 1)) (i32.const 8))
      (then (return (i32.const -1))))
    (local.set $at (i32.add (i32.add (local.get $at) (local.get $from)) (local.get $run)))
    (if (i32.eqz (call $is_fraction (local.get $at))) (then (return (i32.const -1))))
    (if (i32.ne (i32.load16_u offset=7 (local.get $at)) (i32.const 0x203a)) ;; ": "
      (then (return (i32.const -1))))
    (local.set $at (i32.add (local.get $at) (i32.const 9)))
    (i32.add (local.get $at) (call $run (call $blanks (v128.load (local.get $at))) (i32.const 0))))

  ;; `ops_init+0x0/0x130 [module])`, `setup_net+0x13b/0x310 <- ops_init)` of functions that nobody
  ;; asked for (fast-probe.ts: FastProbe.read): the index behind it or -1.
  (func $probed (param $at i32) (result i32)
    (local.set $at (call $name (local.get $at)))
    (if (i32.eq (local.get $at) (i32.const -1)) (then (return (i32.const -1))))
    (if (i32.ne (i32.load8_u (local.get $at)) (i32.const 0x2b)) ;; "+"
      (then (return (i32.const -1))))
    (local.set $at (call $hex (i32.add (local.get $at) (i32.const 1))))
    (if (i32.eq (local.get $at) (i32.const -1)) (then (return (i32.const -1))))
    (if (i32.ne (i32.load8_u (local.get $at)) (i32.const 0x2f)) ;; "/"
      (then (return (i32.const -1))))
    (local.set $at (call $hex (i32.add (local.get $at) (i32.const 1))))
    (if (i32.eq (local.get $at) (i32.const -1)) (then (return (i32.const -1))))
    (local.set $at (call $module (local.get $at)))
    (if (i32.eq (i32.load (local.get $at)) (i32.const 0x202d3c20)) ;; " <- "
      (then
        (local.set $at (call $name (i32.add (local.get $at) (i32.const 4))))
        (if (i32.eq (local.get $at) (i32.const -1)) (then (return (i32.const -1))))
        (local.set $at (call $module (local.get $at)))))
    (if (i32.ne (i32.load8_u (local.get $at)) (i32.const 0x29)) ;; ")"
      (then (return (i32.const -1))))
    (if (i32.and (call $lists) (global.get $WANTED))
      (then (return (i32.const -1))))
    (local.set $at (i32.add (local.get $at) (i32.const 1)))
    (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x20)) (then (return (local.get $at))))
    (select
      (local.get $at)
      (i32.const -1)
      (i32.eq (i32.load8_u (local.get $at)) (i32.const 10))))

  ;; `0x13b`: the index behind it or -1.
  (func $hex (param $at i32) (result i32)
    (local $start i32) (local $byte i32)
    (if (i32.ne (i32.load16_u (local.get $at)) (i32.const 0x7830)) ;; "0x"
      (then (return (i32.const -1))))
    (local.set $at (i32.add (local.get $at) (i32.const 2)))
    (local.set $start (local.get $at))
    (block $done
      (loop $more
        (local.set $byte (i32.load8_u (local.get $at)))
        (br_if $done (i32.eqz (call $is_hex (local.get $byte))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $more)))
    (select (i32.const -1) (local.get $at) (i32.eq (local.get $at) (local.get $start))))

  ;; ` [module]`, where it stands: the index behind it. Where it does not end, nothing fits there.
  (func $module (param $at i32) (result i32)
    (local $v v128)
    (if (i32.ne (i32.load16_u (local.get $at)) (i32.const 0x5b20)) ;; " ["
      (then (return (local.get $at))))
    (local.set $at (i32.add (local.get $at) (i32.const 2)))
    (local.set $v (v128.load (local.get $at)))
    (local.set $at
      (i32.add (local.get $at) (call $run (call $words (local.get $v)) (i32.const 0))))
    (i32.add (local.get $at) (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x5d)))) ;; "]"

  ;; --- Follows a graph ---

  ;; Steps over calls of no interest, keeping account of those that are open (fast-graph.ts:
  ;; FastGraph.line). Reads a line step by step, then those that are like it at once.
  (func (export "graph") (param $line i32) (param $end i32) (result i32)
    (local $at i32) (local $indent i32) (local $next i32) (local $open i32) (local $columns i32)
    (local $bit i64) (local $kept i64) (local $noise i64) (local $other i64)
    (local $head i64) (local $head_bits i64) (local $a v128) (local $b v128) (local $form v128)
    (local $run i32) (local $hash i64) (local $alike i32) (local $some i32)
    (local $ends i32) (local $begins i32) (local $newline i32) (local $newlines i64)
    (i32.store (i32.add (global.get $counts) (global.get $UNREADY)) (i32.const -1))
    (block $stop
      (loop $lines
        (br_if $stop (i32.ge_u (local.get $line) (local.get $end)))
        (local.set $at (call $graph_columns (local.get $line)))
        (br_if $stop (i32.eq (local.get $at) (i32.const -1)))
        (local.set $columns (i32.sub (i32.sub (local.get $at) (local.get $line)) (i32.const 17)))
        (local.set $indent (call $indent (local.get $at)))
        (br_if $stop (i32.ge_u (local.get $indent) (i32.const 128)))
        (local.set $at (i32.add (local.get $at) (local.get $indent)))
        (local.set $open
          (i32.add (global.get $open) (i32.shl (global.get $cpu) (i32.const 4))))
        (local.set $bit
          (i64.shl
            (i64.const 1)
            (i64.extend_i32_u (i32.shr_u (local.get $indent) (i32.const 1)))))
        ;; Calls as deep or deeper are over, though the log lost their ends.
        (local.set $kept (i64.sub (local.get $bit) (i64.const 1)))
        (local.set $noise (i64.load (local.get $open)))
        (if (i32.eq (i32.load16_u (local.get $at)) (i32.const 0x0a7d)) ;; "}\n"
          (then
            (br_if $stop (i64.eqz (i64.and (local.get $noise) (local.get $bit))))
            (local.set $noise (i64.and (local.get $noise) (local.get $kept)))
            (local.set $at (i32.add (local.get $at) (i32.const 1))))
          (else
            (local.set $at (call $name (local.get $at)))
            (br_if $stop (i32.eq (local.get $at) (i32.const -1)))
            (br_if $stop (i32.and (call $lists) (global.get $WANTED)))
            (local.set $noise (i64.and (local.get $noise) (local.get $kept)))
            (local.set $next (i32.load (local.get $at)))
            (if (i32.eq (local.get $next) (i32.const 0x0a3b2928)) ;; "();\n"
              (then
                (local.set $at (i32.add (local.get $at) (i32.const 3))))
              (else
                (br_if $stop (i32.ne (local.get $next) (i32.const 0x7b202928))) ;; "() {"
                (local.set $at (i32.add (local.get $at) (i32.const 4)))
                (br_if $stop (i32.ne (i32.load8_u (local.get $at)) (i32.const 10)))
                (local.set $noise (i64.or (local.get $noise) (local.get $bit)))))))
        (br_if $stop
          (i32.gt_u (i32.sub (local.get $at) (local.get $line)) (global.get $longest_line)))
        (if (i32.eqz (i32.load8_u (i32.add (global.get $ready) (global.get $cpu))))
          (then
            (i32.store (i32.add (global.get $counts) (global.get $UNREADY)) (global.get $cpu))
            (br $stop)))
        (local.set $other (i64.and (i64.load offset=8 (local.get $open)) (local.get $kept)))
        (call $pass (global.get $FUNCTION))
        (call $see)
        ;; Usually all up to the duration takes as many columns as there are in a number.
        (local.set $alike
          (i32.and
            (i32.le_u (i32.sub (local.get $columns) (i32.const 3)) (i32.const 5))
            (i32.eq
              (i32.load16_u
                (i32.sub (i32.add (local.get $line) (local.get $columns)) (i32.const 2)))
              (i32.const 0x2029)))) ;; ") "
        (local.set $head_bits
          (i64.shr_u
            (i64.const -1)
            (i64.extend_i32_u
              (i32.sub (i32.const 64) (i32.shl (local.get $columns) (i32.const 3))))))
        (local.set $head (i64.and (i64.load (local.get $line)) (local.get $head_bits)))
        (if (local.get $alike)
          (then
            (local.set $a (v128.load (i32.add (local.get $line) (local.get $columns))))
            (local.set $form (call $form (local.get $a)))
            (v128.store (call $form_at (local.get $form)) (local.get $form))))
        (local.set $line (i32.add (local.get $at) (i32.const 1)))
        (if (i32.and (local.get $alike) (i32.lt_u (local.get $line) (local.get $end)))
          (then
            ;; What comes now this way and now that is computed: to guess wrong at a branch costs
            ;; more, so all that there are mean the end. What needs a constant vector comes before
            ;; the first of them, so that V8 makes the vector once and not for each line.
            (block $unlike
              (loop $again
                (local.set $at (i32.add (local.get $line) (local.get $columns)))
                (local.set $a (v128.load (local.get $at)))
                (local.set $form (call $form (local.get $a)))
                (local.set $newlines (call $newlines_from (local.get $at)))
                (local.set $newline
                  (i32.add (local.get $at) (i32.wrap_i64 (i64.ctz (local.get $newlines)))))
                ;; One blank more than the indent has.
                (local.set $at (i32.add (local.get $at) (i32.const 16)))
                (local.set $indent (call $blank_run (local.get $at)))
                (local.set $at (i32.add (local.get $at) (local.get $indent)))
                (local.set $indent (i32.sub (local.get $indent) (i32.const 1)))
                (local.set $a (v128.load (local.get $at)))
                (local.set $b (v128.load offset=16 (local.get $at)))
                (local.set $run (call $word_run (local.get $a) (local.get $b)))
                (local.set $some (call $no_hex (local.get $a)))
                (br_if $unlike (i64.eqz (local.get $newlines)))
                (br_if $unlike
                  (i64.ne
                    (i64.and (i64.load (local.get $line)) (local.get $head_bits))
                    (local.get $head)))
                (br_if $unlike
                  (v128.any_true
                    (v128.xor
                      (local.get $form)
                      (v128.load (call $form_at (local.get $form))))))
                (br_if $unlike (i32.gt_u (local.get $indent) (i32.const 30)))
                (br_if $unlike (call $is_digit (i32.load8_u (local.get $at))))
                ;; An address, perhaps.
                (br_if $unlike
                  (i32.gt_u (i32.and (local.get $run) (i32.const 16)) (local.get $some)))
                (local.set $a (call $first_of (local.get $a) (local.get $b) (local.get $run)))
                (call $look_up (local.get $a))
                (br_if $unlike (i32.and (call $lists_of (local.get $hash)) (global.get $WANTED)))
                (local.set $at (i32.add (local.get $at) (local.get $run)))
                (local.set $next (i32.load (local.get $at)))
                (local.set $ends (i32.eqz (local.get $run)))
                (local.set $begins (i32.eq (local.get $next) (i32.const 0x7b202928))) ;; "() {"
                (br_if $unlike
                  (i32.ne
                    (select
                      (i32.and (local.get $next) (i32.const 0xffff))
                      (local.get $next)
                      (local.get $ends))
                    (select
                      (i32.const 0x0a7d) ;; "}\n"
                      (select
                        (i32.const 0x7b202928)
                        (i32.const 0x0a3b2928) ;; "();\n"
                        (local.get $begins))
                      (local.get $ends))))
                (br_if $unlike
                  (i32.ne
                    (local.get $newline)
                    (i32.add
                      (local.get $at)
                      (select
                        (i32.const 1)
                        (i32.add (i32.const 3) (local.get $begins))
                        (local.get $ends)))))
                (local.set $bit
                  (i64.shl
                    (i64.const 1)
                    (i64.extend_i32_u (i32.shr_u (local.get $indent) (i32.const 1)))))
                (local.set $kept (i64.sub (local.get $bit) (i64.const 1)))
                (br_if $unlike
                  (i32.and
                    (local.get $ends)
                    (i64.eqz (i64.and (local.get $noise) (local.get $bit)))))
                (local.set $noise
                  (i64.or
                    (i64.and (local.get $noise) (local.get $kept))
                    (i64.and
                      (local.get $bit)
                      (i64.sub (i64.const 0) (i64.extend_i32_u (local.get $begins))))))
                (local.set $other (i64.and (local.get $other) (local.get $kept)))
                (call $pass (global.get $FUNCTION))
                (local.set $line (i32.add (local.get $newline) (i32.const 1)))
                (br_if $again (i32.lt_u (local.get $line) (local.get $end)))))))
        (i64.store (local.get $open) (local.get $noise))
        (i64.store offset=8 (local.get $open) (local.get $other))
        (br $lines)))
    (local.get $line))

  ;; ` 1) + 11.537 us   |  `, fast-graph-line.ts: the index behind it or -1. Sets $cpu.
  (func $graph_columns (param $at i32) (result i32)
    (local $v v128) (local $blanks i32) (local $digits i32) (local $pipe i32) (local $i i32)
    (local $run i32)
    (local.set $run (call $run (call $blanks (v128.load (local.get $at))) (i32.const 0)))
    (if (i32.gt_u (local.get $run) (i32.const 4)) (then (return (i32.const -1))))
    (local.set $at (call $read_cpu (i32.add (local.get $at) (local.get $run))))
    (if (i32.eq (local.get $at) (i32.const -1)) (then (return (i32.const -1))))
    (if (i32.ne (i32.load16_u (local.get $at)) (i32.const 0x2029)) ;; ") "
      (then (return (i32.const -1))))
    (local.set $at (i32.add (local.get $at) (i32.const 2)))
    (local.set $v (v128.load (local.get $at)))
    (local.set $pipe
      (i8x16.bitmask (i8x16.eq (local.get $v) (i8x16.splat (i32.const 0x7c)))))
    (if (i32.eqz (local.get $pipe)) (then (return (i32.const -1))))
    (local.set $pipe (i32.ctz (local.get $pipe)))
    (local.set $blanks (call $blanks (local.get $v)))
    (local.set $i (call $run (local.get $blanks) (i32.const 0)))
    (if (i32.eq (local.get $i) (local.get $pipe))
      (then ;; no duration
        (if (i32.lt_u (local.get $pipe) (i32.const 8)) (then (return (i32.const -1)))))
      (else
        (if (i32.eqz (local.get $i))
          (then ;; perhaps a mark: one of !#$*+@
            (local.set $i (i32.add (i32.load8_u (local.get $at)) (i32.const 13)))
            (if (i32.eqz (call $is_in (local.get $i) (i64.const 0x8000060d)))
              (then (return (i32.const -1))))
            (local.set $i (i32.add (call $run (local.get $blanks) (i32.const 1)) (i32.const 1)))))
        (if (i32.gt_u (i32.sub (local.get $i) (i32.const 2)) (i32.const 2))
          (then (return (i32.const -1))))
        (local.set $digits (call $digits (local.get $v)))
        (local.set $run (call $run (local.get $digits) (local.get $i)))
        (if (i32.eqz (local.get $run)) (then (return (i32.const -1))))
        (local.set $i (i32.add (local.get $i) (local.get $run)))
        (if (i32.eq (i32.load8_u (i32.add (local.get $at) (local.get $i))) (i32.const 0x2e)) ;; "."
          (then
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (local.set $run (call $run (local.get $digits) (local.get $i)))
            (if (i32.gt_u (i32.sub (local.get $run) (i32.const 1)) (i32.const 2))
              (then (return (i32.const -1))))
            (local.set $i (i32.add (local.get $i) (local.get $run)))))
        (if
          (i32.ne
            (i32.and (i32.load (i32.add (local.get $at) (local.get $i))) (i32.const 0xffffff))
            (i32.const 0x737520)) ;; " us"
          (then (return (i32.const -1))))
        (local.set $i (i32.add (local.get $i) (i32.const 3)))
        (if
          (i32.ne
            (i32.add (local.get $i) (call $run (local.get $blanks) (local.get $i)))
            (local.get $pipe))
          (then (return (i32.const -1))))))
    (local.set $at (i32.add (local.get $at) (local.get $pipe)))
    (if (i32.ne (i32.load16_u offset=1 (local.get $at)) (i32.const 0x2020)) ;; "  "
      (then (return (i32.const -1))))
    (i32.add (local.get $at) (i32.const 3)))

  ;; How many blanks stand here.
  (func $indent (param $at i32) (result i32)
    (local $run i32) (local $all i32)
    (loop $more
      (local.set $run
        (call $run
          (call $blanks (v128.load (i32.add (local.get $at) (local.get $all))))
          (i32.const 0)))
      (local.set $all (i32.add (local.get $all) (local.get $run)))
      (br_if $more (i32.eq (local.get $run) (i32.const 16))))
    (local.get $all))

  ;; --- Steps over messages ---

  ;; dmesg/fast-record.ts: FastRecords.indentOf.
  (func (export "messages") (param $line i32) (param $end i32) (result i32)
    (local $begins i32) (local $message i32) (local $run i32) (local $next i32)
    (local $at i32) (local $here i32) (local $v v128) (local $seventh v128) (local $odd i32)
    (local $byte i32)
    (local $a0 v128) (local $a6 v128) (local $b0 v128) (local $b6 v128) (local $c0 v128)
    (local $c6 v128) (local $control v128) (local $bracket v128)
    ;; V8 makes vectors of constants again for each line, but keeps what was loaded.
    (local.set $a0 (v128.load8_splat (global.get $needles)))
    (local.set $a6 (v128.load8_splat offset=6 (global.get $needles)))
    (local.set $b0 (v128.load8_splat offset=8 (global.get $needles)))
    (local.set $b6 (v128.load8_splat offset=14 (global.get $needles)))
    (local.set $c0 (v128.load8_splat offset=16 (global.get $needles)))
    (local.set $c6 (v128.load8_splat offset=22 (global.get $needles)))
    (local.set $control (v128.load8_splat (global.get $last_control)))
    (local.set $bracket (v128.load8_splat (global.get $open_bracket)))
    (block $stop
      (loop $lines
        (br_if $stop (i32.ge_u (local.get $line) (local.get $end)))
        (local.set $begins (i32.load offset=128 (global.get $prefix)))
        (local.set $message (i32.add (local.get $line) (local.get $begins)))
        (if
          (i32.or
            (i32.eqz (local.get $begins))
            (v128.any_true
              (v128.or
                (call $beyond
                  (v128.load (local.get $line))
                  (v128.load (global.get $prefix))
                  (v128.load offset=64 (global.get $prefix)))
                (call $beyond
                  (v128.load offset=16 (local.get $line))
                  (v128.load offset=16 (global.get $prefix))
                  (v128.load offset=80 (global.get $prefix))))))
          (then
            (local.set $message (call $message_start (local.get $line)))
            (br_if $stop (i32.eq (local.get $message) (i32.const -1)))
            (local.set $begins (i32.sub (local.get $message) (local.get $line)))
            (call $remember_prefix (local.get $line) (local.get $begins))))
        (local.set $v (v128.load (local.get $message)))
        (local.set $run (call $run (call $words (local.get $v)) (i32.const 0)))
        (local.set $next (i32.load (i32.add (local.get $message) (local.get $run))))
        (if (call $is_doubtful) (then (br_if $stop (call $may_tell (local.get $message)))))
        (local.set $at (local.get $message))
        (block $ended
          (loop $more
            (local.set $v (v128.load (local.get $at)))
            (local.set $seventh (v128.load offset=6 (local.get $at)))
            (local.set $odd
              (i8x16.bitmask
                (v128.or
                  (v128.or
                    (i8x16.le_u (local.get $v) (local.get $control))
                    (i8x16.eq (local.get $v) (local.get $bracket)))
                  (v128.or
                    (v128.or
                      (call $both (local.get $a0) (local.get $a6))
                      (call $both (local.get $b0) (local.get $b6)))
                    (call $both (local.get $c0) (local.get $c6))))))
            (block $none
              (loop $each
                (br_if $none (i32.eqz (local.get $odd)))
                (local.set $here (i32.add (local.get $at) (i32.ctz (local.get $odd))))
                (local.set $odd
                  (i32.and (local.get $odd) (i32.sub (local.get $odd) (i32.const 1))))
                (local.set $byte (i32.load8_u (local.get $here)))
                (br_if $ended (i32.eq (local.get $byte) (i32.const 10)))
                (br_if $stop (call $needs_a_look (local.get $here) (local.get $byte)))
                (br $each)))
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (br $more)))
        (br_if $stop
          (i32.gt_u (i32.sub (local.get $here) (local.get $line)) (global.get $longest_line)))
        (call $pass (global.get $MESSAGE))
        (i32.store (i32.add (global.get $counts) (global.get $INDENT)) (local.get $begins))
        (local.set $line (i32.add (local.get $here) (i32.const 1)))
        (br $lines)))
    (local.get $line))

  ;; Whether $may_tell has to be asked, which takes longer: $run letters stand at $message, and
  ;; $next behind them.
  (func $is_doubtful (@inline) (result i32)
    (i32.or
      (i32.or
        (i32.and
          (i32.load8_u (call $start_place (local.get $message)))
          (i32.or (global.get $START) (global.get $LIKE)))
        (i32.eq (local.get $run) (i32.const 16))) ;; or more
      (i32.or
        (i32.eq (i32.and (local.get $next) (i32.const 0xffffff)) (i32.const 0x28203a)) ;; ": ("
        (i32.eq (i32.and (local.get $next) (i32.const 0xffffff)) (i32.const 0x5f203a))))) ;; ": _"

  ;; Where $first stands and $second six bytes further on, as in a needle.
  (func $both (@inline) (param $first v128) (param $second v128) (result v128)
    (v128.and
      (i8x16.eq (local.get $v) (local.get $first))
      (i8x16.eq (local.get $seventh) (local.get $second))))

  ;; Keeps what stands before a message, as $remember does, if it is not unusually long.
  (func $remember_prefix (param $line i32) (param $begins i32)
    (call $learn (global.get $prefix) (local.get $line) (i32.const -5) (local.get $begins))
    (call $learn
      (i32.add (global.get $prefix) (i32.const 16))
      (i32.add (local.get $line) (i32.const 16))
      (i32.const -21)
      (i32.sub (local.get $begins) (i32.const 16)))
    (if (i32.eq (i32.load8_u (local.get $line)) (i32.const 0x3c)) ;; "<": priorities go up to 7
      (then (i32.store8 offset=65 (global.get $prefix) (i32.const 7))))
    (i32.store offset=128 (global.get $prefix)
      (select
        (local.get $begins)
        (i32.const 0)
        (i32.le_u (local.get $begins) (i32.const 32)))))

  ;; `<6>[    1.331098] `: the index behind it or -1.
  (func $message_start (param $at i32) (result i32)
    (local $v v128) (local $run i32) (local $from i32)
    (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x3c)) ;; "<", a digit up to 7, ">"
      (then
        (if
          (i32.gt_u
            (i32.sub (i32.load8_u offset=1 (local.get $at)) (i32.const 0x30))
            (i32.const 7))
          (then (return (i32.const -1))))
        (if (i32.ne (i32.load8_u offset=2 (local.get $at)) (i32.const 0x3e))
          (then (return (i32.const -1))))
        (local.set $at (i32.add (local.get $at) (i32.const 3)))))
    (if (i32.ne (i32.load8_u (local.get $at)) (i32.const 0x5b)) ;; "["
      (then (return (i32.const -1))))
    (local.set $v (v128.load (local.get $at)))
    (local.set $from
      (i32.add (call $run (call $blanks (local.get $v)) (i32.const 1)) (i32.const 1)))
    (local.set $run (call $run (call $digits (local.get $v)) (local.get $from)))
    (if (i32.gt_u (i32.sub (local.get $run) (i32.const 1)) (i32.const 8))
      (then (return (i32.const -1))))
    (local.set $at (i32.add (i32.add (local.get $at) (local.get $from)) (local.get $run)))
    (if (i32.eqz (call $is_fraction (local.get $at))) (then (return (i32.const -1))))
    (if (i32.ne (i32.load16_u offset=7 (local.get $at)) (i32.const 0x205d)) ;; "] "
      (then (return (i32.const -1))))
    (i32.add (local.get $at) (i32.const 9)))

  ;; Whether a message begins like one of interest, or may be a trace event that tells something.
  (func $may_tell (param $message i32) (result i32)
    (local $at i32) (local $v v128) (local $next i32)
    (if (i32.and (i32.load8_u (call $start_place (local.get $message))) (global.get $START))
      (then (return (i32.const 1))))
    (local.set $at (call $name (local.get $message)))
    (if (i32.eq (local.get $at) (i32.const -1))
      (then
        (local.set $v (v128.load (local.get $message)))
        (return (i32.and (call $words (local.get $v)) (i32.const 1)))))
    (local.set $next (i32.and (i32.load (local.get $at)) (i32.const 0xffffff)))
    (i32.or
      (i32.or
        (i32.eq (local.get $next) (i32.const 0x28203a)) ;; ": ("
        (i32.eq (local.get $next) (i32.const 0x5f203a))) ;; ": _"
      (i32.and
        (i32.eq (i32.and (local.get $next) (i32.const 0xffff)) (i32.const 0x203a)) ;; ": "
        (i32.ne (i32.and (call $lists) (global.get $TELLING)) (i32.const 0)))))

  ;; Whether the $byte at $at makes a message one to be looked at: as that of a needle, as ESC, as a
  ;; carriage return that ends no line, as the beginning of what may be a second record's stamp.
  (func $needs_a_look (param $at i32) (param $byte i32) (result i32)
    (local $word i64)
    (if (i32.eq (local.get $byte) (i32.const 27)) (then (return (i32.const 1))))
    (if (i32.eq (local.get $byte) (i32.const 13))
      (then
        (loop $more
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br_if $more (i32.eq (i32.load8_u (local.get $at)) (i32.const 13))))
        (return (i32.ne (i32.load8_u (local.get $at)) (i32.const 10)))))
    (local.set $word (i64.load (local.get $at)))
    (if
      (i32.or
        (i32.or
          (i64.eq (local.get $word) (i64.load (global.get $needles)))
          (i64.eq (local.get $word) (i64.load offset=8 (global.get $needles))))
        (i64.eq (local.get $word) (i64.load offset=16 (global.get $needles))))
      (then (return (i32.const 1))))
    (if (i32.ne (local.get $byte) (i32.const 0x5b)) (then (return (i32.const 0)))) ;; "["
    (loop $more ;; a stamp: blanks and digits up to a "."
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (local.set $byte (i32.load8_u (local.get $at)))
      (br_if $more (i32.eq (local.get $byte) (i32.const 0x20)))
      (br_if $more (call $is_digit (local.get $byte))))
    (i32.eq (local.get $byte) (i32.const 0x2e)))

  ;; --- Fills the lists ---

  ;; Puts the name at $at on a list; it has three letters or more, and a byte that belongs to no
  ;; name must follow.
  (func (export "list") (param $at i32) (param $list i32)
    (if (i32.ne (call $name (local.get $at)) (i32.const -1))
      (then
        (call $mark (global.get $place) (local.get $list))
        (call $mark (global.get $other_place) (local.get $list))
        (if (i32.eq (local.get $list) (global.get $TELLING))
          (then (call $mark (call $start_place (local.get $at)) (global.get $LIKE)))))))

  ;; The same for the beginning of a message: its first three bytes.
  (func (export "listStart") (param $at i32)
    (call $mark (call $start_place (local.get $at)) (global.get $START)))

  (func $mark (param $place i32) (param $list i32)
    (i32.store8
      (local.get $place)
      (i32.or (i32.load8_u (local.get $place)) (local.get $list))))

  (func $start_place (param $at i32) (result i32)
    (i32.shr_u
      (i32.mul
        (i32.and (i32.load (local.get $at)) (i32.const 0xffffff))
        (i32.const 0x9e3779b1))
      (i32.const 16)))

  ;; --- What the above is made of ---

  ;; Reads a name (fast-name.ts: FastName.read) and what compilers append to it. Gives the index
  ;; behind it or -1, and sets $place, $other_place and $suffixed.
  (func $name (param $start i32) (result i32)
    (local $at i32) (local $run i32) (local $hash i64) (local $a v128) (local $b v128)
    (if (call $is_digit (i32.load8_u (local.get $start))) (then (return (i32.const -1))))
    (local.set $at (local.get $start))
    (local.set $a (v128.load (local.get $at)))
    (loop $more
      (local.set $b (v128.load (local.get $at)))
      (local.set $run (call $run (call $words (local.get $b)) (i32.const 0)))
      (local.set $at (i32.add (local.get $at) (local.get $run)))
      (br_if $more (i32.eq (local.get $run) (i32.const 16))))
    (local.set $run (i32.sub (local.get $at) (local.get $start)))
    (if (i32.eqz (local.get $run)) (then (return (i32.const -1))))
    (if (i32.eq (local.get $run) (i32.const 16)) ;; an address, perhaps
      (then
        (if (i32.eq (call $hexes (local.get $a)) (i32.const 0xffff))
          (then (return (i32.const -1))))))
    (if (i32.gt_u (local.get $run) (i32.const 32)) (then (local.set $run (i32.const 32))))
    (local.set $b (v128.load offset=16 (local.get $start)))
    (local.set $a (call $first_of (local.get $a) (local.get $b) (local.get $run)))
    (call $look_up (local.get $a))
    (global.set $place (call $place (local.get $hash)))
    (global.set $other_place (call $other_place (local.get $hash)))
    (global.set $suffixed (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x2e))) ;; "."
    (if (result i32) (global.get $suffixed)
      (then (call $suffix_end (local.get $at)))
      (else (local.get $at))))

  ;; The first $length of the 32 bytes $a and $b, the two halves laid over each other.
  (func $first_of (@inline) (param $a v128) (param $b v128) (param $length i32) (result v128)
    (v128.xor
      (v128.and
        (local.get $a)
        (v128.load offset=32 (i32.sub (global.get $first_bytes) (local.get $length))))
      (v128.and
        (local.get $b)
        (v128.load offset=48 (i32.sub (global.get $first_bytes) (local.get $length))))))

  ;; A number made of 16 bytes: the high bits of $mixed, and all but few of $hash_of that, depend on
  ;; each of them.
  (func $mixed (@inline) (param $v v128) (result i64)
    (i64.add
      (i64.mul (i64x2.extract_lane 0 (local.get $v)) (i64.const 0x9e3779b97f4a7c15))
      (i64.mul (i64x2.extract_lane 1 (local.get $v)) (i64.const 0xbf58476d1ce4e5b9))))

  ;; The $hash of a name whose first bytes are $v.
  (func $look_up (@inline) (param $v v128)
    (local.set $hash (call $mixed (local.get $v)))
    (local.set $hash (call $hash_of (local.get $hash))))

  (func $hash_of (@inline) (param $hash i64) (result i64)
    (i64.mul
      (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 32)))
      (i64.const 0x9e3779b97f4a7c15)))

  ;; How many of 32 bytes in a row are `\w`.
  (func $word_run (@inline) (param $a v128) (param $b v128) (result i32)
    (call $run
      (i32.or
        (call $words (local.get $a))
        (i32.shl (call $words (local.get $b)) (i32.const 16)))
      (i32.const 0)))

  ;; How many of 32 bytes in a row are blanks.
  (func $blank_run (@inline) (param $at i32) (result i32)
    (call $run
      (i32.or
        (i8x16.bitmask (i8x16.eq (v128.load (local.get $at)) (i8x16.splat (i32.const 0x20))))
        (i32.shl
          (i8x16.bitmask
            (i8x16.eq (v128.load offset=16 (local.get $at)) (i8x16.splat (i32.const 0x20))))
          (i32.const 16)))
      (i32.const 0)))

  ;; Which of the 64 bytes from $at on are newlines.
  (func $newlines_from (@inline) (param $at i32) (result i64)
    (i64.or
      (i64.or
        (i64.extend_i32_u (call $newlines (v128.load (local.get $at))))
        (i64.shl
          (i64.extend_i32_u (call $newlines (v128.load offset=16 (local.get $at))))
          (i64.const 16)))
      (i64.or
        (i64.shl
          (i64.extend_i32_u (call $newlines (v128.load offset=32 (local.get $at))))
          (i64.const 32))
        (i64.shl
          (i64.extend_i32_u (call $newlines (v128.load offset=48 (local.get $at))))
          (i64.const 48)))))

  (func $newlines (@inline) (param $v v128) (result i32)
    (i8x16.bitmask (i8x16.eq (local.get $v) (i8x16.splat (i32.const 10)))))

  ;; More than 16 where some of 16 letters stand behind "f", so that they are no address; else 0.
  (func $no_hex (@inline) (param $v v128) (result i32)
    (i32.shl
      (i8x16.bitmask (i8x16.gt_s (local.get $v) (i8x16.splat (i32.const 0x66))))
      (i32.const 5)))

  ;; The lists that may have the name with this hash.
  (func $lists_of (@inline) (param $hash i64) (result i32)
    (i32.and
      (i32.load8_u (call $place (local.get $hash)))
      (i32.load8_u (call $other_place (local.get $hash)))))

  (func $place (@inline) (param $hash i64) (result i32)
    (i32.wrap_i64 (i64.shr_u (local.get $hash) (i64.const 48))))

  (func $other_place (@inline) (param $hash i64) (result i32)
    (i32.and (i32.wrap_i64 (i64.shr_u (local.get $hash) (i64.const 32))) (i32.const 0xffff)))

  ;; Text in another alphabet, which has one letter for all digits, and none that is 0.
  (func $form (@inline) (param $v v128) (result v128)
    (i8x16.max_u
      (i8x16.sub (local.get $v) (i8x16.splat (i32.const 0x30)))
      (i8x16.splat (i32.const 9))))

  ;; Where a form of the column for durations is kept.
  (func $form_at (@inline) (param $form v128) (result i32)
    (i32.add
      (global.get $forms)
      (i32.shl
        (i32.wrap_i64
          (i64.shr_u
            (i64.mul
              (i64x2.extract_lane 0 (local.get $form))
              (i64.const 0x9e3779b97f4a7c15))
            (i64.const 58)))
        (i32.const 4))))

  ;; The lists that may have the name just read: those that have names in both of its places.
  (func $lists (@inline) (result i32)
    (i32.and
      (i32.load8_u (global.get $place))
      (i32.load8_u (global.get $other_place))))

  ;; Behind `.constprop.0`, or -1.
  (func $suffix_end (param $at i32) (result i32)
    (local $run i32) (local $v v128)
    (loop $more
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (local.set $v (v128.load (local.get $at)))
      (local.set $run (call $run (call $words (local.get $v)) (i32.const 0)))
      (if (i32.eq (local.get $run) (i32.const 16)) (then (return (i32.const -1))))
      (local.set $at (i32.add (local.get $at) (local.get $run)))
      (br_if $more (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x2e))))
    (local.get $at))

  ;; Reads up to five digits. Gives the index behind them or -1, and sets $cpu.
  (func $read_cpu (param $start i32) (result i32)
    (local $at i32) (local $cpu i32) (local $byte i32)
    (local.set $at (local.get $start))
    (block $done
      (loop $more
        (local.set $byte (i32.load8_u (local.get $at)))
        (br_if $done (i32.eqz (call $is_digit (local.get $byte))))
        (local.set $cpu
          (i32.add
            (i32.mul (local.get $cpu) (i32.const 10))
            (i32.sub (local.get $byte) (i32.const 0x30))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $more)))
    (local.set $byte (i32.sub (local.get $at) (local.get $start)))
    (if (i32.gt_u (i32.sub (local.get $byte) (i32.const 1)) (i32.const 4))
      (then (return (i32.const -1))))
    (if (i32.ge_u (local.get $cpu) (global.get $cpus)) (then (return (i32.const -1))))
    (global.set $cpu (local.get $cpu))
    (local.get $at))

  ;; Whether `.dddddd` stands here.
  (func $is_fraction (@inline) (param $at i32) (result i32)
    (i32.and
      (i64.eq
        (i64.and (i64.load (local.get $at)) (i64.const 0x00f0f0f0f0f0f0ff))
        (i64.const 0x003030303030302e))
      (i64.eq ;; what lies beyond "9" spills over when 6 is added
        (i64.and
          (i64.add (i64.load (local.get $at)) (i64.const 0x0006060606060600))
          (i64.const 0x00f0f0f0f0f0f000))
        (i64.const 0x0030303030303000))))

  ;; The index of the first newline from $at on.
  (func $line_end (param $at i32) (result i32)
    (local $mask i32)
    (loop $more
      (local.set $mask
        (i8x16.bitmask (i8x16.eq (v128.load (local.get $at)) (i8x16.splat (i32.const 10)))))
      (if (local.get $mask)
        (then (return (i32.add (local.get $at) (i32.ctz (local.get $mask))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br $more))
    (unreachable))

  ;; Which of 16 bytes are digits, blanks, `\w`, hexadecimal digits: one bit each.
  (func $digits (@inline) (param $v v128) (result i32)
    (i8x16.bitmask
      (i8x16.le_u
        (i8x16.sub (local.get $v) (i8x16.splat (i32.const 0x30)))
        (i8x16.splat (i32.const 9)))))

  (func $blanks (@inline) (param $v v128) (result i32)
    (i8x16.bitmask (i8x16.eq (local.get $v) (i8x16.splat (i32.const 0x20)))))

  (func $words (@inline) (param $v v128) (result i32)
    (i8x16.bitmask
      (v128.or
        (v128.or
          (i8x16.le_u ;; letters, made small
            (i8x16.sub
              (v128.or (local.get $v) (i8x16.splat (i32.const 0x20)))
              (i8x16.splat (i32.const 0x61)))
            (i8x16.splat (i32.const 25)))
          (i8x16.le_u
            (i8x16.sub (local.get $v) (i8x16.splat (i32.const 0x30)))
            (i8x16.splat (i32.const 9))))
        (i8x16.eq (local.get $v) (i8x16.splat (i32.const 0x5f))))))

  (func $hexes (@inline) (param $v v128) (result i32)
    (i8x16.bitmask
      (v128.or
        (i8x16.lt_u
          (i8x16.sub (local.get $v) (i8x16.splat (i32.const 0x61)))
          (i8x16.splat (i32.const 6)))
        (i8x16.lt_u
          (i8x16.sub (local.get $v) (i8x16.splat (i32.const 0x30)))
          (i8x16.splat (i32.const 10))))))

  ;; How many bits from $bit on are set without a gap.
  (func $run (@inline) (param $mask i32) (param $bit i32) (result i32)
    (i32.ctz (i32.xor (i32.shr_u (local.get $mask) (local.get $bit)) (i32.const -1))))

  (func $is_digit (@inline) (param $byte i32) (result i32)
    (i32.lt_u (i32.sub (local.get $byte) (i32.const 0x30)) (i32.const 10)))

  (func $is_hex (@inline) (param $byte i32) (result i32)
    (i32.or
      (call $is_digit (local.get $byte))
      (i32.lt_u (i32.sub (local.get $byte) (i32.const 0x61)) (i32.const 6))))

  ;; Whether $byte is in a set of bytes from 46 to 109, one bit each.
  (func $is_in (@inline) (param $byte i32) (param $set i64) (result i32)
    (i32.and
      (i32.le_u (i32.sub (local.get $byte) (i32.const 46)) (i32.const 63))
      (i32.wrap_i64
        (i64.shr_u
          (local.get $set)
          (i64.extend_i32_u (i32.sub (local.get $byte) (i32.const 46)))))))

  ;; Counts a line under an offset from `counts`.
  (func $pass (@inline) (param $fate i32)
    (i32.store
      (i32.add (global.get $counts) (local.get $fate))
      (i32.add
        (i32.load (i32.add (global.get $counts) (local.get $fate)))
        (i32.const 1))))

  (func $see (@inline)
    (i32.store8 (i32.add (global.get $seen) (global.get $cpu)) (i32.const 1))))
