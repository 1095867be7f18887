import { describe, expect, it } from 'vitest'
import { proposeMapping } from '../../../main/record/propose.ts'
import { zoneOfHeading } from '../../../main/record/scan/heading-zone.ts'

describe('the zone that a heading names', () => {
  it.each([
    ['Created (UTC)', 'UTC', 'Created'],
    ['created_at_utc', 'UTC', 'created_at'],
    ['Signup date [GMT]', 'UTC', 'Signup date'],
    ['Created at [UTC+2]', 'Etc/GMT-2', 'Created at'],
    ['Created at (GMT-05:00)', 'Etc/GMT+5', 'Created at'],
    ['Due (+00:00)', 'UTC', 'Due'],
    ['Opened (Europe/Berlin)', 'Europe/Berlin', 'Opened'],
    ['Opened (JST)', 'Asia/Tokyo', 'Opened'],
  ])('is certain in %s', (heading, zone, name) => expect(zoneOfHeading(heading)).toEqual({ zone, assumes: null, name }))

  it.each([
    ['Opened (CET)', 'Europe/Paris'],
    ['opened [pst]', 'America/Los_Angeles'],
  ])('is taken to change with the season in %s, which is said', (heading, zone) => {
    const found = zoneOfHeading(heading)
    expect(found?.zone).toBe(zone)
    expect(found?.assumes).toContain('with summer time in its season')
  })

  it.each([
    'Opened (CST)',
    'Opened (IST)',
    'Size (cm)',
    'Amount (EUR)',
    'Nowhere (Land/Town)',
    'Opened (UTC+19)',
    'utc',
  ])('is none in %s', heading => expect(zoneOfHeading(heading)).toBeNull())

  it('goes into the mapping, and its column is called without it', () => {
    const column = (name: string, type: 'text' | 'date') => ({
      name,
      type,
      format: null,
      samples: [],
      blank: 0,
      distinct: true,
    })
    const mapping = proposeMapping('accounts', [column('id', 'text'), column('Renewal date (UTC+2)', 'date')])
    expect(mapping).toMatchObject({ renewsAt: { field: 'Renewal date (UTC+2)', zone: "'Etc/GMT-2'" } })
  })
})

describe('a consent of a catalog, which shows no cells', () => {
  const column = (name: string, type: 'text' | 'integer') => ({
    name,
    type,
    format: null,
    samples: [],
    blank: 0,
    distinct: false,
  })
  const consentIn = (...columns: ReturnType<typeof column>[]) => {
    const mapping = proposeMapping('contacts', [column('id', 'text'), column('account_id', 'text'), ...columns])
    return mapping && 'consent' in mapping ? mapping.consent : undefined
  }

  it('is read by every word for yes and no, and turned round where it is a refusal', () => {
    expect(consentIn(column('email_opt_in', 'text'))).toMatchObject({ map: { t: 'true', 0: 'false', yes: 'true' } })
    expect(consentIn(column('unsubscribed', 'integer'))).toMatchObject({ map: { 1: 'false', f: 'true', No: 'true' } })
  })

  it('is that of e-mail, not of another channel', () => {
    expect(consentIn(column('sms_opt_in', 'text'), column('email_opt_in', 'text'))).toMatchObject({
      field: 'email_opt_in',
    })
    expect(consentIn(column('opt_in', 'text'), column('email_opt_in', 'text'))).toMatchObject({ field: 'email_opt_in' })
    expect(consentIn(column('sms_opt_in', 'text'))).toBeUndefined()
  })

  it('is a refusal before all, and what else is said where nobody refused', () => {
    expect(consentIn(column('newsletter', 'text'), column('do_not_contact', 'text'))).toMatchObject({
      first: [
        { field: 'do_not_contact', map: { yes: 'false', no: '', '': '' } },
        { field: 'newsletter', map: { yes: 'true', no: 'false' } },
      ],
    })
  })

  it('is not what tells when or where it was given', () => {
    expect(consentIn(column('consent_source', 'text'), column('subscribed_at', 'text'))).toBeUndefined()
  })
})
