import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'

const table = (header: string, ...rows: string[]) => `${[header, ...rows].join('\n')}\n`
const priced = (...amounts: string[]) =>
  table('account_id;name;mrr_eur', ...amounts.map((amount, n) => `A${n + 1};Company ${n + 1};${amount}`))
const mrr = ({ mrr }: { mrr: string | null }) => mrr

/** Amounts with marks of thousands and fractions. */
export const trials: readonly Trial[] = [
  fileTrial('B', {
    name: 'dots before three digits everywhere are asked about, and nothing is kept',
    source: 'accounting forum: German thousands read as fractions',
    input: '1.000;2.500;12.750 in a semicolon file',
    file: priced('1.000', '2.500', '12.750'),
    right: { code: 1, accounts: {} },
    says: /line 2 “1\.000” may be 1000 or 1\.000/,
  }),
  fileTrial('B', {
    name: 'dots before three digits are thousands where the person says that the comma is the decimal mark',
    source: 'accounting forum: German thousands read as fractions',
    input: '1.000;2.500;12.750 with --decimal comma',
    file: priced('1.000', '2.500', '12.750'),
    options: ['--decimal', 'comma'],
    look: mrr,
    right: { code: 0, accounts: { A1: '100000 EUR', A2: '250000 EUR', A3: '1275000 EUR' } },
  }),
  fileTrial('B', {
    name: 'one amount with both marks tells how the others are meant',
    source: 'accounting forum: German thousands read as fractions',
    input: '1.240,50 beside 12.750',
    file: priced('1.240,50', '12.750', '990'),
    look: mrr,
    right: { code: 0, accounts: { A1: '124050 EUR', A2: '1275000 EUR', A3: '99000 EUR' } },
    says: /Line 2 says “1\.240,50”: the decimal mark is a comma/,
  }),
  fileTrial('B', {
    name: 'another column of the same file tells the decimal mark',
    source: 'export of a German web shop',
    input: '1.000 beside a column with 0,5',
    file: table('account_id;name;mrr_eur;health', 'A1;Ada;1.000;0,5', 'A2;Bob;2.500;0,75'),
    look: ({ mrr, properties }) => [mrr, properties.health],
    right: { code: 0, accounts: { A1: ['100000 EUR', 0.5], A2: ['250000 EUR', 0.75] } },
    says: /the decimal mark is a comma/,
  }),
  fileTrial('B', {
    name: 'a comma between thousands is no decimal mark where another amount has a point',
    source: 'US billing export with quoted amounts',
    input: '"1,240.50" beside "12,750"',
    file: table('account_id,name,mrr_usd', 'A1,Ada,"1,240.50"', 'A2,Bob,"12,750"'),
    look: mrr,
    right: { code: 0, accounts: { A1: '124050 USD', A2: '1275000 USD' } },
  }),
  fileTrial('B', {
    name: 'commas before three digits everywhere are asked about',
    source: 'US billing export with quoted amounts',
    input: '"1,000" and "12,750" alone',
    file: table('account_id,name,mrr_usd', 'A1,Ada,"1,000"', 'A2,Bob,"12,750"'),
    right: { code: 1, accounts: {} },
    says: /--decimal comma or --decimal point/,
  }),
  fileTrial('B', {
    name: 'spaces and apostrophes between thousands are read, with the currency’s sign',
    source: 'Swiss and French exports',
    input: "1 240,50 € and 1'240,50",
    file: priced('1 240,50 €', "1'240,50"),
    look: mrr,
    right: { code: 0, accounts: { A1: '124050 EUR', A2: '124050 EUR' } },
  }),
  fileTrial('B', {
    name: 'one word among a thousand amounts concerns its own row',
    source: 'spreadsheet of a customer success team',
    input: '1,000 amounts, row 501 says “on request”',
    file: table(
      'account_id,name,mrr_eur',
      ...Array.from({ length: 1_000 }, (_, n) => `A${n},C${n},${n === 500 ? 'on request' : '12.50'}`),
    ),
    look: mrr,
    right: {
      code: 0,
      accounts: Object.fromEntries(
        Array.from({ length: 1_000 }, (_, n) => [`A${n}`, '1250 EUR']).filter((_, n) => n !== 500),
      ),
    },
    says: /mrr_eur: partly read \(1 row not\): line 502 “on request”/,
  }),
  fileTrial('B', {
    name: 'an amount in another currency than its column is quarantined',
    source: 'spreadsheet of a customer success team',
    input: '$99 in a column of euros',
    file: priced('120,50', '130,50', '140,50', '150,50', '$99'),
    look: mrr,
    right: {
      code: 0,
      accounts: { A1: '12050 EUR', A2: '13050 EUR', A3: '14050 EUR', A4: '15050 EUR' },
    },
    says: /line 6 “\$99”/,
  }),
]
