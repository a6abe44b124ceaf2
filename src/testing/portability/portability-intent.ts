import type { IntentSite } from './intent-site';

/** What an intent is about. */
export type IntentTopic = 'server name' | 'trust' | 'backend' | 'client certificate' | 'TLS parameters' | 'route';

/** Something that users ask of a gateway, in terms of the constructs alone: no gateway is named. */
export interface PortabilityIntent {
  /** Kebab-case, stable: pages and links are named after it. */
  readonly name: string;
  readonly topic: IntentTopic;
  /** What is asked, in one sentence. */
  readonly asks: string;
  /** What must stand in the objects, or a warning must say why it does not. */
  readonly says: readonly string[];
  /** Whether it hands routes over, so that what a route cannot have is found by the checks of the app. */
  readonly hasRoutes: boolean;
  readonly build: (site: IntentSite) => void;
}
