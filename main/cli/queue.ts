import { isReadableView, STANDARD_VIEWS, type ViewShape } from '../../shared/desk/saved-view.ts'
import { fail, unwrap } from '../../shared/result.ts'
import { QUEUE_VIEWS } from '../../shared/vocabulary.ts'
import type { Client, Run } from './command.ts'
import { print, table } from './print.ts'

/** Predicted issues in order of priority, of any view: one of the queue, a standard one, or one that you have saved. */
export const queue: Run = async ({ client, options }) => {
  const limit = Number(options.limit ?? 50)
  const rows = await rowsOf(client, options.view ?? 'now', limit)
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

async function rowsOf(client: Client, name: string, limit: number) {
  const plain = QUEUE_VIEWS.find(view => view === name)
  if (plain) return client.queue.list({ view: plain, limit })
  const { view, pick, sort, group } = await shapeCalled(client, name)
  return client.worklist.rows({ view, pick, ...(sort ? { sort } : {}), ...(group ? { group } : {}), limit })
}

/** The view of a name, whatever its case. */
async function shapeCalled(client: Client, name: string): Promise<ViewShape> {
  const standard = STANDARD_VIEWS.find(({ id }) => id === name)
  if (standard) return standard.shape
  const saved = (await client.worklist.views()).find(view => view.name.toLowerCase() === name.toLowerCase())
  if (saved && isReadableView(saved)) return saved.shape
  if (saved)
    return unwrap(
      fail('conflict', `The view “${name}” cannot be read.`, saved.unreadable ?? '', 'Remove it and save it again.'),
    )
  return unwrap(
    fail(
      'not_found',
      `There is no view “${name}”.`,
      'Neither a standard view nor one of yours has this name.',
      'List your views with `forestall call worklist.views`.',
    ),
  )
}
