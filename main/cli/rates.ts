import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { reckoningWords } from '../../shared/exchange.ts'
import { FailureError } from '../../shared/result.ts'
import { type Run, usage } from './command.ts'
import { print, table } from './print.ts'

const EXAMPLE = 'forestall rates import eurofxref.csv'

/** `forestall rates [import FILE [--base EUR]]`: exchange rates with their days, and the currencies that have none. */
export const rates: Run = async ({ client, args, options }) => {
  const [action, file] = args
  const done =
    action === 'import' && file !== undefined
      ? await client.workspace.importRates({
          csv: await textOf(file),
          base: options.base ?? 'EUR',
          from: basename(file),
        })
      : null
  if (done === null && action !== undefined) throw usage('The command “rates” takes nothing, or import FILE', EXAMPLE)
  const view = await client.workspace.exchange()
  print(options.json, { ...view, ...(done && { unread: done.unread }) }, () => [
    ...(done ? [`${done.imported} ${done.imported === 1 ? 'rate' : 'rates'} imported.`] : []),
    ...(done?.unread ?? []).map(({ line, text, why }) => `Not read: line ${line} “${text}”. ${why}`),
    reckoningWords(view.reckoning),
    ...table([
      ['currency', 'for one EUR', 'as of', 'from'],
      ...view.rates.map(one => [
        ...[one.currency, one.perEuro, one.day],
        one.imported ? (view.from ?? 'imported') : 'built in',
      ]),
    ]),
    ...view.missing.map(({ currency, issues }) => `No rate for ${currency}: ${issues} open issues count as typical.`),
  ])
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new FailureError({
      kind: 'io',
      what: `The file ${file} was not read.`,
      why: `${error instanceof Error ? error.message : String(error)}.`,
      todo: 'Nothing was changed.',
    })
  }
}
