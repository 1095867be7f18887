import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'
import { imported, wordsOf } from '../imported.ts'

const ICU = 'ICU 78 against ICU 74: digits of forints in Node and in Electron'

/** Amounts of which the runtime may not decide what they are. */
export const trials: readonly Trial[] = [
  fileTrial('A', {
    name: 'forints have two decimals, whatever the runtime believes',
    source: ICU,
    input: 'mrr_huf 120000 and 45000.50',
    file: 'account_id,mrr_huf\nB1,120000\nB2,45000.50\n',
    look: ({ mrr }) => mrr,
    right: { code: 0, accounts: { B1: '12000000 HUF', B2: '4500050 HUF' } },
  }),
  fileTrial('A', {
    name: 'yen have none',
    source: 'ISO 4217, list one',
    input: 'mrr_jpy 120000',
    file: 'account_id,mrr_jpy\nB1,120000\nB2,98000\n',
    look: ({ mrr }) => mrr,
    right: { code: 0, accounts: { B1: '120000 JPY', B2: '98000 JPY' } },
  }),
  fileTrial('A', {
    name: 'dinars of Bahrain have three',
    source: 'ISO 4217, list one',
    input: 'mrr_bhd 12.345',
    file: 'account_id,mrr_bhd\nB1,12.345\nB2,99.5\n',
    look: ({ mrr }) => mrr,
    right: { code: 0, accounts: { B1: '12345 BHD', B2: '99500 BHD' } },
  }),
  fileTrial('A', {
    name: 'an amount of which nobody says the currency is no amount of dollars',
    source: 'own: an export from a shop in Denmark',
    input: 'mrr 1200, without a currency',
    file: 'account_id,name,mrr\nB1,Ada,1200\nB2,Bob,900.50\n',
    look: ({ mrr, properties }) => [mrr, properties.mrr],
    right: { code: 0, accounts: { B1: [null, 1200], B2: [null, 900.5] } },
    says: /mrr: amounts without a currency are kept as plain numbers.*--currency/,
  }),
  fileTrial('A', {
    name: 'an amount is in the currency that a person says',
    source: 'own',
    input: 'mrr 1200 with --currency dkk',
    file: 'account_id,name,mrr\nB1,Ada,1200\nB2,Bob,900.50\n',
    options: ['--currency', 'dkk'],
    look: ({ mrr }) => mrr,
    right: { code: 0, accounts: { B1: '120000 DKK', B2: '90050 DKK' } },
  }),
  fileTrial('A', {
    name: 'what a column names goes before what a person says of the others',
    source: 'own',
    input: 'mrr_eur 1200 with --currency dkk',
    file: 'account_id,name,mrr_eur\nB1,Ada,1200\n',
    options: ['--currency', 'dkk'],
    look: ({ mrr }) => mrr,
    right: { code: 0, accounts: { B1: '120000 EUR' } },
  }),
  {
    kind: 'A',
    name: 'a currency without a rate is not taken for one until its rate is imported, under its day',
    source: 'ECB, “Euro foreign exchange reference rates”, CSV',
    input: 'RSD; then a file with RSD 117.1 for one euro',
    right: { before: false, after: { currency: 'RSD', perEuro: 117.1, day: '2026-01-02', imported: true } },
    run: () =>
      imported({ files: { 'accounts.csv': 'account_id,mrr_rsd\nB1,120000\n' } }, async found => {
        const rated = async () =>
          (await found.client.workspace.exchange()).rates.find(({ currency }) => currency === 'RSD')
        const before = (await rated()) !== undefined
        await found.client.workspace.importRates({ csv: 'Date, RSD, \n2 January 2026, 117.1, \n', from: 'ecb.csv' })
        return { got: { before, after: await rated() }, said: wordsOf(found) }
      }),
  },
]
