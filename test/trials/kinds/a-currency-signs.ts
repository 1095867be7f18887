import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'

const priced = (first: string, second: string) => `id;name;mrr\nA1;Ada;${first}\nA2;Bo;${second}\n`
const mrr = ({ mrr }: { mrr: string | null }) => mrr

/** Amounts with the signs and words that stand beside them in their countries. */
export const trials: readonly Trial[] = [
  ...(
    [
      ['Danish', ['1.234,50 kr.', '99,00 kr.'], ['123450 DKK', '9900 DKK'], ['--currency', 'DKK']],
      ['Turkish', ['1.234,50 TL', '99,00 TL'], ['123450 TRY', '9900 TRY'], []],
      ['Russian', ['1 234,50 руб.', '99,00 руб.'], ['123450 RUB', '9900 RUB'], []],
      ['Vietnamese', ['1.234.000đ', '99.000đ'], ['1234000 VND', '99000 VND'], []],
      ['Indonesian', ['Rp 1.234.000', 'Rp99.000'], ['123400000 IDR', '9900000 IDR'], []],
      ['Philippine', ['₱1,234.50', '₱99.00'], ['123450 PHP', '9900 PHP'], []],
      ['Hebrew', ['\u200f1,234.50 ₪', '99.00 ₪\u200f'], ['123450 ILS', '9900 ILS'], []],
    ] as const
  ).map(([of, [first, second], [a, b], options]) =>
    fileTrial('A', {
      name: `${of} amounts are amounts of their currency`,
      source: 'invoices and shop exports of that country',
      input: `${first}, ${second}`,
      file: priced(first, second),
      options,
      look: mrr,
      right: { code: 0, accounts: { A1: a, A2: b } },
    }),
  ),
  fileTrial('A', {
    name: 'a currency that is said where there is no column of money does not pass for one that was told already',
    source: 'price lists with “ca.” before each price',
    input: 'ca. $99 with --currency USD',
    file: priced('~$1,200', 'ca. $99'),
    options: ['--currency', 'USD'],
    look: mrr,
    right: { code: 0, accounts: { A1: null, A2: null } },
    says: /--currency USD changed nothing: no column of money was found in accounts\.csv/,
  }),
  fileTrial('A', {
    name: 'what a subscription costs is not read for what all of its seats cost in silence',
    source: 'Stripe: export of subscriptions, with the price of one unit beside quantity and interval',
    input: 'Amount 49.00, Quantity 3, Interval year',
    file: {
      'customers.csv': 'id,name\nc1,Ada\n',
      'subscriptions.csv':
        'id,Customer ID,Quantity,Currency,Interval,Amount,Status,Created (UTC)\ns1,c1,3,eur,year,49.00,active,2024-01-15 10:30\n',
    },
    right: { code: 0, accounts: { c1: true } },
    says: /Amount: taken as it is written: “Quantity” and “Interval” beside it are not multiplied in/,
  }),
]
