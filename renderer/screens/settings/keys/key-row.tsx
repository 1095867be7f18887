import { useRef } from 'react'
import { type ActionName, KEY_ACTIONS } from '../../../parts/keys/actions.ts'
import { keyLabel, keyParts } from '../../../parts/keys/key-label.ts'
import { clashesOf, keysFor, type OwnKeys } from '../../../parts/keys/own-keys.ts'
import type { useRecording } from './use-recording.ts'

interface Props {
  name: ActionName
  own: OwnKeys
  recorder: ReturnType<typeof useRecording>
  onReset: () => void
}

/** An action with its key; choosing the key waits for a new one. */
export function KeyRow({ name, own, recorder, onReset }: Props) {
  const button = useRef<HTMLButtonElement>(null)
  const { label, keys: builtIn } = KEY_ACTIONS[name]
  const keys = keysFor(own, name)
  const waiting = recorder.recording?.name === name ? recorder.recording : null
  // The built-in key may have been given to another action meanwhile.
  const taken = own[name] === undefined ? [] : clashesOf(own, name, builtIn)
  return (
    <li className={waiting ? 'waits' : ''}>
      <span>{label}</span>
      {own[name] !== undefined ? (
        <button
          type="button"
          className="link"
          disabled={taken.length > 0}
          title={
            taken[0] === undefined
              ? `Back to ${keyLabel(builtIn)}`
              : `${keyLabel(builtIn)} is now the key of “${KEY_ACTIONS[taken[0]].label}”`
          }
          aria-label={`Reset the key of “${label}”`}
          onClick={onReset}
        >
          Reset
        </button>
      ) : null}
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
          keyParts(keys).map(part => <kbd key={part}>{part}</kbd>)
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
