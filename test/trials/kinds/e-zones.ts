import { deskTrials } from '../desk.ts'

/** A contact whose zone is written by another program: the zone that comes in, or none. */
const zoneCase = (written: string, zone: string | null, source: string, says?: RegExp) => ({
  name: `the time zone “${written}” is ${zone ?? 'unknown and loses nobody'}`,
  source,
  input: written,
  person: { zone: written },
  look: (seen: { zone: string | null }) => seen.zone,
  right: zone,
  ...(says ? { says } : {}),
})

const RAILS = 'Rails, ActiveSupport::TimeZone'
const WINDOWS = 'CLDR, windowsZones'

/** Names of time zones that are no IANA names. */
export const trials = deskTrials('E', [
  zoneCase('Eastern Time (US & Canada)', 'America/New_York', RAILS),
  zoneCase('W. Europe Standard Time', 'Europe/Berlin', WINDOWS),
  zoneCase('Tokyo Standard Time', 'Asia/Tokyo', WINDOWS),
  zoneCase('(GMT+10:00) Brisbane', 'Australia/Brisbane', RAILS),
  zoneCase('(UTC-08:00) Pacific Time (US & Canada)', 'America/Los_Angeles', 'own'),
  zoneCase('europe/lisbon', 'Europe/Lisbon', 'own'),
  zoneCase('Etc/GMT-3', 'Etc/GMT-3', 'own'),
  zoneCase('Mars/Olympus', null, 'a typing error', /Mars\/Olympus/),
])
