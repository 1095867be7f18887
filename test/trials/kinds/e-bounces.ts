import { aMailServer, smtpSetting } from '../../helpers/smtp.ts'
import type { Outcome, Trial } from '../case.ts'
import { messagesTo, PLAYBOOK } from '../desk.ts'
import { imported } from '../imported.ts'

interface Answer {
  name: string
  source: string
  /** What the mail server says to RCPT; null takes the message. */
  code: number
  text: string
  /** What became of the first message, and what the check says of the next one to the same address. */
  right: { first: string; next: string; lifted: string }
  says?: RegExp
}

const RFC = 'RFC 3463 and RFC 5321, 4.2'
const ANSWERS: readonly Answer[] = [
  {
    name: 'an address that the mail server does not know is remembered and refused with its words, until it is lifted',
    source: RFC,
    code: 550,
    text: '5.1.1 No such user here',
    right: { first: 'refused', next: 'refuse', lifted: 'pass' },
    says: /bounced.*No such user here/,
  },
  {
    name: 'a server without enhanced codes that knows no such mailbox is understood as well',
    source: 'own: an old mail server',
    code: 550,
    text: 'mailbox unavailable',
    right: { first: 'refused', next: 'refuse', lifted: 'pass' },
    says: /bounced.*mailbox unavailable/,
  },
  {
    name: 'a domain that takes no mail is a bounce',
    source: 'RFC 7505',
    code: 556,
    text: '5.1.10 Recipient address has null MX',
    right: { first: 'refused', next: 'refuse', lifted: 'pass' },
    says: /bounced.*null MX/,
  },
  {
    name: 'a server that asks for patience is no bounce',
    source: RFC,
    code: 450,
    text: '4.2.1 Mailbox busy, greylisted',
    right: { first: 'waiting', next: 'pass', lifted: 'pass' },
  },
  {
    name: 'a full mailbox is refused this time, and is no bounce',
    source: RFC,
    code: 552,
    text: '5.2.2 Mailbox full',
    right: { first: 'refused', next: 'pass', lifted: 'pass' },
  },
  {
    name: 'a server that refuses us for our own sake is no bounce',
    source: RFC,
    code: 550,
    text: '5.7.1 Message rejected by policy',
    right: { first: 'refused', next: 'pass', lifted: 'pass' },
  },
  {
    name: 'an address that is taken passes again',
    source: 'own',
    code: 250,
    text: '',
    right: { first: 'sent', next: 'pass', lifted: 'pass' },
  },
]

const address = (n: number): string => `person${n}@shop.example`

/** Two accounts for each answer, whose people share an address: one is written to, then the other is looked at. */
const names = ANSWERS.flatMap((_, n) => [`first${n}`, `next${n}`])
const table = (header: string, rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`
const files = {
  'accounts.csv': table(
    'account_id,name',
    names.map(name => `${name},${name}`),
  ),
  'contacts.csv': table(
    'contact_id,account_id,name,email,time_zone',
    names.map(name => `c-${name},${name},Ada Lovelace,${address(Number(/\d+/.exec(name)?.[0]))},UTC`),
  ),
}

let together: Promise<Outcome[]> | undefined
const all = () => {
  together ??= tried()
  return together
}

async function tried(): Promise<Outcome[]> {
  const server = await aMailServer()
  server.behave({
    refuseRecipient: to => {
      const { code = 250, text = '' } = ANSWERS[Number(/\d+/.exec(to)?.[0])] ?? {}
      return code === 250 ? null : { code, text }
    },
  })
  try {
    return await imported({ files }, async ({ client }) => {
      await client.workspace.setGuardrails({ holdout: 0, undoSeconds: 0, quietHours: { from: 0, to: 0 } })
      await client.channel.setSmtp({ setting: smtpSetting(server.port) })
      await messagesTo(client, names)
      // The clock stands in the past; without this word nothing leaves for real.
      await client.outbox.allowReplay({ allowed: true })
      const issues = new Map((await client.queue.list({ limit: 100 })).map(row => [row.accountName, row.id]))
      for (const [n] of ANSWERS.entries())
        await client.intervention.start({ issueId: issues.get(`first${n}`) ?? 0, playbookId: PLAYBOOK })
      await client.outbox.drain({})
      const items = await client.outbox.list({})
      const consent = async (n: number) => {
        const { verdicts } = await client.intervention.preview({
          issueId: issues.get(`next${n}`) ?? 0,
          playbookId: PLAYBOOK,
        })
        return verdicts.find(({ check }) => check === 'suppression') ?? { status: '', fact: '' }
      }
      const found: Outcome[] = []
      for (const [n] of ANSWERS.entries()) {
        const next = await consent(n)
        const { state = '' } = items.find(({ to }) => to.includes(address(n))) ?? {}
        const [kept] = (await client.account.suppressions({})).filter(one => one.address === address(n))
        if (kept) await client.account.unsuppress({ address: kept.address })
        const got = { first: state, next: next.status, lifted: (await consent(n)).status }
        found.push({ got, said: [next.fact] })
      }
      return found
    })
  } finally {
    await server.stop()
  }
}

/** What a real mail server answers at the door, and what follows for the address. */
export const trials: readonly Trial[] = ANSWERS.map(({ name, source, code, text, right, says }, n) => ({
  kind: 'E',
  ...{ name, source, right },
  input: code === 250 ? '250 to RCPT' : `${code} ${text} to RCPT`,
  ...(says && { says }),
  run: async () => (await all())[n] ?? { got: undefined, said: [] },
}))
