import { whyNotTimeZone } from '../../../src/checks/cert-manager/time-zone';

describe('whyNotTimeZone', () => {
  test.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+1'])('accepts %s', (name) => {
    expect(whyNotTimeZone(name)).toBeUndefined();
  });

  test.each([
    ['Mars/Olympus', 'is not a time zone of the IANA database'],
    ['', 'is not a time zone of the IANA database'],
    ['+02:00', 'is not a time zone of the IANA database'],
    ['europe/berlin', 'is written Europe/Berlin'],
  ])('refuses %j', (name, reason) => {
    expect(whyNotTimeZone(name)).toBe(reason);
  });
});
