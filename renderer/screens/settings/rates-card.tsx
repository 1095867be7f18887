import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ExchangeView, reckoningWords, type UnreadRate } from '../../../shared/exchange.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { TextField } from '../../parts/field.tsx'
import { FileButton } from '../../parts/file-button.tsx'
import { Form } from '../../parts/form.tsx'
import { plural } from '../../parts/number.ts'
import { toast } from '../../parts/toast.tsx'
import { AdminOnly, NeedsAdmin } from './admin-only.tsx'

/** Lines that fit into the card. */
const UNREAD_LISTED = 8

function ImportRates() {
  const [base, setBase] = useState('EUR')
  const load = useMutation(
    useApi().workspace.importRates.mutationOptions({
      // It is said here, until the next file.
      meta: { quiet: true },
      onSuccess: ({ imported }) => toast(`${plural(imported, 'exchange rate')} imported`),
    }),
  )
  return (
    <div className="form rates-import">
      <div className="rates-file">
        <Form lack={{ say: 'Choose the file with the rates: “Import rates …”' }} onSend={() => undefined}>
          <TextField label="Base currency of the file" value={base} onText={setBase} />
        </Form>
        <FileButton
          text="Import rates …"
          label="Import rates as CSV"
          accept=".csv,text/csv"
          disabled={load.isPending}
          onFile={file =>
            void file.text().then(csv => load.mutate({ csv, base: base.trim().toUpperCase(), from: file.name }))
          }
        />
      </div>
      {load.data && load.data.unread.length > 0 ? <Unread unread={load.data.unread} /> : null}
      {load.error ? <ErrorNote failure={failureOf(load.error)} /> : null}
      <span className="quiet">The ECB’s daily or historical file, or the columns currency, rate and date.</span>
    </div>
  )
}

/** Lines that could not be read: their currencies keep the rates that they had. */
function Unread({ unread }: { unread: readonly UnreadRate[] }) {
  const left = unread.length - UNREAD_LISTED
  return (
    <div>
      <p className="wait">
        {plural(unread.length, 'line was', 'lines were')} not read. These currencies keep their rates.
      </p>
      <ul className="rates-unread" aria-label="Lines that were not read">
        {unread.slice(0, UNREAD_LISTED).map(({ line, text, why }) => (
          <li key={`${line} ${text}`}>
            Line {line} “{text}” <span className="hint">{why}</span>
          </li>
        ))}
        {left > 0 ? <li className="quiet">and {plural(left, 'more line')}</li> : null}
      </ul>
    </div>
  )
}

/** `HUF 398 · 2025-12-31 (built in)` for the reckoning’s own neighbours, and what has no rate. */
function Rates({ view }: { view: ExchangeView }) {
  const shown = view.rates.filter(rate => rate.imported)
  const days = shown.map(({ day }) => day).sort()
  return (
    <>
      <p className="quiet">
        {view.from === null
          ? `Built-in rates as of ${view.rates[0]?.day}: rough averages of a year.`
          : `${plural(shown.length, 'rate')} from ${view.from}, as of ${days.at(0)}${days.at(0) === days.at(-1) ? '' : ` to ${days.at(-1)}`}.`}
      </p>
      {view.missing.map(({ currency, issues }) => (
        <p key={currency}>
          No rate for <b>{currency}</b>: {plural(issues, 'open issue')} counted as a typical account.
        </p>
      ))}
    </>
  )
}

/** Exchange rates: their days, an import, and the currencies without one. */
export function RatesCard() {
  const exchange = useQuery(useApi().workspace.exchange.queryOptions())
  return (
    <section className="card" aria-label="Exchange rates">
      <h2>
        Exchange rates <NeedsAdmin />
      </h2>
      {exchange.data ? <p className="quiet">{reckoningWords(exchange.data.reckoning)}</p> : null}
      {exchange.error ? <ErrorNote failure={failureOf(exchange.error)} /> : null}
      {exchange.data ? <Rates view={exchange.data} /> : null}
      <AdminOnly>
        <ImportRates />
      </AdminOnly>
    </section>
  )
}
