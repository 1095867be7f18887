import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'

const table = (...rows: string[]) => `${rows.join('\n')}\n`
const mrr = ({ mrr }: { mrr: string | null }) => mrr

/** Currencies as people and programs name them, and headers that say more than the amount. */
export const trials: readonly Trial[] = [
  fileTrial('A', {
    name: 'a currency by its name, its sign or its code with a name is that currency',
    source: 'own: exports of CRMs and lists that people keep',
    input: 'currency Euro | US Dollar | € | EUR - Euro | USD ($) | Yen | RMB',
    file: table(
      'account_id,mrr,currency',
      ...['A1,120.50,Euro', 'A2,99.90,US Dollar', 'A3,10.00,€', 'A4,7.00,EUR - Euro', 'A5,8.00,USD ($)'],
      ...['A6,120,Yen', 'A7,5.00,RMB'],
    ),
    look: mrr,
    right: {
      code: 0,
      accounts: {
        ...{ A1: '12050 EUR', A2: '9990 USD', A3: '1000 EUR', A4: '700 EUR', A5: '800 USD', A6: '120 JPY' },
        A7: '500 CNY',
      },
    },
  }),
  fileTrial('A', {
    name: 'pence are no pounds, a dollar may be several, and thousands are no code: their rows are set aside',
    source: 'own: market data, billing of several countries',
    input: 'currency GBp | Dollar | kr | TEUR | USD or EUR',
    file: table(
      'account_id,mrr,currency',
      ...['A1,1050,GBp', 'A2,120.50,Dollar', 'A3,10.00,kr', 'A4,7.00,TEUR', 'A5,8.00,USD or EUR', 'A6,9.00,GBP'],
    ),
    look: mrr,
    right: { code: 0, accounts: { A6: '900 GBP' } },
    says: /currency: partly read \(5 rows not\): line 2 “GBp”/,
  }),
  fileTrial('A', {
    name: 'a header in another language with a sign and a month behind it is the monthly revenue',
    source: 'own: a price list in German',
    input: 'Monatsumsatz in €/Monat',
    file: table('Kundennummer;Monatsumsatz in €/Monat', 'A1;150,50', 'A2;1200,25'),
    look: mrr,
    right: { code: 0, accounts: { A1: '15050 EUR', A2: '120025 EUR' } },
  }),
  fileTrial('A', {
    name: 'amounts with the word for euros, and with Arabic marks, are amounts',
    source: 'own',
    input: 'mrr 10 Euro | 20 euros | 1٬234٫50 EUR',
    file: table('account_id,mrr', 'A1,10 Euro', 'A2,20 euros', 'A3,1٬234٫50 EUR'),
    look: mrr,
    right: { code: 0, accounts: { A1: '1000 EUR', A2: '2000 EUR', A3: '123450 EUR' } },
  }),
]
