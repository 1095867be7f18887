import { describe, expect, it } from 'vitest'
import { sizeWords, statusWords, usualDay, usualWords } from '../../../renderer/parts/incident-words.ts'
import { type Incident, incidentTitle } from '../../../shared/incident.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { NOON } from '../../helpers/observed.ts'

const anIncident = (of: Partial<Incident> = {}): Incident => ({
  id: 1,
  title: 'Carrier DHL',
  dimension: 'carrier',
  cause: 'DHL',
  state: 'open',
  beganAt: NOON - 3 * HOUR,
  foundAt: NOON - 2 * HOUR,
  lastAt: NOON - HOUR,
  closedAt: null,
  closedBecause: null,
  previousId: null,
  usual: 12,
  accounts: 34,
  waiting: 30,
  ...of,
})

describe('an incident in words', () => {
  it('is named by its cause, or by its trigger where there is none', () => {
    const named = (dimension: string, cause: string) =>
      incidentTitle({ dimension, cause, triggerTitle: 'Use has dropped' })
    expect(named('carrier', 'DHL')).toBe('Carrier DHL')
    expect(named('sign-in failure', 'sso_certificate_expired')).toBe('Sign-in failure “sso certificate expired”')
    expect(named('trigger', 'usage-down')).toBe('Use has dropped')
  })

  it('of a declared outage is told from the incident that was found for the same component', () => {
    const declared = { dimension: 'outage', cause: '4.18.0', triggerTitle: null }
    expect(incidentTitle({ ...declared, outageOf: 'release' })).toBe('Declared outage: Release 4.18.0')
    expect(incidentTitle(declared)).toBe('Declared outage: 4.18.0')
  })

  it('says how many came in what time, and how many usually would', () => {
    expect(`${sizeWords(anIncident())}, ${usualWords(anIncident())}`).toBe('34 accounts in 2 h, usually 1')
    expect(usualWords(anIncident({ usual: 3 }))).toBe('usually less than 1')
    expect(usualWords(anIncident({ usual: 0 }))).toBe('usually none')
    expect(sizeWords(anIncident({ accounts: 1, beganAt: NOON, lastAt: NOON }))).toBe('1 account at once')
  })

  it('says what a day was like before', () => {
    expect(usualDay(anIncident())).toBe('Before the incident, 12 accounts a day had this problem.')
    expect(usualDay(anIncident({ usual: 0.25 }))).toBe(
      'Before the incident, one account had this problem every 4 days.',
    )
    expect(usualDay(anIncident({ usual: 0.9 }))).toBe('Before the incident, 1 account a day had this problem.')
    expect(usualDay(anIncident({ usual: 0 }))).toBe('No account had this problem before.')
  })

  it('says why it was closed', () => {
    const over = (closedBecause: Incident['closedBecause']) =>
      statusWords(anIncident({ state: 'closed', closedAt: NOON - DAY, closedBecause }), NOON)
    expect(over('quiet')).toContain('back to the usual number')
    expect(over('solved')).toContain('all its issues were closed')
    expect(over('usual')).toContain('four weeks')
    expect(over('person')).toMatch(/^closed by a person /)
  })
})
