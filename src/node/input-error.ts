/** Why the bytes of a log could not be had. */
export type InputErrorCode =
  | 'missing'
  | 'directory'
  | 'denied'
  | 'compressed'
  | 'damaged'
  | 'failed';

/** A file, pipe or compressed stream gave no bytes, or stopped giving them. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly code: InputErrorCode;

  constructor(code: InputErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
