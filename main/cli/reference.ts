import { type Run, usage } from './command.ts'
import { print, table } from './print.ts'

const EXAMPLE = 'forestall reference 7KQ2-MX9-4T'

/** `forestall reference CODE`: the message that a customer's reference code names. Exits with 1 where it names none. */
export const reference: Run = async ({ client, args, options }) => {
  const [code, more] = args
  if (code === undefined || more !== undefined) throw usage('The command “reference” takes one code', EXAMPLE)
  const found = await client.outcome.reference({ code })
  print(options.json, found, () =>
    found.code === null
      ? ['This is not a reference code of this workspace: its check digits do not match.']
      : found.messages.length === 0
        ? [`${found.code} is well formed, but no message of this workspace has it.`]
        : table([
            ['code', 'account', 'subject', 'state', 'sent'],
            ...found.messages.map(({ accountName, subject, state, sentAt }) => [
              ...[
                found.code ?? '',
                accountName,
                subject,
                state,
                sentAt === null ? '' : new Date(sentAt).toISOString().slice(0, 10),
              ],
            ]),
          ]),
  )
  return found.messages.length === 0 ? 1 : undefined
}
