/** A reference to one key of a Secret, as containers have it. */
export interface SecretKeyValueFrom {
  readonly secretKeyRef: { readonly name: string; readonly key: string };
}

/** An entry of a container's `env`. */
export interface LicenseEnvVar {
  readonly name: 'KONG_LICENSE_DATA';
  readonly valueFrom: SecretKeyValueFrom;
}

/** Values of chart `kong/kong`. */
export interface KongChartLicenseValues {
  readonly enterprise: { readonly enabled: true; readonly license_secret: string };
}

/** Values of chart `kong/ingress`; the chart puts `KONG_` before the names of `env`. */
export interface IngressChartLicenseValues {
  readonly gateway: { readonly env: { readonly LICENSE_DATA: { readonly valueFrom: SecretKeyValueFrom } } };
}

/**
 * Settings of Kong Ingress Controller; the charts put `CONTROLLER_` before the names and write them in capitals.
 *
 * `konnect.license.enabled` of the charts stays unset: it would have them write the same Secret, and a Role with the
 * right to create any.
 */
export interface ControllerLicenseEnv {
  readonly konnect_licensing_enabled: 'true';
  readonly konnect_license_storage_enabled: 'true';
  readonly konnect_control_plane_id: string;
  readonly konnect_address: string;
  readonly konnect_tls_client_cert: { readonly valueFrom: SecretKeyValueFrom };
  readonly konnect_tls_client_key: { readonly valueFrom: SecretKeyValueFrom };
}

/** Values of chart `kong/kong` for the controller. */
export interface KongChartControllerValues {
  readonly ingressController: { readonly env: ControllerLicenseEnv };
}

/** Values of chart `kong/ingress` for the controller. */
export interface IngressChartControllerValues {
  readonly controller: { readonly ingressController: { readonly env: ControllerLicenseEnv } };
}

/** What goes into `spec.konnect` of a ControlPlane of Kong Operator. */
export interface ControlPlaneKonnectOptions {
  readonly licensing: { readonly state: 'enabled'; readonly storageState: 'enabled' };
}
