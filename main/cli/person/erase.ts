import type { ErasurePlan, Person } from '../../../shared/model/person.ts'
import { type Run, usage } from '../command.ts'
import { print, table } from '../print.ts'

const EXAMPLE = 'forestall erase account 12 --confirm "Ada Lovelace"'
const day = (at: number) => new Date(at).toISOString().slice(0, 10)

/** Who is meant by the words of a command: `account 12` or `contact 40`. */
export function personNamed(args: readonly string[], example: string): Person {
  const [kind, id] = args
  if ((kind !== 'account' && kind !== 'contact') || !/^[1-9]\d*$/.test(id ?? ''))
    throw usage('A person is named by “account” or “contact” and a number', example)
  return { kind, id: Number(id) }
}

/**
 * `forestall erase`: earlier erasures, and the sources that still have the person. `forestall erase account|contact ID`: what
 * would go; with `--confirm NAME` it goes.
 */
export const erase: Run = async ({ client, args, options }) => {
  if (args.length === 0) {
    const erasures = await client.person.erasures()
    print(options.json, erasures, () =>
      erasures.length === 0
        ? ['Nobody was erased.']
        : table([
            ['erased', 'by', 'what', 'state', 'still in'],
            ...erasures.map(one => [
              ...[day(one.askedAt), one.askedBy, one.kind, one.state],
              one.sources.map(({ name, at }) => `${name} (${day(at)})`).join(', ') || 'no source',
            ]),
          ]),
    )
    return
  }
  const person = personNamed(args, EXAMPLE)
  const plan = await client.person.plan(person)
  if (options.confirm === undefined) {
    print(options.json, plan, () => [
      `${plan.name} (${plan.kind}) would be erased for good:`,
      ...table(plan.rows.map(({ what, rows }) => [`  ${what}`, String(rows)])),
      ...(plan.sources.length > 0 ? [`Still in: ${plan.sources.join(', ')}. Erase the person there too.`] : []),
      ...stayingIds(plan),
      ...(plan.backups.length > 0
        ? [`Backups that will be replaced: ${plan.backups.map(({ at }) => day(at)).join(', ')}.`]
        : []),
      plan.refused ?? `To erase: forestall erase ${person.kind} ${person.id} --confirm "${plan.name}"`,
    ])
    return
  }
  const { id } = await client.person.erase({ ...person, confirm: options.confirm })
  print(options.json, { id }, () => [
    plan.namedIds.length > 0
      ? 'Erased. Only the ids below still name the person in this workspace.'
      : 'Erased. Nothing in this workspace names the person any more.',
    ...stayingIds(plan),
    ...(plan.sources.length > 0
      ? [
          `These sources still have the person, and nothing of theirs is read from there again: ${plan.sources.join(', ')}.`,
        ]
      : []),
  ])
}

/** Ids are no texts: others refer to a definition by them, so they are named instead of changed. */
const stayingIds = ({ namedIds }: Pick<ErasurePlan, 'namedIds'>): string[] =>
  namedIds.length === 0
    ? []
    : [
        `Ids made of the name, which stay: ${namedIds.map(({ what, id }) => `${what} ${id}`).join(', ')}. Copy each under another id, and delete it.`,
      ]
