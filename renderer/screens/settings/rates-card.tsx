import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ExchangeView, reckoningWords } from '../../../shared/exchange.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { TextField } from '../../parts/field.tsx'
import { plural } from '../../parts/number.ts'
import { toast } from '../../parts/toast.tsx'
import { AdminOnly, NeedsAdmin } from './admin-only.tsx'

function ImportRates() {
  const [base, setBase] = useState('EUR')
  const load = useMutation(
    useApi().workspace.importRates.mutationOptions({ onSuccess: () => toast('Exchange rates imported') }),
  )
  return (
    <div className="form">
      <div className="row-2">
        <TextField label="Base currency of the file" value={base} onText={setBase} />
        <label className="field">
          Rates as CSV
          <input
            className="in"
            type="file"
            accept=".csv,text/csv"
            disabled={load.isPending}
            onChange={async event => {
              const file = event.currentTarget.files?.[0]
              if (file) load.mutate({ csv: await file.text(), base: base.trim().toUpperCase(), from: file.name })
            }}
          />
        </label>
      </div>
      {load.error ? <ErrorNote failure={failureOf(load.error)} /> : null}
      <span className="quiet">The ECB’s daily or historical file, or the columns currency, rate and date.</span>
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
