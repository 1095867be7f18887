import { Modal } from '@mantine/core'
import type { Binding } from '../state/key-match.ts'
import { useAllKeys } from '../state/keys.tsx'

/** Keys as the keyboard labels them. */
export const KEY_NAMES: Record<string, string> = {
  'mod+k': 'Ctrl K',
  enter: '⏎',
  'mod+enter': 'Ctrl ⏎',
  'mod+o': 'Ctrl O',
  'mod+p': 'Ctrl P',
  escape: 'Esc',
  'shift+j': '⇧ j',
  'shift+k': '⇧ k',
  'shift+o': '⇧ o',
  'shift+f': '⇧ f',
  'shift+g': '⇧ g',
  'shift+h': '⇧ h',
  'shift+s': '⇧ s',
  'shift+v': '⇧ v',
  arrowright: '→',
  arrowleft: '←',
  'shift+x': '⇧ x',
  'shift+a': '⇧ a',
  'shift+c': '⇧ c',
  'shift+e': '⇧ e',
  'shift+n': '⇧ n',
  'shift+t': '⇧ t',
}

const groups = (bindings: readonly Binding[]): [string, Binding[]][] => {
  const found = new Map<string, Binding[]>()
  for (const binding of bindings.filter(b => !b.hidden))
    found.set(binding.group, [...(found.get(binding.group) ?? []), binding])
  return [...found]
}

/** Every key that works on this screen, grouped. */
export function Shortcuts({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const allKeys = useAllKeys()
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size={680} transitionProps={{ duration: 80 }}>
      <div className="keys">
        {groups(opened ? allKeys() : []).map(([group, bindings]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {bindings.map(binding => (
                <div key={binding.keys}>
                  <dt>
                    {(KEY_NAMES[binding.keys] ?? binding.keys).split(' ').map(key => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{binding.label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
