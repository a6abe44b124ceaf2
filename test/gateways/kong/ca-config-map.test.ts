import { renderCaConfigMap } from '../../../src/gateways/kong/ca-config-map';
import { parseCertificates, stableUuid } from '../../../src/trust';
import { NEXT_ROOT, ROOT } from './_kong-intents';

describe('renderCaConfigMap', () => {
  test('writes one root with its label and a UUID', () => {
    const id = stableUuid(ROOT);
    expect(renderCaConfigMap(ROOT, 'payments', undefined)).toEqual({
      name: `kong-ca-${id}`,
      object: {
        role: `CaCertificate${id}`,
        sharedAs: `kong-ca-${id}-payments`,
        manifest: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: `kong-ca-${id}`, namespace: 'payments', labels: { 'konghq.com/ca-cert': 'true' } },
          data: { id, 'ca.crt': ROOT.pem },
        },
      },
    });
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('adds the label by which the controller finds ConfigMaps', () => {
    const { object } = renderCaConfigMap(ROOT, 'payments', 'konghq.com/configmap');
    expect(object.manifest.metadata.labels).toEqual({ 'konghq.com/ca-cert': 'true', 'konghq.com/configmap': 'true' });
  });

  test('leaves the namespace to whoever applies the object where none is stated', () => {
    const { object } = renderCaConfigMap(ROOT, undefined, undefined);
    expect(object.manifest.metadata).not.toHaveProperty('namespace');
    expect(object.sharedAs).toBe(`kong-ca-${stableUuid(ROOT)}`);
  });

  test('is the same object for the same certificate read from other text, and another for another', () => {
    const [reread] = parseCertificates(`# the root\n${ROOT.pem.replaceAll('\n', '\r\n')}`);
    expect(reread && renderCaConfigMap(reread, 'payments', undefined)).toEqual(
      renderCaConfigMap(ROOT, 'payments', undefined),
    );
    expect(renderCaConfigMap(NEXT_ROOT, 'payments', undefined).name).not.toBe(
      renderCaConfigMap(ROOT, 'payments', undefined).name,
    );
  });

  test('is one object per namespace, with one id', () => {
    const here = renderCaConfigMap(ROOT, 'payments', undefined).object;
    const there = renderCaConfigMap(ROOT, 'shipping', undefined).object;
    expect(there.sharedAs).not.toBe(here.sharedAs);
    expect(there.manifest.data).toEqual(here.manifest.data);
  });
});
