import { getDefaultZIndex, Popover, Portal } from '@mantine/core'
import { type KeyboardEvent, type ReactElement, type ReactNode, type RefObject, useEffect, useId, useRef } from 'react'
import { useHeldKeys } from '../keys/held-keys.ts'
import { useOpenMenu } from '../keys/open-menus.ts'

export interface Choice {
  key: string
  label: string
  detail?: string
  run: () => void
}

interface Props {
  opened: boolean
  title: string
  choices: readonly Choice[]
  onClose: () => void
  /** The button that opens the menu. */
  children: ReactElement
  /** Another way to choose, below the list. */
  extra?: ReactNode
}

/** A small menu; the number of each choice is its key. */
export function ChoiceMenu({ opened, title, choices, onClose, children, extra }: Props) {
  const id = useId()
  useOpenMenu(opened, onClose)
  useHeldKeys(opened)
  // A menu is hidden together with its button, which a key can press while it is scrolled away.
  useEffect(() => {
    if (opened) document.getElementById(id)?.scrollIntoView({ block: 'nearest' })
  }, [opened, id])
  return (
    <Popover
      id={id}
      opened={opened}
      onChange={open => open || onClose()}
      position="top-end"
      trapFocus
      returnFocus
      width={300}
      // Closed at once: while it fades, it would still take the keys that are meant for the list.
      transitionProps={{ duration: 80, exitDuration: 0 }}
      withinPortal
      // Over a toast, which may come where the menu opens.
      zIndex={getDefaultZIndex('max')}
    >
      {opened ? (
        // What the menu half covers is no target meanwhile: a click beside the menu closes it and does nothing else.
        <Portal>
          <div className="beside-menu" style={{ zIndex: getDefaultZIndex('max') - 1 }} />
        </Portal>
      ) : null}
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown>
        {opened ? <Choices title={title} choices={choices} onClose={onClose} extra={extra} /> : null}
      </Popover.Dropdown>
    </Popover>
  )
}

/**
 * Gives an open menu the keys that are pressed while the focus is not in it. A window that becomes too small for the
 * menu's button hides both, and the menu comes back without the focus: Escape would not close it.
 */
function useOutsideKeys(list: RefObject<HTMLElement | null>, onKey: (key: string) => void): void {
  const latest = useRef(onKey)
  latest.current = onKey
  useEffect(() => {
    const heard = (event: globalThis.KeyboardEvent) => {
      const menu = list.current?.closest('[role="dialog"]')
      const isHeld = event.ctrlKey || event.metaKey || event.altKey
      // What is typed into a field, or in a dialog that was opened over the menu, is not for the menu.
      const isElsewhere = event.target instanceof Element && event.target.closest('[role="dialog"], input, textarea')
      if (!menu || isHeld || isElsewhere) return
      if (event.key !== 'Escape' && !menu.checkVisibility()) return
      event.preventDefault()
      event.stopPropagation()
      latest.current(event.key)
    }
    window.addEventListener('keydown', heard, { capture: true })
    return () => window.removeEventListener('keydown', heard, { capture: true })
  }, [list])
}

function Choices({ title, choices, onClose, extra }: Pick<Props, 'title' | 'choices' | 'onClose' | 'extra'>) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('button')?.focus()
  }, [])
  const pick = (choice: Choice | undefined) => {
    if (!choice) return
    onClose()
    choice.run()
  }
  useOutsideKeys(list, key => {
    if (key === 'Escape') return onClose()
    list.current?.querySelector('button')?.focus()
    pick(choices.find(choice => choice.key === key))
  })
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey) return
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    const by =
      event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0
    if (by !== 0) {
      event.preventDefault()
      buttons[(at + by + buttons.length) % buttons.length]?.focus()
    }
    const choice = choices.find(c => c.key === event.key)
    if (choice) event.preventDefault()
    pick(choice)
  }
  return (
    <div className="choices">
      <div className="choices-title">{title}</div>
      <div role="menu" aria-label={title} ref={list} onKeyDown={onKeyDown}>
        {choices.map(choice => (
          <button type="button" role="menuitem" key={choice.key} onClick={() => pick(choice)}>
            <span>{choice.label}</span>
            {choice.detail ? <small>{choice.detail}</small> : null}
            <kbd>{choice.key}</kbd>
          </button>
        ))}
      </div>
      {extra ? <div className="choices-extra">{extra}</div> : null}
    </div>
  )
}
