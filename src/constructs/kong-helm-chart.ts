/** Which of Kong's Helm charts the values are for. */
export enum KongHelmChart {
  /** Chart `kong/kong`: controller and gateway in one release. */
  KONG = 'kong',
  /** Chart `kong/ingress`: controller and gateway apart. */
  INGRESS = 'ingress',
}
