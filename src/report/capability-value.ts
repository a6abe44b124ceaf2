import type { CapabilityRow } from '../gateways/capabilities';

/** A value of a capability table for people: lists as they are spoken, an empty list as `none`. */
export function capabilityValueText(value: CapabilityRow['value']): string {
  if (typeof value === 'string') {
    return value === 'not-applicable' ? 'not applicable' : value;
  }
  const parts = Array.isArray(value) ? value : Object.entries(value).map(([key, label]) => `${key}: ${label}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}

/** The same with the members of a list of which it is not known whether they belong to it. */
export function capabilityRowText({ value, unsettled = [] }: Pick<CapabilityRow, 'value' | 'unsettled'>): string {
  const text = capabilityValueText(value);
  return unsettled.length === 0 ? text : `${text}; unknown: ${unsettled.join(', ')}`;
}
