import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { matchingPackages } from '../../../shared/shipped/package.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { TextField } from '../../parts/field.tsx'
import { plural } from '../../parts/number.ts'

const CHROMIUM_FILE = 'LICENSES.chromium.html'

/** Every package of which something is shipped, with its licence and the text of it. */
export function LicencesCard() {
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const list = useQuery(useApi().workspace.licences.queryOptions({ enabled: isOpen }))
  const found = matchingPackages(list.data ?? [], typed)
  return (
    <section className="card" aria-label="Licences">
      <h2>Licences {list.data ? <small>{plural(list.data.length, 'package')}</small> : null}</h2>
      <p className="quiet">
        Open-source packages that Forestall contains. The licences of Chromium are in <code>{CHROMIUM_FILE}</code>,
        beside the program.
      </p>
      {isOpen ? null : (
        <button type="button" className="btn small" onClick={() => setOpen(true)}>
          Show licences
        </button>
      )}
      {list.error ? <ErrorNote failure={failureOf(list.error)} /> : null}
      {list.data ? (
        <>
          <TextField label="Search by package or licence" value={typed} onText={setTyped} />
          {found.length === 0 ? <p className="quiet">No package matches.</p> : null}
          <ul className="licences">
            {found.map(({ name, version, licence, text }) => (
              <li key={`${name}@${version}`}>
                <details>
                  <summary>
                    <b>{name}</b> {version} <span className="quiet">{licence || 'see text'}</span>
                  </summary>
                  <pre>{text || `The package brings no text. Its licence is ${licence}.`}</pre>
                </details>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  )
}
