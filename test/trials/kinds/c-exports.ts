import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'

const table = (...rows: string[]) => `${rows.join('\n')}\n`

/** Shapes that tools and spreadsheets give their exports. */
export const trials: readonly Trial[] = [
  ...(
    [
      ['Total', 'Total,,30.00'],
      ['Gesamtergebnis', ',Gesamtergebnis,30.00'],
      ['Grand Total:', 'Grand Total:,,"1,030.00"'],
      ['合計', '合計,,30.00'],
    ] as const
  ).map(([what, line]) =>
    fileTrial('C', {
      name: `a last line of totals (${what}) is no account`,
      source: 'spreadsheets and reports',
      input: line,
      file: table('account_id,name,mrr_eur', 'A1,Ada,10.00', 'A2,Bob,20.00', line),
      look: ({ mrr }) => mrr,
      right: { code: 0, accounts: { A1: '1000 EUR', A2: '2000 EUR' } },
      says: /whole rows: partly read \(1 row not\)/,
    }),
  ),
  fileTrial('C', {
    name: 'an account that is called Total is one',
    source: 'an energy company',
    input: 'T1,Total,10.00',
    file: table('account_id,name,mrr_eur', 'T1,Total,10.00'),
    look: ({ name, mrr }) => [name, mrr],
    right: { code: 0, accounts: { T1: ['Total', '1000 EUR'] } },
  }),
  fileTrial('C', {
    name: 'lines of separators alone are nothing',
    source: 'Excel: rows that were filled once',
    input: 'two lines ,, at the end',
    file: table('account_id,name,mrr_eur', 'A1,Ada,10.00', ',,', ' , , '),
    right: { code: 0, accounts: { A1: true } },
  }),
  fileTrial('C', {
    name: 'columns of one name are kept apart, and the import says so',
    source: 'Jira: a column for each label',
    input: 'Labels,Labels,Labels',
    file: table('account_id,name,Labels,Labels,Labels', 'A1,Ada,x,y,z'),
    look: ({ properties }) => properties,
    right: { code: 0, accounts: { A1: { labels: 'x', labels_2: 'y', labels_3: 'z' } } },
    says: /Labels: the header has this name several times/,
  }),
  fileTrial('C', {
    name: 'columns without a name are told of',
    source: 'pandas: the index in front',
    input: ',account_id,name',
    file: table(',account_id,name', '0,A1,Ada', '1,A2,Bob'),
    right: { code: 0, accounts: { A1: true, A2: true } },
    says: /a column without a name: the header gives it no name/,
  }),
  fileTrial('C', {
    name: 'ids in the quotes of a formula, with an apostrophe, or with a sign that nobody sees are ids',
    source: 'exports that guard zeros from Excel',
    input: '="007", \'008, U+200B A3',
    file: table('account_id,name', '="007",Ada', "'008,Bob", '\u200bA3,Cid'),
    right: { code: 0, accounts: { '007': true, '008': true, A3: true } },
  }),
  fileTrial('C', {
    name: 'what a spreadsheet could not compute is blank, and counted',
    source: 'Excel: #REF!, #DIV/0!, ########',
    input: 'mrr #DIV/0!, renewal ########',
    file: table('account_id,mrr_eur,renewal_date', 'A1,#DIV/0!,########', 'A2,10,2024-05-01', 'A3,10,2024-05-01'),
    look: ({ mrr, renews }) => [mrr, renews],
    right: {
      code: 0,
      accounts: {
        A1: [null, null],
        A2: ['1000 EUR', '2024-05-01T00:00:00Z'],
        A3: ['1000 EUR', '2024-05-01T00:00:00Z'],
      },
    },
    says: /mrr_eur: read as .*blank in 1 row/,
  }),
  ...(
    [
      [
        'German',
        'Kundennummer;Firma;E-Mail;MRR (EUR);Vertragsbeginn',
        'K1;Müller GmbH;m@m.example;1.234,50 €;05.01.2024',
      ],
      [
        'French',
        'Numéro client;Société;Courriel;mrr_eur;Date de création',
        'K1;Müller GmbH;m@m.example;1 234,50 €;05/01/2024',
      ],
      ['Swedish', 'Kundnummer;Företag;E-post;mrr_eur;Skapad', 'K1;Müller GmbH;m@m.example;1 234,50;2024-01-05'],
      [
        'Japanese',
        '顧客番号,会社名,メールアドレス,mrr_eur,登録日',
        'K1,Müller GmbH,m@m.example,"1,234.50",2024年1月5日',
      ],
    ] as const
  ).map(([language, header, row]) =>
    fileTrial('C', {
      name: `${language} headers are understood`,
      source: `an export in ${language}`,
      input: header,
      file: { 'accounts.csv': table(header, row) },
      options: ['--date-order', 'dmy'],
      look: ({ name, mrr, signedUp, people }) => [name, mrr, signedUp, people[0]?.[1]],
      right: { code: 0, accounts: { K1: ['Müller GmbH', '123450 EUR', '2024-01-05T00:00:00Z', 'm@m.example'] } },
    }),
  ),
  fileTrial('C', {
    name: 'columns of a table that all begin with its name are understood',
    source: 'Chargebee: customers.id, customers.email',
    input: 'customers.id,customers.company,customers.email',
    file: { 'Customers.csv': table('customers.id,customers.company,customers.email', 'C1,Ada Ltd,ada@a.example') },
    look: ({ name, people }) => [name, people],
    right: { code: 0, accounts: { C1: ['Ada Ltd', [[null, 'ada@a.example', null]]] } },
  }),
]
