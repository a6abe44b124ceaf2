/** A Deployment of Kong Ingress Controller with the given environment, in the namespace `kong`. */
export function controllerYaml(
  environment: Readonly<Record<string, string>>,
  image = 'kong/kubernetes-ingress-controller:3.5.13',
): string {
  const entries = Object.entries(environment).map(
    ([name, value]) => `
            - name: ${name}
              value: "${value}"`,
  );
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: controller, namespace: kong }
spec:
  selector: { matchLabels: { app: controller } }
  template:
    metadata: { labels: { app: controller } }
    spec:
      serviceAccountName: controller
      containers:
        - name: ingress-controller
          image: ${image}
          env:${entries.length === 0 ? ' []' : entries.join('')}
---`;
}

export const POD = { POD_NAME: 'controller-0', POD_NAMESPACE: 'kong' };
export const LICENSING = { CONTROLLER_KONNECT_LICENSING_ENABLED: 'true' };

/** A license as Kong writes it, with nothing in it that is one. */
export function licenseText(expiration: string): string {
  return JSON.stringify({
    license: { payload: { license_expiration_date: expiration }, signature: 'none', version: '1' },
  });
}
