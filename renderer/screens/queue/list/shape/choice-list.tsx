import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Bar } from '../../../../parts/skeleton.tsx'
import { intoView } from '../../../../state/in-sight.ts'

/** A line of a picker. */
export interface ListChoice {
  id: string
  label: string
  /** Said in a quiet voice beside the label. */
  detail?: string | undefined
  n?: string | undefined
  kbd?: string | undefined
  isOn?: boolean | undefined
}

interface Props {
  /** The name of the list: the title of its dialog. */
  title: string
  options: readonly ListChoice[] | undefined
  /** The index that is marked at first. */
  first?: number
  onPick: (id: string) => void
  onClose: () => void
  /** One step back; closes where there is none. */
  onBack?: (() => void) | undefined
  /** The keys `Delete` on the marked line. */
  onRemove?: ((id: string) => void) | undefined
  /** Whether several lines may be on, so that choosing one does not mean being done. */
  several?: boolean
  note?: ReactNode
}

const fits = (text: string, { label, detail }: ListChoice) =>
  `${label} ${detail ?? ''}`.toLowerCase().includes(text.trim().toLowerCase())

/** The index after a key that moves, kept within `n` lines; null for a key that does not move. */
export function movedTo(key: string, at: number, n: number): number | null {
  if (n === 0) return null
  if (key === 'ArrowDown') return (at + 1) % n
  if (key === 'ArrowUp') return (at - 1 + n) % n
  if (key === 'Home') return 0
  return key === 'End' ? n - 1 : null
}

/** A list that narrows while one types: arrows mark, ⏎ chooses, Esc goes back. The field keeps the focus throughout. */
export function ChoiceList({
  title,
  options,
  first = 0,
  onPick,
  onClose,
  onBack,
  onRemove,
  several = false,
  note,
}: Props) {
  const [text, setText] = useState('')
  const [marked, setMarked] = useState(first)
  const field = useRef<HTMLInputElement>(null)
  // The dialog takes care of its first list only; the next one stands in the same dialog.
  useEffect(() => field.current?.focus(), [])
  const name = useId()
  const shown = (options ?? []).filter(option => fits(text, option))
  const at = Math.max(0, Math.min(marked, shown.length - 1))
  const here = shown[at]
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const to = movedTo(event.key, at, shown.length)
    const isBack = event.key === 'Escape' || (event.key === 'Backspace' && text === '' && onBack !== undefined)
    const chooses = event.key === 'Enter' || (event.key === ' ' && several && text === '')
    const removes = event.key === 'Delete' && onRemove !== undefined
    if (to === null && !isBack && !chooses && !removes) return
    event.preventDefault()
    event.stopPropagation()
    if (to !== null) setMarked(to)
    else if (isBack) (onBack ?? onClose)()
    else if (here && chooses) onPick(here.id)
    else if (here && removes) onRemove?.(here.id)
  }
  return (
    <div className="picker">
      <input
        className="in"
        role="combobox"
        aria-label={title}
        aria-expanded="true"
        aria-controls={name}
        aria-activedescendant={here ? `${name}-${at}` : undefined}
        placeholder="Type to narrow the list"
        data-autofocus
        ref={field}
        value={text}
        onChange={event => {
          setText(event.currentTarget.value)
          setMarked(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id={name} aria-label={title} aria-multiselectable={several}>
        {options === undefined ? <Bar width="60%" /> : null}
        {shown.map((option, n) => (
          <button
            type="button"
            role="option"
            tabIndex={-1}
            key={option.id}
            id={`${name}-${n}`}
            aria-selected={n === at}
            className={n === at ? 'on' : ''}
            ref={n === at ? intoView : null}
            onMouseMove={() => setMarked(n)}
            // The field keeps the focus, so that the keys go on.
            onMouseDown={event => event.preventDefault()}
            onClick={() => onPick(option.id)}
          >
            <span className="tick" aria-hidden="true">
              {option.isOn ? '✓' : ''}
            </span>
            <span className="clip">
              {option.isOn ? <span className="sr">chosen: </span> : null}
              {option.label}
              {option.detail ? <small> {option.detail}</small> : null}
            </span>
            {option.n === undefined ? null : <em>{option.n}</em>}
            {option.kbd ? <kbd>{option.kbd}</kbd> : null}
          </button>
        ))}
        {options !== undefined && shown.length === 0 ? <p className="quiet">Nothing is called that.</p> : null}
      </div>
      {note ? <p className="quiet">{note}</p> : null}
    </div>
  )
}
