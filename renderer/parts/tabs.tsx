import type { ComponentProps, KeyboardEvent, ReactNode } from 'react'

export interface Tab<T extends string> {
  name: T
  label: string
  /** How many rows the tab has; nothing where that is unknown. */
  n?: ReactNode
}

interface Props<T extends string> {
  label: string
  tabs: readonly Tab<T>[]
  chosen: T
  onChoose: (name: T) => void
  className?: string
  /** What the chosen tab has beside its name, such as what happens when it is dragged. */
  chosenProps?: Pick<ComponentProps<'button'>, 'draggable' | 'onDragStart' | 'title'>
}

/** A row of tabs; the arrow keys move between them. */
export function Tabs<T extends string>({ label, tabs, chosen, onChoose, className = 'tabs', chosenProps }: Props<T>) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    const at = (tabs.findIndex(({ name }) => name === chosen) + by + tabs.length) % tabs.length
    const next = tabs[at]
    if (next) onChoose(next.name)
    const buttons = event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')
    buttons[at]?.focus()
  }
  return (
    <div className={className} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map(({ name, label: words, n }) => (
        <button
          type="button"
          role="tab"
          key={name}
          aria-selected={name === chosen}
          tabIndex={name === chosen ? 0 : -1}
          className={name === chosen ? 'on' : ''}
          onClick={() => onChoose(name)}
          {...(name === chosen ? chosenProps : {})}
        >
          {words} <em>{n ?? ''}</em>
        </button>
      ))}
    </div>
  )
}
