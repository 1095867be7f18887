import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'

interface Header {
  name: string
  header: string
  cells: readonly string[]
  right: readonly unknown[]
  options?: readonly string[]
  says?: RegExp
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
const fileOf = (header: string, cells: readonly string[]) =>
  [`account_id,${quoted(header)}`, ...cells.map((cell, n) => `A${n + 1},${quoted(cell)}`)].join('\n')

/** A column of amounts, and the monthly revenue that is right. */
const amounts = ({ name, header, cells, right, options = [], says }: Header): Trial =>
  fileTrial('A', {
    ...{ name, source: 'own: headers of spreadsheets and reports', options },
    input: `${header}: ${cells.join(' | ')}`,
    file: `${fileOf(header, cells)}\n`,
    look: ({ mrr }) => mrr,
    right: { code: 0, accounts: Object.fromEntries(right.map((value, n) => [`A${n + 1}`, value])) },
    ...(says && { says }),
  })

/** What a header says of the unit of its amounts. */
export const trials: readonly Trial[] = [
  amounts({
    name: 'a sign in the header is the currency of its column',
    header: 'MRR [€]',
    cells: ['120', '99.5'],
    right: ['12000 EUR', '9950 EUR'],
  }),
  amounts({
    name: 'thousands in the header multiply each amount',
    header: 'MRR (k€)',
    cells: ['1.5', '12.25'],
    right: ['150000 EUR', '1225000 EUR'],
    says: /MRR \(k€\): the header says thousands/,
  }),
  amounts({
    name: 'TEUR are thousands of euros',
    header: 'MRR TEUR',
    cells: ['2', '15'],
    right: ['200000 EUR', '1500000 EUR'],
    says: /the header says thousands/,
  }),
  amounts({
    name: 'thousands in words are thousands',
    header: 'MRR USD (in thousands)',
    cells: ['2', '0.25'],
    right: ['200000 USD', '25000 USD'],
    says: /the header says thousands/,
  }),
  amounts({
    name: 'a dollar sign in the header does not say whose dollar it is',
    header: 'MRR in $',
    cells: ['120', '99.5'],
    right: [null, null],
    says: /MRR in \$: amounts without a currency are kept as plain numbers/,
  }),
  amounts({
    name: 'a dollar sign in the header is the one that a person says',
    header: 'MRR in $',
    cells: ['120', '99.5'],
    options: ['--currency', 'CAD'],
    right: ['12000 CAD', '9950 CAD'],
  }),
  amounts({
    name: 'a yearly recurring revenue counts as its twelfth a month',
    header: 'arr_usd',
    cells: ['1200', '100'],
    right: ['10000 USD', '833 USD'],
    says: /arr_usd: the header says a year/,
  }),
  amounts({
    name: 'a month whose name holds a code of a currency is no currency',
    header: 'mrr_mars',
    cells: ['120', '99'],
    right: [null, null],
  }),
  amounts({
    name: 'amounts in thousands and millions are read where the cell names a currency',
    header: 'mrr',
    cells: ['€1.5k', '€2M', '€900'],
    right: ['150000 EUR', '200000000 EUR', '90000 EUR'],
  }),
  amounts({
    name: 'amounts in thousands are read where the header speaks of money',
    header: 'mrr_eur',
    cells: ['1.5k', '2 Tsd.', '900'],
    right: ['150000 EUR', '200000 EUR', '90000 EUR'],
  }),
  amounts({
    name: 'an amount without cents is one, also behind its currency',
    header: 'mrr',
    cells: ["CHF 1'250.–", 'CHF 1’000.50', 'CHF 900.--'],
    right: ['125000 CHF', '100050 CHF', '90000 CHF'],
  }),
  fileTrial('A', {
    name: 'what may be thousands or a name of something is kept as text, and said',
    source: 'own: resolutions, races, sizes',
    input: 'screen: 4K | 5K | 8K',
    file: 'account_id,name,screen\nA1,Ada,4K\nA2,Bob,5K\nA3,Cy,8K\n',
    look: ({ properties }) => properties.screen,
    right: { code: 0, accounts: { A1: '4K', A2: '5K', A3: '8K' } },
    says: /screen: Its cells may be numbers in thousands/,
  }),
]
