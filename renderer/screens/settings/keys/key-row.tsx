import { useRef } from 'react'
import { inPlace } from '../../../parts/in-place.tsx'
import { type ActionName, KEY_ACTIONS } from '../../../parts/keys/actions.ts'
import { keyLabel, keyParts } from '../../../parts/keys/key-label.ts'
import { keysFor, type OwnKeys, withReset } from '../../../parts/keys/own-keys.ts'
import type { useRecording } from './use-recording.ts'

interface Props {
  name: ActionName
  own: OwnKeys
  recorder: ReturnType<typeof useRecording>
  onReset: (own: OwnKeys) => void
}

/** Gives an action its built-in key back; part of the row only where the key was changed, as each must be compared with all. */
function ResetKey({ name, own, onReset }: Omit<Props, 'recorder'>) {
  const { label, keys } = KEY_ACTIONS[name]
  const reset = withReset(own, name)
  const also = (Object.keys(own) as ActionName[]).filter(other => other !== name && reset[other] === undefined)
  return (
    <button
      type="button"
      className="link"
      title={[`Back to ${keyLabel(keys)}`, ...also.map(other => `resets “${KEY_ACTIONS[other].label}”, too`)].join(
        ' · ',
      )}
      aria-label={`Reset the key of “${label}”`}
      onClick={() => onReset(reset)}
    >
      Reset
    </button>
  )
}

/** An action with its key; choosing the key waits for a new one. */
export function KeyRow({ name, own, recorder, onReset }: Props) {
  const button = useRef<HTMLButtonElement>(null)
  const { label } = KEY_ACTIONS[name]
  const keys = keysFor(own, name)
  const waiting = recorder.recording?.name === name ? recorder.recording : null
  return (
    <li className={waiting ? 'waits' : ''}>
      <span>{label}</span>
      {own[name] === undefined ? null : <ResetKey name={name} own={own} onReset={onReset} />}
      <button
        type="button"
        ref={button}
        className={own[name] === undefined ? 'own-key' : 'own-key changed'}
        aria-label={waiting ? `Press the new key of “${label}”` : `Key of “${label}”: ${keyLabel(keys)}. Change it`}
        onClick={() => (waiting ? recorder.stop() : recorder.begin(name))}
        onKeyDown={recorder.onKeyDown(name)}
        onBlur={event => {
          if (waiting && !event.currentTarget.closest('li')?.contains(event.relatedTarget)) recorder.stop()
        }}
      >
        {waiting ? (
          <em>{waiting.first === null ? 'Press a key' : `${waiting.first} …`}</em>
        ) : (
          inPlace(keyParts(keys), part => <kbd>{part}</kbd>)
        )}
      </button>
      {waiting?.problem ? (
        <p role="alert">
          {waiting.problem}{' '}
          {waiting.swapWith ? (
            <button
              type="button"
              className="btn small"
              onClick={() => {
                recorder.swap()
                button.current?.focus()
              }}
            >
              Swap
            </button>
          ) : null}
        </p>
      ) : null}
    </li>
  )
}
