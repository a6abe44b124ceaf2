import { type FieldPath, isJsonObject, type JsonObject } from '../../manifests/manifest';
import { describeString } from '../schema/describe-value';
import { acmeProblems } from './acme-issuer';
import { isFilled, objectOf, rejected, type SpecProblem, textOf, textsOf, tolerated } from './spec-problem';
import { vaultProblems } from './vault-issuer';

const ISSUER_TYPES = ['acme', 'ca', 'selfSigned', 'vault', 'venafi'];
const VENAFI_SERVICES = ['tpp', 'cloud', 'ngts'];

/**
 * Says what is wrong with the `spec` of an Issuer or a ClusterIssuer beyond its schema: what the webhook of cert-manager
 * 1.21 rejects, and what it lets pass although it does not work.
 *
 * @param spec as in the manifest; values of a wrong type are left to the schema check
 * @see https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.IssuerSpec
 */
export function issuerSpecProblems(spec: JsonObject): readonly SpecProblem[] {
  const types = ISSUER_TYPES.filter((type) => isJsonObject(spec[type]));
  const [first = 'ca', ...others] = types;
  if (types.length !== 1) {
    const found =
      others.length === 0 ? 'is missing, and so is any other type of issuer' : `is set beside ${others.join(', ')}`;
    return [rejected([first], found, `give exactly one of ${ISSUER_TYPES.join(', ')}`)];
  }
  return [
    ...caProblems(spec),
    ...(spec.vault === undefined ? [] : vaultProblems(['vault'], objectOf(spec.vault))),
    ...(spec.acme === undefined ? [] : acmeProblems(['acme'], objectOf(spec.acme))),
    ...(spec.venafi === undefined ? [] : venafiProblems(objectOf(spec.venafi))),
  ];
}

function caProblems(spec: JsonObject): readonly SpecProblem[] {
  if (spec.ca === undefined) {
    return addressProblems(['selfSigned', 'crlDistributionPoints'], objectOf(spec.selfSigned).crlDistributionPoints);
  }
  const ca = objectOf(spec.ca);
  return [
    ...(isFilled(ca.secretName)
      ? []
      : [rejected(['ca', 'secretName'], 'is empty', 'name the Secret with the key pair of the CA')]),
    ...['crlDistributionPoints', 'ocspServers', 'issuingCertificateURLs'].flatMap((field) =>
      addressProblems(['ca', field], ca[field]),
    ),
  ];
}

/** The webhook refuses empty texts only, and not in every one of the lists; what is no URL ends up in each certificate. */
function addressProblems(path: FieldPath, list: JsonObject[string]): readonly SpecProblem[] {
  return textsOf(list).flatMap(([index, address]) =>
    URL.canParse(address)
      ? []
      : [
          tolerated(
            [...path, index],
            `${describeString(address)} is not an address`,
            'give an absolute URL such as http://pki.example.com/root.crl',
          ),
        ],
  );
}

function venafiProblems(venafi: JsonObject): readonly SpecProblem[] {
  const services = VENAFI_SERVICES.filter((service) => isJsonObject(venafi[service]));
  const count = services.length === 0 ? 'has none' : `has ${services.join(' and ')}`;
  return [
    ...(textOf(venafi.zone) ? [] : [rejected(['venafi', 'zone'], 'is empty', 'name the zone or policy folder')]),
    ...(services.length === 1
      ? []
      : [rejected(['venafi'], `${count} of ${VENAFI_SERVICES.join(', ')}`, 'give exactly one of them')]),
  ];
}
