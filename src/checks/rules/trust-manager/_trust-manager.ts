import type { CheckContext } from '../../check-context';
import { containersOf, flagOf, imageName } from '../_containers';

/** A command line flag of trust-manager, where its Deployment is in the set. */
export function trustManagerFlag({ index }: Pick<CheckContext, 'index'>, flag: string): string | undefined {
  const containers = containersOf(index).filter((container) => imageName(container) === 'trust-manager');
  return containers.map((container) => flagOf(container, flag)?.value).find((value) => value !== undefined);
}
