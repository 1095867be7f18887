import { fileTrial, type Seen } from '../accounts.ts'
import type { Trial } from '../case.ts'

const csv = (...lines: string[]) => lines.map(line => `${line}\n`).join('')
const look = ({ name, signedUp, mrr, people }: Seen) => [name, signedUp?.slice(0, 10) ?? null, mrr, people[0]?.[1]]

/** Headings that say the same in other letters, other languages and with other words in front. */
export const trials: readonly Trial[] = [
  fileTrial('E', {
    name: 'Turkish capitals are the letters that they are',
    source: 'Logo, Mikro and spreadsheets in Turkish',
    input: 'MÜŞTERİ NO;MÜŞTERİ ADI;E-POSTA;KAYIT TARİHİ;AYLIK GELİR (TRY)',
    file: csv(
      'MÜŞTERİ NO;MÜŞTERİ ADI;E-POSTA;KAYIT TARİHİ;AYLIK GELİR (TRY)',
      '1;Ada Ltd;ada@a.example;31.01.2024;1.250,50',
      '2;Bob Ltd;bob@b.example;28.02.2024;99,00',
    ),
    look,
    right: {
      code: 0,
      accounts: {
        1: ['Ada Ltd', '2024-01-31', '125050 TRY', 'ada@a.example'],
        2: ['Bob Ltd', '2024-02-28', '9900 TRY', 'bob@b.example'],
      },
    },
  }),
  ...(['ACCOUNT_İD,NAME,EMAİL,SİGNED_UP_AT', 'account_ıd,name,emaıl,sıgned_up_at'] as const).map(header =>
    fileTrial('E', {
      name: `English headings that a Turkish program spelt are English: ${header}`,
      source: 'toUpperCase and toLowerCase under a Turkish locale',
      input: header,
      file: csv(header, '1,Ada,ada@a.example,2024-01-31'),
      look,
      right: { code: 0, accounts: { 1: ['Ada', '2024-01-31', null, 'ada@a.example'] } },
    }),
  ),
  fileTrial('E', {
    name: 'headings in Polish and in Russian are understood',
    source: 'own: spreadsheets',
    input: 'Numer klienta;Nazwa firmy;…;Ежемесячный доход (PLN)',
    file: csv(
      'Numer klienta;Nazwa firmy;Почта;Дата регистрации;Miesięczny przychód (PLN)',
      '1;Ada Ltd;ada@a.example;31.01.2024;1 250,50',
    ),
    look,
    right: { code: 0, accounts: { 1: ['Ada Ltd', '2024-01-31', '125050 PLN', 'ada@a.example'] } },
  }),
  fileTrial('D', {
    name: 'an account is closed where every heading begins with account_',
    source: 'Recurly: account_code, account_state, account_closed_at',
    input: 'account_closed_at 2024-05-01',
    file: csv(
      'account_code,account_email,account_company_name,account_state,account_created_at,account_closed_at',
      'ada,ada@a.example,Ada Ltd,active,2024-01-31T10:00:00Z,',
      'bob,bob@b.example,Bob Ltd,closed,2024-01-31T10:00:00Z,2024-05-01T00:00:00Z',
    ),
    look: ({ signedUp, churned }) => [signedUp, churned],
    right: {
      code: 0,
      accounts: { ada: ['2024-01-31T10:00:00Z', null], bob: ['2024-01-31T10:00:00Z', '2024-05-01T00:00:00Z'] },
    },
  }),
  fileTrial('D', {
    name: 'an account whose state is closed is none, and a state of the Union is no state of an account',
    source: 'Recurly without its dates; address lists',
    input: 'account_state closed | CA',
    file: csv('account_code,name,account_state', 'ada,Ada,active', 'bob,Bob,closed', 'cy,Cy,CA'),
    right: { code: 0, accounts: { ada: true, cy: true } },
    says: /account_state: rows that say that their customer or record is deleted or has left/,
  }),
  fileTrial('D', {
    name: 'numbers under the name of having left are said',
    source: 'Access: yes is -1; exports that count months',
    input: 'churned -1 | 0',
    file: csv('account_id,name,churned', 'A1,Ada,-1', 'A2,Bob,0'),
    look: ({ properties }) => properties.churned,
    right: { code: 0, accounts: { A1: -1, A2: 0 } },
    says: /churned: may say who has left/,
  }),
  fileTrial('D', {
    name: 'numbers under the name of being over are said',
    source: 'Access: yes is -1',
    input: 'tickets with closed -1 | 0',
    file: {
      'accounts.csv': csv('account_id,name', 'A1,Ada'),
      'tickets.csv': csv('ticket_id,account_id,opened_at,closed', 'T1,A1,2024-01-31,-1', 'T2,A1,2024-01-31,0'),
    },
    right: { code: 0, accounts: { A1: true } },
    says: /closed: may say what is over, and nothing is read from it/,
  }),
  fileTrial('E', {
    name: 'a refusal is one in Turkish capitals, in Arabic, Hindi, Greek and Hebrew',
    source: 'own: lists of subscribers',
    input: 'newsletter EVET | HAYIR | نعم | لا | हाँ | नहीं | ναι | όχι | כן | לא',
    file: csv(
      'account_id,email,newsletter',
      ...['EVET', 'HAYIR', 'نعم', 'لا', 'हाँ', 'नहीं', 'ναι', 'όχι', 'כן', 'לא'].map(
        (word, n) => `A${n},a${n}@a.example,${word}`,
      ),
    ),
    look: ({ people }) => people[0]?.[2],
    right: { code: 0, accounts: Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`A${n}`, n % 2 === 0])) },
  }),
  fileTrial('E', {
    name: 'a number of its user names an account before its address does',
    source: 'Intercom: User ID, Email',
    input: 'User ID,Name,Email',
    file: csv('User ID,Name,Email', 'u1,Ada Lovelace,ada@a.example', 'u2,Bob Byte,bob@b.example'),
    look: ({ people }) => people[0]?.[1],
    right: { code: 0, accounts: { u1: 'ada@a.example', u2: 'bob@b.example' } },
  }),
  fileTrial('B', {
    name: 'a yearly revenue counts where the monthly one is blank',
    source: 'own: contracts of both kinds in one sheet',
    input: 'mrr_eur,arr_eur = ,1200 | 20,240',
    file: csv('account_id,name,mrr_eur,arr_eur', 'A1,Ada,,1200', 'A2,Bob,20,240'),
    look: ({ mrr }) => mrr,
    right: { code: 0, accounts: { A1: '10000 EUR', A2: '2000 EUR' } },
    says: /arr_eur: the header says a year/,
  }),
  fileTrial('B', {
    name: 'a fee of a quarter is no monthly revenue, which is said',
    source: 'own',
    input: 'quarterly_fee_eur 300',
    file: csv('account_id,name,quarterly_fee_eur', 'A1,Ada,300'),
    look: ({ mrr, properties }) => [mrr, properties.quarterly_fee_eur],
    right: { code: 0, accounts: { A1: [null, 300] } },
    says: /quarterly_fee_eur: may be what an account pays/,
  }),
  fileTrial('B', {
    name: 'a year of two digits in front of dashes may be one: it is asked, and read as the person says',
    source: 'strftime %y-%m-%d',
    input: '24-01-15 | 23-02-16 with --date-order ymd',
    file: csv('account_id,signed_up_at', 'A1,24-01-15', 'A2,23-02-16'),
    options: ['--date-order', 'ymd'],
    look: ({ signedUp }) => signedUp?.slice(0, 10),
    right: { code: 0, accounts: { A1: '2024-01-15', A2: '2023-02-16' } },
    says: /years of two digits/,
  }),
  fileTrial('B', {
    name: 'a year of two digits in front of dashes may be one: without an answer nothing is kept',
    source: 'strftime %y-%m-%d',
    input: '24-01-15 | 23-02-16',
    file: csv('account_id,signed_up_at', 'A1,24-01-15', 'A2,23-02-16'),
    right: { code: 1, accounts: {} },
    says: /“24-01-15” may be 2015-01-24 or 2024-01-15/,
  }),
  fileTrial('B', {
    name: 'a day that cannot be one of a year in front decides for two-digit years',
    source: 'own: Dutch and Indian exports',
    input: '24-01-15 | 23-02-99',
    file: csv('account_id,signed_up_at', 'A1,24-01-15', 'A2,23-02-99'),
    look: ({ signedUp }) => signedUp?.slice(0, 10),
    right: { code: 0, accounts: { A1: '2015-01-24', A2: '1999-02-23' } },
    says: /Line 3 says “23-02-99”: day first/,
  }),
  fileTrial('G', {
    name: 'a currency beside a nested amount is a field that was read',
    source: 'Paddle: currency_code beside details.totals.total',
    input: 'JSON with currency_code EUR',
    file: {
      'accounts.csv': csv('account_id,name', 'c1,Ada'),
      'invoices.json': JSON.stringify([
        {
          id: 't1',
          customer_id: 'c1',
          currency_code: 'EUR',
          details: { totals: { total: '20.00' } },
          billed_at: '2024-01-31',
        },
      ]),
    },
    right: { code: 0, accounts: { c1: true } },
    says: /invoices: 5 of 5 columns read/,
  }),
]
