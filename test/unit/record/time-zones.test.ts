import { describe, expect, it } from 'vitest'
import { zoneNames } from '../../../main/record/build-record.ts'

describe('the name of a time zone', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['Eastern Standard Time', 'America/New_York'],
    ['Eastern Time (US & Canada)', 'America/New_York'],
    ['(GMT-05:00) Eastern Time (US & Canada)', 'America/New_York'],
    ['(UTC+09:00) Osaka', 'Asia/Tokyo'],
    ['tokyo standard time', 'Asia/Tokyo'],
    ['GMT Standard Time', 'Europe/London'],
    ['Nuku\u2019alofa', null],
    ['Mars/Olympus', null],
    ['Europe/Kyiv', 'Europe/Kyiv'],
    ['UTC+2', 'Etc/GMT-2'],
    ['GMT-05:00', 'Etc/GMT+5'],
    ['+0530', 'Asia/Kolkata'],
    ['GMT-03:30', null],
    ['UTC+15', null],
    ['UTC±00:00', 'Etc/UTC'],
    ['(GMT-05:00) Eastern Standard Time (America/New_York)', 'America/New_York'],
    ['(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna', 'Europe/Amsterdam'],
    ['america_slash_new_york', 'America/New_York'],
    ['America/New York', 'America/New_York'],
    ['GMT+01:00 Berlin', null],
  ])('%s is %s', (name, zone) => expect(zoneNames()(name)).toBe(zone))
})
