import type { ResolveHook } from 'node:module';

const STAND_IN = new URL('stand-in.js', import.meta.url).href;
const FORGETFUL = new URL('forgetful.js', import.meta.url).href;
const LOAD = /\?load=\d+$/;

/**
 * Resolves imports inside a mutation run: `vitest` and the memo are stand-ins, and whatever a module loaded
 * as `?load=7` imports of ours is loaded as `?load=7`, too, so that all can be loaded anew.
 */
export const resolve: ResolveHook = async (specifier, context, next) => {
  if (specifier === 'vitest') return { url: STAND_IN, shortCircuit: true };
  if (specifier.endsWith('/memo.js')) return { url: FORGETFUL, shortCircuit: true };
  const resolved = await next(specifier, context);
  const load = LOAD.exec(context.parentURL ?? '')?.[0];
  const isOurs = resolved.url.startsWith('file:') && !resolved.url.includes('/node_modules/');
  return load === undefined || !isOurs ? resolved : { ...resolved, url: resolved.url + load };
};
