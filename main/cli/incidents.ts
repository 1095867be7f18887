import type { IncidentDetail } from '../../shared/incident.ts'
import { type Run, usage } from './command.ts'
import { print, table } from './print.ts'

/** The open incidents, or one incident with its accounts. */
export const incidents: Run = async ({ client, args, options }) => {
  const id = args[0] === undefined ? null : Number(args[0])
  if (id !== null && !Number.isInteger(id))
    throw usage(`“${args[0]}” is not the id of an incident`, 'forestall incidents [id]')
  if (id !== null) {
    const found = await client.incident.get({ id })
    print(options.json, found, () => [
      ...incidentLines(found),
      ...table([
        ['issue', 'state', 'category', 'account', 'since'],
        ...found.issues.map(i => [
          i.issueId,
          i.takenOut ? 'removed' : i.state,
          i.category,
          i.accountName,
          new Date(i.beganAt).toISOString(),
        ]),
      ]),
    ])
    return
  }
  const rows = await client.incident.list({
    ...(options.all ? {} : { state: 'open' }),
    limit: Number(options.limit ?? 50),
  })
  const { triggers, until } = await client.incident.learning({})
  print(options.json, rows, () => [
    ...(rows.length === 0
      ? ['No open incidents.']
      : table([
          ['incident', 'state', 'accounts', 'waiting', 'usual/day', 'since', 'what'],
          ...rows.map(r => [
            ...[r.id, r.state, r.accounts, r.waiting, r.usual.toFixed(1), new Date(r.beganAt).toISOString(), r.title],
          ]),
        ])),
    ...(until === null
      ? []
      : [
          `The usual numbers of ${triggers.length > 5 ? `${triggers.length} triggers` : triggers.join(', ')} are being learnt until ${new Date(until).toISOString()}.`,
        ]),
  ])
}

const incidentLines = ({ title, accounts, waiting, usual, playbooks, closedAt }: IncidentDetail): string[] => [
  title,
  `${accounts} accounts, ${waiting} waiting issues; usually ${usual.toFixed(1)} accounts a day`,
  ...(closedAt === null ? [] : [`closed ${new Date(closedAt).toISOString()}`]),
  ...playbooks.map(p => `playbook ${p.id} for ${p.issues} issues`),
]
