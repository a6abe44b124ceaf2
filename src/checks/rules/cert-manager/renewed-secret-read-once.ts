import { SECRET } from '../../../manifests/graph/object-kinds';
import { formatReference, referenceTo } from '../../../manifests/graph/reference';
import type { Manifest } from '../../../manifests/manifest';
import { type DataObject, dataObjectsOf, type OnceReader, onceReader, workloadsIn } from '../../../manifests/once-read';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { formatHours } from '../../cert-manager/format-hours';
import { isRenewalDisabled, lifetimeOf } from '../../cert-manager/lifetime-of';
import type { CheckContext } from '../../check-context';

/** Workloads that go on presenting the certificate that they started with. */
export const renewedSecretReadOnce: Rule<CheckContext> = {
  id: 'cert-manager/renewed-secret-read-once',
  severity: 'warning',
  title: 'Pods read a certificate when they start, and nothing restarts them when it is renewed',
  why:
    'Kubelets update neither mounts by subPath nor environment variables, and Kong Gateway reads the files of its kong.conf once. Pods that ' +
    'live longer than the certificate present one that has ended; those that trust it go on trusting the CA of before.',
  fix: 'Mount the Secret as a folder, or have Reloader restart the workload.',
  check(context) {
    const readings = workloadsIn(context.index).flatMap((workload) =>
      dataObjectsOf(workload).flatMap((object) => {
        const certificate = renewedInto(context, object);
        return certificate === undefined ? [] : [{ workload, object, certificate }];
      }),
    );
    return readings.length === 0
      ? notApplicable('no workload reads a Secret that a Certificate of the set renews')
      : resultOf(
          readings.flatMap(({ workload, object, certificate }) => {
            const reader = onceReader(workload, object);
            return reader === undefined ? [] : [findingFor(reader, certificate)];
          }),
        );
  },
};

function renewedInto({ graph }: CheckContext, { kind, namespace, name }: DataObject): Manifest | undefined {
  const written = kind === 'Secret' ? graph.certificates.writtenTo({ ...SECRET, namespace, name }) : [];
  return written.find((certificate) => !isRenewalDisabled(certificate));
}

function findingFor({ workload, object, how, folderHelps }: OnceReader, certificate: Manifest): RuleFinding {
  const { name, namespace } = object;
  const secret = formatReference({ ...SECRET, namespace, name });
  const lifetime = lifetimeOf(certificate);
  const end = lifetime === undefined ? '' : `, which ends after ${formatHours(lifetime.duration)}`;
  const annotation = `set the annotation secret.reloader.stakater.com/reload: ${name}`;
  return {
    manifest: workload,
    path: ['spec', 'template', 'spec'],
    message: `${secret} is renewed by ${formatReference(referenceTo(certificate))}, and the workload ${how}: its pods keep the certificate that they started with${end}`,
    fix: folderHelps ? `mount ${secret} as a folder, or ${annotation}` : annotation,
  };
}
