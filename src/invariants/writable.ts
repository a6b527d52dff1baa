/** A record as its keeper sees it, who may write what others only read. */
export type Writable<T> = { -readonly [K in keyof T]: T[K] };
