import type { Finding } from '../../shared/model/finding.ts'
import type { Run } from './command.ts'
import { print } from './print.ts'

const lines = ({ what, why, todo, examples }: Finding): string[] => [
  what,
  ...(examples.length > 0 ? [`  for example ${examples.join(' · ')}`] : []),
  `  ${why}`,
  `  → ${todo}`,
]

/** Looks over a workspace's data. Exit code 1 where something was found, so that a script notices. */
export const doctor: Run = async ({ client, options }) => {
  const found = await client.source.doctor()
  print(options.json, found, () => {
    if (!found) return ['Cancelled.']
    const { accounts, contacts, objects, events } = found.looked
    const looked = `${accounts} accounts, ${contacts} contacts, ${objects} objects and ${events} events looked over`
    return [...found.findings.flatMap(lines), found.findings.length === 0 ? `${looked}: nothing found.` : `${looked}.`]
  })
  return found === null || found.findings.length > 0 ? 1 : 0
}
