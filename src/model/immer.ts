import { enableMapSet, enablePatches, Immer } from 'immer';

enableMapSet();
enablePatches();

/** Our own immer: frozen results always, whatever the host program sets globally. */
export const immer = new Immer({ autoFreeze: true });
