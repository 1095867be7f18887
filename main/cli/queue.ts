import type { QueueView } from '../../shared/vocabulary.ts'
import type { Run } from './command.ts'
import { print, table } from './print.ts'

/** Predicted issues in order of priority. */
export const queue: Run = async ({ client, options }) => {
  const rows = await client.queue.list({
    view: (options.view ?? 'now') as QueueView,
    limit: Number(options.limit ?? 50),
  })
  print(options.json, rows, () =>
    rows.length === 0
      ? ['Nothing is waiting here.']
      : [
          ...table([
            ['issue', 'priority', 'risk', 'category', 'account', 'what'],
            ...rows.map(r => [r.id, r.priority.toFixed(1), r.risk.toFixed(2), r.category, r.accountName, r.title]),
          ]),
          ...rows.flatMap(r => (r.noRate === null ? [] : [`${r.accountName}: no rate for ${r.noRate}.`])),
        ],
  )
}
