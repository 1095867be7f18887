import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'

const source = 'genes and product codes that spreadsheets took for days; exports with zones in their headings'
const lines = (...rows: string[]) => `${rows.join('\n')}\n`

/** What spreadsheets make of ids and long fractions, and what headings say of clocks. */
export const trials: readonly Trial[] = [
  fileTrial('B', {
    name: 'ids that a spreadsheet took for days are said, with two of them',
    source,
    input: 'DEC1, 2-Dec, Mar-01 as ids',
    file: lines('account_id,name', 'DEC1,Ada', '2-Dec,Bob', 'Mar-01,Cy'),
    right: { code: 0, accounts: { DEC1: true, '2-Dec': true, 'Mar-01': true } },
    says: /account_id: 2 cells look like a text that a spreadsheet took for a day, such as “2-Dec” on line 3 and “Mar-01” on line 4/,
  }),
  fileTrial('B', {
    name: 'a fraction of more digits than a number holds is said to be rounded',
    source: 'exports of databases with numeric(40, 20)',
    input: '0.12345678901234567890',
    file: lines('account_id,name,score', 'A1,Ada,0.12345678901234567890', 'A2,Bob,0.30000000000000004'),
    look: ({ properties }) => properties.score,
    right: { code: 0, accounts: { A1: 0.12345678901234568, A2: 0.30000000000000004 } },
    says: /score: numbers of more digits than can be kept: the last digits are rounded \(1 row: line 2 “0.12345678901234567890”\)/,
  }),
  fileTrial('E', {
    name: 'an offset in a heading is that of its clocks, and a season’s name is read with its summer time, which is said',
    source,
    input: 'signup_date (CET), Renewal date [UTC+2]',
    file: lines(
      'account_id,name,signup_date (CET),Renewal date [UTC+2]',
      'A1,Ada,2024-01-15 10:00,2025-01-15 10:00',
      'A2,Bob,2024-07-15 10:00,2025-07-15 10:00',
    ),
    look: ({ signedUp, renews }) => [signedUp, renews],
    right: {
      code: 0,
      accounts: {
        A1: ['2024-01-15T09:00:00Z', '2025-01-15T08:00:00Z'],
        A2: ['2024-07-15T08:00:00Z', '2025-07-15T08:00:00Z'],
      },
    },
    says: /Its header says CET: its clocks are read as those of Europe\/Paris/,
  }),
  fileTrial('F', {
    name: 'a full name beside an address is also that of the person',
    source: 'exports of newsletter tools',
    input: 'account_id,email,full_name',
    file: lines('account_id,email,full_name', 'A1,ada@shop.example,Ada Lovelace'),
    look: ({ name, people }) => [name, people],
    right: { code: 0, accounts: { A1: ['Ada Lovelace', [['Ada Lovelace', 'ada@shop.example', null]]] } },
  }),
  fileTrial('B', {
    name: 'days are read with ordinals and with months of further languages',
    source: 'exports that follow the language of their person',
    input: '1er mars 2024, 15 มกราคม 2567, 3 במרץ 2024, 2024. március 3.',
    file: lines(
      'account_id,name,signup_date',
      'A1,Ada,"Friday, the 1st of March 2024"',
      'A2,Bob,1er mars 2024',
      'A3,Cy,15 มกราคม 2567',
      'A4,Di,3 במרץ 2024',
      'A5,Ed,2024. március 3.',
      'A6,Fay,15. listopada 2024',
      'A7,Gus,3 березня 2024',
    ),
    look: ({ signedUp }) => signedUp?.slice(0, 10),
    right: {
      code: 0,
      accounts: {
        ...{ A1: '2024-03-01', A2: '2024-03-01', A3: '2024-01-15', A4: '2024-03-03', A5: '2024-03-03' },
        ...{ A7: '2024-03-03' },
      },
    },
    says: /signup_date: partly read \(1 row not\): line 7 “15. listopada 2024”/,
  }),
  fileTrial('E', {
    name: 'one column of revenue for each currency is one revenue',
    source: 'billing exports of shops that sell in two currencies',
    input: 'mrr_usd,mrr_eur',
    file: lines('account_id,name,mrr_usd,mrr_eur', 'A1,Ada,49,', 'A2,Bob,,99'),
    look: ({ mrr }) => mrr,
    right: { code: 0, accounts: { A1: '4900 USD', A2: '9900 EUR' } },
  }),
  fileTrial('E', {
    name: 'revenue in a unit or for a time that nobody reads is said, and so is a merged account',
    source: 'exports of advertising and billing systems',
    input: 'mrr_micros beside currency; merged_into',
    file: lines('account_id,name,mrr_micros,currency,merged_into', 'A1,Ada,49000000,USD,', 'A2,Bob,99000000,USD,A1'),
    look: ({ mrr }) => mrr,
    right: { code: 0, accounts: { A1: null, A2: null } },
    says: /mrr_micros: may be what an account pays|merged_into: may say which accounts were merged/,
  }),
  fileTrial('E', {
    name: 'consent is read in its short forms',
    source: 'exports of newsletter tools and databases',
    input: 'consent t and f; opted out',
    file: lines('account_id,name,email,marketing_consent', 'A1,Ada,a@shop.example,t', 'A2,Bob,b@shop.example,f'),
    look: ({ people }) => people.map(([, , consent]) => consent),
    right: { code: 0, accounts: { A1: [true], A2: [false] } },
  }),
  fileTrial('E', {
    name: 'consent to e-mail is not that to another channel, and a refusal goes before it',
    source: 'exports of newsletter tools with a column for each channel',
    input: 'sms_opt_in,email_opt_in,do_not_contact',
    file: lines(
      'account_id,name,email,sms_opt_in,email_opt_in,do_not_contact',
      'A1,Ada,a@shop.example,yes,no,no',
      'A2,Bob,b@shop.example,no,yes,no',
      'A3,Cy,c@shop.example,yes,yes,yes',
    ),
    look: ({ people }) => people.map(([, , consent]) => consent),
    right: { code: 0, accounts: { A1: [false], A2: [true], A3: [false] } },
    says: /sms_opt_in: its name speaks of consent, and nothing is read from it/,
  }),
  fileTrial('E', {
    name: 'an event is dated by when it happened, not by when it was received',
    source: 'event logs of collectors (received_at, occurred_at)',
    input: 'received_at,occurred_at',
    file: {
      'accounts.csv': lines('account_id,name', 'A1,Ada'),
      'events.csv': lines(
        'event_id,account_id,event,received_at,occurred_at',
        'E1,A1,login,2024-01-16T10:00Z,2024-01-15T10:00Z',
      ),
    },
    right: { code: 0, accounts: { A1: true } },
    says: /events: read as events \(kind from event\), dated by occurred_at/,
  }),
]
