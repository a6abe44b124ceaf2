import type { Rendering } from '../gateways/rendering';

/** What to do about a route of a kind that may not lead to the backend. */
export function routeKindFix({ routeKinds = [], routeKindFixes = {} }: Rendering, kind: string): string {
  return routeKindFixes[kind] ?? `send requests to the backend by ${routeKinds.join(' or ')}`;
}
