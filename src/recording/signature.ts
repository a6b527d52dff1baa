/** A file that is no text, told by its first bytes. */
export interface Signature {
  /** What it is, to be put behind "this is". */
  readonly what: string;
  /** What to do instead, where there is something. */
  readonly advice: string | null;
}

/** First bytes, as latin1 text, of what people hand in by mistake. */
const SIGNATURES: readonly (readonly [magic: string, what: string, advice: string | null])[] = [
  ['\u0017\u0008Dtracing', 'a trace.dat of trace-cmd', 'run "trace-cmd report" on it'],
  ['PERFILE2', 'a perf.data file', 'run "perf script" on it'],
  ['\u001F\u008B', 'a gzip file', 'unpack it'],
  ['(\u00B5/\u00FD', 'a zstd file', 'unpack it'],
  ['\u00FD7zXZ\u0000', 'an xz file', 'unpack it'],
  ['BZh', 'a bzip2 file', 'unpack it'],
  ['PK\u0003\u0004', 'a zip file', 'unpack it'],
  ['\u00FF\u00FE', 'a UTF-16 text', 'save it as UTF-8'],
  ['\u00FE\u00FF', 'a UTF-16 text', 'save it as UTF-8'],
  ['LPKSHHRH', 'a journal file', 'run "journalctl -k -o json --file" on it'],
  ['\u0089PNG', 'an image (PNG)', null],
  ['\u00FF\u00D8\u00FF', 'an image (JPEG)', null],
  ['GIF8', 'an image (GIF)', null],
  ['RIFF', 'an image or a sound (RIFF)', null],
  ['%PDF', 'a PDF', null],
  ['\u007FELF', 'a program (ELF)', null],
];

/** Share of such bytes beyond which bytes are no text, whatever noise a console adds. */
const MOST_DIRT = 0.1;
const ESC = 27;
const REPLACEMENT = '\uFFFD';

/** Tells by its first bytes a file that is no text; `null` for anything else. */
export function signatureOf(head: Uint8Array): Signature | null {
  const start = String.fromCharCode(...head.subarray(0, 16));
  for (const [magic, what, advice] of SIGNATURES) {
    if (start.startsWith(magic)) return { what, advice };
  }
  return null;
}

/** Whether bytes are no text of any kind: too many are controls, or no UTF-8. */
export function isBinary(head: Uint8Array): boolean {
  let dirt = 0;
  for (const byte of head) if (isControl(byte)) dirt += 1;
  const text = new TextDecoder().decode(head);
  for (const char of text) if (char === REPLACEMENT) dirt += 1;
  return dirt > head.length * MOST_DIRT;
}

/** Neither printable nor among what terminals and firmware print: backspace to CR, ESC. */
function isControl(byte: number): boolean {
  return (byte < 32 && (byte < 8 || byte > 13) && byte !== ESC) || byte === 127;
}
