import { useMutation } from '@tanstack/react-query'
import type { Finding } from '../../../shared/model/finding.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Key } from '../../parts/keys/key.tsx'
import { plural } from '../../parts/number.ts'
import { toastBusy } from '../../parts/toast.tsx'
import { useKeys } from '../../state/keys.tsx'

/** How many findings are shown at once. */
const SHOWN = 20

function Row({ finding }: { finding: Finding }) {
  return (
    <li className="finding">
      <b>{finding.what}</b>
      <span className="quiet">{finding.why}</span>
      {finding.examples.length > 0 ? (
        <span className="finding-examples">
          For example <bdi>{finding.examples.join(' · ')}</bdi>
        </span>
      ) : null}
      <span>{finding.todo}</span>
    </li>
  )
}

/** Looks over the data of the workspace for what is hardly true, when a person asks. */
export function DoctorCard() {
  const examine = useMutation(useApi().source.doctor.mutationOptions())
  const look = () => {
    if (examine.isPending) toastBusy('The data check is still running')
    else examine.mutate({})
  }
  useKeys([{ act: 'sources.check', run: look }])
  const found = examine.data
  return (
    <section className="card" aria-label="Data check">
      <h2>
        <span>
          Data check{' '}
          <small>
            {found
              ? found.findings.length === 0
                ? 'nothing found'
                : plural(found.findings.length, 'finding')
              : 'implausible dates, amounts, addresses, gaps'}
          </small>
        </span>
        <button type="button" className="btn small" disabled={examine.isPending} onClick={look}>
          {examine.isPending ? 'Checking …' : 'Check the data'} <Key of="sources.check" />
        </button>
      </h2>
      {examine.error ? <ErrorNote failure={failureOf(examine.error)} /> : null}
      {found === null ? <p className="quiet">The check was cancelled.</p> : null}
      {found ? (
        <>
          <p className="quiet">
            {plural(found.looked.accounts, 'account')}, {plural(found.looked.contacts, 'contact')},{' '}
            {plural(found.looked.objects, 'object')} and {plural(found.looked.events, 'event')} looked over.
          </p>
          <ul className="findings">
            {found.findings.slice(0, SHOWN).map(finding => (
              <Row key={`${finding.check}:${finding.what}`} finding={finding} />
            ))}
          </ul>
          {found.findings.length > SHOWN ? (
            <p className="quiet">
              {plural(found.findings.length - SHOWN, 'more finding')}: <code>forestall doctor</code> lists all.
            </p>
          ) : null}
        </>
      ) : null}
    </section>
  )
}
