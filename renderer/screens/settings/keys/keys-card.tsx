import { useEffect, useRef, useState } from 'react'
import { ACTION_NAMES, type ActionName, KEY_ACTIONS } from '../../../parts/keys/actions.ts'
import { keyLabel } from '../../../parts/keys/key-label.ts'
import { keysFor, type OwnKeys } from '../../../parts/keys/own-keys.ts'
import { plural } from '../../../parts/number.ts'
import { toast } from '../../../parts/toast.tsx'
import { useKeptKeys } from '../../../state/own/kept-keys.ts'
import { useRoute } from '../../../state/route.ts'
import { KeyRow } from './key-row.tsx'
import { useRecording } from './use-recording.ts'
import './keys.css'

/** The actions whose words, group or key hold what was typed, by group. */
function foundActions(own: OwnKeys, text: string): [string, ActionName[]][] {
  const wanted = text.trim().toLowerCase()
  const groups = new Map<string, ActionName[]>()
  for (const name of ACTION_NAMES) {
    const { group, label } = KEY_ACTIONS[name]
    const key = keyLabel(keysFor(own, name)).toLowerCase()
    if (!`${group} ${label}`.toLowerCase().includes(wanted) && key !== wanted) continue
    groups.set(group, [...(groups.get(group) ?? []), name])
  }
  return [...groups]
}

/** Every action with its key, which a person can change for themselves on this computer. */
export function KeysCard() {
  const { own, dropped, change } = useKeptKeys()
  const [text, setText] = useState('')
  const recorder = useRecording()
  const search = useRef<HTMLInputElement>(null)
  const isAsked = useRoute().rest === 'keys'
  useEffect(() => {
    if (!isAsked) return
    search.current?.closest('section')?.scrollIntoView({ block: 'start' })
    search.current?.focus({ preventScroll: true })
  }, [isAsked])
  const changed = Object.keys(own).length
  const groups = foundActions(own, text)
  const resetAll = () => {
    change({})
    toast('All keys reset', { act: { label: 'Undo', run: () => change(own) } })
  }
  return (
    <section className="card own-keys" aria-label="Keys">
      <h2>
        <span>
          Keys <small>{changed > 0 ? `${plural(changed, 'key')} changed` : 'none changed'}</small>
        </span>
        <button type="button" className="btn small" disabled={changed === 0} onClick={resetAll}>
          Reset all
        </button>
      </h2>
      <p>
        Choose an action, then press its new key. A key pressed after <kbd>g</kbd> or <kbd>m</kbd> makes a pair. Your
        keys hold for you on this computer. Esc, Tab and the arrows that move through a list stay as they are.
      </p>
      {dropped.length > 0 ? (
        <p className="note bad" role="status">
          Some of your own keys could not be read: {dropped.join(', ')}. Their built-in keys apply.
        </p>
      ) : null}
      <input
        ref={search}
        className="in"
        type="search"
        value={text}
        placeholder="Search actions, or type a key"
        aria-label="Search actions and keys"
        onChange={event => setText(event.currentTarget.value)}
      />
      {groups.length === 0 ? <p className="quiet">No action has these words or this key.</p> : null}
      <div className="own-keys-groups">
        {groups.map(([group, names]) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <ul>
              {names.map(name => (
                <KeyRow key={name} name={name} own={own} recorder={recorder} onReset={change} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  )
}
