import type { Similar } from '../../../shared/desk/similar.ts'
import { type Run, usage } from '../command.ts'
import { print, table } from '../print.ts'

const day = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** What was done about the same trigger before, and what followed. */
export const similarCommand: Run = async ({ client, args: [id, more], options }) => {
  if (!/^[1-9]\d{0,14}$/.test(id ?? '') || more !== undefined)
    throw usage('The command “similar” takes the id of one issue', 'forestall similar 12')
  const found = await client.issue.similar({ id: Number(id) })
  print(options.json, found, () => similarLines(found))
}

/** Past starts by playbook with counts of confirmed outcomes, and the newest of them. */
export function similarLines({ triggerTitle, starts, isLimited, playbooks, recent }: Similar): string[] {
  if (triggerTitle === null) return ['The issue has no signal, so nothing is similar to it.']
  if (starts === 0) return [`No earlier playbook was started for “${triggerTitle}”.`]
  return [
    `${triggerTitle}: ${isLimited ? 'the newest ' : ''}${starts} ${starts === 1 ? 'start' : 'starts'}`,
    ...table([
      ['what was done', 'aim met', 'confirmed', 'quiet', 'otherwise', 'open'],
      ...playbooks.map(({ name, arm, all }) => [
        ...[arm === 'control' ? `held out from ${name}` : name, all.aimMet, all.confirmed],
        ...[all.quiet, all.otherwise, all.open],
      ]),
    ]),
    ...(recent.length === 0
      ? []
      : [
          '',
          ...table([
            ['issue', 'account', 'what was done', 'outcome', 'on'],
            ...recent.map(one => [
              ...[one.issueId, one.accountName, one.arm === 'control' ? 'held out' : one.playbookName],
              ...[one.outcome.replaceAll('_', ' '), day(one.at)],
            ]),
          ]),
        ]),
    'Counts of confirmed outcomes. The review says how much a playbook changes.',
  ]
}
