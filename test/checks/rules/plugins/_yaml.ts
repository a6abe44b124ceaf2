/** A KongPlugin in the namespace `payments`. */
export function pluginYaml(plugin: string, more = '', metadata = 'name: p, namespace: payments'): string {
  return `
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: { ${metadata} }
plugin: ${plugin}
${more}
---`;
}

/** A node of Kong with the given list of plugins. */
export function nodeYaml(plugins: string, image = 'kong/kong-gateway:3.9', mountPath = '/tmp'): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: kong, namespace: kong }
spec:
  selector: { matchLabels: { app: kong } }
  template:
    metadata: { labels: { app: kong } }
    spec:
      containers:
        - name: proxy
          image: ${image}
          env: [{ name: KONG_PLUGINS, value: "${plugins}" }]
          volumeMounts: [{ name: code, mountPath: "${mountPath}" }]
      volumes: [{ name: code, emptyDir: {} }]
---`;
}

/** A DataPlane of Kong Operator that installs a plugin. */
export function dataPlaneYaml(plugin: string): string {
  return `
apiVersion: gateway-operator.konghq.com/v1beta1
kind: DataPlane
metadata: { name: dp, namespace: kong }
spec: { pluginsToInstall: [{ name: ${plugin} }] }
---`;
}

/** A GatewayConfiguration of Kong Operator that installs a plugin on the nodes of its Gateways. */
export function configurationYaml(plugin: string): string {
  return `
apiVersion: gateway-operator.konghq.com/v2beta1
kind: GatewayConfiguration
metadata: { name: gc, namespace: kong }
spec: { dataPlaneOptions: { pluginsToInstall: [{ name: ${plugin} }] } }
---`;
}

/** The image of a plugin for Kong Operator. */
export function installationYaml(name: string): string {
  return `
apiVersion: gateway-operator.konghq.com/v1alpha1
kind: KongPluginInstallation
metadata: { name: ${name}, namespace: kong }
spec: { image: registry.example.com/${name}:1 }
---`;
}
