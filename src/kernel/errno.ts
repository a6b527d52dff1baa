/** The errors that the mirrored functions return, as negative numbers (asm-generic/errno.h). */
export const EINTR = 4;
export const EIO = 5;
export const ENOMEM = 12;
export const EBUSY = 16;
export const EEXIST = 17;
export const ENODEV = 19;
export const EINVAL = 22;
export const ENFILE = 23;
export const ENOSPC = 28;
export const EOPNOTSUPP = 95;
