import { inPlace } from '../parts/in-place.tsx'
import { keyParts } from '../parts/keys/key-label.ts'
import { useOpenMenu } from '../parts/keys/open-menus.ts'
import { Dialog } from '../parts/over/dialog.tsx'
import type { Binding } from '../state/key-match.ts'
import { useAllKeys } from '../state/keys.tsx'

/** A key of the shell that the screen in view has taken for something else. */
const isTaken = (binding: Binding, all: readonly Binding[]): boolean =>
  binding.group === 'Everywhere' && all.some(({ keys, group }) => keys === binding.keys && group !== binding.group)

const groups = (bindings: readonly Binding[]): [string, Binding[]][] => {
  const found = new Map<string, Binding[]>()
  for (const binding of bindings.filter(b => !b.hidden && !isTaken(b, bindings)))
    found.set(binding.group, [...(found.get(binding.group) ?? []), binding])
  return [...found]
}

/** Every key that works on this screen, grouped. */
export function Shortcuts({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const allKeys = useAllKeys()
  useOpenMenu(opened, onClose)
  return (
    <Dialog opened={opened} onClose={onClose} title="Keyboard shortcuts" size={680}>
      <div className="keys">
        {groups(opened ? allKeys() : []).map(([group, bindings]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {bindings.map(binding => (
                <div key={binding.keys}>
                  <dt>
                    {inPlace(keyParts(binding.keys), part => (
                      <kbd>{part}</kbd>
                    ))}
                  </dt>
                  <dd>{binding.label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
