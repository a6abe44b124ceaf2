import {
  type Configuration,
  configurationsOf,
  extensionManagersOf,
} from '../../../manifests/graph/envoy-gateway-configuration';
import { fieldAt } from '../../../manifests/graph/json-fields';
import { formatPath } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CapabilityQuestions } from '../../capability-questions';
import type { CheckContext } from '../../check-context';
import { NO_CONFIGURATION, placeOf } from './_configuration';
import { configurationProblems } from './configuration-problems';

/** The file is decoded without a schema, and only a part of what the schema would say is then tested. */
export const configInvalid: Rule<CheckContext> = {
  id: 'envoy-gateway/config-invalid',
  severity: 'error',
  title: 'The configuration of Envoy Gateway has a field that is dropped, or is refused as a whole',
  why:
    'The configuration has no CRD and is decoded without complaint about fields that are not known: one in the wrong case, such ' +
    'as retryableStatusCodes, is dropped in silence. A configuration that fails validation is logged and the old one stays in force.',
  fix: 'Write fields as the API reference does, give each extension a name of its own, hooks, and one target.',
  check({ index, questions }) {
    const configurations = configurationsOf(index);
    if (configurations.length === 0) {
      return notApplicable(NO_CONFIGURATION);
    }
    return resultOf(
      configurations.flatMap((configuration) => [
        ...configurationProblems(configuration.body).map(({ path, ...problem }) => ({
          ...problem,
          ...placeOf(configuration, path),
        })),
        ...earlyClientCertificates(configuration, questions),
      ]),
    );
  },
};

/** A field that came later is a field that is not known. */
function earlyClientCertificates(configuration: Configuration, questions: CapabilityQuestions): readonly RuleFinding[] {
  const gateway = questions.gateway('envoy-gateway');
  const presenting = extensionManagersOf(configuration).filter(
    ({ value }) => fieldAt(value, 'service', 'tls', 'clientCertificateRef') !== undefined,
  );
  if (gateway?.version === undefined || presenting.length === 0) {
    return [];
  }
  const answer = questions.explain(gateway, 'extension.clientCert');
  return answer?.value !== 'unsupported'
    ? []
    : presenting.map(({ path }) => {
        const at = [...path, 'service', 'tls', 'clientCertificateRef'];
        return {
          ...placeOf(configuration, at),
          message: `${formatPath(at)} is dropped in silence by ${gateway.title} ${gateway.version} (${answer.evidence})`,
          fix: 'upgrade to 1.6 or later, or have the extension server accept connections without a client certificate',
        };
      });
}
