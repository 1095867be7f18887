import { readFile } from 'node:fs/promises'
import { OddJson } from '../../shared/guard/json-depth.ts'
import { readJson } from '../../shared/guard/read-json.ts'
import type { PushdownReport } from '../../shared/model/source.ts'
import { FailureError } from '../../shared/result.ts'
import { type Run, usage } from './command.ts'
import { print, table } from './print.ts'
import { reportLines } from './sync.ts'

/**
 * `forestall pushdown --mapping FILE --url postgres://… [--trigger ID] [--name SOURCE] [--limit N]`: prints the
 * accounts in a warehouse that triggers fire for, and syncs only these.
 */
export const pushdown: Run = async ({ client, options }) => {
  const { mapping, url, trigger, name, limit } = options
  if (!mapping || !url)
    throw usage(
      'The command “pushdown” needs a mapping and a connection URL',
      'forestall pushdown --mapping warehouse.json --url postgres://reader@warehouse:5432/shop',
    )
  const report = await client.source.pushdown({
    mapping: await readMapping(mapping),
    url,
    ...(trigger ? { triggerId: trigger } : {}),
    ...(name ? { name } : {}),
    ...(limit ? { limit: Number(limit) } : {}),
  })
  print(options.json, report, () => lines(report))
}

async function readMapping(path: string): Promise<ReturnType<typeof JSON.parse>> {
  try {
    return readJson(await readFile(path, 'utf8')) as ReturnType<typeof JSON.parse>
  } catch (error) {
    throw new FailureError({
      kind: error instanceof SyntaxError || error instanceof OddJson ? 'invalid' : 'io',
      what: `The mapping ${path} was not read.`,
      why: `${error instanceof Error ? error.message.replace(/\.$/, '') : String(error)}.`,
      todo: 'Nothing was changed.',
    })
  }
}

const lines = (report: PushdownReport): string[] => [
  ...report.triggers.flatMap(triggerLines),
  '',
  ...reportLines(report.sync),
]

function triggerLines({ triggerId, title, accounts, more, refused, confirmed }: PushdownReport['triggers'][number]) {
  if (refused) return [`${triggerId}: ${refused.what} ${refused.why} ${refused.todo}`]
  const many = `${accounts.length}${more ? ' or more' : ''} at risk, ${confirmed} with an open signal in this workspace`
  const rows = accounts.map(({ externalId, figures }) => [
    `  ${externalId}`,
    figures.map(({ label, value }) => `${value === null ? '–' : Math.round(value * 100) / 100} ${label}`).join(', '),
  ])
  return [`${triggerId}: ${title}: ${many}`, ...table(rows)]
}
