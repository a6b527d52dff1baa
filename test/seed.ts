import process from 'node:process';
import fc from 'fast-check';

/*
 * The same seed in every run, so that a change is judged by what it changes and never by luck.
 * FC_SEED=7 npm test tries other histories; npm run fuzz and npm run histories try many.
 */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 1) });
