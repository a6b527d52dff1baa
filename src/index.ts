/**
 * netdev-replay: the log of a Linux boot, or of a running box's network namespaces, as a stream of
 * kernel events, as immutable state to walk through, and as verdicts on the kernel's promises.
 */

export { assertion } from './invariants/assertions/assertion.ts';
export { AssertionSyntaxError } from './invariants/assertions/assertion-syntax-error.ts';
export { catalogue, invariantById } from './invariants/catalogue.ts';
export type { PromiseJudgement } from './invariants/findings.ts';
export type { Findings, Invariant, Monitor, Verdict, Violation } from './invariants/invariant.ts';
export { Judge, type Judgement, type JudgeOptions, judge } from './invariants/judge.ts';
export type { Automaton } from './invariants/rv/automaton.ts';
export { DotSyntaxError } from './invariants/rv/dot-syntax-error.ts';
export type { EventMapping, MappedEvent } from './invariants/rv/event-mapping.ts';
export { follows } from './invariants/rv/follows.ts';
export { followsModel, RV_MODELS, type RvModelName } from './invariants/rv/models/catalogue.ts';
export { parseAutomaton } from './invariants/rv/parse-automaton.ts';
export { MappingError, parseMapping } from './invariants/rv/parse-mapping.ts';
export {
  type JointJudgement,
  type JointPromise,
  judgeTogether,
} from './invariants/together.ts';
export type {
  DevicePresence,
  EventBody,
  EventOf,
  EventPayloads,
  EventStamp,
  EventType,
  Evidence,
  ExitPhase,
  KernelEvent,
  PernetKind,
} from './model/events.ts';
export { fold } from './model/fold.ts';
export {
  type DevId,
  devId,
  INIT_NET,
  LOOPBACK_IFINDEX,
  type NetId,
  netId,
} from './model/ids.ts';
export { initialState } from './model/initial-state.ts';
export { reduce } from './model/reduce.ts';
export { devicesOf } from './model/selectors.ts';
export type {
  BootPhase,
  BootState,
  DeviceState,
  DeviceStatus,
  KernelState,
  NetState,
  NetStatus,
  PernetState,
  SoftirqState,
  SoftnetState,
  TroubleState,
  WaitingState,
} from './model/state.ts';
export {
  type DeviceJson,
  type NetJson,
  type StateJson,
  stateToJson,
} from './model/state-json.ts';
export type { BootFacts } from './recording/boot-facts.ts';
export { type Detection, detect } from './recording/detect.ts';
export { encodeEvent } from './recording/event-json.ts';
export type { LogProblem } from './recording/event-reader.ts';
export { FORMATS, type Format, type FormatName } from './recording/formats.ts';
export { LogError, type LogErrorCode } from './recording/log-error.ts';
export {
  type Damage,
  type EventCount,
  type ReadOptions,
  type Recognized,
  type Recording,
  type RecordingSummary,
  readEvents,
  readFacts,
  readLog,
} from './recording/read.ts';
export type { LineCount } from './recording/tally.ts';
export { between, type Difference, patched } from './replay/between.ts';
export { Cursor, type Moment } from './replay/cursor.ts';
export {
  type DiffOptions,
  diff,
  type Finding,
  type RecordingDiff,
  type Unseen,
} from './replay/diff.ts';
export { canonicalJson, stateHash } from './replay/hash.ts';
export { foldBatches, foldEvents } from './replay/operators.ts';
export type { Speed } from './replay/pace.ts';
export { type Path, parsePath, valueAt } from './replay/path.ts';
export type { Command, ReplayOptions } from './replay/playback.ts';
export { type Player, player } from './replay/player.ts';
export { type Change, history, why } from './replay/questions.ts';
export { replay } from './replay/replay.ts';
export { type Place, Timeline, type TimelineOptions, timeline } from './replay/timeline.ts';
