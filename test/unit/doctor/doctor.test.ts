import type Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { Patient } from '../../../main/doctor/check.ts'
import { examine } from '../../../main/doctor/examine.ts'
import type { DoctorCheck } from '../../../shared/model/finding.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { aContact, anAccount, anEvent, NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'

function aPatient(make: (db: Database.Database) => void, more: Partial<Patient> = {}) {
  const { read, connection } = aCache()
  make(connection)
  return { db: read, now: NOON, lacking: [], hasRate: () => true, ...more } satisfies Patient
}

const found = (patient: Patient, check: DoctorCheck) =>
  examine(patient)
    .findings.filter(finding => finding.check === check)
    .map(({ what, examples }) => [what, ...examples])

const aSource = (db: Database.Database, id: number, name: string) =>
  db
    .prepare("INSERT INTO source (id, slug, kind, name, config) VALUES (?, ?, 'files', ?, '{}')")
    .run(id, `s${id}`, name)

/** An account of a source, with a person who can be written to. */
function aWell(db: Database.Database, n: number, source: number, change: { mrrMinor?: number; name?: string } = {}) {
  const id = anAccount(db, { uid: `s${source}:${n}`, mrrMinor: 10_000 + n, ...change })
  db.prepare('INSERT INTO account_key (source_id, external_id, account_id) VALUES (?, ?, ?)').run(source, `${n}`, id)
  db.prepare('UPDATE account SET signed_up_at = ?, renews_at = ? WHERE id = ?').run(NOON - n * DAY, NOON + n * DAY, id)
  aContact(db, id)
  return id
}

describe('the doctor', () => {
  it('finds nothing in data that are plausible, and says what was looked over', () => {
    const patient = aPatient(db => {
      aSource(db, 7, 'Shop')
      for (let n = 1; n <= 40; n++) anEvent(db, aWell(db, n, 7), 'login', NOON - n * HOUR)
    })
    expect(examine(patient)).toEqual({ looked: { accounts: 40, contacts: 40, objects: 0, events: 40 }, findings: [] })
  })

  it('finds moments before 1990, after 2100 and facts of the future, each with two of them', () => {
    const patient = aPatient(db => {
      aSource(db, 7, 'Shop')
      const [a, b, c] = [1, 2, 3].map(n => aWell(db, n, 7))
      db.prepare('UPDATE account SET signed_up_at = 0 WHERE id = ?').run(a)
      db.prepare('UPDATE account SET renews_at = ? WHERE id = ?').run(Date.UTC(2124, 0, 1), b)
      db.prepare('UPDATE account SET renews_at = ? WHERE id = ?').run(Date.UTC(1989, 11, 31), c)
      // An hour is what clocks may differ by.
      anEvent(db, a as number, 'login', NOON + HOUR - 1)
      anEvent(db, a as number, 'login', NOON + HOUR)
    })
    expect(found(patient, 'implausible_dates')).toEqual([
      ['1 account has a sign-up date before 1990 or after 2100.', 's7:1: 1970-01-01'],
      ['2 accounts have a renewal date before 1990 or after 2100.', 's7:3: 1989-12-31', 's7:2: 2124-01-01'],
      ['1 event has a time in the future.', expect.stringMatching(/^login .*: 2024-07-03$/)],
    ])
  })

  it('finds a source whose amounts are a hundred times those of its peers, and leaves real differences alone', () => {
    const sized = (times: number) =>
      aPatient(db => {
        aSource(db, 1, 'Billing')
        aSource(db, 2, 'Warehouse')
        for (let n = 1; n <= 15; n++) {
          aWell(db, n, 1)
          aWell(db, n, 2, { mrrMinor: (10_000 + n) * times })
        }
      })
    expect(found(sized(100), 'units_off')).toEqual([
      [
        'A typical monthly revenue of Warehouse is about 100 times that of Billing.',
        'Warehouse: €10,008',
        'Billing: €100.08',
      ],
    ])
    for (const times of [1, 12, 1_000]) expect([times, found(sized(times), 'units_off')]).toEqual([times, []])
  })

  it('finds currencies without a rate, contacts and accounts without an address', () => {
    const patient = aPatient(
      db => {
        aSource(db, 7, 'Shop')
        const [a] = [1, 2].map(n => aWell(db, n, 7))
        db.prepare("UPDATE account SET currency = 'RSD' WHERE id = ?").run(a)
        db.prepare('UPDATE contact SET email = NULL WHERE account_id = ?').run(a)
      },
      { hasRate: currency => currency !== 'RSD' },
    )
    expect(found(patient, 'currencies_without_rate')).toEqual([
      ['1 account has revenue in RSD, which has no exchange rate.', 'account s7:1'],
    ])
    expect(found(patient, 'contacts_without_address')).toEqual([
      ['1 of 2 contacts of Test has no usable e-mail address.', expect.stringMatching(/^contact t/)],
      ['1 account has no contact with a usable e-mail address.', 'account s7:1'],
    ])
  })

  it.each([
    ['ada@example.com', true],
    ['ada+x@mail.example.co.uk', true],
    ['ada', false],
    ['ada@example', false],
    ['@example.com', false],
    ['a b@example.com', false],
    ['a@b@example.com', false],
    ['', false],
  ])('an address %s is usable: %s', (email, usable) => {
    const patient = aPatient(db => void aContact(db, anAccount(db), { email }))
    expect(found(patient, 'contacts_without_address').length).toBe(usable ? 0 : 2)
  })

  it('finds accounts whose objects add revenue in several currencies', () => {
    const patient = aPatient(db => {
      aSource(db, 7, 'Shop')
      const adds = (account: number, id: string, minor: number, currency: string) =>
        db
          .prepare(
            "INSERT INTO object (account_id, source_id, kind, external_id, properties) VALUES (?, 7, 'subscription', ?, ?)",
          )
          .run(account, id, JSON.stringify({ mrr_minor: minor, mrr_currency: currency }))
      const [one, other] = [1, 2].map(n => aWell(db, n, 7)) as [number, number]
      adds(one, 'a', 3_000, 'EUR')
      adds(one, 'b', 3_000, 'USD')
      adds(other, 'c', 3_000, 'EUR')
      // What has ended has no say in the currency.
      adds(other, 'd', 0, 'USD')
    })
    expect(found(patient, 'revenue_not_added_up')).toEqual([
      ['1 account has revenue in several currencies.', 'account s7:1: EUR,USD'],
    ])
  })

  it('finds streams that failed or lie a week behind the others', () => {
    const patient = aPatient(db => {
      aSource(db, 7, 'Shop')
      const stream = db.prepare('INSERT INTO stream (source_id, name, newest_at, error) VALUES (7, ?, ?, ?)')
      stream.run('orders', NOON, null)
      stream.run('tickets', NOON - 7 * DAY, null)
      stream.run('logins', NOON - 8 * DAY, null)
      stream.run('plans', null, null)
      stream.run('cards', NOON, 'The server hung up.')
    })
    expect(found(patient, 'lagging_streams')).toEqual([
      ['cards of Shop was not read to its end: The server hung up.'],
      ['logins of Shop is 8 days behind the newest data of this workspace.'],
    ])
  })

  it('finds accounts that may be one, by an open proposal or an own domain that they share', () => {
    const patient = aPatient(db => {
      aSource(db, 7, 'Shop')
      const [a, b, c, d, e, f] = [1, 2, 3, 4, 5, 6].map(n => aWell(db, n, 7))
      db.prepare(
        "INSERT INTO merge_proposal (a, b, rule, value, confidence, at, state) VALUES (?, ?, 'domain', 'x', 0.8, 0, 'open')",
      ).run(a, b)
      const identity = db.prepare("INSERT INTO identity VALUES ('domain', 'y.example', ?, 7, 1)")
      for (const one of [c, d]) identity.run(one)
      // An address alone may be that of a consultant, and a name alone that of many.
      db.prepare("UPDATE account SET name = 'Ada Ltd' WHERE id IN (?, ?)").run(e, f)
      db.prepare("UPDATE contact SET email = 'ada@x.example' WHERE account_id IN (?, ?, ?)").run(d, e, f)
      db.prepare("UPDATE contact SET email = 'Ada@x.example' WHERE account_id = ?").run(f)
    })
    expect(found(patient, 'duplicate_accounts')).toEqual([
      ['1 pair of accounts may be the same and nobody has decided.', 's7:1 and s7:2'],
      ['1 domain belongs to several accounts of one source.', 's7:3 and s7:4'],
      ['1 name belongs to several accounts of one source that share a contact’s address.', 's7:5 and s7:6'],
    ])
  })

  it('finds a column that is the same for all accounts of a source, from twenty on', () => {
    const equal = (n: number) =>
      aPatient(db => {
        aSource(db, 7, 'Shop')
        for (let one = 1; one <= n; one++) aWell(db, one, 7, { mrrMinor: 5_000 })
      })
    expect(found(equal(20), 'equal_columns')).toEqual([
      ['All 20 accounts of Shop have the same revenue.', 'revenue: 5000'],
    ])
    expect(found(equal(19), 'equal_columns')).toEqual([])
  })

  it('says which triggers lack what', () => {
    const lacking = [{ triggerId: 'onboarding', title: 'Onboarding is not complete', lacks: ['onboarding_completed'] }]
    expect(
      found(
        aPatient(() => {}, { lacking }),
        'triggers_without_source',
      ),
    ).toEqual([['“Onboarding is not complete” lacks onboarding_completed: no source supplies it.', 'onboarding']])
  })

  it('tells of triggers together where many lack something, and of those apart whose data may have another name', () => {
    const lacking = ['a', 'b', 'c', 'd'].map(id => ({ triggerId: id, title: id, lacks: ['order', `${id}_seen`] }))
    const other = { triggerId: 'e', title: 'E', lacks: ['feature_used'], instead: 'Did you mean report_opened?' }
    expect(
      found(
        aPatient(() => {}, { lacking: [...lacking, other] }),
        'triggers_without_source',
      ),
    ).toEqual([
      ['“E” lacks feature_used: no source supplies it.', 'e'],
      ['4 triggers in use lack what no source supplies: order, a_seen, b_seen, c_seen and 1 more.', 'a', 'b'],
    ])
  })

  it('finds plans, owners and kinds that differ only in how they are written', () => {
    const patient = aPatient(db => {
      aSource(db, 7, 'Shop')
      const ids = [1, 2, 3, 4].map(n => aWell(db, n, 7))
      const plan = db.prepare('UPDATE account SET plan = ?, owner = ? WHERE id = ?')
      const spelt = [
        ['Pro Plus', 'Ada'],
        ['pro_plus', 'Bob'],
        ['Pro Plus', 'Ada'],
        ['Team', 'Cy'],
      ]
      for (const [n, id] of ids.entries()) plan.run(...(spelt[n] ?? []), id)
      const kind = db.prepare("INSERT INTO stream_kind VALUES (7, 'log', 'event', ?)")
      for (const one of ['login', 'Login', 'logout']) kind.run(one)
    })
    expect(found(patient, 'several_spellings')).toEqual([
      ['One plan is written in several ways: “Pro Plus”, “pro_plus”, in 3 accounts.'],
      ['One kind of event is written in several ways: “Login”, “login”, in 2 streams.'],
    ])
  })

  it('finds triggers that hold a plain number against a property in minor units', () => {
    const mapping = {
      record: 'object',
      kind: 'order',
      id: 'id',
      account: 'a',
      properties: { total: { field: 'total', type: 'money', currency: 'EUR' } },
    }
    const definition = {
      ...{ id: 'dear', title: 'Dear orders', sentence: 'Dear.', category: 'billing', cooldown: '1d', playbook: 'p' },
      ...{ window: '7d', prior: { risk: 0.1, weight: 1 }, minutes: 1 },
      when: {
        measure: { type: 'objects', object: { kind: 'order', where: { total: { gte: 500 } } } },
        op: '>=',
        threshold: 1,
      },
      success: { measure: { type: 'objects', object: { kind: 'order' } }, op: '=', threshold: 0 },
    }
    const patient = aPatient(db => {
      aSource(db, 7, 'Shop')
      db.prepare('UPDATE source SET config = ?').run(JSON.stringify({ streams: [{ name: 'orders', mapping }] }))
      db.prepare('INSERT INTO trigger (id, version, enabled, definition) VALUES (?, 1, 1, ?)').run(
        'dear',
        JSON.stringify(definition),
      )
    })
    expect(found(patient, 'amounts_in_minor_units')).toEqual([
      ['“Dear orders” compares “total”, which is kept in minor units: 500 is 5 of a currency with cents.', 'dear'],
    ])
  })

  it('finds values that a rule filled in, by the column that they came from', () => {
    const assumed = [
      {
        kind: 'utc',
        what: 'times without an offset: read as UTC',
        rows: 3,
        examples: [{ line: 2, text: '2024-05-01 10:00' }],
        of: [],
        todo: 'Set it.',
      },
    ]
    const report = {
      column: 'at',
      reads: 'read',
      as: 'date',
      fields: ['at'],
      rows: 0,
      blank: 0,
      examples: [],
      todo: null,
    }
    const patient = aPatient(db => {
      aSource(db, 7, 'Shop')
      db.prepare("INSERT INTO stream (source_id, name, report) VALUES (7, 'log', ?)").run(
        JSON.stringify([{ ...report, assumed }, report]),
      )
    })
    expect(found(patient, 'assumed_values')).toEqual([
      ['Shop, log, at: times without an offset: read as UTC, in 3 rows.', '2024-05-01 10:00'],
    ])
  })
})
