import { type Playbook, placedSteps } from '../../../shared/intervention/playbook.ts'
import { stepWords } from '../../../shared/intervention/playbook-words.ts'
import type { PlaybookVersion } from '../../../shared/intervention/run.ts'
import { Empty } from '../../parts/empty.tsx'
import { plural } from '../../parts/number.ts'
import { STEP_WORDS } from '../../parts/playbook-words.ts'
import { written } from './problems.ts'

interface Props {
  versions: readonly PlaybookVersion[]
  onRestore: (playbook: Playbook) => void
}

/** Every saved version, newest first. A run keeps the version that it started with. */
export function Versions({ versions, onRestore }: Props) {
  if (versions.length === 0)
    return <Empty title="No versions yet">Each save creates a version. All versions are kept.</Empty>
  return (
    <ul className="versions">
      {versions.map(({ version, playbook, running }, n) => (
        <li key={version}>
          <details open={n === 0}>
            <summary>
              <b>Version {version}</b>
              {n === 0 ? <span className="tag good">used for new runs</span> : null}
              {running > 0 ? <span className="tag wait">{plural(running, 'active run')}</span> : null}
            </summary>
            <ol className="version-steps">
              {placedSteps(playbook.steps).map(({ step, path, depth }) => (
                <li key={written(path)} style={{ paddingLeft: depth * 18 }}>
                  <span className={`kind ${step.type}`}>{STEP_WORDS[step.type]}</span> {stepWords(step)}
                </li>
              ))}
            </ol>
            {n > 0 ? (
              <button type="button" className="btn small" onClick={() => onRestore(playbook)}>
                Edit from this version
              </button>
            ) : null}
          </details>
        </li>
      ))}
    </ul>
  )
}
