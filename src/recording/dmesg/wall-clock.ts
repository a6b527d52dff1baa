const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const MONTH_LETTERS = 3;
const CTIME = /^\w{3} (\w{3}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})$/;

/** `Sun Nov 22 09:06:04 2026` in integer nanoseconds since 1970, taken as UTC. */
export function ctimeNanoseconds(text: string): number | null {
  const match = CTIME.exec(text);
  if (match === null) return null;
  const [, name = '', day, hour, minute, second, year] = match;
  const month = MONTHS.indexOf(name) / MONTH_LETTERS;
  if (!Number.isInteger(month) || month < 0) return null;
  const time = [day, hour, minute, second].map(Number);
  return Date.UTC(Number(year), month, ...time) * 1e6;
}

/** `2026-11-22T09:06:04,603475+00:00` in integer nanoseconds since 1970. */
export function isoNanoseconds(text: string): number | null {
  const [whole = '', rest = ''] = text.split(',');
  const micro = Number(rest.slice(0, 6));
  const second = Date.parse(`${whole}${rest.slice(6)}`);
  return Number.isNaN(second) ? null : second * 1e6 + micro * 1e3;
}
