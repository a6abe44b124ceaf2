import { formatReference } from '../../../manifests/graph/reference';
import { portsOf } from '../../../manifests/graph/services';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { type PolicyTarget, policiesOf, targetsOf } from './_policies';

/** TLS for what is not TCP. */
export const udpTarget: Rule<CheckContext> = {
  id: 'gateway-api/udp-target',
  severity: 'error',
  title: 'A BackendTLSPolicy targets a UDP port, or a Service that has UDP ports only',
  why: 'TLS runs over TCP. The gateway sets Accepted to False with reason Invalid, and the policy is applied to nothing.',
  fix: 'Target a TCP port of the Service.',
  check(context) {
    const targets = policiesOf(context).flatMap((policy) =>
      targetsOf(context, policy).flatMap((target) => {
        const { service } = target;
        return service === undefined || portsOf(service).length === 0 ? [] : [{ policy, target, service }];
      }),
    );
    return targets.length === 0
      ? notApplicable('no BackendTLSPolicy targets a Service that is in the set')
      : resultOf(targets.flatMap(({ policy, target, service }) => udpOnly(policy, target, service)));
  },
};

function udpOnly(policy: Manifest, target: PolicyTarget, service: Manifest): readonly RuleFinding[] {
  const { servicePort, sectionName } = target;
  const ports = portsOf(service);
  const fix = tcpFix(service);
  const object = formatReference(target.target);
  if (servicePort?.protocol === 'UDP') {
    const message = `port ${JSON.stringify(sectionName)} of ${object} is a UDP port; allowed is a TCP port`;
    return [{ manifest: policy, path: [...target.path, 'sectionName'], message, fix }];
  }
  return sectionName === undefined && ports.every(({ protocol }) => protocol === 'UDP')
    ? [{ manifest: policy, path: target.path, message: `${object} has UDP ports only; allowed is a TCP port`, fix }]
    : [];
}

function tcpFix(service: Manifest): string {
  const names = portsOf(service).flatMap(({ protocol, name }) =>
    protocol === 'TCP' && name !== undefined ? [name] : [],
  );
  return names.length === 0
    ? 'target a Service with a TCP port, or remove the policy'
    : `set sectionName to one of: ${names.join(', ')}`;
}
