import { type Run, usage } from './command.ts'
import { print, table } from './print.ts'

const PAGE = 200

/** `forestall suppressions [lift ADDRESS]`: addresses that are never written to and why, or one made reachable again. */
export const suppressions: Run = async ({ client, args, options }) => {
  const [action, address] = args
  if (action === 'lift' && address !== undefined) await client.account.unsuppress({ address })
  else if (action !== undefined)
    throw usage(
      'The command “suppressions” takes nothing, or lift ADDRESS',
      'forestall suppressions lift ada@example.com',
    )
  const found = await client.account.suppressions({ limit: Number(options.limit ?? PAGE) })
  print(options.json, found, () =>
    found.length === 0
      ? ['No address is suppressed.']
      : table([
          ['address', 'since', 'reason'],
          ...found.map(one => [one.address, new Date(one.at).toISOString().slice(0, 10), one.reason]),
        ]),
  )
}
