import { fileTrial } from '../accounts.ts'
import type { Trial } from '../case.ts'

const joined = (...dates: string[]) =>
  `account_id,name,signup_date\n${dates.map((date, n) => `A${n + 1},Company ${n + 1},${date}\n`).join('')}`
const signedUp = ({ signedUp }: { signedUp: string | null }) => signedUp?.slice(0, 10)

/** Names that are one month in one language and another one in the next. */
export const trials: readonly Trial[] = [
  fileTrial('B', {
    name: 'listopad is November beside Polish months',
    source: 'Polish exports with months in words',
    input: '15 listopada 2024 beside 3 stycznia 2024',
    file: joined('15 listopada 2024', '3 stycznia 2024', '7 lip 2024'),
    look: signedUp,
    right: { code: 0, accounts: { A1: '2024-11-15', A2: '2024-01-03', A3: '2024-07-07' } },
  }),
  fileTrial('B', {
    name: 'listopad is not read as November beside Croatian months',
    source: 'Croatian exports with months in words',
    input: '15 listopada 2024 beside 3 veljače 2024',
    file: joined('15 listopada 2024', '3 veljače 2024', '9 srpnja 2024'),
    look: ({ signedUp, properties }) => [signedUp, properties.signup_date],
    right: {
      code: 0,
      accounts: { A1: [null, '15 listopada 2024'], A2: [null, '3 veljače 2024'], A3: [null, '9 srpnja 2024'] },
    },
    says: /months are Croatian, where “15 listopada 2024” on line 2 is October.*kept as text/,
  }),
  fileTrial('B', {
    name: 'listopad alone is read as November, and said to be October elsewhere',
    source: 'an export of one month',
    input: 'listopad 2024',
    file: joined('listopad 2024', '15 listopada 2024'),
    look: signedUp,
    right: { code: 0, accounts: { A1: '2024-11-01', A2: '2024-11-15' } },
    says: /read as November, as in Polish; in Croatian it is October/,
  }),
]
