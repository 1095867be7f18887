import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'

/** Columns that look like something, and are kept as something else: read, or said. */
export const trials: readonly Trial[] = [
  fileTrial('B', {
    name: 'seconds since 1970 under the name of a moment are a date',
    source: 'own: an export of a billing system',
    input: 'signed_up 1704067200',
    file: 'account_id,name,signed_up\nA1,Ada,1704067200\nA2,Bob,1706745600\n',
    look: ({ signedUp }) => signedUp,
    right: { code: 0, accounts: { A1: '2024-01-01T00:00:00Z', A2: '2024-02-01T00:00:00Z' } },
  }),
  fileTrial('B', {
    name: 'shares in percent are kept as text, which is said',
    source: 'own: a health score out of a spreadsheet',
    input: 'health 85%',
    file: 'account_id,name,health\nA1,Ada,85%\nA2,Bob,"7,5 %"\n',
    look: ({ properties }) => properties.health,
    right: { code: 0, accounts: { A1: '85%', A2: '7,5 %' } },
    says: /health: Its cells are shares in percent: kept as text/,
  }),
  fileTrial('B', {
    name: 'durations are kept as text, which is said',
    source: 'own',
    input: 'time_to_value 01:30:00',
    file: 'account_id,name,time_to_value\nA1,Ada,01:30:00\nA2,Bob,02:45:10\n',
    look: ({ properties }) => properties.time_to_value,
    right: { code: 0, accounts: { A1: '01:30:00', A2: '02:45:10' } },
    says: /time_to_value: Its cells are times of a day or durations: kept as text/,
  }),
  fileTrial('B', {
    name: 'ticks and crosses are yes and no',
    source: 'own: a list that a person kept by hand',
    input: 'active ✓ and ✗',
    file: 'account_id,name,active\nA1,Ada,✓\nA2,Bob,✗\nA3,Eve,\n',
    look: ({ properties }) => properties.active ?? null,
    right: { code: 0, accounts: { A1: true, A2: false, A3: null } },
  }),
  fileTrial('B', {
    name: 'days that do not exist, more of them than dates, are said to be none',
    source: 'own',
    input: 'renews 2024-02-30, 2024-03-01, 31.04.2024',
    file: 'account_id,name,renews\nA1,Ada,2024-02-30\nA2,Bob,2024-03-01\nA3,Eve,31.04.2024\n',
    look: ({ renews }) => renews,
    right: { code: 0, accounts: { A1: null, A2: null, A3: null } },
    says: /renews: 3 of 3 cells look like dates, 2 of them name no day of the Gregorian calendar/,
  }),
  fileTrial('C', {
    name: 'a file whose names are found nowhere says how to name their line',
    source: 'own: a report with three kinds of title lines',
    input: 'title, “Period;2024”, “;;”, then the header',
    file: 'Report: customers\nPeriod;2024\n;;\naccount_id;name;mrr_eur\nA1;Ada;10,50\n',
    right: { code: 1, accounts: {} },
    says: /--header LINE/,
  }),
]
