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
  ])('%s is %s', (name, zone) => expect(zoneNames()(name)).toBe(zone))
})
