import { type ComponentView, type DeclaredOutage, MOST_SUSPECTED } from '../../../shared/desk/outage.ts'
import { componentTitle } from '../../../shared/desk/outage-text.ts'
import { plural } from '../../parts/number.ts'
import { personZone, shortStamp } from '../../parts/time.ts'
import { intoView } from '../../state/in-sight.ts'
import { useNow } from '../../state/now.ts'

/** What the list can have chosen: an outage by its number, or a component by its names. */
export type OutageChoice = { key: string; outage: DeclaredOutage } | { key: string; component: ComponentView }

const keyOfComponent = ({ dimension, component }: ComponentView): string => `${dimension}/${component}`

/**
 * Everything that can be chosen, in order: what goes on, what may be failing, what is in use, what is over. `cut`: more
 * incidents are open than are offered here.
 */
export function choicesOf(
  outages: readonly DeclaredOutage[],
  components: readonly ComponentView[],
): { name: string; choices: OutageChoice[]; cut: boolean }[] {
  const ofOutages = (closed: boolean) =>
    outages
      .filter(({ state }) => (state === 'closed') === closed)
      .map((outage): OutageChoice => ({ key: String(outage.id), outage }))
  const free = components.filter(({ outageId }) => outageId === null)
  const incidents = components.filter(({ suspicion }) => suspicion === 'incident').length
  const ofComponents = (suspected: boolean) =>
    free
      .filter(({ suspicion }) => (suspicion !== null) === suspected)
      .map((component): OutageChoice => ({ key: keyOfComponent(component), component }))
  return [
    { name: 'Declared', choices: ofOutages(false), cut: false },
    { name: 'May be failing', choices: ofComponents(true), cut: incidents >= MOST_SUSPECTED },
    { name: 'In use', choices: ofComponents(false), cut: false },
    { name: 'Closed', choices: ofOutages(true), cut: false },
  ].filter(({ choices }) => choices.length > 0)
}

interface Props {
  parts: ReturnType<typeof choicesOf>
  chosen: string | null
  onChoose: (key: string) => void
}

/** When it began: the list of incidents says when the newest account came, which is another time of the same trouble. */
function beganWords(since: number | null, isOn: boolean, now: number): string {
  if (since === null) return ''
  return `${isOn ? 'since' : 'began'} ${shortStamp(since, now, personZone())}`
}

/** Declared outages, and components to declare one of. */
export function OutageList({ parts, chosen, onChoose }: Props) {
  const now = useNow()
  return parts.map(({ name, choices, cut }) => (
    <section key={name} aria-label={name}>
      <div className="band">
        <h2>{name}</h2>
        <span>{choices.length}</span>
      </div>
      <ul>
        {choices.map(choice => {
          const one = 'outage' in choice ? choice.outage : choice.component
          const isOn = 'outage' in choice ? choice.outage.state !== 'closed' : choice.component.suspicion !== null
          const since = 'outage' in choice ? choice.outage.beganAt : choice.component.since
          return (
            <li key={choice.key}>
              <button
                type="button"
                className={`edit-row incident-row${choice.key === chosen ? ' chosen' : ''}${isOn ? '' : ' off'}`}
                aria-current={choice.key === chosen}
                ref={choice.key === chosen ? intoView : null}
                data-row={choice.key}
                onClick={event => {
                  onChoose(choice.key)
                  // A button that kept the focus would take the Enter that declares.
                  if (event.detail > 0) event.currentTarget.blur()
                }}
              >
                <i className={isOn ? 'dot bad' : 'dot'} aria-hidden="true" />
                <b>{componentTitle(one)}</b>
                <span className="quiet">{beganWords(since, isOn, now)}</span>
                <small>
                  <span>
                    {'outage' in choice ? plural(choice.outage.accounts, 'account') : choice.component.because}
                  </span>
                </small>
              </button>
            </li>
          )
        })}
      </ul>
      {cut ? (
        <p className="quiet more">
          Only the {MOST_SUSPECTED} newest incidents are listed here.{' '}
          <a className="link" href="#/incidents">
            See all incidents
          </a>
        </p>
      ) : null}
    </section>
  ))
}
