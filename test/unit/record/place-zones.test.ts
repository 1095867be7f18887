import { describe, expect, it } from 'vitest'
import { isShortYear, isWallClock } from '../../../main/record/cells/wall-clock.ts'
import { parseDate } from '../../../main/record/dates.ts'
import { fixedPlace, zoneOfPlace } from '../../../main/record/mapping/zones/place-zones.ts'

describe('the zone of a place', () => {
  it.each([
    ['JP', 'Asia/Tokyo'],
    ['DEU', 'Europe/Berlin'],
    ['Österreich', 'Europe/Vienna'],
    ['Asia/Tokyo', 'Asia/Tokyo'],
    ['US-CA', 'America/Los_Angeles'],
    ['DE-BY', 'Europe/Berlin'],
    ['San Francisco, CA, US', 'America/Los_Angeles'],
    ['Berlin, Germany', 'Europe/Berlin'],
    ['London, GB', 'Europe/London'],
    ['El Paso, TX, United States', 'America/Denver'],
  ])('is told by “%s”: %s', (place, zone) => {
    expect(zoneOfPlace(place)).toBe(zone)
  })

  it.each([
    [['US', 'DE', 'Wilmington'], 'America/New_York'],
    [['US', 'IL'], 'America/Chicago'],
    [['USA', 'Ohio'], 'America/New_York'],
    [['US', '', 'Houston'], 'America/Chicago'],
    [['US', 'Texas', 'Dallas', '75201'], 'America/Chicago'],
    [['CA', 'AB', 'Calgary'], 'America/Edmonton'],
    [['ES', 'TF', 'Adeje', '38660'], 'Atlantic/Canary'],
    [['PT', '', '', '9000-018'], 'Atlantic/Madeira'],
    [['IT', 'PE', 'Pescara'], 'Europe/Rome'],
    [['BR', 'São Paulo'], 'America/Sao_Paulo'],
  ])('is told by the country, then what else is known: %j is %s', (place, zone) => {
    expect(zoneOfPlace(place)).toBe(zone)
  })

  it.each([
    ['US'],
    [['US', 'TX']],
    [['US', 'TX', 'Jacksonville']],
    [['US', 'Texas', 'Jacksonville']],
    [['US', 'NE', 'Lexington']],
    ['Wilmington, DE'],
    ['Ottawa, CA'],
    [['', 'TX', 'Austin']],
    ['Narnia'],
    [''],
    ['Portugal'],
  ])('is not guessed where more than one is left: %j', place => {
    expect(zoneOfPlace(place)).toBeNull()
  })

  it('may be named outright, with and without quotes', () => {
    expect(fixedPlace('Europe/Berlin')).toBe('Europe/Berlin')
    expect(fixedPlace("'JP'")).toBe('JP')
    expect(fixedPlace('UTC')).toBe('UTC')
    expect(fixedPlace('country')).toBeUndefined()
    expect(fixedPlace('Total/Count')).toBeUndefined()
  })
})

describe('the clock on a wall', () => {
  it.each([
    '2024-05-01T10:00:00',
    '2024-05-01 10:00',
    '1/5/2024 3:05 PM',
    '01.05.24 10:00',
    '20240501T103000',
    '20240501103000',
  ])('shows %s', text => {
    expect(isWallClock(text)).toBe(true)
  })

  it.each([
    '2024-05-01',
    '2024-05-01T10:00:00Z',
    '2024-05-01 10:00:00+02',
    '2024-05-01 10:00 UTC',
    '1/5/2024 3:05 PM EST',
    '2024-05-01 10:00 CET',
    '2024-05-01 10:00 (CET)',
    '20240501T103000Z',
    'Wed May 01 2024 10:00:00 GMT+0200 (Central European Summer Time)',
  ])('is not what %s was read from', text => {
    expect(isWallClock(text)).toBe(false)
  })

  it('is what a fraction of a spreadsheet’s day was read from', () => {
    expect(isWallClock('45413.4167', 'excel')).toBe(true)
    expect(isWallClock('45413', 'excel')).toBe(false)
    expect(isWallClock('45413.0', 'excel')).toBe(false)
  })

  it('has a zone where brackets alone name one', () => {
    expect(parseDate('1/5/2024 10:00 (CET)', 'dmy')).toBe(Date.UTC(2024, 4, 1, 9))
  })

  it('says half a year where it says two digits of it', () => {
    for (const text of ['31/12/24', '1.2.24 10:00', '3-Feb-24', '31 Dec 99']) expect(isShortYear(text)).toBe(true)
    for (const text of ['31/12/2024', '2024-05-01', '3-Feb-2024', '24-05-2011']) expect(isShortYear(text)).toBe(false)
  })
})
